"""What other bases than the shipped one showed: order, members, units, who is meant by what."""

from __future__ import annotations

import pytest

from kvbot.ask.figures import take_figures
from kvbot.desk import Desk
from tests.nordic import asked, opening, told


async def test_where_a_body_only_took_part_in_something_is_not_where_it_is(nordic: Desk) -> None:
    assert opening(await asked(nordic, "where is NICI")) == "declined"


async def test_where_somebody_only_was_is_not_where_they_are(nordic: Desk) -> None:
    assert opening(await asked(nordic, "where is fossvik")) == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "was the 1,200 megawatt wind target norway's?",
        "풍력 목표 1,200메가와트는 노르웨이 거 맞아?",
        "mục tiêu điện gió 1.200 megawatt là của Na Uy phải không",
    ],
)
async def test_a_figure_that_is_somebody_elses_is_denied(nordic: Desk, question: str) -> None:
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[:1]) == ("no", ["latvia-wind-target-2030"])


async def test_a_unit_written_short_is_that_unit(nordic: Desk) -> None:
    answer = await asked(nordic, "MW wind latvia 2020")
    assert (opening(answer), told(answer)[:1]) == ("told", ["latvia-wind-capacity-2020"])


@pytest.mark.parametrize(
    "question",
    [
        "which agreements were signed in 2018?",
        "2018년에 체결된 협정들 알려줘",
        "những thỏa thuận nào được ký năm 2018",
    ],
)
async def test_agreements_in_the_plural_are_all_of_them(nordic: Desk, question: str) -> None:
    answer = await asked(nordic, question)
    assert opening(answer) == "listed"
    assert set(told(answer)) == {"nordlys-amber-exchange-2018", "boatbuilders-mou-2018"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("7억5천만 유로", 750_000_000), ("3억 2백만 달러", 302_000_000), ("2만 5천", 25_000)],
)
def test_a_korean_number_in_two_parts_is_their_sum(text: str, value: int) -> None:
    assert take_figures(text)[0][0].value == value


@pytest.mark.parametrize("text", ["2차 포럼", "제2회 포럼", "2nd forum", "포럼 2번째"])
def test_a_place_in_an_order_is_no_number_of_things(text: str) -> None:
    (figure,), _ = take_figures(text)
    assert (figure.value, figure.ordinal) == (2, True)


@pytest.mark.parametrize("text", ["vượt 80 tỷ đô", "vuot qua 80 ty do", "exceeds 80bn dollars"])
def test_what_is_exceeded_is_a_bound(text: str) -> None:
    (figure,), _ = take_figures(text)
    assert (figure.value, figure.bound) == (80_000_000_000, "more")


@pytest.mark.parametrize(
    "question", ["how many technicians are there in norway", "number of technicians in latvia"]
)
async def test_what_a_body_has_is_not_what_its_country_has(nordic: Desk, question: str) -> None:
    assert opening(await asked(nordic, question)) == "declined"


async def test_what_a_body_has_is_told_where_the_question_names_it(nordic: Desk) -> None:
    answer = await asked(nordic, "how many technicians has the nordic turbine school trained")
    assert (opening(answer), told(answer)[:1]) == ("told", ["turbine-school-technicians-2021"])


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("when was the first oslo summit", "oslo-summit-2021"),
        ("what was the date of the first baltic wind forum", "baltic-wind-forum-2016"),
    ],
)
async def test_what_happened_once_is_the_first(nordic: Desk, question: str, fact: str) -> None:
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[:1]) == ("told", [fact])


async def test_a_second_time_that_nothing_tells_of_is_declined(nordic: Desk) -> None:
    assert opening(await asked(nordic, "when was the 2nd baltic wind forum")) == "declined"
