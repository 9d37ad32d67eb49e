"""The facts that the words of a question may be about, and what is needed to tell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import aiosqlite
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kvbot.model.entities import EntityKind, Measure
from kvbot.model.facts import FactReport, report_from_json

KNOWN_WORDS = """
SELECT value FROM json_each(:words) WHERE EXISTS (
    SELECT 1 FROM report_vocabulary WHERE term = value
) OR EXISTS (SELECT 1 FROM name_vocabulary WHERE term = value)
"""

CALLED = """
SELECT DISTINCT word.value, person.slug FROM json_each(:words) AS word
JOIN entity_key ON entity_key.key IN ('v' || word.value, 's' || word.value, 'g' || word.value)
JOIN entity AS person ON person.slug = entity_key.entity AND person.kind = 'person'
UNION SELECT DISTINCT word.value, person.slug FROM json_each(:words) AS word
JOIN name_words ON name_words MATCH '"' || word.value || '"'
JOIN named ON named.id = name_words.rowid
JOIN entity AS person ON person.slug = named.entity AND person.kind = 'person'
JOIN name ON name.entity = person.slug AND name.text LIKE '% ' || word.value
"""

SIMILAR_WORDS = """
SELECT term FROM report_vocabulary
WHERE term >= :low AND term < :high AND length(term) BETWEEN :least AND :most LIMIT 5000
"""

CARDS = """
SELECT report.json, report_words.own, report_words.quotes, measure.tokens,
    measure.json
FROM report JOIN report_words ON report_words.rowid = report.id
LEFT JOIN measure ON measure.slug = report.measure
WHERE report.slug IN (SELECT value FROM json_each(:slugs)) ORDER BY report.id
"""

NAMED = """
SELECT entity, group_concat(tokens, ' ') FROM named
WHERE entity IN (SELECT value FROM json_each(:slugs)) GROUP BY entity
"""

LARGER = """
WITH RECURSIVE up (entity, slug) AS (
    SELECT value, value FROM json_each(:slugs)
    UNION SELECT up.entity, entity.place FROM up JOIN entity ON entity.slug = up.slug
    WHERE entity.place IS NOT NULL
)
SELECT entity, slug FROM up
"""

KINDS = "SELECT slug, kind FROM entity WHERE slug IN (SELECT value FROM json_each(:slugs))"


class CardRow(NamedTuple):
    """A report with what its words and its quotes account for, and a figure's measure."""

    report: FactReport
    own: frozenset[str]
    quotes: frozenset[str]
    measure: Measure | None = None


class Surroundings(NamedTuple):
    """Entities: of which kind each is, what its names account for, the places it lies in."""

    kinds: dict[str, EntityKind]
    names: dict[str, frozenset[str]]
    larger: dict[str, frozenset[str]]


async def known_words(db: aiosqlite.Connection, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in a fact, a quote or a name."""
    wanted = sorted(words)
    if not wanted:
        return set()
    rows = await db.execute_fetchall(KNOWN_WORDS, {"words": json.dumps(wanted)})
    return {row[0] for row in rows}


async def people_called(db: aiosqlite.Connection, words: Iterable[str]) -> dict[str, list[str]]:
    """The people who go by a word alone: the last one of a name, or a Korean's family name."""
    found: dict[str, list[str]] = {}
    wanted = sorted(words)
    if not wanted:
        return found
    for word, entity in await db.execute_fetchall(CALLED, {"words": json.dumps(wanted)}):
        found.setdefault(word, []).append(entity)
    return found


async def similar_words(db: aiosqlite.Connection, word: str) -> list[str]:
    """The words of facts and quotes that are one typing error away, with the same beginning."""
    values = {
        "low": word[:1],
        "high": word[:1] + "\U0010ffff",
        "least": len(word) - 1,
        "most": len(word) + 1,
    }
    terms = [row[0] for row in await db.execute_fetchall(SIMILAR_WORDS, values)]
    found = process.extract(word, terms, scorer=OSA.distance, score_cutoff=1, limit=5)
    return [term for term, _, _ in found]


async def cards(db: aiosqlite.Connection, slugs: Sequence[str]) -> list[CardRow]:
    """The reports of facts, each with what it accounts for."""
    rows = await db.execute_fetchall(CARDS, {"slugs": json.dumps(list(slugs))})
    return [
        CardRow(
            report_from_json(content),
            frozenset(own.split()) | frozenset((tokens or "").split()),
            frozenset(quotes.split()),
            Measure.model_validate_json(measure) if measure else None,
        )
        for content, own, quotes, tokens, measure in rows
    ]


async def surroundings(db: aiosqlite.Connection, slugs: Iterable[str]) -> Surroundings:
    """What is known of entities: their kinds, names and larger places, themselves included."""
    wanted = {"slugs": json.dumps(sorted(slugs))}
    larger: dict[str, set[str]] = {}
    for entity, slug in await db.execute_fetchall(LARGER, wanted):
        larger.setdefault(entity, set()).add(slug)
    known = {"slugs": json.dumps(sorted(set().union(*larger.values())))}
    kinds: dict[str, EntityKind] = {
        row[0]: row[1] for row in await db.execute_fetchall(KINDS, known)
    }
    names = {
        entity: frozenset(tokens.split())
        for entity, tokens in await db.execute_fetchall(NAMED, known)
    }
    return Surroundings(kinds, names, {e: frozenset(up) for e, up in larger.items()})
