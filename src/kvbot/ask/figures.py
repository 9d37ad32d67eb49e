"""Numbers as people write them: `27`, `10,000`, `150bn`, `1,500억 달러`, `100 tỷ USD`, `97%`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

_SCALES = {
    "천": 10**3, "만": 10**4, "백만": 10**6, "천만": 10**7, "억": 10**8, "조": 10**12,
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mil": 10**6, "million": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9, "trillion": 10**12,
    "nghìn": 10**3, "nghin": 10**3, "ngàn": 10**3, "ngan": 10**3, "vạn": 10**4,
    "triệu": 10**6, "trieu": 10**6, "tỷ": 10**9, "ty": 10**9, "tỉ": 10**9, "ti": 10**9,
}  # fmt: skip

_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_SHAPE = re.compile(
    r"(?P<before>\b(?:more than|less than|fewer than|over|above|under|below|at least|at most"
    r"|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?"
    r"|hơn|hon|trên|vượt(?: quá)?|vuot(?: qua)?|dưới|duoi|ít nhất|it nhat)\s+)?"
    r"(?:(?<![\w.,])|(?<=\bno\.)|(?<=제))(?P<sign>(?:us)?\$|usd\s?)?"
    r"(?P<digits>\d{1,3}(?:[.,]\d{3})+(?![\d])|\d+(?:[.,]\d+)?)"
    rf"\s?(?P<scale>(?:{_SCALE})(?![a-zà-ỹ]))?"
    rf"(?:\s?(?P<more>\d+)\s?(?P<small>천만|백만|억|만|천)(?![a-z]))?"
    r"\s?(?P<unit>%|percent|퍼센트|프로(?!그)|phần trăm|phan tram"
    r"|(?:us\s?)?dollars?|usd|불|달러|đô la|do la|đô|us\$)?"
    r"(?P<ordinal>(?:st|nd|rd|th)\b|번째|위(?!원)|주년|[차회](?![가-힣]))?"
    r"(?![\d])(?P<after>\s*(?:개|명|곳|개국|개소)?\s*(?:이상|초과|넘|미만|이하|or more|or less))?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_PERCENT = ("%", "percent", "퍼센트", "프로", "phần trăm", "phan tram")

_LESS = ("less", "fewer", "under", "below", "at most", "dưới", "duoi", "미만", "이하")
_INCLUSIVE = ("at least", "at most", "or more", "or less", "이상", "이하", "ít nhất", "it nhat")

MOST_DIGITS = 24
"""Digits of the longest number that a fact can have."""


class Figure(NamedTuple):
    """A number in a text. unit: `%`, `USD` or nothing that was written; ordinal: `2nd`, `1위`.

    bound: `more` or `less` where it is only said that it is more or less than that;
    inclusive: that it may be just that, as in `at least 30`, `30개 이상`.
    """

    words: str
    value: Decimal
    unit: str = ""
    ordinal: bool = False
    bound: Literal["", "more", "less"] = ""
    inclusive: bool = False


def take_figures(text: str) -> tuple[list[Figure], str]:
    """The numbers in text, and the text without them."""
    found: list[Figure] = []

    def taken(match: re.Match[str]) -> str:
        digits = match["digits"]
        if len(digits) > MOST_DIGITS:
            return match[0]
        value = _value(digits) * _SCALES.get((match["scale"] or "").lower(), 1)
        if match["more"]:
            value += int(match["more"]) * _SCALES[match["small"]]
        said = f"{match['before'] or ''}{match['after'] or ''}".lower()
        figure = Figure(match[0].strip(), value, _unit(match), bool(match["ordinal"]))
        inclusive = any(word in said for word in _INCLUSIVE)
        found.append(figure._replace(bound=_bound(said), inclusive=inclusive))
        return " ; "

    return found, _SHAPE.sub(taken, text)


def _value(digits: str) -> Decimal:
    if _GROUPED.fullmatch(digits):
        return Decimal(digits.replace(",", "").replace(".", ""))
    return Decimal(digits.replace(",", "."))


def _bound(said: str) -> Literal["", "more", "less"]:
    if not said.strip():
        return ""
    return "less" if any(word in said for word in _LESS) else "more"


def _unit(match: re.Match[str]) -> str:
    unit = (match["unit"] or "").lower()
    if unit in _PERCENT:
        return "%"
    return "USD" if unit or match["sign"] else ""
