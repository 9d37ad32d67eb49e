"""An invented world: places, bodies, people and measures, the same for the same seed.

Its names are Korean and Vietnamese in manner; the same name can fall to several people.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any, Generic, NamedTuple, TypeVar

from bench import vocabulary as words
from kvbot.names.folding import fold_words

PLACES, BODIES, PEOPLE = 0.5, 2.0, 2.5
"""So many of each for one dossier: 100,000 entities for 20,000 dossiers."""

PROVINCES = 16
FIRST_YEAR, LAST_YEAR = 1995, 2025
TERM = 5
"""Years for which a person holds a post."""

Table = dict[str, Any]
T = TypeVar("T")


class Entity(NamedTuple):
    """An entity of the world. home: the place that it is in or, for a person, the body."""

    table: str
    slug: str
    name: str
    native: str
    lang: str
    home: str | None = None

    @property
    def key(self) -> str:
        """The end of the slug, which no other entity has."""
        return key_of(self.slug)


def key_of(slug: str) -> str:
    """The last word of a slug, in which its number stands."""
    return slug.rsplit("-", 1)[-1]


class Ranked(Generic[T]):
    """Things drawn by their rank, after Zipf: the first ones often, the last hardly ever.

    flat: the larger, the less the first ones stand out.
    """

    def __init__(self, things: Sequence[T], flat: float = 1.0) -> None:
        self._things = things
        self._weights = list(accumulate(1 / (rank + flat) for rank in range(len(things))))

    def draw(self, rng: random.Random, n: int) -> list[T]:
        """At most n different things."""
        ranks = rng.choices(range(len(self._things)), cum_weights=self._weights, k=n)
        return [self._things[rank] for rank in dict.fromkeys(ranks)]


class World:
    """Who and what synthetic documents are about."""

    def __init__(self, dossiers: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.places = self._places(max(2 * PROVINCES, int(PLACES * dossiers)))
        self.bodies = [self._body(n) for n in range(max(30, int(BODIES * dossiers)))]
        self._ranked_bodies = Ranked(self.bodies, flat=4)
        self.people = [self._person(n) for n in range(max(30, int(PEOPLE * dossiers)))]
        self.measures = self._measures(20 + dossiers // 20)
        self.by_slug = {e.slug: e for e in (*self.places, *self.bodies, *self.people)}
        self._in_office = self._terms()

    def pick(self, listed: str) -> list[str]:
        """One entry of a list of the vocabulary, taken apart."""
        return self.rng.choice(listed.split("|")).split(" ")

    def bodies_and_people(self, year: int) -> tuple[list[Entity], list[Entity]]:
        """Some bodies, and some of the people in office."""
        bodies = self._ranked_bodies.draw(self.rng, 8)
        return bodies, self._in_office[year].draw(self.rng, 6)

    def _terms(self) -> dict[int, Ranked[Entity]]:
        """The people in office in each year."""
        terms: dict[int, list[Entity]] = {year: [] for year in range(FIRST_YEAR, LAST_YEAR + 1)}
        for person in self.people:
            begin = int(self.rng.triangular(FIRST_YEAR - TERM, LAST_YEAR + 1, LAST_YEAR))
            for year in range(max(begin, FIRST_YEAR), min(begin + TERM, LAST_YEAR + 1)):
                terms[year].append(person)
        return {year: Ranked(people or self.people, flat=10) for year, people in terms.items()}

    def _places(self, n: int) -> list[Entity]:
        """Two countries, provinces, cities in these, and districts in the cities."""
        places = [
            Entity("places", _slug(name, f"l{at}"), name, native, lang)
            for at, (name, native, lang) in enumerate(words.COUNTRIES)
        ]
        provinces, cities = 2 + PROVINCES, max(3 + PROVINCES, n // 4)
        for at in range(2, n):
            larger = (0, 2) if at < provinces else (2, provinces)
            if at >= cities:
                larger = (provinces, cities)
            places.append(self._place(at, places[self.rng.randrange(*larger)]))
        return places

    def _place(self, at: int, within: Entity) -> Entity:
        if within.lang == "ko":
            name, native = self._korean(words.KOREAN_PLACES, self.rng.choice((2, 3)))
        else:
            native = " ".join(self.pick(words.VIETNAMESE_PLACES)[0] for _ in range(2))
            name = plain(native)
        return Entity("places", _slug(name, f"l{at}"), name, native, within.lang, within.slug)

    def _korean(self, syllables: str, n: int) -> tuple[str, str]:
        """A Korean name of n syllables in Latin letters and in Hangul."""
        latin, hangul = zip(*(self.pick(syllables) for _ in range(n)), strict=True)
        return "".join(latin).capitalize(), "".join(hangul)

    def _body(self, at: int) -> Entity:
        place = self.rng.choice(self.places)
        (field, ko_field, *vi_field), (kind, ko_kind, *vi_kind) = (
            self.pick(words.FIELDS),
            self.pick(words.BODIES),
        )
        name = f"{place.name} {field} {kind}"
        native = f"{place.native} {ko_field} {ko_kind}"
        if place.lang == "vi":
            native = " ".join((*vi_kind, *vi_field, place.native))
        slug = _slug(name, f"b{at}")
        return Entity("organizations", slug, name, native, place.lang, place.slug)

    def _person(self, at: int) -> Entity:
        (body,) = self._ranked_bodies.draw(self.rng, 1)
        if body.lang == "ko":
            family, ko_family = self.pick(words.KOREAN_FAMILIES)
            given, ko_given = self._korean(words.KOREAN_SYLLABLES, 2)
            name, native = f"{family} {given}", ko_family + ko_given
        else:
            native = " ".join(self.pick(part)[0] for part in words.VIETNAMESE_NAMES)
            name = plain(native)
        return Entity("people", _slug(name, f"p{at}"), name, native, body.lang, body.slug)

    def _measures(self, n: int) -> list[Table]:
        kinds, fields = words.MEASURES.split("|"), words.FIELDS.split("|")
        pairs = [(kind.split(" "), field.split(" ")) for field in fields for kind in kinds]
        return [
            {
                "slug": f"{_slug(field, kind)}-m{at}",
                "name": {
                    "en": f"{field} {kind}",
                    "ko": f"{ko_field} {ko_kind}",
                    "vi": " ".join((*vi_kind, *vi_field)),
                },
                "topics": [f"{kind} of the {field} industry"],
            }
            for at, ((kind, ko_kind, *vi_kind), (field, ko_field, *vi_field)) in enumerate(
                self.rng.sample(pairs, min(n, len(pairs)))
            )
        ]

    def entry(self, entity: Entity) -> Table:
        """The entry of an entity in the registry."""
        names = [{"text": entity.native, "kind": "native script", "lang": entity.lang}]
        entry: Table = {"slug": entity.slug, "name": entity.name, "names": names}
        if entity.table == "people":
            family, given = entity.name.split(" ", 1)
            return {**entry, "family": family, "given": given, "culture": entity.lang}
        if entity.table == "organizations" and self.rng.random() < 0.5:
            initials = "".join(word[0] for word in entity.name.split())
            names.append({"text": initials, "kind": "acronym"})
        if entity.home:
            entry["within" if entity.table == "places" else "place"] = entity.home
        return entry


@cache
def plain(text: str) -> str:
    """Text without diacritics, as Vietnamese names stand in English documents."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def _slug(name: str, key: str) -> str:
    return f"{'-'.join(fold_words(name))[:28].strip('-')}-{key}"
