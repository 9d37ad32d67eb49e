"""What is said to a question once it is decided: the first line, and the facts under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kvbot.ask.decision import Decision
from kvbot.ask.matching import Match
from kvbot.ask.reading import Reading
from kvbot.ask.slots import Value as Asked
from kvbot.desk.listing import as_many_as_are_read, briefly
from kvbot.desk.telling import tell
from kvbot.model.answers import (
    NAMED_FIRST,
    Answer,
    Claim,
    Dated,
    Message,
    Named,
    Section,
    Stated,
    Value,
)
from kvbot.model.entities import Entity
from kvbot.model.facts import Described, Fact, FactReport, Participant, Statistic
from kvbot.model.text import LocalText
from kvbot.names.folding import printable

MOST_FACTS = 3
"""How many facts are told at most where it is no list."""

MOST_CITED = 9
"""How many passages are quoted at most for facts beyond the first."""

BOTH = 2
"""How many are told side by side in the first line."""

MOST_NAMES = 5
"""How many names the first line of a list has."""

_BY_NAME = ("person", "organization")
"""What is asked that is told by its name."""

COUNTED = {
    "agreement": "agreements",
    "event": "events",
    "programme": "programmes",
    "relation": "relations",
    "remark": "remarks",
    "role": "posts",
    "statistic": "figures",
    "mixed": "facts",
}
"""What the locale files call several facts of a type when they count them."""

HEAD = {
    "agreement": ("verb", "parties", "kind", "date", "place"),
    "role": ("person", "title", "organization"),
    "event": ("name", "status", "date", "place"),
    "statistic": (
        *("measure", "subject", "counterpart", "value", "unit", "qualifier", "period", "kind"),
        "out_of",
    ),
    "programme": ("name", "aim"),
    "relation": ("subject", "kind", "object"),
    "remark": ("speaker", "gist", "date"),
}
"""What a first line tells of a fact beside what is asked."""


def reply(
    reading: Reading,
    decision: Decision,
    posts: Sequence[Fact],
    entities: Mapping[str, Entity],
    today: date,
) -> Answer:
    """What is told: the best fact, or a list.

    posts: of whom it names, told before it. entities: whom the facts name, by slug.
    """
    if decision.outcome in ("listed", "compared") and len(decision.matches) > 1:
        facts_told = [(m.card.fact, _told_first(m)) for m in decision.matches]
        answer = listed(reading, facts_told, entities, decision.total)
        if decision.outcome == "compared":
            return _side_by_side(answer, decision)
        return _by_name(answer, decision.matches)
    facts = [*posts, *(m.card.fact for m in decision.matches)]
    claims = [_without_notes(claim) for claim in tell(_as_many_as_are_read(facts), today)]
    fields, asked = _told_first(decision.matches[0]), _asked(decision, reading)
    if posts:
        fields, asked = of_head(facts[0]), ()
        claims = [headed(claim) for claim in claims]
    opening = _opening(decision)
    first = Claim.of(facts[0], fields).with_asides(claims[0].asides)
    headline = first.model_copy(update={"opening": opening, "asked": asked})
    return _answered(reading, headline, claims)


def listed(
    reading: Reading,
    told: Sequence[tuple[Fact, Sequence[str]]],
    entities: Mapping[str, Entity],
    total: int = 0,
) -> Answer:
    """A list of facts by the fields that are told of each. total: of how many these are."""
    total = max(total, len(told))
    briefer = (briefly(fact, fields or of_head(fact), entities) for fact, fields in told)
    claims = as_many_as_are_read(briefer, reading.lang)
    headline = how_many((fact for fact, _ in told), total)
    return _answered(reading, headline, claims, more=total - len(claims))


def _by_name(answer: Answer, matches: Sequence[Match]) -> Answer:
    """A list of those who are asked for with their names first, where it is whole and short."""
    asked = [[v.entity for v in m.values if v.entity and v.asked in _BY_NAME] for m in matches]
    names = tuple(Named(entity=slug) for slug in dict.fromkeys(e for each in asked for e in each))
    if not all(asked) or not 1 < len(names) <= MOST_NAMES or any(s.more for s in answer.sections):
        return answer
    headline = Message(key=NAMED_FIRST, values={"names": names, "n": len(names)})
    return answer.model_copy(update={"headline": headline})


def _side_by_side(answer: Answer, decision: Decision) -> Answer:
    """A comparison of two with the value of each first, by what tells them apart."""
    if len(decision.matches) != BOTH or any(section.more for section in answer.sections):
        return answer
    facts = [match.card.fact for match in decision.matches]
    one, other = (fact.first for fact in facts)
    field, value = _told_apart_by(one, other)
    disputed = any({field, value} & set(fact.differing_fields()) for fact in facts)
    if not field or disputed:
        return answer
    values: dict[str, Value] = {
        "so": "" if decision.so is None else decision.so,
        "one": Stated(report=one, field=field),
        "its": Stated(report=one, field=value),
        "other": Stated(report=other, field=field),
        "others": Stated(report=other, field=value),
    }
    return answer.model_copy(update={"headline": Message(key="ask.compared", values=values)})


def _told_apart_by(one: FactReport, other: FactReport) -> tuple[str, str]:
    """The field by which two of a sort are told apart, and the one told beside it; or nothing."""
    if isinstance(one, Statistic) and isinstance(other, Statistic):
        apart = (
            f for f in ("subject", "measure", "period") if getattr(one, f) != getattr(other, f)
        )
        field = next(apart, "")
        known = bool(field) and all(getattr(report, field) for report in (one, other))
        return (field, "value") if known else ("", "")
    by = {"event": "name", "agreement": "parties"}
    if one.type != other.type or one.type not in by:
        return "", ""
    return "date", by[one.type]


def _answered(
    reading: Reading, headline: Claim | Message, claims: Sequence[Claim], more: int = 0
) -> Answer:
    """An answer of claims with the words of the documents."""
    heading = Message(key="heading.on_record")
    told = Section(heading=heading, claims=tuple(claims), more=more, quoted=True)
    return Answer(
        question=reading.question,
        status="answered",
        title=title_of(reading),
        headline=headline,
        sections=(told,),
    )


def how_many(facts: Iterable[Fact], total: int) -> Message:
    """The first line of a list: how many there are of what it lists."""
    types = {fact.first.type for fact in facts}
    type_ = types.pop() if len(types) == 1 else "mixed"
    return Message(key=f"ask.listed.{type_}", values={COUNTED[type_]: total})


def _as_many_as_are_read(facts: list[Fact]) -> list[Fact]:
    """The first fact, and those after it as long as few enough passages are cited."""
    facts, cited = facts[:MOST_FACTS], 0
    for at, fact in enumerate(facts):
        cited += len(Claim.of(fact).citations)
        if at and cited > MOST_CITED:
            return facts[:at]
    return facts


def _asked(decision: Decision, reading: Reading) -> tuple[Value, ...]:
    """The values that are asked, where the sentence of the fact would bury them.

    Of a question that has another number, how many came.
    """
    match = decision.matches[0]
    if match.card.type == "remark":
        return tuple(Named(entity=v.entity) for v in match.values if _is_told_of(match, v))
    if match.card.type not in ("agreement", "event"):
        return ()
    first = match.card.fact.first
    found: list[Value] = []
    attendance = getattr(first, "attendance", None)
    if attendance and decision.wrong and decision.wrong.figure:
        return (attendance,)
    if decision.outcome == "no" and "host" in reading.concepts:
        return tuple(_as_value(host) for host in getattr(first, "hosts", ()))
    if reading.concepts & {"discuss", "content"} and not match.values and not reading.whether:
        told = getattr(first, "topics", None) or getattr(first, "scope", None)
        return (told,) if told else ()
    for value in match.values:
        if value.entity:
            found.append(Named(entity=value.entity))
        elif value.described:
            found += _described(first, value)
        elif value.field == "date" and (date := getattr(first, "date", None)):
            found.append(Dated(edtf=date))
        elif value.field in ("theme", "topics", "attendance"):
            told = getattr(first, value.field, None)
            found += [told] if told else []
    return tuple(found)


def _as_value(participant: Participant) -> Value:
    return Named(entity=participant) if isinstance(participant, str) else participant.described


def _described(report: FactReport, value: Asked) -> list[LocalText]:
    """Whom a document describes without a name, in every language."""
    found = getattr(report, value.field)
    several = found if isinstance(found, tuple) else (found,)
    described = [item.described for item in several if isinstance(item, Described)]
    return [text for text in described if text.en == value.described]


def _is_told_of(match: Match, value: Asked) -> bool:
    """Whether it is somebody of whom a remark tells, and not who speaks."""
    speaker = getattr(match.card.fact.first, "speaker", None)
    return bool(value.entity) and value.field == "about" and value.entity != speaker


def title_of(reading: Reading) -> Message:
    """The title of the answer to a question: its own words."""
    return Message(key="title.name", values={"name": printable(reading.question)[:60]})


def _opening(decision: Decision) -> Message | None:
    """What stands before the sentence: yes, no, or that it was not when the question says."""
    if decision.outcome in ("yes", "no"):
        return Message(key=f"ask.{decision.outcome}")
    if decision.outcome == "corrected" and decision.wrong and decision.wrong.time:
        time = decision.wrong.time
        asked = Dated(edtf=time.edtf) if time.edtf else time.words
        return Message(key="ask.not_then", values={"time": asked})
    if decision.outcome == "corrected" and decision.wrong:
        return Message(key="ask.not_so", values={"name": printable(decision.wrong.words)[:60]})
    return None


def _without_notes(claim: Claim) -> Claim:
    return claim.with_asides(tuple(a for a in claim.asides if a.key != "aside.note"))


def _told_first(match: Match) -> tuple[str, ...]:
    """The fields of a fact that its first line tells: what it is, and what is asked."""
    asked = tuple(value.field for value in match.values)
    return _stated(match.card.fact, (*HEAD[match.card.type], *asked))


def _stated(fact: Fact, fields: Iterable[str]) -> tuple[str, ...]:
    """Those of the fields that a report of a fact states."""
    stated = {f for report in fact.reports for f in report.stated_fields()}
    return tuple(field for field in dict.fromkeys(fields) if field in stated)


def headed(claim: Claim) -> Claim:
    """A claim by what it is about, without the rest of what it states."""
    if claim.fact is None:
        return claim
    return Claim.of(claim.fact, of_head(claim.fact))


def of_head(fact: Fact) -> tuple[str, ...]:
    """The fields of a fact that say what it is."""
    return _stated(fact, HEAD[fact.first.type])
