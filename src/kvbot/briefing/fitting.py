"""A briefing on at most six pages: what gives way when there is more, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from kvbot.briefing.composing import TOLD_BY_TYPE, WHOLE, set_out
from kvbot.briefing.model import Briefing
from kvbot.briefing.room import pages
from kvbot.desk.choosing import most_wanted, with_essential_left_out
from kvbot.model.answers import TO_COMPARE, Answer, Claim, Section
from kvbot.model.facts import Fact, Statistic
from kvbot.model.text import Lang

PAGES = 6
"""Pages at most, in Word and as PDF."""

USUAL, READ_BEFORE = 2.22, 3.0
"""What is a little more than two pages is cut to two: that is what gets read before a meeting.
Both are pages as reckoned, which are a tenth more than they turn out."""

SHORTER, SHORT = 240, 110
"""Characters of a quote where there is no room for all of its words: two lines of notes, or one."""


class _Manner(NamedTuple):
    """What gives way. pages: that there is room for. keeps_essential: whether all of that is told.

    longest_quote: characters after which a quote is cut. has_dates: whether it has a timeline.
    """

    pages: float
    longest_quote: int
    has_dates: bool
    keeps_essential: bool


_ON_TWO = _Manner(USUAL, WHOLE, has_dates=True, keeps_essential=True)
_ON_SIX = (
    _Manner(PAGES, WHOLE, has_dates=True, keeps_essential=True),
    _Manner(PAGES, SHORTER, has_dates=True, keeps_essential=True),
    _Manner(PAGES, SHORT, has_dates=True, keeps_essential=True),
    _Manner(PAGES, SHORT, has_dates=False, keeps_essential=True),
    _Manner(PAGES, SHORT, has_dates=False, keeps_essential=False),
)
"""The first in which all that is essential fits is taken."""


def compose(answer: Answer, lang: Lang, today: date) -> Briefing:
    """Set out the answer to a Brief, which must be answered, on two pages or at most on six.

    It tells as much of what is most wanted as there is room for, and how much it leaves out.
    """
    attempts = _Attempts(answer, lang, today)
    length = pages(attempts.whole())
    if length <= USUAL:
        return attempts.whole()
    for manner in (_ON_TWO, *_ON_SIX) if length <= READ_BEFORE else _ON_SIX:
        if made := attempts.best(manner):
            return made
    return attempts.made(0, _ON_SIX[-1])


def _largest(length: Callable[[int], float], least: int, most: int, room: float) -> int | None:
    """The largest number whose length there is room for; None where the least is too long.

    Lengths grow about evenly, so that the next number to try is reckoned from two of them.
    """
    if length(most) <= room:
        return most
    if length(least) > room:
        return None
    while most - least > 1:
        share = (room - length(least)) / (length(most) - length(least))
        tried = least + max(1, min(most - least - 1, round(share * (most - least))))
        least, most = (tried, most) if length(tried) <= room else (least, tried)
    return least


class _Attempts:
    """Briefings that tell more or less of the same answer, each made once."""

    def __init__(self, answer: Answer, lang: Lang, today: date) -> None:
        self._answer, self._lang, self._today = answer, lang, today
        self._wanted = most_wanted(_own_facts(answer), answer.title.named)
        self._essential = sum(fact.essential for fact in self._wanted)
        self._made: dict[tuple[int, int, bool], Briefing] = {}

    def whole(self) -> Briefing:
        """The briefing that tells everything."""
        return self.made(len(self._wanted), _ON_SIX[0])

    def best(self, manner: _Manner) -> Briefing | None:
        """The one with the most facts that fit; None where what must be told does not."""
        least = self._essential if manner.keeps_essential else 0
        most = len(self._wanted)
        kept = _largest(cache(lambda n: self._length(n, manner)), least, most, manner.pages)
        return None if kept is None else self.made(kept, manner)

    def _length(self, kept: int, manner: _Manner) -> float:
        return pages(self.made(kept, manner))

    def made(self, kept: int, manner: _Manner) -> Briefing:
        """The briefing with so many of the facts."""
        key = (kept, manner.longest_quote, manner.has_dates)
        if key not in self._made:
            told = _without(self._answer, self._wanted[kept:])
            told = told if manner.has_dates else _without_dates(told)
            self._made[key] = set_out(told, self._lang, self._today, manner.longest_quote)
        return self._made[key]


# --- an answer that tells less ---


def _own_facts(answer: Answer) -> Iterator[Fact]:
    """What is told of the subject itself, but for the first line, which always stands."""
    first = answer.headline.fact if isinstance(answer.headline, Claim) else None
    for section in answer.sections:
        if _key(section) in TOLD_BY_TYPE:
            for claim in section.claims:
                if claim.fact and claim.fact != first and not _is_compared(claim):
                    yield claim.fact


def _without(answer: Answer, dropped: tuple[Fact, ...]) -> Answer:
    """The answer without some facts of the subject, each section telling how many it lacks."""
    if not dropped:
        return answer
    slugs = {fact.slug for fact in dropped}
    sections = tuple(_section_without(section, slugs) for section in answer.sections)
    return answer.model_copy(update={"sections": sections})


def _section_without(section: Section, slugs: set[str]) -> Section:
    left = [c for c in section.claims if c.fact is None or c.fact.slug not in slugs]
    gone = [c.fact for c in section.claims if c.fact and c.fact.slug in slugs]
    measures = {_measure(claim) for claim in left if not _is_compared(claim)}
    shown = [c for c in left if not _is_compared(c) or _measure(c) in measures]
    if _key(section) not in TOLD_BY_TYPE:
        return section.model_copy(update={"claims": tuple(shown)})
    counted = {"claims": tuple(shown), "more": section.more + len(gone)}
    essential = sum(fact.essential for fact in gone)
    return with_essential_left_out(section.model_copy(update=counted), essential)


def _without_dates(answer: Answer) -> Answer:
    """The answer without its timeline, which tells nothing that is not told elsewhere."""
    kept = tuple(section for section in answer.sections if _key(section) != "timeline")
    return answer.model_copy(update={"sections": kept})


def _key(section: Section) -> str:
    return section.heading.key.removeprefix("heading.")


def _is_compared(claim: Claim) -> bool:
    return TO_COMPARE in claim.asides


def _measure(claim: Claim) -> str:
    first = claim.fact.first if claim.fact else None
    return first.measure if isinstance(first, Statistic) else ""
