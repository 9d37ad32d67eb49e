"""Backing up what a team owns in KVBOT_HOME, and bringing it back.

The index is left out: it is a cache of the dossiers.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from kvbot.errors import KvbotError
from kvbot.model.text import Frozen

MANIFEST = "kvbot-backup.json"
FOLDERS = ("dossiers", "originals")
DATABASES = ("bot.db",)
BESIDE_A_DATABASE = ("-wal", "-shm", "-journal")
"""Endings of the files in which SQLite keeps what is not in the database yet."""


UNREADABLE = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError)
"""What zipfile and pydantic raise for a file that is damaged or foreign."""


class Manifest(Frozen):
    """What a backup holds: the SHA-256 of each file by its path within KVBOT_HOME."""

    format: Literal[1] = 1
    made: datetime
    files: dict[str, str]


class BadBackup(KvbotError):
    """A file is no backup that can be restored."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}; nothing was changed, take another backup")


class BackupExists(KvbotError):
    """A backup would overwrite a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is there already; choose another name for the backup")


class UnreadableDatabase(KvbotError):
    """A database cannot be read, so it cannot be backed up."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} cannot be read ({reason}); try again, or move it away first")


def backup(home: Path, target: Path) -> Manifest:
    """Write what a team owns in home to one zip file; safe while the bot runs.

    Raises BackupExists, UnreadableDatabase, and OSError if target cannot be written.
    """
    if target.exists():
        raise BackupExists(target)
    partial = target.with_name(f".{target.name}.part")
    files: dict[str, str] = {}
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in _contents(home):
                files[name] = hashlib.sha256(content).hexdigest()
                archive.writestr(name, content)
            manifest = Manifest(made=datetime.now(UTC), files=files)
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _contents(home: Path) -> Iterator[tuple[str, bytes]]:
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(home).as_posix(), path.read_bytes()
    for name in DATABASES:
        if (home / name).is_file():
            yield name, _database(home / name)


def _database(path: Path) -> bytes:
    """A whole copy of a database that another process may be writing to."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            try:
                source.backup(target)
            except sqlite3.DatabaseError as error:
                raise UnreadableDatabase(path, str(error)) from None
        return copy.read_bytes()


def restore(home: Path, archive_path: Path) -> Manifest:
    """Put the content of a backup into home. What it replaces is kept beside it.

    Everything in the backup is checked before anything is changed. Raises BadBackup.
    """
    manifest, contents = _checked(archive_path)
    home.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=".restore-", dir=home))
    try:
        for name, content in contents.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _replace(home, staged)
    finally:
        shutil.rmtree(staged)
    return manifest


def _replace(home: Path, staged: Path) -> None:
    """Put what is staged in the place of what is there, which gets another name."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    for name in (*FOLDERS, *DATABASES):
        for ending in ("", *BESIDE_A_DATABASE):
            if (home / f"{name}{ending}").exists():
                (home / f"{name}{ending}").rename(home / f"{name}.before-{stamp}{ending}")
        if (staged / name).exists():
            (staged / name).rename(home / name)


def _checked(path: Path) -> tuple[Manifest, dict[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            contents = {name: archive.read(name) for name in manifest.files}
    except KeyError as error:
        raise BadBackup(path, f"is incomplete: {error.args[0]}") from None
    except UNREADABLE as error:
        raise BadBackup(path, f"is no backup of kvbot ({type(error).__name__})") from None
    for name, content in contents.items():
        if not _belongs(name):
            raise BadBackup(path, f"holds {name!r}, which is no file of kvbot")
        if hashlib.sha256(content).hexdigest() != manifest.files[name]:
            raise BadBackup(path, f"is damaged: {name!r} is not what was backed up")
    return manifest, contents


def _belongs(name: str) -> bool:
    """Whether a path stays within the folders that a backup has."""
    path = PurePosixPath(name)
    if ".." in path.parts or path.is_absolute() or "\\" in name:
        return False
    return name in DATABASES or (len(path.parts) > 1 and path.parts[0] in FOLDERS)
