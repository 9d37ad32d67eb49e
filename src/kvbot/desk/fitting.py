"""Which facts a briefing has room for: the essential ones, then the newest of each type in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from kvbot.ask.facts import own_texts
from kvbot.desk.telling import newest_first
from kvbot.model.facts import Fact, FactReport, FactType, Remark

ROOM = 230.0
"""Lines of text in six pages, less headings, open points and sources: what facts may take up."""

MOST_OF_EACH: Mapping[FactType, int] = {
    "agreement": 14,
    "role": 12,
    "event": 12,
    "remark": 8,
    "statistic": 14,
    "programme": 8,
    "relation": 8,
}
"""Facts of each type at most, essential ones not counted: more than that nobody reads before a
meeting. The order is that in which they are chosen."""

CHARACTERS, NOTE_CHARACTERS = 90, 125
"""Characters in a line of the text, and of the notes at the foot of a page."""

NOTE_LINE = 0.75
"""The height of a line of the notes, in lines of the text."""

NAME = 18
"""Characters that a name in a sentence takes up, about."""


def fitting(facts: Sequence[Fact], room: float = ROOM) -> tuple[Fact, ...]:
    """The facts that fit into so many lines, the newest of each type first.

    What is marked as essential is always among them, and takes its room first.
    """
    grouped = {fact_type: _of_type(facts, fact_type) for fact_type in MOST_OF_EACH}
    chosen = [fact for group in grouped.values() for fact in group if fact.essential]
    quoted: set[str] = set()
    left = room - sum(_lines(fact, quoted) for fact in chosen)
    for fact in _in_turns([_most(group, fact_type) for fact_type, group in grouped.items()]):
        left -= _lines(fact, quoted)
        if left < 0:
            break
        chosen.append(fact)
    return tuple(chosen)


def _of_type(facts: Sequence[Fact], fact_type: FactType) -> list[Fact]:
    """The newest first; what people say before what a document says by itself."""
    found = newest_first(fact for fact in facts if fact.first.type == fact_type)
    return sorted(found, key=lambda fact: isinstance(fact.first, Remark) and not fact.first.speaker)


def _most(group: Sequence[Fact], fact_type: FactType) -> list[Fact]:
    return [fact for fact in group if not fact.essential][: MOST_OF_EACH[fact_type]]


def _in_turns(groups: Sequence[Sequence[Fact]]) -> Iterator[Fact]:
    """The first of each group, then the second of each, and so on."""
    return (fact for turn in zip_longest(*groups) for fact in turn if fact)


def _lines(fact: Fact, quoted: set[str]) -> float:
    """About how many lines a fact takes up, notes included. quoted: what already has a note."""
    return sum(_text_lines(report) + _note_lines(report, quoted) for report in fact.reports)


def _text_lines(report: FactReport) -> float:
    said = sum(len(text) for text in own_texts(report)) / 2 + NAME * len(report.mentions())
    aside = len(report.note.en) + len(report.date_words or "") if report.note else 0
    return 1 + (said + aside) / CHARACTERS


def _note_lines(report: FactReport, quoted: set[str]) -> float:
    new = {reference.exact for reference in report.references} - quoted
    quoted |= new
    return sum(NOTE_LINE * (1 + len(exact) // NOTE_CHARACTERS) for exact in new)
