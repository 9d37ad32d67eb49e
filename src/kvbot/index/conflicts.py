"""What dossiers must hold to among each other, asked of the index while it is built.

Only what a new or a replaced dossier touches is looked at: CROSS JOIN keeps SQLite to the
order in which the tables are written. Each finding names the version
of a dossier that is to blame: one that is new, else one that was replaced or deleted
although others need it.
"""

from __future__ import annotations

import json
from typing import NamedTuple

import aiosqlite

from kvbot.dossier.problems import Problem
from kvbot.names.folding import stands_in

DECLARED_TWICE = """
SELECT new.id AS culprit, mine.kind, mine.slug, min(other.name) AS other
FROM dossier AS new
CROSS JOIN provides AS mine ON mine.dossier = new.id AND mine.kind <> 'fact'
CROSS JOIN provides AS theirs ON theirs.slug = mine.slug AND theirs.kind = mine.kind
CROSS JOIN dossier AS other ON other.id = theirs.dossier
WHERE new.state = 'new'
  AND (other.state = 'live' OR other.state = 'new' AND other.name < new.name)
GROUP BY new.id, mine.kind, mine.slug
"""

IDENTITY_DIFFERS = """
SELECT new.id AS culprit, mine.type, mine.slug, min(other.name) AS other,
       theirs.type AS other_type, theirs.source AS other_source, mine.identity
FROM dossier AS new
CROSS JOIN report AS mine ON mine.dossier = new.id
CROSS JOIN report AS theirs ON theirs.slug = mine.slug AND theirs.dossier <> new.id
CROSS JOIN dossier AS other ON other.id = theirs.dossier
WHERE new.state = 'new'
  AND (other.state = 'live' OR other.state = 'new' AND other.name < new.name)
  AND (theirs.type <> mine.type OR theirs.identity <> mine.identity
       AND mine.disputes IS NOT theirs.source AND theirs.disputes IS NOT mine.source)
GROUP BY new.id, mine.slug
"""

NEEDED_BY_NEW = """
SELECT new.id AS culprit, needs.kind, needs.slug, needs.place
FROM dossier AS new
JOIN needs ON needs.dossier = new.id
WHERE new.state = 'new' AND NOT EXISTS (
    SELECT 1 FROM provides JOIN dossier ON dossier.id = provides.dossier
    WHERE provides.slug = needs.slug AND provides.kind = needs.kind
      AND dossier.state <> 'replaced')
"""

TAKEN_AWAY = """
SELECT gone.id AS culprit, mine.kind, mine.slug, min(other.name) AS other
FROM dossier AS gone
JOIN provides AS mine ON mine.dossier = gone.id
JOIN needs ON needs.slug = mine.slug AND needs.kind = mine.kind
JOIN dossier AS other ON other.id = needs.dossier AND other.state = 'live'
WHERE gone.state = 'replaced' AND NOT EXISTS (
    SELECT 1 FROM provides JOIN dossier ON dossier.id = provides.dossier
    WHERE provides.slug = mine.slug AND provides.kind = mine.kind
      AND dossier.state <> 'replaced')
GROUP BY gone.id, mine.kind, mine.slug
"""

NAMES_WITHOUT_QUOTE = """
SELECT home.name, name.text, name.entity, name.origin, (
    SELECT json_group_array(quote.exact) FROM quote
    WHERE quote.source = name.origin AND instr(quote.exact, name.text))
FROM name
JOIN dossier AS home ON home.id = name.dossier
JOIN source ON source.slug = name.origin
WHERE name.origin <> 'registry'
ORDER BY home.name, name.entity, name.position
"""


class Conflict(NamedTuple):
    """A version of a dossier that cannot be served, and why. See Problem for the words."""

    dossier: int
    place: str
    what: str
    remedy: str


async def find_conflicts(db: aiosqlite.Connection) -> list[Conflict]:
    """Everything between dossiers that keeps a new version, or a deletion, from counting.

    What lacks something comes out before others are held against it: a dossier that only
    clashes with such a one may be right. So call this until it finds nothing.
    """
    lacking = [
        *[_needed(*row) for row in await db.execute_fetchall(NEEDED_BY_NEW)],
        *[_taken_away(*row) for row in await db.execute_fetchall(TAKEN_AWAY)],
    ]
    clashing = [
        *[_declared_twice(*row) for row in await db.execute_fetchall(DECLARED_TWICE)],
        *[_identity_differs(*row) for row in await db.execute_fetchall(IDENTITY_DIFFERS)],
    ]
    out = {conflict.dossier for conflict in lacking}
    return [*lacking, *(c for c in clashing if not out or c.dossier in out)]


_REMEDIES = {
    "entity": "declare it in the registry (kvbot stamp proposes an entry), or mend the slug",
    "measure": "declare it in the registry under [[measures]], or mend the slug",
    "source": "add its dossier, or mend the slug",
    "fact": "state that fact in a dossier, or mend the slug",
}


def _declared_twice(culprit: int, kind: str, slug: str, other: str) -> Conflict:
    remedy = "declare it once; another file may add names with extends"
    if kind == "source":
        remedy = "give this document a slug of its own"
    return Conflict(culprit, "", f'{kind} "{slug}" is declared in {other} too', remedy)


def _identity_differs(
    culprit: int,
    fact_type: str,
    slug: str,
    other: str,
    other_type: str,
    other_source: str,
    identity: str,
) -> Conflict:
    place = f'{fact_type} "{slug}"'
    if fact_type != other_type:
        what, remedy = f"is of type {other_type} in {other}", "give one of the two another slug"
        return Conflict(culprit, place, what, remedy)
    fields = ", ".join(json.loads(identity))
    return Conflict(
        culprit,
        place,
        f"is about something else in {other}: these must be the same in both: {fields}",
        f'mend it, give it another slug, or mark it with disputes = "{other_source}"',
    )


def _needed(culprit: int, kind: str, slug: str, place: str) -> Conflict:
    where = "the registry" if kind in ("entity", "measure") else "the base"
    return Conflict(culprit, place, f'{kind} "{slug}" is not in {where}', _REMEDIES[kind])


def _taken_away(culprit: int, kind: str, slug: str, other: str) -> Conflict:
    return Conflict(
        culprit,
        "",
        f'no longer has {kind} "{slug}", which {other} needs',
        "put it back, or change that dossier first",
    )


async def names_without_quote(db: aiosqlite.Connection) -> list[Problem]:
    """Names that are said to be from a document of which no quote has them.

    Such a name still serves to find its entity; it is only never shown as the document's.
    """
    rows = await db.execute_fetchall(NAMES_WITHOUT_QUOTE)
    return [
        Problem(
            path=path,
            place=f'names of "{entity}"',
            what=f"no quote of a fact in {origin} has the name {text!r} in it",
            remedy='quote a passage that has it, or write origin = "registry"',
        )
        for path, text, entity, origin, quotes in rows
        if not any(stands_in(text, quote) for quote in json.loads(quotes))
    ]
