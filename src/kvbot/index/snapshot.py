"""Reading the fact base: named, parameterised queries that return models."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import aiosqlite
from pydantic import TypeAdapter

from kvbot.index import wording
from kvbot.index.postings import Postings, Sought
from kvbot.index.resolving import resolve, resolve_all, suggest
from kvbot.index.wording import CardRow, Surroundings
from kvbot.model.entities import Entity, EntityKind, Measure, Name
from kvbot.model.facts import Fact, FactReport, FactType, Role, report_from_json
from kvbot.model.queries import CHOSEN, Period
from kvbot.model.references import Reference
from kvbot.model.sources import Source
from kvbot.names.decision import UNKNOWN, Resolution
from kvbot.names.folding import is_hangul, stands_in
from kvbot.names.keys import in_any_order

T = TypeVar("T")
R = TypeVar("R", Entity, Measure, Source)

MOST_KEPT = 5000
"""How many records of a kind are kept at most, some 5 kB each."""

_ENTITY: TypeAdapter[Entity] = TypeAdapter(Entity)

KEYS_THAT_EXIST = """
SELECT DISTINCT name.key, name.entity FROM name
WHERE name.key IN (SELECT value FROM json_each(:keys))
"""

WITH_KEYS = """
SELECT DISTINCT key, entity FROM entity_key WHERE key IN (SELECT value FROM json_each(:keys))
"""

ENTITIES = """
SELECT json_set(entity.json, '$.names', (
    SELECT json_group_array(json(named.json)) FROM (
        SELECT name.json FROM name WHERE name.entity = entity.slug ORDER BY name.position
    ) AS named))
FROM entity WHERE entity.slug IN (SELECT value FROM json_each(:slugs))
"""

MEASURES = "SELECT json FROM measure WHERE slug IN (SELECT value FROM json_each(:slugs))"

MEASURES_ABOUT = """
SELECT measure.slug, measure_words.words FROM measure_words
JOIN measure ON measure.id = measure_words.measure
WHERE measure_words MATCH :words
  AND EXISTS (SELECT 1 FROM report WHERE report.measure = measure.slug)
ORDER BY rank, measure.slug
"""

ALL_SOURCES = "SELECT json FROM source ORDER BY published DESC NULLS LAST, slug"
SOURCES = "SELECT json FROM source WHERE slug IN (SELECT value FROM json_each(:slugs))"
SOURCES_BY = """
SELECT json FROM source WHERE author = :entity OR publisher = :entity
ORDER BY published DESC NULLS LAST, slug
"""

NAMES_IN_DOCUMENTS = """
SELECT name.json, json_extract(report.json, '$.references[' || quote.number || ']')
FROM name
JOIN quote ON quote.source = name.origin AND instr(quote.exact, name.text)
JOIN report ON report.id = quote.report
WHERE name.entity = :entity AND name.origin <> 'registry'
  AND (:until IS NULL OR coalesce(report.as_of, report.first) <= :until)
ORDER BY name.position, length(quote.exact)
"""

ABOUT = """
WITH RECURSIVE scope (slug) AS (
    VALUES (:entity)
    UNION SELECT entity.slug FROM entity JOIN scope ON entity.place = scope.slug
), people (slug) AS (
    SELECT person.entity FROM entity
    JOIN link AS post ON post.entity = entity.slug AND post.field = 'organization'
    JOIN link AS person ON person.report = post.report AND person.field = 'person'
    WHERE entity.slug = :entity AND entity.kind = 'organization'
), hit AS MATERIALIZED (
    SELECT report.slug, report.type, max(report.first) AS first
    FROM (
        SELECT link.report FROM scope JOIN link ON link.entity = scope.slug
        JOIN entity ON entity.slug = scope.slug JOIN report ON report.id = link.report
        WHERE entity.kind = 'place' OR scope.slug = :entity
           OR report.type IN ('role', 'agreement', 'relation', 'programme')
        UNION SELECT link.report FROM people JOIN link ON link.entity = people.slug
        WHERE link.field IN ('participants', 'representatives', 'speaker')
    ) AS found JOIN report ON report.id = found.report
    WHERE :until IS NULL OR coalesce(report.as_of, report.first) <= :until
    GROUP BY report.slug, report.type
), ranked AS (
    SELECT slug, row_number() OVER newest AS place, count(*) OVER (PARTITION BY type) AS total
    FROM hit WINDOW newest AS (PARTITION BY type ORDER BY first DESC NULLS LAST, slug)
)
SELECT report.json, ranked.total
FROM ranked JOIN report ON report.slug = ranked.slug
WHERE (ranked.place <= :most OR instr(report.json, '"essential":true'))
  AND (:until IS NULL OR coalesce(report.as_of, report.first) <= :until)
