"""Briefings on paper: PDF, pictures, and how many pages there are, however much is known."""

from __future__ import annotations

import asyncio
import io
import re
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from bench.subject import Subject, write_subject
from kvbot.briefing.fitting import PAGES, USUAL, compose
from kvbot.briefing.model import CUT, Briefing
from kvbot.briefing.pdf import pdf
from kvbot.briefing.room import pages
from kvbot.briefing.word import word
from kvbot.desk import Desk, open_desk
from kvbot.model.queries import CHOSEN
from kvbot.model.text import LANGUAGES, Lang
from kvbot.settings import Settings
from tests.library.briefs import (
    NORDIC,
    SKERRA,
    TODAY,
    answered,
    brief,
    every_briefing,
    lines,
    pages_of,
)

A4 = (595.28, 841.89)
"""Points."""

HOSTILE = '*bold* _it_ $x$ #panic("no") @ref <label> `code` \\ // [1] = heading - item + item'

in_each_language = pytest.mark.parametrize("lang", LANGUAGES)


def squeezed(text: str) -> str:
    """Text without white space: line breaks add to that and take from it."""
    return "".join(text.split())


def text_of(briefing: Briefing) -> str:
    """The text that a reader takes out of the PDF, without the feet of pages."""
    foot = squeezed(briefing.foot)
    found = [squeezed(page.extract_text()) for page in pages_of(briefing)]
    return "".join(text.rpartition(foot[:60])[0] for text in found)


@cache
def brief_on(subject: Subject, lang: Lang = "en") -> Briefing:
    """A briefing on a body that so much is known of."""
    with TemporaryDirectory() as folder:
        write_subject(Path(folder, "base"), subject)
        return asyncio.run(_brief_over(Path(folder), lang))


async def _brief_over(folder: Path, lang: Lang) -> Briefing:
    async with open_desk(Settings(seeds=(folder / "base",), home=folder / "home")) as desk:
        assert (await desk.refresh()).problems == ()
        return await brief(desk, f"{CHOSEN}northern-agency", lang)


# --- PDF ---


@pytest.mark.parametrize("folder", [NORDIC, SKERRA], ids=lambda folder: folder.name)
def test_all_that_is_told_can_be_taken_out_of_the_pdf(folder: Path):
    for briefing in every_briefing(folder):
        check_text(briefing)


@in_each_language
@pytest.mark.parametrize("about", ["KOSME", "Hai Phong", "South Korea"])
async def test_all_of_a_shipped_briefing_can_be_taken_out_of_the_pdf(about, lang, shipped: Desk):
    check_text(await brief(shipped, about, lang))


def check_text(briefing: Briefing) -> None:
    text = text_of(briefing)
    for line in lines(briefing):
        assert squeezed(line.text) in text
        assert squeezed(line.aside) in text
    for note in briefing.notes:
        assert f"{note.number}“{squeezed(note.quote)}”" in text
    for said in (briefing.title, *(s.line for s in briefing.sources), *briefing.caveats):
        assert squeezed(said) in text


async def test_hangul_and_diacritics_are_whole_in_the_pdf(shipped: Desk):
    for lang, name in (("ko", "중소벤처기업진흥공단"), ("vi", "Cơ quan Doanh nghiệp nhỏ và vừa")):
        assert squeezed(name) in text_of(await brief(shipped, "KOSME", lang))


async def test_the_pdf_prints_on_a4_under_its_title_and_with_the_day_as_its_date(desk: Desk):
    briefing = await brief(desk, "SLB", "ko")
    made = pypdf.PdfReader(io.BytesIO(pdf(briefing)))
    assert {tuple(round(float(n), 2) for n in page.mediabox[2:]) for page in made.pages} == {A4}
    assert made.metadata.title == briefing.title
    assert made.metadata.creation_date.date() == TODAY


async def test_each_number_in_the_pdf_leads_to_its_quote(desk: Desk):
    briefing = await brief(desk, "SLB")
    links = [link for page in pages_of(briefing) for link in page.get("/Annots", [])]
    assert len(links) == sum(len(line.numbers) for line in lines(briefing))


async def test_what_documents_say_is_never_a_command_of_the_typesetter(desk: Desk):
    briefing = await brief(desk, "SLB")
    part = briefing.parts[0]
    told = tuple(line.model_copy(update={"text": HOSTILE, "aside": HOSTILE}) for line in part.lines)
    hostile = briefing.model_copy(
        update={
            "title": HOSTILE,
            "stand": HOSTILE,
            "caveats": (HOSTILE,),
            "parts": (part.model_copy(update={"heading": HOSTILE, "lines": told}),),
            "notes": tuple(n.model_copy(update={"quote": HOSTILE}) for n in briefing.notes),
        }
    )
    found = squeezed("".join(page.extract_text() for page in pages_of(hostile)))
    assert found.count(squeezed(HOSTILE)) >= 4 + 2 * len(told) + len(briefing.notes)


