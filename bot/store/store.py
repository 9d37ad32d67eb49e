"""Reading and writing bot.db: named, parameterised statements that return models."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiosqlite

from bot.store.migrating import migrate
from bot.store.models import (
    CardState,
    ErrorReport,
    Gap,
    GuildSettings,
    KeptReply,
    NewGap,
    NewReport,
    Outcome,
)
from kvbot.names.folding import fold

PATIENCE_S = 1.0
"""How long a statement waits for another process that has the database locked."""

KEPT_DAYS = 90
"""How long a reply is followed, a question waits, and a report is kept once it was told."""

GUILDS = "SELECT * FROM guild"
SET_GUILD = """
INSERT OR REPLACE INTO guild
VALUES (:id, :language, :show, :curator_roles, :curator_channel, :quick_channels)
"""

CARD = "SELECT state FROM card WHERE key = :key"
ADD_CARDS = """
INSERT OR IGNORE INTO card (key, state)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:cards)
"""

_REPORT_COLUMNS = """
id, guild, reporter, language, claim, wrong, ground, made_at, channel, message, outcome, answer
"""
_REPORT = f"SELECT {_REPORT_COLUMNS} FROM report "  # noqa: S608 - both parts are constants
ADD_REPORT = """
INSERT INTO report (guild, reporter, language, claim, wrong, ground, made_at)
VALUES (:guild, :reporter, :language, :claim, :wrong, :ground, :now) RETURNING id
"""
REPORT_IN = _REPORT + "WHERE id = :id AND guild = :guild"
OPEN_REPORTS = _REPORT + "WHERE guild = :guild AND closed_at IS NULL ORDER BY id LIMIT :most"
COUNT_OPEN = "SELECT count(*) FROM report WHERE guild = :guild AND closed_at IS NULL"
POSTED = "UPDATE report SET channel = :channel, message = :message WHERE id = :id"
CLOSE_REPORT = """
UPDATE report SET outcome = :outcome, answer = :answer, closed_by = :curator, closed_at = :now
WHERE id = :id AND guild = :guild AND closed_at IS NULL
"""
UNTOLD = _REPORT + "WHERE reporter = :user AND closed_at IS NOT NULL AND told_at IS NULL"
WITH_UNTOLD = "SELECT DISTINCT reporter FROM report WHERE closed_at IS NOT NULL AND told_at IS NULL"
TOLD = "UPDATE report SET told_at = :now WHERE id = :id"
FORGET_REPORTS = f"""
DELETE FROM report WHERE reporter = :user RETURNING {_REPORT_COLUMNS}
"""  # noqa: S608 - both parts are constants
FORGET_CURATOR = "UPDATE report SET closed_by = NULL WHERE closed_by = :user"

EXPIRE_REPORTS = "DELETE FROM report WHERE told_at < :before"

REPLY = """
SELECT message, channel, asker, reply, spoken_to, edited_at FROM reply WHERE message = :message
"""
SET_REPLY = """
INSERT INTO reply VALUES (:message, :channel, :asker, :reply, :spoken_to, :edited_at, :now)
ON CONFLICT (message) DO UPDATE SET reply = excluded.reply, edited_at = excluded.edited_at
"""
DROP_REPLY = "DELETE FROM reply WHERE message = :message"
FORGET_REPLIES = "DELETE FROM reply WHERE asker = :user"
EXPIRE_REPLIES = "DELETE FROM reply WHERE made_at < :before"

_GAP_COLUMNS = "id, guild, asker, language, question, answer"
ADD_GAP = """
INSERT OR IGNORE INTO gap (guild, asker, language, question, folded, asked_at)
VALUES (:guild, :asker, :language, :question, :folded, :now)
"""
OPEN_GAPS = """
SELECT min(id) AS id, guild, asker, language, question, count(*) AS times FROM gap
WHERE guild = :guild AND answer IS NULL GROUP BY folded ORDER BY times DESC, min(id)
"""
ANSWER_GAP = f"""
UPDATE gap SET answer = :answer WHERE guild = :guild AND answer IS NULL
AND folded = (SELECT folded FROM gap WHERE id = :id AND guild = :guild)
RETURNING {_GAP_COLUMNS}
"""  # noqa: S608 - both parts are constants
UNTOLD_GAPS = f"""
SELECT {_GAP_COLUMNS} FROM gap WHERE asker = :user AND answer IS NOT NULL AND told_at IS NULL
"""  # noqa: S608 - both parts are constants
ASKERS_TO_TELL = "SELECT DISTINCT asker FROM gap WHERE answer IS NOT NULL AND told_at IS NULL"
GAP_TOLD = "UPDATE gap SET told_at = :now WHERE id = :id"
FORGET_GAPS = "DELETE FROM gap WHERE asker = :user"
EXPIRE_GAPS = "DELETE FROM gap WHERE asked_at < :before"

SYNCED = "SELECT guild, digest FROM synced"
SET_SYNCED = "INSERT OR REPLACE INTO synced VALUES (:guild, :digest)"
DROP_SYNCED = "DELETE FROM synced WHERE guild = :guild"


class Store:
    """The open bot.db. Every write counts whole, and is on disk when the call returns.

    Raises sqlite3.OperationalError where the database is locked for longer than
    PATIENCE_S or the disk is full. Reads have a connection of their own, so that a write
    that waits keeps none of them waiting.
    """

    def __init__(self, db: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._db, self._reader = db, reader
        self._writing, self._reading = asyncio.Lock(), asyncio.Lock()

    async def _rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        async with self._reading, self._reader.execute(sql, values) as cursor:
            return _named(cursor, await cursor.fetchall())

    async def _write(self, sql: str, **values: Any) -> int:
        """Carry out one statement, which is a transaction. Returns how many rows changed."""
        async with self._writing, self._db.execute(sql, values) as cursor:
            return cursor.rowcount

    async def _returned(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """Carry out one statement that returns the rows that it wrote."""
        async with self._writing, self._db.execute(sql, values) as cursor:
            return _named(cursor, await cursor.fetchall())

    # --- servers ---

    async def guilds(self) -> dict[int, GuildSettings]:
        """What every team has set."""
        return {row["id"]: _guild(row) for row in await self._rows(GUILDS)}

    async def set_guild(self, settings: GuildSettings) -> None:
        """Keep what a team has set."""
        values = settings.model_dump()
        for field in ("curator_roles", "quick_channels"):
            values[field] = json.dumps(values[field])
        await self._write(SET_GUILD, **values)

    async def synced(self) -> dict[int, str]:
        """The digest of the commands that each guild has."""
        return {row["guild"]: row["digest"] for row in await self._rows(SYNCED)}

    async def set_synced(self, guild: int, digest: str | None) -> None:
        """Keep which commands a guild has; None: it has none."""
        if digest is None:
            await self._write(DROP_SYNCED, guild=guild)
        else:
            await self._write(SET_SYNCED, guild=guild, digest=digest)

    # --- cards ---

    async def card(self, key: str) -> CardState | None:
        """What a button points to."""
        rows = await self._rows(CARD, key=key)
        return CardState.model_validate_json(rows[0]["state"]) if rows else None

    async def add_cards(self, states: Iterable[CardState]) -> None:
        """Keep what buttons point to; it may be there already."""
        cards = [(state.key, state.model_dump_json()) for state in states]
        await self._write(ADD_CARDS, cards=json.dumps(cards))

    # --- replies to messages ---

    async def reply(self, message: int) -> KeptReply | None:
        """The reply to a message."""
        rows = await self._rows(REPLY, message=message)
        return KeptReply.model_validate(rows[0]) if rows else None

    async def set_reply(self, reply: KeptReply) -> None:
        """Keep which reply answers which message, as it is now."""
        await self._write(SET_REPLY, **reply.model_dump(mode="json"), now=_now())

    async def drop_reply(self, message: int) -> None:
        """Forget the reply to a message that is gone."""
        await self._write(DROP_REPLY, message=message)

    # --- questions without an answer ---

    async def add_gap(self, gap: NewGap) -> None:
        """Keep a question that somebody sends; the same one of the same asker counts once."""
        await self._write(ADD_GAP, **gap.model_dump(), folded=fold(gap.question), now=_now())

    async def open_gaps(self, guild: int) -> list[Gap]:
        """The questions that wait for an answer, equal ones as one, the most frequent first."""
        return [Gap.model_validate(row) for row in await self._rows(OPEN_GAPS, guild=guild)]

    async def answer_gap(self, number: int, guild: int, answer: str) -> list[Gap]:
        """Answer a question for all who sent it. Returns theirs; none if it waits no more."""
        rows = await self._returned(ANSWER_GAP, id=number, guild=guild, answer=answer)
        return [Gap.model_validate(row) for row in rows]

    async def askers_to_tell(self) -> set[int]:
        """Who has not been told yet that a question was answered."""
        return {row["asker"] for row in await self._rows(ASKERS_TO_TELL)}

    async def untold_gaps(self, user: int) -> list[Gap]:
        """The answered questions of which a user has not been told."""
        return [Gap.model_validate(row) for row in await self._rows(UNTOLD_GAPS, user=user)]

    async def set_gap_told(self, number: int) -> None:
        """Keep that the asker has the answer."""
        await self._write(GAP_TOLD, id=number, now=_now())

    # --- reports of errors ---

    async def add_report(self, report: NewReport) -> ErrorReport:
        """Keep a report until a curator closes it."""
        now = datetime.now(UTC)
        rows = await self._returned(ADD_REPORT, **report.model_dump(), now=now.isoformat())
        return ErrorReport(**report.model_dump(), id=rows[0]["id"], made_at=now)

    async def report(self, number: int, guild: int) -> ErrorReport | None:
        """A report of a guild."""
        rows = await self._rows(REPORT_IN, id=number, guild=guild)
        return ErrorReport.model_validate(rows[0]) if rows else None

    async def open_reports(self, guild: int, most: int) -> tuple[list[ErrorReport], int]:
        """The oldest reports that wait for a curator, and how many there are in all."""
        rows = await self._rows(OPEN_REPORTS, guild=guild, most=most)
        counted = await self._rows(COUNT_OPEN, guild=guild)
        total = int(next(iter(counted[0].values())))
        return [ErrorReport.model_validate(row) for row in rows], total

    async def set_posted(self, number: int, channel: int, message: int) -> None:
        """Keep where the curators see a report."""
        await self._write(POSTED, id=number, channel=channel, message=message)

    async def close_report(
        self, number: int, guild: int, curator: int, outcome: Outcome, answer: str
    ) -> bool:
        """Close a report. False if it is closed already or gone."""
        changed = await self._write(
            CLOSE_REPORT,
            id=number,
            guild=guild,
            curator=curator,
            outcome=outcome,
            answer=answer,
            now=_now(),
        )
        return changed == 1

    async def reporters_to_tell(self) -> set[int]:
        """Who has not been told yet that a report was closed."""
        return {row["reporter"] for row in await self._rows(WITH_UNTOLD)}

    async def untold(self, user: int) -> list[ErrorReport]:
        """The closed reports of which a user has not been told."""
        return [ErrorReport.model_validate(row) for row in await self._rows(UNTOLD, user=user)]

    async def set_told(self, number: int) -> None:
        """Keep that the reporter knows."""
        await self._write(TOLD, id=number, now=_now())

    async def expire(self) -> None:
        """Delete what is old: replies, questions, and reports that were closed and told."""
        before = datetime.now(UTC) - timedelta(days=KEPT_DAYS)
        await self._write(EXPIRE_REPORTS, before=before.isoformat())
        await self._write(EXPIRE_REPLIES, before=before.isoformat())
        await self._write(EXPIRE_GAPS, before=before.isoformat())

    async def forget(self, user: int) -> list[ErrorReport]:
        """Delete what is kept about a user. Returns the reports that are gone."""
        gone = await self._returned(FORGET_REPORTS, user=user)
        await self._write(FORGET_CURATOR, user=user)
        await self._write(FORGET_REPLIES, user=user)
        await self._write(FORGET_GAPS, user=user)
        return [ErrorReport.model_validate(row) for row in gone]


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _named(cursor: aiosqlite.Cursor, rows: Iterable[sqlite3.Row]) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _guild(row: dict[str, Any]) -> GuildSettings:
    lists = {field: json.loads(row[field]) for field in ("curator_roles", "quick_channels")}
    return GuildSettings.model_validate({**row, **lists})


@asynccontextmanager
async def open_store(home: Path) -> AsyncIterator[Store]:
    """The bot.db in a KVBOT_HOME, made if it is not there and brought to the newest form.

    Raises what migrate raises.
    """
    home.mkdir(parents=True, exist_ok=True)
    path = home / "bot.db"
    await asyncio.to_thread(migrate, path)
    async with (
        aiosqlite.connect(path, isolation_level=None, timeout=PATIENCE_S) as db,
        aiosqlite.connect(path, isolation_level=None, timeout=PATIENCE_S) as reader,
    ):
        yield Store(db, reader)
