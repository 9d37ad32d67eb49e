"""Dates as people say them in a question: full ones, parts of one, and those told from today."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from kvbot.model.edtf import Span, parse_edtf
from kvbot.model.queries import Period

_MONTHS = (
    *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul"),
    *("august aug", "september sept sep", "october oct", "november nov", "december dec"),
)
_NUMBER_OF = {name: at for at, row in enumerate(_MONTHS, start=1) for name in row.split()}
_WEEKDAYS = (
    "monday mon 월요일 hai", "tuesday tues tue 화요일 ba", "wednesday wed 수요일 tư tu",
    "thursday thurs thu 목요일 năm nam", "friday fri 금요일 sáu sau", "saturday sat 토요일 bảy bay",
    "sunday sun 일요일 nhật nhat",
)  # fmt: skip
"""What each day of the week is called, in Vietnamese after `thứ` or `chủ`."""

_VERBS = ("may", "mar", "march")
"""Names of months that are other words as well, and alone no date."""

_BEFORE_DAYS = {"on", "signed", "dated", "from", "since", "by", "the", "of", "held", "was", "is"}
"""Words after which `22 may` is a day."""

FIRST_SHORT_YEAR = 10
"""`april 24` may be a year, `april 3` cannot."""

THIRD = 4
"""Months of a year that are early in it."""

LONGEST_DATED = 62
"""Days of the longest period that bears out a month or a day."""


class Time(NamedTuple):
    """A date or a part of one. words: as it stands in the question.

    short_year: what `april 24` means where it is not the 24th. bound: it was before the year,
    or after it. until: the last year of several. part: of the year its first or last third.
    weekday: from 0 for Monday, where no more than that is said. months: the first and the last
    of several in a row, as of a quarter.
    """

    words: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    short_year: int | None = None
    bound: Literal["", "before", "after"] = ""
    until: int | None = None
    part: Literal["", "early", "late"] = ""
    weekday: int | None = None
    months: tuple[int, int] | None = None

    def fits(self, spans: Iterable[Span]) -> bool:
        """Whether one of the spans is of that date: a whole year does not bear out a month."""
        readings = [self]
        if self.short_year:
            readings.append(Time(self.words, self.short_year, self.month))
        return any(reading._fits(span) for span in spans for reading in readings)

    def _fits(self, span: Span) -> bool:
        first, last = span.first, span.last
        if self.weekday is not None:
            return first == last and first.weekday() == self.weekday
        if self.months and (period := self.period) and period.first and period.last:
            return period.first <= first and last <= period.last
        if self.bound and self.year:
            return first.year < self.year if self.bound == "before" else first.year > self.year
        if self.year and self.until:
            return self.year <= first.year and last.year <= self.until
        if self.year is not None and not first.year <= self.year <= last.year:
            return False
        if (self.part == "early" and first.month > THIRD) or (
            self.part == "late" and last.month <= 2 * THIRD
        ):
            return False
        if self.month is None:
            return True
        if (last - first).days > LONGEST_DATED:
            return False
        months = {(first.year, first.month), (last.year, last.month)}
        if not any(m == self.month and self.year in (None, y) for y, m in months):
            return False
        return self.day is None or (first == last and first.day == self.day)

    def is_within(self, spans: Iterable[Span]) -> bool:
        """Whether the date lies in one of the spans, so that it may be right."""
        day = self.about if self.day else None
        return day is not None and any(span.first <= day <= span.last for span in spans)

    @property
    def about(self) -> date | None:
        """A day in it, where the year is known."""
        if self.year is None:
            return None
        return date(
            self.year,
            self.month or 7,
            min(self.day or 15, monthrange(self.year, self.month or 7)[1]),
        )

    @property
    def edtf(self) -> str | None:
        """The date as an EDTF string, where the year is known."""
        if self.year is None:
            return None
        if self.months:
            return "/".join(f"{self.year:04}-{month:02}" for month in self.months)
        parts = [f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n)]
        return "-".join(parts) + (f"/{self.until:04}" if self.until else "")

    @property
    def period(self) -> Period | None:
        """The days that it means, where the year is known and none of it is left out."""
        if self.year is None or self.part or (self.day and not self.month):
            return None
        if self.bound == "before":
            return Period(last=date(self.year - 1, 12, 31))
        if self.bound == "after":
            return Period(first=date(self.year + 1, 1, 1))
        span = parse_edtf(str(self.edtf))
        return Period(first=span.first, last=span.last)


def _valid(time: Time) -> bool:
    if time.month is not None and not 1 <= time.month <= 12:
        return False
    return time.day is None or 1 <= time.day <= 31


def _number(text: str | None) -> int | None:
    return int(text) if text else None


_Y = r"(?P<y>(?:19|20)\d\d)"
_M = r"(?P<m>\d{1,2})"
_D = r"(?P<d>\d{1,2})"
_NAME = r"(?P<name>" + "|".join(sorted(_NUMBER_OF, key=len, reverse=True)) + r")\.?"
_TH = r"(?:st|nd|rd|th)?"
_OF = r"\s+(?:of\s+)?"
_VI_YEAR = r"(?:\s*(?:năm|nam|/|-|\.)?\s*" + _Y + r"(?!\d))?"

_BACK = {
    "재작년": -2, "작년": -1, "지난해": -1, "지난 해": -1, "전년": -1, "올해": 0, "올 해": 0,
    "금년": 0, "이번 해": 0, "내년": 1, "내후년": 2,
}  # fmt: skip
_YEARS_BACK = {
    "last year": -1, "last yr": -1, "this year": 0, "next year": 1, "the year before last": -2,
    "năm ngoái": -1, "nam ngoai": -1, "năm trước": -1, "nam truoc": -1, "năm kia": -2,
    "nam kia": -2, "năm nay": 0, "nam nay": 0, "năm sau": 1, "năm tới": 1, "sang năm": 1,
}  # fmt: skip


def _plain(found: re.Match[str], today: date) -> Time | None:
    """A date whose parts are written as numbers or as the English name of a month."""
    parts = found.groupdict()
    name = (parts.get("name") or "").lower()
    month = _NUMBER_OF.get(name) or _number(parts.get("m"))
    time = Time(found[0].strip(), _number(parts.get("y")), month, _number(parts.get("d")))
    return time if _valid(time) else None


def _years(found: re.Match[str], today: date) -> Time | None:
    """From one year to another: `2022-2024`, `từ 2022 đến 2024`."""
    first, last = int(found["y"]), int(found["last"])
    return Time(found[0].strip(), first, until=last) if first < last else None


def _before(found: re.Match[str], today: date) -> Time:
    """Some time before a year: `prior to 2020`, `2020년 이전`."""
    return Time(found[0].strip(), int(found["y"]), bound="before")


def _after(found: re.Match[str], today: date) -> Time:
    """Some time after a year: `sau năm 2022`."""
    return Time(found[0].strip(), int(found["y"]), bound="after")


def _early(found: re.Match[str], today: date) -> Time:
    """The beginning of a year: `early 2024`, `đầu năm 2024`."""
    return Time(found[0].strip(), int(found["y"]), part="early")


def _late(found: re.Match[str], today: date) -> Time:
    """The end of a year: `by the end of 2024`, `2024년 말`."""
    return Time(found[0].strip(), int(found["y"]), part="late")


def _half(found: re.Match[str], today: date) -> Time:
    """Half of a year: `first half of 2025`, `2025년 하반기`."""
    second = found["half"].lower() in _SECOND
    return Time(found[0].strip(), int(found["y"]), months=(7, 12) if second else (1, 6))


def _quarter(found: re.Match[str], today: date) -> Time:
    """A quarter of a year: `Q3 2025`, `quý III năm 2025`."""
    number = _QUARTERS.index(found["quarter"].lower()) % 4
    return Time(found[0].strip(), int(found["y"]), months=(3 * number + 1, 3 * number + 3))


def _first_months(found: re.Match[str], today: date) -> Time | None:
    """Months from January on: `first nine months of 2025`, `9 tháng đầu năm 2025`."""
    said = found["n"].lower()
    last = int(said) if said.isdigit() else 2 + _NUMBERS.index(said)
    return Time(found[0].strip(), int(found["y"]), months=(1, last)) if 1 < last <= 12 else None


def _from_month(found: re.Match[str], today: date) -> Time | None:
    """From one month to another: `2025년 1~9월`, `January to September 2025`."""
    months = [_NUMBER_OF.get(found[part].lower()) or int(found[part]) for part in ("one", "other")]
    if not 1 <= months[0] < months[1] <= 12:
        return None
    return Time(found[0].strip(), int(found["y"]), months=(months[0], months[1]))


def _day_first(found: re.Match[str], today: date) -> Time | None:
    """A numeric date: the day before the month, unless that can only be otherwise.

    In Korean the month stands first.
    """
    one, two, parts = int(found["d"]), int(found["m"]), found.groupdict()
    year = _number(parts.get("y")) or (2000 + int(parts["yy"]) if parts.get("yy") else None)
    if two > 12 >= one or (one <= 12 and _HANGUL.search(found.string)):
        one, two = two, one
    time = Time(found[0].strip(), year, two, one)
    return time if _valid(time) else None


def _korean_back(found: re.Match[str], today: date) -> Time | None:
    year, parts = today.year + _BACK[found["back"]], found.groupdict()
    time = Time(found[0].strip(), year, _number(parts.get("m")), _number(parts.get("d")))
    return time if _valid(time) else None


def _year_back(found: re.Match[str], today: date) -> Time:
    return Time(found[0].strip(), today.year + _YEARS_BACK[" ".join(found[0].lower().split())])


def _month_of_year_back(found: re.Match[str], today: date) -> Time | None:
    words = " ".join(found["back"].lower().split())
    back, name = _YEARS_BACK[words], (found.groupdict().get("name") or "").lower()
    if name in _VERBS and "year" not in words:
        return None  # `ngay may nam ngoai` asks for the day
    month, parts = _NUMBER_OF.get(name), found.groupdict()
    day = _number(parts.get("d"))
    time = Time(found[0].strip(), today.year + back, month or int(found["m"]), day)
    return time if _valid(time) else None


def _near_day(found: re.Match[str], today: date) -> Time:
    """A day told from today: `yesterday`, `hôm qua`, `내일`."""
    day = today + timedelta(days=_DAYS[" ".join(found[0].lower().split())])
    return Time(found[0].strip(), day.year, day.month, day.day)


def _last_month_named(found: re.Match[str], today: date) -> Time:
    """The last month of a name that is over: in January 2026 `last November` is of 2025."""
    month = _NUMBER_OF[found["name"].lower()]
    return Time(found[0].strip(), today.year - (month >= today.month), month)


def _last_month(found: re.Match[str], today: date) -> Time | None:
    """The last such month that is over: in January 2026 `지난 11월` is of 2025."""
    month = int(found["m"])
    time = Time(found[0].strip(), today.year - (month >= today.month), month)
    return time if _valid(time) else None


def _korean_short_year(found: re.Match[str], today: date) -> Time | None:
    """A year without its century, `24년 9월`, up to the present one; later ones are numbers."""
    year = 2000 + int(found["yy"])
    if year > today.year:
        return None
    time = Time(found[0].strip(), year, _number(found.groupdict().get("m")))
    return time if _valid(time) else None


def _short_dotted(found: re.Match[str], today: date) -> Time | None:
    """A Korean date without its century: `24.4.15`."""
    if not _HANGUL.search(found.string):
        return None
    time = Time(found[0].strip(), 2000 + int(found["yy"]), int(found["m"]), int(found["d"]))
    return time if _valid(time) else None


def _korean_dotted(found: re.Match[str], today: date) -> Time | None:
    """A month and a day, `8.12 행사`; a first digit of nought is no month's."""
    time = Time(found[0].strip(), month=int(found["m"]), day=int(found["d"]))
    return time if _valid(time) and time.month and time.day else None


