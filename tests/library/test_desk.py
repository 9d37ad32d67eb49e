"""The desk: what each query finds, what it says beside it, and that no claim is naked."""

from __future__ import annotations

import asyncio
import itertools
import json
import types
from collections.abc import AsyncIterator, Coroutine, Generator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st

from kvbot.desk import Desk, open_desk
from kvbot.dossier.reading import read_dossier
from kvbot.errors import UsageError
from kvbot.model.answers import Answer, Claim, Dated, Message, Section
from kvbot.model.queries import Agreements, Period, Query, Sources, Stats, Timeline, Who
from kvbot.model.text import LocalText
from kvbot.names.decision import UNKNOWN, Resolution
from kvbot.settings import Settings
from kvbot.words.render import render
from tests.indexing import StartFrom, built_home

TODAY = date(2025, 3, 1)

QUOTE = "The keepers wrote all of this down in the great book of the light."

Value = str | int | list[str]


def fact(table: str, slug: str, **values: Value) -> str:
    """A fact for a dossier, every value proved by the one quote."""
    given = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    quote = f'references = [{{ exact = "{QUOTE}" }}]'
    return "\n".join([f"[[{table}]]", f'slug = "{slug}"', *given, quote, ""])


def dossier(slug: str, published: str, *tables: str, kind: str = "report") -> str:
    """The text of a dossier with the given tables."""
    head = f"""format = 1
[source]
slug = "{slug}"
title = "Book of {slug}"
published = "{published}"
kind = "{kind}"
file = "{slug}.txt"
sha256 = "{"0" * 64}"
[record]
added = 2025-01-02
approved_by = "the test writers"
"""
    return "\n".join([head, *tables])


MORE_NAMES = """format = 1
[[organizations]]
slug = "lamp-makers"
name = "Lamp Makers' Company"
place = "eastwick"
[[people]]
slug = "ines-oyen"
name = "Ines Oyen"
[[measures]]
slug = "harbour-projects"
name = "harbour projects"
topics = ["harbour business"]
[[measures]]
slug = "harbour-companies"
name = "companies in the harbour"
topics = ["harbour firms", "harbour business", "firms that lie in the old harbour"]
"""

ALMANAC = dossier(
    "almanac-2024",
    "2024-12-01",
    fact(
        "agreements",
        "lamp-oil-contract-2022",
        kind="contract",
        parties=["lighthouse-board", "lamp-makers"],
        date="2022-06",
        place="eastwick",
    ),
    fact(
        "agreements",
        "oyen-letter-2022",
        kind="letter of intent",
        parties=["ines-oyen", "lamp-makers"],
        date="2022-11-05",
        place="norholm",
    ),
    fact(
        "agreements",
        "fog-statement-2019",
        kind="joint statement",
        verb="adopted",
        parties=["skerra", "pilots-guild"],
        date="2019",
    ),
    fact(
        "roles",
        "merrin-keeper-general",
        person="tova-merrin",
        organization="lighthouse-board",
        title="Keeper-General",
    ),
    fact(
        "events", "great-fog-2023", kind="other", name="Great Fog", date="2023-11", place="norholm"
    ),
    fact("events", "new-lamp", kind="ceremony", name="New lamp", status="planned"),
    fact(
        "statistics",
        "eastwick-ship-calls-2023",
        measure="ship-calls",
        subject="eastwick",
        value=1250,
        unit="ship calls",
        period="2023",
    ),
    fact(
        "statistics",
        "norholm-ship-calls-2030",
        kind="target",
        measure="ship-calls",
        subject="norholm",
        value=900,
        unit="ship calls",
        period="2030",
    ),
    fact(
        "statistics",
        "norholm-ship-calls-rank",
        kind="rank",
        measure="ship-calls",
        subject="norholm",
        value=2,
        unit="rank",
    ),
    fact(
        "statistics",
        "skerra-projects",
        measure="harbour-projects",
        subject="skerra",
        value=7,
        unit="projects",
    ),
    fact(
        "statistics",
        "skerra-companies",
        measure="harbour-companies",
        subject="skerra",
        value=40,
        unit="companies",
    ),
    fact(
        "relations",
        "guild-under-board",
        subject="pilots-guild",
        kind="parent",
        object="lighthouse-board",
    ),
)


ADDED = {"more-names.toml": MORE_NAMES, "almanac.toml": ALMANAC}


