"""Where a text is parted into phrases and dates.

Vietnamese is typed with and without diacritics, so that one run of syllables may be several
phrases; dates are typed in every order.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvbot.ask.times import Time, take_times
from kvbot.ask.words import LONGEST_PHRASE, Phrase, lexicon, phrases_in, words_in
from kvbot.model.text import LANGUAGES
from tests.nordic import asked, told, wrong

TODAY = date(2026, 1, 15)


def meanings(text: str, lang: str = "vi", *, careful: bool = False) -> list[tuple[str, str]]:
    """The phrases in a text as they are written there, each with its one meaning."""
    words = words_in(text)

    def written(phrase: Phrase) -> str:
        run = words[phrase.first : phrase.first + phrase.length]
        return " ".join(word.written for word in run)

    found = phrases_in(words, lang, careful=careful)
    return [(written(phrase), meaning) for phrase in found for meaning in sorted(phrase.meanings)]


# --- Vietnamese without diacritics ---


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("co van phong", [("van phong", "concept:office")]),
        ("kosme co van phong o dau", [("van phong", "concept:office"), ("o dau", "asked:place")]),
        ("co van", [("co van", "concept:consulting")]),
        ("ai ky", [("ai ky", "concept:signatory")]),
        ("ky mou", [("ky", "concept:sign"), ("mou", "concept:mou")]),
        ("doi tac thuong mai", [("doi tac", "concept:partner"), ("thuong mai", "concept:trade")]),
        ("chu tich nuoc", [("chu tich nuoc", "title:chu tich nuoc")]),
        ("bien ban ghi nho", [("bien ban ghi nho", "concept:mou")]),
        wrong(
            "co quan he",
            [("quan he", "concept:relations")],
            because="either leaves nothing over that says something, and co quan stands first",
        ),
    ],
)
def test_without_diacritics_phrases_are_parted_so_that_the_fewest_syllables_are_left(text, parted):
    assert meanings(text) == parted


def test_without_diacritics_a_phrase_is_only_looked_for_in_vietnamese():
    assert meanings("co van phong", "vi")
    assert meanings("co van phong", "en") == meanings("co van phong", "ko") == []


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("KOSME co van phong o nuoc ngoai khong", "kosme-offices-abroad-2022"),
        ("kosme co bao nhieu van phong o nuoc ngoai", "kosme-offices-abroad-2022"),
    ],
)
async def test_offices_are_found_without_diacritics(shipped, question, fact):
    assert told(await asked(shipped, question))[:1] == [fact]


# --- Vietnamese with diacritics ---


@pytest.mark.parametrize("name", ["Ki", "ki", "Ky", "KI"])
def test_in_a_text_with_diacritics_a_word_without_them_is_not_one_that_has_them(name):
    beside = [("nói", "concept:say")]
    assert meanings(f"ông Kim {name} Mun nói", careful=True) == beside
    assert ("ký", "concept:sign") in meanings(f"ông Kim {name} Mun ký", careful=True)


def test_in_a_text_without_diacritics_a_word_may_be_one_that_has_them():
    assert meanings("ai da ky mou")[-2:] == [("ky", "concept:sign"), ("mou", "concept:mou")]


@pytest.mark.parametrize("careful", [True, False])
@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("có quan hệ", [("quan hệ", "concept:relations")]),
        ("hai bên có quan hệ gì", [("quan hệ", "concept:relations")]),
        (
            "có quan hệ đối tác",
            [("quan hệ", "concept:relations"), ("đối tác", "concept:partner")],
        ),
        ("cơ quan", [("cơ quan", "concept:organization")]),
        ("có văn phòng", [("văn phòng", "concept:office")]),
        ("cố vấn", [("cố vấn", "concept:consulting")]),
        ("thưong mại", [("thưong mại", "concept:trade")]),
    ],
)
def test_a_phrase_with_all_its_diacritics_comes_before_one_with_others(text, parted, careful):
    found = [row for row in meanings(text, careful=careful) if row[1].startswith("concept:")]
    assert [row for row in found if row in parted] == parted
    assert ("có quan", "concept:organization") not in found


# --- any text ---

LISTED = sorted(
    word
    for lang in LANGUAGES
    for section in ("asked", "concepts")
    for phrases in lexicon(lang)[section].values()
    for word in phrases.replace(",", " ").split()
)
WORDS = st.lists(st.one_of(st.sampled_from(LISTED), st.text(max_size=8)), max_size=15)
TEXTS = st.one_of(st.text(max_size=60), WORDS.map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES), st.booleans())
def test_phrases_lie_within_the_words_in_order_and_do_not_overlap(text, lang, careful):
    words = words_in(text)
    end = 0
    for phrase in phrases_in(words, lang, careful=careful):
        assert phrase.first >= end
        assert 1 <= phrase.length <= LONGEST_PHRASE
        assert phrase.meanings
        end = phrase.first + phrase.length
    assert end <= len(words)


# --- dates ---


def dates(text: str) -> list[tuple[int | None, int | None, int | None]]:
    """The year, month and day of each date in a text; None for what it does not say."""
    return [(time.year, time.month, time.day) for time in take_times(text, TODAY)[0]]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("august 2025: what was on the 12th", (2025, 8, 12)),
        ("what was on the 12th of the month, august 2025", (2025, 8, 12)),
        ("the summit on the 1st, in august", (None, 8, 1)),
        ("signed on the 22nd, in april last year", (2025, 4, 22)),
        ("on the 3rd in november (2024)", (2024, 11, 3)),
    ],
)
def test_a_day_belongs_to_the_month_that_stands_elsewhere(text, meant):
    assert dates(text) == [meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what was on the 12th", []),
        ("on the 31st, in august or september", [(None, 8, None), (None, 9, None)]),
        ("the 12th meeting in august", [(None, 8, None)]),
    ],
)
def test_a_day_is_no_date_without_one_month_that_it_can_belong_to(text, meant):
    assert dates(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("19/9/22", (2022, 9, 19)),
        ("signed on 19/9/22?", (2022, 9, 19)),
        ("9/19/22", (2022, 9, 19)),
        ("ký ngày 19/9/22", (2022, 9, 19)),
        ("19/9/2022", (2022, 9, 19)),
        ("on 23.4", (None, 4, 23)),
        ("met on 23.4?", (None, 4, 23)),
        ("on 23.4.2024", (2024, 4, 23)),
    ],
)
def test_a_date_in_numbers_is_day_month_and_year(text, meant):
    assert dates(text) == [meant]


@pytest.mark.parametrize(
    "text", ["32/9/22", "costs 23.4 million", "rose by 23.4", "23.4", "on 23.45", "on 1.23.4"]
)
def test_numbers_that_are_no_day_or_stand_for_something_else_are_no_date(text):
    assert dates(text) == []


DAY_LOST = "the month and last year are taken first, and the day is left over"


@pytest.mark.parametrize(
    "text",
    [
        "11/8 năm ngoái",
        "11/8 nam ngoai",
        "작년 8월 11일",
        "지난해 8월 11일",
        "11 august last year",
        "11th of august last year",
        "august 11 last year",
        "ngày 11/8 năm ngoái",
        "ngày 11 tháng 8 năm ngoái",
    ],
)
def test_a_day_of_last_year_is_one_date(text):
    assert dates(text) == [(2025, 8, 11)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("last november (2024)", (2024, 11, None)),
        ("november (2024)", (2024, 11, None)),
        ("november ( 2024 )", (2024, 11, None)),
        ("last november", (2025, 11, None)),
        ("last january", (2025, 1, None)),
        ("august last year", (2025, 8, None)),
        ("tháng 8 năm ngoái", (2025, 8, None)),
        ("작년 8월", (2025, 8, None)),
        ("재작년 8월", (2024, 8, None)),
    ],
)
def test_a_month_is_of_the_year_that_is_said_or_of_the_last_in_which_it_is_over(text, meant):
    assert dates(text) == [meant]


@given(st.dates(date(2000, 1, 1), date(2025, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day):
    names = {
        f"on {day.day}/{day.month}/{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day.isoformat()}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
    }
    if day.day > 12 or day.day == day.month:
        names |= {f"on {day.day}/{day.month}/{day:%y}", f"on {day.month}/{day.day}/{day:%y}"}
    assert {dates(name)[0] for name in names} == {(day.year, day.month, day.day)}


@settings(max_examples=200)
@given(st.text(alphabet="0123456789/.- onthagus년월일ngàytá", max_size=25))
def test_the_dates_of_any_text_have_months_and_days_that_there_are(text):
    times, left = take_times(text, TODAY)
    assert isinstance(left, str)
    assert all(isinstance(time, Time) for time in times)
    assert all(time.month is None or 1 <= time.month <= 12 for time in times)
    assert all(time.day is None or 1 <= time.day <= 31 for time in times)
