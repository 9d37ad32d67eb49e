"""Taking the time and the memory that a base costs."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple, cast

from bench.queries import Known
from kvbot.cli.answering import EXIT_BAD
from kvbot.desk import Desk, agreements, open_desk, stats, timeline, who
from kvbot.dossier.files import list_dossiers
from kvbot.index.build import RACY_NS
from kvbot.index.connection import index_path
from kvbot.index.index import Index, open_index
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer
from kvbot.model.queries import Agreements, Query, Stats, Timeline, Who
from kvbot.settings import Settings
from kvbot.words.render import render

TODAY = date(2026, 1, 1)

_ANSWER: dict[type, Callable[[Snapshot, Any, date], Awaitable[Answer]]] = {
    Who: who.answer,
    Agreements: agreements.answer,
    Stats: stats.answer,
    Timeline: timeline.answer,
}


class Failed(Exception):
    """What was to be measured did not work: nothing measured would mean anything."""


class Effort(NamedTuple):
    """How often each thing is done."""

    builds: int
    starts: int
    calls: int


class Times(NamedTuple):
    """Seconds."""

    median: float
    p99: float


class QueryTimes(NamedTuple):
    """A kind of query: answered, answered and put in words, and the bare reading for it."""

    answered: Times
    in_words: Times
    read: Times


class Figures(NamedTuple):
    """What was measured on one base, in seconds and bytes."""

    facts: int
    index_bytes: int
    build: float
    rebuild: float
    start: float
    build_memory: int
    answer_memory: int
    queries: dict[str, QueryTimes]


async def measure(folder: Path, home: Path, effort: Effort) -> Figures:
    """Measure the base in a folder, whose files are changed on the way.

    home: where what is built goes; it is made anew.
    """
    settings = Settings(seeds=(folder,), home=home)
    names, questions = _to_be_asked(folder, effort)
    builds = [await _full_build(settings) for _ in range(effort.builds)]
    rebuilds = [await _rebuild(settings, file.path) for file in list_dossiers([folder]).files[:5]]
    await settle(settings)
    _start(settings, names[0])  # the first start leaves byte code behind
    starts = [_start(settings, name) for name in names]
    async with open_desk(settings) as desk, open_index(home) as index:
        counts = await desk.counts()
        queries = {kind: await _times(desk, index, asked) for kind, asked in questions.items()}
    return Figures(
        facts=sum(counts.values()),
        index_bytes=index_path(home).stat().st_size,
        build=median(builds),
        rebuild=median(rebuilds),
        start=median(starts),
        build_memory=_peak(Settings(seeds=(folder,), home=home / "again"), "build"),
        answer_memory=max(_peak(settings, "who", name, "--json") for name in names[:3]),
        queries=queries,
    )


def _to_be_asked(folder: Path, effort: Effort) -> tuple[list[str], dict[str, list[Query]]]:
    known = Known(folder, random.Random(1))
    return [known.name() for _ in range(effort.starts)], known.questions(effort.calls)


# --- building ---


async def _full_build(settings: Settings) -> float:
    shutil.rmtree(settings.home, ignore_errors=True)
    return await _refresh(settings)


async def _rebuild(settings: Settings, dossier: Path) -> float:
    with dossier.open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    return await _refresh(settings)


async def settle(settings: Settings) -> None:
    """Wait until no file counts as just changed, so that a start need not read one again."""
    await asyncio.sleep(RACY_NS / 1e9)
    await _refresh(settings)


async def _refresh(settings: Settings) -> float:
    """Bring the index up to date. Returns how long it took."""
    began = time.perf_counter()
    async with open_desk(settings) as desk:
        report = await desk.refresh()
    took = time.perf_counter() - began
    if report.problems:
        raise Failed(*report.problems)
    return took


# --- processes ---


def _start(settings: Settings, name: str) -> float:
    """How long a new process takes to answer."""
    began = time.perf_counter()
    run(settings, "kvbot", "who", name, "--json")
    return time.perf_counter() - began


def _peak(settings: Settings, *args: str) -> int:
    """The peak memory of a new process, in bytes."""
    return 1024 * int(run(settings, "bench.peak", *args).split()[-1])


def run(settings: Settings, module: str, *args: str) -> str:
    """Run a module in a new process, with byte code as an installation has it.

    Returns what it prints. Raises Failed.
    """
    environment = {
        **os.environ,
        "KVBOT_SEEDS": os.pathsep.join(map(str, settings.seeds)),
        "KVBOT_HOME": str(settings.home),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(settings.seeds[0].parent / "bytecode"),
    }
    command = [sys.executable, "-m", module, *args]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    if done.returncode == EXIT_BAD:
        raise Failed(done.stderr)
    return done.stdout


# --- queries ---


async def _times(desk: Desk, index: Index, queries: Sequence[Query]) -> QueryTimes:
    """Ask each query once to learn what it reads, and once by the clock."""
    reads = [await _reads(index, query) for query in queries]
    gc.collect()
    gc.freeze()
    answered, in_words, read = [], [], []
    for query, calls in zip(queries, reads, strict=True):
        began = time.perf_counter()
        answer = await desk.answer(query, "", TODAY)
        answered.append(time.perf_counter() - began)
        render(answer, "en")
        in_words.append(time.perf_counter() - began)
        began = time.perf_counter()
        await _read_again(index, calls)
        read.append(time.perf_counter() - began)
    return QueryTimes(_summary(answered), _summary(in_words), _summary(read))


def _summary(seconds: Sequence[float]) -> Times:
    return Times(median(seconds), quantiles(seconds, n=100, method="inclusive")[98])


Read = tuple[str, tuple[Any, ...], dict[str, Any]]
"""The name of a method of Snapshot, and its arguments."""


class _Recorder:
    """Passes every read on to a snapshot, and remembers it."""

    def __init__(self, base: Snapshot) -> None:
        self._base = base
        self.reads: list[Read] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def read(*args: Any, **named: Any) -> Any:
            fixed = tuple([*arg] if isinstance(arg, Iterator) else arg for arg in args)
            self.reads.append((name, fixed, named))
            return getattr(self._base, name)(*fixed, **named)

        return read


async def _reads(index: Index, query: Query) -> list[Read]:
    """What the desk reads from the index to answer a query."""
    async with index.snapshot() as base:
        recorder = _Recorder(base)
        await _ANSWER[type(query)](cast("Snapshot", recorder), query, TODAY)
    return recorder.reads


async def _read_again(index: Index, reads: Sequence[Read]) -> None:
    """The same statements with the same arguments, and models from their rows; no more."""
    async with index.snapshot() as base:
        for name, args, named in reads:
            await getattr(base, name)(*args, **named)
