"""Briefings: what they tell, what they prove, and the files that they become."""

from __future__ import annotations

import asyncio
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from docs.samples.writing import written
from kvbot.briefing.composing import compose
from kvbot.briefing.formats import content_of, file_name
from kvbot.briefing.markdown import escaped, markdown
from kvbot.briefing.model import Briefing, Line
from kvbot.briefing.word import word
from kvbot.desk import Desk, open_desk
from kvbot.desk.fitting import ROOM, fitting
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


# --- what holds of every briefing ---


@each_base
def test_every_claim_carries_a_footnote(folder: Path):
    for briefing in every_briefing(folder):
        for row in rows(briefing):
            assert any(line.numbers for line in row) or all(line.is_label for line in row), row
            assert not any(line.numbers for line in row if line.is_label)


FIGURES = re.compile(r"\d+")


def check_values(briefing: Briefing) -> None:
    """Every number that a row tells stands in a fact which its footnotes bear out."""
    cited = dict(enumerate(briefing.rendered.citations, start=1))
    facts = [claim.fact for claim in briefing.answer.claims() if claim.fact]
    for row in rows(briefing):
        numbers = {number for line in row for number in line.numbers}
        quotes = {cited[number].quote for number in numbers}
        told = [
            json.dumps(fact.model_dump(mode="json"), ensure_ascii=False)
            for fact in facts
            if any(
                reference.exact in quote
                for report in fact.reports
                for reference in report.references
                for quote in quotes
            )
        ]
        known = " ".join([*told, *_names(briefing), *_documents(briefing)]).replace(",", "")
        for line in row:
            if not line.is_label:
                for digits in FIGURES.findall(f"{line.lead} {line.text}".replace(",", "")):
                    assert _stands_in(digits, known), (digits, line)


def _stands_in(digits: str, known: str) -> bool:
    """As it is written, as the day of a month, or as the beginning of a large sum."""
    return (
        digits in known or f"0{digits}" in known or re.search(rf"{digits}0+\b", known) is not None
    )


def _names(briefing: Briefing) -> list[str]:
    return [entity.model_dump_json() for entity in briefing.answer.entities.values()]


def _documents(briefing: Briefing) -> list[str]:
    return [source.model_dump_json() for source in briefing.answer.sources.values()]


@each_base
def test_every_number_told_is_one_of_the_facts_that_its_footnotes_bear_out(folder: Path):
    for briefing in every_briefing(folder):
        check_values(briefing)


def check_notes(briefing: Briefing, reports: list[FactReport]) -> None:
    """Footnotes are numbered in the order of the text, and quote the dossiers."""
    met = list(dict.fromkeys(number for line in lines(briefing) for number in line.numbers))
    assert met == list(range(1, len(briefing.notes) + 1))
    assert [note.number for note in briefing.notes] == met
    quoted = {(r.source, reference.exact) for r in reports for reference in r.references}
    slugs = {source.number: source.slug for source in briefing.sources}
    assert {(slugs[note.source], note.quote) for note in briefing.notes} <= quoted


@each_base
def test_footnotes_follow_the_text_and_their_quotes_are_in_the_dossiers(folder: Path):
    reports = reports_in(folder)
    for briefing in every_briefing(folder):
        check_notes(briefing, reports)


def check_essentials(briefing: Briefing, reports: list[FactReport]) -> None:
    """Nothing that is marked as essential and names the subject is left out."""
    subject = next(iter(briefing.answer.title.values.values())).entity  # type: ignore[union-attr]
    essential = {
        report.slug
        for report in reports
        if report.essential and subject in {mention.entity for mention in report.mentions()}
    }
    told = {claim.fact.slug for claim in briefing.answer.claims() if claim.fact}
    assert essential <= told


@each_base
def test_nothing_essential_is_left_out(folder: Path):
    reports = reports_in(folder)
    for briefing in every_briefing(folder):
        check_essentials(briefing, reports)