@pytest.fixture(scope="module")
def island_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the index of Skerra and its almanac, to copy."""
    return built_home(tmp_path_factory.mktemp("island"), ADDED)


@pytest.fixture
async def island(
    base: Path, settings: Settings, island_home: Path, start_from: StartFrom
) -> AsyncIterator[Desk]:
    """The desk over the base of Skerra, to which its almanac is added."""
    for name, text in ADDED.items():
        (base / name).write_text(text)
    start_from(island_home)
    async with open_desk(settings) as desk:
        assert (await desk.refresh()).problems == ()
        yield desk


async def add(desk: Desk, base: Path, text: str) -> None:
    """Add one more dossier to the base."""
    (base / "one-more.toml").write_text(text)
    assert (await desk.refresh()).problems == ()


async def ask(desk: Desk, query: Query, today: date = TODAY) -> Answer:
    return await desk.answer(query, "as it was typed", today)


def told(answer: Answer) -> dict[str, list[str]]:
    """The facts (or names) of an answer by the heading that they stand under."""
    return {
        section.heading.key.removeprefix("heading."): [_what(claim) for claim in section.claims]
        for section in answer.sections
    }


def _what(claim: Claim) -> str:
    if claim.naming:
        return claim.naming.text
    assert claim.fact
    return claim.fact.slug


def claim_of(answer: Answer, slug: str) -> Claim:
    """The claim of a fact, as it stands under its heading."""
    claims = [claim for section in answer.sections for claim in section.claims]
    return next(claim for claim in claims if claim.fact and claim.fact.slug == slug)


def asides(answer: Answer, slug: str) -> dict[str, object]:
    """The asides of a fact: by key, the value of each."""
    return {
        message.key.removeprefix("aside."): next(iter(message.values.values()), None)
        for message in claim_of(answer, slug).asides
    }


def messages(*found: Message | Claim) -> list[str]:
    return [message.key for message in found if isinstance(message, Message)]


# --- who ---


async def test_an_organization_is_told_part_by_part_with_the_newest_first(island: Desk):
    answer = await ask(island, Who(name="SLB"))
    assert (answer.status, answer.question) == ("answered", "as it was typed")
    assert told(answer) == {
        "people": ["merrin-keeper-general"],
        "agreements": ["slb-guild-mou-2024", "lamp-oil-contract-2022"],
        "relations": ["guild-under-board"],
        "programmes": ["hourly-fog-reports"],
        "remarks": ["merrin-yearly-meeting"],
        "names": ["Skerra Lighthouse Board", "SLB"],
    }
    assert answer.labels[-1].values == {"titles": "Board and pilots agree to share fog reports"}


async def test_an_organization_without_a_body_above_it_is_told_by_its_name_in_full(island: Desk):
    headline = render(await ask(island, Who(name="SLB")), "en").headline
    assert headline.startswith("SLB: “Skerra Lighthouse Board” [")


async def test_an_organization_under_another_is_told_by_that(island: Desk):
    headline = (await ask(island, Who(name="Pilots' Guild"))).headline
    assert isinstance(headline, Claim)
    assert headline.fields == ("subject", "kind", "object")
    assert headline.citations


async def test_a_person_is_told_by_the_last_post_on_record(island: Desk, base: Path):
    await add(
        island,
        base,
        dossier(
            "letter-2025",
            "2025-02-01",
            fact("roles", "merrin-retired", person="tova-merrin", title="Keeper Emeritus"),
        ),
    )
    answer = await ask(island, Who(name="Tova Merrin"))
    assert isinstance(answer.headline, Claim)
    assert _what(answer.headline) == "merrin-retired"
    assert answer.headline.fields == ("person", "title", "organization")
    assert messages(*answer.headline.asides) == ["aside.nothing_later"]
    assert told(answer) == {
        "posts": ["merrin-retired", "merrin-keeper-general"],
        "agreements": ["slb-guild-mou-2024"],
        "remarks": ["merrin-yearly-meeting"],
    }


async def test_nothing_later_is_not_said_of_an_earlier_state_of_the_record(
    island: Desk, base: Path
):
    await add(
        island,
        base,
        dossier(
            "letter-2025",
            "2025-02-01",
            fact("roles", "merrin-retired", person="tova-merrin", title="Keeper Emeritus"),
        ),
    )
    answer = await ask(island, Who(name="Tova Merrin", as_of=date(2025, 1, 31)))
    assert isinstance(answer.headline, Claim)
    assert _what(answer.headline) == "merrin-keeper-general"
    assert answer.headline.asides == ()


async def test_a_place_is_told_with_everything_that_lies_in_it(island: Desk):
    answer = await ask(island, Who(name="Skerra"))
    assert told(answer) == {
        "agreements": [
            "slb-guild-mou-2024",
            "oyen-letter-2022",
            "lamp-oil-contract-2022",
            "fog-statement-2019",
        ],
        "events": ["festival-of-lamps-2024", "great-fog-2023"],
        "people": ["merrin-guild-secretary", "merrin-keeper-general"],
        "relations": ["guild-under-board"],
        "figures": [
            "norholm-ship-calls-2030",
            "norholm-ship-calls-rank",
            "skerra-companies",
            "skerra-projects",
            "eastwick-ship-calls-2023",
            "norholm-ship-calls-2023",
        ],
        "programmes": ["hourly-fog-reports"],
    }


VISITS = dossier(
    "visits",
    "2025-02-01",
    fact(
        "events",
        "lamp-fair",
        kind="other",
        name="Lamp fair",
        date="2025-01-05",
        place="norholm",
        hosts=["lamp-makers"],
    ),
    fact(
        "events",
        "oyen-lecture",
        kind="other",
        name="Lecture on oil",
        date="2025-01-06",
        place="norholm",
        participants=["eastwick", "tova-merrin"],
    ),
    fact("remarks", "makers-remark", speaker="lamp-makers", gist="praised the oil"),
    fact(
        "statistics",
        "makers",
        measure="harbour-projects",
        subject="lamp-makers",
        value=3,
        unit="projects",
    ),
    fact("relations", "makers-partner", subject="lamp-makers", kind="partner", object="ines-oyen"),
    fact("programmes", "makers-school", name="School of lamps", organizations=["lamp-makers"]),
    fact("roles", "oyen-master", person="ines-oyen", organization="lamp-makers", title="master"),
    fact("remarks", "oyen-remark", speaker="ines-oyen", gist="asked for more oil"),
)


@pytest.mark.parametrize(
    ("name", "events"),
    [
        ("Norholm", ["oyen-lecture", "lamp-fair", "great-fog-2023"]),
        ("Skerra", ["oyen-lecture", "lamp-fair", "festival-of-lamps-2024", "great-fog-2023"]),
        ("Eastwick", ["oyen-lecture", "festival-of-lamps-2024"]),
        ("Lamp Makers' Company", ["lamp-fair"]),
    ],
)
async def test_a_place_is_told_with_events_there_and_those_that_name_it_not_with_all_of_its_bodies(
    island: Desk, base: Path, name: str, events: list[str]
):
    await add(island, base, VISITS)
    assert told(await ask(island, Who(name=name)))["events"] == events
    in_time = told(await ask(island, Timeline(about=name, period=years(2023, 2025))))["timeline"]
    assert [slug for slug in reversed(in_time) if slug in events] == events
    others = {"oyen-lecture", "lamp-fair", "festival-of-lamps-2024", "great-fog-2023"} - set(events)
    assert others.isdisjoint(in_time)


async def test_the_bodies_of_a_place_bring_their_posts_agreements_relations_and_programmes(
    island: Desk, base: Path
):
    await add(island, base, VISITS)
    assert told(await ask(island, Who(name="Eastwick"))) == {
        "agreements": ["oyen-letter-2022", "lamp-oil-contract-2022"],
        "events": ["oyen-lecture", "festival-of-lamps-2024"],
        "people": ["oyen-master"],
        "relations": ["makers-partner"],
        "figures": ["eastwick-ship-calls-2023"],
        "programmes": ["makers-school"],
    }


async def test_a_body_is_told_with_what_the_people_who_hold_posts_there_did(
    island: Desk, base: Path
):
    await add(island, base, VISITS)
    board = told(await ask(island, Who(name="SLB")))
    assert board["events"] == ["oyen-lecture"]
    assert board["remarks"] == ["merrin-yearly-meeting"]
    makers = told(await ask(island, Who(name="Lamp Makers' Company")))
    assert makers["remarks"] == ["makers-remark", "oyen-remark"]
    merrin = told(await ask(island, Who(name="Tova Merrin")))
    assert merrin["events"] == ["oyen-lecture"]


async def test_a_body_is_told_with_agreements_that_its_people_signed_for_others(
    island: Desk, base: Path
):
    signed = fact(
        "agreements",
        "island-treaty",
        kind="treaty",
        parties=["skerra", "lamp-makers"],
        date="2025-01",
    ).replace(
        "references =",
        'representatives = [{ person = "tova-merrin", party = "skerra" }]\nreferences =',
    )
    await add(island, base, dossier("treaties", "2025-02-01", signed))
    assert "island-treaty" in told(await ask(island, Who(name="SLB")))["agreements"]
    assert "island-treaty" not in told(await ask(island, Who(name="Pilots' Guild")))["agreements"]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        (
            "SLB",
            {
                "label.also": "스케라 등대청",
                "label.wrote": "Board and pilots agree to share fog reports",
            },
        ),
        ("Norholm", {"label.also": "Port Norholm"}),
        ("Skerra", {}),
        ("Tova Merrin", {"label.also": "Merrin"}),
        ("Ines Oyen", {}),
        (
            "Ryu Haedeung",
            {
                "label.also": "류해등",
                "label.family": "Ryu",
                "label.address": LocalText(en="Harbour Master Ryu"),
            },
        ),
        ("Lam Thi Hai Dang", {"label.also": "Lâm Thị Hải Đăng", "label.family": "Lam"}),
    ],
)
async def test_names_of_the_registry_and_the_form_of_address_are_labels_and_no_claims(
    island: Desk, name: str, labels: dict[str, str]
):
    answer = await ask(island, Who(name=name))
    found = {label.key: next(iter(label.values.values())) for label in answer.labels}
    assert found == labels


async def test_a_vietnamese_is_addressed_by_title_and_the_last_part_of_the_name(
    island: Desk, base: Path
):
    await add(
        island,
        base,
        dossier(
            "list",
            "2025-02-01",
            fact("roles", "r", person="lam-thi-hai-dang", title="Pilot Master of Norholm"),
        ),
    )
    answer = await ask(island, Who(name="Lâm Thị Hải Đăng"))
    values = [value for label in answer.labels for value in label.values.values()]
    assert LocalText(en="Pilot Master Dang") in values


@pytest.mark.parametrize(
    ("person", "title", "ko", "vi", "in_korean", "in_vietnamese"),
    [
        (
            *("ryu-haedeung", "Harbour Master"),
            *("항만장", "Cảng vụ trưởng"),
            *("류해등 항만장님 · Harbour Master Ryu", "Cảng vụ trưởng Ryu · Harbour Master Ryu"),
        ),
        (
            *("ryu-haedeung", "Minister of Ports"),
            *("스케라 항만부 장관", "Bộ trưởng Bộ Cảng biển Skerra"),
            *("류해등 장관님 · Minister Ryu", "Bộ trưởng Ryu · Minister Ryu"),
        ),
        (
            *("lam-thi-hai-dang", "Secretary of the Party Committee"),
            *("당서기", "Bí thư Thành ủy Skerra"),
            *("Lam Thi Hai Dang 당서기님 · Secretary Dang", "Bí thư Đăng · Secretary Dang"),
        ),
        (
            *("lam-thi-hai-dang", "Deputy Director in charge"),
            *("총괄 부소장", "Phó Giám đốc phụ trách"),
            "Lam Thi Hai Dang 부소장님 · Deputy Director Dang",
            "Phó Giám đốc Đăng · Deputy Director Dang",
        ),
        (
            *("lam-thi-hai-dang", "Spokesperson for the Press"),
            *("대변인", "Người phát ngôn của cảng"),
            "Lam Thi Hai Dang 대변인님 · Spokesperson Dang",
            "Người phát ngôn Đăng · Spokesperson Dang",
        ),
    ],
)
async def test_a_person_is_addressed_in_the_manner_of_the_reader_with_the_published_title_beside(
    island: Desk,
    base: Path,
    person: str,
    title: str,
    ko: str,
    vi: str,
    in_korean: str,
    in_vietnamese: str,
):
    told = fact(
        *("roles", "r"),
        **{"person": person, "title": title, "title_in.ko": ko, "title_in.vi": vi},
    )
    await add(island, base, dossier("list", "2025-02-01", told))
    (label,) = (
        label
        for label in (await ask(island, Who(name=person.replace("-", " ")))).labels
        if label.key == "label.address"
    )
    address = label.values["address"]
    assert isinstance(address, LocalText)
    assert (address.ko, address.vi) == (in_korean, in_vietnamese)


async def test_the_translation_of_another_title_is_no_form_of_address(island: Desk, base: Path):
    pilot = fact("roles", "r", person="ryu-haedeung", title="Pilot")
    warden = fact(
        "roles", "r", **{"person": "ryu-haedeung", "title": "Warden", "title_in.ko": "관리인"}
    )
    (base / "earlier.toml").write_text(dossier("earlier", "2025-02-01", pilot))
    await add(island, base, dossier("later", "2025-02-02", warden))
    labels = (await ask(island, Who(name="Ryu Haedeung"))).labels
    (address,) = (label.values["address"] for label in labels if label.key == "label.address")
    assert address == LocalText(en="Pilot Ryu")


async def test_an_address_is_in_english_where_a_title_is_not_translated(island: Desk, base: Path):
    told = fact(
        "roles", "r", **{"person": "ryu-haedeung", "title": "Pilot", "title_in.ko": "도선사"}
    )
    await add(island, base, dossier("list", "2025-02-01", told))
    labels = (await ask(island, Who(name="Ryu Haedeung"))).labels
    (address,) = (label.values["address"] for label in labels if label.key == "label.address")
    assert address == LocalText(en="Pilot Ryu", ko="류해등 도선사님 · Pilot Ryu")


async def test_a_name_of_two_people_is_a_question_back(island: Desk):
    answer = await ask(island, Who(name="Merrin"))
    assert answer.status == "ambiguous"
    assert answer.claims() == []
    assert [(choice.id, choice.name, choice.kind) for choice in answer.choices] == [
        ("aldo-merrin", "Aldo Merrin", "person"),
        ("tova-merrin", "Tova Merrin", "person"),
    ]


async def test_a_name_that_is_not_on_record_has_no_claims(island: Desk):
    answer = await ask(island, Who(name="Atlantis"))
    assert (answer.status, answer.claims(), answer.choices) == ("unknown", [], ())


async def test_of_more_facts_than_fit_the_newest_are_told_and_the_others_counted(
    island: Desk, base: Path
):
    names = [f"fog-{year}" for year in range(2001, 2018)]
    fogs = [
        fact("events", name, kind="other", name=name, date=name[4:], hosts=["lamp-makers"])
        for name in names
    ]
    await add(island, base, dossier("log", "2025-02-01", *fogs))
    events = (await ask(island, Who(name="Lamp Makers' Company"))).sections[1]
    assert [_what(claim) for claim in events.claims] == names[:4:-1]
    assert events.more == 5


# --- as of ---

IN_THE_GAZETTE = {"slb-guild-mou-2024", "merrin-yearly-meeting"}
IN_THE_ALMANAC = {"fog-statement-2019", "guild-under-board"}
IN_THE_NOTES = {"hourly-fog-reports", "merrin-guild-secretary"}


@pytest.mark.parametrize(
    ("day", "facts"),
    [
        (date(2019, 6, 1), set()),
        (date(2024, 5, 1), set()),
        (date(2024, 5, 2), IN_THE_GAZETTE),
        (date(2024, 11, 30), IN_THE_GAZETTE),
        (date(2024, 12, 1), IN_THE_GAZETTE | IN_THE_ALMANAC),
        (date(2025, 3, 9), IN_THE_GAZETTE | IN_THE_ALMANAC),
        (date(2025, 3, 10), IN_THE_GAZETTE | IN_THE_ALMANAC | IN_THE_NOTES),
    ],
)
async def test_as_of_a_day_only_what_was_on_record_for_it_is_told(
    island: Desk, day: date, facts: set[str]
):
    answer = await ask(island, Who(name="Pilots' Guild", as_of=day))
    found = {_what(claim) for claim in answer.claims() if claim.fact}
    assert found == facts
    assert messages(*answer.caveats)[0] == "caveat.as_of"


@pytest.mark.parametrize(
    ("day", "sources"),
    [
        (date(2025, 3, 9), ["gazette-2024-05-02"]),
        (date(2025, 3, 10), ["gazette-2024-05-02", "visit-notes-2025-03-10"]),
    ],
)
async def test_as_of_a_day_a_fact_is_told_by_the_reports_that_were_there(
    island: Desk, day: date, sources: list[str]
):
    answer = await ask(island, Who(name="Pilots' Guild", as_of=day))
    reports = claim_of(answer, "slb-guild-mou-2024").reports()
    assert [report.source for report in reports] == sources


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2024, 5, 1), []),
        (date(2024, 5, 2), ["Norholm Pilots' Guild"]),
        (date(2025, 3, 10), ["Norholm Pilots' Guild", "Pilots' Guild"]),
    ],
)
async def test_as_of_a_day_only_names_of_documents_of_that_time_are_told(
    island: Desk, day: date, names: list[str]
):
    answer = await ask(island, Who(name="Pilots' Guild", as_of=day))
    assert told(answer).get("names", []) == names


@pytest.mark.parametrize(
    ("day", "is_told"), [(date(2019, 12, 31), False), (date(2020, 1, 31), True)]
)
async def test_a_report_holds_from_its_own_day_on_not_from_that_of_publication(
    island: Desk, base: Path, day: date, *, is_told: bool
):
    post = fact("roles", "r", person="ines-oyen", title="oil keeper", as_of="2020-01")
    await add(island, base, dossier("annals", "2025-02-01", post))
    answer = await ask(island, Who(name="Ines Oyen", as_of=day))
    assert (told(answer).get("posts") == ["r"]) is is_told


# --- ages, plans, reports side by side ---


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2024, 12, 1), None),
        (date(2025, 11, 30), None),
        (date(2025, 12, 1), 12),
        (date(2025, 12, 31), 12),
        (date(2026, 1, 1), 13),
        (date(2026, 11, 30), 23),
        (date(2026, 12, 1), 24),
        (date(2024, 1, 1), None),
    ],
)
async def test_what_may_have_changed_says_its_age_from_twelve_months_on(
    island: Desk, today: date, months: int | None
):
    post = await ask(island, Who(name="Tova Merrin"), today)
    count = await ask(island, Stats(topic="harbour projects"), today)
    assert asides(post, "merrin-keeper-general").get("old") == months
    assert asides(count, "skerra-projects").get("old") == months


@pytest.mark.parametrize(
    ("slug", "months"),
    [
        ("norholm-ship-calls-2030", 181),
        ("norholm-ship-calls-rank", 181),
        ("guild-under-board", 181),
        ("makers-partner", 179),
        ("makers-school", 179),
        ("norholm-fair", 179),
        ("guild-before", None),
        ("makers-in-eastwick", None),
        ("lamp-fair", None),
        ("makers-remark", None),
    ],
)
async def test_targets_plans_programmes_and_relations_age_but_what_came_before_and_where_stays(
    island: Desk, base: Path, slug: str, months: int | None
):
    more = (
        VISITS
        + fact(
            *("relations", "guild-before"),
            subject="lamp-makers",
            kind="predecessor",
            object="pilots-guild",
        )
        + fact(
            *("relations", "makers-in-eastwick"),
            subject="lamp-makers",
            kind="location",
            object="eastwick",
        )
        + fact(
            "events", "norholm-fair", kind="other", name="Fair", place="norholm", status="planned"
        )
    )
    await add(island, base, more)
    answers = [
        await ask(island, query, date(2040, 1, 1))
        for query in (Stats(), Who(name="Lamp Makers' Company"), Who(name="Skerra"))
    ]
    found = next(
        asides(answer, slug)
        for answer in answers
        if slug in {fact for facts in told(answer).values() for fact in facts}
    )
    assert found.get("old") == months


@pytest.mark.parametrize("slug", ["norholm-ship-calls-2023", "eastwick-ship-calls-2023"])
async def test_a_figure_of_a_stated_period_does_not_age(island: Desk, slug: str):
    answer = await ask(island, Stats(topic="ship calls"), date(2040, 1, 1))
    assert "old" not in asides(answer, slug)


async def test_an_agreement_does_not_age(island: Desk):
    answer = await ask(island, Agreements(), date(2040, 1, 1))
    assert not any("aside.old" in messages(*claim.asides) for claim in answer.claims())


@pytest.mark.parametrize(
    ("today", "overdue"),
    [(date(2024, 5, 2), False), (date(2024, 9, 30), False), (date(2024, 10, 1), True)],
)
async def test_a_plan_past_its_date_is_said_to_be_not_reported_as_held(
    island: Desk, today: date, overdue: bool
):
    answer = await ask(island, Timeline(), today)
    assert ("not_reported_as_held" in asides(answer, "festival-of-lamps-2024")) is overdue


async def test_a_plan_without_a_date_is_always_said_to_be_not_reported_as_held(island: Desk):
    answer = await ask(island, Timeline(), date(2024, 12, 2))
    assert "not_reported_as_held" in asides(answer, "new-lamp")


async def test_a_plan_of_which_another_document_says_that_it_was_held_is_no_longer_one(
    island: Desk, base: Path
):
    festival = fact(
        "events",
        "festival-of-lamps-2024",
        kind="festival",
        name="Festival of Lamps",
        date="2024-09",
        place="eastwick",
        status="held",
    )
    await add(island, base, dossier("paper", "2024-10-02", festival))
    found = asides(await ask(island, Timeline()), "festival-of-lamps-2024")
    assert found == {"differ": 2}


@pytest.mark.parametrize(
    ("query", "slug", "aside", "sources"),
    [
        (
            Stats(topic="ship calls"),
            "eastwick-ship-calls-2023",
            {"differ": 2},
            {"gazette-2024-05-02", "almanac-2024"},
        ),
        (
            Agreements(),
            "slb-guild-mou-2024",
            {"agree": 2},
            {"gazette-2024-05-02", "visit-notes-2025-03-10"},
        ),
        (Agreements(), "lamp-oil-contract-2022", {}, {"almanac-2024"}),
    ],
)
async def test_two_reports_of_a_fact_are_one_claim_that_says_whether_they_agree(
    island: Desk, query: Query, slug: str, aside: dict[str, int], sources: set[str]
):
    answer = await ask(island, query)
    assert asides(answer, slug) == aside
    assert {citation.source for citation in claim_of(answer, slug).citations} == sources


async def test_words_that_a_date_was_worked_out_from_and_notes_stand_beside_the_claim(
    island: Desk, base: Path
):
    storm = fact(
        "events",
        "storm",
        kind="other",
        name="Storm",
        date="2025-01",
        date_words="last month",
        note="Perhaps two storms.",
    )
    await add(island, base, dossier("paper", "2025-02-02", storm))
    assert asides(await ask(island, Timeline()), "storm") == {
        "worked_out": "last month",
        "note": LocalText(en="Perhaps two storms."),
    }


# --- agreements ---

ALL_AGREEMENTS = [
    "slb-guild-mou-2024",
    "oyen-letter-2022",
    "lamp-oil-contract-2022",
    "fog-statement-2019",
]


def years(first: int | None, last: int | None) -> Period:
    return Period(
        first=date(first, 1, 1) if first else None, last=date(last, 12, 31) if last else None
    )


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        (Agreements(), ALL_AGREEMENTS),
        (Agreements(period=years(2024, 2024)), ["slb-guild-mou-2024"]),
        (Agreements(period=years(2022, 2022)), ["oyen-letter-2022", "lamp-oil-contract-2022"]),
        (Agreements(period=years(2019, 2022)), ALL_AGREEMENTS[1:]),
        (Agreements(period=years(2022, None)), ALL_AGREEMENTS[:3]),
        (Agreements(period=years(None, 2019)), ["fog-statement-2019"]),
        (
            Agreements(period=Period(first=date(2022, 6, 30), last=date(2022, 6, 30))),
            ["lamp-oil-contract-2022"],
        ),
        (Agreements(party="SLB"), ["slb-guild-mou-2024", "lamp-oil-contract-2022"]),
        (Agreements(party="Ines Oyen"), ["oyen-letter-2022"]),
        (Agreements(party="Eastwick"), ["oyen-letter-2022", "lamp-oil-contract-2022"]),
        (Agreements(party="Skerra"), ALL_AGREEMENTS),
        (Agreements(kind="contract"), ["lamp-oil-contract-2022"]),
        (Agreements(kind="memorandum of understanding"), ["slb-guild-mou-2024"]),
        (Agreements(place="Norholm"), ["slb-guild-mou-2024", "oyen-letter-2022"]),
        (Agreements(place="Skerra"), ALL_AGREEMENTS[:3]),
        (Agreements(party="SLB", place="Eastwick"), ["lamp-oil-contract-2022"]),
        (Agreements(party="SLB", period=years(2022, 2022)), ["lamp-oil-contract-2022"]),
    ],
)
async def test_agreements_are_found_by_period_party_kind_and_place(
    island: Desk, query: Agreements, facts: list[str]
):
    answer = await ask(island, query)
    assert told(answer) == {"agreements": facts}
    assert isinstance(answer.headline, Message)
    assert answer.headline.values["agreements"] == len(facts)


async def test_a_witness_is_no_party(island: Desk):
    answer = await ask(island, Agreements(party="Ryu Haedeung"))
    assert (answer.status, answer.claims()) == ("unknown", [])


async def test_a_year_without_agreements_is_unknown_and_says_what_there_is(island: Desk):
    answer = await ask(island, Agreements(period=years(2023, 2023)))
    assert (answer.status, answer.claims()) == ("unknown", [])
    assert {caveat.key: caveat.values for caveat in answer.caveats} == {
        "agreements.years": {"years": "2019, 2022, 2024"},
        "agreements.events_instead": {"events": 1, "period": years(2023, 2023)},
    }


async def test_the_years_that_are_offered_are_those_of_the_party_that_was_asked_for(island: Desk):
    answer = await ask(island, Agreements(period=years(2023, 2023), party="Ines Oyen"))
    assert [caveat.values for caveat in answer.caveats] == [{"years": "2022"}]


@pytest.mark.parametrize(
    "query",
    [
        Agreements(party="Merrin"),
        Agreements(place="Merrin"),
        Stats(of="Merrin"),
        Timeline(about="Merrin"),
    ],
)
async def test_an_ambiguous_name_in_any_query_is_a_question_back(island: Desk, query: Query):
    answer = await ask(island, query)
    assert (answer.status, answer.claims()) == ("ambiguous", [])
    assert [choice.id for choice in answer.choices] == ["aldo-merrin", "tova-merrin"]


@pytest.mark.parametrize(
    "query",
    [
        Agreements(party="Atlantis"),
        Agreements(place="Atlantis"),
        Stats(of="Atlantis"),
        Timeline(about="Atlantis"),
        Sources(source="Atlantis"),
    ],
)
async def test_an_unknown_name_in_any_query_is_unknown(island: Desk, query: Query):
    answer = await ask(island, query)
    assert (answer.status, answer.claims(), answer.choices) == ("unknown", [], ())


# --- figures ---

SHIP_CALLS = ["eastwick-ship-calls-2023", "norholm-ship-calls-2023"]
TARGET, RANK = "norholm-ship-calls-2030", "norholm-ship-calls-rank"


@pytest.mark.parametrize(
    ("query", "sections"),
    [
        (
            Stats(topic="ship calls"),
            {"figures_actual": SHIP_CALLS, "figures_target": [TARGET], "figures_rank": [RANK]},
        ),
        (Stats(topic="ship calls 2023"), {"figures_actual": SHIP_CALLS}),
        (Stats(topic="SHIP-CALLS in 2023?"), {"figures_actual": SHIP_CALLS}),
        (Stats(topic="ships in port 2023"), {"figures_actual": SHIP_CALLS}),
        (Stats(topic="2023년 선박 입항"), {"figures_actual": SHIP_CALLS}),
        (Stats(topic="lượt tàu cập cảng 2023"), {"figures_actual": SHIP_CALLS}),
        (Stats(topic="ship calls target"), {"figures_target": [TARGET]}),
        (Stats(topic="target"), {"figures_target": [TARGET]}),
        (Stats(topic="rank of ship calls"), {"figures_rank": [RANK]}),
        (Stats(topic="ship calls of Eastwick"), {"figures_actual": SHIP_CALLS[:1]}),
        (Stats(topic="ship calls", of="Eastwick"), {"figures_actual": SHIP_CALLS[:1]}),
        (Stats(of="Eastwick"), {"figures_actual": SHIP_CALLS[:1]}),
        (Stats(topic="harbour projects"), {"figures_actual": ["skerra-projects"]}),
        (Stats(topic="projects of the harbour"), {"figures_actual": ["skerra-projects"]}),
        (Stats(topic="how many companies in harbour"), {"figures_actual": ["skerra-companies"]}),
        (Stats(topic="harbour firms"), {"figures_actual": ["skerra-companies"]}),
        (Stats(topic="firms lie old harbour"), {"figures_actual": ["skerra-companies"]}),
    ],
)
async def test_comparable_figures_stand_together_and_targets_and_ranks_apart(
    island: Desk, query: Stats, sections: dict[str, list[str]]
):
    assert told(await ask(island, query)) == sections


async def test_different_measures_stand_under_headings_of_their_own(island: Desk):
    answer = await ask(island, Stats(topic="harbour business"))
    found = {
        str(section.heading.values["measure"]): [_what(claim) for claim in section.claims]
        for section in answer.sections
    }
    assert sorted(found.values()) == [["skerra-companies"], ["skerra-projects"]]
    assert len(found) == 2


async def test_without_a_topic_every_figure_is_told(island: Desk):
    answer = await ask(island, Stats())
    assert sorted(_what(claim) for claim in answer.claims()) == sorted(
        [*SHIP_CALLS, TARGET, RANK, "skerra-projects", "skerra-companies"]
    )


@pytest.mark.parametrize(
    ("topic", "slug"),
    [
        ("harbour projects", "skerra-projects"),
        ("ship calls of Norholm", "norholm-ship-calls-2023"),
        ("ship calls target", TARGET),
    ],
)
async def test_the_only_figure_that_fits_is_the_first_line(island: Desk, topic: str, slug: str):
    headline = (await ask(island, Stats(topic=topic))).headline
    assert isinstance(headline, Claim)
    assert _what(headline) == slug
    assert "value" in headline.fields


async def test_of_several_figures_the_first_line_says_how_many(island: Desk):
    headline = (await ask(island, Stats(topic="ship calls"))).headline
    assert isinstance(headline, Message)
    assert headline.values == {"figures": 4, "topic": "ship calls"}


@pytest.mark.parametrize(
    ("topic", "nearest"),
    [
        ("gulls", []),
        ("ship gulls", ["ship calls"]),
        ("calls of ships at night", ["ship calls"]),
        ("ship calls 1890", ["ship calls"]),
        ("how many", []),
        ("the number of", []),
        ("👍", []),
        ("???", []),
        ("\ud800", []),
        ("harbour gulls", ["companies in the harbour", "harbour projects"]),
        ("harbour", ["companies in the harbour", "harbour projects"]),
        ("projects", ["harbour projects"]),
        ("firms old harbour", ["companies in the harbour", "harbour projects"]),
        ("harbour firms companies", ["companies in the harbour", "harbour projects"]),
        ("port ship calls", ["ship calls"]),
        ("harbour projects 2024", ["companies in the harbour", "harbour projects"]),
        ("ship calls 2024", ["ship calls"]),
    ],
)
async def test_a_topic_that_is_not_most_of_one_phrase_for_a_measure_and_its_period_is_unknown(
    island: Desk, topic: str, nearest: list[str]
):
    answer = await ask(island, Stats(topic=topic))
    assert (answer.status, answer.claims()) == ("unknown", [])
    offered = [c.values["measure"] for c in answer.caveats if c.key == "stats.nearest"]
    assert sorted(m.en for m in offered if isinstance(m, LocalText)) == nearest


# --- timeline ---

IN_ORDER = [
    "fog-statement-2019",
    "lamp-oil-contract-2022",
    "oyen-letter-2022",
    "great-fog-2023",
    "hourly-fog-reports",
    "slb-guild-mou-2024",
    "festival-of-lamps-2024",
]


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        (Timeline(), [*IN_ORDER, "new-lamp"]),
        (Timeline(period=Period(first=date(2023, 1, 1))), IN_ORDER[3:]),
        (Timeline(period=Period(last=date(2022, 6, 30))), IN_ORDER[:2]),
        (Timeline(period=years(2023, 2023)), ["great-fog-2023"]),
        (Timeline(about="Eastwick"), [*IN_ORDER[1:3], "festival-of-lamps-2024"]),
        (Timeline(about="Tova Merrin"), ["slb-guild-mou-2024"]),
        (
            Timeline(about="SLB", period=Period(first=date(2023, 1, 1))),
            ["hourly-fog-reports", "slb-guild-mou-2024"],
        ),
    ],
)
async def test_a_timeline_is_in_order_and_within_its_bounds(
    island: Desk, query: Timeline, facts: list[str]
):
    assert told(await ask(island, query)) == {"timeline": facts}


async def test_what_goes_on_over_time_stands_where_it_began(island: Desk, base: Path):
    lasting = dossier(
        "lasting",
        "2025-02-01",
        fact("programmes", "oil-school", name="School", period="2021/2023"),
        fact("programmes", "undated-school", name="Another school"),
        fact(
            *("relations", "makers-member"),
            subject="lamp-makers",
            kind="member",
            object="pilots-guild",
            since="2021-05/..",
        ),
    )
    await add(island, base, lasting)
    assert told(await ask(island, Timeline(period=years(2020, 2021)))) == {
        "timeline": ["oil-school", "makers-member"]
    }
    assert told(await ask(island, Timeline(period=years(2022, 2022)))) == {
        "timeline": ["lamp-oil-contract-2022", "oyen-letter-2022"]
    }
    assert told(await ask(island, Timeline(period=years(None, 2022)))) == {
        "timeline": [
            *("fog-statement-2019", "oil-school", "makers-member"),
            *("lamp-oil-contract-2022", "oyen-letter-2022"),
        ]
    }


async def test_a_plan_without_a_date_stands_last_and_only_where_there_are_no_bounds(island: Desk):
    unbounded = told(await ask(island, Timeline()))["timeline"]
    bounded = told(await ask(island, Timeline(period=years(1900, 2100))))["timeline"]
    assert unbounded[-1] == "new-lamp"
    assert bounded == unbounded[:-1]


async def test_a_time_of_which_nothing_is_on_record_is_unknown(island: Desk):
    answer = await ask(island, Timeline(period=years(1700, 1750)))
    assert (answer.status, answer.claims()) == ("unknown", [])


async def test_of_a_long_timeline_the_latest_are_told_and_the_others_counted(
    island: Desk, base: Path
):
    fogs = [
        fact("events", f"fog-{year}", kind="other", name="Fog", date=str(year), hosts=["skerra"])
        for year in range(1900, 1970)
    ]
    await add(island, base, dossier("log", "2025-02-01", *fogs))
    answer = await ask(island, Timeline(period=years(1900, 1969)))
    section: Section = answer.sections[0]
    assert _what(section.claims[0]) == "fog-1910"
    assert _what(section.claims[-1]) == "fog-1969"
    assert section.more == 10


# --- sources ---


async def test_the_catalogue_lists_every_document_the_newest_first(island: Desk):
    answer = await ask(island, Sources())
    assert [source.slug for source in answer.catalogue] == [
        "visit-notes-2025-03-10",
        "almanac-2024",
        "gazette-2024-05-02",
    ]
    assert answer.claims() == []


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("gazette-2024-05-02", "gazette-2024-05-02"),
        ("GAZETTE 2024 05 02", "gazette-2024-05-02"),
        ("board and pilots agree to share fog reports", "gazette-2024-05-02"),
    ],
)
async def test_a_document_is_found_by_its_slug_or_its_title(island: Desk, asked: str, slug: str):
    answer = await ask(island, Sources(source=asked))
    assert [source.slug for source in answer.catalogue] == [slug]


@pytest.mark.parametrize("asked", ["gull", "gazette", "2024", "👍", "…", "\ud800", "Book of"])
async def test_a_document_that_is_not_called_so_is_unknown(island: Desk, asked: str):
    answer = await ask(island, Sources(source=asked))
    assert (answer.status, answer.catalogue) == ("unknown", ())


async def test_an_empty_base_answers_every_query_with_unknown(tmp_path: Path):
    (tmp_path / "seeds").mkdir()
    empty = Settings(seeds=(tmp_path / "seeds",), home=tmp_path / "home")
    async with open_desk(empty) as desk:
        await desk.refresh()
        for query in (Who(name="SLB"), Agreements(), Stats(), Timeline(), Sources()):
            answer = await ask(desk, query)
            assert (answer.status, answer.claims()) == ("unknown", [])
        assert await desk.resolve("SLB") == UNKNOWN


# --- what always holds ---


def quotes_in(folder: Path) -> set[tuple[str, str]]:
    """Every quote of the dossiers in a folder, with its source."""
    files = [(path.name, path.read_bytes()) for path in folder.glob("*.toml")]
    return {
        (report.source, reference.exact)
        for name, content in files
        for report in read_dossier(name, content).reports()
        for reference in report.references
    }


def check(answer: Answer, quotes: set[tuple[str, str]]) -> None:
    """No claim without words of a document, and no claim where nothing was found."""
    cited = [[(c.source, c.reference.exact) for c in claim.citations] for claim in answer.claims()]
    assert all(cited)
    assert {quote for claim in cited for quote in claim} <= quotes
    assert answer.status == "answered" or not cited
    assert {source for claim in cited for source, _ in claim} <= answer.sources.keys()


NAMES = [
    "SLB",
    "Pilots' Guild",
    "Lamp Makers' Company",
    "Tova Merrin",
    "Aldo Merrin",
    "Ines Oyen",
    "Lam Thi Hai Dang",
    "Ryu Haedeung",
    "Skerra",
    "Norholm",
    "Eastwick",
    "Merrin",
    "Atlantis",
]

EVERY_QUERY: list[Query] = [
    Agreements(),
    Stats(),
    Timeline(),
    Sources(),
    *(Who(name=name) for name in NAMES),
    *(Who(name=name, as_of=date(2024, 6, 1)) for name in NAMES),
    *(Agreements(party=name) for name in NAMES),
    *(Stats(of=name) for name in NAMES),
    *(Timeline(about=name) for name in NAMES),
]


async def test_every_claim_of_every_answer_cites_words_of_a_dossier(island: Desk, base: Path):
    quotes = quotes_in(base)
    claims = 0
    for query in EVERY_QUERY:
        answer = await ask(island, query)
        check(answer, quotes)
        claims += len(answer.claims())
    assert claims > len(EVERY_QUERY)


async def test_every_entity_and_measure_that_an_answer_mentions_is_in_it(island: Desk):
    for query in EVERY_QUERY:
        answer = await ask(island, query)
        reports = [report for claim in answer.claims() for report in claim.reports()]
        assert {m.entity for r in reports for m in r.mentions()} <= answer.entities.keys()
        measures = {r.measure for r in reports if r.type == "statistic"}
        assert measures <= answer.measures.keys()


HOSTILE = [
    "",
    " ",
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "\u202eSLB\u202c",
    "\u200b\u200d\ufeff",
    "👩‍🚀🇰🇷",
    '"',
    "'",
    "''; DROP TABLE fact; --",
    '" OR 1=1 --',
    "ship* NEAR(calls)",
    "ship AND NOT calls",
    "words: ship",
    "{ship calls}",
    "^ship + calls",
    "½ ² ③ Ⅷ ﷺ",
    "%s %d {0} {name} {asked}",
    "[red]SLB[/red] @everyone <@1>",
    "ﬁﬂﬃ",
    "İstanbul ǅ ß ẞ",
    "x" * 10_000,
    "ship " * 2_000,
    "\u0301" * 300,
]

ANY_TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=320),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "So", "Sk", "Mn"]), max_size=40),
    st.lists(
        st.sampled_from(
            [
                "ship",
                "calls",
                "SLB",
                "Norholm",
                "Merrin",
                "2023",
                "target",
                '"',
                "*",
                "OR",
                "(",
                "\0",
            ]
        ),
        max_size=8,
    ).map(" ".join),
)


def queries_of(text: str) -> list[Query]:
    """Every query in which text can stand."""
    return [
        Who(name=text),
        Agreements(party=text),
        Agreements(place=text),
        Stats(topic=text),
        Stats(of=text),
        Timeline(about=text),
        Sources(source=text),
    ]


@hypothesis.settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@hypothesis.given(text=ANY_TEXT)
async def test_any_text_in_any_query_is_answered_or_refused_politely(
    island: Desk, base: Path, text: str
):
    quotes = quotes_in(base)
    for query in queries_of(text):
        try:
            answer = await island.answer(query, text, TODAY)
        except UsageError:
            continue
        assert answer.question == text
        check(answer, quotes)


@pytest.mark.parametrize("text", ["x" * 10_000, "\x00" * 301, "SLB " * 100])
async def test_too_long_a_text_is_refused_in_every_query(island: Desk, text: str):
    for query in queries_of(text):
        with pytest.raises(UsageError, match="has at most 300"):
            await ask(island, query)


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) <= 300], ids=ascii)
async def test_hostile_text_of_ordinary_length_is_never_refused(
    island: Desk, base: Path, text: str
):
    for query in queries_of(text):
        check(await ask(island, query), quotes_in(base))


async def test_the_desk_resolves_names_as_they_are_typed(island: Desk):
    assert await island.resolve("  slb ") == Resolution("resolved", ("lighthouse-board",))


async def test_the_day_of_an_earlier_state_is_told(island: Desk):
    answer = await ask(island, Who(name="SLB", as_of=date(2024, 6, 1)))
    assert answer.caveats[0].values in ({"day": "2024-06-01"}, {"day": Dated(edtf="2024-06-01")})


@types.coroutine
def cancelled_at(
    nth: int, query: Coroutine[Any, Any, Answer]
) -> Generator[asyncio.Future[Any], None, bool]:
    """Run a query and cancel what it waits for the nth time. Returns whether it was cancelled."""
    go_on = partial(query.send, None)
    try:
        for wait in itertools.count():
            awaited = go_on()
            if wait == nth:
                awaited.cancel()
            go_on = partial(query.send, None)
            try:
                yield awaited
            except asyncio.CancelledError as error:
                go_on = partial(query.throw, error)
    except StopIteration:
        return False
    except asyncio.CancelledError:
        return True
    return False


@pytest.mark.parametrize("query", [Stats(topic="ship calls"), Who(name="SLB"), Agreements()])
async def test_a_query_that_is_cancelled_wherever_it_waits_leaves_the_desk_in_order(
    island: Desk, query: Query
):
    for nth in range(100):
        cancelled = await cancelled_at(nth, ask(island, query))
        answer = await asyncio.wait_for(ask(island, query), timeout=20)
        assert answer.status == "answered"
        if not cancelled:
            break
    assert 3 < nth < 100