def _month_alone(found: re.Match[str], today: date) -> Time | None:
    name = found["name"].lower()
    other_word = name in _VERBS or name == "sep"  # `sếp`, the boss
    return None if other_word else Time(found[0].strip(), month=_NUMBER_OF[name])


def _month_and_number(found: re.Match[str], today: date) -> Time | None:
    before = found.string[: found.start()].casefold().split()[-1:]
    if found["name"].lower() in _VERBS and not set(before) & _BEFORE_DAYS:
        return None
    time = _plain(found, today)
    if time and time.day and time.day >= FIRST_SHORT_YEAR:
        return time._replace(short_year=2000 + time.day)
    return time


def _short_year(found: re.Match[str], today: date) -> Time:
    """`april 24` or `apr '24` after which no day can follow: a year without its century."""
    return Time(found[0].strip(), 2000 + int(found["yy"]), _NUMBER_OF[found["name"].lower()])


_HANGUL = re.compile("[\uac00-\ud7a3]")

Make = Callable[[re.Match[str], date], Time | None]

_LONG = r"[가-힣]|\s*(?:동안|전|만|간|넘|이상|사이|뒤|후|기념)"
"""What follows a number of years that is no date: `30년 동안`."""

_NOT_THEN = r"(?:재?작년도?\s*(?:말고|아니고)\s*)?"
_DAYS = {
    "yesterday": -1, "tomorrow": 1, "tonight": 0, "last week": -7, "next week": 7, "어제": -1,
    "내일": 1, "지난주": -7, "지난 주": -7, "다음주": 7, "다음 주": 7, "hôm qua": -1, "hom qua": -1,
    "ngày mai": 1, "ngay mai": 1, "tuần trước": -7, "tuan truoc": -7, "tuần sau": 7, "tuan sau": 7,
    "tuần tới": 7, "tuan toi": 7,
}  # fmt: skip
"""Days from today. A week is the same day in it: only what is of that very day fits."""

