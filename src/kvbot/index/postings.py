"""Which facts have to do with a word or with somebody, as one bit of a number for each fact."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import NamedTuple

import aiosqlite

from kvbot.names.folding import is_hangul

MOST_MISSED = 2
"""How many more things than the best fact one may miss and still be looked at."""

MOST_KEPT = 2000
"""How many words and names are kept with their facts at most; the oldest make room."""

IN_ORDER = """
SELECT id, slug, json ->> 'occasion' FROM report
ORDER BY max(first) OVER (PARTITION BY slug) DESC NULLS LAST, slug
"""

OF_ENTITIES = """
SELECT link.report FROM (
    WITH RECURSIVE scope (slug) AS (
        SELECT value FROM json_each(:entities)
        UNION SELECT entity.slug FROM entity JOIN scope ON entity.place = scope.slug
    )
    SELECT slug FROM scope
    UNION SELECT person.entity FROM scope
    JOIN link AS post ON post.entity = scope.slug AND post.field = 'organization'
    JOIN link AS person ON person.report = post.report AND person.field = 'person'
) AS found JOIN link ON link.entity = found.slug
"""

WITH_WORD = """
SELECT rowid FROM report_words WHERE report_words MATCH :match
UNION ALL SELECT link.report FROM name_words
JOIN named ON named.id = name_words.rowid JOIN link ON link.entity = named.entity
WHERE name_words MATCH :match AND instr(:token, ':') = 0
UNION ALL SELECT link.report FROM named JOIN link ON link.entity = named.entity
WHERE instr(:token, ':') AND instr(' ' || named.tokens || ' ', ' ' || :token || ' ')
UNION ALL SELECT report.id FROM measure JOIN report ON report.measure = measure.slug
WHERE instr(' ' || measure.tokens || ' ', ' ' || :token || ' ')
"""

WITH_NUMBER = """
SELECT id FROM report WHERE type = 'statistic' AND abs(json ->> 'value' - :number) < 1e-9
"""


class Sought(NamedTuple):
    """One thing that a question names: entities, the forms and meanings of a word, a number."""

    entities: Collection[str] = ()
    tokens: Collection[str] = ()
    number: Decimal | None = None


class Postings:
    """The facts of one state of the base by what has been sought in it so far.

    Bit n of a number stands for the fact slugs[n]; the newest fact is bit 0. So the facts
    that have the most of what is sought are found by a few operations on large numbers,
    however many there are.
    """

    def __init__(self) -> None:
        self._slugs: list[str] = []
        self._fact_of: dict[int, int] = {}
        self._said_at: dict[int, int] = {}
        self._kept: dict[str, int] = {}

    async def candidates(
        self, db: aiosqlite.Connection, sought: Sequence[Sought], most: int
    ) -> list[str]:
        """The slugs of the facts that have to do with the most of what is sought.

        db: at the state at which all else was sought. Of facts that have as much to do
        with it those come first that have what the fewest have, of these the newest.
        """
        if not self._slugs:
            await self._number(db)
        found = [await self._having(db, one) for one in sought]
        best = list(self._best(found))
        return [self._slugs[fact] for fact in best[:most]]

    async def _number(self, db: aiosqlite.Connection) -> None:
        occasions: dict[int, str] = {}
        for report, slug, occasion in await db.execute_fetchall(IN_ORDER):
            if self._slugs[-1:] != [slug]:
                self._slugs.append(slug)
            self._fact_of[report] = len(self._slugs) - 1
            if occasion:
                occasions[self._fact_of[report]] = occasion
        facts = {slug: fact for fact, slug in enumerate(self._slugs)}
        for fact, occasion in occasions.items():
            at = facts[occasion]
            self._said_at[at] = self._said_at.get(at, 0) | 1 << fact

    async def _having(self, db: aiosqlite.Connection, one: Sought) -> int:
        """The facts that have to do with one thing."""
        if one.entities:
            wanted = json.dumps(sorted(one.entities))
            return await self._bits(db, wanted, OF_ENTITIES, {"entities": wanted})
        if one.number is not None:
            number = {"number": float(one.number)}
            return await self._bits(db, f"#{one.number}", WITH_NUMBER, number)
        bits = 0
        for token in filter(str.strip, one.tokens):
            # a word in Hangul may begin a longer one
            match = f'"{token}"' + ("*" if is_hangul(token) else "")
            bits |= await self._bits(db, token, WITH_WORD, {"match": match, "token": token})
        return bits

    async def _bits(
        self, db: aiosqlite.Connection, key: str, sql: str, values: Mapping[str, str | float]
    ) -> int:
        if key not in self._kept:
            rows = await db.execute_fetchall(sql, values)
            self._kept[key] = self._as_bits(row[0] for row in rows)
            for old in list(self._kept)[:-MOST_KEPT]:
                del self._kept[old]
        return self._kept[key]

    def _as_bits(self, reports: Iterable[int]) -> int:
        bits = bytearray(len(self._slugs) // 8 + 1)
        for report in reports:
            fact = self._fact_of[report]
            bits[fact // 8] |= 1 << fact % 8
        return self._with_what_was_said(int.from_bytes(bits, "little"))

    def _with_what_was_said(self, bits: int) -> int:
        """Facts, and what was said on the occasion of any of them."""
        said = [mask for at, mask in self._said_at.items() if bits >> at & 1]
        return reduce(or_, said, bits)

    def _best(self, found: Sequence[int]) -> Iterator[int]:
        """The facts by how much of what was found each has, the most first.

        Of those that have as much come first those with what the fewest facts have.
        """
        rarest = min(filter(None, found), key=int.bit_count, default=0)
        at_least = [(1 << len(self._slugs)) - 1] + [0] * len(found)
        for bits in found:
            for n in range(len(found), 0, -1):
                at_least[n] |= at_least[n - 1] & bits
        most = max(n for n, bits in enumerate(at_least) if bits or n == 0)
        more = 0
        for n in range(most, max(most - MOST_MISSED - 1, 0), -1):
            level = at_least[n] & ~more
            yield from _ones(level & rarest)
            yield from _ones(level & ~rarest)
            more = at_least[n]


def _ones(bits: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
