"""Whether a fact accounts for everything in a question, and holds what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from kvbot.ask.cards import HEAD, Card, World
from kvbot.ask.figures import Figure
from kvbot.ask.reading import Element, Post, Reading, bodies
from kvbot.ask.slots import FREE, Value, values_of
from kvbot.ask.understanding import is_soft, listed, types
from kvbot.ask.words import CONCEPT, TITLE, concepts_in, lexicon
from kvbot.model.facts import Relation, Remark
from kvbot.names.folding import is_hangul

DIRECT, AROUND, REACHED, SAID = 2.0, 1.5, 1.0, 0.75
"""How strongly a fact accounts for a name: it names it, its occasion does, it lies there,
its words mention it."""

OWN, CALLED, QUOTED = 2.0, 1.5, 1.0
"""How strongly a fact accounts for a word: by its own words, by a name, by a quote."""

LESS = 0.3
"""How much less a word of the same meaning counts than the same word."""

HINT = 0.01
"""What a word counts that need not be accounted for and is not."""

MISSING, EMPTY = 3.0, 3.0
"""What a word costs that is not accounted for, and a fact without what is asked."""

_SET_UP = frozenset({f"{CONCEPT}open", f"{CONCEPT}found"})
"""What the sentence of a figure may say of what it counts: offices that were set up."""

BOUNDS = {"more": "over", "less": "under"}
"""What a figure on record is said to be that is more, or less, than its number."""

HOLDER = 1.0
"""What it counts that a fact is the post whose holder is asked for."""

SOMEBODY = 0.6
"""What it counts that a fact names a person where it is asked who."""

BREADTH = 0.05
"""What each entity of a fact costs, so that of two facts the more precise comes first."""


@dataclass(frozen=True)
class Match:
    """How a fact meets a question. missing: what it leaves open; values: what is asked.

    world: what is known of whom the fact and the question name.
    """

    card: Card
    score: float
    missing: tuple[Element, ...]
    values: tuple[Value, ...]
    asked: bool
    strengths: tuple[tuple[Element, float], ...] = ()
    world: World = field(default_factory=World, repr=False, compare=False)

    @property
    def is_borne_out(self) -> bool:
        """Whether the values of the fact themselves say all that the question does."""
        return all(
            (strength >= REACHED and element.kind != "term" and self._is_stated(element, strength))
            or strength >= OWN - LESS
            or (strength and element.concepts and element.concepts <= concepts_in("when"))
            for element, strength in self.strengths
            if not is_soft(element)
        )

    def _is_stated(self, element: Element, strength: float) -> bool:
        """Whether a place is in the fact itself and not only where the registry has a body."""
        told_where = self.card.type != "statistic"  # a figure is of where its subject is
        reached = told_where and element.kind == "entity" and strength == REACHED
        return not reached or bool(element.entities & self.card.site)

    @property
    def apart_from_time(self) -> float:
        """How strongly the fact accounts for all but the dates of the question."""
        return sum(strength for element, strength in self.strengths if element.kind != "time")

    def without(self, element: Element) -> float:
        """How strongly and how closely the fact accounts for all but one thing."""
        strengths = (strength for e, strength in self.strengths if e != element)
        return sum(strengths) - BREADTH * len(self.card.direct)

    def is_body(self, element: Element) -> bool:
        """Whether a name of the question is that of a person or a body of the fact, no place."""
        return bool(element.entities & self.card.direct - self.card.locations)

    @property
    def is_fixed(self) -> bool:
        """Whether the question can mean no other fact: it names who or what it is about."""
        return (
            any(
                strength >= AROUND
                for element, strength in self.strengths
                if element.kind in ("entity", "figure")
            )
            or self._terms > 1
            or any(e.time and e.time.day and s for e, s in self.strengths)
        )

    def strength_of(self, element: Element) -> float:
        """How strongly the fact accounts for something in the question."""
        return next((strength for e, strength in self.strengths if e == element), 0.0)

    @property
    def is_by_own_words(self) -> bool:
        """Whether the question has words of the fact itself, and not only of its quotes."""
        return self._terms > 0

    @property
    def _terms(self) -> int:
        """How many words of the question are the fact's own."""
        return sum(e.kind == "term" and strength >= OWN - LESS for e, strength in self.strengths)

    def is_of_its_sort(self, reading: Reading) -> bool:
        """Whether the question names the sort of thing that the fact is: a forum, a signing."""
        general = {CONCEPT + concept for concept in concepts_in("general")}
        return any((e.tokens - general) & self.card.implied for e in reading.elements)

    def contradicts(self, element: Element) -> bool:
        """Whether the fact has another value of the same sort: a date, a place, a figure."""
        report = self.card.fact.first
        if report.type == "role":
            return element.kind in ("title", "entity")
        if report.type == "relation":
            return self._is_of_another(element)
        match element.kind:
            case "time":
                may_be = element.time is not None and element.time.is_within(self.card.spans)
                return self.card.dated and not may_be
            case "figure":
                return bool(self.card.numbers)
            case "entity" if report.type == "event" and not self.is_place(element):
                return bool(getattr(report, "hosts", None))
            case "entity" if not element.inside:
                return bool(getattr(report, "place", None) or getattr(report, "hosts", None))
        if element.inside or "elsewhere" in element.concepts:
            opened = getattr(report, "kind", None) == "opening"  # there may be others elsewhere
            return getattr(report, "place", None) is not None and not opened
        if report.type != "statistic":
            return False
        same = any(e.figure and strength for e, strength in self.strengths)
        return element.tokens >= _superlative() or (same and bool(element.concepts))

    def is_by_holder_of(self, titles: Sequence[Element], named: Iterable[str]) -> bool:
        """Whether who said it holds the posts of a question, and not who is named, elsewhere."""
        held = all(title.tokens & self.card.titles for title in titles)
        tokens = frozenset(token for title in titles for token in title.tokens)
        return held and not self._is_held_elsewhere(tokens, named)

    def _is_held_elsewhere(self, titles: frozenset[str], named: Iterable[str]) -> bool:
        """Whether somebody holds such a post at another body than who speaks."""
        first, people = self.card.fact.first, self.world.people
        own = people.bodies.get(str(getattr(first, "speaker", "")), frozenset())
        return any(
            bool(titles & people.titles.get(person, frozenset()))
            and not own & people.bodies.get(person, frozenset())
            for person in named
        )

    def is_place(self, element: Element) -> bool:
        """Whether something that a question names is a place."""
        return any(self.world.kinds.get(entity) == "place" for entity in element.entities)

    def has(self, figure: Element) -> bool:
        """Whether a figure of the question is the fact's own."""
        return self.strength_of(figure) >= DIRECT

    def besides(self, named: set[str]) -> int:
        """How many more entities the fact names than a question does."""
        return len(self.card.direct - named)

    @property
    def is_surely_meant(self) -> bool:
        """Whether the question gives the month of what happened once, or two who were there."""
        days = (e.time is not None and e.time.month is not None and s for e, s in self.strengths)
        named = [e for e, s in self.strengths if s >= DIRECT and self.is_body(e)]
        return self.card.type in ("agreement", "event") and (any(days) or len(named) > 1)

    @property
    def surely(self) -> int:
        """How many things of the question the fact accounts for by more than a mention."""
        return sum(strength >= REACHED for _, strength in self.strengths)

    @property
    def is_parent(self) -> bool:
        """Whether the fact is under which body another one is."""
        first = self.card.fact.first
        return isinstance(first, Relation) and first.kind == "parent"

    def _is_of_another(self, element: Element) -> bool:
        """Whether a relation that has only one such body has another one than is said."""
        report = self.card.fact.first
        if not isinstance(report, Relation) or report.kind not in ("parent", "predecessor"):
            return False
        subject = report.subject if isinstance(report.subject, str) else ""
        about = any(subject in e.entities and s for e, s in self.strengths)
        return about and element.kind in ("entity", "term", "name")

    @property
    def answers(self) -> bool:
        """Whether the fact accounts for all of the question and holds what is asked."""
        return not self.missing and self.asked