@pytest.mark.parametrize("letters", ["Lighthouse", "등대등대", "Nguyễn", "W"])
def test_a_name_of_200_characters_is_broken_into_lines(letters: str):
    name = (letters * 200)[:200]
    briefing = brief_on(Subject(1, name=name))
    written = [line for page in pages_of(briefing) for line in page.extract_text().splitlines()]
    assert max(map(len, written)) < 190  # of the narrowest letters there is room for so many
    assert name in squeezed(text_of(briefing))
    assert name in squeezed(docx.Document(io.BytesIO(word(briefing))).paragraphs[0].text)


# --- pictures ---


async def test_figures_that_compare_are_drawn_with_their_sources_and_as_of(shipped: Desk):
    briefing = await brief(shipped, "South Korea")
    text = text_of(briefing)
    assert "SMEs'shareofGDPSouthKorea46%" in text.replace("’", "'")
    assert "asof21November2024;accordingtoNguyenVanThan" in text


@pytest.mark.parametrize("about", ["KOSME", "Hai Phong"])
async def test_where_nothing_compares_there_is_no_picture(about: str, shipped: Desk):
    briefing = await brief(shipped, about)
    assert all(part.picture is None for part in briefing.parts)
    assert docx.Document(io.BytesIO(word(briefing))).inline_shapes._inline_lst == []


@in_each_language
async def test_the_word_file_has_the_same_bars_as_a_picture_described_in_words(lang, shipped: Desk):
    briefing = await brief(shipped, "South Korea", lang)
    (picture,) = (part.picture for part in briefing.parts if part.picture)
    document = docx.Document(io.BytesIO(word(briefing)))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == picture.alternative
    assert "46%" in picture.alternative
    page = document.sections[0]
    assert shape.width == pytest.approx(page.page_width - 2 * page.left_margin, rel=0.001)
    assert picture.draw_wide() in [part.blob for part in document.part.package.parts]


async def test_the_pdf_describes_its_bars_for_those_who_cannot_see_them(shipped: Desk):
    briefing = await brief(shipped, "South Korea")
    (picture,) = (part.picture for part in briefing.parts if part.picture)
    reader = pypdf.PdfReader(io.BytesIO(pdf(briefing)))
    described = [found["/Alt"] for found in elements(reader.trailer["/Root"]["/StructTreeRoot"])]
    assert picture.alternative in described


def elements(node: pypdf.generic.PdfObject) -> list[pypdf.generic.DictionaryObject]:
    """The described elements of a tagged PDF."""
    held = node.get_object()
    if isinstance(held, list):
        return [found for kid in held for found in elements(kid)]
    if not isinstance(held, dict):
        return []
    below = elements(held["/K"]) if "/K" in held else []
    return [held, *below] if "/Alt" in held else below


@pytest.mark.parametrize(
    ("about", "marks", "legend", "beneath"),
    [
        (
            "Hai Phong",
            "■ ■ ● ● ●",
            "■ agreement ● event",
            "S1 VNA; 15 April 2024; news · S2 MSS; 26 April 2024; press release",
        ),
        (
            "KOSME",
            "● ● □ □ ■",
            "● event □ programme ■ agreement",
            "S1 VISTIP; 20 September 2022; web page",
        ),
    ],
)
async def test_what_happened_when_stands_along_a_line_in_word_too(
    about: str, marks: str, legend: str, beneath: str, shipped: Desk
):
    briefing = await brief(shipped, about)
    (table,) = (part.table for part in briefing.parts if part.key == "timeline")
    document = docx.Document(io.BytesIO(word(briefing)))
    drawn = next(made for made in document.tables if described(made) == table.axis.alternative)
    assert [row.cells[1].text for row in drawn.rows] == marks.split()
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert legend.split() in [text.split() for text in texts]
    assert table.axis.beneath == beneath
    assert beneath in texts


def described(table: docx.table.Table) -> str:
    return "".join(e.get(qn("w:val")) for e in table._tbl.tblPr.iter(qn("w:tblDescription")))


async def test_the_more_time_between_two_entries_the_further_apart_they_stand(shipped: Desk):
    briefing = await brief(shipped, "KOSME")
    (table,) = (part.table for part in briefing.parts if part.key == "timeline")
    years = [int(row[0].text[-4:]) for row in table.rows]
    assert years == [1978, 2014, 2022, 2022, 2022]
    assert [(mark.gap, mark.broken) for mark in table.axis.marks[:3]] == [
        (0, False),
        (1, True),
        (1, True),
    ]
    assert table.axis.marks[3].gap == 0


