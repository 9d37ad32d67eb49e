"""A fact as a question meets it: whom it names, when it was, which words it accounts for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

from kvbot.ask.facts import implied, implied_tokens, own_texts, own_tokens, stated_tokens
from kvbot.ask.figures import take_figures
from kvbot.ask.reading import HEAD, Element, Post
from kvbot.ask.times import ANY_DAY, take_times
from kvbot.ask.words import CONCEPT, TITLE, lexicon, tokens_of, words_in
from kvbot.model.edtf import Span, parse_edtf
from kvbot.model.entities import EntityKind, Measure
from kvbot.model.facts import (
    Agreement,
    Event,
    Fact,
    FactReport,
    Remark,
    Role,
    Statistic,
    title_translated,
)
from kvbot.model.sources import Source
from kvbot.model.text import LocalText
from kvbot.names.folding import fold_words, is_hangul


def _is_of(element: Element, reach: frozenset[str], words: frozenset[str], *, named: bool) -> bool:
    """Whether a post is of a place, a body or a field. named: a place has to be in the name."""
    if any(set(name.split()) <= words for name in element.names):
        return True
    if element.entities:
        return bool(element.entities & reach) and not named
    return bool(element.tokens & words)


@dataclass(frozen=True)
class People:
    """The posts of people: the titles as tokens, and the bodies."""

    titles: dict[str, frozenset[str]] = field(default_factory=dict)
    bodies: dict[str, frozenset[str]] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)

    def titles_of(self, people: Iterable[str]) -> frozenset[str]:
        """The titles of all the posts of people."""
        return frozenset(t for person in people for t in self.titles.get(person, ()))

    def holds(self, person: str, post: Post, world: World) -> bool:
        """Whether a person holds a post: the title, and all that it is said to be of."""
        titles = self.titles_of([person])
        heads = {token for title in titles for token in implied(title)} & HEAD
        if not post.title.tokens & (titles | heads):
            return False
        bodies = self.bodies.get(person, frozenset())
        reach = world.reach(bodies)
        words = self.words.get(person, frozenset()) | world.called(bodies)
        return all(_is_of(element, reach, words, named=post.names_a_body) for element in post.of)


LONG_IN_HANGUL = 4
"""Syllables of a word in Hangul that is surely the same written with blanks: `블루 하버스`."""

VISIT = frozenset({CONCEPT + "visit", CONCEPT + "state_visit"})
"""What an event that was a part of a visit accounts for of that."""

_DATES = ("date", "period", "since")
"""The fields of a fact that say when it was."""


@cache
def sorts_of_body() -> frozenset[str]:
    """The concepts that say what sort of body or place a name is of: a ministry, a city."""
    sorts = lexicon("rules")["types"]
    listed = ",".join((sorts["organization"], sorts["place"]))
    return frozenset(CONCEPT + concept.strip() for concept in listed.split(","))


@dataclass(frozen=True)
class World:
    """What is known of the entities that facts name. larger: places that each lies in.

    met: the entities of which all is known.
    """

    kinds: dict[str, EntityKind] = field(default_factory=dict)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    larger: dict[str, frozenset[str]] = field(default_factory=dict)
    people: People = field(default_factory=People)
    met: set[str] = field(default_factory=set)

    def strangers(self, entities: Iterable[str]) -> set[str]:
        """Those of the entities that have not been met."""
        return set(entities) - self.met

    def meet(self, entities: Iterable[str], known: World) -> None:
        """Take in what is known of entities."""
        self.met.update(entities)
        self.kinds.update(known.kinds)
        self.names.update(known.names)
        self.larger.update(known.larger)
        self.people.titles.update(known.people.titles)
        self.people.bodies.update(known.people.bodies)
        self.people.words.update(known.people.words)

    def has_place(self, entities: Iterable[str]) -> bool:
        """Whether any of the entities is a place."""
        return any(self.kinds.get(entity) == "place" for entity in entities)

    def reach(self, entities: Iterable[str]) -> frozenset[str]:
        """The entities, the bodies at which people of them have posts, and where all these lie."""
        own = set(entities)
        own |= {body for person in own for body in self.people.bodies.get(person, ())}
        return frozenset(up for entity in own for up in self.larger.get(entity, (entity,)))

    def called(self, entities: Iterable[str]) -> frozenset[str]:
        """What the names of bodies and places account for; people are named in full or not."""
        return frozenset(
            token
            for entity in entities
            if self.kinds.get(entity) != "person"
            for token in self.names.get(entity, ())
            if not token.startswith(CONCEPT) or token in sorts_of_body()
        )


@dataclass(frozen=True)
class Card:
    """A fact with what it accounts for.

    own, quotes: tokens of its words and of its quotes, those in Hangul with their
    beginnings; implied: by its structure alone.
    direct: entities that it names; around: those of the occasion; reach: where all lie.
    by: who wrote, published or said it, and the bodies of these; document: tokens of the titles
    of its documents. called: tokens of the names of direct and around.
    actors: those who act in it; in a remark who speaks or is spoken of, not who else was
    there. titles: of the posts of its actors. places: those of around that are no people.
    locations: the places of direct. site: where it was, with the larger places. said: when a
    figure was told. inside: where the subject of a figure is counted, if it is. occasion: what
    sort of thing it was said at. words: further words, of its measure or its document.
    """

    fact: Fact
    own: frozenset[str]
    quotes: frozenset[str]
    implied: frozenset[str]
    direct: frozenset[str]
    around: frozenset[str]
    reach: frozenset[str]
    called: frozenset[str]
    by: frozenset[str]
    document: frozenset[str]
    actors: frozenset[str]
    places: frozenset[str]
    locations: frozenset[str]
    site: frozenset[str]
    inside: frozenset[str]
    counted_in: bool
    titles: frozenset[str]
    spans: tuple[Span, ...]
    said: tuple[Span, ...]
    numbers: frozenset[Decimal]
    occasion: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """All that the fact and its quotes say, folded, each word between blanks."""
        return " ".join(f" {' '.join(fold_words(text))} " for text in self._texts)

    @cached_property
    def numbers_said(self) -> frozenset[Decimal]:
        """The numbers in its words and its quotes, without those of dates."""
        undated = (take_times(text, ANY_DAY)[1] for text in self._texts)
        return frozenset(figure.value for text in undated for figure in take_figures(text)[0])

    @cached_property
    def words_said(self) -> frozenset[str]:
        """Tokens of its words and of its quotes."""
        return self.own | self.quotes

    @cached_property
    def accounted_for(self) -> frozenset[str]:
        """Every token for which it may account."""
        return self.words_said.union(self.implied, self.called, self.titles, self.occasion)

    @cached_property
    def stated(self) -> frozenset[str]:
        """Tokens of the words of its values, without what its structure implies."""
        return frozenset(token for r in self.fact.reports for token in stated_tokens(r))

    @property
    def _texts(self) -> list[str]:
        said = [q.exact for report in self.fact.reports for q in report.references]
        said += [text for report in self.fact.reports for text in own_texts(report)]
        return [*said, *self.words]

    @cached_property
    def _run_on(self) -> str:
        """The same with nothing between the words."""
        return self.text.replace(" ", "")

    def has_run_on(self, word: str) -> bool:
        """Whether its words have a word in Hangul when they are written without blanks."""
        return len(word) >= LONG_IN_HANGUL and is_hangul(word) and word in self._run_on

    @cached_property
    def marked_text(self) -> str:
        """The same with its diacritics."""
        return " ".join(f" {' '.join(w.marks for w in words_in(text))} " for text in self._texts)

    def says(self, phrase: str, marks: str) -> bool:
        """Whether its words have all of a run of syllables, by the words that they make up.

        marks: the same with diacritics. Without them one syllable by itself is no word.
        """
        text = self.marked_text if marks else self.text
        left = (marks or phrase).split()
        shortest = 1 if marks or len(left) == 1 else 2
        while left:
            lengths = range(len(left), shortest - 1, -1)
            found = next((n for n in lengths if f" {' '.join(left[:n])} " in text), 0)
            if not found:
                return False
            left = left[found:]
        return True

    def mentions(self, name: str) -> bool:
        """Whether its words have a folded name, its words between blanks; particles may follow."""
        end = "" if is_hangul(name[-1:]) else " "
        return f" {name}{end}" in self.text

    @property
    def dated(self) -> bool:
        """Whether the fact itself has a date."""
        return any(getattr(r, name, None) for r in self.fact.reports for name in _DATES)

    @cached_property
    def own_spans(self) -> tuple[Span, ...]:
        """When the fact itself was, whatever it was a part of."""
        return tuple(_spans(self.fact.reports))

    @property
    def first_day(self) -> date | None:
        """The first day of the fact itself, if it has a date."""
        return min((span.first for span in self.own_spans), default=None) if self.dated else None

    @property
    def is_named_by_year(self) -> bool:
        """Whether the year is a part of the name: an event of another year is another event."""
        name = getattr(self.fact.first, "name", None)
        return isinstance(name, LocalText) and any(str(s.first.year) in name.en for s in self.spans)

    @cached_property
    def rank(self) -> int | None:
        """The place that a figure is, if it is one."""
        first = self.fact.first
        return int(first.value) if isinstance(first, Statistic) and first.kind == "rank" else None

    @cached_property
    def type(self) -> str:
        """The type of the fact."""
        return self.fact.first.type


def posts_as_people(roles: Iterable[Role]) -> People:
    """The posts of people by person."""
    titles: dict[str, set[str]] = {}
    bodies: dict[str, set[str]] = {}
    words: dict[str, set[str]] = {}
    for role in roles:
        titles.setdefault(role.person, set()).update(title_tokens(role))
        words.setdefault(role.person, set()).update(own_tokens(role))
        if isinstance(role.organization, str):
            bodies.setdefault(role.person, set()).add(role.organization)
    return People(
        {person: frozenset(found) for person, found in titles.items()},
        {person: frozenset(found) for person, found in bodies.items()},
        {person: frozenset(found) for person, found in words.items()},
    )


def title_tokens(role: Role) -> set[str]:
    """The titles that a post is, as tokens: of `Deputy Minister of SMEs` the deputy minister."""
    found = tokens_of(role.title, "en")
    translated = title_translated(Fact(reports=(role,)))
    for lang, text in translated.model_dump().items() if translated else ():
        found |= tokens_of(text, lang)
    return {token for token in found if token.startswith(TITLE)}


def card(
    reports: Sequence[FactReport],
    own: frozenset[str],
    quotes: frozenset[str],
    occasion: Sequence[FactReport],
    sources: Sequence[Source],
    measure: Measure | None,
    world: World,
) -> Card:
    """The card of a fact. occasion: the reports of the event or agreement it belongs to."""
    fact = Fact(reports=tuple(reports))
    direct = _named(reports)
    around = _named(occasion) - direct
    if isinstance(fact.first, Agreement):
        around = frozenset(e for e in around if world.kinds.get(e) == "place")
    actors = direct if isinstance(fact.first, Remark) else direct | around
    titles = world.people.titles_of(actors)
    implied_here = _implied(reports, sources, titles)
    words = [*measure.name.model_dump().values(), *measure.topics] if measure else []
    if CONCEPT + "wrote" in {token for title in titles for token in implied(title)}:
        words += [source.display for source in sources]
        own |= {token for word in words for token in tokens_of(word, "en")}
    around_it = frozenset(token for report in occasion for token in implied_tokens(report))
    if isinstance(fact.first, Event):
        around_it &= VISIT  # of a visit an event is a part; who met whom on it is another matter
    dated = reports if isinstance(fact.first, Event | Statistic) else (*reports, *occasion)
    sites = {at for r in dated if (at := getattr(r, "place", None))}
    inside = _named(reports, "counterpart")
    return Card(
        fact=fact,
        own=_begun(own | implied_here),
        quotes=_begun(quotes | around_it),
        implied=implied_here,
        direct=direct,
        around=around,
        # a figure is of its subject and counterpart; who told it is somewhere else
        reach=world.reach(_named(reports, "subject") | inside if measure else direct | around),
        by=_tellers(reports, sources, world),
        document=frozenset(t for s in sources for t in tokens_of(s.display, s.language)),
        called=_begun(world.called(direct | around)) if measure is None else frozenset(),
        actors=actors,
        places=frozenset(e for e in around if world.kinds.get(e) != "person"),
        locations=frozenset(e for e in world.reach(direct) if world.kinds.get(e) == "place"),
        site=frozenset(up for at in sites for up in world.reach([at])),
        inside=inside,
        counted_in=bool(measure and measure.counted_in and inside),
        titles=titles,
        spans=tuple(_spans(dated)),
        said=tuple(parse_edtf(day) for day in _told_on(reports, occasion) if day),
        occasion=around_it if isinstance(fact.first, Remark | Statistic) else frozenset(),
        words=tuple(words),
        numbers=frozenset(number for report in reports for number in _numbers(report)),
    )


def _named(reports: Iterable[FactReport], field: str = "") -> frozenset[str]:
    """The entities that reports name, in one field or in any."""
    return frozenset(
        m.entity for report in reports for m in report.mentions() if field in ("", m.field)
    )


def _implied(
    reports: Sequence[FactReport], sources: Iterable[Source], titles: frozenset[str]
) -> frozenset[str]:
    """What a fact accounts for by its structure, its documents, and the titles of its actors."""
    found = {token for report in reports for token in implied_tokens(report)}
    found |= {token for source in sources for token in implied(f"source:{source.kind}")}
    of_titles = {token for title in titles for token in implied(title)}
    return frozenset(found | (of_titles if isinstance(reports[0], Role) else of_titles & HEAD))


def _tellers(
    reports: Iterable[FactReport], sources: Iterable[Source], world: World
) -> frozenset[str]:
    """Who wrote, published or said it, and the bodies at which these have posts."""
    said = {r.said_by for r in reports if isinstance(r.said_by, str)}
    wrote = {slug for s in sources for slug in (s.publisher, s.author) if slug}
    bodies = {body for person in said for body in world.people.bodies.get(person, ())}
    return frozenset(said | wrote | bodies)


def _begun(tokens: Iterable[str]) -> frozenset[str]:
    """Tokens, with the beginnings of those in Hangul: `협약` is one of `협약서`."""
    return frozenset(tokens).union(
        token[:end] for token in tokens if is_hangul(token) for end in range(2, len(token))
    )


def _spans(reports: Iterable[FactReport]) -> Iterable[Span]:
    """When it was: the dates of the fact; of what has none, the day on which it was said."""
    for report in reports:
        dates = [getattr(report, name, None) for name in _DATES]
        given = [date for date in dates if date]
        if not given and report.as_of and not _is_target(report):
            given = [report.as_of]
        yield from map(parse_edtf, given)


def _told_on(reports: Sequence[FactReport], occasion: Iterable[FactReport]) -> Iterable[str | None]:
    """The days on which something was told or, of a figure, set."""
    yield from (report.as_of for report in reports)
    if isinstance(reports[0], Statistic):
        yield from (getattr(set_in, "date", None) for set_in in occasion)


def _is_target(report: FactReport) -> bool:
    """Whether a figure is one that is aimed at: the day on which that was said is not its time."""
    return isinstance(report, Statistic) and report.kind == "target"


def _numbers(report: FactReport) -> Iterable[Decimal]:
    if isinstance(report, Statistic):
        yield report.value
        if report.out_of:
            yield Decimal(report.out_of)
    if isinstance(report, Event) and report.attendance:
        yield report.attendance.value