def test_the_shipped_base_marks_what_is_essential():
    assert {report.slug for report in reports_in(SEEDS) if report.essential} >= {
        "vistip-kosme-mou-2022",
        "hai-phong-cheongju-mou-2024",
        "korea-vietnam-joint-statement-2025",
    }


# --- Word ---


def footnotes_of(content: bytes) -> tuple[list[int], dict[int, str]]:
    """The marks of footnotes in the order of the text, and the text of each."""
    document = docx.Document(io.BytesIO(content))
    marks = document.element.body.iter(qn("w:footnoteReference"))
    part = next(r.target_part for r in document.part.rels.values() if r.reltype.endswith("notes"))
    root = docx.oxml.parse_xml(part.blob)
    texts = {
        int(note.get(qn("w:id"))): "".join(t.text or "" for t in note.iter(qn("w:t")))
        for note in root.iter(qn("w:footnote"))
    }
    return [int(mark.get(qn("w:id"))) for mark in marks], {n: t for n, t in texts.items() if n > 0}


def check_word(briefing: Briefing) -> None:
    marks, texts = footnotes_of(word(briefing))
    numbers = list(range(1, len(briefing.notes) + 1))
    assert marks == numbers == sorted(texts)
    for note in briefing.notes:
        assert texts[note.number].startswith(f" S{note.source}")
        assert " ".join(note.quote.split()) in texts[note.number]


@each_base
def test_the_word_file_has_real_footnotes_numbered_without_gaps(folder: Path):
    for briefing in every_briefing(folder)[:: 1 if folder != SEEDS else 6]:
        check_word(briefing)


async def test_a_footnote_met_again_is_referred_to_and_not_repeated(desk: Desk):
    content = word(await brief(desk, "SLB"))
    document = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    again = re.findall(r"NOTEREF (note\d+)", document)
    assert again
    assert all(f'w:name="{bookmark}"' in document for bookmark in again)


@pytest.mark.parametrize("to", ["md", "docx"])
async def test_the_same_facts_and_day_give_the_same_bytes(desk: Desk, to):
    first, second = [content_of(await brief(desk, "SLB"), to) for _ in range(2)]
    assert first == second
    answer = await answered(desk, "SLB")
    assert content_of(compose(answer, "en", date(2027, 1, 1)), to) != first


async def test_the_word_file_tells_no_time_but_the_day_it_was_made_for(desk: Desk):
    content = word(await brief(desk, "SLB"))
    entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert properties.created.date() == properties.modified.date() == TODAY


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_word_file_names_fonts_for_hangul_and_the_languages(desk: Desk, lang: Lang):
    file = zipfile.ZipFile(io.BytesIO(word(await brief(desk, "SLB", lang))))
    styles, notes = (file.read(f"word/{name}.xml").decode() for name in ("styles", "footnotes"))
    assert 'w:eastAsia="Malgun Gothic"' in styles
    assert f'w:val="{ {"en": "en-US", "ko": "en-US", "vi": "vi-VN"}[lang] }"' in styles
    assert 'w:lang w:val="en-US"' in notes  # quotes stay in their language


# --- what is in it ---


def part(briefing: Briefing, key: str) -> list[str]:
    """What a part says, cells and notes included."""
    (found,) = (part for part in briefing.parts if part.key == key)
    cells = [cell for row in (found.table.rows if found.table else ()) for cell in row]
    told = [" ".join(filter(None, (c.told, c.aside))) for c in (*found.lines, *cells)]
    return [*told, *found.notes]


async def test_a_body_with_its_people_and_what_it_signed(desk: Desk):
    briefing = await brief(desk, "SLB")
    assert briefing.title == "Briefing: Skerra Lighthouse Board (SLB)"
    assert "Tova MERRIN" in part(briefing, "people")
    agreements = " ".join(part(briefing, "agreements"))
    assert "30 April 2024, Norholm" in agreements
    assert "Tova Merrin for SLB and Lam Thi Hai Dang for Norholm Pilots' Guild" in agreements


