"""The house is built as it is drawn: this reads the source, it does not run it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from kvbot.model.text import LANGUAGES

ROOT = Path(__file__).parents[2]
LIBRARY, BOT = ROOT / "src" / "kvbot", ROOT / "bot"
LOCALES = LIBRARY / "words"

FLOORS = [
    {"errors"},
    {"model"},
    {"names", "settings", "keeping"},
    {"ask", "dossier"},
    {"index"},
    {"desk"},
    {"words"},
    {"typeset"},
    {"briefing"},
    {"cli"},
]
"""The rooms of the library from the ground up: each may import what lies below it."""

SQL = re.compile(
    r"\bSELECT\b.+\bFROM\b|\bINSERT (OR \w+ )?INTO\b|\bREPLACE INTO\b|\bUPDATE \w+ SET\b"
    r"|\bDELETE FROM\b|\b(CREATE|DROP|ALTER) (VIRTUAL )?(TABLE|INDEX|VIEW|TRIGGER)\b"
    r"|\bPRAGMA \w+|\bVACUUM\b|\bBEGIN IMMEDIATE\b|\bROLLBACK\b",
    re.DOTALL,
)


def room(path: Path) -> str:
    """The room that a file of the library belongs to."""
    return path.relative_to(LIBRARY).parts[0].removesuffix(".py")


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_roots(folder: Path) -> set[str]:
    return {name.partition(".")[0] for path in sources(folder) for name in imported(path)}


def floor_of(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def test_every_room_is_on_the_drawing():
    drawn = set().union(*FLOORS)
    assert {room(path) for path in sources(LIBRARY)} - {"__init__", "__main__"} <= drawn
    assert {"model", "dossier", "names", "index", "desk", "words", "cli"} <= {
        room(path) for path in sources(LIBRARY)
    }


def test_a_room_imports_only_itself_and_what_lies_below_it():
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(LIBRARY)
        if room(path) not in ("__init__", "__main__")
        for name in imported(path)
        if name.startswith("kvbot.") and name.split(".")[1] not in (room(path), "__version__")
        if floor_of(name.split(".")[1]) >= floor_of(room(path))
    ]
    assert upward == []


def test_the_library_knows_nothing_of_discord():
    assert imported_roots(LIBRARY).isdisjoint({"discord", "bot"})


def test_nothing_imports_the_tests_or_the_benchmarks():
    assert (imported_roots(LIBRARY) | imported_roots(BOT)).isdisjoint({"tests", "bench"})


@pytest.mark.parametrize("folder", [LIBRARY / "cli", BOT], ids=["cli", "bot"])
def test_facts_reach_what_people_use_through_the_desk(folder):
    inner = ("kvbot.index.snapshot", "kvbot.index.index", "kvbot.index.rows")
    assert [n for path in sources(folder) for n in imported(path) if n.startswith(inner)] == []


def has_sql(path: Path) -> bool:
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
        for node in ast.walk(tree(path))
    )


def test_all_sql_of_the_fact_base_is_in_the_index_and_all_other_in_the_store():
    with_sql = {path for folder in (LIBRARY, BOT) for path in sources(folder) if has_sql(path)}
    scripts = {path for folder in (LIBRARY, BOT) for path in folder.rglob("*.sql")}
    assert LIBRARY / "index" / "snapshot.py" in with_sql
    assert LIBRARY / "index" / "schema.sql" in scripts
    assert [path for path in with_sql | scripts if not _is_kept(path)] == []


def test_only_the_index_and_the_store_talk_to_the_database():
    users = {
        path
        for folder in (LIBRARY, BOT)
        for path in sources(folder)
        if "aiosqlite" in {name.partition(".")[0] for name in imported(path)}
    }
    assert LIBRARY / "index" / "connection.py" in users
    assert [path for path in users if not _is_kept(path)] == []


def _is_kept(path: Path) -> bool:
    """Whether a file lies in one of the two folders that may hold SQL."""
    return path.is_relative_to(LIBRARY / "index") or path.is_relative_to(BOT / "store")


@pytest.mark.parametrize(
    ("text", "is_sql"),
    [
        ("\nSELECT slug\nFROM role WHERE person = :person", True),
        ("INSERT OR IGNORE INTO link VALUES (?)", True),
        ("UPDATE file SET problems = ?", True),
        ("PRAGMA journal_mode = WAL", True),
        ("Select one from the list, or update the dossier.", False),
        ("put dossiers there, or set KVBOT_SEEDS to the folders that hold them", False),
    ],
)
def test_sql_is_told_from_sentences(text, is_sql):
    assert bool(SQL.search(text)) is is_sql


def texts_of(path: Path) -> dict[str, str]:
    """The texts of a locale file by their full keys."""
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def placeholders(text: str) -> list[str]:
    return sorted({field for _, field, _, _ in Formatter().parse(text) if field is not None})


ENGLISH = texts_of(LOCALES / "en.toml")
each_locale = pytest.mark.parametrize(
    "path", sorted(LOCALES.glob("*.toml")), ids=lambda path: path.stem
)


def test_there_is_a_locale_file_for_each_language_and_no_other():
    assert {path.stem for path in LOCALES.glob("*.toml")} == set(LANGUAGES)


@each_locale
def test_every_locale_has_the_keys_of_english(path):
    assert texts_of(path).keys() == ENGLISH.keys()


@each_locale
def test_every_text_is_filled_with_the_same_values_as_in_english(path):
    texts = {key: text for key, text in texts_of(path).items() if not key.startswith("money.")}
    assert {key: placeholders(text) for key, text in texts.items()} == {
        key: placeholders(text) for key, text in ENGLISH.items() if key in texts
    }


@each_locale
def test_no_text_is_empty_but_that_for_a_power_of_ten_without_a_word(path):
    texts = texts_of(path)
    assert [key for key in texts if not texts[key] and not key.startswith("money.e")] == []
    sums = {key: texts[key] for key in texts if key.startswith("money.") and texts[key]}
    in_two = placeholders(sums.pop("money.e8_e4", "{n}{rest}{currency}"))
    assert in_two == ["currency", "n", "rest"]
    assert all(placeholders(text) == ["currency", "n"] for text in sums.values())
