"""An index that is damaged is made anew; one that is only in use, or refuses a row, is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kvbot.index.connection import is_damage


def error_of(path: Path, *statements: str) -> sqlite3.DatabaseError:
    """The error that a connection of its own gets for the last of the statements."""
    *before, last = statements
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as db:
        for statement in before:
            db.execute(statement)
        with pytest.raises(sqlite3.DatabaseError) as raised:
            db.execute(last)
        return raised.value


def test_a_file_that_is_no_database_is_damaged(tmp_path):
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"this is no database " * 400)
    assert is_damage(error_of(path, "SELECT * FROM sqlite_schema"))


def test_an_error_of_reading_the_file_is_damage_whatever_its_detail():
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHORT_READ
    assert is_damage(error)


@pytest.mark.parametrize("detail", ["WRITE", "FSYNC", "TRUNCATE", "SHMSIZE", "DIR_FSYNC"])
def test_a_disk_that_takes_nothing_is_no_damage(detail):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = getattr(sqlite3, f"SQLITE_IOERR_{detail}")
    assert not is_damage(error)


def test_a_file_that_another_connection_writes_is_not_damaged(tmp_path):
    path = tmp_path / "index.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert not is_damage(error_of(path, "BEGIN IMMEDIATE"))


@pytest.mark.parametrize(
    "statements",
    [
        ["SELECT * FROM nowhere"],
        ["CREATE TABLE a (b UNIQUE)", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (1)"],
    ],
)
def test_a_statement_that_is_refused_is_not_damage(tmp_path, statements):
    assert not is_damage(error_of(tmp_path / "index.sqlite", *statements))
