"""A claim as a sentence: what it tells, what stands side by side, what it cites."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kvbot.desk import open_desk
from kvbot.model.answers import Claim, proofs
from kvbot.model.facts import Event, Fact
from kvbot.model.queries import Agreements, Query, Stats, Timeline, Who
from kvbot.model.references import Reference
from kvbot.model.text import LANGUAGES, Lang
from kvbot.settings import Settings
from kvbot.words.render import HEADLINE_LENGTH, Rendered, render

TODAY = date(2025, 3, 1)
TREATIES = Agreements(kind="treaty")

Value = str | int | list[str]


def fact(table: str, slug: str, **values: Value) -> str:
    """A fact for a dossier, every value proved by a quote of its own."""
    given = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    quote = f'references = [{{ exact = "The great book tells of {slug}." }}]'
    return "\n".join([f"[[{table}]]", f'slug = "{slug}"', *given, quote, ""])


def dossier(
    slug: str,
    *tables: str,
    kind: str = "news",
    published: str = "2025-01-05",
    approved: bool = True,
) -> str:
    """The text of a dossier with the given tables."""
    head = f"""format = 1
[source]
slug = "{slug}"
title = "Paper {slug}"
published = "{published}"
kind = "{kind}"
file = "{slug}.txt"
sha256 = "{"0" * 64}"
[record]
added = 2025-01-06
"""
    approval = 'approved_by = "the test writers"\n' if approved else ""
    return "\n".join([head + approval, *tables])


async def answer(
    base: Path, settings: Settings, query: Query, *dossiers: str, lang: Lang = "en"
) -> Rendered:
    """The answer over the base of Skerra and more dossiers."""
    for number, text in enumerate(dossiers):
        (base / f"more-{number}.toml").write_text(text)
    async with open_desk(settings) as desk:
        assert (await desk.refresh()).problems == ()
        return render(await desk.answer(query, "asked", TODAY), lang)


def texts(rendered: Rendered) -> list[str]:
    return [claim.text for claim in rendered.claims]


# --- which quotes belong to a claim ---


def report(*references: Reference) -> Event:
    return Event(
        slug="fair",
        kind="other",
        name="Fair",
        date="2025",
        place="norholm",
        hosts=("slb",),
        references=references,
    )


def proving(*fields: str, exact: str = "") -> Reference:
    return Reference(exact=exact or f"The quote for {' and '.join(fields)}", proves=fields)


WHOLE, ANOTHER_WHOLE = (
    Reference(exact="This quote proves everything"),
    Reference(exact="This quote does so as well"),
)
NAME, DATE, HOSTS = proving("kind", "name"), proving("date"), proving("hosts")
MORE_HOSTS = proving("hosts", exact="Another quote for the hosts")
PLACE_AND_DATE = proving("place", "date")


@pytest.mark.parametrize(
    ("references", "fields", "expected"),
    [
        ([NAME, DATE, HOSTS], ["date"], [DATE]),
        ([NAME, HOSTS, MORE_HOSTS], ["hosts"], [HOSTS, MORE_HOSTS]),
        ([DATE, PLACE_AND_DATE], ["date"], [DATE, PLACE_AND_DATE]),
        ([DATE, PLACE_AND_DATE], ["place"], [PLACE_AND_DATE]),
        ([NAME, DATE, WHOLE], ["name", "date"], [NAME, DATE]),
        ([NAME, WHOLE], ["name", "date"], [NAME, WHOLE]),
        ([WHOLE, ANOTHER_WHOLE], ["name", "date"], [WHOLE]),
        ([WHOLE, ANOTHER_WHOLE, DATE], ["date", "place"], [DATE, WHOLE]),
        ([WHOLE, ANOTHER_WHOLE, DATE], ["date"], [DATE]),
    ],
)
def test_a_claim_cites_every_quote_for_what_it_tells_and_one_for_the_whole_where_needed(
    references: list[Reference], fields: list[str], expected: list[Reference]
):
    told = report(*references)
    assert proofs(told, fields) == expected
    claim = Claim.of(Fact(reports=(told,)), fields)
    assert [citation.reference for citation in claim.citations] == expected


def test_a_quote_for_nothing_that_is_told_is_not_cited():
    assert HOSTS not in proofs(report(NAME, HOSTS, WHOLE), ["name", "theme"])


async def test_a_list_of_parties_is_cited_with_every_quote_that_names_one(
    base: Path, settings: Settings
):
    pact = """[[agreements]]