_COUNTED = r"(?:억|조|만|천|명|배|퍼|프로|점|정도|가량|쯤|이상|이하|개|건|곳|위|대|년|월)"
"""What follows a number in Korean that is no date: `3.5 정도`."""

_BACK_WORDS = r"(?P<back>" + "|".join(_BACK) + r")"
_YEAR_WORDS = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in _YEARS_BACK)

_DAY_WORDS = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in _DAYS)

_LAST = r"(?P<last>(?:19|20)\d\d)"
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_SECOND = ("second", "2nd", "h2", "하", "cuối", "cuoi")
_QUARTERS = (
    *("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th"),
    *("1", "2", "3", "4", "i", "ii", "iii", "iv"),
)
_QUARTER = rf"(?P<quarter>{'|'.join(sorted(_QUARTERS, key=len, reverse=True))})"
_MONTH = r"(?P<{}>" + "|".join(sorted(_NUMBER_OF, key=len, reverse=True)) + r")"
_YEAR_VI = rf"\s*(?:(?:năm|nam|/)\s*)?{_Y}\b"
_SHAPES: tuple[tuple[str, Make], ...] = (
    (rf"\b(?:the )?(?P<half>first|second|1st|2nd) half of (?:the year )?{_Y}\b", _half),
    (rf"\b(?P<half>h1|h2) (?:of )?{_Y}\b", _half),
    (rf"(?<!\d){_Y}\s*년?\s*(?P<half>상|하)반기(?:에|의|에는)?", _half),
    (rf"\b(?:nửa|nua|6\s*tháng|6\s*thang) (?P<half>đầu|dau|cuối|cuoi){_YEAR_VI}", _half),
    (rf"\b(?:the )?{_QUARTER} quarter of {_Y}\b", _quarter),
    (rf"\bq{_QUARTER} (?:of )?{_Y}\b", _quarter),
    (rf"(?<!\d){_Y}\s*년?\s*{_QUARTER}\s*/?\s*분기(?:에|의|에는)?", _quarter),
    (rf"\b(?:quý|quy) {_QUARTER}{_YEAR_VI}", _quarter),
    (rf"\b(?:the )?first (?P<n>\d\d?|{'|'.join(_NUMBERS)}) months of {_Y}\b", _first_months),
    (rf"\b(?P<n>\d\d?)\s*(?:tháng|thang) (?:đầu|dau){_YEAR_VI}", _first_months),
    (
        rf"(?<!\d){_Y}\s*년\s*(?P<one>\d\d?)\s*월?\s*(?:[~–-]|부터|에서)\s*(?P<other>\d\d?)\s*월"
        r"(?:까지)?(?:에|의)?",
        _from_month,
    ),
    (
        rf"\b(?:from )?{_MONTH.format('one')}\s*(?:[–-]|to|until|through)\s*"
        rf"{_MONTH.format('other')},? {_Y}\b",
        _from_month,
    ),
    (rf"\b(?:between|from)\s+{_Y}\s+(?:and|to|till|until|through)\s+{_LAST}\b", _years),
    (
        rf"\b(?:từ|tu|giữa|giua)\s+(?:(?:năm|nam)\s+)?{_Y}"
        rf"\s+(?:đến|tới|den|toi|và|va)\s+(?:(?:năm|nam)\s+)?{_LAST}\b",
        _years,
    ),
    (rf"(?<!\d){_Y}\s*년?\s*(?:부터|에서)\s*{_LAST}\s*년?\s*(?:까지)?(?:의)?", _years),
    (rf"(?<![\d/.-]){_Y}\s?년?\s?[-–~]\s?{_LAST}(?:\s?년)?(?![\d/.-])", _years),
    (rf"\b(?:before|prior to|earlier than)\s+(?:the year\s+)?{_Y}\b(?![-./])", _before),
    (rf"\b(?:trước|truoc)\s+(?:năm\s+|nam\s+)?{_Y}\b(?![-./])", _before),
    (rf"(?<!\d){_Y}\s*년\s*(?:이전|전)(?:에도?|의|부터)?(?![가-힣])", _before),
    (rf"\b(?:after|later than)\s+(?:the year\s+)?{_Y}\b(?![-./])", _after),
    (rf"\bsau\s+(?:năm\s+|nam\s+)?{_Y}\b(?![-./])", _after),
    (rf"(?<!\d){_Y}\s*년\s*(?:이후|후)(?:에도?|의)?(?![가-힣])", _after),
    (rf"\b(?:(?:by |at )?(?:the )?end of(?: the year)?|late(?: in)?)\s+{_Y}\b", _late),
    (rf"(?<!\d){_Y}\s*년\s*(?:말|연말)(?:에도?|의|까지|기준|에는)?(?![가-힣])", _late),
    (rf"\b(?:cuối|cuoi)\s+(?:(?:năm|nam)\s+)?{_Y}\b(?![-./])", _late),
    (rf"\b(?:(?:in |at )?(?:the )?(?:start|beginning) of|early(?: in)?)\s+{_Y}\b", _early),
    (rf"(?<!\d){_Y}\s*년\s*(?:초|연초)(?:에도?|의)?(?![가-힣])", _early),
    (rf"\b(?:đầu|dau)\s+(?:năm|nam)\s+{_Y}\b(?![-./])", _early),
    (rf"(?<!\w)(?:{_DAY_WORDS})", _near_day),
    (rf"\b{_Y}-{_M}-{_D}\b", _plain),
    (rf"\b{_Y}[./]{_M}[./]{_D}\b", _plain),
    (rf"{_Y}\s*년\s*{_M}\s*월\s*{_D}\s*일", _plain),
    (rf"{_Y}\s*년\s*{_M}/{_D}(?!\d)", _plain),
    (rf"{_NOT_THEN}{_Y}\s*년\s*{_M}\s*월", _plain),
    (rf"{_BACK_WORDS}\s*{_M}\s*월\s*{_D}\s*일", _korean_back),
    (rf"{_NOT_THEN}{_BACK_WORDS}\s*{_M}\s*월", _korean_back),
    (rf"(?<!\d)['’]?(?P<yy>\d\d)\s*년도?\s*{_M}\s*월(?!\s*\d)", _korean_short_year),
    (rf"지난\s*{_M}\s*월(?!\s*\d)", _last_month),
    (rf"{_M}\s*월\s*{_D}\s*일", _plain),
    (rf"{_NOT_THEN}{_BACK_WORDS}", _korean_back),
    (rf"{_Y}\s*년(?:도(?![가-힣]))?", _plain),
    (rf"(?<!\d)['’]?(?P<yy>\d\d)\s*년(?:도|에|의)?(?!{_LONG})", _korean_short_year),
    (rf"(?<!\d){_M}\s*월(?!\s*드)", _plain),
    (rf"\b{_D}[/.-]{_M}[/.-]{_Y}\b", _day_first),
    (rf"(?<![\d/]){_D}/{_M}/(?P<yy>\d\d)(?![\d/])", _day_first),
    (rf"(?<![\d.])(?P<yy>[0-2]\d)\.\s?{_M}\.\s?{_D}(?![\d.%])", _short_dotted),
    (rf"(?<![\d.]){_M}\.{_D}(?=\.?(?:에|의)?\s+[가-힣])(?!\.?\s*{_COUNTED})", _korean_dotted),
    (rf"(?<=\bon ){_D}\.{_M}\b(?!\.?\d)", _day_first),
    (rf"\b{_D}{_TH}{_OF}{_NAME},?\s+(?P<back>{_YEAR_WORDS})\b", _month_of_year_back),
    (rf"\b{_NAME}\s+{_D}{_TH},?\s+(?P<back>{_YEAR_WORDS})\b", _month_of_year_back),
    (
        rf"\b(?:ngày|ngay|hôm|mùng)?\s*{_D}\s*(?:tháng|thang|/|-)\s*{_M}\s+(?P<back>{_YEAR_WORDS})\b",
        _month_of_year_back,
    ),
    (rf"\b(?:ngày|ngay|hôm|mùng)\s*{_D}\s*(?:tháng|thang|/|-)\s*{_M}{_VI_YEAR}", _plain),
    (rf"\b{_D}\s*(?:tháng|thang)\s*{_M}{_VI_YEAR}", _plain),
    (rf"(?:tháng|thang)\s*{_M}\s+(?P<back>{_YEAR_WORDS})\b", _month_of_year_back),
    (rf"(?:tháng|thang)\s*{_M}{_VI_YEAR}(?!\d)", _plain),
    (rf"\b{_M}[/.-]{_Y}\b", _plain),
    (rf"\b{_NAME}\s+(?:of\s+)?(?P<back>{_YEAR_WORDS})\b", _month_of_year_back),
    (rf"\b(?:{_YEAR_WORDS})\b", _year_back),
    (rf"(?<![\d/.,]){_D}/{_M}(?![\d/])", _day_first),
    (rf"\b{_D}{_TH}{_OF}{_NAME},?\s*{_Y}\b", _plain),
    (rf"\b{_NAME}\s+{_D}{_TH},?\s+{_Y}\b", _plain),
    (rf"\b(?:last\s+)?{_NAME}\s*\(\s*{_Y}\s*\)", _plain),
    (rf"\blast\s+{_NAME}", _last_month_named),
    (rf"\b{_NAME},?\s+(?:of\s+)?{_Y}\b", _plain),
    (rf"\b{_NAME}\s*['’](?P<yy>\d\d)\b", _short_year),
    (rf"\b{_D}{_TH}{_OF}{_NAME}\b", _month_and_number),
    (rf"\b{_NAME}\s+{_D}{_TH}\b(?!\s*(?:,\d|percent|people|%))", _month_and_number),
    (rf"\b{_NAME}\b", _month_alone),
    (rf"(?<![\d.,$]){_Y}(?![\d.,]\d)(?!\d)", _plain),
)  # fmt: skip