def most_stating(word: Element, matches: Sequence[Match]) -> list[Match]:
    """The facts whose own word it is, more than that of any other."""
    most = max((m.strength_of(word) for m in matches), default=0.0)
    return [m for m in matches if m.strength_of(word) == most >= OWN - LESS]


def match(card: Card, reading: Reading, world: World) -> Match:
    """How a fact meets a question."""
    strangers = {e for run in reading.bodies for e in _unknown_places(card, run, world)}
    held = [post for post in reading.posts if _is_held(card, post, world)]
    of_posts = {element for post in held for element in post.elements}
    not_held = [p.title for p in reading.posts if p not in held and not _represents(card, p)]
    strengths = [
        (element, _of_post(element, of_posts) or _strength(card, element, reading, world))
        for element in reading.elements
        if element not in not_held
    ]
    strengths += [(element, 0.0) for element in not_held]
    if strangers:
        strengths = [(e, 0.0 if e in strangers else s) for e, s in strengths]
    missing = tuple(element for element, strength in strengths if not strength)
    values, complete = values_of(card, reading, world)
    complete = complete and _speaks(card, reading) and not _only_shows(card, reading)
    score = sum(strength for _, strength in strengths) + _preference(card, reading)
    score += SOMEBODY if any(_is_person(value, world) for value in values) else 0.0
    score += HOLDER if card.type == "role" and _is_about_a_post(reading, held) else 0.0
    score -= MISSING * len(missing) + BREADTH * len(card.direct) + (0 if complete else EMPTY)
    return Match(card, score, missing, values, complete, tuple(strengths), world)


