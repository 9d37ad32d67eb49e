"""Opening and closing the index file."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

import aiosqlite

SCHEMA_VERSION = 6
"""Raised when what the columns hold changes while schema.sql stays."""

PRIMARY_CODE = 0xFF
"""The part of an error code that says its kind. Source: SQLite, Result and Error Codes."""

WRITER_PATIENCE_S = 60.0
"""How long a build waits for another one to finish."""


def has_full_text_search() -> bool:
    """Whether the SQLite of this Python has FTS5, which the index needs."""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
        except sqlite3.OperationalError:
            return False
    return True


def index_path(home: Path) -> Path:
    """The index in a KVBOT_HOME: a new schema gets a new file, so no reader loses its own.

    So does a new lexicon: the index holds the meanings of words as they were when it was built.
    """
    digest = hashlib.sha256(_schema().encode() + _tables()).hexdigest()[:8]
    return home / f"index-{SCHEMA_VERSION}-{digest}.sqlite"


@cache
def _tables() -> bytes:
    """The lexicon and the tables of names, as they are written."""
    package = files("kvbot")
    folders = (package / "ask" / "questions", package / "names")
    written = [file for folder in folders for file in folder.iterdir() if file.name[-5:] == ".toml"]
    return b"".join(file.read_bytes() for file in sorted(written, key=lambda file: file.name))


async def connect(path: Path | str, patience_s: float = WRITER_PATIENCE_S) -> aiosqlite.Connection:
    """Open the index, which is made (empty) if it is not there; the caller closes it.

    patience_s: how long it waits for a lock, in seconds.
    """
    db = await aiosqlite.connect(path, isolation_level=None, timeout=patience_s)
    await db.execute("PRAGMA foreign_keys = ON")
    return db


@asynccontextmanager
async def connection(
    path: Path | str, patience_s: float = WRITER_PATIENCE_S
) -> AsyncIterator[aiosqlite.Connection]:
    """The opened index, closed at the end; see connect."""
    db = await connect(path, patience_s)
    try:
        yield db
    finally:
        await db.close()


@asynccontextmanager
async def writing(db: aiosqlite.Connection) -> AsyncIterator[None]:
    """Hold the writer's lock; what was written counts at the end, or not at all.

    The schema is made first where it is missing. Raises sqlite3.OperationalError when
    another connection keeps the lock for longer than this one waits.
    """
    await _use_write_ahead_log(db)
    try:
        await db.execute("BEGIN IMMEDIATE")
        if not await has_schema(db):
            await _make_schema(db)
        yield
        await db.execute("COMMIT")
    finally:
        await roll_back(db)


async def roll_back(db: aiosqlite.Connection) -> None:
    """End a transaction if one is open; a cancelled caller cannot know."""
    with suppress(sqlite3.OperationalError):
        await db.execute("ROLLBACK")


def is_busy(error: sqlite3.OperationalError) -> bool:
    """Whether a statement failed because another connection holds the lock."""
    return error.sqlite_errorcode & PRIMARY_CODE == sqlite3.SQLITE_BUSY


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is no whole index, so that it has to be made anew.

    A file that is spoiled under an open connection often shows as an error of reading or of
    locking. One that is only locked, read-only or on a disk that is full or takes nothing is
    not damaged: what is served from it would be lost, and nothing made in its place.
    """
    code = getattr(error, "sqlite_errorcode", 0)  # Python's own errors have none
    return code & PRIMARY_CODE in _DAMAGE and code not in _NOTHING_TAKEN


_DAMAGE = (
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB),
    *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL),
)

_NOTHING_TAKEN = (
    *(sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE),
    *(sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC),
)


async def _use_write_ahead_log(db: aiosqlite.Connection) -> None:
    """Switch a new file to write-ahead logging; one that is switched stays so.

    SQLite does not wait here while another connection does the same, so we do.
    """
    give_up_at = time.monotonic() + WRITER_PATIENCE_S
    while await _journal_mode(db) == "delete":
        try:
            await db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > give_up_at:
                raise
            await asyncio.sleep(0.02)


async def _journal_mode(db: aiosqlite.Connection) -> str:
    rows = await db.execute_fetchall("PRAGMA journal_mode")
    return str(next(iter(rows))[0])


async def has_schema(db: aiosqlite.Connection) -> bool:
    """Whether the tables are there."""
    found = await db.execute_fetchall("SELECT 1 FROM sqlite_schema WHERE name = 'meta'")
    return bool(list(found))


def _schema() -> str:
    return Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")


async def _make_schema(db: aiosqlite.Connection) -> None:
    for statement in _statements(_schema()):
        await db.execute(statement)


def _statements(script: str) -> list[str]:
    """The statements of a script, each ended by a semicolon at the end of a line.

    executescript would commit the transaction in which the schema is made. A line that
    is indented belongs to the statement before it, as in the body of a trigger.
    """
    statements, lines = [], []
    for line in script.splitlines():
        lines.append(line)
        if line.endswith(";") and not line.startswith(" "):
            statements.append("\n".join(lines))
            lines = []
    return statements