_VI_DAYS = "hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay"
_WEEKDAY = re.compile(
    r"\b(?:on )?(?:a )?(?P<en>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b,?"
    r"|\b(?P<short>mon|tues?|wed|thurs?|fri|sat|sun)\b,?"
    r"|(?P<ko>[월화수목금토일]요일)(?:날에?|(?:에|이|은)(?![가-힣]))?,?"
    rf"|\b(?:hôm|hom|vào|vao)\s+(?:thứ|thu)\s+(?P<vi>{_VI_DAYS})\b,?"
    rf"|\b(?:thứ|thu)\s+(?P<dated>{_VI_DAYS}),?\s+(?=ngày|ngay|;)"
    r"|\b(?:chủ|chu)\s+(?P<sunday>nhật|nhat)\b,?",
    re.IGNORECASE,
)
"""A day of the week; a short name is only taken for one beside the day that it is."""

_DAY_ALONE = re.compile(rf"\bon the {_D}(?:st|nd|rd|th)\b", re.IGNORECASE)

_COMPILED = tuple((re.compile(shape, re.IGNORECASE), make) for shape, make in _SHAPES)


ANY_DAY = date(2000, 1, 1)
"""For whom it does not matter what `last year` means."""


def take_times(text: str, today: date) -> tuple[list[Time], str]:
    """The dates in text, and the text without them. Numeric dates are day/month."""
    found: list[Time] = []

    def taken(match: re.Match[str], make: Make) -> str:
        time = make(match, today)
        if time is None:
            return match[0]
        found.append(time)
        return " ; "

    for shape, make in _COMPILED:
        text = shape.sub(lambda match, make=make: taken(match, make), text)  # type: ignore[misc]
    found, text = _with_day(found, text)
    return _with_weekdays(found, text)


def _with_weekdays(found: Sequence[Time], text: str) -> tuple[list[Time], str]:
    """The days of the week in text, without those that only say on which a given date falls."""
    days = [time.about for time in found if time.day]
    right = {day.weekday() for day in days if day}
    more: list[Time] = []

    def taken(match: re.Match[str]) -> str:
        name = next(name for name in match.groups() if name).lower()
        at = next(at for at, names in enumerate(_WEEKDAYS) if name in names.split())
        if at in right:
            return " "
        if match["short"]:
            return match[0]
        more.append(Time(match[0].strip(), weekday=at))
        return " ; "

    text = _WEEKDAY.sub(taken, text)
    return [*found, *more], text


def _with_day(found: list[Time], text: str) -> tuple[list[Time], str]:
    """A month that a text has, with the day that it gives elsewhere: `on the 12th`."""
    day = _DAY_ALONE.search(text)
    months = [time for time in found if time.month and not time.day]
    if day is None or len(months) != 1:
        return found, text
    dated = months[0]._replace(day=int(day["d"]), words=f"{months[0].words}, {day[0].strip()}")
    left = text[: day.start()] + " ; " + text[day.end() :]
    return [dated if time is months[0] else time for time in found], left