ORDER BY report.id
"""
"""The scope of an entity is itself and, for a place, the places in it and the bodies that
sit there; of these bodies not what they did elsewhere. To a body belongs what people did
who hold posts there."""

BETWEEN = """
WITH RECURSIVE side (bit, slug) AS (
    VALUES (1, :one), (2, :other)
    UNION SELECT side.bit, entity.slug FROM entity JOIN side ON entity.place = side.slug
), acting (bit, slug) AS (
    SELECT bit, slug FROM side
    UNION SELECT side.bit, person.entity FROM side
    JOIN link AS post ON post.entity = side.slug AND post.field = 'organization'
    JOIN link AS person ON person.report = post.report AND person.field = 'person'
), belonging (slug, sides) AS MATERIALIZED (
    SELECT slug, sum(bit) FROM acting GROUP BY slug
), hit AS MATERIALIZED (
    SELECT report.slug, report.type, max(report.first) AS first
    FROM belonging JOIN link ON link.entity = belonging.slug
    JOIN report ON report.id = link.report
    GROUP BY report.slug, report.type HAVING count(DISTINCT belonging.sides) > 1
), ranked AS (
    SELECT slug, row_number() OVER newest AS place, count(*) OVER (PARTITION BY type) AS total
    FROM hit WINDOW newest AS (PARTITION BY type ORDER BY first DESC NULLS LAST, slug)
)
SELECT report.json, ranked.total
FROM ranked JOIN report ON report.slug = ranked.slug
WHERE ranked.place <= :most OR instr(report.json, '"essential":true')
ORDER BY report.id
"""
"""Facts in which both have a part: each with what lies or sits in it, and with the people who
hold posts there. Who belongs to both, such as a body that sits in the other, joins the two
only where someone else is named who does not."""

MATCHING = """
WITH RECURSIVE involved (slug) AS (
    VALUES (:involving)
    UNION SELECT entity.slug FROM entity JOIN involved ON entity.place = involved.slug
), people (slug) AS (
    SELECT person.entity FROM entity
    JOIN link AS post ON post.entity = entity.slug AND post.field = 'organization'
    JOIN link AS person ON person.report = post.report AND person.field = 'person'
    WHERE entity.slug = :involving AND entity.kind = 'organization'
), hit (report) AS MATERIALIZED (
    SELECT link.report FROM involved
    JOIN link ON link.entity = involved.slug
    JOIN entity ON entity.slug = involved.slug
    JOIN report ON report.id = link.report
    WHERE (:fields IS NULL OR link.field IN (SELECT value FROM json_each(:fields)))
      AND (entity.kind = 'place' OR involved.slug = :involving OR report.type <> 'event')
    UNION SELECT link.report FROM people JOIN link ON link.entity = people.slug
    WHERE :fields IS NULL
), here (slug) AS (
    VALUES (:place)
    UNION SELECT entity.slug FROM entity JOIN here ON entity.place = here.slug
)
{select} FROM {reports}
WHERE r.type IN (SELECT value FROM json_each(:types))
  AND (:first IS NULL OR r.last >= :first)
  AND (:last IS NULL OR r.first <= :last)
  AND (:kind IS NULL OR r.kind = :kind)
  AND (:place IS NULL OR r.id IN (
    SELECT link.report FROM here JOIN link ON link.entity = here.slug AND link.field = 'place'))
"""
"""Reports that a Filter lets through; see _matching for the two parts that are filled in."""

SLUGS_MATCHING = "SELECT r.slug"
COUNT_MATCHING = "SELECT count(DISTINCT r.slug)"
YEARS_MATCHING = "SELECT DISTINCT CAST(substr(r.first, 1, 4) AS INTEGER) AS year"

OF_ALL = "report AS r"
OF_THOSE_INVOLVED = "hit CROSS JOIN report AS r ON r.id = hit.report"
"""CROSS JOIN keeps SQLite to this order: few reports involve an entity, many have a type."""

FACTS = """
SELECT report.json FROM report WHERE report.slug IN ({slugs}
    GROUP BY r.slug ORDER BY max(r.first) DESC NULLS LAST, r.slug LIMIT :most)
