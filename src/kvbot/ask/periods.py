"""Periods and days as people type them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kvbot.ask.lexicon import lexicon
from kvbot.errors import UsageError
from kvbot.model.edtf import parse_edtf
from kvbot.model.queries import Period
from kvbot.names.folding import fold, printable

_YEARS = re.compile(
    r"(?:from |từ )?(?:năm )?(\d{4})\s*(?:-|–|—|~|/|\.\.|to|đến(?: năm)?|부터)\s*(\d{4})(?:까지)?"
)
LONGEST = 60
"""Characters of the longest period that makes sense."""

_KOREAN_MONTH = re.compile(r"(\d{4})\s*년\s*(\d{1,2})\s*월")
_YEAR_SUFFIX = re.compile(r"(?<=\d)\s*년")
_WORD_AND_DATE = re.compile(r"(?P<before>\D*?)\s*(?P<date>\d[\d-]*)\s*(?P<after>\D*)")


class UnknownPeriod(UsageError):
    """What was typed is no period."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        super().__init__(
            f"{printable(typed[:LONGEST])!r} is no period; "
            "write 2024, 2022-2024, 2024-09, since 2022 or until 2023"
        )


def parse_period(typed: str) -> Period:
    """The period that somebody typed: `2024`, `2022-2024`, `since 2022`, `2022년 이후`.

    Raises UnknownPeriod.
    """
    if len(typed) > LONGEST:
        raise UnknownPeriod(typed)
    text = _plain(printable(typed).casefold())
    years = _YEARS.fullmatch(text)
    if years and int(years[1]) <= int(years[2]):
        return Period(first=parse_day(years[1], last=False), last=parse_day(years[2], last=True))
    found = _WORD_AND_DATE.fullmatch(text.removesuffix("..").removesuffix("-").strip())
    if found is None:
        raise UnknownPeriod(typed)
    return _bounded(typed, found["date"], _side(text, found["before"], found["after"]))


def _side(text: str, before: str, after: str) -> str:
    """Whether the words around a date say since, until, or nothing of the kind ("")."""
    if text.endswith(("..", "-")):
        return "since"
    words = fold(before + after)
    return lexicon("periods").get(words, "?") if words else ""


def _bounded(typed: str, day: str, side: str) -> Period:
    try:
        span = parse_edtf(day)
    except ValueError:
        raise UnknownPeriod(typed) from None
    a_day = timedelta(days=1)
    match side:
        case "since":
            return Period(first=span.first)
        case "until":
            return Period(last=span.last)
        case "before" if span.first > date.min:
            return Period(last=span.first - a_day)
        case "after" if span.last < date.max:
            return Period(first=span.last + a_day)
        case "" | "within":
            return Period(first=span.first, last=span.last)
    raise UnknownPeriod(typed)


def _plain(text: str) -> str:
    """Korean dates as digits, `2024년 4월` as `2024-04`; other text as it is."""
    month = _KOREAN_MONTH.sub(lambda found: f"{found[1]}-{int(found[2]):02}", text)
    return _YEAR_SUFFIX.sub("", month).strip()


class UnknownDay(UsageError):
    """What was typed is no day, month or year."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        super().__init__(f"{printable(typed)[:60]!r} is no date; write 2024, 2024-09 or 2024-09-19")


def parse_day(typed: str, *, last: bool) -> date:
    """The first or the last day of what was typed: a day, a month or a year.

    Raises UnknownDay.
    """
    try:
        span = parse_edtf(typed.strip())
    except ValueError:
        raise UnknownDay(typed) from None
    if span.is_interval:
        raise UnknownDay(typed)
    return span.last if last else span.first


class Backwards(UsageError):
    """A span ends before it begins."""

    def __init__(self, first: str, last: str) -> None:
        self.typed = f"{first} – {last}"
        super().__init__(f"{printable(first)[:60]} is later than {printable(last)[:60]}")


def parse_span(first: str | None, last: str | None) -> Period:
    """The period from one day, month or year to another; either may be open.

    Raises UnknownDay and Backwards.
    """
    period = Period(
        first=parse_day(first, last=False) if first else None,
        last=parse_day(last, last=True) if last else None,
    )
    if first and last and period.first and period.last and period.first > period.last:
        raise Backwards(first, last)
    return period