# --- how many pages ---


@in_each_language
@pytest.mark.parametrize("about", ["KOSME", "Hai Phong"])
async def test_a_usual_counterpart_takes_two_pages(about: str, lang: Lang, shipped: Desk):
    briefing = await brief(shipped, about, lang)
    assert len(pages_of(briefing)) == 2
    assert pages(briefing) <= USUAL


LONG = "The words of a document that are long enough to take up some room on the page, and more. "

CROWDS = {
    "500 facts": Subject(500),
    "60 essential facts with long quotes": Subject(60, 60, quote=LONG * 4),
    "500 facts of which 60 are essential": Subject(500, 60, quote=LONG * 4),
    "500 essential facts": Subject(500, 500),
    "capitals": Subject(500, 60, words="WWW MMMM {} WWWWW @@@@ %%%% WWWW", quote="WWWW MMMM " * 20),
    "Hangul": Subject(
        500,
        60,
        words="중소기업 협력 사업 {}호, 여러 분야에 걸친 한국과 베트남의 협력",
        quote="한국과 베트남의 중소기업이 여러 분야에서 협력하기로 합의하였다고 문서는 전한다 " * 5,
    ),
    "a name of 200 characters": Subject(500, 20, name="Lighthouse" * 20),
    "long words": Subject(500, 20, words="{} " + ("x" * 60 + " ") * 4),
    "short facts": Subject(500, 500, words="no. {}", quote="it is said so "),
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_six_pages_are_never_exceeded_and_what_is_left_out_is_counted(crowd: str):
    subject = CROWDS[crowd]
    briefing = brief_on(subject)
    assert 3 < len(pages_of(briefing)) <= PAGES
    assert pages(briefing) <= PAGES
    told = {claim.fact.slug for claim in briefing.answer.claims() if claim.fact}
    left = sum(section.more for section in typed(briefing))
    assert len(told) + left == subject.facts
    assert briefing.stand.endswith(f"left out for room: {left} facts" if left else "from 1 source")


@pytest.mark.parametrize("lang", ["ko", "vi"])
def test_six_pages_are_not_exceeded_in_another_language(lang: Lang):
    briefing = brief_on(CROWDS["500 facts"], lang)
    assert len(pages_of(briefing)) <= PAGES
    assert pages(briefing) <= PAGES


def typed(briefing: Briefing):
    """The sections that tell what is on record, each by its type."""
    not_counted = {"heading.timeline", "heading.to_check", "heading.overdue", "heading.new"}
    return [s for s in briefing.answer.sections if s.heading.key not in not_counted]


SOME = [name for name, subject in CROWDS.items() if 0 < subject.essential < subject.facts]


@pytest.mark.parametrize("crowd", SOME)
def test_what_is_essential_wins_over_everything_else(crowd: str):
    told = {c.fact.slug: c.fact for c in brief_on(CROWDS[crowd]).answer.claims() if c.fact}
    assert sum(fact.essential for fact in told.values()) == CROWDS[crowd].essential


def test_where_essential_facts_need_the_room_quotes_give_way_first():
    briefing = brief_on(CROWDS["60 essential facts with long quotes"])
    assert len({c.fact.slug for c in briefing.answer.claims() if c.fact}) == 60
    cut = [note.quote for note in briefing.notes if note.quote.endswith(CUT)]
    assert cut
    assert all(f"{quote.removesuffix(CUT)} " in LONG * 4 for quote in cut)
    assert briefing.caveats[-1] == "Of long quotes the end is left out ([…])."
    assert "timeline" in {part.key for part in briefing.parts}


def test_essential_facts_that_cannot_fit_are_counted_as_such():
    briefing = brief_on(CROWDS["500 essential facts"])
    told = {c.fact.slug for c in briefing.answer.claims() if c.fact}
    said = [note for part in briefing.parts for note in part.notes if "essential" in note]
    counted = [int(n) for note in said for n in re.findall(r"\d+", note)]
    assert sum(counted) == 500 - len(told)
    assert "timeline" not in {part.key for part in briefing.parts}


async def test_what_a_briefing_of_two_pages_leaves_out_is_counted(shipped: Desk):
    answer = await answered(shipped, "Hai Phong")
    two, total = compose(answer, "vi", date(2026, 11, 30)), 27
    told = {c.fact.slug for c in two.answer.claims() if c.fact}
    assert len(told) + sum(section.more for section in typed(two)) == total
    assert two.stand.endswith(f"lược bớt vì khuôn khổ: {total - len(told)} thông tin")