async def test_the_family_name_is_marked(desk: Desk):
    assert "Tova MERRIN" in part(await brief(desk, "Tova Merrin"), "subject")
    assert "LAM Thi Hai Dang" in part(await brief(desk, "Lam Thi Hai Dang"), "subject")


async def test_mr_and_mrs_stand_only_where_a_document_gives_them(desk: Desk):
    ryu = " ".join(part(await brief(desk, "Ryu Haedeung", "vi"), "posts"))
    assert "ông (“Mr.”)" in ryu
    merrin = " ".join(part(await brief(desk, "Tova Merrin", "vi"), "posts"))
    assert {"ông", "bà"}.isdisjoint(merrin.split())


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_part_with_nothing_says_so_in_one_line(desk: Desk, lang: Lang):
    briefing = await brief(desk, "Eastwick", lang)
    empty = [part for part in briefing.parts if part.is_empty]
    assert [part.key for part in empty] == ["people", "agreements", "remarks", "programmes"]
    assert all(len(part.notes) == 1 for part in empty)


async def test_what_is_announced_for_a_day_that_has_passed_is_an_open_point(desk: Desk):
    told = part(await brief(desk, "Eastwick"), "open")
    assert any(line.startswith("Announced, not reported as held: ") for line in told)


async def test_a_figure_stands_beside_those_that_compare_with_it(desk: Desk):
    told = part(await brief(desk, "Eastwick"), "figures")
    assert [told[0], told[1].split("[")[0]] == ["Ship calls, Eastwick", "nearly 1,300"]
    assert "Ship calls, Norholm to compare" in told


async def test_old_posts_are_to_be_checked(desk: Desk):
    told = part(await brief(desk, "Tova Merrin"), "open")
    assert any(line.startswith("To be checked: ") and "Keeper-General" in line for line in told)


async def test_what_the_base_does_not_hold_is_said(desk: Desk):
    told = part(await brief(desk, "SLB"), "open")
    assert "Not on record here: anything later than 10 March 2025" in told


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (date(2000, 1, 1), "All of it: "),
        (date(2025, 1, 8), " came into the base since 8 January 2025."),
        (date(2026, 1, 1), "Nothing on this came into the base since 1 January 2026."),
    ],
)
async def test_what_is_new_in_the_base_is_told_from_a_day_on(desk: Desk, since: date, said: str):
    told = part(await brief(desk, "Norholm Pilots' Guild", since=since), "new")
    assert said in told[-1]
    assert (len(told) > 1) == said.startswith(" came")


async def test_nothing_is_said_of_what_is_new_unless_it_was_asked(desk: Desk):
    assert "new" not in {part.key for part in (await brief(desk, "SLB")).parts}


async def test_a_relation_of_two_tells_what_both_have_a_part_in(desk: Desk):
    briefing = await brief(desk, "SLB", partner="Ryu Haedeung")
    assert briefing.title == "Briefing: Skerra Lighthouse Board (SLB) – Ryu Haedeung"
    assert any("Memorandum of" in told for told in part(briefing, "agreements"))
    alone = {c.fact.slug for c in (await answered(desk, "SLB")).claims() if c.fact}
    both = {c.fact.slug for c in briefing.answer.claims() if c.fact}
    assert {"slb-guild-mou-2024", "merrin-keeper-general", "ryu-harbour-master"} <= both
    assert "hourly-fog-reports" in alone - both


async def test_two_that_nothing_joins_are_told_so(desk: Desk):
    told = part(await brief(desk, "Aldo Merrin", partner="Lam Thi Hai Dang"), "subject")
    assert told[0].startswith("Nothing on record here joins ")


async def test_an_entity_with_itself_is_a_briefing_on_it(desk: Desk):
    with_itself = await brief(desk, "SLB", partner="Skerra Lighthouse Board")
    assert with_itself.parts == (await brief(desk, "SLB")).parts


