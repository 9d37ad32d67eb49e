"""Building the index: what changed on disk becomes one transaction."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import aiosqlite

from kvbot.dossier.files import DossierFile, list_dossiers
from kvbot.dossier.problems import BadDossier, Problem
from kvbot.dossier.reading import read_dossier
from kvbot.index.conflicts import find_conflicts
from kvbot.index.connection import has_schema, writing
from kvbot.index.rows import insert_dossier

FILES = "SELECT name, fingerprint, sha256, problems <> '[]' FROM file"
SET_FILE = "INSERT OR REPLACE INTO file (name, fingerprint, sha256, problems) VALUES (?, ?, ?, ?)"
TOUCH_FILE = "UPDATE file SET fingerprint = ? WHERE name = ?"
DROP_FILE = "DELETE FROM file WHERE name = ?"
KEEP_GONE_FILE = "INSERT OR IGNORE INTO file (name, fingerprint, sha256) VALUES (?, ?, '')"
INSERT_DOSSIER = """
INSERT INTO dossier (name, sha256, state) VALUES (?, ?, 'new') RETURNING id
"""
REPLACE_DOSSIER = "UPDATE dossier SET state = 'replaced' WHERE name = ? AND state = 'live'"
NAME_OF_DOSSIER = "SELECT name FROM dossier WHERE id = ?"
DROP_NEW = "DELETE FROM dossier WHERE name = ? AND state = 'new'"
RESTORE_DOSSIER = "UPDATE dossier SET state = 'live' WHERE name = ? AND state = 'replaced'"
SET_PROBLEMS = "UPDATE file SET problems = ? WHERE name = ?"
DROP_REPLACED = "DELETE FROM dossier WHERE state = 'replaced'"
ACCEPT_NEW = "UPDATE dossier SET state = 'live' WHERE state = 'new'"
SERVED = "SELECT sha256 FROM dossier ORDER BY sha256"
SET_META = "INSERT OR REPLACE INTO meta VALUES (?, ?)"
META = "SELECT value FROM meta WHERE key = ?"
PROBLEMS = "SELECT problems FROM file WHERE problems <> '[]' ORDER BY name"

GONE = "gone"
"""The fingerprint of a file that is gone although others need what was in it."""

RACY_NS = 2_000_000_000
"""A file that changed so shortly before it was read may change again with the same stamp."""

Progress = Callable[[int, int], None]
"""Told how many of how many changed dossiers are done."""


def silent(done: int, total: int) -> None:
    """Tell nobody."""


class BuildReport(NamedTuple):
    """What a build did. problems: of every dossier that is refused, not only the changed."""

    content_hash: str
    changed: int
    problems: tuple[Problem, ...]


class _Seen(NamedTuple):
    fingerprint: str
    sha256: str
    refused: bool


class _Changes(NamedTuple):
    """changed: files to read anew; touched: same content under a new stamp; gone: names."""

    changed: list[tuple[DossierFile, bytes]]
    touched: list[DossierFile]
    gone: list[str]

    def __bool__(self) -> bool:
        return bool(self.changed or self.touched or self.gone)


async def refresh(
    db: aiosqlite.Connection,
    folders: Sequence[Path],
    progress: Progress = silent,
) -> BuildReport:
    """Bring the index up to date with the dossiers in folders.

    Costs one look at each file when nothing has changed. A dossier that is refused keeps
    its last good version in the index; everything else goes on. Another build that is
    under way is waited for.
    """
    listing = list_dossiers(folders)
    if await has_schema(db) and not await _changes(db, listing.files):
        return await _report(db, 0, listing.problems)
    async with writing(db):
        changes = await _changes(db, listing.files)
        await _apply(db, changes, progress)
    return await _report(db, len(changes.changed) + len(changes.gone), listing.problems)


async def _report(
    db: aiosqlite.Connection, changed: int, problems: Iterable[Problem]
) -> BuildReport:
    stored = [row[0] for row in await db.execute_fetchall(PROBLEMS)]
    refused = [Problem.model_validate(p) for content in stored for p in json.loads(content)]
    found = await db.execute_fetchall(META, ("content_hash",))
    ordered = sorted((*problems, *refused), key=lambda p: (p.path, p.place))
    return BuildReport(next(iter(found))[0], changed, tuple(ordered))


async def _changes(db: aiosqlite.Connection, files: Sequence[DossierFile]) -> _Changes:
    rows = await db.execute_fetchall(FILES)
    seen = {name: _Seen(*values) for name, *values in rows}
    changed, touched = _compare(seen, files)
    missing = sorted(seen.keys() - {file.name for file in files})
    if not changed and all(seen[name].fingerprint == GONE for name in missing):
        return _Changes([], touched, [])
    changed += _to_be_retried(seen, files, {file.name for file, _ in changed})
    return _Changes(changed, touched, missing)


def _compare(
    seen: dict[str, _Seen], files: Sequence[DossierFile]
) -> tuple[list[tuple[DossierFile, bytes]], list[DossierFile]]:
    changed: list[tuple[DossierFile, bytes]] = []
    touched: list[DossierFile] = []
    for file in files:
        before = seen.get(file.name)
        if before and before.fingerprint == _fingerprint(file):
            continue
        content = file.path.read_bytes()
        if before and before.sha256 == _digest(content):
            touched.append(file)
        else:
            changed.append((file, content))
    return changed, touched


def _to_be_retried(
    seen: dict[str, _Seen], files: Sequence[DossierFile], changed: set[str]
) -> list[tuple[DossierFile, bytes]]:
    """Refused dossiers: what they lacked may have come with another file's change."""
    return [
        (file, file.path.read_bytes())
        for file in files
        if file.name not in changed and file.name in seen and seen[file.name].refused
    ]


