"""Synthetic dossiers: documents about an invented world, the same for the same seed.

Kept from a real base are the proportions of the types of fact, decades of which the later
ones have more documents, facts that several documents state (and at times differently),
and names of which a few stand everywhere and most hardly anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, get_args

from bench import vocabulary as words
from bench.world import FIRST_YEAR, LAST_YEAR, Entity, Ranked, Table, World, key_of
from kvbot.model.facts import EDITORIAL, AgreementKind, EventKind

SHARES = {
    "events": 16,
    "agreements": 4,
    "roles": 17,
    "statistics": 24,
    "programmes": 10,
    "relations": 20,
    "remarks": 64,
}
"""How many facts of each type the shipped dossiers hold. Events first: others refer to them."""

FACTS = (18, 32)
"""The fewest and the most facts of one dossier, before those that it states twice."""

NAMED_IN = 3
"""So many documents are given as the origin of an entity's name."""

ENTRIES_OF_FILE = 1000
"""How many entries a file of the registry has."""


class Cast(NamedTuple):
    """Who and what one document is about."""

    number: int
    day: date
    bodies: list[Entity]
    people: list[Entity]
    places: list[Entity]
    measures: list[Table]


def write_base(folder: Path, dossiers: int, seed: int = 1) -> None:
    """Write a registry and so many dossiers to a folder."""
    world = World(dossiers, seed)
    registry = {
        "people": [world.entry(e) for e in world.people],
        "organizations": [world.entry(e) for e in world.bodies],
        "places": [world.entry(e) for e in world.places],
        "measures": world.measures,
    }
    for table, entries in registry.items():
        for at in range(0, len(entries), ENTRIES_OF_FILE):
            part = {table: entries[at : at + ENTRIES_OF_FILE]}
            _write(folder / "registry" / f"{table}-{at:06}.toml", {"format": 1}, part)
    named: Counter[str] = Counter()
    for cast in _casts(world, dossiers):
        document = Document(world, cast)
        tables = document.facts()
        tables |= _names(world, named, document.mentioned)
        head = {"format": 1, "source": document.source(), "record": {"added": cast.day}}
        _write(folder / str(cast.day.year) / f"{cast.number:06}.toml", head, tables)


def _casts(world: World, dossiers: int) -> Iterator[Cast]:
    """What each document is about, in the order of their dates."""
    first, days = date(FIRST_YEAR, 1, 1), (LAST_YEAR - FIRST_YEAR + 1) * 365
    measures, places = Ranked(world.measures), Ranked(world.places)
    ages = sorted(int(world.rng.triangular(0, days, days)) for _ in range(dossiers))
    for number, age in enumerate(ages):
        day = first + timedelta(days=age)
        bodies, people = world.bodies_and_people(day.year)
        some_places = places.draw(world.rng, 4)
        some_measures = measures.draw(world.rng, 5)
        yield Cast(number, day, bodies, people, some_places, some_measures)


def _names(world: World, named: Counter[str], mentioned: Iterable[str]) -> dict[str, list[Table]]:
    """The names that a document adds to entities which few documents have named yet."""
    tables: dict[str, list[Table]] = {}
    for slug in mentioned:
        named[slug] += 1
        if named[slug] <= NAMED_IN:
            entity = world.by_slug[slug]
            more = {"extends": slug, "names": [{"text": entity.name}]}
            tables.setdefault(entity.table, []).append(more)
    return tables


