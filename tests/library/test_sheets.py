"""Answers on paper: A4 pages whose text can be taken out again, with every quote."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest

from kvbot.desk import open_desk
from kvbot.model.queries import Query, Stats, Timeline, Who
from kvbot.model.text import LANGUAGES, Lang
from kvbot.settings import Settings
from kvbot.typeset.pictures import picture_of
from kvbot.typeset.sheet import Line, Part, Quote, Quoted, Sheet, Table, print_sheet, sheet_of
from kvbot.words.render import Rendered, render

SEEDS = Path(__file__).parents[2] / "seeds"
TODAY = date(2025, 11, 30)
A4 = (595.28, 841.89)
"""Points."""

HOSTILE = '*bold* _it_ $x$ #panic("no") @ref <label> `code` \\ // [1] = heading - item + item'

in_each_language = pytest.mark.parametrize("lang", LANGUAGES)


async def made(query: Query, lang: Lang, home: Path) -> tuple[Rendered, Sheet]:
    """An answer of the shipped base, and it as a sheet, with its chart where it has one."""
    async with open_desk(Settings(seeds=(SEEDS,), home=home)) as desk:
        await desk.refresh()
        answer = await desk.answer(query, "", TODAY)
    rendered = render(answer, lang)
    picture = picture_of(query.command, answer, rendered, lang)
    charts = {0: picture.chart} if picture else {}
    return rendered, sheet_of(rendered, lang, TODAY, charts)


def sheet(*parts: Part, quoted: tuple[Quoted, ...] = (), title: str = "Lamps") -> Sheet:
    return Sheet(
        lang="en",
        title=title,
        day="30 November 2025",
        parts=parts,
        sources="Sources",
        quoted=quoted,
    )


def pages(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def read(given: Sheet) -> str:
    """The text of a printed sheet without its feet, and without white space.

    Line breaks add to that and take from it.
    """
    foot = squeezed(f"{given.title} · {given.day}")
    texts = [squeezed(page.extract_text()) for page in pages(print_sheet(given, TODAY))]
    assert all(foot in text for text in texts)
    return "".join(text.rpartition(foot)[0] for text in texts)


def squeezed(text: str) -> str:
    return "".join(text.split())


@in_each_language
@pytest.mark.parametrize(
    "query", [Who(name="KOSME"), Who(name="Hai Phong"), Stats(topic="trade"), Timeline()], ids=repr
)
async def test_every_claim_and_every_quote_can_be_taken_out_of_it(
    query: Query, lang, tmp_path: Path
):
    rendered, given = await made(query, lang, tmp_path)
    text = read(given)
    for claim in rendered.claims:
        assert squeezed(claim.text) in text
    for citation in rendered.citations:
        assert f"[{citation.number}]“{squeezed(citation.quote)}”" in text
    for said in (rendered.title, *rendered.labels, *rendered.caveats):
        assert squeezed(said) in text


async def test_hangul_and_diacritics_are_whole(tmp_path: Path):
    for lang, name in (("ko", "중소벤처기업진흥공단"), ("vi", "Cơ quan Doanh nghiệp nhỏ và vừa")):
        _, given = await made(Who(name="KOSME"), lang, tmp_path)
        assert squeezed(name) in read(given)


async def test_it_prints_on_a4_with_its_name_and_the_same_bytes_every_time(tmp_path: Path):
    _, given = await made(Who(name="Hai Phong"), "ko", tmp_path)
    pdf = print_sheet(given, TODAY)
    assert pdf == print_sheet(given, TODAY)
    assert pdf != print_sheet(given, date(2025, 12, 1))
    assert {tuple(round(float(n), 2) for n in page.mediabox[2:]) for page in pages(pdf)} == {A4}
    about = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert (about.title, about.creation_date.date()) == (given.title, TODAY)


async def test_a_number_leads_to_its_quote(tmp_path: Path):
    _, given = await made(Who(name="KOSME"), "en", tmp_path)
    links = [a for page in pages(print_sheet(given, TODAY)) for a in page.get("/Annots", [])]
    lines = [line for part in given.parts for line in part.lines if line.numbers]
    assert len(links) >= len(lines)


def test_a_table_has_its_heads_and_cells():
    table = Table(
        heads=("Date", "Parties"),
        rows=((Line(text="1971"), Line(text="Harbour Board", numbers=(1, 2, 3), aside="old")),),
    )
    quoted = Quoted(source="A paper", quotes=(Quote(number=1, words="said so", place="¶2"),))
    text = read(sheet(Part(heading="Agreed", table=table), quoted=(quoted,)))
    assert "AgreedDateParties1971HarbourBoard[1]–[3]old" in text
    assert "Apaper[1]“saidso”¶2" in text


def test_a_part_without_anything_says_so_in_a_line():
    part = Part(heading="Events", note="None on record here.")
    assert "EventsNoneonrecordhere." in read(sheet(part))


def test_what_documents_say_is_never_a_command():
    part = Part(heading=HOSTILE, lines=(Line(text=HOSTILE, aside=HOSTILE),), note=HOSTILE)
    quoted = Quoted(source=HOSTILE, quotes=(Quote(number=1, words=HOSTILE),))
    text = read(sheet(part, quoted=(quoted,), title=HOSTILE))
    assert text.count(squeezed(HOSTILE)) >= 7


@pytest.mark.parametrize("word", ["Lighthouse", "등대등대", "Nguyễn"])
def test_a_name_of_200_characters_stays_on_the_page(word):
    long = (word * 60)[:200]
    part = Part(heading=long, lines=(Line(text=long),))
    assert read(sheet(part, title=long)).count(long) >= 3
