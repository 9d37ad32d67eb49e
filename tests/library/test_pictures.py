"""Pictures of answers: what they show is what the claims say, and where it is from."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pypdf
import pytest

from kvbot.desk import open_desk
from kvbot.model.answers import Answer
from kvbot.model.queries import Period, Query, Stats, Timeline
from kvbot.model.text import LANGUAGES, Lang
from kvbot.settings import Settings
from kvbot.typeset.bars import BarChart
from kvbot.typeset.engine import NotTypeset, set_pages, set_picture
from kvbot.typeset.pictures import ALTERNATIVE, TEMPLATE, Picture, picture_of
from kvbot.typeset.timeline import MOST_ENTRIES, TimeChart
from kvbot.words.render import Rendered, RenderedClaim, render

SEEDS = Path(__file__).parents[2] / "seeds"
NORDIC = Path(__file__).parents[1] / "bases" / "nordic"
TODAY = date(2026, 12, 1)

HOSTILE = (
    '*bold* _it_ $x$ #panic("no") @ref <label> `code` \\ // [1] = heading "quoted" \u202eturned'
)

in_each_language = pytest.mark.parametrize("lang", LANGUAGES)


async def answered(base: Path, query: Query, home: Path) -> Answer:
    async with open_desk(Settings(seeds=(base,), home=home)) as desk:
        await desk.refresh()
        return await desk.answer(query, "", TODAY)


def picture(answer: Answer, query: Query, lang: Lang = "en") -> Picture | None:
    return picture_of(query.command, answer, render(answer, lang), lang)


async def bars(base: Path, home: Path, query: Stats, lang: Lang = "en") -> BarChart:
    made = picture(await answered(base, query, home), query, lang)
    assert made is not None
    assert isinstance(made.chart, BarChart)
    return made.chart


async def line(base: Path, home: Path, query: Timeline, lang: Lang = "en") -> TimeChart:
    made = picture(await answered(base, query, home), query, lang)
    assert made is not None
    assert isinstance(made.chart, TimeChart)
    return made.chart


def numbers(marks: str) -> set[int]:
    """The numbers of citations that marks such as `[2][4]–[7]` stand for."""
    found: set[int] = set()
    for first, last in re.findall(r"\[(\d+)\](?:–\[(\d+)\])?", marks):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def words_in(chart: BarChart | TimeChart) -> str:
    """What a reader can read out of a picture, as text, white space folded."""
    pages = pypdf.PdfReader(io.BytesIO(set_pages(TEMPLATE, chart, TODAY))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


# --- dossiers ---

HEAD = """format = 1

[source]
slug = "{slug}"
title = "{slug}"
published = "2024-05-02"
kind = "news"
file = "{slug}.txt"
sha256 = "{sha}"

[record]
added = 2025-01-07
approved_by = "the test writers"
approved = 2025-01-08
"""


def write(base: Path, slug: str, facts: Iterable[str]) -> None:
    sha = f"{sum(slug.encode()):064x}"
    (base / f"{slug}.toml").write_text("\n".join([HEAD.format(slug=slug, sha=sha), *facts]))


def calls(slug: str, value: int, **fields: str) -> str:
    """A figure of ship calls at Norholm; fields: others than usual."""
    told = {"measure": "ship-calls", "subject": "norholm", "unit": "ship calls"}
    told |= {"kind": "actual", **fields}
    exact = f"there were {value} ship calls at the port"
    return (
        f'[[statistics]]\nslug = "{slug}"\nvalue = {value}\n'
        + "".join(f'{field} = "{text}"\n' for field, text in told.items())
        + f'references = [{{ exact = "{exact}", paragraph = 1 }}]\n'
    )


def opened(number: int, **fields: str) -> str:
    """An event; fields: others than usual."""
    told = {"kind": "opening", "date": f"{1900 + number}", **fields}
    return (
        f'[[events]]\nslug = "opening-{number}"\nname.en = "Opening of lamp {number}"\n'
        + "".join(f'{field} = "{text}"\n' for field, text in told.items() if text)
        + f'references = [{{ exact = "lamp number {number} was opened", paragraph = {number} }}]\n'
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


# --- the same as the claims ---


def claim_with(rendered: Rendered, marks: str) -> list[RenderedClaim]:
    """The claims that cite all of it; where documents differ a bar has a part of a claim's."""
    return [claim for claim in rendered.claims if set(claim.citations) >= numbers(marks)]


@in_each_language
@pytest.mark.parametrize("base", [SEEDS, NORDIC], ids=["seeds", "nordic"])
async def test_each_bar_has_the_value_and_the_citations_of_a_claim(base: Path, home: Path, lang):
    query = Stats(topic="")
    answer = await answered(base, query, home)
    rendered = render(answer, lang)
    made = picture_of("stats", answer, rendered, lang)
    for panel in made.chart.panels if made else ():
        for bar in panel.bars:
            told = [claim.text for claim in claim_with(rendered, bar.marks)]
            assert any(bar.value in text for text in told), (bar, told)


