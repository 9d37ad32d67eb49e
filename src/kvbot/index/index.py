"""The open index: whole reads, and builds beside them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from kvbot.dossier.problems import Problem
from kvbot.index.build import BuildReport, Progress, refresh, silent
from kvbot.index.conflicts import names_without_quote
from kvbot.index.connection import (
    WRITER_PATIENCE_S,
    connect,
    connection,
    has_schema,
    index_path,
    is_damage,
    roll_back,
)
from kvbot.index.snapshot import Snapshot

QUERY_PATIENCE_S = 0.0
"""How long a query waits for another process that is building, if there is a base to ask."""


class Index:
    """The open index. Reads are whole: each sees one state of the base from first to last."""

    def __init__(self, db: aiosqlite.Connection, path: Path | None = None) -> None:
        self._db = db
        self._path = path
        self._file = _file(path)
        self._busy = asyncio.Lock()
        self._refreshing = asyncio.Lock()
        self._version = 0
        self._memory: dict[type, Any] = {}

    async def close(self) -> None:
        """Let go of the file."""
        await self._db.close()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot]:
        """Read the base as it is now, whatever a build writes meanwhile."""
        async with self._busy:
            try:
                await self._db.execute("BEGIN")
                yield Snapshot(self._db, await self._memory_of_now())
            finally:
                await roll_back(self._db)

    async def _memory_of_now(self) -> dict[type, Any]:
        """What is kept of the state that is being read; empty once a build has changed it."""
        ((version,),) = await self._db.execute_fetchall("PRAGMA data_version")
        if version != self._version:
            self._version, self._memory = version, {}
        return self._memory

    async def refresh(
        self, folders: Sequence[Path], progress: Progress = silent, *, wait: bool = False
    ) -> BuildReport:
        """Bring the index up to date with the dossiers in folders; see build.refresh.

        Readers go on meanwhile. wait: for another process that is building; without it,
        what is served is left as it is, unless nothing is served yet.
        """
        if self._path is None:
            raise ValueError("an index in memory is not built from folders")
        async with self._refreshing:  # or one would remove what the other is making anew
            try:
                return await self._refresh(self._path, folders, progress, wait=wait)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                _remove(self._path)
                return await self._refresh(self._path, folders, progress, wait=wait)

    async def _refresh(
        self, path: Path, folders: Sequence[Path], progress: Progress, *, wait: bool
    ) -> BuildReport:
        await self._follow(path)
        patience = WRITER_PATIENCE_S if wait or not await self._is_there() else QUERY_PATIENCE_S
        async with connection(path, patience) as writer:
            report = await refresh(writer, folders, progress)
        await self._follow(path)
        return report

    async def _follow(self, path: Path) -> None:
        """Read from the file that now has the name, if the one that was opened is gone.

        An index may be deleted at any time; readers would go on with the deleted one.
        """
        if (now := _file(path)) == self._file:
            return
        async with self._busy:
            await self._db.close()
            self._db, self._file = await connect(path), now
            self._version, self._memory = 0, {}

    async def _is_there(self) -> bool:
        async with self._busy:
            return await has_schema(self._db)

    async def loose_names(self) -> list[Problem]:
        """Names that no quote bears out; see conflicts.names_without_quote."""
        async with self._busy:
            return await names_without_quote(self._db)

    async def copy_to(self, target: Path) -> None:
        """Write a copy of the whole index to a file that is not there yet."""
        async with self._busy:
            await self._db.execute("VACUUM INTO ?", (str(target),))


@asynccontextmanager
async def open_index(home: Path) -> AsyncIterator[Index]:
    """The index in a KVBOT_HOME, which is made if it is not there.

    A file that is damaged is removed first: it is a cache, and the next refresh makes
    it anew.
    """
    home.mkdir(parents=True, exist_ok=True)
    path = index_path(home)
    await _remove_if_damaged(path)
    index = Index(await connect(path), path)
    try:
        yield index
    finally:
        await index.close()


def _file(path: Path | None) -> tuple[int, int] | None:
    """Which file a path leads to."""
    if path is None or not path.exists():
        return None
    found = path.stat()
    return found.st_dev, found.st_ino


async def _remove_if_damaged(path: Path) -> None:
    try:
        async with connection(path) as db:
            await has_schema(db)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        _remove(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
