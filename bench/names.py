"""python -m bench.names: how fast and how surely names are found, beside an exhaustive scan."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kvbot.index.registry import open_registry
from kvbot.index.snapshot import Snapshot
from kvbot.names import korean, vietnamese
from kvbot.names.decision import is_well_formed
from kvbot.names.folding import fold

BODIES = ("Institute", "Agency", "Federation", "Association", "Center", "Bank", "Company")
FIELDS = ("Trade", "Export", "Energy", "Marine", "Science", "Textile", "Steel", "Food", "Smart")
PLACES = ("Korea", "Vietnam", "Seoul", "Busan", "Daegu", "Hanoi", "Hai Phong", "Gyeonggi")

SCANS = 20
"""Exhaustive scans are slow: so many tell enough."""

MOST = 25
"""Choices under a field in Discord; a beginning with more has no complete list."""


class Entity(NamedTuple):
    """An invented entity with all its names."""

    id: str
    kind: str
    names: tuple[str, ...]


def invented(count: int, seed: int = 1) -> list[Entity]:
    """Entities with so many names in all: Koreans, Vietnamese, bodies and places."""
    chance = random.Random(seed)
    entities: list[Entity] = []
    total = 0
    while total < count:
        kind, names = chance.choices((_korean, _vietnamese, _body, _place), (45, 35, 15, 5))[0](
            chance
        )
        entities.append(Entity(f"e{len(entities)}", kind, names))
        total += len(names)
    return entities


def _korean(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    spelling, families = chance.choice(list(korean.surnames().items()))
    given = [chance.choice(list(korean.syllables().items())) for _ in range(2)]
    first, second = (latin for latin, _ in given)
    joined = chance.choice(("-", " ", ""))
    latin = f"{spelling.capitalize()} {first.capitalize()}{joined}{second}"
    hangul = chance.choice(families) + "".join(chance.choice(h) for _, h in given)
    return "person", (latin, hangul) if chance.random() < 0.5 else (latin,)


def _vietnamese(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    family = chance.choice(sorted(vietnamese.family_names()))
    others = chance.choices(sorted(vietnamese.syllables()), k=chance.choice((2, 2, 3)))
    return "person", (" ".join(word.capitalize() for word in (family, *others)),)


def _body(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    words = (chance.choice(PLACES), *chance.sample(FIELDS, 2), chance.choice(BODIES))
    acronym = "".join(word[0] for word in words) + str(chance.randrange(1000))
    return "organization", (" ".join(words), acronym)


def _place(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    words = chance.sample(sorted(vietnamese.syllables()), 2)
    return "place", (" ".join(word.capitalize() for word in words),)


def mistyped(name: str, chance: random.Random) -> str:
    """The name with two neighbours swapped, a letter changed, doubled or left out."""
    at = chance.randrange(1, len(name) - 1)
    return chance.choice(
        (
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1 :],
        )
    )


def misspelt(
    entities: Sequence[Entity], count: int, chance: random.Random
) -> Iterator[tuple[str, Entity]]:
    """Names with an error that leaves no other name, as one would type them."""
    while count:
        entity = chance.choice(entities)
        name = entity.names[0]
        query = mistyped(name, chance)
        wrong = [word for word in fold_pieces(query) if word not in fold_pieces(name)]
        far = OSA.distance(fold(query), fold(name)) != 1
        if far or not wrong or any(is_well_formed(word) for word in wrong):
            continue
        count -= 1
        yield query, entity


def fold_pieces(name: str) -> list[str]:
    """The folded words of a name."""
    return [fold(word) for word in name.replace("-", " ").split()]


class Timed(NamedTuple):
    """Results in the order of the questions, and the milliseconds that each took."""

    results: list[Any]
    ms: list[float]

    def line(self, label: str, scan_ms: float | None = None) -> str:
        ordered = sorted(self.ms)
        p99 = ordered[int(len(ordered) * 0.99)]
        line = f"{label:42}{statistics.median(ordered):9.2f}{p99:9.2f}"
        return line if scan_ms is None else f"{line}{scan_ms / statistics.median(ordered):9.0f}x"


async def timed(ask: Callable[[str], Awaitable[Any]], queries: Sequence[str]) -> Timed:
    """Ask one after the other."""
    results, ms = [], []
    for query in queries:
        began = time.perf_counter()
        results.append(await ask(query))
        ms.append((time.perf_counter() - began) * 1000)
    return Timed(results, ms)


def scan(names: Sequence[str], query: str) -> str:
    """The name that an exhaustive scan likes best."""
    return process.extract(query, names, scorer=fuzz.WRatio, limit=1)[0][0]


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.names", description=__doc__)
    parser.add_argument("--names", type=int, default=250_000)
    parser.add_argument("--calls", type=int, default=1000)
    arguments = parser.parse_args()
    entities = invented(arguments.names)
    with TemporaryDirectory(prefix="kvbot-bench-") as folder:
        path = Path(folder, "names.jsonl")
        path.write_text("".join(_json(entity) for entity in entities), encoding="utf-8")
        async with open_registry(path) as index, index.snapshot() as names:
            await _measure(names, entities, arguments.calls)


def _json(entity: Entity) -> str:
    record = {"id": entity.id, "kind": entity.kind, "name": entity.names[0]}
    return json.dumps({**record, "aliases": entity.names[1:]}) + "\n"


async def _measure(names: Snapshot, entities: Sequence[Entity], calls: int) -> None:
    chance = random.Random(2)
    every_name = [name for entity in entities for name in entity.names]
    owner = {name: entity.id for entity in entities for name in entity.names}
    print(f"{len(every_name):,} names of {len(entities):,} entities; {calls} calls each")
    print(f"{'':42}{'median':>9}{'p99 ms':>9}{'scan/median':>12}")

    wrong = list(misspelt(entities, calls, chance))
    scans = await timed(_scanning(every_name), [query for query, _ in wrong[:SCANS]])
    scan_ms = statistics.median(scans.ms)
    print(scans.line("exhaustive rapidfuzz WRatio scan"))

    as_written = [entity.names[0] for entity in chance.choices(entities, k=calls)]
    print((await timed(names.resolve, as_written)).line("a name as it is written", scan_ms))
    typos = await timed(names.resolve, [query for query, _ in wrong])
    print(typos.line("a name with one typing error", scan_ms))
    titled = [f"Mr {name.split()[0]}" for name in as_written]
    print((await timed(names.resolve, titled)).line("a title and one name", scan_ms))

    typed = [chance.choice(every_name)[: chance.randint(1, 12)] for _ in range(calls)]
    suggested = await timed(lambda beginning: names.suggest(beginning, MOST), typed)
    print(suggested.line("a keystroke: 1 to 12 letters typed", scan_ms))

    hits = [
        entity.id in typos.results[number].ids
        for number, (query, entity) in enumerate(wrong[:SCANS])
        if owner[scans.results[number]] == entity.id
    ]
    print(f"of the scan's true hits found: {sum(hits)} of {len(hits)}")
    found = [
        entity.id in result.ids for result, (_, entity) in zip(typos.results, wrong, strict=True)
    ]
    print(f"of all misspelt names found:   {sum(found)} of {len(found)}")
    _compare_beginnings(entities, typed, suggested.results)


def _scanning(every_name: Sequence[str]) -> Callable[[str], Awaitable[str]]:
    async def ask(query: str) -> str:
        return scan(every_name, query)

    return ask


def _compare_beginnings(
    entities: Sequence[Entity], typed: Sequence[str], suggested: Sequence[list[str]]
) -> None:
    """How many of the entities whose name begins so were suggested, where all can be shown."""
    folded = [(entity.id, [fold(name) for name in entity.names]) for entity in entities]
    found = right = 0
    for beginning, slugs in list(zip(typed, suggested, strict=True))[: SCANS * 2]:
        start = fold(beginning)
        wanted = {id_ for id_, names in folded if start and any(n.startswith(start) for n in names)}
        if 0 < len(wanted) <= MOST:
            right += len(wanted)
            found += len(wanted & set(slugs))
    print(f"of the names that begin so, suggested: {found} of {right}")


if __name__ == "__main__":
    asyncio.run(main())
