"""Questions of how long, on which day of the week, and in which part of a year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvbot.ask.times import take_times
from kvbot.desk import Desk
from kvbot.model.edtf import Span, parse_edtf
from tests.nordic import TODAY, asked, opening, told

# --- how long ---


@pytest.mark.parametrize(
    "question",
    [
        "nici and lwa, partners for how long?",
        "NICI와 LWA는 얼마 동안 협력했나요",
        "NICI và LWA là đối tác trong bao lâu",
    ],
)
async def test_how_long_two_have_been_partners_is_told_by_since_when_they_are(
    nordic: Desk, question: str
) -> None:
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[:1]) == ("told", ["nici-lwa-partners"])


async def test_how_long_an_event_of_several_days_lasted_is_told_by_its_days(nordic: Desk) -> None:
    answer = await asked(nordic, "how long did the sea days 2018 last")
    assert (opening(answer), told(answer)[:1]) == ("told", ["sea-days-2018"])


async def test_how_long_an_agreement_is_valid_is_declined_where_it_is_only_said_since_when_two_work(
    nordic: Desk,
) -> None:
    answer = await asked(nordic, "how long is the NICI-LWA memorandum valid")
    assert opening(answer) == "declined"


@pytest.mark.parametrize(
    "question",
    ["which day exactly were the sea days 2018", "sea days 2018 từ ngày nào tới ngày nào"],
)
async def test_the_exact_days_of_an_event_of_several_are_the_first_and_the_last(
    nordic: Desk, question: str
) -> None:
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[:1]) == ("told", ["sea-days-2018"])


# --- the day of the week ---


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("was the oslo summit on a monday?", "yes"),
        ("was the oslo summit on a friday?", "no"),
        ("오슬로 정상회담이 월요일이었나요", "yes"),
        ("오슬로 정상회담 금요일에 열렸나요", "no"),
        ("hội nghị thượng đỉnh Oslo diễn ra hôm thứ hai phải không", "yes"),
        ("hội nghị thượng đỉnh Oslo diễn ra hôm thứ sáu phải không", "no"),
    ],
)
async def test_whether_something_was_on_a_day_of_the_week_is_told_by_its_date(
    nordic: Desk, question: str, said: str
) -> None:
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[:1]) == (said, ["oslo-summit-2021"])


async def test_what_was_said_on_a_day_of_the_week_is_of_no_other_such_day(nordic: Desk) -> None:
    assert opening(await asked(nordic, "what did sjotun say on friday")) == "declined"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("friday, 6 september 2021", [4]),
        ("mon 6 september 2021", []),
        ("thứ hai ngày 6/9/2021", []),
        ("thứ ba ngày 6/9/2021", [1]),
        ("2021년 9월 6일 화요일", [1]),
        ("the sun shone on 6 september 2021", []),
        ("chú Năm nói gì", []),
        ("chủ nhật họp ở đâu", [6]),
    ],
)
def test_a_day_of_the_week_is_taken_only_where_the_date_does_not_say_it(
    text: str, left: list[int]
) -> None:
    times, _ = take_times(text, TODAY)
    assert [time.weekday for time in times if time.weekday is not None] == left


# --- parts of a year ---


@pytest.mark.parametrize(
    "text", ["late 2021", "by the end of 2021", "2021년 말", "cuối năm 2021", "cuoi 2021"]
)
def test_the_end_of_a_year_is_its_last_third(text: str) -> None:
    (time,), _ = take_times(text, TODAY)
    assert time.fits([_day(date(2021, 12, 1))])
    assert not time.fits([_day(date(2021, 2, 1))])


@pytest.mark.parametrize(
    "text", ["early 2021", "at the beginning of 2021", "2021년 초", "đầu năm 2021"]
)
def test_the_beginning_of_a_year_is_its_first_third(text: str) -> None:
    (time,), _ = take_times(text, TODAY)
    assert time.fits([_day(date(2021, 2, 1))])
    assert not time.fits([_day(date(2021, 12, 1))])


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_day_is_never_both_early_and_late_in_its_year(day: date) -> None:
    (early,), _ = take_times(f"early {day.year}", TODAY)
    (late,), _ = take_times(f"late {day.year}", TODAY)
    assert not (early.fits([_day(day)]) and late.fits([_day(day)]))


@pytest.mark.parametrize("text", ["signed 22 may right", "on may 22"])
def test_may_is_a_month_beside_a_day_of_which_something_was(text: str) -> None:
    (time,), _ = take_times(text, TODAY)
    assert (time.month, time.day) == (5, 22)


def test_may_beside_a_number_that_counts_is_a_verb() -> None:
    assert take_times("22 may sign", TODAY)[0] == []


def _day(day: date) -> Span:
    return parse_edtf(day.isoformat())


@pytest.mark.parametrize(
    ("said", "edtf"),
    [
        ("first half of 2025", "2025-01/2025-06"),
        ("H2 2024", "2024-07/2024-12"),
        ("2025년 하반기", "2025-07/2025-12"),
        ("6 tháng đầu năm 2025", "2025-01/2025-06"),
        ("Q3 2025", "2025-07/2025-09"),
        ("the fourth quarter of 2024", "2024-10/2024-12"),
        ("2025년 1분기", "2025-01/2025-03"),
        ("quý II năm 2024", "2024-04/2024-06"),
        ("the first nine months of 2025", "2025-01/2025-09"),
        ("9 thang dau nam 2025", "2025-01/2025-09"),
        ("2025년 1~9월", "2025-01/2025-09"),
        ("January to September 2025", "2025-01/2025-09"),
    ],
)
def test_months_in_a_row_are_one_time(said, edtf):
    times, left = take_times(f"trade in {said}", TODAY)
    assert [time.edtf for time in times] == [edtf]
    assert left.split() == ["trade", "in", ";"]


def test_months_in_a_row_fit_what_lies_within_them_and_no_whole_year():
    (time,), _ = take_times("the first half of 2025", TODAY)
    assert time.fits([parse_edtf("2025-03-14")])
    assert time.fits([parse_edtf("2025-01/2025-06")])
    assert not time.fits([parse_edtf("2025")])
    assert not time.fits([parse_edtf("2025-01/2025-09")])
