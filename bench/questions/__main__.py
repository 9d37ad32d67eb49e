"""How many questions are answered rightly, wrongly, or declined: python -m bench.questions."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.questions.grading import verdict
from bench.synthetic import write_base
from kvbot.ask.reading import language_of
from kvbot.desk import Desk, open_desk
from kvbot.settings import Settings
from kvbot.words.render import render

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
INVENTED = HERE.parents[1] / "tests" / "bases"
TODAY = date(2026, 1, 15)
BASES = {"nordic": date(2022, 3, 1), "caucasus": TODAY}
"""Invented bases of other countries, with questions, and the day on which they are asked."""

EVERY = 4
"""Each such question is timed."""


async def ask(
    desk: Desk, questions: Iterable[dict[str, Any]], today: date
) -> tuple[dict[str, Counter[str]], list[float]]:
    """The verdicts by language, answerable and not, and the time of each question in ms."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    times = []
    for question in questions:
        began = time.perf_counter()
        answer = render(
            await desk.ask(question["question"], today), language_of(question["question"])
        )
        times.append((time.perf_counter() - began) * 1000)
        sort = "answerable" if question["answerable"] else "unanswerable"
        for row in ("all", question["lang"]):
            counted[f"{row} {sort}"][verdict(question, answer)] += 1
    return counted, times


async def time_them(dossiers: int) -> None:
    """Print how long the questions take, the first and the second time that they are asked.

    dossiers: how many synthetic ones stand beside those that are shipped.
    """
    lines = (HERE / "tuned.jsonl").read_text("utf-8").splitlines()[::EVERY]
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory() as name:
        synthetic = Path(name, "synthetic")
        write_base(synthetic, dossiers)
        settings = Settings(seeds=(SEEDS, synthetic), home=Path(name, "home"))
        async with open_desk(settings) as desk:
            await desk.refresh()
            for asked in ("first", "second"):
                times = [await _time_of(desk, question) for question in questions]
                slowest = quantiles(times, n=100)[98]
                print(f"{dossiers:,} dossiers more, asked for the {asked} time: ", end="")
                print(f"median {median(times):.1f} ms, 99th percentile {slowest:.1f} ms")


async def _time_of(desk: Desk, question: str) -> float:
    began = time.perf_counter()
    await desk.ask(question, TODAY)
    return (time.perf_counter() - began) * 1000


async def main(names: Iterable[str]) -> None:
    """Ask every question of each file, or of an invented base, and print what came of it."""
    for name in names:
        base = INVENTED / name
        seeds, file = (base, base / "questions.jsonl") if name in BASES else (SEEDS, HERE / name)
        lines = file.with_suffix(".jsonl").read_text("utf-8").splitlines()
        with tempfile.TemporaryDirectory() as home:
            async with open_desk(Settings(seeds=(seeds,), home=Path(home))) as desk:
                await desk.refresh()
                show(name, *await ask(desk, map(json.loads, lines), BASES.get(name, TODAY)))


def show(name: str, counted: dict[str, Counter[str]], times: list[float]) -> None:
    """Print the shares and the times."""
    slowest = quantiles(times, n=100)[98]
    print(f"{name}: median {median(times):.1f} ms, 99th percentile {slowest:.1f} ms")
    for row, verdicts in sorted(counted.items()):
        n = verdicts.total()
        shares_of = ", ".join(f"{v} {100 * c / n:.1f} %" for v, c in verdicts.most_common())
        print(f"  {row:<16} {n:>4}  {shares_of}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or ["tuned", "kept", *BASES]))
    for more in (0, 1000):
        asyncio.run(time_them(more))
