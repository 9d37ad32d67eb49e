"""How strongly a fact accounts for a name, a date, a number or a word of a question."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from kvbot.ask.cards import Card, World
from kvbot.ask.figures import Figure
from kvbot.ask.grammar import is_soft, listed, sorts_of, types
from kvbot.ask.reading import HEAD, Element, Reading, bodies
from kvbot.ask.slots import FREE, is_one_of_two, kinds_of_text
from kvbot.ask.words import CONCEPT, TITLE, concepts_in

DIRECT, AROUND, REACHED, SAID = 2.0, 1.5, 1.0, 0.75
"""How strongly a fact accounts for a name: it names it, its occasion does, it lies there,
its words mention it."""

OWN, CALLED, QUOTED = 2.0, 1.5, 1.0
"""How strongly a fact accounts for a word: by its own words, by a name, by a quote."""

LESS = 0.3
"""How much less a word of the same meaning counts than the same word."""

ASKED_FOR = 0.75
"""What part of its strength a word has that says what is asked for: of `which sector`."""

CENTURY = 2000
"""What is left out where a year is written in two digits."""

HINT = 0.01
"""What a word counts that need not be accounted for and is not."""

_PEOPLE = frozenset({f"{CONCEPT}person", f"{CONCEPT}attend"})
"""Whom one may count who came, whatever a document calls them."""

_MEMBERS = frozenset({f"{CONCEPT}member"})
"""What a figure may count, though no figure is that somebody is one."""

_SET_UP = frozenset({f"{CONCEPT}open", f"{CONCEPT}found"})
"""What the sentence of a figure may say of what it counts: offices that were set up."""

_CONFERENCE = f"{CONCEPT}conference"
"""What forums, roundtables and conferences all are."""

BOUNDS = {"more": "over", "less": "under"}
"""What a figure on record is said to be that is more, or less, than its number."""


def weigh(card: Card, element: Element, reading: Reading, world: World) -> float:
    """How strongly a fact accounts for something in a question; 0 where it does not."""
    if element.asks and element.concepts & kinds_of_text():
        return max(HINT, ASKED_FOR * _term(card, element))
    if element.asks and element.concepts & _kinds_of_happening():
        return _term(card, element) if card.type in ("agreement", "event") else HINT
    if element.asks or ("kind" in reading.asked and _tells_kind(element)):
        return HINT
    found = _by_itself(card, element, reading, world) or _in_a_way(card, element, reading, world)
    return found or (HINT if is_soft(element) and not element.counted else 0.0)


@cache
def _kinds_of_happening() -> frozenset[str]:
    """The concepts that are a kind of event or agreement: of `which forum` no visit is one."""
    return (sorts_of("agreement") | sorts_of("event")) - {"agreement", "event"}


def _by_itself(card: Card, element: Element, reading: Reading, world: World) -> float:
    """How strongly a fact accounts for something by what it names, its dates, its words."""
    if element.kind == "entity":
        return _entity(card, element, reading, world)
    found = _MEASURES[element.kind](card, element)
    if card.type == "remark" and element.concepts and element.concepts <= _speech() | {"matter"}:
        return found if element.tokens & card.stated else min(found, QUOTED)
    return found


def _in_a_way(card: Card, element: Element, reading: Reading, world: World) -> float:
    """How strongly it does by where it stands, who told it, or in which document."""
    if element.concepts == {"under"} and not reading.whether:
        return QUOTED if card.type == "statistic" or _lies_under(card, reading) else 0.0
    if element.figure and element.figure.ordinal and _is_the_only_one(card, element, reading):
        return HINT
    if "list" in reading.asked and element.concepts == {"meet"} and _CONFERENCE in card.implied:
        return OWN - LESS  # of meetings a roundtable is one
    said = card.type == "remark" and asks_what_was_said(reading)
    if said and element.tokens & _structural() & card.own:
        return OWN
    if card.type == "statistic" and _cites(reading) and _is_of_publisher(card, element, world):
        return SAID
    of_document = reading.concepts & {"article", "press_release"}
    if card.type == "statistic" and element.concepts and reading.concepts & {"say", "speaker"}:
        of_document |= element.concepts & sorts_of("event")
    return SAID if of_document and element.tokens & card.document else 0.0


def _is_the_only_one(card: Card, element: Element, reading: Reading) -> bool:
    """Whether a question means as the first what happened once: no other has a number."""
    if (
        card.type not in ("event", "agreement")
        or element.figure is None
        or element.figure.value != 1
    ):
        return False
    numbered = any(_ordinals(number) & card.own for number in range(1, 6))
    return not numbered and any(e.tokens & card.implied for e in reading.elements)


def _lies_under(card: Card, reading: Reading) -> bool:
    """Whether a body of the fact is part of one that the question names: of the ministry."""
    above = card.reach - card.direct - card.locations - card.site
    others = [e for e in reading.elements if e.entities and not e.entities & card.direct]
    return any(e.entities & above or any(map(card.mentions, e.names)) for e in others)


def _tells_kind(element: Element) -> bool:
    """Whether a word is a kind of agreement, as in `was it an MoU or a contract`."""
    kinds = {CONCEPT + concept for concept in element.concepts}
    return bool(kinds) and kinds <= _sorts_of_agreement()


def _entity(card: Card, element: Element, reading: Reading, world: World) -> float:
    if reading.whether and not _acts(card, element, reading):
        return 0.0
    if not _is_there(card, element, reading, world):
        return 0.0
    if card.rank and element.topic and not element.entities & (card.direct - card.inside):
        return 0.0  # what has a rank among the partners of another, not the other way round
    counted_in = card.inside or card.reach
    if (card.counted_in or card.rank) and element.inside and not element.entities & counted_in:
        return 0.0
    if element.entities & card.direct:
        return DIRECT
    if card.type == "role" and element.entities & reading.people:
        return 0.0  # a post is of its holder, whoever else its sentence names
    if card.type == "statistic" and element.entities & card.places:
        return 0.0  # what is counted is not where the number was told
    if element.entities & card.around & (card.actors | card.places):
        part_of_visit = card.type == "event" and reading.whether
        return 0.0 if part_of_visit else AROUND
    if element.entities & card.reach:
        return 0.0 if _is_of_a_body_there(card, reading) else REACHED
    if element.entities & card.by and _cites(reading):
        return SAID
    if card.type == "statistic" and not _is_within(card, element, world):
        return 0.0  # what a figure is of stands in its fields; a sentence may have several
    said = card.words_said
    likely = (name for name, words in element.words_of_names if words <= said)
    return SAID if any(map(card.mentions, likely)) else 0.0


def _is_of_a_body_there(card: Card, reading: Reading) -> bool:
    """Whether a figure is only of a body in the places that a question names: of a school there.

    How many students a school has is not how many there are in its country.
    """
    if card.type != "statistic" or not reading.counts:
        return False
    return not any(e.entities & card.direct for e in reading.elements)


def _is_of_publisher(card: Card, element: Element, world: World) -> bool:
    """Whether something tells who told a figure: `according to the Korean ministry`."""
    sorts = element.concepts & bodies()
    return bool(
        element.entities & world.reach(card.by) - card.direct
        or (sorts and element.tokens & world.called(card.by))
    )


def _is_within(card: Card, element: Element, world: World) -> bool:
    """Whether a place lies in the one that a figure is of: Hai Phong is one of five cities."""
    whole = card.direct - card.inside
    return any(whole & (world.larger.get(e, frozenset()) - {e}) for e in element.entities)


def _cites(reading: Reading) -> bool:
    """Whether a question speaks of who said it, or whom a document names."""
    cited = reading.concepts & concepts_in("cited") or "named" in reading.asked
    return bool(cited) or any(w.folded in listed("documents", reading.lang) for w in reading.words)


def _is_there(card: Card, element: Element, reading: Reading, world: World) -> bool:
    """Whether a fact with a place is in the one in which the question has it.

    It matters for yes or no, and in a list; of events the place is where they were.
    """
    lists = "list" in reading.asked
    if not (reading.whether or lists) or not world.has_place(element.entities):
        return True
    of_events = lists and card.type == "event" and reading.asked <= {"list", "event"}
    if not element.inside and not (of_events and not is_one_of_two(element, reading)):
        return True
    if card.type == "statistic" and not card.site:
        return True
    if card.type == "remark" and element.entities & card.direct:
        return True  # what was said in Seoul may be of Vietnam
    return bool(element.entities & (card.site or card.direct | card.inside))


def _acts(card: Card, element: Element, reading: Reading) -> bool:
    """Whether somebody who is said to have hosted an event is one of its hosts."""
    hosts = {
        slug for r in card.fact.reports for slug in getattr(r, "hosts", ()) if slug in card.direct
    }
    if "host" not in reading.concepts or not hosts or element.inside:
        return True
    acting = element.entities & (card.direct | card.reach) - card.locations
    return not acting or bool(acting & hosts)


def _stranger(card: Card, element: Element) -> float:
    """The name of somebody who is not on record: nothing accounts for it."""
    return 0.0


def _time(card: Card, element: Element) -> float:
    if element.time is None:
        return 0.0
    if element.time.fits(card.spans):
        return 1.0
    of_aim = element.time.month and CONCEPT + "target" in card.implied
    return SAID if of_aim and element.time.fits(card.said) else 0.0


def _figure(card: Card, element: Element) -> float:
    if element.figure is None:
        return 0.0
    if element.figure.bound:
        quoted = card.type == "remark" and element.figure.value in card.numbers_said
        return float(quoted or _is_beyond(card, element.figure))
    if element.figure.value in card.numbers:
        return DIRECT
    if card.type == "statistic":
        return 0.0
    if not element.figure.unit and any(
        span.first.year == CENTURY + element.figure.value for span in card.spans
    ):
        return REACHED  # `Startup Day 24`
    if not element.figure.ordinal:
        return float(element.figure.value in card.numbers_said)
    forms = _as_ordinal(element.figure)
    if forms & card.own:
        return OWN
    if any(_ordinals(other) & card.own for other in range(1, 6)):
        return 0.0
    return QUOTED if forms & card.quotes else 0.0


def _as_ordinal(figure: Figure) -> frozenset[str]:
    """The words for the place in an order that a figure is."""
    return _ordinals(int(figure.value)) if figure.value == int(figure.value) else frozenset()


@cache
def _ordinals(number: int) -> frozenset[str]:
    """The words for a place in an order: `2nd`, `second`, `제2차`."""
    said = f"{number}"
    forms = {f"{said}{ending}" for ending in ("st", "nd", "rd", "th", "차", "회")}
    words = dict(enumerate(("first", "second", "third", "fourth", "fifth"), start=1))
    forms |= {words[number]} if number in words else set()
    return frozenset({*forms, f"제{said}차", f"제{said}회"})


def _is_beyond(card: Card, figure: Figure) -> bool:
    """Whether a figure on record is more, or less, than one of a question, of the same unit."""
    if (figure.unit == "%") != bool(card.implied & {CONCEPT + "share"}):
        return False
    counted = getattr(card.fact.first, "attendance", None) or card.fact.first
    at_it = getattr(counted, "qualifier", "") == BOUNDS[figure.bound]
    if (at_it or figure.inclusive) and figure.value in card.numbers:
        return True
    if figure.bound == "more":
        return any(number > figure.value for number in card.numbers)
    return any(number < figure.value for number in card.numbers)


def _title(card: Card, element: Element) -> float:
    if element.tokens & (card.titles | (card.implied & HEAD)):
        return CALLED
    return _term(card, element) if element.concepts - {"head"} else 0.0


def superlative() -> frozenset[str]:
    """What says that something is the first of its kind."""
    return frozenset({f"{CONCEPT}first_place"})


def _term(card: Card, element: Element) -> float:
    if element.binds and card.rank and element.tokens >= superlative():
        return OWN if card.rank == 1 else 0.0
    if element.phrase:
        phrases = element.names or (element.phrase,)
        return OWN if any(card.says(phrase, element.marks) for phrase in phrases) else 0.0
    if element.tokens.isdisjoint(card.accounted_for):
        run_on = not element.concepts and any(map(card.has_run_on, element.tokens))
        return QUOTED if run_on else 0.0
    if element.concepts == {"target"} and card.type == "statistic":
        return OWN if element.tokens & card.implied else 0.0  # what was reached is no aim
    first_of_all = element.tokens >= superlative() and not card.rank
    parts = _parts(element.tokens - {CONCEPT + "rank"} if first_of_all else element.tokens)
    if parts.structural & card.implied:
        return OWN
    if any(token.startswith(TITLE) for token in element.tokens) and element.tokens & card.titles:
        return CALLED  # `thi truong` without diacritics is a mayor or a market
    if card.type == "remark" and parts.structural & _sorts_of_agreement() & card.quotes:
        return QUOTED  # what was said on the occasion of an MoU
    if card.type == "statistic" and parts.structural & (_SET_UP & card.quotes | card.occasion):
        return QUOTED
    if parts.structural and not parts.has_meanings:
        if card.type == "statistic" and parts.structural & _MEMBERS & card.own:
            return OWN - LESS
        return OWN if parts.others & card.own else 0.0
    # the sentence of a figure may speak of other bodies: of companies that are SMEs
    counts = card.type == "statistic" and element.concepts & concepts_in("counted")
    quotes = frozenset() if counts or (element.counted and not card.rank) else card.quotes
    counting = card.type in ("statistic", "event") and not card.rank
    surely = not counting or parts.all & (card.own - card.implied | _PEOPLE)
    if element.counted and not surely:
        return 0.0
    for bag, strength in ((card.own, OWN), (card.called, CALLED), (quotes, QUOTED)):
        if parts.words & bag:
            return strength
        if parts.others & bag:
            return strength - LESS
    return 0.0


@cache
def _sorts_of_agreement() -> frozenset[str]:
    """The concepts that are a kind of agreement: an MoU, a contract."""
    return frozenset(CONCEPT + c for c, kind in types().items() if kind == "agreement")


class _Parts(NamedTuple):
    """The tokens of a word. structural: what only a fact of that sort accounts for.

    others: the rest, of which words are no meanings.
    """

    structural: frozenset[str]
    others: frozenset[str]
    words: frozenset[str]
    has_meanings: bool

    @property
    def all(self) -> frozenset[str]:
        """Every token."""
        return self.structural | self.others


@cache
def _speech() -> frozenset[str]:
    """Concepts of saying something; every remark implies them, and some state one."""
    return concepts_in("speech")


@cache
def _structural() -> frozenset[str]:
    """What only a fact of that sort accounts for: that it is an MoU, that something opens."""
    return frozenset(CONCEPT + concept for concept in concepts_in("structural"))


def asks_what_was_said(reading: Reading) -> bool:
    """Whether a question asks for no more than what was said, or why."""
    return not reading.whether and not reading.asked - FREE - {"reason", "kind"}


@lru_cache(1024)
def _parts(tokens: frozenset[str]) -> _Parts:
    structural = tokens & _structural()
    others = tokens - structural
    words = frozenset(token for token in others if ":" not in token)
    has_meanings = any(token.startswith(CONCEPT) for token in others)
    return _Parts(structural, others, words, has_meanings)


_MEASURES = {
    "name": _stranger, "time": _time, "figure": _figure, "title": _title, "term": _term,
}  # fmt: skip
