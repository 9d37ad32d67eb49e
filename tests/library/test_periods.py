"""Periods as people type them, in three languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvbot.ask.periods import LONGEST, UnknownPeriod, parse_period

YEAR = ("2024-01-01", "2024-12-31")
YEARS = ("2022-01-01", "2024-12-31")
APRIL = ("2024-04-01", "2024-04-30")


@pytest.mark.parametrize(
    ("typed", "bounds"),
    [
        *((typed, YEAR) for typed in ("2024", " 2024 ", "2024년", "in 2024", "2024?")),
        *((typed, YEAR) for typed in ("during 2024", "năm 2024", "trong năm 2024", "2024년 중")),
        *((typed, APRIL) for typed in ("2024-04", "2024년 4월", "2024년 04월", "2024년4월")),
        *((typed, YEARS) for typed in ("2022-2024", "2022–2024", "from 2022 to 2024")),
        *(
            (typed, YEARS)
            for typed in ("2022 to 2024", "từ 2022 đến 2024", "2022년부터 2024년까지")
        ),
        *((typed, YEARS) for typed in ("từ năm 2022 đến năm 2024", "2022~2024", "2022..2024")),
        ("2024-04-30", ("2024-04-30", "2024-04-30")),
        *(
            (typed, ("2022-01-01", None))
            for typed in ("since 2022", "from 2022", "2022-", "2022..")
        ),
        *((typed, ("2022-01-01", None)) for typed in ("2022년 이후", "từ 2022", "từ năm 2022")),
        ("2024년 4월 이후", ("2024-04-01", None)),
        *((typed, (None, "2023-12-31")) for typed in ("until 2023", "2023년까지", "đến năm 2023")),
        *((typed, (None, "2023-12-31")) for typed in ("before 2024", "2024년 이전", "2024 전")),
        *((typed, (None, "2023-12-31")) for typed in ("trước 2024", "trước năm 2024")),
        ("before 2024-03", (None, "2024-02-29")),
        ("before 2024-03-01", (None, "2024-02-29")),
        *((typed, ("2025-01-01", None)) for typed in ("after 2024", "sau 2024", "sau năm 2024")),
        ("after 2024-02", ("2024-03-01", None)),
        ("after 2024-02-29", ("2024-03-01", None)),
    ],
)
def test_a_period_is_understood_as_people_write_it(
    typed: str, bounds: tuple[str | None, str | None]
):
    period = parse_period(typed)
    found = [day.isoformat() if day else None for day in (period.first, period.last)]
    assert tuple(found) == bounds


@pytest.mark.parametrize(
    "typed",
    [
        *("soon", "", "20244", "2024-13", "2024-02-30", "2024-2022", "2024년 13월"),
        *("around 2024", "2024 2025", "before", "1 May 2024", "since 2022 until 2024"),
        *("before 0001", "after 9999", "0000", "\ud800", "👍"),
    ],
)
def test_what_is_no_period_is_refused_with_examples(typed: str):
    with pytest.raises(UnknownPeriod, match="is no period; write 2024, 2022-2024, 2024-09, since"):
        parse_period(typed)


def test_a_period_of_more_characters_than_makes_sense_is_refused_unread():
    parse_period("2024" + " " * (LONGEST - 4))
    with pytest.raises(UnknownPeriod):
        parse_period("2024" + " " * (LONGEST - 3))


@pytest.mark.parametrize("piece", ["1", " ", "2024 ", "-", "2024-", "\x00", "since "])
def test_a_refusal_is_short_however_long_the_text(piece: str):
    with pytest.raises(UnknownPeriod) as caught:
        parse_period(piece * 300_000)
    assert len(str(caught.value)) < 200


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=2 * LONGEST))
def test_any_text_is_a_period_or_refused(typed: str):
    try:
        period = parse_period(typed)
    except UnknownPeriod:
        return
    assert len(typed) <= LONGEST
    assert (period.first or date.min) <= (period.last or date.max)
