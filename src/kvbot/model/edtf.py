"""Dates as documents give them: a subset of EDTF, and the days that they can mean.

Understood are `2024`, `2023-09`, `2024-11-21`, each with `?` (uncertain), `~`
(approximate) or `%` (both), and intervals of two of these or with an open end:
`2013/..`, `2024-04-15/2024-04-21`. Source: Library of Congress, Extended Date/Time
Format specification, level 0 and the parts of level 1 named here.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%])?", re.ASCII)
OPEN = ".."
REMEDY = "write 2024, 2023-09, 2024-11-21, 2013/.. or, if unsure, 2023-09?"


class Point(NamedTuple):
    """One date of an EDTF string; month and day are None where it does not say."""

    year: int
    month: int | None
    day: int | None
    qualifier: str

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        month = 1 if self.month is None else self.month
        return date(self.year, month, 1 if self.day is None else self.day)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        month = 12 if self.month is None else self.month
        day = calendar.monthrange(self.year, month)[1] if self.day is None else self.day
        return date(self.year, month, day)


class Span(NamedTuple):
    """An EDTF string taken apart: start and end are equal for a single date.

    None is an open end.
    """

    start: Point | None
    end: Point | None

    @property
    def is_interval(self) -> bool:
        return self.start != self.end

    @property
    def first(self) -> date:
        """The first day; the first of all days for an open start."""
        return self.start.first if self.start else date.min

    @property
    def last(self) -> date:
        """The last day; the last of all days for an open end."""
        return self.end.last if self.end else date.max


def _parse_point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an EDTF date; {REMEDY}")
    year, month, day, qualifier = match.groups()
    point = Point(
        int(year), int(month) if month else None, int(day) if day else None, qualifier or ""
    )
    try:
        _ = point.first, point.last
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"{text!r} is not a day of the calendar; {REMEDY}") from None
    return point


@lru_cache(maxsize=8192)
def parse_edtf(text: str) -> Span:
    """Take an EDTF string apart.

    Raises ValueError, with the remedy, for anything outside the subset above.
    """
    start, slash, end = text.partition("/")
    if not slash:
        point = _parse_point(start)
        return Span(point, point)
    if start == end:
        raise ValueError(f"{text!r} is an interval without two different ends; {REMEDY}")
    span = Span(
        None if start == OPEN else _parse_point(start),
        None if end == OPEN else _parse_point(end),
    )
    if span.first > span.last:
        raise ValueError(f"{text!r} ends before it begins; {REMEDY}")
    return span


def _checked(text: str) -> str:
    parse_edtf(text)
    return text


Edtf = Annotated[str, AfterValidator(_checked)]
"""A date as an EDTF string of the subset that parse_edtf understands."""