@in_each_language
@pytest.mark.parametrize("base", [SEEDS, NORDIC], ids=["seeds", "nordic"])
async def test_each_entry_of_a_line_has_the_words_and_the_citations_of_a_claim(
    base: Path, home: Path, lang
):
    query = Timeline()
    answer = await answered(base, query, home)
    rendered = render(answer, lang)
    chart = picture_of("timeline", answer, rendered, lang).chart
    for entry in chart.entries:
        told = [claim.text for claim in claim_with(rendered, entry.marks)]
        date_and_place = entry.when[1:]  # a claim begins with a capital
        assert any(entry.text in text and date_and_place in text for text in told), (entry, told)


@in_each_language
async def test_every_citation_in_a_picture_is_explained_beneath_it(home: Path, lang):
    for query in (Stats(topic=""), Timeline()):
        made = picture(await answered(SEEDS, query, home), query, lang)
        shown = numbers(made.chart.model_dump_json(exclude={"notes"}))
        assert shown == set().union(*map(numbers, made.chart.notes))


async def test_beneath_a_picture_stand_source_day_and_speaker(home: Path):
    chart = await bars(SEEDS, home, Stats(topic="SME share"))
    assert chart.notes[0].endswith(
        "publisher not stated; date not stated; news; "
        "as of 21 November 2024; according to Nguyen Van Than"
    )
    assert chart.notes[-1] == "Only what is on record here: these documents are not the world."


async def test_what_nobody_has_approved_says_so_beneath_a_picture(base: Path, home: Path):
    write(base, "paper", [calls("calls-2019", 7, period="2019"), calls("c", 9, period="2020")])
    path = base / "paper.toml"
    path.write_text(re.sub("approved.*\n", "", path.read_text()))
    chart = await bars(base, home, Stats(topic="ship calls"))
    assert any("nobody has approved" in note for note in chart.notes)


# --- what compares ---


async def test_the_shares_of_two_countries_stand_beside_each_other(home: Path):
    chart = await bars(SEEDS, home, Stats(topic="SME share"))
    read = {p.title: [(b.label, b.value, b.share) for b in p.bars] for p in chart.panels}
    assert read == {
        "SMEs' share of all businesses": [("South Korea", "99%", 0.99), ("Vietnam", "97%", 0.97)],
        "SMEs' share of GDP": [("South Korea", "46%", 0.46), ("Vietnam", "over 40%", 0.4)],
        "SMEs' share of the workforce": [("South Korea", "81%", 0.81), ("Vietnam", "60%", 0.6)],
    }
    assert all(panel.is_share for panel in chart.panels)


async def test_what_was_reached_stands_before_what_is_aimed_at(home: Path):
    [panel] = (await bars(SEEDS, home, Stats(topic="trade"))).panels
    assert panel.title == "Bilateral trade, Vietnam – South Korea"
    assert [(bar.label, bar.value, bar.is_target) for bar in panel.bars] == [
        ("2023", "US$76 billion", False),
        ("Target without a year", "US$100 billion", True),
        ("Target for 2030", "US$150 billion", True),
    ]
    assert [round(bar.share, 3) for bar in panel.bars] == [0.507, 0.667, 1.0]


@pytest.mark.parametrize(
    ("fields", "alone"),
    [
        ({"period": "2019"}, False),
        ({"period": "2019", "unit": "thousand ship calls"}, True),
        ({"period": "2019", "measure": "lamps"}, True),
        ({"period": "2019", "kind": "rank"}, True),
        ({"period": "2019", "kind": "target"}, False),
        ({"period": "2019", "subject": "eastwick"}, False),
    ],
)
async def test_only_figures_of_one_measure_and_unit_share_a_panel(
    base: Path, home: Path, fields: dict[str, str], alone
):
    (base / "gazette-2024-05-02.toml").unlink()
    (base / "visit-notes-2025-03-10.toml").unlink()
    (base / "lamps.toml").write_text(
        'format = 1\n[[measures]]\nslug = "lamps"\nname.en = "lamps"\n'
    )
    write(base, "paper", [calls("calls-2018", 5, period="2018"), calls("other", 7, **fields)])
    query = Stats(topic="")
    answer = await answered(base, query, home)
    assert len(answer.claims()) == 2
    assert (picture(answer, query) is None) == alone


async def test_values_on_which_documents_differ_stand_side_by_side(base: Path, home: Path):
    write(base, "first-paper", [calls("calls-2019", 7, period="2019")])
    write(base, "second-paper", [calls("calls-2019", 9, period="2019")])
    [panel] = (await bars(base, home, Stats(topic="ship calls 2019"))).panels
    told = [(bar.label, bar.value, bar.share) for bar in panel.bars]
    assert sorted(told) == [
        ("First-paper, 2 May 2024", "7", pytest.approx(7 / 9)),
        ("Second-paper, 2 May 2024", "9", 1.0),
    ]


