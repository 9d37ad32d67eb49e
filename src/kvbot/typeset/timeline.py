"""Agreements and events in the order of time, along a line."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from kvbot.model.edtf import parse_edtf
from kvbot.model.facts import Agreement, Event, Fact
from kvbot.model.text import Frozen, Lang
from kvbot.typeset.notes import Subject
from kvbot.words.claims import agreed
from kvbot.words.dates import say_date
from kvbot.words.render import marks

MOST_ENTRIES = 7
"""Entries in one picture, the latest of more: what a phone shows without making it smaller."""

DAYS_OF_A_YEAR = 365.25

LONG_YEARS = 5.0
"""Years after which the line is broken instead of growing on."""

EntryKind = Literal["agreement", "event", "planned"]


class Entry(Frozen):
    """What happened, and when. gap: to the entry before, 0 to 1 of the longest that is drawn.

    broken: whether more time has passed than the line shows.
    """

    when: str
    text: str
    kind: EntryKind
    marks: str
    gap: float
    broken: bool


class Legend(Frozen):
    """What a mark on the line stands for."""

    kind: EntryKind
    text: str


class TimeChart(Frozen):
    """Entries under a title, and beneath them the sources. more: how many are not shown."""

    lang: Lang
    title: str
    entries: tuple[Entry, ...]
    legend: tuple[Legend, ...]
    notes: tuple[str, ...]
    more: str = ""

    @property
    def in_words(self) -> str:
        """What the chart shows."""
        told = [f"{entry.when}: {entry.text} {entry.marks}" for entry in self.entries]
        return ". ".join((self.title, "; ".join(told), *self.notes))


def time_chart(subject: Subject) -> TimeChart | None:
    """The latest agreements and events of an answer; None where there are fewer than two."""
    fitting = [fact for fact in subject.facts if _kind(fact) and (_dates(fact) or _is_open(fact))]
    ordered = sorted(fitting, key=_is_open)
    shown = ordered[-MOST_ENTRIES:]
    if len(shown) < 2:
        return None
    entries = tuple(
        _entry(subject, fact, before) for fact, before in zip(shown, [None, *shown], strict=False)
    )
    left = len(subject.facts) - len(shown)
    words = subject.words
    return TimeChart(
        lang=words.lang,
        title=subject.rendered.title,
        entries=entries,
        legend=tuple(
            Legend(kind=kind, text=words.option("picture", kind))
            for kind in dict.fromkeys(entry.kind for entry in entries)
        ),
        notes=subject.notes(cited for fact in shown for cited in subject.cited(fact)),
        more=words("heading.more", count=words.count("entries", left)) if left else "",
    )


def _kind(fact: Fact) -> EntryKind | None:
    if isinstance(fact.first, Event):
        return "planned" if fact.first.status == "planned" else "event"
    return "agreement" if isinstance(fact.first, Agreement) else None


def _dates(fact: Fact) -> list[str]:
    """The dates that the reports of a fact give it, each once."""
    return list(dict.fromkeys(when for report in fact.reports if (when := report.when())))


def _is_open(fact: Fact) -> bool:
    """Whether something is planned for a day that nobody has named."""
    return _kind(fact) == "planned" and not _dates(fact)


class Gap(NamedTuple):
    """Time from one fact to the next, 0 to 1 of the longest drawn. broken: whether it is more."""

    drawn: float
    broken: bool


def gap_between(before: Fact | None, fact: Fact) -> Gap:
    """How far apart two facts stand; nothing where one of them has no date."""
    years = _years_between(before, fact)
    return Gap(min(years, LONG_YEARS) / LONG_YEARS, years > LONG_YEARS)


def _entry(subject: Subject, fact: Fact, before: Fact | None) -> Entry:
    gap = gap_between(before, fact)
    numbers = {number for cited in subject.cited(fact) for number in cited.numbers}
    return Entry(
        when=_when(subject, fact),
        text=_text(subject, fact),
        kind=_kind(fact) or "event",
        marks=marks(numbers),
        gap=gap.drawn,
        broken=gap.broken,
    )


def _years_between(before: Fact | None, fact: Fact) -> float:
    """Years from the date of one fact to that of the next; none where there is no date."""
    if before is None or not (_dates(before) and _dates(fact)):
        return 0.0
    days = _first_day(fact) - _first_day(before)
    return max(0.0, days.days / DAYS_OF_A_YEAR)


def _first_day(fact: Fact) -> date:
    return min(parse_edtf(when).first for when in _dates(fact))


def _when(subject: Subject, fact: Fact) -> str:
    """Date and place, before anything that is planned the word for it."""
    words, report = subject.words, fact.first
    said = words("picture.either").join(say_date(words, when) for when in _dates(fact))
    if _kind(fact) == "planned":
        said = words("date.planned_for", date=said) if said else words("date.planned")
    place = report.place if isinstance(report, Agreement | Event) else None
    return subject.teller.lead(said, subject.teller.name(place) if place else "")


def _text(subject: Subject, fact: Fact) -> str:
    """What happened, without who took part and what about: that is in the answer."""
    report = fact.first
    if isinstance(report, Event):
        return subject.teller.own(report.name)
    return agreed(subject.teller, report) if isinstance(report, Agreement) else ""