def _is_person(value: Value, world: World) -> bool:
    """Whether somebody is told where it is asked who: no body that only acted."""
    return value.asked == "person" and world.kinds.get(value.entity) == "person"


def _represents(card: Card, post: Post) -> bool:
    """Whether a post is that of who acted for a party of an agreement: `한국측 대표`."""
    return "represent" in post.title.concepts and bool(post.title.tokens & card.implied)


def _is_about_a_post(reading: Reading, held: Sequence[Post]) -> bool:
    """Whether a question asks who holds a post, or whether somebody does."""
    if reading.whether:
        return bool(reading.posts)
    titled = any(element.kind == "title" for element in reading.elements)
    of_whom = titled and bool(reading.people) and "organization" in reading.asked
    return of_whom or (bool(held) and "person" in reading.asked)


def _of_post(element: Element, of_posts: set[Element]) -> float:
    """What belongs to a post that is held is accounted for by that."""
    return CALLED if of_posts and element in of_posts else 0.0


def _speaks(card: Card, reading: Reading) -> bool:
    """Whether who is said to have said something is the speaker: of several the first."""
    report = card.fact.first
    people = [e for e in reading.elements if e.entities & reading.people]
    said = reading.concepts & concepts_in("speech") and (people or reading.posts)
    if not said:
        return True
    if not isinstance(report, Remark):
        return not reading.concepts & {"say"} or bool(reading.asked - FREE) or bool(report.said_by)
    return not people or report.speaker in people[0].entities


def _only_shows(card: Card, reading: Reading) -> bool:
    """Whether a fact is what a picture shows, and the question is about no picture."""
    picture = isinstance(card.fact.first, Remark) and CONCEPT + "photo" in card.own
    return picture and "photo" not in reading.concepts


def _unknown_places(card: Card, run: Sequence[Element], world: World) -> list[Element]:
    """The places in a body's name where no body of the fact is of that sort and sits there."""
    sorts = {CONCEPT + c for e in run for c in e.concepts & bodies()}
    alike = [e for e in card.direct | card.around if sorts & world.names.get(e, frozenset())]
    there = world.reach(alike) | frozenset(alike)
    return [e for e in run if e.entities and not e.entities & there]


def _is_held(card: Card, post: Post, world: World) -> bool:
    """Whether somebody who acts in the fact holds a post of the question."""
    return any(world.people.holds(person, post, world) for person in card.actors)