slug = "pact"
kind = "treaty"
parties = ["skerra", "pilots-guild"]
date = "1999"
references = [
    { exact = "The island of Skerra signed.", proves = ["parties"] },
    { exact = "The treaty is of 1999.", proves = ["kind", "date"] },
    { exact = "So did the guild of pilots.", proves = ["parties"] },
]
"""
    rendered = await answer(base, settings, Agreements(), dossier("a", pact))
    (claim,) = (claim for claim in rendered.claims if claim.text.startswith("1999"))
    quotes = {citation.number: citation.quote for citation in rendered.citations}
    assert [quotes[number] for number in claim.citations] == [
        "The island of Skerra signed.",
        "The treaty is of 1999.",
        "So did the guild of pilots.",
    ]


TWICE = """[[roles]]
slug = "{slug}"
person = "{person}"
title = "keeper of the light"
references = [{{ exact = "keeper of the light", paragraph = {paragraph}{more} }}]
"""


@pytest.mark.parametrize(
    ("paragraph", "more", "citations"),
    [
        (2, "", 1),
        (3, "", 2),
        (2, ', prefix = "former "', 2),
        (2, ', proves = ["person", "title"]', 1),
    ],
)
async def test_equal_words_are_one_citation_only_where_they_are_the_same_passage(
    base: Path, settings: Settings, paragraph: int, more: str, citations: int
):
    papers = dossier(
        "a",
        TWICE.format(slug="one", person="tova-merrin", paragraph=2, more=""),
        TWICE.format(slug="two", person="tova-merrin", paragraph=paragraph, more=more),
    )
    rendered = await answer(base, settings, Who(name="Tova Merrin"), papers)
    found = [c for c in rendered.citations if c.quote == "keeper of the light"]
    assert len(found) == citations
    assert {c.paragraph for c in found} == {2, paragraph}


# --- names ---


@pytest.mark.parametrize(("origin", "name"), [("registry", "Lamp Makers' Company"), ("a", "LMC")])
async def test_only_an_acronym_of_a_document_stands_in_a_claim(
    base: Path, settings: Settings, origin: str, name: str
):
    (base / "makers.toml").write_text(
        'format = 1\n[[organizations]]\nslug = "lamp-makers"\nname = "Lamp Makers\' Company"\n'
        f'names = [{{ text = "LMC", kind = "acronym", origin = "{origin}" }}]\n'
    )
    oil = fact(
        *("agreements", "oil"),
        kind="contract",
        parties=["lamp-makers", "skerra"],
        date="2023",
    )
    for lang in LANGUAGES:
        rendered = await answer(
            base, settings, Agreements(party="LMC"), dossier("a", oil), lang=lang
        )
        (text,) = texts(rendered)
        assert name in text
        assert (("LMC" in text) or ("LMC" in rendered.headline)) is (name == "LMC")


# --- posts ---

KOREAN = 'kind = "news"', 'language = "ko"\nkind = "news"'


def post(title: str, organization: str = "lighthouse-board", **translated: str) -> str:
    """A post of Ryu Haedeung. translated: its title in other languages."""
    given = {f"title_in.{lang}": text for lang, text in translated.items()}
    values = {"person": "ryu-haedeung", "organization": organization, "title": title}
    return fact("roles", "ryu-keeper", **values, **given)


@pytest.mark.parametrize(
    ("told", "lang", "said"),
    [
        (post("Keeper", ko="등대장", vi="Trạm trưởng"), "en", "Ryu Haedeung, Keeper, SLB"),
        (post("Keeper", ko="등대장"), "ko", "SLB 등대장(Keeper) 류해등(Ryu Haedeung)"),
        (post("Keeper", vi="Trạm trưởng"), "vi", "Ryu Haedeung, Trạm trưởng (Keeper) SLB"),
        (post("Keeper", vi="Trạm trưởng"), "ko", "SLB Keeper 류해등(Ryu Haedeung)"),
        (post("Keeper", en="Warden", ko="Keeper"), "en", "Ryu Haedeung, Keeper, SLB"),
        (post("Keeper", ko="Keeper"), "ko", "SLB Keeper 류해등(Ryu Haedeung)"),
    ],
)
async def test_a_title_is_told_in_the_readers_language_with_the_original_beside_it(
    base: Path, settings: Settings, told: str, lang: Lang, said: str
):
    rendered = await answer(base, settings, Who(name="Ryu Haedeung"), dossier("a", told), lang=lang)
    assert any(text.endswith(f": {said}") for text in texts(rendered))


@pytest.mark.parametrize(
    ("translated", "lang", "said"),
    [
        ({"en": "Keeper"}, "en", "Ryu Haedeung, Keeper (등대장), SLB"),
        ({"en": "Keeper"}, "vi", "Ryu Haedeung, Keeper (등대장) SLB"),
        ({"en": "Keeper"}, "ko", "SLB 등대장 류해등(Ryu Haedeung)"),
        ({"vi": "Trạm trưởng"}, "en", "Ryu Haedeung, 등대장, SLB"),
    ],
)
async def test_the_title_of_a_document_in_another_language_is_told_in_english_for_want_of_better(
    base: Path, settings: Settings, translated: dict[str, str], lang: Lang, said: str
):
    paper = dossier("a", post("등대장", **translated)).replace(*KOREAN)
    rendered = await answer(base, settings, Who(name="Ryu Haedeung"), paper, lang=lang)
    assert any(text.endswith(f": {said}") for text in texts(rendered))


@pytest.mark.parametrize(
    ("told", "lang", "said"),
    [
        (
            post("Keeper", ko="스케라 등대청 등대장"),
            "ko",
            "스케라 등대청 등대장(Keeper) 류해등(Ryu Haedeung)",
        ),
        (
            post("Keeper of the Skerra Lighthouse Board", ko="등대장"),
            "ko",
            "등대장(Keeper of the Skerra Lighthouse Board) 류해등(Ryu Haedeung)",
        ),
        (post("Keeper of the SLB"), "en", "Ryu Haedeung, Keeper of the SLB"),
        (post("Keeper of SLBs"), "en", "Ryu Haedeung, Keeper of SLBs, SLB"),
        (post("Mayor", "eastwick"), "en", "Ryu Haedeung, Mayor, Eastwick"),
    ],
)
async def test_a_body_that_the_title_names_is_not_named_again(
    base: Path, settings: Settings, told: str, lang: Lang, said: str
):
    rendered = await answer(base, settings, Who(name="Ryu Haedeung"), dossier("a", told), lang=lang)
    assert any(text.endswith(f": {said}") for text in texts(rendered))


async def test_reports_that_translate_a_title_differently_agree_and_the_first_is_told(
    base: Path, settings: Settings
):
    papers = [
        dossier("one", post("Keeper", ko="등대장")),
        dossier("two", post("Keeper", ko="등대지기", vi="Trạm trưởng"), published="2025-01-06"),
    ]
    told = await answer(base, settings, Who(name="Ryu Haedeung"), *papers, lang="ko")
    assert any(text.endswith("SLB 등대장(Keeper) 류해등(Ryu Haedeung)") for text in texts(told))
    assert any("내용 일치" in claim.aside for claim in told.claims)
    told = await answer(base, settings, Who(name="Ryu Haedeung"), *papers, lang="vi")
    assert any("Trạm trưởng (Keeper) SLB" in text for text in texts(told))


async def test_of_different_titles_each_has_its_own_translation(base: Path, settings: Settings):
    papers = [
        dossier("one", post("Keeper", ko="등대장")),
        dossier("two", post("Warden"), published="2025-01-06"),
    ]
    rendered = await answer(base, settings, Who(name="Ryu Haedeung"), *papers, lang="ko")
    both = "SLB 등대장(Keeper) 류해등(Ryu Haedeung)", "SLB Warden 류해등(Ryu Haedeung)"
    assert any(all(said in text for said in both) for text in texts(rendered))
    assert "Warden(" not in rendered.text


@pytest.mark.parametrize("proves", ['["person", "organization", "title"]', "[]"])
async def test_a_translated_title_needs_no_quote(base: Path, settings: Settings, proves: str):
    told = post("Keeper", ko="등대장").replace('." }]', f'.", proves = {proves} }}]')
    rendered = await answer(base, settings, Who(name="Ryu Haedeung"), dossier("a", told), lang="ko")
    assert "등대장(Keeper)" in rendered.text


@pytest.mark.parametrize(
    ("title", "first_line"),
    [
        (
            "Keeper of lights",
            "2025년 1월 5일 당시: 스케라 등대청(SLB) 등대장(Keeper of lights) "
            "류해등(Ryu Haedeung) [1] / 이후 기록 없음",
        ),
        (
            "Keeper of the lights on the western and the northern coast",
            "2025년 1월 5일 당시: SLB 등대장(Keeper of the lights on the western and the northern "
            "coast) 류해등(Ryu Haedeung) [1] / 이후 기록 없음",
        ),
        (
            "Keeper of the lights on the western and on the northern coast of Skerra",
            "2025년 1월 5일 당시: SLB 등대장 류해등 [1] / 이후 기록 없음",
        ),
    ],
)
async def test_the_first_line_spares_what_stands_beside_a_name_before_it_spares_the_body(
    base: Path, settings: Settings, title: str, first_line: str
):
    told = dossier("a", post(title, ko="등대장"))
    rendered = await answer(base, settings, Who(name="Ryu Haedeung"), told, lang="ko")
    assert rendered.headline == first_line
    assert len(first_line) <= HEADLINE_LENGTH
    assert f"등대장({title})" in rendered.claims[0].text


# --- agreements ---


@pytest.mark.parametrize(
    ("verb", "lang", "said"),
    [
        ({}, "en", "2023: treaty between SLB and Skerra"),
        ({}, "ko", "2023년: SLB, Skerra 간 조약"),
        ({}, "vi", "Năm 2023: điều ước quốc tế giữa SLB và Skerra"),
        ({"verb": "signed"}, "en", "2023: SLB and Skerra signed a treaty"),
        ({"verb": "concluded"}, "en", "2023: SLB and Skerra concluded a treaty"),
    ],
)
async def test_without_a_verb_of_the_document_an_agreement_is_between_its_parties(
    base: Path, settings: Settings, verb: dict[str, str], lang: Lang, said: str
):
    pact = fact(
        *("agreements", "pact"),
        **{"kind": "treaty", "parties": ["lighthouse-board", "skerra"], "date": "2023", **verb},
    )
    rendered = await answer(
        base, settings, Agreements(kind="treaty"), dossier("a", pact), lang=lang
    )
    assert texts(rendered) == [said]


# --- figures ---


@pytest.mark.parametrize(
    ("measure", "unit", "value", "said"),
    [
        ("ship-calls", "ship calls", 412, "ship calls, Norholm: 412"),
        ("ship-calls", "calls", 412, "ship calls, Norholm: 412"),
        ("ship-calls", "Ship-Calls", 412, "ship calls, Norholm: 412"),
        ("ship-calls", "ships", 412, "ship calls, Norholm: 412 ships"),
        ("ship-calls", "thousand calls", 412, "ship calls, Norholm: 412 thousand calls"),
        ("ship-calls", "%", 12, "ship calls, Norholm: 12%"),
        ("ship-calls", "USD", 3_000_000, "ship calls, Norholm: US$3 million"),
        ("ship-calls", "EUR", 1_500, "ship calls, Norholm: EUR 1,500"),
        ("ship-calls", "TEU", 1_500, "ship calls, Norholm: 1,500 TEU"),
    ],
)
async def test_a_unit_is_told_unless_the_measure_has_its_words(
    base: Path, settings: Settings, measure: str, unit: str, value: int, said: str
):
    figure = fact(
        *("statistics", "figure"),
        measure=measure,
        subject="norholm",
        value=value,
        unit=unit,
        period="1999",
    )
    rendered = await answer(
        base, settings, Stats(topic="ship calls of Norholm 1999"), dossier("a", figure)
    )
    assert texts(rendered)[-1] == f"1999: {said}"


async def test_a_unit_is_told_in_the_language_of_the_reader(base: Path, settings: Settings):
    figure = fact(
        *("statistics", "figure"), measure="ship-calls", subject="norholm", value=5, period="1999"
    ).replace("references", 'unit.en = "ferries"\nunit.ko = "척"\nreferences')
    said = [
        texts(await answer(base, settings, Stats(topic="1999"), dossier("a", figure), lang=lang))[
            -1
        ]
        for lang in LANGUAGES
    ]
    assert [text.rpartition(" 5")[2].strip() for text in said] == ["ferries", "척", "ferries"]


@pytest.mark.parametrize(
    ("counted_in", "lang", "said"),
    [
        ("척", "en", "ship calls, Norholm: 5"),
        ("척", "ko", "Norholm 선박 입항 5척"),
        ("입항", "ko", "Norholm 선박 입항 5"),
        ("척", "vi", "lượt tàu cập cảng, Norholm: 5"),
    ],
)
async def test_a_counter_of_the_readers_language_is_told_where_the_measure_is_named_without_it(
    base: Path, settings: Settings, counted_in: str, lang: Lang, said: str
):
    figure = fact(
        *("statistics", "figure"), measure="ship-calls", subject="norholm", value=5, period="1999"
    ).replace("references", f'unit.en = "ship calls"\nunit.ko = "{counted_in}"\nreferences')
    rendered = await answer(base, settings, Stats(topic="1999"), dossier("a", figure), lang=lang)
    assert texts(rendered)[-1].endswith(f": {said}")


@pytest.mark.parametrize(
    ("publisher", "lang", "said"),
    [
        ("lighthouse-board", "ko", "SLB, 안개가 줄었다고 평가"),
        ("", "ko", "「Paper a」, 안개가 줄었다고 평가"),
        ("lighthouse-board", "en", "SLB reported less fog"),
        ("", "en", "Paper a reported less fog"),
    ],
)
async def test_what_a_document_says_itself_is_said_by_its_publisher_or_its_title(
    base: Path, settings: Settings, publisher: str, lang: Lang, said: str
):
    remark = fact(
        *("remarks", "less-fog"),
        about=["eastwick"],
        **{"gist.en": "reported less fog", "gist.ko": "안개가 줄었다고 평가"},
    )
    paper = dossier("a", remark)
    if publisher:
        paper = paper.replace("kind =", f'publisher = "{publisher}"\nkind =', 1)
    rendered = await answer(base, settings, Who(name="Eastwick"), paper, lang=lang)
    assert any(text.endswith(f": {said}") for text in texts(rendered))


@pytest.mark.parametrize(
    ("period", "lead"),
    [
        ({"period": "2030"}, "As of 5 January 2025, target for 2030"),
        ({}, "As of 5 January 2025, target without a year"),
    ],
)
async def test_a_target_is_told_with_the_day_on_which_it_was_the_target(
    base: Path, settings: Settings, period: dict[str, str], lead: str
):
    target = fact(
        *("statistics", "target"),
        kind="target",
        measure="ship-calls",
        subject="norholm",
        value=900,
        **{"unit": "ship calls", **period},
    )
    rendered = await answer(base, settings, Stats(topic="target"), dossier("a", target))
    assert texts(rendered)[-1] == f"{lead}: ship calls, Norholm: 900"


@pytest.mark.parametrize(
    ("lang", "length", "lead", "value"),
    [
        ("en", 65, "Target for 2030: ", ": 900"),
        ("ko", 85, "2030년 목표: ", " 900"),
        ("vi", 65, "Mục tiêu năm 2030: ", ": 900"),
    ],
)
async def test_the_first_line_spares_the_day_before_the_year_or_the_value_of_a_target(
    base: Path, settings: Settings, lang: Lang, length: int, lead: str, value: str
):
    (base / "office.toml").write_text(
        f'format = 1\n[[organizations]]\nslug = "office"\nname = "{"L" * length}"\n'
    )
    target = fact(
        *("statistics", "target"),
        kind="target",
        measure="ship-calls",
        subject="office",
        value=900,
        unit="ship calls",
        period="2030",
    )
    rendered = await answer(base, settings, Stats(topic="target"), dossier("a", target), lang=lang)
    assert rendered.headline.startswith(lead)
    assert value in rendered.headline
    assert len(rendered.headline) <= HEADLINE_LENGTH


@pytest.mark.parametrize(
    ("since", "lead"),
    [
        ({}, "As of 5 January 2025"),
        ({"since": "2013"}, "As of 5 January 2025, since 2013"),
        ({"since": "2013/.."}, "As of 5 January 2025, since 2013"),
    ],
)
async def test_a_relation_is_told_with_the_day_on_which_it_was_so(
    base: Path, settings: Settings, since: dict[str, str], lead: str
):
    above = fact(
        *("relations", "above"),
        **{"subject": "pilots-guild", "kind": "parent", "object": "lighthouse-board", **since},
    )
    rendered = await answer(base, settings, Who(name="Pilots' Guild"), dossier("a", above))
    assert f"{lead}: Norholm Pilots' Guild is under SLB" in texts(rendered)


# --- reports side by side ---

GUILD_PACT = {"kind": "treaty", "parties": ["skerra", "pilots-guild"], "date": "2001"}
CALLS = {"measure": "ship-calls", "subject": "skerra", "value": 7, "unit": "calls"}
FIGURES = Stats(of="Skerra")
OLD = Timeline(about="Eastwick")
FAIR = {"kind": "other", "name": "Fair", "date": "2030", "place": "eastwick"}


@pytest.mark.parametrize(
    ("query", "table", "one", "other", "both"),
    [
        (
            Who(name="Tova Merrin"),
            "remarks",
            {"speaker": "tova-merrin", "gist": "asked for oil"},
            {"speaker": "tova-merrin", "gist": "asked for lamps"},
            [
                "Reported on 5 January 2025: Tova Merrin asked for oil",
                "Reported on 6 January 2025: Tova Merrin asked for lamps",
            ],
        ),
        (
            OLD,
            "events",
            {**FAIR, "status": "planned"},
            FAIR,
            ["Planned for 2030, Eastwick: Fair", "2030, Eastwick: Fair"],
        ),
        (
            OLD,
            "events",
            FAIR,
            {**FAIR, "kind": "forum", "disputes": "one"},
            ["2030, Eastwick: Fair"] * 2,
        ),
        (
            FIGURES,
            "statistics",
            {**CALLS, "qualifier": "over", "period": "1999"},
            {**CALLS, "period": "1999"},
            ["1999: ship calls, Skerra: over 7", "1999: ship calls, Skerra: 7"],
        ),
        (
            FIGURES,
            "statistics",
            {**CALLS, "period": "1999"},
            {**CALLS, "period": "1998", "disputes": "one"},
            ["1999: ship calls, Skerra: 7", "1998: ship calls, Skerra: 7"],
        ),
        (
            FIGURES,
            "statistics",
            {**CALLS, "period": "1999"},
            {**CALLS, "period": "1999", "kind": "target", "disputes": "one"},
            [
                "1999: ship calls, Skerra: 7",
                "As of 6 January 2025, target for 1999: ship calls, Skerra: 7",
            ],
        ),
        (
            TREATIES,
            "agreements",
            GUILD_PACT,
            {**GUILD_PACT, "parties": ["skerra", "lighthouse-board"], "disputes": "one"},
            [
                "2001: treaty between Skerra and Norholm Pilots' Guild",
                "2001: treaty between Skerra and SLB",
            ],
        ),
        (
            TREATIES,
            "agreements",
            GUILD_PACT,
            {**GUILD_PACT, "kind": "contract"},
            [
                "2001: treaty between Skerra and Norholm Pilots' Guild",
                "2001: contract between Skerra and Norholm Pilots' Guild",
            ],
        ),
    ],
)
async def test_reports_that_differ_stand_side_by_side_each_with_its_source_and_do_not_agree(
    base: Path,
    settings: Settings,
    query: Query,
    table: str,
    one: dict[str, Value],
    other: dict[str, Value],
    both: list[str],
):
    papers = [
        dossier("one", fact(table, "told-twice", **one)),
        dossier("other", fact(table, "told-twice", **other), published="2025-01-06"),
    ]
    rendered = await answer(base, settings, query, *papers)
    sources = ["(Paper one, 5 January 2025)", "(Paper other, 6 January 2025)"]
    said = " | ".join(f"{text} {source}" for text, source in zip(both, sources, strict=True))
    (claim,) = (claim for claim in rendered.claims if claim.text == said)
    assert "2 sources differ" in claim.aside
    assert "agree" not in claim.aside
    assert len(claim.citations) == 2


@pytest.mark.parametrize(
    ("query", "table", "one", "other", "said"),
    [
        (
            TREATIES,
            "agreements",
            GUILD_PACT,
            {**GUILD_PACT, "parties": ["pilots-guild", "skerra"]},
            "2001: treaty between Skerra and Norholm Pilots' Guild",
        ),
        (
            FIGURES,
            "statistics",
            {**CALLS, "period": "1999", "qualifier": "exact"},
            {**CALLS, "period": "1999", "kind": "actual"},
            "1999: ship calls, Skerra: 7",
        ),
        (OLD, "events", {**FAIR, "status": "held"}, FAIR, "2030, Eastwick: Fair"),
    ],
)
async def test_what_is_only_written_differently_agrees(
    base: Path,
    settings: Settings,
    query: Query,
    table: str,
    one: dict[str, Value],
    other: dict[str, Value],
    said: str,
):
    papers = [
        dossier("one", fact(table, "told-twice", **one)),
        dossier("other", fact(table, "told-twice", **other), published="2025-01-06"),
    ]
    rendered = await answer(base, settings, query, *papers)
    asides = [claim.aside for claim in rendered.claims if claim.text == said]
    assert "2 sources agree" in asides[-1]


# --- own notes and dossiers that nobody has approved ---

NOTES = "Some of this rests on own notes: "
UNAPPROVED = "Some of this is from dossiers that nobody has approved yet: "


@pytest.mark.parametrize(
    ("kind", "approved", "badges", "caveats"),
    [
        ("news", True, "", []),
        ("note", True, "; own note", [f"{NOTES}[1]."]),
        ("news", False, "; not approved yet", [f"{UNAPPROVED}[1]."]),
        (
            "note",
            False,
            "; own note; not approved yet",
            [f"{NOTES}[1].", f"{UNAPPROVED}[1]."],
        ),
    ],
)
@pytest.mark.parametrize("title", ["keeper", "keeper of the light and of the oil " * 2])
async def test_the_first_line_wears_the_badges_of_its_document_however_long_it_is(
    base: Path,
    settings: Settings,
    kind: str,
    approved: bool,
    badges: str,
    caveats: list[str],
    title: str,
):
    post = fact("roles", "post", person="ines-oyen", title=title.strip())
    oyen = '[[people]]\nslug = "ines-oyen"\nname = "Ines Oyen"\n'
    paper = dossier("a", oyen, post, kind=kind, approved=approved)
    rendered = await answer(base, settings, Who(name="Ines Oyen"), paper)
    assert f" [1]{badges}" in rendered.headline
    assert rendered.headline.endswith((f"[1]{badges}", f"[1]{badges}; nothing later on record"))
    assert len(rendered.headline) <= HEADLINE_LENGTH
    assert "; ".join(claim.aside for claim in rendered.claims[:1]).startswith(badges[2:])
    assert list(rendered.caveats[: len(caveats)]) == caveats
    assert not any(c.startswith((NOTES, UNAPPROVED)) for c in rendered.caveats[len(caveats) :])


async def test_the_caveat_lists_just_the_quotes_from_own_notes(base: Path, settings: Settings):
    rendered = await answer(base, settings, Who(name="Pilots' Guild"))
    numbers = [c.number for c in rendered.citations if c.source == "visit-notes-2025-03-10"]
    assert 0 < len(numbers) < len(rendered.citations)
    assert rendered.caveats[0] == f"{NOTES}[{', '.join(map(str, numbers))}]."
    for claim in rendered.claims:
        assert ("own note" in claim.aside) is bool(set(claim.citations) & set(numbers))
