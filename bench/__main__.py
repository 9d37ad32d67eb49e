"""python -m bench: measure the shipped base and a synthetic one, and print one table."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.measuring import Effort, Figures, QueryTimes, measure
from bench.synthetic import write_base

SEEDS = Path("seeds")
MIB = 2**20
FEWEST = 20

THOROUGH = Effort(builds=3, starts=15, calls=300)
QUICK = Effort(builds=1, starts=5, calls=200)


class Row(NamedTuple):
    """A line of the table. limit: what a value should not exceed."""

    label: str
    form: str
    value: Callable[[Figures], float]
    limit: float | None = None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=1000, help="size of the synthetic base")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    arguments = parser.parse_args()
    if arguments.dossiers < FEWEST:
        parser.error(f"measure at least {FEWEST} dossiers, or some queries have nothing to ask")
    return arguments


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    effort = QUICK if arguments.quick else THOROUGH
    with TemporaryDirectory(prefix="kvbot-bench-") as name:
        shipped, synthetic = Path(name, "shipped"), Path(name, "synthetic")
        shutil.copytree(SEEDS, shipped)
        write_base(synthetic, arguments.dossiers)
        figures = [
            asyncio.run(measure(folder, Path(name, f"{folder.name}-home"), effort))
            for folder in (shipped, synthetic)
        ]
    heads = ("shipped", f"{arguments.dossiers:,} dossiers")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, ", end="")
    print(f"{os.cpu_count()} cores, {sys.platform}; {effort.calls} calls of each query\n")
    for line in _table(heads, figures):
        print(line)


def _table(heads: Sequence[str], figures: Sequence[Figures]) -> Iterator[str]:
    yield _line("", heads, "aim")
    for row in _rows(figures[0]):
        values = [row.value(one) for one in figures]
        cells = [_cell(row, value) for value in values]
        aim = "" if row.limit is None else f"at most {row.form.format(row.limit)}"
        yield _line(row.label, cells, aim)
    yield "\n* more than the aim"


def _line(label: str, cells: Sequence[str], aim: str) -> str:
    return f"{label:42}{''.join(f'{cell:>18}' for cell in cells)}   {aim}".rstrip()


def _cell(row: Row, value: float) -> str:
    missed = row.limit is not None and value > row.limit
    return row.form.format(value) + ("*" if missed else " ")


def _rows(figures: Figures) -> Iterator[Row]:
    yield Row("facts on record", "{:,.0f}", lambda f: f.facts)
    yield Row("index", "{:,.1f} MiB", lambda f: f.index_bytes / MIB)
    yield Row("full build", "{:,.0f} ms", lambda f: 1000 * f.build)
    yield Row("build after one changed dossier", "{:,.0f} ms", lambda f: 1000 * f.rebuild)
    yield Row("start of a process to its first answer", "{:,.0f} ms", lambda f: 1000 * f.start, 300)
    yield Row("peak memory, full build", "{:,.0f} MiB", lambda f: f.build_memory / MIB)
    yield Row("peak memory, one answer", "{:,.0f} MiB", lambda f: f.answer_memory / MIB)
    for kind in figures.queries:
        yield from _query_rows(kind)


def _query_rows(kind: str) -> Iterator[Row]:
    def row(label: str, seconds: Callable[[QueryTimes], float], limit: float | None = None) -> Row:
        form = "{:,.1f} ms"
        return Row(f"  {label}", form, lambda f: 1000 * seconds(f.queries[kind]), limit)

    yield Row(kind, "", lambda f: 0)
    yield row("answered, median", lambda q: q.answered.median)
    yield row("answered, 99th percentile", lambda q: q.answered.p99, 10)
    yield row("answered and in words, median", lambda q: q.in_words.median)
    yield row("answered and in words, 99th percentile", lambda q: q.in_words.p99)
    yield row("same SQL and models, median", lambda q: q.read.median)
    yield row("same SQL and models, 99th percentile", lambda q: q.read.p99)
    ratio = "  answered to same SQL, ratio of medians"
    yield Row(ratio, "{:.2f}", lambda f: _ratio(f.queries[kind]), 3)


def _ratio(times: QueryTimes) -> float:
    return times.answered.median / times.read.median


if __name__ == "__main__":
    main()
