"""Whether a fact accounts for everything in a question, and holds what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from babel.core import get_global

from kvbot.ask.cards import Card, World
from kvbot.ask.grammar import is_soft, listed, sorts_of
from kvbot.ask.reading import Element, Post, Reading, bodies
from kvbot.ask.slots import BEGINNINGS, FREE, Value, values_of
from kvbot.ask.weighing import AROUND, CALLED, DIRECT, LESS, OWN, REACHED, superlative, weigh
from kvbot.ask.words import CONCEPT, concepts_in, lexicon, tokens_of
from kvbot.model.facts import Relation, Remark, Statistic
from kvbot.model.text import LocalText
from kvbot.names.folding import fold_words

MISSING, EMPTY = 3.0, 3.0
"""What a word costs that is not accounted for, and a fact without what is asked."""

MORE_MISSED = 1
"""How many things more than the best fact one may leave open and still be compared with it."""

WORDS_OF_A_NAME = 3
"""Words of an event in a question by which no other event can be meant."""

HOLDER = 1.0
"""What it counts that a fact is the post whose holder is asked for."""

IN_ORDER = 0.5
"""What it counts that a post tells its places in the order of the question."""

THEMED = 0.4
"""What it counts that an event has a theme, where others only have topics."""

ITSELF = 0.4
"""What it counts that a fact is of the very kind or name that a question has."""

SAYS_WHY = 0.8
"""What it counts that a fact gives a reason in its own words, where one is asked for."""

THERE = 1.5
"""What it counts that an event is the one at which somebody is asked to have been."""

HELD = 0.6
"""What it counts that a fact is an event where something is said to have been held."""

SOMEBODY = 0.6
"""What it counts that a fact names a person where it is asked who."""

ASIDE = 1.0
"""What it costs that a fact is but the occasion on which something else is said to have been."""

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
            or bool(element.tokens & self.card.occasion)
            or (strength and element.concepts and element.concepts <= concepts_in("when"))
            for element, strength in self.strengths
            if not is_soft(element)
        )

    def _is_stated(self, element: Element, strength: float) -> bool:
        """Whether a place is in the fact itself and not only where the registry has a body."""
        told_where = self.card.type != "statistic"  # a figure is of where its subject is
        reached = told_where and element.kind == "entity" and strength == REACHED
        of_event = self.card.type == "event" and self.is_place(element)
        named = of_event and any(map(self.card.mentions, element.names))
        return not reached or named or bool(element.entities & self.card.site)

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
    def is_by_its_name(self) -> bool:
        """Whether the question has so many words of the fact that these are its name."""
        return self._terms >= WORDS_OF_A_NAME

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
                may_be = element.time is not None and element.time.is_within(self.card.own_spans)
                return self.card.dated and not may_be
            case "figure":
                return bool(self.card.numbers)
            case "entity" if report.type == "statistic":
                return any(e.kind == "figure" and self.has(e) for e, _ in self.strengths)
            case "entity" if report.type == "event" and not self.is_place(element):
                return bool(getattr(report, "hosts", None))
            case "entity" if not element.inside:
                return bool(getattr(report, "place", None) or getattr(report, "hosts", None))
        if element.inside or "elsewhere" in element.concepts:
            return getattr(report, "place", None) is not None and not self._may_be_repeated
        if report.type != "statistic":
            return False
        same = any(e.figure and strength for e, strength in self.strengths)
        return element.tokens >= superlative() or (same and bool(element.concepts))

    @property
    def _may_be_repeated(self) -> bool:
        """Whether it is an opening of which the question gives no year: others may be elsewhere."""
        dated = any(element.kind == "time" and strength for element, strength in self.strengths)
        return getattr(self.card.fact.first, "kind", None) == "opening" and not dated

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
        return self.world.has_place(element.entities)

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
        return self.card.type in ("agreement", "event") and (any(days) or self.names_two)

    @property
    def names_two(self) -> bool:
        """Whether the question names two people or bodies that the fact names as well."""
        return len([e for e, s in self.strengths if s >= DIRECT and self.is_body(e)]) > 1

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
        if not isinstance(report, Relation):
            return False
        elsewhere = report.kind == "location" and self.is_place(element)
        if report.kind not in ("parent", "predecessor") and not elsewhere:
            return False
        subject = report.subject if isinstance(report.subject, str) else ""
        about = any(subject in e.entities and s for e, s in self.strengths)
        return about and element.kind in ("entity", "term", "name")

    def is_the_other_way_round(self, reading: Reading) -> bool:
        """Whether it is the post of one country in the other, and the question means of the other.

        All else that the question says is accounted for.
        """
        if self.card.type != "role" or {e.kind for e in self.missing} != {"title"}:
            return False
        return _are_the_other_way_round(self.card, reading, self.world)

    @property
    def answers(self) -> bool:
        """Whether the fact accounts for all of the question and holds what is asked."""
        return not self.missing and self.asked


def most_stating(word: Element, matches: Sequence[Match]) -> list[Match]:
    """The facts whose own word it is, more than that of any other."""
    most = max((m.strength_of(word) for m in matches), default=0.0)
    return [m for m in matches if m.strength_of(word) == most >= OWN - LESS]


class _Weighed(NamedTuple):
    """A fact with how strongly it accounts for each thing of a question, in their order.

    held: the posts of the question that people of the fact hold.
    """

    card: Card
    held: Sequence[Post]
    strengths: tuple[tuple[Element, float], ...]

    @property
    def missing(self) -> tuple[Element, ...]:
        """What the fact does not account for."""
        return tuple(element for element, strength in self.strengths if not strength)


def match_all(cards: Iterable[Card], reading: Reading, world: World) -> list[Match]:
    """How facts meet a question, the best first; those left out that miss much more than it."""
    least, found, order = len(reading.elements), [], list(range(len(reading.elements)))
    for card in cards:
        if weighed := _weighed(card, reading, world, least + MORE_MISSED, order):
            missed = _missed(weighed.missing, reading)
            least = min(least, missed)
            found.append((missed, weighed))
    near = (weighed for missed, weighed in found if missed <= least + MORE_MISSED)
    matches = (_match(weighed, reading, world) for weighed in near)
    return sorted(matches, key=lambda m: (-m.score, m.card.fact.slug))


def _missed(missing: Sequence[Element], reading: Reading) -> int:
    """How many things are missing; what a post is of is one with the post."""
    return len(missing) - (sum(e in reading.of_posts for e in missing) if reading.posts else 0)


def _weighed(
    card: Card, reading: Reading, world: World, most_missed: int, order: list[int]
) -> _Weighed | None:
    """A fact with what it accounts for; None where it leaves more than so many things open.

    order: in which the things of the question are weighed, so that a fact that misses many
    is soon left; those that it misses are put first for the next one.
    """
    held = [post for post in reading.posts if _is_held(card, post, world)]
    missing: list[Element] = []
    found: dict[int, float] = {}
    for n, (at, strength) in enumerate(_strengths(card, reading, held, world, order)):
        found[at] = strength
        if not strength:
            missing.append(reading.elements[at])
            order.insert(0, order.pop(n))
            if len(missing) > most_missed and _missed(missing, reading) > most_missed:
                return None
    strengths = tuple((element, found[at]) for at, element in enumerate(reading.elements))
    return _Weighed(card, held, strengths)


def _match(weighed: _Weighed, reading: Reading, world: World) -> Match:
    """How a fact meets a question for which it has been weighed."""
    card, held, strengths = weighed
    missing = weighed.missing
    values, complete = values_of(card, reading, world)
    complete = complete and _speaks(card, reading) and not _only_shows(card, reading)
    score = sum(strength for _, strength in strengths) + _preference(card, reading)
    score += SOMEBODY if any(_is_person(value, world) for value in values) else 0.0
    score += HOLDER if card.type == "role" and _is_about_a_post(reading, held) else 0.0
    score += THEMED if any(value.field == "theme" for value in values) else 0.0
    score += IN_ORDER if card.type == "role" and _are_in_order(card, reading, world) else 0.0
    score -= ASIDE if _is_only_the_occasion(card, reading) else 0.0
    score -= MISSING * len(missing) + BREADTH * len(card.direct) + (0 if complete else EMPTY)
    return Match(card, score, missing, values, complete, strengths, world)


def _strengths(
    card: Card, reading: Reading, held: Sequence[Post], world: World, order: Iterable[int]
) -> Iterator[tuple[int, float]]:
    """How strongly a fact accounts for each thing of a question, in the order given.

    held: the posts of its people.
    """
    strangers = {e for run in reading.bodies for e in _unknown_places(card, run, world)}
    of_posts = {element for post in held for element in post.elements}
    strangers |= {p.title for p in reading.posts if p not in held and not _represents(card, p)}
    if card.type == "role" and _are_the_other_way_round(card, reading, world):
        strangers |= {element for element in reading.elements if element.kind == "title"}
    for at in tuple(order):
        element = reading.elements[at]
        if strangers and element in strangers:
            yield at, 0.0
        else:
            yield at, _of_post(element, of_posts) or weigh(card, element, reading, world)


def _is_only_the_occasion(card: Card, reading: Reading) -> bool:
    """Whether an event is the one during which another one is asked about."""
    if not any(e.aside and e.tokens & card.implied for e in reading.elements):
        return False
    others = [e for e in reading.elements if not e.aside and e.concepts & sorts_of("event")]
    return bool(others) and not any(e.tokens & card.implied for e in others)


def _are_in_order(card: Card, reading: Reading, world: World) -> bool:
    """Whether a post tells its places as a question does: the ambassador of which where."""
    places = _places_told(card, reading, world)
    return len(places) > 1 and places == sorted(places)


def _are_the_other_way_round(card: Card, reading: Reading, world: World) -> bool:
    """Whether it is the ambassador of the one to the other, and the question means of the other.

    In Korean either may stand first.
    """
    places = _places_told(card, reading, world)
    turned = len(set(places)) > 1 and places == sorted(places, reverse=True)
    return turned and reading.lang != "ko"


def _places_told(card: Card, reading: Reading, world: World) -> list[int]:
    """Where the words of a post have the places of a question, in its order; none if not all."""
    named = [e for e in reading.elements if world.has_place(e.entities) and e.names]
    named = sorted(named, key=lambda e: e.at)
    places = [
        min((at for name in e.names if (at := card.text.find(f" {name}")) >= 0), default=-1)
        for e in named
    ]
    return [] if -1 in places else places


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
    titled = any(e.kind == "title" or "head" in e.concepts for e in reading.elements)
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
    return [e for e in run if world.has_place(e.entities) and not e.entities & there]


def _is_held(card: Card, post: Post, world: World) -> bool:
    """Whether somebody who acts in the fact holds a post of the question."""
    return any(world.people.holds(person, post, world) for person in card.actors)


def _is_what_happened(card: Card, reading: Reading) -> bool:
    """Whether a question speaks of nothing but such an agreement or event, and whose or when."""
    if card.type not in ("agreement", "event") or reading.whether:
        return False
    if reading.concepts & concepts_in("speech"):
        return False
    said = [e for e in reading.elements if e.kind not in ("entity", "time") and not is_soft(e)]
    return bool(said) and all(e.tokens & card.implied for e in said)


def _is_money(card: Card, reading: Reading) -> bool:
    """Whether it is an amount of money, and the question asks how much and not how many.

    What was invested is money where nothing else is named to be counted.
    """
    first, concepts = card.fact.first, reading.concepts
    much = any(word.folded in listed("much", reading.lang) for word in reading.words)
    much = much or ("invest" in concepts and not concepts & {"project", "company", "program"})
    return much and isinstance(first, Statistic) and first.unit.en in get_global("all_currencies")


def _begins(card: Card, reading: Reading) -> float:
    """What it counts that it is the beginning that is asked about, and no memory of it."""
    kind, concepts = getattr(card.fact.first, "kind", None), reading.concepts
    if kind == "diplomatic relations" and "diplomatic" in concepts:
        return 0.0 if "anniversary" in concepts else HELD
    if kind not in BEGINNINGS or not {"open", "found"} & concepts:
        return 0.0
    return 2 * HELD if kind == "founding" and "found" in concepts else HELD


def _is_where_somebody_was(card: Card, reading: Reading) -> bool:
    """Whether it is the event of which it is asked if somebody was there, who was."""
    asked = reading.whether and card.type == "event"
    if not asked or reading.concepts & concepts_in("speech"):
        return False
    people = {slug for e in reading.elements for slug in e.entities & reading.people}
    sort = sorts_of("event") - {"event"}
    return bool(people & card.direct) and any(
        e.concepts & sort and e.tokens & card.implied for e in reading.elements
    )


def _says_why(card: Card) -> bool:
    """Whether a remark has, in our words, one that gives a reason: `which is why`."""
    first = card.fact.first
    return isinstance(first, Remark) and bool(
        {*fold_words(first.gist.en)} & listed("because", "en")
    )


def _is_itself(card: Card, reading: Reading) -> bool:
    """Whether it is of the very kind or name that a question has: a forum, `Techfest`."""
    first = card.fact.first
    slots = reading.asked - FREE
    if card.type == "event" and slots and getattr(first, "kind", "") in reading.concepts:
        return True
    name = getattr(first, "name", None)
    said = [e for e in reading.elements if not is_soft(e) and not e.time]
    if not isinstance(name, LocalText) or not all(e.kind == "term" for e in said):
        return False
    named = tokens_of(name.en, "en")
    return bool(said) and all(e.tokens & named and not e.concepts for e in said)


def _preference(card: Card, reading: Reading) -> float:
    """Which type of fact comes first for what is asked."""
    by_slot: dict[str, dict[str, float]] = lexicon("rules")["preferences"]
    asked = reading.asked & by_slot.keys() or {"text"}
    says_held = any(e.concepts == {"held"} for e in reading.elements)
    held = HELD if card.type == "event" and says_held else 0.0
    named = {"program", "project"} & reading.concepts and asked == {"text"}
    held += HELD if card.type == "programme" and named else 0.0
    held += HELD if asked == {"text"} and _is_what_happened(card, reading) else 0.0
    held += _begins(card, reading) + (HELD if _is_money(card, reading) else 0.0)
    held += ITSELF if _is_itself(card, reading) else 0.0
    held += THERE if _is_where_somebody_was(card, reading) else 0.0
    held += SAYS_WHY if "reason" in reading.asked and _says_why(card) else 0.0
    return held + max(by_slot[slot].get(card.type, 0.0) for slot in asked)