# --- bases that nobody thought of ---

WORD = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="\\"), min_size=1, max_size=12
)
PHRASE = st.lists(WORD, min_size=2, max_size=8).map(" ".join).map(lambda text: text + " end of it")
DAY = st.dates(date(1990, 1, 1), date(2027, 12, 31)).map(date.isoformat)
OTHERS = st.sampled_from(["partner", "village", "nam-le"])
TABLES = {
    "agreements": {
        "kind": st.sampled_from(["contract", "treaty"]),
        "parties": OTHERS.map(lambda other: ["subject", other]),
        "date": DAY,
        "scope": PHRASE,
    },
    "roles": {"person": st.just("nam-le"), "organization": st.just("subject"), "title": PHRASE},
    "events": {
        "kind": st.just("forum"),
        "name": PHRASE,
        "date": DAY,
        "hosts": OTHERS.map(lambda other: ["subject", other]),
        "status": st.sampled_from(["held", "planned"]),
    },
    "statistics": {
        "measure": st.just("boats"),
        "subject": st.just("subject"),
        "value": st.integers(0, 10**12),
        "unit": st.sampled_from(["USD", "%", "boats"]),
        "period": st.integers(1990, 2030).map(str),
    },
    "programmes": {"name": PHRASE, "organizations": st.just(["subject"]), "aim": PHRASE},
    "relations": {
        "subject": st.just("subject"),
        "kind": st.just("partner"),
        "object": OTHERS,
        "detail": PHRASE,
    },
    "remarks": {"speaker": OTHERS, "about": st.just(["subject"]), "gist": PHRASE},
}


@st.composite
def facts(draw: st.DrawFn) -> list[str]:
    """Up to 14 facts about one body, some of them essential, as tables of a dossier."""
    tables = draw(st.lists(st.sampled_from(sorted(TABLES)), max_size=14))
    return [draw(_fact(table, number)) for number, table in enumerate(tables)]


@st.composite
def _fact(draw: st.DrawFn, table: str, number: int) -> str:
    values = {key: draw(value) for key, value in TABLES[table].items()}
    cut = draw(st.integers(1, len(values) - 1))
    fields = list(values)
    quotes = [
        {
            "exact": f"{draw(PHRASE)} {number}",
            "proves": proved,
            "paragraph": draw(st.integers(1, 5)),
        }
        for proved in (fields[:cut], fields[cut:])
    ]
    given = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    references = ", ".join(
        "{ " + ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in q.items()) + " }"
        for q in quotes
    )
    mark = ["essential = true"] if draw(st.booleans()) else []
    head = [f"[[{table}]]", f'slug = "fact-{number}"']
    return "\n".join([*head, *given, *mark, f"references = [{references}]", ""])


HEAD = f"""format = 1
[source]
slug = "paper"
title = "<b>*Paper* [of](x) | $1$ #_~`"
published = "2020-02-03"
kind = "news"
file = "paper.txt"
sha256 = "{"0" * 64}"
[record]
added = 2026-01-01
approved_by = "the test writers"
"""
REGISTRY = """[[organizations]]
slug = "subject"
name = "The _Subject_ & <i>Sons</i> [1]"
[[organizations]]
slug = "partner"
name = "Partner | Body"
[[places]]
slug = "village"
name = "Village"
[[people]]
slug = "nam-le"
name = "Le Nam"
family = "Le"
given = "Nam"
culture = "vi"
[[measures]]
slug = "boats"
name = "Boats"
"""


async def _brief_over(folder: Path, tables: list[str]) -> Briefing:
    folder.mkdir()
    (folder / "paper.toml").write_text("\n".join([HEAD, REGISTRY, *tables]), encoding="utf-8")
    async with open_desk(Settings(seeds=(folder,), home=folder.parent / "home")) as desk:
        assert (await desk.refresh()).problems == ()
        return await brief(desk, f"{CHOSEN}subject", since=date(2025, 1, 1))


