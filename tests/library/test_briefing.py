"""Briefings: what they tell, what they prove, and the Word and Markdown that they become."""

from __future__ import annotations

import asyncio
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pypdf
import pytest
from babel import Locale
from babel.dates import format_date
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from docs.samples.writing import written
from kvbot.briefing.fitting import PAGES, compose
from kvbot.briefing.formats import FORMATS, content_of, file_name
from kvbot.briefing.markdown import escaped, markdown
from kvbot.briefing.model import Briefing
from kvbot.briefing.word import word
from kvbot.desk import Desk, open_desk
from kvbot.model.facts import FactReport, Statistic
from kvbot.model.queries import CHOSEN
from kvbot.model.text import LANGUAGES, Lang, LocalText
from kvbot.settings import Settings
from kvbot.words.locale import load_texts
from tests.library.briefs import (
    SEEDS,
    TESTS,
    TODAY,
    answered,
    brief,
    each_base,
    every_briefing,
    lines,
    pages_of,
    reports_in,
    rows,
)

# --- what holds of every briefing ---


@each_base
def test_every_claim_carries_a_footnote(folder: Path):
    for briefing in every_briefing(folder):
        for row in rows(briefing):
            assert any(line.numbers for line in row) or all(line.is_label for line in row), row
            assert not any(line.numbers for line in row if line.is_label)


FIGURES, HANGUL = re.compile(r"\d+"), re.compile(r"[가-힣]+")
WORDS = re.compile(r"[가-힣]+|[^\W\d_가-힣]+")


def check_values(briefing: Briefing) -> None:
    """Whatever a row tells stands in a fact which its footnotes bear out.

    Each number and each word of it is one of these facts' values, of the names of those whom
    they mention, of their dates, or of the wording that every briefing has.
    """
    wording = words_among([*load_texts(briefing.lang).values(), *_currencies(briefing)])
    for row in rows(briefing):
        quotes = [briefing.rendered.citations[n - 1].quote for line in row for n in line.numbers]
        known = " ".join(_borne_out(briefing, quotes))
        told = " ".join(f"{line.lead} {line.text}" for line in row if not line.is_label)
        for digits in FIGURES.findall(told.replace(",", "")):
            assert _stands_in(digits, known.replace(",", "")), (digits, row)
        unknown = words_among([told]) - words_among([known]) - wording
        assert not {w for w in unknown if not _has_endings(w, known, " ".join(wording))}, row


def _currencies(briefing: Briefing) -> list[str]:
    """What the currencies of its figures are called; a figure itself has their codes."""
    units = {getattr(r, "unit", None) for c in briefing.answer.claims() for r in c.reports()}
    names = Locale(briefing.lang).currencies
    return [names[unit.en] for unit in units if isinstance(unit, LocalText) and unit.en in names]


def words_among(texts: Iterable[str]) -> set[str]:
    # in capitals first: a dotless i at the beginning of a sentence is an I
    return {word.upper().casefold() for text in texts for word in WORDS.findall(text)}


def _has_endings(word: str, known: str, wording: str) -> bool:
    """Whether it is a word of Korean that is known, with one or two endings of the wording."""
    if not HANGUL.fullmatch(word):
        return False
    cuts = range(1, len(word))
    return any(
        word[:one] in known and word[one:two] in wording and word[two:] in wording
        for one in cuts
        for two in range(one, len(word))
    )


def _borne_out(briefing: Briefing, quotes: Sequence[str]) -> Iterator[str]:
    """All that the claims say of which a quote stands within one of these."""
    answer = briefing.answer
    for claim in answer.claims():
        exact = [citation.reference.exact for citation in claim.citations]
        if not any(words in quote for words in exact for quote in quotes):
            continue
        yield claim.naming.text if claim.naming else ""
        for report in claim.reports():
            values = json.dumps(report.model_dump(mode="json"), ensure_ascii=False)
            yield from (values, *_months(values, briefing.lang))
            source = answer.sources[report.source]
            mentioned = {mention.entity for mention in report.mentions()} | {source.publisher}
            yield from (answer.entities[slug].model_dump_json() for slug in mentioned if slug)
            yield source.model_dump_json()
            if isinstance(report, Statistic):
                yield answer.measures[report.measure].model_dump_json()


def _months(values: str, lang: Lang) -> Iterator[str]:
    """How each month of a date among the values is called, without its figures."""
    for year, month in re.findall(r"(\d{4})-(\d\d)", values):
        said = format_date(date(int(year), int(month), 1), "long", locale=lang)
        yield FIGURES.sub("", said)


def _stands_in(digits: str, known: str) -> bool:
    """As it is written, as the day of a month, or as the beginning of a large sum."""
    return (
        digits in known or f"0{digits}" in known or re.search(rf"{digits}0+\b", known) is not None
    )


@each_base
def test_whatever_is_told_is_of_the_facts_that_its_footnotes_bear_out(folder: Path):
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