class Document:
    """One document: its source and the facts that it states."""

    def __init__(self, world: World, cast: Cast) -> None:
        self.mentioned: dict[str, None] = {}
        self._world = world
        self._rng = world.rng
        self._cast = cast
        self._occasion: str | None = None

    def source(self) -> Table:
        """The table of the source."""
        number, day = self._cast.number, self._cast.day
        return {
            "slug": f"document-{day.isoformat()}-{number}",
            "title": f"{self._cast.bodies[0].name} on {self._field()} and small firms",
            "publisher": self._cast.bodies[0].slug,
            "published": day.isoformat(),
            "place": self._cast.places[0].slug,
            "kind": "press release",
            "file": f"{number}.txt",
            "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        }

    def facts(self) -> dict[str, list[Table]]:
        """About 25 entries by table; none is stated twice."""
        makers = {
            "events": self._event,
            "agreements": self._agreement,
            "roles": self._role,
            "statistics": self._statistic,
            "programmes": self._programme,
            "relations": self._relation,
            "remarks": self._remark,
        }
        size = self._rng.randint(*FACTS)
        counts = Counter(self._rng.choices(list(SHARES), list(SHARES.values()), k=size))
        tables: dict[str, list[Table]] = {}
        for table in (table for table in makers if counts[table]):
            entries = [makers[table](number) for number in range(counts[table])]
            once = {entry["slug"]: entry for entry in entries}
            tables[table] = [self._with_quotes(entry) for entry in once.values()]
        return tables

    # --- facts of each type; number: which of its type it is in the document ---

    def _event(self, number: int) -> Table:
        place, kind = self._place(), self._rng.choice(get_args(EventKind))
        day = self._cast.day - timedelta(days=self._rng.randrange(3))
        self._occasion = f"{kind.replace(' ', '-')}-{place.key}-{day.isoformat()}"
        return {
            "slug": self._occasion,
            "kind": kind,
            "name": f"{kind.capitalize()} of {place.name}",
            "date": day.isoformat(),
            "place": place.slug,
            "hosts": [self._body().slug],
            "participants": [e.slug for e in self._two_bodies()],
            "topics": f"Cooperation of small and medium enterprises in {self._field()}",
        }

    def _agreement(self, number: int) -> Table:
        one, two = self._two_bodies()
        entry = {
            "slug": f"agreement-{one.key}-{two.key}-{self._cast.day.year}",
            "kind": self._rng.choice(get_args(AgreementKind)),
            "parties": [one.slug, two.slug],
            "representatives": [{"person": self._person().slug, "party": one.slug}],
            "date": self._cast.day.isoformat(),
            "place": self._place().slug,
            "scope": f"Cooperation of small and medium enterprises in {self._field()}",
        }
        return {**entry, "occasion": self._occasion} if self._occasion else entry

    def _role(self, number: int) -> Table:
        person, titles = self._person(), words.TITLES.split("|")
        return {
            "slug": f"post-{person.key}",
            "person": person.slug,
            "organization": person.home,
            "title": titles[len(person.slug) % len(titles)],
        }

    def _statistic(self, number: int) -> Table:
        """A figure of a year, whose value some documents round."""
        measure, subject = self._rng.choice(self._cast.measures), self._place()
        year = self._cast.day.year - self._rng.choice((0, 1, 1, 2))
        slug = f"figure-{key_of(measure['slug'])}-{subject.key}-{year}"
        value = int(hashlib.sha256(slug.encode()).hexdigest()[:6], 16) * 1000
        rounded = self._rng.random() < 0.1
        return {
            "slug": slug,
            "measure": measure["slug"],
            "subject": subject.slug,
            "value": round(value, -6) if rounded else value,
            "unit": "USD",
            "qualifier": "about" if rounded else "exact",
            "period": str(year),
        }

    def _programme(self, number: int) -> Table:
        field = self._field()
        return {
            "slug": f"programme-{self._cast.number}-{number}",
            "name": f"Support for small firms in {field}",
            "organizations": [e.slug for e in self._two_bodies()],
            "place": self._place().slug,
            "period": f"{self._cast.day.year}/..",
            "aim": f"Helping small and medium enterprises in {field} to find partners abroad",
        }

    def _relation(self, number: int) -> Table:
        one, two = self._two_bodies()
        kind = self._rng.choice(("parent", "partner", "counterpart", "member"))
        return {
            "slug": f"{kind}-{one.key}-{two.key}",
            "subject": one.slug,
            "kind": kind,
            "object": two.slug,
            "detail": f"They work together in {self._field()}",
        }

    def _remark(self, number: int) -> Table:
        gist = " ".join(self._world.pick(words.GISTS)).format(field=self._field())
        entry: Table = {
            "slug": f"remark-{self._cast.number}-{number}",
            "about": [self._body().slug],
            "gist": gist,
        }
        if self._rng.random() < 0.7:
            entry["speaker"] = self._person().slug
        if self._occasion and self._rng.random() < 0.5:
            entry["occasion"] = self._occasion
        return entry

    def _body(self) -> Entity:
        return self._rng.choice(self._cast.bodies)

    def _two_bodies(self) -> list[Entity]:
        """Two bodies of the cast, the same two always in the same order."""
        return sorted(self._rng.sample(self._cast.bodies, 2))

    def _person(self) -> Entity:
        return self._rng.choice(self._cast.people)

    def _place(self) -> Entity:
        return self._rng.choice(self._cast.places)

    def _field(self) -> str:
        return self._world.pick(words.FIELDS)[0].lower()

    # --- quotes ---

    def _with_quotes(self, entry: Table) -> Table:
        """The entry with one to three quotes that share its fields out among them."""
        slugs = [slug for slug in _strings(entry) if slug in self._world.by_slug]
        self.mentioned |= dict.fromkeys(slugs)
        names = ", ".join(self._world.by_slug[slug].name for slug in dict.fromkeys(slugs))
        fields = [field for field in entry if field not in EDITORIAL]
        parts = self._rng.choices((1, 2, 3), (40, 45, 15))[0]
        references = [
            {
                "exact": f"{names} {' '.join(self._world.pick(words.TAILS))}"[:400],
                "proves": fields[part::parts],
                "paragraph": self._rng.randint(1, 20),
            }
            for part in range(min(parts, len(fields)))
        ]
        return {**entry, "references": references}


def _strings(value: object) -> Iterator[str]:
    """Every string in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _write(path: Path, head: Table, tables: dict[str, list[Table]]) -> None:
    """Write one dossier as TOML."""
    lines = [f"{key} = {_toml(value)}" for key, value in head.items()]
    for table, entries in tables.items():
        for entry in entries:
            lines += ["", f"[[{table}]]", *(f"{k} = {_toml(v)}" for k, v in entry.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _toml(value: object) -> str:
    """A value as it stands in a TOML file; a string of JSON is one of TOML as well."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(inner)}' for key, inner in value.items())} }}"
    return str(value)
