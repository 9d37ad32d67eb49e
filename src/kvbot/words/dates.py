"""Dates and numbers in the reader's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name

from kvbot.model.edtf import Point, Span, parse_edtf
from kvbot.model.facts import Qualifier, Quantity
from kvbot.model.queries import Period
from kvbot.words.locale import Words

_SIZES = (12, 9, 8, 6, 4)
"""Powers of ten with a word of their own in some language; a locale leaves out the others."""


@lru_cache(maxsize=4096)
def say_date(words: Words, edtf: str) -> str:
    """An EDTF date in words, as exact as it is and no more."""
    return _say_span(words, parse_edtf(edtf))


def _say_span(words: Words, span: Span) -> str:
    if span.start is None:
        return words("date.until", end=_say_point(words, span.end)) if span.end else ""
    if span.end is None:
        return words("date.since", start=_say_point(words, span.start))
    if not span.is_interval:
        return _say_point(words, span.start)
    wholly_uncertain = span.start.qualifier == span.end.qualifier == "?"
    say = _say_plainly if wholly_uncertain else _say_point
    said = words("date.interval", start=say(words, span.start), end=say(words, span.end))
    return words("date.uncertain", date=said) if wholly_uncertain else said


def _say_point(words: Words, point: Point) -> str:
    said = _say_plainly(words, point)
    if point.qualifier in ("~", "%"):
        said = words("date.approximate", date=said)
    return words("date.uncertain", date=said) if point.qualifier in ("?", "%") else said


def _say_plainly(words: Words, point: Point) -> str:
    """A point as exact as it is, without how sure it is."""
    precision = "day" if point.day else "month" if point.month else "year"
    return format_date(point.first, words(f"date.{precision}"), locale=words.locale)


def say_day(words: Words, day: date) -> str:
    """A day in words."""
    return format_date(day, words("date.day"), locale=words.locale)


def say_period(words: Words, period: Period) -> str:
    """A period as the tail of a sentence: ` for 2024`, ` since 1 May 2022`; or nothing."""
    if period.year:
        return words("asked.year", year=period.year)
    first, last = (_bound(words, day, period) for day in (period.first, period.last))
    if first and last:
        return words("asked.span", first=first, last=last)
    if first:
        return words("asked.since", first=first)
    return words("asked.until", last=last) if last else ""


def _bound(words: Words, day: date | None, period: Period) -> str:
    """A bound of a period, as a year where the period is one of whole years."""
    if day is None:
        return ""
    return say_date(words, f"{day.year:04}") if _in_years(period) else say_day(words, day)


def _in_years(period: Period) -> bool:
    first, last = period.first, period.last
    begins = first is None or (first.month, first.day) == (1, 1)
    return begins and (last is None or (last.month, last.day) == (12, 31))


def say_age(words: Words, months: int) -> str:
    """An age in years and, below two years, in months."""
    return words.count("months", months) if months < 24 else words.count("years", months // 12)


def say_number(words: Words, value: Decimal | int) -> str:
    """A plain number, with all its decimals."""
    return format_decimal(value, locale=words.locale, decimal_quantization=False)


def say_amount(words: Words, value: Decimal, unit: str) -> str:
    """A value with its unit: a currency in words of its size, a percentage, or a count."""
    if unit == "%":
        return f"{say_number(words, value)}%"
    if unit in get_global("all_currencies"):
        return _say_money(words, value, unit)
    return words("quantity.text", n=say_number(words, value), unit=unit).strip()


def _say_money(words: Words, value: Decimal, code: str) -> str:
    currency = _currency(words, code)
    whole, rest = divmod(value, Decimal(10) ** 8)
    if words.has("money.e8_e4") and whole >= 1 and rest and not rest % 10**4:
        said = (say_number(words, part) for part in (whole, rest / 10**4))
        return words("money.e8_e4", n=next(said), rest=next(said), currency=currency)
    for digits in _SIZES:
        amount = value / Decimal(10) ** digits
        if words.has(f"money.e{digits}") and abs(amount) >= 1 and _is_short(amount):
            number = say_number(words, amount)
            return words(f"money.e{digits}", n=number, currency=currency).strip()
    return words("money.plain", n=say_number(words, value), currency=currency).strip()


def _currency(words: Words, code: str) -> str:
    """What a currency is called: before an amount its code, after it its name."""
    known = f"currency.{code}"
    if words.has(known):
        return words(known)
    if words.lang == "en":
        return f"{code} "
    name: str = get_currency_name(code, locale=words.locale)
    return name[:1].lower() + name[1:]


def _is_short(amount: Decimal) -> bool:
    """Whether an amount can be said in full with three decimals: a figure is never rounded."""
    return amount == round(amount, 3)


def say_qualified(words: Words, qualifier: Qualifier, amount: str) -> str:
    """An amount as exactly as the document gives it: `nearly 10,000`."""
    return words.option("qualifier", qualifier, value=amount)


def say_quantity(words: Words, quantity: Quantity) -> str:
    """A number of things with its qualifier and unit."""
    n, unit = say_number(words, quantity.value), quantity.unit.in_language(words.lang)
    amount = words("quantity.text", n=n, unit=unit)
    return say_qualified(words, quantity.qualifier, amount)
