"""Fetching what may be meant by written names: all that their lookups find, in one statement."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence

import aiosqlite

from kvbot.names.decision import Candidate, Lookup, is_one_letter_away
from kvbot.names.keys import typo_keys

MOST_CANDIDATES = 100
"""How many entities are fetched for one lookup; of a name so common one has to ask anyway."""

OF_LOOKUPS = """
SELECT
    (SELECT json_group_array(json_array(entity, key)) FROM (
        SELECT entity, key FROM entity_key
        WHERE key IN (SELECT value FROM json_each(lookup.value, '$.keys')) LIMIT :most)),
    (SELECT json_group_array(entity) FROM (
        SELECT DISTINCT entity FROM name
        WHERE key IN (SELECT value FROM json_each(lookup.value, '$.forms')) LIMIT :most)),
    (SELECT json_group_array(entity) FROM (
        SELECT named.entity FROM name_words JOIN named ON named.id = name_words.rowid
        WHERE name_words MATCH lookup.value ->> 'words' LIMIT :most))
FROM json_each(:lookups) AS lookup ORDER BY lookup.key
"""

ALMOST = """
SELECT name.key, name.entity FROM name WHERE name.key IN (SELECT value FROM json_each(:swapped))
UNION SELECT name.key, name.entity FROM json_each(:pairs) AS pair JOIN name
    ON first_second = pair.value ->> 'first_second' AND length = pair.value ->> 'length'
UNION SELECT name.key, name.entity FROM json_each(:pairs) AS pair JOIN name
    ON first_third = pair.value ->> 'first_third' AND length = pair.value ->> 'length'
UNION SELECT name.key, name.entity FROM json_each(:pairs) AS pair JOIN name
    ON second_third = pair.value ->> 'second_third' AND length = pair.value ->> 'length'
"""

NAMED = """
SELECT slug, kind, (SELECT json_group_array(text) FROM name WHERE name.entity = entity.slug)
FROM entity WHERE slug IN (SELECT value FROM json_each(:slugs))
"""

KNOWN_WORDS = """
SELECT word.value FROM json_each(:words) AS word
WHERE EXISTS (SELECT 1 FROM name_words WHERE name_words MATCH '"' || word.value || '"')
"""

Found = dict[str, frozenset[str]]
"""The slugs of entities, each with those of the keys looked up that it has."""


async def candidates(db: aiosqlite.Connection, lookups: Sequence[Lookup]) -> list[list[Candidate]]:
    """The entities that each lookup finds, with all their names."""
    found = await _found(db, lookups)
    known = await named(db, {slug for of_lookup in found for slug in of_lookup})
    return [
        [c._replace(keys=of_lookup[c.entity]) for c in known if c.entity in of_lookup]
        for of_lookup in found
    ]


async def named(db: aiosqlite.Connection, slugs: Collection[str]) -> list[Candidate]:
    """Entities with all their names, by slug; none is asked for keys."""
    if not slugs:
        return []
    rows = await db.execute_fetchall(NAMED, {"slugs": json.dumps(sorted(slugs))})
    return [Candidate(slug, kind, tuple(json.loads(names))) for slug, kind, names in rows]


async def words_in_names(db: aiosqlite.Connection, words: Collection[str]) -> frozenset[str]:
    """Those of some folded words that stand in a name on record."""
    wanted = json.dumps(sorted(set(words)))
    if not words:
        return frozenset()
    return frozenset(row[0] for row in await db.execute_fetchall(KNOWN_WORDS, {"words": wanted}))


async def _found(db: aiosqlite.Connection, lookups: Sequence[Lookup]) -> list[Found]:
    asked = [
        {"keys": lookup.keys, "forms": lookup.forms, "words": _match(lookup.words)}
        for lookup in lookups
    ]
    values = {"lookups": json.dumps(asked), "most": MOST_CANDIDATES}
    if not any(lookups):
        return [{} for _ in lookups]
    rows = await db.execute_fetchall(OF_LOOKUPS, values)
    almost = await _almost(db, {lookup.almost for lookup in lookups} - {""})
    return [
        _merged(json.loads(keyed), [*json.loads(forms), *json.loads(words)], almost, lookup)
        for (keyed, forms, words), lookup in zip(rows, lookups, strict=True)
    ]


def _merged(
    keyed: Iterable[tuple[str, str]],
    others: Iterable[str],
    almost: dict[str, set[str]],
    lookup: Lookup,
) -> Found:
    found: dict[str, set[str]] = {}
    for entity, key in keyed:
        found.setdefault(entity, set()).add(key)
    slugs = {*found, *others, *almost.get(lookup.almost, ())}
    return {slug: frozenset(found.get(slug, ())) for slug in slugs}


def _match(groups: Iterable[tuple[str, ...]]) -> str:
    """An FTS5 expression: one word of each group; of no groups the empty phrase, in no name.

    The words are folded: letters and digits.
    """
    any_of = ("(" + " OR ".join(f'"{word}"' for word in group) + ")" for group in groups)
    return " AND ".join(any_of) or '""'


async def _almost(db: aiosqlite.Connection, written: Collection[str]) -> dict[str, set[str]]:
    """For each folded name the slugs of the entities with a name that is one letter away."""
    if not written:
        return {}
    keys = [typo_keys(folded) for folded in written]
    pairs = json.dumps([pair._asdict() for of_one in keys for pair in of_one.pairs])
    values = {"swapped": json.dumps([s for of_one in keys for s in of_one.swapped]), "pairs": pairs}
    rows = list(await db.execute_fetchall(ALMOST, values))
    return {
        folded: {entity for key, entity in rows if is_one_letter_away(folded, key)}
        for folded in written
    }
