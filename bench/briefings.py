"""python -m bench.briefings: how long a briefing takes, from a cold process and in a warm one."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.measuring import TODAY, run, settle
from bench.subject import Subject, write_subject
from kvbot.briefing.fitting import compose
from kvbot.briefing.formats import content_of
from kvbot.desk import open_desk
from kvbot.model.queries import Brief, BriefingFormat
from kvbot.settings import Settings

SEEDS = Path("seeds")
FORMATS: tuple[BriefingFormat, ...] = ("docx", "pdf")
FACTS = 500
COLD, WARM = 5, 15


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory(prefix="kvbot-bench-") as name:
        shipped, many = Path(name, "shipped"), Path(name, "many")
        shutil.copytree(SEEDS, shipped)
        write_subject(many, Subject(FACTS))
        print(f"{'briefings':42}{'cold process':>18}{'warm':>18}")
        for label, folder, about in (
            ("KOSME, shipped base", shipped, "KOSME"),
            ("Hai Phong, shipped base", shipped, "Hai Phong"),
            (f"a body with {FACTS} facts", many, "Northern Agency"),
        ):
            settings = Settings(seeds=(folder,), home=Path(name, about))
            for line in _lines(label, settings, about):
                print(line)


def _lines(label: str, settings: Settings, about: str) -> Iterator[str]:
    asyncio.run(_built(settings))
    for to in FORMATS:
        warm = asyncio.run(_warm(settings, about, to))
        cold = median(_cold(settings, about, to) for _ in range(COLD))
        yield f"  {f'{label}, {to}':40}{1000 * cold:>15,.0f} ms{1000 * warm:>15,.0f} ms"


async def _built(settings: Settings) -> None:
    async with open_desk(settings) as desk:
        await desk.refresh()
    await settle(settings)


def _cold(settings: Settings, about: str, to: BriefingFormat) -> float:
    """Seconds that a process takes from its start to a file on disk."""
    file = settings.home / f"briefing.{to}"
    began = time.perf_counter()
    run(settings, "kvbot", "brief", about, "--to", to, "--out", str(file))
    return time.perf_counter() - began


async def _warm(settings: Settings, about: str, to: BriefingFormat) -> float:
    """Seconds from the question to the bytes, after a first time."""
    async with open_desk(settings) as desk:
        await desk.refresh()
        taken: list[float] = []
        for _ in range(WARM + 1):
            began = time.perf_counter()
            answer = await desk.answer(Brief(about=about), about, TODAY)
            content_of(compose(answer, "en", TODAY), to)
            taken.append(time.perf_counter() - began)
        return median(taken[1:])


if __name__ == "__main__":
    main()