async def test_of_many_figures_the_latest_are_drawn_and_the_rest_counted(base: Path, home: Path):
    write(base, "paper", [calls(f"c-{n}", n, period=f"{1900 + n}") for n in range(1, 31)])
    [panel] = (await bars(base, home, Stats(topic="ship calls", of="Norholm"))).panels
    assert panel.bars[0].label == "1924"
    assert len(panel.bars) == 8
    assert panel.more == "23 figures more on record"


async def test_nothing_is_drawn_of_no_amount_or_only_noughts_but_their_bars(base: Path, home: Path):
    write(base, "paper", [calls(f"c-{n}", 0, period=f"{1900 + n}") for n in range(1, 3)])
    [panel] = (await bars(base, home, Stats(topic="ship calls 1901 1902"))).panels
    assert [bar.share for bar in panel.bars] == [0, 0]


# --- the line of time ---


async def test_a_line_runs_on_in_time_and_breaks_where_years_pass(home: Path):
    chart = await line(SEEDS, home, Timeline(about="KOSME"))
    assert [(entry.when, entry.kind, entry.broken) for entry in chart.entries] == [
        ("1978", "event", False),
        ("2014, Hanoi", "event", True),
        ("19 September 2022, Hanoi", "agreement", True),
    ]
    assert [(item.kind, item.text) for item in chart.legend] == [
        ("event", "event"),
        ("agreement", "agreement"),
    ]


async def test_what_is_only_planned_stands_last_and_is_told_apart(home: Path):
    chart = await line(SEEDS, home, Timeline())
    assert [entry.kind for entry in chart.entries].count("planned") == 1
    assert chart.entries[-1].when == "Planned, Vietnam"


async def test_a_line_has_the_latest_entries_and_counts_the_others(base: Path, home: Path):
    for path in base.glob("*-20*.toml"):
        path.unlink()
    write(base, "paper", [opened(n) for n in range(1, 31)])
    chart = await line(base, home, Timeline())
    assert len(chart.entries) == MOST_ENTRIES
    assert chart.entries[0].text == "Opening of lamp 24"
    assert chart.more == "23 entries more on record"


async def test_one_event_makes_no_line(base: Path, home: Path):
    for path in base.glob("*-20*.toml"):
        path.unlink()
    write(base, "paper", [opened(1), opened(2, date="")])
    query = Timeline()
    assert picture(await answered(base, query, home), query) is None


# --- as a picture ---


async def test_a_picture_is_1200_pixels_wide_and_the_same_every_time(home: Path):
    for query in (Stats(topic="SME share"), Timeline()):
        made = picture(await answered(SEEDS, query, home), query, "vi")
        first, second = made.draw(), made.draw()
        assert first == second
        assert size(first)[0] == 1200
        assert size(first)[1] <= 2700


@in_each_language
async def test_hangul_and_diacritics_can_be_read_out_of_it(home: Path, lang):
    chart = await line(SEEDS, home, Timeline(), lang)
    read = words_in(chart).replace(" ", "")
    for entry in chart.entries:
        assert entry.text.replace(" ", "") in read
        assert entry.when.replace(" ", "") in read


async def test_what_documents_say_is_never_a_command(base: Path, home: Path):
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202e")
    named = opened(2).replace("Opening of lamp 2", quoted)
    write(base, "paper", [opened(1), named])
    chart = await line(base, home, Timeline())
    assert HOSTILE.split(" \u202e")[0].replace(" ", "") in words_in(chart).replace(" ", "")
    assert "\u202e" not in words_in(chart)


@pytest.mark.parametrize("word", ["Lighthouse", "등대등대", "Nguyễn", "灯台"])
async def test_a_name_of_200_characters_stays_on_the_page(base: Path, home: Path, word):
    long = (word * 60)[:200]
    write(base, "paper", [opened(1), opened(2).replace("Opening of lamp 2", long)])
    chart = await line(base, home, Timeline(), "ko")
    assert size(set_picture(TEMPLATE, chart))[0] == 1200
    assert long in words_in(chart).replace(" ", "")


@in_each_language
async def test_those_who_cannot_see_it_are_told_what_it_shows(home: Path, lang):
    for query in (Stats(topic="SME share"), Stats(topic=""), Timeline()):
        made = picture(await answered(SEEDS, query, home), query, lang)
        assert 0 < len(made.alternative) <= ALTERNATIVE
    chart = await bars(SEEDS, home, Stats(topic="SME share"), lang)
    assert all(f"{b.label} {b.value}" in chart.in_words for p in chart.panels for b in p.bars)


@pytest.mark.parametrize(
    "query",
    [Stats(topic="nothing like it"), Timeline(about="Kim"), Timeline(period=Period(first=TODAY))],
)
async def test_without_an_answer_there_is_no_picture(home: Path, query: Query):
    assert picture(await answered(SEEDS, query, home), query) is None


async def test_a_page_that_cannot_be_set_says_why(home: Path):
    chart = await line(SEEDS, home, Timeline())
    with pytest.raises(NotTypeset, match=r"none\.typ could not be typeset: .*install kvbot anew"):
        set_picture("none.typ", chart)
