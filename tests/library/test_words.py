"""An answer in words: first lines, dates, money and ages in three languages, and the payload."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from kvbot.desk import Desk, open_desk
from kvbot.model.answers import Answer, Claim, Message
from kvbot.model.entities import Measure, Organization, Person
from kvbot.model.facts import Fact, Qualifier, Role
from kvbot.model.queries import Agreements, Period, Query, Sources, Stats, Timeline, Who
from kvbot.model.references import Reference
from kvbot.model.sources import Source
from kvbot.model.text import LANGUAGES, Lang
from kvbot.settings import Settings
from kvbot.words.dates import say_age, say_amount, say_date, say_number, say_period, say_qualified
from kvbot.words.locale import load_texts, words_of
from kvbot.words.render import HEADLINE_LENGTH, Rendered, render, shortened

SEEDS = Path(__file__).parents[2] / "seeds"
TODAY = date(2026, 12, 1)


# --- dates, numbers, ages ---


@pytest.mark.parametrize(
    ("edtf", "en", "ko", "vi"),
    [
        ("2024", "2024", "2024년", "năm 2024"),
        ("2023-09", "September 2023", "2023년 9월", "tháng 9 năm 2023"),
        ("2024-04-30", "30 April 2024", "2024년 4월 30일", "ngày 30 tháng 4 năm 2024"),
        ("2013/..", "since 2013", "2013년부터", "từ năm 2013"),
        ("../2013-02", "until February 2013", "2013년 2월까지", "đến tháng 2 năm 2013"),
        (
            "2024-04-15/2024-04-21",
            "15 April 2024 to 21 April 2024",
            "2024년 4월 15일~2024년 4월 21일",
            "từ ngày 15 tháng 4 năm 2024 đến ngày 21 tháng 4 năm 2024",
        ),
        (
            "1886-11?",
            "November 1886 (uncertain)",
            "1886년 11월(불확실)",
            "tháng 11 năm 1886 (chưa chắc chắn)",
        ),
        (
            "2024-04-15?/2024-04-21?",
            "15 April 2024 to 21 April 2024 (uncertain)",
            "2024년 4월 15일~2024년 4월 21일(불확실)",
            "từ ngày 15 tháng 4 năm 2024 đến ngày 21 tháng 4 năm 2024 (chưa chắc chắn)",
        ),
        (
            "2024?/2025",
            "2024 (uncertain) to 2025",
            "2024년(불확실)~2025년",
            "từ năm 2024 (chưa chắc chắn) đến năm 2025",
        ),
        ("1886~", "about 1886", "1886년경", "khoảng năm 1886"),
        (
            "1886%",
            "about 1886 (uncertain)",
            "1886년경(불확실)",
            "khoảng năm 1886 (chưa chắc chắn)",
        ),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(edtf: str, en: str, ko: str, vi: str):
    assert [say_date(words_of(lang), edtf) for lang in LANGUAGES] == [en, ko, vi]


@pytest.mark.parametrize(
    ("value", "unit", "en", "ko", "vi"),
    [
        ("150e9", "USD", "US$150 billion", "1,500억 달러", "150 tỷ USD"),
        ("76e9", "USD", "US$76 billion", "760억 달러", "76 tỷ USD"),
        ("87.5e9", "USD", "US$87.5 billion", "875억 달러", "87,5 tỷ USD"),
        ("3e6", "USD", "US$3 million", "300만 달러", "3 triệu USD"),
        ("50000", "USD", "US$50,000", "5만 달러", "50.000 USD"),
        ("12345", "USD", "US$12,345", "12,345달러", "12.345 USD"),
        ("12345678", "USD", "US$12,345,678", "12,345,678달러", "12.345.678 USD"),
        ("999", "USD", "US$999", "999달러", "999 USD"),
        ("1.2e12", "KRW", "KRW 1.2 trillion", "1.2조 원", "1,2 nghìn tỷ won"),
        ("500e9", "VND", "VND 500 billion", "5,000억 동", "500 tỷ đồng"),
        ("0", "USD", "US$0", "0달러", "0 USD"),
        ("97", "%", "97%", "97%", "97%"),
        ("99.25", "%", "99.25%", "99.25%", "99,25%"),
        ("10000", "companies", "10,000 companies", "10,000companies", "10.000 companies"),
        ("0.12345", "metres", "0.12345 metres", "0.12345metres", "0,12345 metres"),
        ("1300.0", "", "1,300", "1,300", "1.300"),
        ("1500", "EUR", "EUR 1,500", "1,500유로", "1.500 euro"),
        ("351000000", "EUR", "EUR 351 million", "3억 5,100만 유로", "351 triệu euro"),
        ("1500", "TEU", "1,500 TEU", "1,500TEU", "1.500 TEU"),
    ],
)
def test_an_amount_is_said_in_the_words_of_the_language_and_never_rounded(
    value: str, unit: str, en: str, ko: str, vi: str
):
    amounts = [say_amount(words_of(lang), Decimal(value), unit) for lang in LANGUAGES]
    assert amounts == [en, ko, vi]


@pytest.mark.parametrize(
    ("qualifier", "en", "vi"),
    [
        ("exact", "10,000", "10.000"),
        ("about", "about 10,000", "khoảng 10.000"),
        ("nearly", "nearly 10,000", "gần 10.000"),
        ("over", "over 10,000", "hơn 10.000"),
        ("at least", "at least 10,000", "ít nhất 10.000"),
        ("under", "under 10,000", "dưới 10.000"),
    ],
)
def test_an_amount_is_as_exact_as_the_document_gives_it(qualifier: Qualifier, en: str, vi: str):
    for lang, said in (("en", en), ("vi", vi)):
        words = words_of("en" if lang == "en" else "vi")
        assert say_qualified(words, qualifier, say_number(words, 10_000)) == said


def test_every_qualifier_is_told_apart_in_every_language():
    qualifiers: tuple[Qualifier, ...] = ("exact", "about", "nearly", "over", "at least", "under")
    for lang in LANGUAGES:
        said = {say_qualified(words_of(lang), qualifier, "10") for qualifier in qualifiers}
        assert len(said) == len(qualifiers)
        assert all("10" in text for text in said)


@pytest.mark.parametrize(
    ("months", "en", "ko", "vi"),
    [
        (12, "12 months", "12개월", "12 tháng"),
        (23, "23 months", "23개월", "23 tháng"),
        (24, "2 years", "2년", "2 năm"),
        (35, "2 years", "2년", "2 năm"),
        (36, "3 years", "3년", "3 năm"),
    ],
)
def test_an_age_is_said_in_months_up_to_two_years(months: int, en: str, ko: str, vi: str):
    assert [say_age(words_of(lang), months) for lang in LANGUAGES] == [en, ko, vi]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2024, 1, 1), (2024, 12, 31), " for 2024"),
        ((2022, 1, 1), (2024, 12, 31), " from 2022 to 2024"),
        ((2022, 1, 1), None, " since 2022"),
        (None, (2023, 12, 31), " until 2023"),
        ((2024, 9, 1), (2024, 9, 30), " from 1 September 2024 to 30 September 2024"),
        ((2024, 1, 1), (2024, 1, 31), " from 1 January 2024 to 31 January 2024"),
        (None, None, ""),
    ],
)
def test_a_period_is_said_as_the_tail_of_a_sentence(
    first: tuple[int, int, int] | None, last: tuple[int, int, int] | None, said: str
):
    period = Period(first=date(*first) if first else None, last=date(*last) if last else None)
    assert say_period(words_of("en"), period) == said


@pytest.mark.parametrize(
    ("what", "n", "said"),
    [
        ("agreements", 0, "0 agreements"),
        ("agreements", 1, "1 agreement"),
        ("events", 2, "2 events"),
        ("figures", 1234, "1,234 figures"),
    ],
)
def test_counts_follow_the_plural_rules(what: str, n: int, said: str):
    assert words_of("en").count(what, n) == said


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("the light of Skerra", 19, "the light of Skerra"),
        ("the light of Skerra", 18, "the light of…"),
        ("the light, of Skerra", 14, "the light…"),
        ("Skerra-Lighthouse-Board", 10, "Skerra-Li…"),
    ],
)
def test_what_is_too_long_is_cut_at_a_word_and_marked(text: str, most: int, short: str):
    assert shortened(text, most) == short


# --- the locale files ---


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_text_with_the_same_values(lang: Lang):
    english, texts = load_texts("en"), load_texts(lang)
    assert texts.keys() == english.keys()
    used = {key: placeholders(text) for key, text in texts.items() if text}
    assert used == {key: placeholders(english[key]) for key in used} | {
        key: names for key, names in used.items() if not english[key]
    }


# --- the shipped base ---


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    """An answer to every query that the shipped base gives reason for."""
    return asyncio.run(every_answer(Settings(seeds=(SEEDS,), home=tmp_path_factory.mktemp("home"))))


async def every_answer(settings: Settings) -> list[Answer]:
    async with open_desk(settings) as desk:
        await desk.refresh()
        known, _ = await desk.everything()
        return [await desk.answer(query, query.command, TODAY) for query in every_query(known)]


@pytest.fixture(scope="module", params=LANGUAGES)
def rendered_answers(answers: list[Answer], request: pytest.FixtureRequest) -> list[Rendered]:
    """Every answer in one language."""
    return [render(answer, request.param) for answer in answers]


def every_query(known: Answer) -> Iterable[Query]:
    yield from (Agreements(), Stats(), Timeline(), Sources(), Sources(source="none such"))
    yield from (Agreements(period=_year(year)) for year in range(1990, 2032))
    yield from (Timeline(period=_year(year)) for year in range(1990, 2032))
    yield from (Sources(source=slug) for slug in known.sources)
    for measure in known.measures.values():
        yield from (Stats(topic=topic[:300]) for topic in _topics(measure))
    for entity in known.entities.values():
        name = entity.name
        yield from (Who(name=name), Who(name=name, as_of=date(2024, 6, 1)))
        yield from (Agreements(party=name), Stats(of=name), Timeline(about=name))


def _year(year: int) -> Period:
    return Period(first=date(year, 1, 1), last=date(year, 12, 31))


def _topics(measure: Measure) -> list[str]:
    return [measure.name.en, *measure.topics, f"{measure.name.en} of nobody at all"]


def test_the_first_line_is_at_most_120_characters(rendered_answers: list[Rendered]):
    assert len(rendered_answers) > 200
    for rendered in rendered_answers:
        assert rendered.text.split("\n")[0] == rendered.headline
        assert 0 < len(rendered.headline) <= HEADLINE_LENGTH == 120


def test_marks_and_citations_belong_together_and_are_counted_through(
    rendered_answers: list[Rendered],
):
    for rendered in rendered_answers:
        check_marks(rendered)


def check_marks(rendered: Rendered) -> None:
    """Citations are numbered from 1 as they are met; marks and citations are the same ones."""
    numbers = [citation.number for citation in rendered.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    met = dict.fromkeys(number for claim in rendered.claims for number in claim.citations)
    assert list(met) == numbers
    assert {int(n) for n in re.findall(r"\[(\d+)\]", rendered.text)} == set(numbers)
    assert all(claim.citations for claim in rendered.claims)


def test_every_claim_stands_in_the_text_with_its_marks(rendered_answers: list[Rendered]):
    for rendered in rendered_answers:
        for section in rendered.sections:
            for claim in section.claims:
                marks = "".join(f"[{number}]" for number in claim.citations)
                assert f"- {claim.text} {marks}" in rendered.text


CONTRACT = {
    "question",
    "status",
    "title",
    "text",
    "claims",
    "citations",
    "choices",
    "caveats",
}
OF_A_CLAIM = {"text", "citations"}
OF_A_CITATION = {"number", "source", "title", "publisher", "published", "paragraph", "quote"}
OF_A_CHOICE = {"id", "name", "kind"}
OF_A_SOURCE = {"source", "title", "publisher", "author", "published", "kind", "language"}


def test_the_payload_has_the_keys_of_the_contract(rendered_answers: list[Rendered]):
    for rendered in rendered_answers:
        payload: dict[str, Any] = rendered.payload()
        assert payload.keys() - {"sources"} == CONTRACT
        assert ("sources" in payload) is bool(rendered.catalogue)
        assert payload["status"] in ("answered", "ambiguous", "unknown")
        for key, keys in (
            ("claims", OF_A_CLAIM),
            ("citations", OF_A_CITATION),
            ("choices", OF_A_CHOICE),
            ("sources", OF_A_SOURCE),
        ):
            assert all(item.keys() == keys for item in payload.get(key, []))
        assert json.loads(json.dumps(payload)) == payload


def test_what_a_document_does_not_say_of_itself_is_null(answers: list[Answer]):
    cited = {c["source"]: c for a in answers for c in render(a, "en").payload()["citations"]}
    undated = cited["forum-2024-11-21"]
    assert (undated["publisher"], undated["published"]) == (None, None)


# --- claims side by side, notes, names ---


@pytest.mark.parametrize(
    ("length", "named"),
    [(90, f"스케라 등대위원회({'L' * 90})"), (100, "스케라 등대위원회")],
)
async def test_a_first_line_that_is_too_long_has_one_name_of_a_body(
    base: Path, settings: Settings, length: int, named: str
):
    (base / "commission.toml").write_text(
        'format = 1\n[[organizations]]\nslug = "commission"\n'
        f'name = "{"L" * length}"\nnames = [{{ text = "스케라 등대위원회", lang = "ko" }}]\n'
    )
    async with open_desk(settings) as desk:
        await desk.refresh()
        rendered = await first_words(desk, Who(name="스케라 등대위원회"), "ko")
    assert rendered.headline == f"{named}: 기록 0건 수록"
    assert len(rendered.headline) <= HEADLINE_LENGTH


@pytest.fixture
async def island(base: Path, settings: Settings) -> AsyncIterator[Desk]:
    """The desk over the base of Skerra and one more document, which contradicts the others."""
    (base / "paper.toml").write_text(PAPER)
    async with open_desk(settings) as desk:
        assert (await desk.refresh()).problems == ()
        yield desk


PAPER = f"""format = 1
[source]
slug = "paper"
title = "The Norholm Paper"
published = "2025-06-01"
kind = "news"
file = "paper.txt"
sha256 = "{"0" * 64}"
[record]
added = 2025-06-02
approved_by = "the test writers"
[[statistics]]
slug = "eastwick-ship-calls-2023"
measure = "ship-calls"
subject = "eastwick"
value = 1250
unit = "ship calls"
period = "2023"
references = [{{ exact = "Eastwick counted 1,250 ships" }}]
[[agreements]]
slug = "slb-guild-mou-2024"
kind = "memorandum of understanding"
parties = ["lighthouse-board", "pilots-guild"]
representatives = [{{ person = "aldo-merrin", party = "pilots-guild" }}]
references = [{{ exact = "Aldo Merrin signed for the Guild" }}]
[[programmes]]
slug = "hourly-fog-reports"
name = "Hourly reports of fog"
period = "2025-01/.."
references = [{{ exact = "since January each side tells of fog" }}]
"""


async def first_words(desk: Desk, query: Query, lang: Lang = "en") -> Rendered:
    return render(await desk.answer(query, "asked", TODAY), lang)


@pytest.mark.parametrize(
    ("query", "both"),
    [
        (
            Stats(topic="ship calls of Eastwick"),
            [
                "2023: ship calls, Eastwick: nearly 1,300 (SLB, 2 May 2024)",
                "2023: ship calls, Eastwick: 1,250 (The Norholm Paper, 1 June 2025)",
            ],
        ),
        (
            Agreements(),
            [
                "Tova Merrin for SLB and Lam Thi Hai Dang for Norholm Pilots' Guild "
                "(SLB, 2 May 2024)",
                "Aldo Merrin for Norholm Pilots' Guild (The Norholm Paper, 1 June 2025)",
            ],
        ),
        (
            Timeline(about="Pilots' Guild"),
            [
                "Since about 2024: Hourly reports of fog; by SLB and Norholm Pilots' Guild "
                "(Notes of a visit to the pilots, 10 March 2025)",
                "Since January 2025: Hourly reports of fog (The Norholm Paper, 1 June 2025)",
            ],
        ),
    ],
)
async def test_what_two_documents_give_differently_stands_side_by_side(
    island: Desk, query: Query, both: list[str]
):
    rendered = await first_words(island, query)
    assert all(part in rendered.text for part in both)
    assert "2 sources differ" in rendered.text or "3 sources differ" in rendered.text


async def test_a_claim_from_an_own_note_says_so(island: Desk):
    asides = [claim.aside for claim in (await first_words(island, Who(name="Aldo Merrin"))).claims]
    assert all("own note" in aside for aside in asides[:2])
    asides = [claim.aside for claim in (await first_words(island, Who(name="Norholm"))).claims]
    assert not all("own note" in aside for aside in asides)


HOSTILE_NAMES = [
    "{name} {asked} {0}",
    "%s %(name)s",
    "[bold]Board[/bold] [link=x]",
    "**Board** _of_ `Light`",
    "<@1> @everyone </cmd:1>",
    'Board\'s \\n "Light"',
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE_NAMES)
async def test_braces_and_markup_in_names_are_printed_as_they_are(
    base: Path, settings: Settings, name: str, lang: Lang
):
    registry = base / "registry.toml"
    text = registry.read_text().replace('"Aldo Merrin"', json.dumps(name))
    registry.write_text(text.replace('family = "Merrin"\ngiven = "Aldo"\n', ""))
    async with open_desk(settings) as desk:
        assert (await desk.refresh()).problems == ()
        answer = await desk.answer(Who(name=name), name, TODAY)
        rendered = render(answer, lang)
        assert rendered.title == name
        assert name in rendered.headline
        unknown = render(await desk.answer(Stats(topic=f"x {name}"), name, TODAY), lang)
        assert name in unknown.title


def test_a_first_line_with_many_citations_is_short_and_the_claim_has_them_all():
    sources = [
        Source(slug=f"paper-{n}", title="Paper", kind="news", file="x", sha256="0" * 64)
        for n in range(50)
    ]
    reports = tuple(
        Role(
            slug="keeper",
            source=source.slug,
            person="tova",
            title="Keeper-General of every light on the coast of Skerra",
            organization="board",
            references=(Reference(exact=f"Tova Merrin, says paper {source.slug}"),),
        )
        for source in sources
    )
    claim = Claim.of(Fact(reports=reports), ("person", "title", "organization"))
    answer = Answer(
        question="Tova",
        status="answered",
        title=Message(key="title.sources"),
        headline=claim,
        entities={
            "tova": Person(slug="tova", name="Tova Merrin"),
            "board": Organization(slug="board", name="Board of the Lights " * 8),
        },
        sources={source.slug: source for source in sources},
    )
    for lang in LANGUAGES:
        rendered = render(answer, lang)
        assert len(rendered.headline) <= HEADLINE_LENGTH
        assert "Tova Merrin" in rendered.headline
        assert rendered.headline.endswith("]")
        assert len(rendered.claims[0].citations) == len(rendered.citations) == 50
