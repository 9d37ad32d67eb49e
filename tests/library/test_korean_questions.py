"""Korean questions: where words are parted, what says nothing, which dates are meant."""

from datetime import date

import pytest

from kvbot.ask.times import take_times
from kvbot.ask.words import Word, is_filler, without_endings, words_in

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
    ],
)
def test_short_and_relative_dates_are_told_from_today(said: str, meant: str):
    times, _ = take_times(said, TODAY)
    assert [time.edtf for time in times] == [meant]


@pytest.mark.parametrize("said", ["30년 동안", "수교 30년 기념", "10년 전", "27년 목표"])
def test_a_number_of_years_is_no_date(said: str):
    times, _ = take_times(said, TODAY)
    assert times == []
