"""Whether facts bear out a statement, contradict it, or do not cover it."""

from __future__ import annotations

import re
from typing import NamedTuple

from kvbot.ask.decision import Matching
from kvbot.ask.matching import Match
from kvbot.ask.reading import Element, Reading
from kvbot.ask.weighing import OWN
from kvbot.model.answers import Verdict
from kvbot.model.facts import Statistic

MOST_STATEMENTS = 40
"""How many statements of one text are checked."""

LEAST_COVERED = 0.5
"""The share of a statement's other words that a fact has to account for to be about it."""

VALUES = ("entity", "name", "time", "figure", "title")
"""What is compared: names, dates, figures and posts; the other words only find the fact."""

FIXED = frozenset({"agreement", "event"})
"""Facts that happened once: another date, place or number of people is wrong."""

_END = re.compile(r"(?<=[.!?。])\s+(?=[^\W\d_a-z])|(?<=[.!?。])\s+$|[\n\r;]+")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|No|St|Sept?|Nov|Dec|Aug|Jan|Feb|Apr|dept?|approx|vs)\.$",
    re.IGNORECASE,
)


class Judgement(NamedTuple):
    """A verdict, and the fact that it rests on; for what is not covered the nearest, if any."""

    verdict: Verdict
    match: Match | None = None


def statements_in(text: str) -> list[str]:
    """The sentences and lines of a text."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _ABBREVIATION.search(text[start : end.start()]):
            continue
        found.append(text[start : end.start()])
        start = end.end()
    found.append(text[start:])
    cleaned = (statement.strip(" \t-•*–") for statement in found)
    return [statement for statement in cleaned if statement][:MOST_STATEMENTS]


def as_statement(reading: Reading) -> Reading:
    """A reading that asks nothing: it says that something is so."""
    return reading.having(asked=frozenset(), types=frozenset(), whether=True)


def is_checkable(reading: Reading) -> bool:
    """Whether a statement names somebody or something and says a thing that can be compared."""
    values = [e for e in reading.elements if e.kind in VALUES]
    named = any(e.kind == "entity" for e in values)
    return len(values) > 1 or (named and len(reading.elements) > 1)


def judge(reading: Reading, matching: Matching) -> Judgement:
    """Whether a statement is borne out. The reading is one of as_statement."""
    about = [m for m in matching(reading) if _is_about(m) and _is_of_a_post(reading, m)]
    if not about:
        return Judgement("not covered")
    best = min(about, key=lambda m: (len(_open_values(m)), -m.score))
    wrong = _open_values(best)
    if not wrong and _has_a_value(best):
        return Judgement("borne out", best)
    if len(wrong) == 1 and _contradicts(best, wrong[0]):
        return Judgement("contradicted", best)
    nearest = best if len(wrong) == 1 and _is_other_figure(best, wrong[0]) else None
    return Judgement("not covered", nearest)


def _open_values(match: Match) -> list[Element]:
    return [element for element in match.missing if element.kind in VALUES]


def _has_a_value(match: Match) -> bool:
    return any(e.kind in VALUES and strength for e, strength in match.strengths)


def _is_of_a_post(reading: Reading, match: Match) -> bool:
    """Whether, of a statement that only says who holds a post, a fact is such a post."""
    only = all(e.kind in ("entity", "title", "name") for e in reading.elements)
    return match.card.type == "role" or not only


def _is_about(match: Match) -> bool:
    """Whether a fact accounts for enough of a statement's words to be what it is about."""
    words = [(e, s) for e, s in match.strengths if e.kind == "term"]
    covered = sum(strength > 0 for _, strength in words)
    if words and covered < LEAST_COVERED * len(words):
        return False
    own = any(strength >= OWN - 0.5 for _, strength in words)
    return match.is_fixed and (own or not words)


def _contradicts(match: Match, wrong: Element) -> bool:
    """Whether a fact says otherwise of the same time, or of what happened once."""
    first = match.card.fact.first
    if isinstance(first, Statistic):
        return wrong.kind == "figure" and _is_of_that_time(match)
    if first.type not in FIXED:
        return False
    return (wrong.kind in ("time", "figure") or wrong.inside) and match.contradicts(wrong)


def _is_of_that_time(match: Match) -> bool:
    """Whether a figure is of a stated period, and the statement of the same."""
    first = match.card.fact.first
    timed = any(e.kind == "time" and strength for e, strength in match.strengths)
    return isinstance(first, Statistic) and first.period is not None and timed


def _is_other_figure(match: Match, wrong: Element) -> bool:
    """Whether the fact gives the same figure of another time, which is worth telling."""
    return match.card.type == "statistic" and wrong.kind in ("figure", "time")
