"""Which facts a briefing wants to tell, and in which order they are given room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from kvbot.desk.telling import newest_first
from kvbot.model.answers import Message, Section
from kvbot.model.facts import Fact, FactType, Relation, Remark

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

MOST = 130
"""Facts of a briefing, essential ones too: even of the shortest no more fit on six pages."""


def most_wanted(facts: Iterable[Fact], subjects: Sequence[str]) -> tuple[Fact, ...]:
    """The facts that a briefing on the subjects, by slug, may tell, the most wanted first.

    What is marked as essential comes before all else; of both, the newest of each type, then
    the second of each, and so on. Chosen from what was chosen, it is the same again.
    """
    found = list(facts)
    groups = [_of_type(found, fact_type, subjects) for fact_type in MOST_OF_EACH]
    essential = _in_turns([[f for f in group if f.essential] for group in groups])
    others = _in_turns([_most(group) for group in groups])
    return (*essential, *others)[:MOST]


def with_essential_left_out(section: Section, facts: int) -> Section:
    """The section, which says that so many more facts marked as essential are not in it."""
    if not facts:
        return section
    told = [note for note in section.notes if note.key != _ESSENTIAL]
    before = [note.values["facts"] for note in section.notes if note.key == _ESSENTIAL]
    all_of_them = facts + sum(n for n in before if isinstance(n, int))
    note = Message(key=_ESSENTIAL, values={"facts": all_of_them})
    return section.model_copy(update={"notes": (*told, note)})


_ESSENTIAL = "brief.essential_left_out"


def in_order(facts: Iterable[Fact], subjects: Sequence[str]) -> list[Fact]:
    """Facts of one type as a briefing on the subjects tells them, the newest first.

    What people say stands before what a document says by itself; what the subjects are to
    others before what others are to them, and that before how others relate.
    """
    return sorted(newest_first(facts), key=lambda fact: _distance(fact, subjects))


def _distance(fact: Fact, subjects: Sequence[str]) -> int:
    """How far a fact is from the subjects: 0 to 2."""
    report = fact.first
    if isinstance(report, Relation):
        return 0 if report.subject in subjects else 1 if report.object in subjects else 2
    return 1 if isinstance(report, Remark) and not report.speaker else 0


def _of_type(facts: Iterable[Fact], fact_type: FactType, subjects: Sequence[str]) -> list[Fact]:
    return in_order((fact for fact in facts if fact.first.type == fact_type), subjects)


def _most(group: Sequence[Fact]) -> list[Fact]:
    others = [fact for fact in group if not fact.essential]
    return others[: MOST_OF_EACH[others[0].first.type]] if others else []


def _in_turns(groups: Sequence[Sequence[Fact]]) -> Iterator[Fact]:
    """The first of each group, then the second of each, and so on."""
    return (fact for turn in zip_longest(*groups) for fact in turn if fact)