def _strength(card: Card, element: Element, reading: Reading, world: World) -> float:
    if element.asks or ("kind" in reading.asked and _tells_kind(element)):
        return HINT
    if element.kind == "entity":
        strength = _entity(card, element, reading, world)
    else:
        strength = _MEASURES[element.kind](card, element)
        if card.type == "remark" and element.concepts and element.concepts <= _speech():
            strength = strength if element.tokens & card.stated else min(strength, QUOTED)
    if not strength and element.concepts == {"under"} and not reading.whether:
        strength = QUOTED if card.type == "statistic" or _lies_under(card, reading) else 0.0
    if not strength and card.type == "remark" and asks_what_was_said(reading):
        strength = OWN if element.tokens & _structural() & card.own else 0.0
    if not strength and card.type == "statistic" and _cites(reading):
        strength = SAID if _is_of_publisher(card, element, world) else 0.0
    if not strength and reading.concepts & {"article", "press_release"}:
        strength = SAID if element.tokens & card.document else 0.0
    return strength or (HINT if is_soft(element) and not element.counted else 0.0)


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
    if reading.whether and not (_acts(card, element, reading) and _is_there(card, element)):
        return 0.0
    if card.rank and element.topic and not element.entities & (card.direct - card.inside):
        return 0.0  # what has a rank among the partners of another, not the other way round
    counted_in = card.inside or card.reach
    if (card.counted_in or card.rank) and element.inside and not element.entities & counted_in:
        return 0.0
    if element.entities & card.direct:
        return DIRECT
    if card.type == "statistic" and element.entities & card.places:
        return 0.0  # what is counted is not where the number was told
    if element.entities & card.around & (card.actors | card.places):
        part_of_visit = card.type == "event" and reading.whether
        return 0.0 if part_of_visit else AROUND
    if element.entities & card.reach:
        return REACHED
    if element.entities & card.by and _cites(reading):
        return SAID
    if card.type == "statistic" and not _is_within(card, element, world):
        return 0.0  # what a figure is of stands in its fields; a sentence may have several
    said = card.own | card.quotes
    likely = (n for n in element.names if said.issuperset(n.split()) or is_hangul(n[-1:]))
    return SAID if any(card.mentions(name) for name in likely) else 0.0


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


def _is_there(card: Card, element: Element) -> bool:
    """Whether a fact with a place is in the one in which the question has it."""
    if not element.inside or (card.type == "statistic" and not card.site):
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
        return float(_is_beyond(card, element.figure))
    if element.figure.value in card.numbers:
        return DIRECT
    if card.type == "statistic":
        return 0.0
    if not element.figure.ordinal:
        return float(element.figure.value in card.numbers_said)
    said = f"{element.figure.value.normalize():f}"
    forms = {f"{said}{ending}" for ending in ("st", "nd", "rd", "th")}
    return float(bool(forms & (card.own | card.quotes)))


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


def _superlative() -> frozenset[str]:
    return frozenset({f"{CONCEPT}first_place"})


def _term(card: Card, element: Element) -> float:
    if element.binds and card.rank and element.tokens >= _superlative():
        return OWN if card.rank == 1 else 0.0
    if element.phrase:
        phrases = element.names or (element.phrase,)
        return OWN if any(card.says(phrase, element.marks) for phrase in phrases) else 0.0
    first_of_all = element.tokens >= _superlative() and not card.rank
    parts = _parts(element.tokens - {CONCEPT + "rank"} if first_of_all else element.tokens)
    if parts.structural & card.implied:
        return OWN
    if any(token.startswith(TITLE) for token in element.tokens) and element.tokens & card.titles:
        return CALLED  # `thi truong` without diacritics is a mayor or a market
    if card.type == "remark" and parts.structural & _sorts_of_agreement() & card.quotes:
        return QUOTED  # what was said on the occasion of an MoU
    if card.type == "statistic" and parts.structural & _SET_UP & card.quotes:
        return QUOTED
    if parts.structural and not parts.has_meanings:
        return OWN if parts.others & card.own else 0.0
    # the sentence of a figure may speak of other bodies: of companies that are SMEs
    counts = card.type == "statistic" and element.concepts & concepts_in("counted")
    quotes = frozenset() if counts or (element.counted and not card.rank) else card.quotes
    surely = card.type != "statistic" or card.rank or parts.all & (card.own - card.implied)
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
    return not reading.whether and not reading.asked - FREE - {"reason"}


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


def _preference(card: Card, reading: Reading) -> float:
    """Which type of fact comes first for what is asked."""
    by_slot: dict[str, dict[str, float]] = lexicon("rules")["preferences"]
    asked = reading.asked & by_slot.keys() or {"text"}
    return max(by_slot[slot].get(card.type, 0.0) for slot in asked)
