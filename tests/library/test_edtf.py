"""Dates in EDTF: what is understood, which days it can mean, and what is refused."""

from __future__ import annotations

import math
from datetime import date
from time import struct_time

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvbot.model.edtf import REMEDY, parse_edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2023-09", date(2023, 9, 1), date(2023, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),  # a leap year
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-11-21", date(2024, 11, 21), date(2024, 11, 21)),
        ("2023-09?", date(2023, 9, 1), date(2023, 9, 30)),
        ("2023~", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-11-21%", date(2024, 11, 21), date(2024, 11, 21)),
        ("2024-04-15/2024-04-21", date(2024, 4, 15), date(2024, 4, 21)),
        ("2013/2015-06", date(2013, 1, 1), date(2015, 6, 30)),
        ("2013~/2015?", date(2013, 1, 1), date(2015, 12, 31)),
        ("2013/..", date(2013, 1, 1), date.max),
        ("../2013", date.min, date(2013, 12, 31)),
        ("0001", date.min, date(1, 12, 31)),
        ("9999-12-31", date.max, date.max),
    ],
)
def test_a_date_means_the_days_from_its_first_to_its_last(text, first, last):
    span = parse_edtf(text)
    assert (span.first, span.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "24",
        "2024-1",
        "2024-1-5",
        "21.11.2024",
        "November 2024",
        "20241121",
        "-2024",
        "2024-11-21T10:00",
        "2024-XX",  # EDTF, but outside the subset
        "2024-21",  # EDTF for spring 2024, outside the subset
        "201X",
        "2024??",
        "?2024",
        " 2024",
        "2024\n",
        "２０２４",
        "٢٠٢٤",
        "0000",
        "2024-00",
        "2024-13",
        "2024-11-00",
        "2024-11-31",
        "2023-02-29",
        "/2024",
        "2024/",
        "../..",
        "2024/2024",
        "2024/2023",
        "2024-05-02/2024-05-01",
        "2023/2024/2025",
        "2024 / 2025",
    ],
)
def test_any_other_text_is_refused_with_what_to_write(text):
    with pytest.raises(ValueError, match="; write ") as caught:
        parse_edtf(text)
    assert str(caught.value).endswith(REMEDY)


@pytest.mark.parametrize(
    ("text", "is_interval"),
    [("2024", False), ("2024-11-21?", False), ("2013/..", True), ("2024/2024?", True)],
)
def test_only_two_different_ends_make_an_interval(text, is_interval):
    assert parse_edtf(text).is_interval is is_interval


def _cut_short(day: date, parts: int, qualifier: str) -> str:
    return "-".join(day.isoformat().split("-")[:parts]) + qualifier


points = st.builds(
    _cut_short, st.dates(), st.integers(1, 3), st.sampled_from(["", "", "?", "~", "%"])
)
ends = st.one_of(st.just(".."), points)
written = st.one_of(points, st.builds("{}/{}".format, ends, ends))


def _is_understood(text: str) -> bool:
    try:
        parse_edtf(text)
    except ValueError:
        return False
    return True


def _as_day(bound: struct_time | float) -> date:
    """A bound of the edtf library, whose open ends are infinite."""
    if isinstance(bound, float):
        return date.max if bound == math.inf else date.min
    return date(*bound[:3])


@settings(max_examples=100, deadline=None)
@given(written.filter(_is_understood))
def test_the_bounds_are_those_of_the_edtf_library(text):
    ours, theirs = parse_edtf(text), edtf.parse_edtf(text)
    assert (ours.first, ours.last) == (
        _as_day(theirs.lower_strict()),
        _as_day(theirs.upper_strict()),
    )


@settings(max_examples=100, deadline=None)
@given(written, st.integers(0, 30), st.sampled_from("0129-/.?~%X "))
def test_what_is_understood_is_edtf(text, at, letter):
    misspelt = text[:at] + letter + text[at + 1 :]
    if _is_understood(misspelt):
        edtf.parse_edtf(misspelt)  # raises for what is not


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_either_understood_or_refused_as_a_value(text):
    _is_understood(text)
