"""Briefings of the bases of the tests, and what they say in rows."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
import pytest

from kvbot.briefing.fitting import compose
from kvbot.briefing.model import Briefing, Line
from kvbot.briefing.pdf import pdf
from kvbot.desk import Desk, open_desk
from kvbot.dossier.files import list_dossiers
from kvbot.dossier.reading import read_dossier
from kvbot.model.answers import Answer
from kvbot.model.facts import FactReport
from kvbot.model.queries import CHOSEN, Brief
from kvbot.model.text import LANGUAGES, Lang
from kvbot.settings import Settings

TESTS = Path(__file__).parents[1]
SEEDS, NORDIC, SKERRA = TESTS.parent / "seeds", TESTS / "bases" / "nordic", TESTS / "library/skerra"
TODAY = date(2026, 11, 30)


def reports_in(folder: Path) -> list[FactReport]:
    """Every report in the dossiers of a folder, read without the index."""
    files = [entry.path for entry in list_dossiers([folder]).files]
    return [r for path in files for r in read_dossier(path.name, path.read_bytes()).reports()]


def entities_in(folder: Path) -> list[str]:
    files = [entry.path for entry in list_dossiers([folder]).files]
    read = [read_dossier(path.name, path.read_bytes()) for path in files]
    return sorted(entity.slug for dossier in read for entity in dossier.entities())


async def answered(desk: Desk, about: str, **more: str | date | None) -> Answer:
    found = await desk.answer(Brief(about=about, **more), about, TODAY)
    assert found.status == "answered"
    return found


async def brief(desk: Desk, about: str, lang: Lang = "en", **more: str | date | None) -> Briefing:
    return compose(await answered(desk, about, **more), lang, TODAY)


@cache
def every_briefing(folder: Path) -> tuple[Briefing, ...]:
    """A briefing on every entity of a base, in turn in each language."""

    async def write() -> tuple[Briefing, ...]:
        with TemporaryDirectory() as home:
            async with open_desk(Settings(seeds=(folder,), home=Path(home))) as desk:
                assert (await desk.refresh()).problems == ()
                subjects = enumerate(entities_in(folder))
                return tuple(
                    [await brief(desk, CHOSEN + slug, LANGUAGES[n % 3]) for n, slug in subjects]
                )

    return asyncio.run(write())


each_base = pytest.mark.parametrize(
    "folder", [SEEDS, NORDIC, SKERRA], ids=lambda folder: folder.name
)


def rows(briefing: Briefing) -> Iterator[tuple[Line, ...]]:
    """What is told together: a line of a list, or the cells of a row."""
    for part in briefing.parts:
        yield from ((line,) for line in part.lines)
        yield from part.table.rows if part.table else ()


def lines(briefing: Briefing) -> list[Line]:
    return [line for row in rows(briefing) for line in row]


def pages_of(briefing: Briefing) -> list[pypdf.PageObject]:
    """The pages of a briefing as PDF."""
    return list(pypdf.PdfReader(io.BytesIO(pdf(briefing))).pages)