ORDER BY report.id
"""

FACTS_CALLED = """
SELECT report.json FROM report WHERE report.slug IN (SELECT value FROM json_each(:slugs))
ORDER BY report.id
"""

STATISTICS = """
SELECT report.json FROM report
WHERE report.type = 'statistic'
  AND (:measures IS NULL OR report.measure IN (SELECT value FROM json_each(:measures)))
  AND NOT EXISTS (
    SELECT 1 FROM json_each(:entities) AS wanted
    WHERE NOT EXISTS (
        SELECT 1 FROM link WHERE link.report = report.id AND link.entity = wanted.value))
ORDER BY report.id
"""

POSTS_OF = """
SELECT report.json FROM link JOIN report ON report.id = link.report AND report.type = 'role'
WHERE link.field = 'person' AND link.entity IN (SELECT value FROM json_each(:people))
ORDER BY report.as_of, report.id
"""

MEASURES_IN_USE = """
SELECT json FROM measure
WHERE EXISTS (SELECT 1 FROM report WHERE report.measure = measure.slug) ORDER BY slug
"""

COUNTS = "SELECT type, count(DISTINCT slug) FROM report GROUP BY type ORDER BY type"
ALL_ENTITY_SLUGS = "SELECT slug FROM entity ORDER BY kind, slug"
ALL_MEASURES = "SELECT json FROM measure ORDER BY slug"
ALL_REPORTS = "SELECT json FROM report ORDER BY source, id"


class Found(NamedTuple):
    """Facts, and of how many of each type they are the newest."""

    facts: tuple[Fact, ...]
    totals: dict[FactType, int]


class Filter(NamedTuple):
    """Which facts are wanted: of some types, a period, a kind, that involve an entity, at a place.

    fields: in which fields the entity has to stand; none given: in any.
    """

    types: tuple[FactType, ...]
    period: Period | None = None
    kind: str | None = None
    involving: str | None = None
    fields: tuple[str, ...] = ()
    place: str | None = None


def _matching(select: str, wanted: Filter) -> str:
    """A statement on the reports that a filter lets through. Both parts are constants."""
    reports = OF_THOSE_INVOLVED if wanted.involving else OF_ALL
    return MATCHING.format(select=select, reports=reports)


def _values(wanted: Filter) -> dict[str, Any]:
    period = wanted.period or Period()
    return {
        "types": json.dumps(wanted.types),
        "first": period.first.isoformat() if period.first else None,
        "last": period.last.isoformat() if period.last else None,
        "kind": wanted.kind,
        "involving": wanted.involving,
        "fields": json.dumps(wanted.fields) if wanted.fields else None,
        "place": wanted.place,
    }


class _Kept:
    """The records read so far from one state of the base, by slug; the oldest make room."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        self.measures: dict[str, Measure] = {}
        self.sources: dict[str, Source] = {}


class NamedAs(NamedTuple):
    """A name that a document gives to an entity, and the shortest passage with it."""

    name: Name
    reference: Reference


