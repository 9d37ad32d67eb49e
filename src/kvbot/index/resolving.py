"""Fetching the candidates for a written name by their keys."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import aiosqlite

from kvbot.model.entities import EntityKind
from kvbot.names.decision import (
    STEPS,
    SURE,
    TITLED,
    UNKNOWN,
    Candidate,
    Lookup,
    Resolution,
    Step,
    is_one_letter_away,
    nearest,
    of_those,
    settled,
)
from kvbot.names.folding import fold
from kvbot.names.keys import typed_so_far, typo_keys
from kvbot.names.titles import posts_in, same_post
from kvbot.names.written import Written, two_names

MOST_CANDIDATES = 100
"""How many entities are fetched for one lookup; of a name so common one has to ask anyway."""

BY_FORM = """
SELECT DISTINCT entity FROM name
WHERE key IN (SELECT value FROM json_each(:forms)) LIMIT :most
"""

BY_KEY = """
SELECT entity, key FROM entity_key
WHERE key IN (SELECT value FROM json_each(:keys)) LIMIT :most
"""

BY_WORDS = """
SELECT named.entity FROM name_words JOIN named ON named.id = name_words.rowid
WHERE name_words MATCH :words LIMIT :most
"""

IS_WORD = "SELECT 1 FROM name_words WHERE name_words MATCH :word LIMIT 1"

BEGINNING = """
SELECT DISTINCT entity FROM entity_key
WHERE key >= :low AND key < :high
  AND (:kinds IS NULL OR (SELECT kind FROM entity WHERE slug = entity_key.entity)
       IN (SELECT value FROM json_each(:kinds)))
LIMIT :most
"""

LATEST = """
SELECT link.entity FROM (SELECT id FROM report ORDER BY first DESC, id LIMIT :reports) AS latest
JOIN link ON link.report = latest.id JOIN entity ON entity.slug = link.entity
WHERE :kinds IS NULL OR entity.kind IN (SELECT value FROM json_each(:kinds))
GROUP BY link.entity ORDER BY count(*) DESC, link.entity LIMIT :most
"""

LATEST_REPORTS = 200
"""How many reports are looked through for what to suggest before anything is typed."""

ALMOST = """
SELECT name.key, name.entity FROM name WHERE name.key IN (SELECT value FROM json_each(:swapped))
UNION SELECT name.key, name.entity FROM json_each(:pairs) AS pair JOIN name
    ON first_second = pair.value ->> 'first_second' AND length = pair.value ->> 'length'
UNION SELECT name.key, name.entity FROM json_each(:pairs) AS pair JOIN name
    ON first_third = pair.value ->> 'first_third' AND length = pair.value ->> 'length'
UNION SELECT name.key, name.entity FROM json_each(:pairs) AS pair JOIN name
    ON second_third = pair.value ->> 'second_third' AND length = pair.value ->> 'length'
"""

CANDIDATES = """
SELECT slug, kind, (SELECT json_group_array(text) FROM name WHERE name.entity = entity.slug)
FROM entity WHERE slug IN (SELECT value FROM json_each(:slugs))
"""


POSTS = """
WITH RECURSIVE body (slug) AS (
    VALUES (:body)
    UNION SELECT entity.slug FROM entity JOIN body ON entity.place = body.slug
)
SELECT DISTINCT person.entity, json_extract(report.json, '$.title')
FROM link AS person JOIN report ON report.id = person.report AND report.type = 'role'
LEFT JOIN link AS of ON of.report = report.id AND of.field = 'organization'
WHERE person.field = 'person'
  AND (:people IS NULL OR person.entity IN (SELECT value FROM json_each(:people))
       OR person.entity IN (
           SELECT entity FROM entity_key WHERE key IN (SELECT value FROM json_each(:called))))
  AND (:body IS NULL OR of.entity IN (SELECT slug FROM body))
  AND (:until IS NULL OR report.as_of <= :until)