@given(facts())
@examples(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_base_gives_a_briefing_that_holds_to_it(tables: list[str]):
    with TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        briefing = asyncio.run(_brief_over(base, tables))
        reports = reports_in(base)
    check_notes(briefing, reports)
    check_essentials(briefing, reports)
    check_word(briefing)
    check_markdown(briefing)


# --- Markdown ---

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def check_markdown(briefing: Briefing) -> None:
    """A reader of Markdown sees each text as it is, and each footnote once."""
    written = markdown(briefing)
    defined = [int(n) for n in re.findall(r"^\[\^(\d+)\]: ", written, re.MULTILINE)]
    assert defined == [note.number for note in briefing.notes]
    for line in lines(briefing):
        check_escaped(line.text)


def check_escaped(text: str) -> None:
    plain = " ".join(text.split())
    tokens = READER.parseInline(escaped(text))[0].children or []
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == plain


@pytest.mark.parametrize(
    "text",
    [
        "*strong* _words_ `code` ~~gone~~",
        "[link](https://example.org) ![](x) <b>html</b> &amp; | cell",
        "https://example.org www.example.org someone@example.org",
        "1. no list",
        "- nor this",
        "+ or this",
        "# no heading",
        "\\ back \\* slash",
        "<@123> <t:1> $x$ [^1]",
    ],
)
def test_text_is_never_taken_for_markdown(text: str):
    check_escaped(text)
    rendered = READER.render(f"- {escaped(text)}")
    assert re.sub(r"</?(ul|li|p)>|\n", "", rendered) == (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


# --- how much ---


def many(count: int, table: str = "remarks") -> list[str]:
    quote = "The words of a document that are long enough to take up some room on the page, " * 3
    return [
        f"""[[{table}]]
slug = "fact-{number}"
speaker = "nam-le"
about = ["subject"]
gist = "said a good many words, which is to say number {number} of them"
references = [{{ exact = "{quote}{number}", paragraph = {number} }}]
{"essential = true" if number % 50 == 0 else ""}
"""
        for number in range(1, count + 1)
    ]


async def test_what_there_is_no_room_for_is_counted_and_what_is_essential_is_told(tmp_path: Path):
    briefing = await _brief_over(tmp_path / "base", many(500))
    (remarks,) = (part for part in briefing.parts if part.key == "remarks")
    (left,) = (int(found) for found in re.findall(r"Left out for room: (\d+)", remarks.notes[-1]))
    assert len(remarks.lines) + left == 500
    check_essentials(briefing, reports_in(tmp_path / "base"))


async def test_facts_take_up_no_more_than_the_room_that_there_is(desk: Desk):
    found = (await answered(desk, "SLB")).claims()
    facts_told = tuple({c.fact.slug: c.fact for c in found if c.fact}.values())
    assert fitting(facts_told, ROOM) == fitting(facts_told, 10 * ROOM)
    assert 0 < len(fitting(facts_told, ROOM / 20)) < len(facts_told)


async def test_the_name_of_the_file_is_safe_and_tells_whom_it_is_about(desk: Desk):
    briefing = await brief(desk, "SLB", partner="Norholm Pilots' Guild")
    assert file_name(briefing, "docx") == "briefing-lighthouse-board-pilots-guild-2026-11-30.docx"


# --- the samples ---

SAMPLES = TESTS.parent / "docs" / "samples"


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a Word file: how they are compressed may differ from machine to machine."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


async def test_the_samples_are_what_the_program_writes():
    made = await written()
    assert {path.name for path in SAMPLES.iterdir() if path.suffix in (".md", ".docx")} == set(made)
    for name, content in made.items():
        kept = (SAMPLES / name).read_bytes()
        if name.endswith(".docx"):
            assert parts_of(kept) == parts_of(content), f"{name}: run python -m docs.samples"
        else:
            assert kept == content, f"{name}: run python -m docs.samples"
