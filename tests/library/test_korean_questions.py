"""Korean questions: where words are parted, what says nothing, which dates are meant.

What is asked whole is asked of the invented base of Norway and Latvia.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvbot.ask.times import take_times
from kvbot.ask.words import Word, is_filler, spoken, without_endings, words_in
from tests.nordic import asked, opening, told, wrong

TODAY = date(2026, 1, 15)


def word(text: str) -> Word:
    return words_in(text)[0]


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("포럼이", "포럼"),
        ("회사가", "회사"),
        ("센터를", "센터"),
        ("생겼어", "생겼"),
        ("맞았음", "맞"),
    ],
)
def test_a_word_is_parted_from_the_endings_that_can_follow_its_sound(written: str, bare: str):
    assert bare in without_endings(written)


@pytest.mark.parametrize(("written", "other"), [("후이", "후"), ("국가", "국"), ("한국어", "한국")])
def test_a_word_is_not_parted_where_no_ending_can_follow(written: str, other: str):
    assert other not in without_endings(written)


@pytest.mark.parametrize("polite", ["알려주세요", "부탁드립니다", "궁금합니다", "뭐였더라", "했음"])
def test_polite_and_colloquial_verbs_of_asking_say_nothing(polite: str):
    assert is_filler(word(polite), "ko")


@pytest.mark.parametrize("decisive", ["후임", "전임자", "연봉", "예산", "주소", "차기", "생일"])
def test_words_that_decide_are_never_left_out(decisive: str):
    assert not is_filler(word(decisive), "ko")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("24년 11월 포럼", "2024-11"),
        ("22년에 체결된", "2022"),
        ("지난 11월 행사", "2025-11"),
        ("지난 1월 행사", "2025-01"),
        ("2022년도 교역액", "2022"),
        ("전년 교역액", "2025"),
        ("24.4.15 회담", "2024-04-15"),
        ("24. 4. 15에 만난", "2024-04-15"),
    ],
)
def test_short_and_relative_dates_are_told_from_today(said: str, meant: str):
    times, _ = take_times(said, TODAY)
    assert [time.edtf for time in times] == [meant]


@pytest.mark.parametrize("said", ["30년 동안", "수교 30년 기념", "10년 전", "27년 목표"])
def test_a_number_of_years_is_no_date(said: str):
    times, _ = take_times(said, TODAY)
    assert times == []


A_FIGURE = "a figure with a word after it that is no unit is taken for a month and a day"


@pytest.mark.parametrize(
    "said",
    [
        *("24.13.15 회담", "8.32 행사", "13.1 행사", "8.0 행사"),
        *("8.12 억 달러", "8.12% 증가", "8.12 배 증가", "8.12.3 판", "8.12 events"),
        ("풍력 비중이 3.5 정도"),
        ("만족도 9.5 점"),
    ],
)
def test_numbers_with_points_that_are_no_day_are_no_date(said: str):
    times, _ = take_times(said, TODAY)
    assert times == []


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_numeric_date_is_month_and_day_in_korean_and_day_and_month_elsewhere(one, two):
    for text in (f"{one}/{two} 행사", f"{one}/{two}에 체결된 협약", f"{one}.{two} 행사"):
        ((time,), _) = take_times(text, TODAY)
        assert (time.month, time.day) == (one, two)
    for text in (f"sự kiện ngày {one}/{two}", f"sự kiện {one}/{two}", f"event of {one}/{two}"):
        ((time,), _) = take_times(text, TODAY)
        assert (time.day, time.month) == (one, two)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("6/14에 체결된 mou는?", "nici-lwa-mou-2016"),
        ("9/2에 체결된 계약은?", "ventspils-quay-contract-2021"),
        ("6.14 체결된 mou는?", "nici-lwa-mou-2016"),
        ("21.9.2 체결된 계약은?", "ventspils-quay-contract-2021"),
        ("9.2에 체결된 계약은?", "ventspils-quay-contract-2021"),
        ("ngày 14/6 ký mou gì", "nici-lwa-mou-2016"),
        ("ngày 2/9 ký hợp đồng gì", "ventspils-quay-contract-2021"),
        ("what was signed on 2/9/2021?", "ventspils-quay-contract-2021"),
    ],
)
async def test_a_numeric_date_finds_what_was_on_that_day(nordic, question, fact):
    assert told(await asked(nordic, question)) == [fact]


@pytest.mark.parametrize(
    ("question", "says", "fact"),
    [
        ("2020년 페리 승객이 61,300명이라던데 맞나요?", "yes", "ferry-passengers-2020"),
        ("2020년 페리 승객이 61,300명이었다며?", "yes", "ferry-passengers-2020"),
        ("2020년 페리 승객이 70,000명이라던데 맞나요", "no", "ferry-passengers-2020"),
        ("바다의 날 2018이 진타르말라에서 열렸다던데 맞나요", "yes", "sea-days-2018"),
        ("바다의 날 2018이 리가에서 열렸다던데", "no", "sea-days-2018"),
        ("nici가 해양항만부 산하라던데", "yes", "nici-parent-sea-ministry"),
        ("nici가 풍력수자원부 산하라던데", "no", "nici-parent-sea-ministry"),
        ("nici랑 라트비아 풍력청이 mou 체결했다던데 언제였더라", "told", "nici-lwa-mou-2016"),
        ("브레크모 장관이 라트비아 조선소에 대해 머라고 했더라", "told", "brekkmo-on-shipyards"),
        ("하브네순 시장 이름이 머였더라", "told", "fossvik-mayor"),
    ],
)
async def test_what_somebody_heard_or_half_remembers_is_answered_like_any_question(
    nordic, question, says, fact
):
    answer = await asked(nordic, question)
    assert (opening(answer), told(answer)[0]) == (says, fact)


@pytest.mark.parametrize(
    "question", ["하브네순 부시장이 누구였더라", "nici 부산 사무소가 있다던데 맞나요"]
)
async def test_no_ending_hides_a_word_that_decides(nordic, question):
    assert opening(await asked(nordic, question)) == "declined"


DROPPED = "the word that negates is taken to say nothing"
SAID_AND_DENIED = [
    ("라트비아 풍력청과 협력한 기관은?", "라트비아 풍력청과 협력하지 않은 기관은?"),
    ("라트비아 풍력청과 협력한 기관은?", "라트비아 풍력청과 협력하지않은 기관은?"),
    ("라트비아 풍력청과 협력한 기관은?", "라트비아 풍력청과 협력하지 못한 기관은?"),
    ("누가 nici lwa mou에 서명했나요", "누가 nici lwa mou에 서명하지 않았나요"),
    (
        "포스비크 시장이 바다의 날 2018에 참석했나요?",
        "포스비크 시장이 바다의 날 2018에 참석 못 했나요?",
    ),
    (
        "포스비크 시장이 바다의 날 2018에 참석했나요?",
        "포스비크 시장이 바다의 날 2018에 불참했나요?",
    ),
    ("라트비아 풍력청과 협력한 기관은?", "라트비아 풍력청과 협력 안 한 기관은?"),
    ("누가 nici lwa mou에 서명했나요", "누가 nici lwa mou에 서명 안 했나요"),
    wrong("nici가 해양항만부 산하라던데", "nici가 해양항만부 산하가 아니라던데", because=DROPPED),
    ("who signed the nici lwa mou", "who did not sign the nici lwa mou"),
    wrong("Ai ký MoU NICI - LWA", "Ai không ký MoU NICI - LWA", because=DROPPED),
]


@pytest.mark.parametrize(("said", "denied"), SAID_AND_DENIED)
async def test_a_negation_is_never_dropped(nordic, said, denied):
    assert opening(await asked(nordic, said)) in ("yes", "told")
    assert opening(await asked(nordic, denied)) in ("no", "declined")


@pytest.mark.parametrize(
    "said", ["2018년거 말고 하이퐁 mou", "2018년 것 말고", "2018년도 말고 계약", "2018 말고 계약"]
)
def test_a_year_that_is_not_meant_is_no_date_of_the_question(said):
    assert take_times(spoken(said), TODAY)[0] == []


@pytest.mark.parametrize(
    ("question", "not_meant"),
    [
        ("2018년거 말고 nici lwa mou는 언제 체결됐어", "boatbuilders-mou-2018"),
        ("2018년거 말고 체결된 계약 뭐야", "boatbuilders-mou-2018"),
        wrong(
            "2017년거 말고 페리 승객 수",
            "ferry-passengers-2017",
            because="what is of that year is told as well",
        ),
    ],
)
async def test_what_is_of_a_year_that_is_not_meant_is_not_told(nordic, question, not_meant):
    facts = told(await asked(nordic, question))
    assert facts
    assert not_meant not in facts