def _fingerprint(file: DossierFile) -> str:
    """What tells a changed file without reading it; never equal for one changed just now."""
    status = file.status
    changed_ns = max(status.st_mtime_ns, status.st_ctime_ns)
    if time.time_ns() - changed_ns < RACY_NS:
        return f"racy {time.time_ns()}"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def _apply(db: aiosqlite.Connection, changes: _Changes, progress: Progress) -> None:
    for file in changes.touched:
        await db.execute(TOUCH_FILE, (_fingerprint(file), file.name))
    for name in changes.gone:
        await db.execute(REPLACE_DOSSIER, (name,))
        await db.execute(DROP_FILE, (name,))
    for done, (file, content) in enumerate(changes.changed, start=1):
        await _take_in(db, file, content)
        progress(done, len(changes.changed))
    while await _refuse_culprits(db):
        pass
    await db.execute(DROP_REPLACED)
    await db.execute(ACCEPT_NEW)
    await _write_content_hash(db)


async def _take_in(db: aiosqlite.Connection, file: DossierFile, content: bytes) -> None:
    digest = _digest(content)
    try:
        dossier = await asyncio.to_thread(read_dossier, file.name, content)
    except BadDossier as error:
        await _set_file(db, file, digest, error.problems)
        return
    await _set_file(db, file, digest, ())
    await db.execute(REPLACE_DOSSIER, (file.name,))
    row = await db.execute_fetchall(INSERT_DOSSIER, (file.name, digest))
    await insert_dossier(db, next(iter(row))[0], dossier)


async def _set_file(
    db: aiosqlite.Connection, file: DossierFile, digest: str, problems: Iterable[Problem]
) -> None:
    await db.execute(SET_FILE, (file.name, _fingerprint(file), digest, _as_json(problems)))


def _as_json(problems: Iterable[Problem]) -> str:
    return json.dumps([p.model_dump() for p in problems], ensure_ascii=False)


async def _refuse_culprits(db: aiosqlite.Connection) -> bool:
    """Take back every change that conflicts with others. Returns whether there was one."""
    blamed: dict[str, list[Problem]] = {}
    for conflict in await find_conflicts(db):
        row = await db.execute_fetchall(NAME_OF_DOSSIER, (conflict.dossier,))
        name: str = next(iter(row))[0]
        problem = Problem(
            path=name, place=conflict.place, what=conflict.what, remedy=conflict.remedy
        )
        blamed.setdefault(name, []).append(problem)
    for name, problems in blamed.items():
        await _refuse(db, name, problems)
    return bool(blamed)


async def _refuse(db: aiosqlite.Connection, name: str, problems: list[Problem]) -> None:
    """Serve the last good version of a file, if there was one, in place of its new one."""
    await db.execute(DROP_NEW, (name,))
    await db.execute(RESTORE_DOSSIER, (name,))
    await db.execute(KEEP_GONE_FILE, (name, GONE))
    await db.execute(SET_PROBLEMS, (_as_json(problems), name))


async def _write_content_hash(db: aiosqlite.Connection) -> None:
    digest = hashlib.sha256()
    for row in await db.execute_fetchall(SERVED):
        digest.update(bytes.fromhex(row[0]))
    await db.execute(SET_META, ("content_hash", digest.hexdigest()))
    await db.execute(SET_META, ("built_at", str(int(time.time()))))
