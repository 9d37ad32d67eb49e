"""The shipped fact base: what every file of it holds to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kvbot.desk import open_desk
from kvbot.dossier.reading import read_dossier
from kvbot.names.folding import is_hangul
from kvbot.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(SEEDS.rglob("*.toml"))
DOSSIERS = [path for path in FILES if path.parent == SEEDS]

LONGEST_NAME = 100
"""Discord shows no longer choice while a name is typed."""

LONGEST_QUOTE, LONGEST_TEXT = 400, 300

CONTACT = [
    re.compile(r"[^\s@]@[^\s@]+\.[a-z]"),
    re.compile(r"(?i)\b(?:tel|fax|telephone|phone|mobile|e-?mail)\b\s*[.:]"),
    re.compile(r"\+\d[\d ().-]{7,}"),
    re.compile(r"\(?\b0\d{1,3}\)?[ .-]?\d{3,4}[ .-]?\d{3,4}\b"),
]


def by_name(path: Path) -> str:
    return path.relative_to(SEEDS).as_posix()


each_file = pytest.mark.parametrize("path", FILES, ids=by_name)
each_dossier = pytest.mark.parametrize("path", DOSSIERS, ids=by_name)


def texts_in(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a file as it is written there, with the key that it stands under."""
    if isinstance(value, str):
        yield key, value
    if isinstance(value, list):
        for item in value:
            yield from texts_in(item, key)
    if isinstance(value, dict):
        for name, item in value.items():
            yield from texts_in(item, name)


def texts_of(path: Path) -> list[tuple[str, str]]:
    return list(texts_in(tomllib.loads(path.read_text(encoding="utf-8"))))


def test_the_base_ships_five_documents_and_a_registry_and_no_originals():
    assert len(DOSSIERS) == 5
    assert {path.parent.name for path in FILES if path not in DOSSIERS} == {"registry"}
    assert [path for path in SEEDS.rglob("*") if path.is_file() and path not in FILES] == []


@each_file
def test_every_file_reads_without_a_problem(path):
    read_dossier(by_name(path), path.read_bytes())


async def test_the_files_hold_together_and_every_name_has_a_quote(tmp_path):
    async with open_desk(Settings(seeds=(SEEDS,), home=tmp_path)) as desk:
        report = await desk.refresh()
        assert report.problems == ()
        assert report.changed == len(FILES)
        assert await desk.loose_names() == []


@each_dossier
def test_every_dossier_says_when_it_was_added_and_who_approved_it_when(path):
    record = read_dossier(by_name(path), path.read_bytes()).record
    assert record is not None
    assert record.approved_by
    assert record.approved is not None
    assert record.added <= record.approved


@each_dossier
def test_every_quote_has_its_paragraph_and_is_no_longer_than_a_quote_may_be(path):
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    quotes = [text for key, text in texts_in(raw) if key == "exact"]
    assert quotes
    assert max(map(len, quotes)) <= LONGEST_QUOTE
    reports = read_dossier(by_name(path), path.read_bytes()).reports()
    assert all(reference.paragraph for report in reports for reference in report.references)


@each_file
def test_every_text_of_our_own_fits_where_it_is_shown(path):
    for key, text in texts_of(path):
        assert len(text) <= (LONGEST_QUOTE if key == "exact" else LONGEST_TEXT), text
        assert text == text.strip(), text
        assert text, f"{key} is empty"
    for entity in read_dossier(by_name(path), path.read_bytes()).entities():
        for name in (entity.name, *(name.text for name in entity.names)):
            assert len(name) <= LONGEST_NAME, name


@each_dossier
def test_every_title_of_a_post_is_there_in_korean_and_in_vietnamese(path):
    roles = read_dossier(by_name(path), path.read_bytes()).roles
    assert roles
    for role in roles:
        assert role.title_in is not None, role.slug
        assert is_hangul((role.title_in.ko or "").replace(" ", "")), role.slug
        assert role.title_in.vi, role.slug


@each_file
def test_no_contact_data_is_in_any_text(path):
    for key, text in texts_of(path):
        if key not in ("file", "sha256"):
            assert not any(pattern.search(text) for pattern in CONTACT), text


@pytest.mark.parametrize(
    "text",
    [
        "write to tova.merrin@skerra.example",
        "Tel: see below",
        "+84 24 3944 6450",
        "(024) 3944 6450",
        "024.3944.6450",
        "0912345678",
    ],
)
def test_contact_data_would_be_noticed(text):
    assert any(pattern.search(text) for pattern in CONTACT)