@pytest.mark.parametrize("to", FORMATS)
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
    assert "Name: Tova MERRIN" in part(await brief(desk, "Tova Merrin"), "subject")
    lam = part(await brief(desk, "Lam Thi Hai Dang"), "subject")
    assert "Name: LAM Thi Hai Dang Lâm Thị Hải Đăng" in lam


async def test_a_name_stands_beside_its_own_script_and_what_the_reader_calls_it(shipped: Desk):
    briefing = await brief(shipped, "Hai Phong Party Committee", "ko")
    assert "LE Tien Chau Lê Tiến Châu · 레 띠엔 쩌우" in part(briefing, "people")
    told = part(await brief(shipped, "Hai Phong Party Committee", "vi"), "people")
    assert "LE Tien Chau Lê Tiến Châu" in told


async def test_the_event_at_which_something_was_said_of_a_place_is_told_too(shipped: Desk):
    told = part(await brief(shipped, "Hai Phong"), "events")
    assert any(line.startswith("23 April 2024, Seoul: Bilateral meeting") for line in told)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_how_the_subject_relates_to_others_comes_before_how_others_relate(
    lang: Lang, shipped: Desk
):
    sections = (await brief(shipped, "Hai Phong", lang)).answer.sections
    (related,) = (s for s in sections if s.heading.key == "heading.relations")
    relation = related.claims[0].fact.first
    assert (relation.subject, relation.object) == ("hai-phong", "vietnam")


async def test_acronyms_are_told_in_full_once_but_not_those_of_the_title(shipped: Desk):
    *_, last = part(await brief(shipped, "Kim Ki-mun"), "subject")
    assert last.startswith("In full: ")
    assert "(K-Biz)" in last
    *_, last = part(await brief(shipped, "KOSME", "ko"), "subject")
    assert last.startswith("정식 명칭: ")
    assert "중소벤처기업부(MSS)" in last
    assert "KOSME" not in last


async def test_where_nothing_is_told_by_an_acronym_there_is_nothing_to_tell_in_full(desk: Desk):
    told = part(await brief(desk, "Eastwick"), "subject")
    assert not any(line.startswith("In full") for line in told)


async def test_each_page_has_subject_and_day_at_its_foot(shipped: Desk):
    briefing = await brief(shipped, "KOSME", partner="VISTIP")
    assert briefing.foot.endswith("… · 30 November 2026")
    assert "· 30 November 2026" in pages_of(briefing)[-1].extract_text()
    footer = docx.Document(io.BytesIO(word(briefing))).sections[0].footer.paragraphs[0].text
    assert footer.startswith(briefing.foot)


async def test_a_rank_tells_who_is_ranked_by_whom(shipped: Desk):
    told = part(await brief(shipped, "Vietnam"), "figures")
    assert any(line.startswith("Rank among foreign investors of Vietnam, South") for line in told)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_cell_begins_with_a_capital(lang: Lang, shipped: Desk):
    briefing = await brief(shipped, "Hai Phong", lang)
    dates = [row[0].text for p in briefing.parts if p.key == "agreements" for row in p.table.rows]
    dates += [row[2].text for p in briefing.parts if p.key == "people" for row in p.table.rows]
    assert dates
    assert [date for date in dates if date[0].islower()] == []


async def test_of_a_name_without_any_fact_is_said_that_nothing_else_is_on_record(tmp_path: Path):
    (tmp_path / "base").mkdir()
    shutil.copy(TESTS / "library/skerra/registry.toml", tmp_path / "base")
    settings = Settings(seeds=(tmp_path / "base",), home=tmp_path / "home")
    async with open_desk(settings) as empty:
        await empty.refresh()
        briefing = await brief(empty, "Eastwick")
    assert part(briefing, "open")[0] == "Not on record here: anything but names"
    assert "## Sources" not in markdown(briefing)
    assert "Sources" not in [p.text for p in docx.Document(io.BytesIO(word(briefing))).paragraphs]


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
    check_values(briefing)
    check_notes(briefing, reports)
    check_essentials(briefing, reports)
    check_word(briefing)
    assert len(pages_of(briefing)) <= PAGES
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


# --- files ---


async def test_the_name_of_the_file_is_safe_and_tells_whom_it_is_about(desk: Desk):
    briefing = await brief(desk, "SLB", partner="Norholm Pilots' Guild")
    assert file_name(briefing, "docx") == "briefing-lighthouse-board-pilots-guild-2026-11-30.docx"


# --- the samples ---

SAMPLES = TESTS.parent / "docs" / "samples"


def read(name: str, content: bytes) -> object:
    """What is in a file: how it is compressed may differ from machine to machine."""
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return {part: file.read(part) for part in file.namelist()}
    if name.endswith(".pdf"):
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return content


async def test_the_samples_are_what_the_program_writes():
    made = await written()
    assert {
        path.name for path in SAMPLES.iterdir() if path.suffix in (".md", ".docx", ".pdf")
    } == set(made)
    for name, content in made.items():
        sample = (SAMPLES / name).read_bytes()
        assert read(name, sample) == read(name, content), f"{name}: run python -m docs.samples"