"""


async def resolve(db: aiosqlite.Connection, name: str, until: str | None = None) -> Resolution:
    """Which entity a written name means, by the first step that finds one that fits.

    until: an ISO day; who held a post is judged by what was on record for it.
    """
    written = Written(name)
    if not written.folded:
        return UNKNOWN
    for steps in (STEPS[:SURE], STEPS[SURE:]):
        if resolution := await _by_steps(db, written, steps):
            return await _with_that_title(db, written, resolution, until)
        if steps == STEPS[:SURE] and (
            resolution := await _by_two_names(db, name) or await _by_post(db, written, until)
        ):
            return resolution
    similar = Lookup(forms=(written.folded,), almost=written.folded)
    last = await _candidates(db, await _fetched(db, similar))
    return UNKNOWN._replace(nearest=nearest(written, last))


async def _by_steps(
    db: aiosqlite.Connection, written: Written, steps: Sequence[Step]
) -> Resolution | None:
    for step in steps:
        lookup = step.lookup(written)
        if not any(lookup):
            continue
        candidates = await _candidates(db, await _fetched(db, lookup))
        if lookup.almost and not await _has_strange_word(db, written):
            candidates = [c for c in candidates if c.kind == "person"]
        if resolution := settled(step, written, candidates):
            return resolution
    return None


async def _has_strange_word(db: aiosqlite.Connection, written: Written) -> bool:
    """Whether a word stands in no name on record, so that it may be a typing error.

    A body whose name has only words on record is another one: of two towns with similar
    names each has its department.
    """
    for word in written.name:
        if not list(await db.execute_fetchall(IS_WORD, {"word": f'"{word}"'})):
            return True
    return False


async def _by_two_names(db: aiosqlite.Connection, name: str) -> Resolution | None:
    """What two names side by side mean; None if there are no two, or no entity has both."""
    found = [
        await _by_steps(db, Written(one), STEPS[:SURE]) or UNKNOWN for one in two_names(name) or ()
    ]
    both = set.intersection(*(set(resolution.ids) for resolution in found)) if found else ()
    return of_those(both) if both else None


async def _by_post(
    db: aiosqlite.Connection, written: Written, until: str | None
) -> Resolution | None:
    """Who holds the post that was written; None if that is not on record."""
    for post in posts_in(written.words):
        body = await _by_steps(db, Written(" ".join(post.of)), STEPS[:SURE])
        if body is None or body.status != "resolved":
            continue
        values = {"people": None, "called": None, "body": body.ids[0], "until": until}
        rows = await db.execute_fetchall(POSTS, values)
        if holding := {person for person, title in rows if same_post(post.title, title)}:
            return of_those(holding)
    return None


async def _with_that_title(
    db: aiosqlite.Connection, written: Written, resolution: Resolution, until: str | None
) -> Resolution:
    """Of several who fit, those who hold a post of the title that was written, if any do.

    Of those who are called by one name all count, also where they are too many to be fetched.
    """
    titles = written.titled.titles
    if resolution.status != "ambiguous" or not titles:
        return resolution
    people, called = json.dumps(resolution.ids), TITLED.lookup(written).keys
    values = {"people": people, "called": json.dumps(called), "body": None, "until": until}
    rows = await db.execute_fetchall(POSTS, values)
    holding = {person for person, post in rows if any(same_post(t, post) for t in titles)}
    candidates = await _candidates(db, dict.fromkeys(holding, frozenset(called)))
    fitting = {
        c.entity for c in candidates if c.entity in resolution.ids or TITLED.fits(written, c)
    }
    return of_those(fitting) if fitting else resolution


async def suggest(
    db: aiosqlite.Connection, beginning: str, most: int, kinds: Collection[EntityKind] = ()
) -> list[str]:
    """Slugs of entities with a name, or a word in a name, that begins so; whole names first.

    kinds: of which kinds; none given: of any. Where nothing is typed yet, those whom the
    latest reports name most; a beginning without letters or digits finds nothing.
    """
    typed = typed_so_far(fold(beginning))
    limits = {"most": most, "kinds": json.dumps(list(kinds)) if kinds else None}
    if not beginning.strip():
        values = {**limits, "reports": LATEST_REPORTS}
        return [row[0] for row in await db.execute_fetchall(LATEST, values)]
    found: dict[str, None] = {}
    for letter in "ab" if typed else "":
        values = {**limits, "low": letter + typed, "high": f"{letter}{typed}\U0010ffff"}
        rows = await db.execute_fetchall(BEGINNING, values)
        found |= dict.fromkeys(row[0] for row in rows)
        if len(found) >= most:
            break
    return list(found)[:most]


async def _fetched(db: aiosqlite.Connection, lookup: Lookup) -> dict[str, frozenset[str]]:
    """The slugs of the entities that a lookup finds, each with the keys it has of those."""
    found: dict[str, set[str]] = {}
    if lookup.keys:
        values = {"keys": json.dumps(lookup.keys), "most": MOST_CANDIDATES}
        for entity, key in await db.execute_fetchall(BY_KEY, values):
            found.setdefault(entity, set()).add(key)
    others: set[str] = set()
    if lookup.forms:
        others |= await _slugs(db, BY_FORM, forms=json.dumps(lookup.forms))
    if lookup.words:
        others |= await _slugs(db, BY_WORDS, words=_match(lookup.words))
    if lookup.almost:
        others |= await _almost(db, lookup.almost)
    return {entity: frozenset(found.get(entity, ())) for entity in found.keys() | others}


async def _slugs(db: aiosqlite.Connection, sql: str, **values: Any) -> set[str]:
    rows = await db.execute_fetchall(sql, {**values, "most": MOST_CANDIDATES})
    return {row[0] for row in rows}


def _match(groups: Iterable[tuple[str, ...]]) -> str:
    """An FTS5 expression: one word of each group. The words are folded: letters and digits."""
    return " AND ".join("(" + " OR ".join(f'"{word}"' for word in group) + ")" for group in groups)


async def _almost(db: aiosqlite.Connection, folded: str) -> set[str]:
    """The slugs of the entities with a name that is one letter away."""
    keys = typo_keys(folded)
    pairs = json.dumps([pair._asdict() for pair in keys.pairs])
    values = {"swapped": json.dumps(keys.swapped), "pairs": pairs}
    rows = await db.execute_fetchall(ALMOST, values)
    return {entity for key, entity in rows if is_one_letter_away(folded, key)}


async def _candidates(
    db: aiosqlite.Connection, found: dict[str, frozenset[str]]
) -> list[Candidate]:
    if not found:
        return []
    rows = await db.execute_fetchall(CANDIDATES, {"slugs": json.dumps(sorted(found))})
    return [
        Candidate(slug, kind, tuple(json.loads(names)), found[slug]) for slug, kind, names in rows
    ]
