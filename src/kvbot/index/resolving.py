"""Which entity a written name means, and which names begin as somebody types."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import aiosqlite

from kvbot.index.fetching import candidates, named, words_in_names
from kvbot.model.entities import EntityKind
from kvbot.names.decision import (
    MISTYPED,
    STEPS,
    SURE,
    TITLED,
    UNKNOWN,
    Candidate,
    Lookup,
    Resolution,
    Step,
    nearest,
    of_those,
    settled,
)
from kvbot.names.folding import fold
from kvbot.names.keys import typed_so_far
from kvbot.names.titles import posts_in, same_post
from kvbot.names.written import Written, two_names

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
    found = (await resolve_all(db, [name], until))[name]
    written = Written(name)
    if found != UNKNOWN or not written.folded:
        return found
    similar = Lookup(forms=(written.folded,), almost=written.folded)
    return UNKNOWN._replace(nearest=nearest(written, (await candidates(db, [similar]))[0]))


async def resolve_all(
    db: aiosqlite.Connection, names: Iterable[str], until: str | None = None
) -> dict[str, Resolution]:
    """Which entity each written name means; of an unknown one nothing similar is told."""
    written = {name: Written(name) for name in names}
    tried = await _try(db, {name: w for name, w in written.items() if w.folded})
    surely = {name: tried.meant(name, SURE) or tried.by_two_names(name) for name in tried.written}
    by_post = await _by_post(db, tried, [name for name, sure in surely.items() if not sure], until)
    found: dict[str, Resolution] = {}
    for name, w in written.items():
        decided = surely.get(name) or by_post.get(name) or tried.meant(name, len(STEPS))
        found[name] = await _with_that_title(db, w, decided or UNKNOWN, until)
    return found


class _Tried(NamedTuple):
    """What each step finds for names, the parts of two names, and the bodies of posts.

    strange: the words that stand in no name on record, so that they may be typing errors.
    """

    written: Mapping[str, Written]
    found: Mapping[tuple[str, Step], list[Candidate]]
    strange: frozenset[str]

    def meant(self, name: str, steps: int) -> Resolution | None:
        """What the first of the first steps decides that decides anything."""
        decided = (self._by(step, name) for step in STEPS[:steps])
        return next((resolution for resolution in decided if resolution), None)

    def by_two_names(self, name: str) -> Resolution | None:
        """What two names side by side mean; None if there are no two, or no entity has both."""
        both = [self.meant(one, SURE) or UNKNOWN for one in two_names(name) or ()]
        ids = set.intersection(*(set(one.ids) for one in both)) if both else None
        return of_those(ids) if ids else None

    def _by(self, step: Step, name: str) -> Resolution | None:
        candidates = self.found.get((name, step), [])
        if not candidates:
            return None
        written = self.written[name]
        if step is MISTYPED and not self.strange & set(written.name):
            # a body whose name has only words on record is another one: of two towns with
            # similar names each has its department
            candidates = [c for c in candidates if c.kind == "person"]
        return settled(step, written, candidates)


async def _try(db: aiosqlite.Connection, names: Mapping[str, Written]) -> _Tried:
    """Fetch at once what every step may find for names, and for what stands in them."""
    inside = {part for name in names for part in two_names(name) or ()}
    inside |= {" ".join(post.of) for w in names.values() for post in posts_in(w.words)}
    written = {**{part: Written(part) for part in sorted(inside)}, **names}
    tried = [(n, step) for n in written for step in (STEPS if n in names else STEPS[:SURE])]
    fetched = await candidates(db, [step.lookup(written[name]) for name, step in tried])
    found = dict(zip(tried, fetched, strict=True))
    doubtful = [written[name] for name, step in tried if step is MISTYPED and found[name, step]]
    words = {word for w in doubtful for word in w.name}
    return _Tried(written, found, frozenset(words - await words_in_names(db, words)))


async def _by_post(
    db: aiosqlite.Connection, tried: _Tried, names: Iterable[str], until: str | None
) -> dict[str, Resolution]:
    """Who holds the post that each name is, for those that are one and on record."""
    found: dict[str, Resolution] = {}
    for name in names:
        for post in posts_in(tried.written[name].words):
            body = tried.meant(" ".join(post.of), SURE) or UNKNOWN
            if name in found or body.status != "resolved":
                continue
            values = {"people": None, "called": None, "body": body.ids[0], "until": until}
            rows = await db.execute_fetchall(POSTS, values)
            if holding := {person for person, title in rows if same_post(post.title, title)}:
                found[name] = of_those(holding)
    return found


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
    called_so = (c._replace(keys=frozenset(called)) for c in await named(db, holding))
    fitting = {c.entity for c in called_so if c.entity in resolution.ids or TITLED.fits(written, c)}
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
