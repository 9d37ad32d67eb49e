"""What is said where the base does not hold an answer: what is missing, and what can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise, zip_longest

from kvbot.ask.grammar import listed
from kvbot.ask.matching import Match
from kvbot.ask.reading import Element, Post, Reading
from kvbot.ask.slots import FREE
from kvbot.ask.times import ANY_DAY, take_times
from kvbot.ask.weighing import HINT
from kvbot.ask.words import stem
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Dated, Message, Named, Value
from kvbot.model.entities import Measure
from kvbot.model.facts import (
    Agreement,
    Event,
    FactReport,
    Participant,
    Programme,
    Remark,
    Role,
    Statistic,
)
from kvbot.names.folding import fold, is_hangul

MOST_NEAREST = 3
"""How many questions are offered that can be answered."""

LONGEST_MISSING = 60
"""Characters of a question that are repeated as what is missing."""

_SLOTS = (
    *(
        "person",
        "organization",
        "day",
        "date",
        "place",
        "number",
        "rank",
        "reason",
        "post",
        "theme",
    ),
    *("kind", "duration", "published", "publisher", "name", "agreement", "event"),
)
"""What can be asked and be missing, in the order in which it is told."""


async def decline(
    base: Snapshot, reading: Reading, matches: Sequence[Match], title: Message
) -> Answer:
    """The answer that the base holds none: without a citation, with the nearest questions."""
    near = [match for match in matches if _has_to_do_with(match)]
    measured = [m.card.fact.first for m in near]
    measures = await base.measures(r.measure for r in measured if isinstance(r, Statistic))
    return Answer(
        question=reading.question,
        status="unknown",
        title=title,
        headline=_missing(reading, matches, await _on_record(base, reading)),
        nearest=tuple(_nearest(reading, near, measures)),
    )


def _has_to_do_with(match: Match) -> bool:
    """Whether a fact has anything in common with a question."""
    return any(
        strength > HINT and element.kind in ("entity", "term", "title")
        for element, strength in match.strengths
    )


async def _on_record(base: Snapshot, reading: Reading) -> set[str]:
    """Of the words of a question those that some fact of the base has, whatever it is about."""
    return await base.known_words({t for e in reading.elements for t in e.tokens})


def _missing(reading: Reading, matches: Sequence[Match], on_record: set[str]) -> Message:
    """What stands in the way: words that no fact accounts for, or what none of them tells.

    on_record: the words of the question that some fact has.
    """
    if not reading.elements:
        return Message(key="declined.empty")
    nowhere = _nowhere(reading, matches)
    strange = all(e.kind == "name" or not e.entities for e in nowhere) and not any(
        on_record & e.tokens or e.kind == "title" for e in nowhere
    )
    if nowhere and (strange or len(nowhere) == len(reading.elements)):
        return Message(key="declined.not_mentioned", values={"words": _said(nowhere)})
    if missing := nowhere or matches[0].missing:
        not_with = Message(key="declined.not_with", values={"words": _said(missing)})
        return _not_told(reading, missing) or not_with
    if "person" in reading.asked and reading.concepts & {"sign", "signatory"}:
        return Message(key="declined.signatory")
    slot = next((slot for slot in _SLOTS if slot in reading.asked - FREE), "")
    return Message(key=f"declined.{slot}" if slot else "declined.nothing")


def _not_told(reading: Reading, missing: Sequence[Element]) -> Message | None:
    """What is not told of those whom documents do name: who holds a post, a signing, a day."""
    for post in (*reading.posts, *_heads(reading)) if "person" in reading.asked else ():
        if set(missing) <= set(post.elements):
            return Message(key="declined.holder", values={"words": _span(post, reading)})
    if "sign" in reading.concepts and not reading.asked - FREE - {"agreement", "kind"}:
        return Message(key="declined.agreement")
    named = all(e.entities for e in missing)
    day = next((slot for slot in ("day", "date") if named and slot in reading.asked), "")
    return Message(key=f"declined.{day}") if day else None


def _heads(reading: Reading) -> Iterable[Post]:
    """Who heads whom a question names, where it has no title for that: `the head of KOSME`."""
    joining = listed("joining", reading.lang)
    for one, other in pairwise(sorted(reading.elements, key=lambda e: e.at)):
        between = [word.folded for word in reading.words[one.at + one.length : other.at]]
        if "head" in one.concepts and other.entities and between and set(between) <= joining:
            yield Post(one, (other,))


def _span(post: Post, reading: Reading) -> str:
    """A post as the question has it, with what it is of: `mayor of Hai Phong`."""
    first = min(e.at for e in post.elements)
    last = max(e.at + e.length for e in post.elements)
    words = [word.written for word in reading.words[first:last]]
    return " ".join([*words[:-1], _bare(words[-1])])[:LONGEST_MISSING]


def _bare(word: str) -> str:
    """A word as it was written, in Hangul without particles: `인구는`."""
    if not is_hangul(word[-1:]):
        return word
    last = fold(word.split()[-1])
    return word[: len(word) - len(last) + len(stem(last))]


def _nowhere(reading: Reading, matches: Sequence[Match]) -> list[Element]:
    """What none of the facts that were looked at accounts for."""
    missed = [set(match.missing) for match in matches]
    return [e for e in reading.elements if all(e in missing for missing in missed)]


def _said(elements: Iterable[Element]) -> str:
    """Things as the question has them, in its order."""
    ordered = sorted(elements, key=lambda element: element.at)
    return ", ".join(_bare(element.words) for element in ordered)[:LONGEST_MISSING]


def _nearest(
    reading: Reading, matches: Sequence[Match], measures: Mapping[str, Measure]
) -> Iterable[Message]:
    """Questions about the nearest facts and about whom the question names, of many sorts."""
    questions = [q for match in matches for q in questions_about(match.card.fact.first, measures)]
    named = (min(e.entities) for e in reading.elements if len(e.entities) == 1)
    on_record = {slug for match in matches for slug in match.card.direct | match.card.reach}
    questions += [_about(slug, slug in reading.people) for slug in named if slug in on_record]
    sorts: dict[str, list[Message]] = {}
    for question in questions:
        if question not in (same := sorts.setdefault(question.key, [])):
            same.append(question)
    in_turn = chain.from_iterable(zip_longest(*sorts.values()))
    return islice(filter(None, in_turn), MOST_NEAREST)


def _about(slug: str, is_person: bool) -> Message:  # noqa: FBT001 - a fact about the entity
    return Message(
        key="nearest.person" if is_person else "nearest.entity",
        values={"entity": Named(entity=slug)},
    )


def questions_about(report: FactReport, measures: Mapping[str, Measure]) -> Iterable[Message]:
    """The question that a fact answers, if it can be put in a line."""
    values: dict[str, Value]
    match report:
        case Agreement() if len(named := _named(report.parties)) > 1:
            values = {"one": named[0], "other": named[1]}
            yield Message(key="nearest.agreement", values=values)
        case Role():
            yield _about(report.person, is_person=True)
        case Event() if report.date and not _tells_when(report.name.en):
            yield Message(key="nearest.event", values={"name": report.name})
        case Programme() if report.aim:
            yield Message(key="nearest.programme", values={"name": report.name})
        case Remark() if report.date and isinstance(report.speaker, str):
            values = {"speaker": Named(entity=report.speaker), "date": Dated(edtf=report.date)}
            yield Message(key="nearest.remark", values=values)
        case Statistic() if report.measure in measures and (of := _named([report.subject])):
            values = {"measure": measures[report.measure].name, "subject": of[0]}
            if report.period and report.kind == "actual":
                values["period"] = Dated(edtf=report.period)
            yield Message(key=f"nearest.{_sort(report)}", values=values)


@lru_cache(4096)
def _tells_when(name: str) -> bool:
    """Whether the name of an event has its date: then nobody has to ask for it."""
    return bool(take_times(name, ANY_DAY)[0])


def _sort(report: Statistic) -> str:
    if report.kind == "actual":
        return "figure_of" if report.period else "figure"
    return report.kind


def _named(participants: Iterable[Participant]) -> list[Named]:
    """Those with a name; whom a document only describes cannot be asked about."""
    return [Named(entity=p) for p in participants if isinstance(p, str)]