class Snapshot:
    """One moment of the fact base: everything read through it belongs together."""

    def __init__(self, db: aiosqlite.Connection, memory: dict[type, Any] | None = None) -> None:
        self._db = db
        self._memory = {} if memory is None else memory

    def remembered(self, kind: type[T]) -> T:
        """What is kept of this state of the base from one snapshot to the next: one of a kind.

        It is empty at first, and gone as soon as the base has changed.
        """
        if kind not in self._memory:
            self._memory[kind] = kind()
        kept: T = self._memory[kind]
        return kept

    async def _column(self, sql: str, values: dict[str, Any] | None = None) -> list[Any]:
        return [row[0] for row in await self._db.execute_fetchall(sql, values or {})]

    async def _records(
        self,
        sql: str,
        slugs: Iterable[str],
        kept: dict[str, R],
        parse: Callable[[str], R],
    ) -> dict[str, R]:
        """Records by slug, read where they are not among those kept."""
        wanted = sorted(set(slugs))
        if new := [slug for slug in wanted if slug not in kept]:
            rows = await self._column(sql, {"slugs": json.dumps(new)})
            kept |= {record.slug: record for record in map(parse, rows)}
        found = {slug: kept[slug] for slug in wanted if slug in kept}
        if len(kept) > MOST_KEPT:
            for slug in list(kept)[:-MOST_KEPT]:
                del kept[slug]
        return found

    async def resolve(self, name: str, until: str | None = None) -> Resolution:
        """Which entity a written name means, or one chosen by its id; see resolving.resolve."""
        if name.startswith(CHOSEN):
            slug = name.removeprefix(CHOSEN)
            return Resolution("resolved", (slug,)) if await self.entities([slug]) else UNKNOWN
        return await resolve(self._db, name, until)

    async def resolve_all(self, names: Iterable[str]) -> dict[str, Resolution]:
        """Which entity each written name means; see resolving.resolve_all."""
        return await resolve_all(self._db, names)

    async def suggest(
        self, beginning: str, most: int, kinds: Collection[EntityKind] = ()
    ) -> list[str]:
        """Slugs of entities with a name that begins so; see resolving.suggest."""
        return await suggest(self._db, beginning, most, kinds)

    async def named_by_keys(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """The entities that each of the folded names belongs to, for those that exist."""
        rows = await self._db.execute_fetchall(KEYS_THAT_EXIST, {"keys": json.dumps(list(keys))})
        found: dict[str, list[str]] = {}
        for key, entity in rows:
            found.setdefault(key, []).append(entity)
        return found

    async def bodies_by_words(
        self, names: Iterable[tuple[str, ...]]
    ) -> dict[tuple[str, ...], list[str]]:
        """The entities in a name of which just these words count; see kvbot.names.bodies."""
        keys = {words: in_any_order(words) for words in names}
        wanted = json.dumps(sorted(set(keys.values())))
        having: dict[str, list[str]] = {}
        for key, entity in await self._db.execute_fetchall(WITH_KEYS, {"keys": wanted}):
            having.setdefault(key, []).append(entity)
        return {words: having[key] for words, key in keys.items() if key in having}

    async def entities(self, slugs: Iterable[str]) -> dict[str, Entity]:
        """Entities by slug, with all their names."""
        kept = self.remembered(_Kept).entities
        return await self._records(ENTITIES, slugs, kept, _ENTITY.validate_json)

    async def names_in_documents(self, entity: str, until: str | None = None) -> list[NamedAs]:
        """The names that documents give to an entity, each with the shortest passage."""
        values = {"entity": entity, "until": until}
        found: dict[Name, NamedAs] = {}
        for row in await self._db.execute_fetchall(NAMES_IN_DOCUMENTS, values):
            name = Name.model_validate_json(row[0])
            reference = Reference.model_validate_json(row[1])
            if name not in found and stands_in(name.text, reference.exact):
                found[name] = NamedAs(name, reference)
        return list(found.values())

    async def measures(self, slugs: Iterable[str]) -> dict[str, Measure]:
        """Measures by slug."""
        kept = self.remembered(_Kept).measures
        return await self._records(MEASURES, slugs, kept, Measure.model_validate_json)

    async def measures_about(
        self, words: Sequence[str], *, any_word: bool = False
    ) -> list[tuple[str, str]]:
        """Measures with figures, each with a phrase for it that has all the words (or any).

        A word in Hangul may be the beginning of one: particles and nouns follow it unspaced.
        """
        quoted = [f'"{word}"' + ("*" if is_hangul(word) else "") for word in words]
        match = (" OR " if any_word else " AND ").join(quoted)
        if not quoted:
            return []
        rows = await self._db.execute_fetchall(MEASURES_ABOUT, {"words": match})
        return [(slug, phrase) for slug, phrase in rows]

    async def sources(self, slugs: Iterable[str]) -> dict[str, Source]:
        """Sources by slug."""
        kept = self.remembered(_Kept).sources
        return await self._records(SOURCES, slugs, kept, Source.model_validate_json)

    async def all_sources(self) -> list[Source]:
        """Every source, the newest first."""
        return [Source.model_validate_json(row) for row in await self._column(ALL_SOURCES)]

    async def sources_by(self, entity: str) -> list[Source]:
        """The sources that an entity wrote or published, the newest first."""
        rows = await self._column(SOURCES_BY, {"entity": entity})
        return [Source.model_validate_json(row) for row in rows]

    async def about(self, entity: str, most: int, until: str | None = None) -> Found:
        """The newest facts that name an entity or, for a place, anything in it.

        most: how many of each type; what is marked as essential comes on top. until: an
        ISO day; later reports are left out.
        """
        return await self._found(ABOUT, {"entity": entity, "most": most, "until": until})

    async def between(self, one: str, other: str, most: int) -> Found:
        """The newest facts in which two entities both have a part. most: as for about."""
        return await self._found(BETWEEN, {"one": one, "other": other, "most": most})

    async def _found(self, statement: str, values: dict[str, Any]) -> Found:
        rows = list(await self._db.execute_fetchall(statement, values))
        reports = [report_from_json(row[0]) for row in rows]
        totals = {report.type: row[1] for report, row in zip(reports, rows, strict=True)}
        return Found(_facts(reports), totals)

    async def facts(self, wanted: Filter, most: int | None = None) -> tuple[Fact, ...]:
        """The facts that a filter lets through; with most, the newest of them."""
        statement = FACTS.format(slugs=_matching(SLUGS_MATCHING, wanted))
        values = {**_values(wanted), "most": -1 if most is None else most}
        return _facts(map(report_from_json, await self._column(statement, values)))

    async def facts_called(self, slugs: Iterable[str]) -> tuple[Fact, ...]:
        """The facts with these slugs, in the order in which the base has them."""
        rows = await self._column(FACTS_CALLED, {"slugs": json.dumps(sorted(slugs))})
        return _facts(map(report_from_json, rows))

    async def count(self, wanted: Filter) -> int:
        """How many facts a filter lets through."""
        counted = await self._column(_matching(COUNT_MATCHING, wanted), _values(wanted))
        return int(counted[0])

    async def years(self, wanted: Filter) -> list[int]:
        """The years of the facts that a filter lets through."""
        found = await self._column(_matching(YEARS_MATCHING, wanted), _values(wanted))
        return sorted(year for year in found if year is not None)

    async def statistics(
        self, measures: Sequence[str] | None, entities: Sequence[str]
    ) -> tuple[Fact, ...]:
        """Figures of the measures (None: of any) that name every one of the entities."""
        values = {
            "measures": None if measures is None else json.dumps(list(measures)),
            "entities": json.dumps(list(entities)),
        }
        return _facts(map(report_from_json, await self._column(STATISTICS, values)))

    async def last_posts(self, people: Iterable[str]) -> dict[str, Role]:
        """The last post on record of each of the people who have one."""
        return {role.person: role for role in await self.posts_of(people)}

    async def posts_of(self, people: Iterable[str]) -> list[Role]:
        """Every post on record of each of the people, the earliest first."""
        rows = await self._column(POSTS_OF, {"people": json.dumps(sorted(set(people)))})
        return [role for role in map(report_from_json, rows) if isinstance(role, Role)]

    async def people_called(self, words: Iterable[str]) -> dict[str, list[str]]:
        """The people who go by one of the words alone: a given name, or a Korean's family name."""
        return await wording.people_called(self._db, words)

    async def known_words(self, words: Iterable[str]) -> set[str]:
        """Those of the words that stand in a fact, a quote or a name."""
        return await wording.known_words(self._db, words)

    async def similar_words(self, word: str) -> list[str]:
        """The words of facts and quotes that are one typing error away."""
        return await wording.similar_words(self._db, word)

    async def candidates(self, sought: Sequence[Sought], most: int) -> list[str]:
        """The slugs of the facts that have to do with the most of what is sought."""
        return await self.remembered(Postings).candidates(self._db, sought, most)

    async def cards(self, slugs: Sequence[str]) -> list[CardRow]:
        """The reports of facts, each with what its words account for."""
        return await wording.cards(self._db, slugs)

    async def surroundings(self, slugs: Iterable[str]) -> Surroundings:
        """What the entities are called, of which kind they are, and what they belong to."""
        return await wording.surroundings(self._db, slugs)

    async def measures_in_use(self) -> list[Measure]:
        """The measures that there are figures of."""
        return [Measure.model_validate_json(row) for row in await self._column(MEASURES_IN_USE)]

    async def counts(self) -> dict[str, int]:
        """How many facts of each type there are."""
        return dict(await self._db.execute_fetchall(COUNTS))  # type: ignore[arg-type]

    async def all_entity_slugs(self) -> list[str]:
        """The slug of every entity."""
        return await self._column(ALL_ENTITY_SLUGS)

    async def all_measures(self) -> list[Measure]:
        """Every measure."""
        return [Measure.model_validate_json(row) for row in await self._column(ALL_MEASURES)]

    async def all_reports(self) -> list[FactReport]:
        """Every report of every fact."""
        return [report_from_json(row) for row in await self._column(ALL_REPORTS)]


def _facts(reports: Iterable[FactReport]) -> tuple[Fact, ...]:
    """Reports of the same fact together, the earliest first, undated ones last."""
    grouped: dict[str, list[FactReport]] = {}
    for report in reports:
        grouped.setdefault(report.slug, []).append(report)
    return tuple(
        Fact(reports=tuple(sorted(group, key=lambda report: report.as_of or "9999")))
        for group in grouped.values()
    )
