"""Bringing bot.db to the newest form, with a copy of what was there before."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from kvbot.errors import KvbotError


class StoreFromNewerVersion(KvbotError):
    """bot.db was written by a newer kvbot."""

    def __init__(self, path: Path, version: int) -> None:
        self.path, self.version = path, version
        super().__init__(
            f"{path} has form {version}, which this version of kvbot does not know; "
            "update kvbot, or restore a backup"
        )


def migrate(path: Path, scripts: Sequence[str] | None = None) -> None:
    """Run the migrations that the database has not had; each counts whole or not at all.

    Before each the database, if there is anything in it, is copied to `bot.db.before-N`, N
    being the number of the migration. scripts: all there are, by default those of this
    version. Raises StoreFromNewerVersion and sqlite3.DatabaseError.
    """
    scripts = _scripts() if scripts is None else scripts
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version > len(scripts):
            raise StoreFromNewerVersion(path, version)
        db.execute("PRAGMA journal_mode = WAL")
        for number, script in enumerate(scripts[version:], version + 1):
            if version:
                _copy(db, path.with_name(f"{path.name}.before-{number}"))
            _run(db, f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")


def _scripts() -> list[str]:
    """The migrations in the order of their numbers."""
    folder = files("bot.store").joinpath("migrations")
    named = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    return [named[name] for name in sorted(named) if name.endswith(".sql")]


def _copy(db: sqlite3.Connection, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as copy:
        db.backup(copy)


def _run(db: sqlite3.Connection, script: str) -> None:
    try:
        db.executescript(script)
    except sqlite3.DatabaseError:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
