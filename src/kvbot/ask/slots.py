"""What a fact holds of what is asked: whom, when, where, how many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from kvbot.ask.cards import Card, World
from kvbot.ask.grammar import is_soft, sorts_of, types
from kvbot.ask.reading import Element, Reading
from kvbot.ask.words import CONCEPT, concepts_in, tokens_of
from kvbot.model.facts import (
    Agreement,
    Described,
    Event,
    FactReport,
    Programme,
    Relation,
    Remark,
    Role,
    Statistic,
)
from kvbot.names.folding import fold_words

FREE = frozenset({"named", "list", "comparison", "whether", "text", "about"})
"""What is asked that every fact can hold: its sentence is the answer."""


LONGEST_VISIT = 21
"""Days after its first one on which what is told to the day ends at the latest."""

BEGINNINGS = ("founding", "opening", "diplomatic relations")
"""Kinds of events with which something begins."""

_NOWHERE = World()

_BODY = f"{CONCEPT}organization"
"""What sort of organization it is asks for no agreement and no event."""

_SHARE = f"{CONCEPT}share"
"""What a figure in percent is."""


class Value(NamedTuple):
    """Something asked that a fact holds: in which field, and which entity if it is one.

    side: the party for which a person acted. described: what it is, where it has no name.
    """

    asked: str
    field: str
    entity: str = ""
    side: str = ""
    described: str = ""


def values_of(card: Card, reading: Reading, world: World) -> tuple[tuple[Value, ...], bool]:
    """What the fact holds of everything asked, and whether it holds some of each."""
    slots = sorted(reading.asked - FREE)
    if card.type in ("statistic", "role") and reading.types & kinds_of_text():
        return (), False
    found = [_VALUES[slot](card, reading, world) for slot in slots if slot in _VALUES]
    values = tuple(dict.fromkeys(value for values in found for value in values))
    return tuple(_best_placed(values, card, reading, world)), all(found)


@cache
def kinds_of_text() -> frozenset[str]:
    """What is asked for by kind that no figure and no post is: a sector, an incentive."""
    return frozenset(concept for concept, kind in types().items() if kind == "text")


def _best_placed(
    values: Sequence[Value], card: Card, reading: Reading, world: World
) -> list[Value]:
    """Of several bodies or people those of the side that is asked: the Vietnamese, of KOSME."""
    if not any(value.entity for value in values):
        return list(values)
    named = {slug for e in reading.elements if not is_one_of_two(e, reading) for slug in e.entities}
    beside = named - {v.side for v in values} - {getattr(card.fact.first, "place", None)}
    scores = {
        v: (len(beside & world.reach([v.side])), int(v.side in named))
        if v.side
        else (len((named - card.site) & world.reach([v.entity])), 0)
        for v in values
        if v.entity
    }
    best = max(scores.values(), default=(0, 0))
    return [v for v in values if scores.get(v, best) == best]


def is_one_of_two(element: Element, reading: Reading) -> bool:
    """Whether a name stands beside another one, as in `the Korea-Vietnam forum`: of no side."""
    ends = {e.at + e.length for e in reading.elements if e.entities}
    begins = {e.at for e in reading.elements if e.entities}
    return element.at in ends or element.at + element.length in begins


def _given(reading: Reading) -> set[str]:
    """The entities that the question names itself: they are no answer to it.

    Where several of one name may be meant none is given, unless it is asked whom they met.
    """
    meets = reading.concepts & {"meet", "with_whom"}
    return {
        slug
        for element in reading.elements
        if element.kind == "entity" and not element.former
        if len(element.entities) == 1 or (meets and element.entities <= reading.people)
        for slug in element.entities
    }


def _entities(card: Card, asked: str, fields: Sequence[str]) -> Iterable[Value]:
    """The entities in fields of a fact; one that is only described has no slug."""
    for report in card.fact.reports:
        for field in fields:
            value = getattr(report, field, None)
            for item in _several(value):
                if isinstance(item, Described):
                    yield Value(asked, field, described=item.described.en)
                elif item is not None:
                    party = getattr(item, "party", "")
                    side = party if isinstance(party, str) else ""
                    yield Value(asked, field, str(getattr(item, "person", item)), side)


def _of_kind(
    values: Iterable[Value], kinds: set[str], world: World, reading: Reading
) -> list[Value]:
    given = _given(reading)
    return [
        value
        for value in values
        if value.entity not in given
        and world.kinds.get(value.entity, "described") in kinds
        # who is only described has no name, unless that is one: `Small Business Corporation`
        and (value.entity or value.described[:1].isupper() or "named" not in reading.asked)
    ]


def _is_meant_by_post(value: Value, reading: Reading, world: World) -> bool:
    """Whether somebody is whom the question means by a post: not whom that one met."""
    return any(world.people.holds(value.entity, post, world) for post in reading.posts)


def _is_told_of(card: Card, entity: str, world: World) -> bool:
    """Whether the fact itself tells of a person on whose visit it was."""
    return world.kinds.get(entity) == "person" and bool(world.names[entity] & card.stated)


def _person(card: Card, reading: Reading, world: World) -> list[Value]:
    """Who it was: people first, else in some fields the bodies that acted.

    Who hosted may be whom the question names itself: of `Techfest Hai Phong` Hai Phong.
    """
    report, concepts = card.fact.first, reading.concepts
    if isinstance(report, Event) and any(e.aside for e in reading.elements):
        visitors = [e for e in sorted(card.around - _given(reading)) if _is_told_of(card, e, world)]
        if visitors:
            told = "topics" if report.topics else "name"
            return [Value("person", told, visitor) for visitor in visitors]
    if isinstance(report, Agreement) and _given(reading) & _only_looking_on(report):
        return []
    if "wrote" in concepts and not isinstance(report, Role):
        return []
    if "named" in reading.asked and _only_counts(report, reading):
        return []
    for fields in _fields_of_people(report, concepts):
        values = list(_entities(card, "person", fields))
        if "with_whom" in concepts and reading.lang == "en":
            values = [v for v in values if not _is_meant_by_post(v, reading, world)]
        met = isinstance(report, Event) and concepts & {"meet"} and "host" not in concepts
        only = fields in _ONLY_PEOPLE or met or "head" in concepts
        bodies = set() if only else {"organization", "place", "described"}
        found = _others(_of_kind(values, {"person"}, world, reading), reading, world)
        if found := found or _of_kind(values, bodies, world, reading):
            return found
    hosted = isinstance(report, Event) and "host" in concepts and "head" not in concepts
    return list(_entities(card, "person", ["hosts"])) if hosted else []


def _others(values: list[Value], reading: Reading, world: World) -> list[Value]:
    """Of `whom did Kim meet` those who are not called Kim, where somebody is not."""
    if not reading.concepts & {"meet", "with_whom"}:
        return values
    said = {token for e in reading.elements if e.kind == "term" for token in e.tokens}
    others = [v for v in values if not said & world.names.get(v.entity, frozenset())]
    return others or values


def _only_counts(report: FactReport, reading: Reading) -> bool:
    """Whether those whose names are asked are only described: `several growers`."""
    described = (
        tokens_of(item.described.en, "en")
        for field in type(report).model_fields
        for item in _several(getattr(report, field))
        if isinstance(item, Described)
    )
    words = [e.tokens for e in reading.elements if e.kind == "term" and not e.concepts]
    return any(tokens & word for tokens in described for word in words)


def _only_looking_on(report: Agreement) -> set[str]:
    """Bodies that witnessed an agreement: who came from them is not who signed."""
    return {w for w in report.witnesses if isinstance(w, str)} - set(map(str, report.parties))


_DOINGS = {"sign", "signatory", "host", "meet", "visit"}
"""Of what somebody did a remark tells in passing; who it was is the matter of another fact."""

_ONLY_PEOPLE = (("person",), ("representatives",), ("speaker",), ("said_by",))
"""Fields for which a body is no answer to who it was."""


def _fields_of_people(report: FactReport, concepts: frozenset[str]) -> Iterable[tuple[str, ...]]:
    """The fields that tell who did what a question speaks of, the first that are filled count."""
    signed = bool(concepts & {"sign", "represent"})
    asks_party = "with_whom" in concepts or "party" in concepts
    match report:
        case Role():
            yield ("person",)
        case Agreement() if "witness" in concepts:
            yield ("witnesses",)
        case Agreement():
            yield from [("parties",)] if asks_party else []
            yield ("representatives",)
        case Event() if "host" in concepts:
            yield ("hosts",)
        case Event() | Relation() if signed:
            return
        case Event():
            yield ("participants", "hosts")
        case Relation():
            yield ("subject", "object")
        case Remark() if concepts & concepts_in("speech"):
            yield ("speaker",)
        case Remark() if concepts & _DOINGS and "photo" not in concepts:
            return
        case Remark():
            yield ("about", "speaker")
        case Statistic():
            yield from [("said_by",)] if "say" in concepts else []
        case _:
            yield ("organizations", "beneficiaries")


def _organization(card: Card, reading: Reading, world: World) -> list[Value]:
    if all(e.asks or is_soft(e) or e.inside for e in reading.elements):
        located = isinstance(card.fact.first, Relation) and card.fact.first.kind == "location"
        there = _entities(card, "organization", ["subject"]) if located else ()
        return _of_kind(there, {"organization", "described"}, world, reading)
    fields = _BODIES.get(card.type, ())
    if card.type == "event" and "host" in reading.concepts:
        fields = ("hosts",)
    values = list(_entities(card, "organization", fields))
    unnamed = "named" in reading.asked and _is_unnamed(card, fields, reading)
    if (gist := _in_words("organization", card, reading)) and card.type == "remark":
        return gist
    found = _of_kind(values, {"organization", "place", "described"}, world, reading)
    found = _typed(found, reading, world)
    return [v for v in found if not unnamed or _is_so_by_name(v, reading, world)]


def _is_so_by_name(value: Value, reading: Reading, world: World) -> bool:
    """Whether a body is of the kind that is asked, by its own name."""
    wanted = {f"concept:{t}" for t in reading.types}
    places = {slug for e in reading.elements for slug in e.entities if world.has_place([slug])}
    there = not places or bool(places & world.reach([value.entity]))
    return bool(wanted & _called(value, world)) and there


def _in_words(asked: str, card: Card, reading: Reading) -> list[Value]:
    """What is asked in the words of a fact: of `what centres did he propose` the gist."""
    wanted = {f"concept:{t}" for t in reading.types}
    fields = _fields(asked, "gist", "aim", "topics", "detail")
    return fields(card, reading, _NOWHERE) if wanted & card.own else []


def _is_unnamed(card: Card, fields: Sequence[str], reading: Reading) -> bool:
    """Whether the fact describes one of the kind that is asked, and does not name it."""
    wanted = {f"concept:{t}" for t in reading.types}
    described = (
        item
        for report in card.fact.reports
        for field in fields
        for item in _several(getattr(report, field, None))
        if isinstance(item, Described)
    )
    return any(wanted & tokens_of(item.described.en, "en") for item in described)


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _typed(values: list[Value], reading: Reading, world: World) -> list[Value]:
    """Those that are of the kind that is asked by name: of `which ministry` the ministries.

    A company need not be called one, but it is not called an association.
    """
    if "company" in reading.types:
        no_company = {f"concept:{c}" for c in sorts_of("organization")} - _MAY_BE_COMPANIES
        values = [v for v in values if not no_company & _called(v, world)]
    wanted = {f"concept:{t}" for t in reading.types if t not in ("organization", "company")}
    if not wanted:
        return values
    return [v for v in values if wanted & (_called(v, world) | tokens_of(v.described, "en"))]


def _called(value: Value, world: World) -> frozenset[str]:
    return world.names.get(value.entity, frozenset())


_MAY_BE_COMPANIES = {f"concept:{c}" for c in ("organization", "company", "bank", "fund")}

_BODIES = {
    "agreement": ("parties", "witnesses"),
    "event": ("hosts", "participants"),
    "relation": ("subject", "object"),
    "role": ("organization",),
    "programme": ("organizations", "beneficiaries"),
    "remark": ("about", "speaker"),
}


def _post(card: Card, reading: Reading, world: World) -> list[Value]:
    """The title of a role; of an agreement those who signed it, by whose roles it is told."""
    signed = reading.concepts & {"sign", "represent"}
    if card.type == "agreement" and (signed or "named" in reading.asked):
        values = list(_entities(card, "post", ["representatives"]))
        named = [value for value in values if value.entity in reading.people]
        return named or _of_kind(values, {"person"}, world, reading)
    return _fields("post", "title")(card, reading, world)


def _place(card: Card, reading: Reading, world: World) -> list[Value]:
    """Where it was or is; of whom a question only names, where that is, and not where it was."""
    if all(e.entities or is_soft(e) for e in reading.elements) and _only_took_part(card, reading):
        return []
    fields = ["place"]
    if isinstance(card.fact.first, Relation) and card.fact.first.kind == "location":
        fields.append("object")
    if card.type == "statistic" and "held" not in reading.concepts:
        fields += ["subject", "counterpart"]
    if card.type == "role":
        fields.append("organization")
    if card.type == "remark" and reading.types:
        fields.append("about")
    values = list(_entities(card, "place", fields))
    found = _of_kind(values, {"place", "organization"}, world, reading)
    if not found and not any(e.inside for e in reading.elements):
        found = [v for v in values if v.entity in card.site]  # of a body in Hai Phong: there
    if not found and reading.lang == "ko":
        return _organization(card, reading, world)  # 어디 asks for a body as well
    return found


def _only_took_part(card: Card, reading: Reading) -> bool:
    """Whether whom a question names has a part in something, of which the place is another."""
    first = card.fact.first
    if isinstance(first, Programme):
        name = " ".join(fold_words(first.name.en))
        return not any(name in element.names for element in reading.elements)
    return isinstance(first, Event | Agreement) and first.kind not in BEGINNINGS


def _fields(slot: str, *names: str) -> Callable[[Card, Reading, World], list[Value]]:
    """The fields that have a value, in any report."""

    def found(card: Card, reading: Reading, world: World) -> list[Value]:
        return [
            Value(slot, name)
            for name in names
            if any(_has(report, name) for report in card.fact.reports)
        ]

    return found


def _has(report: FactReport, name: str) -> bool:
    return getattr(report, name, None) not in (None, ())


def _number(card: Card, reading: Reading, world: World) -> list[Value]:
    if isinstance(card.fact.first, Event) and (
        "list" in reading.asked or not any(e.tokens & card.implied for e in reading.elements)
    ):
        return []  # how many came, where nothing says that it is about coming
    ranked = reading.concepts & {"rank", "first_place"} or any(e.figure for e in reading.elements)
    if (card.rank and not ranked) or (reading.counts and _SHARE in card.implied):
        return []
    return _fields("number", "value", "attendance")(card, reading, world)


def _rank(card: Card, reading: Reading, world: World) -> list[Value]:
    return [Value("rank", "value")] if card.rank else []


def _date(card: Card, reading: Reading, world: World) -> list[Value]:
    """The date of a fact; of what was said only where the question is about saying."""
    spoken = concepts_in("cited") | concepts_in("speech") | {"photo"}
    if card.type == "remark" and not reading.concepts & spoken:
        return []
    if card.type == "relation" and "sign" in reading.concepts:
        return []
    if isinstance(card.fact.first, Statistic) and card.fact.first.kind == "target":
        return _fields("date", "period")(card, reading, world) or _near_future(card)
    return _fields("date", "date", "period", "since")(card, reading, world)


def _near_future(card: Card) -> list[Value]:
    """When a target without a year is to be reached, as far as that is said."""
    return [Value("date", "detail")] if f"{CONCEPT}near_future" in card.own else []


def _since(card: Card, reading: Reading, world: World) -> list[Value]:
    """From when on something is: said as such, or the day on which it began."""
    if isinstance(card.fact.first, Programme) and any(e.kind == "title" for e in reading.elements):
        return []  # a programme of the year is not since when somebody has a post
    began = getattr(card.fact.first, "kind", "") in BEGINNINGS
    fields = ("since", "date") if began else ("since", "period")
    return _fields("since", *fields)(card, reading, world)


def _day(card: Card, reading: Reading, world: World) -> list[Value]:
    """The date of a fact where it is a day, or several in a row."""
    days = (span for span in card.spans if (span.last - span.first).days <= LONGEST_VISIT)
    return _date(card, reading, world) if any(days) else []


def _duration(card: Card, reading: Reading, world: World) -> list[Value]:
    """How long: a number of years or days, since when something is, from when to when it was."""
    first = card.fact.first
    if isinstance(first, Statistic):
        return [Value("duration", "value")] if _tells_duration(first.unit.en) else []
    if isinstance(first, Relation | Programme) and not reading.concepts & sorts_of("agreement"):
        return _since(card, reading, world)
    if isinstance(first, Agreement) and first.scope:
        return [Value("duration", "scope")] if _tells_duration(first.scope.en) else []
    if not isinstance(first, Event):
        return []
    lasted = any(0 < (span.last - span.first).days <= LONGEST_VISIT for span in card.spans)
    return _fields("duration", "date")(card, reading, world) if lasted else []


def _tells_duration(text: str) -> bool:
    """Whether a text has a unit of time."""
    return bool(tokens_of(text, "en") & concepts_in("units_of_time"))


def _kind(card: Card, reading: Reading, world: World) -> list[Value]:
    sorts = {f"concept:{c}" for c in reading.concepts & types().keys() - {"kind"}}
    if card.type in ("agreement", "event") and sorts != {_BODY}:
        return [Value("kind", "kind")]
    if sorts and not sorts & card.own:
        return []
    return (
        [Value("kind", "gist")]
        if card.type == "remark"
        else [Value("kind", "detail")]
        if card.type == "relation"
        else []
    )


def _reason(card: Card, reading: Reading, world: World) -> list[Value]:
    return _fields("reason", "gist", "aim", "scope", "topics", "detail")(card, reading, world)


def _nothing(card: Card, reading: Reading, world: World) -> list[Value]:
    """No fact tells this."""
    return []


_VALUES: dict[str, Callable[[Card, Reading, World], list[Value]]] = {
    "person": _person,
    "organization": _organization,
    "place": _place,
    "date": _date,
    "day": _day,
    "since": _since,
    "number": _number,
    "rank": _rank,
    "post": _post,
    "theme": _fields("theme", "theme", "topics"),
    "kind": _kind,
    "agreement": _fields("agreement", "parties"),
    "event": _fields("event", "name"),
    "name": _nothing,
    "duration": _duration,
    "published": _nothing,
    "publisher": _nothing,
    "reason": _reason,
}
