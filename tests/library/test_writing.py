"""Writing dossiers: the skeleton of a new one, and what is computed in one."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kvbot.dossier.reading import read_dossier
from kvbot.dossier.writing import Stamped, propose_entry, skeleton, stamp

TODAY = date(2025, 1, 7)
LETTER = b"To the Board\n\nThe lamp was lit at dusk.\nThe lamp was lit at dawn.\n"


@pytest.mark.parametrize(
    ("name", "slug", "label"),
    [
        ("gazette.txt", "gazette", "gazette"),
        ("Visit notes (Norholm), 2025-03.txt", "visit-notes-norholm-2025-03", None),
        ("Đèn biển.md", "den-bien", None),
        ("등대 2025.txt", "2025", None),
        ("등대.txt", "document", None),
        ('a "quoted" name.txt', "a-quoted-name", None),
        ("two\nlines.txt", "two-lines", "two lines"),
        ("half \udcff surrogate.txt", "half-surrogate", "half surrogate"),
        ("...", "document", None),
        (" .txt", "document", "document"),
        ("x" * 240 + ".txt", "x" * 40, None),
    ],
)
def test_a_skeleton_has_a_slug_and_a_label_from_the_file_name(name, slug, label):
    source = read_filled_in(skeleton(Path(name), LETTER, TODAY))
    assert (source.slug, source.label) == (slug, Path(name).stem if label is None else label)


def read_filled_in(text: str):
    """The source in a skeleton, as it is before anybody has filled it in."""
    source = read_dossier("f.toml", text.encode()).source
    assert source is not None
    return source


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_characters="/\\\0", exclude_categories=()), min_size=1))
@example('"""\n[source]\nslug = "other"')
@example("{title} {0} %s")
def test_a_skeleton_names_its_file_and_its_hash_whatever_the_name(name):
    source = read_filled_in(skeleton(Path("originals") / f"{name[:200]}.txt", LETTER, TODAY))
    assert source.file == f"{name[:200]}.txt".encode("utf-8", "replace").decode()
    assert source.sha256 == hashlib.sha256(LETTER).hexdigest()


@pytest.mark.parametrize("key", ["title", "publisher", "author", "published"])
def test_a_skeleton_leaves_what_only_a_person_can_tell_to_be_uncommented(key):
    text = skeleton(Path("letter.txt"), LETTER, TODAY)
    source = read_filled_in(text)
    assert getattr(source, key) is None
    filled_in = read_filled_in(text.replace(f"# {key} =", f"{key} ="))
    assert getattr(filled_in, key)


def test_a_skeleton_says_when_it_was_made_and_approves_nothing():
    dossier = read_dossier("f.toml", skeleton(Path("letter.txt"), LETTER, TODAY).encode())
    record, source = dossier.record, dossier.source
    assert record is not None
    assert source is not None
    assert (record.added, record.approved, record.approved_by) == (TODAY, None, None)
    assert (source.kind, source.approved) == ("note", False)


@pytest.fixture
def gazette(base: Path) -> str:
    return (base / "gazette-2024-05-02.toml").read_text(encoding="utf-8")


@pytest.fixture
def original(originals: Path) -> bytes:
    return (originals / "gazette.txt").read_bytes()


def stamped(text: str, original: bytes) -> Stamped:
    return stamp(text, original, original.decode())


def test_a_stamp_fills_in_what_is_missing_and_leaves_the_rest_to_the_letter(gazette, original):
    commented = gazette.replace("[[roles]]", "# kept { paragraph = 9}\n[[roles]] # and this")
    bare = re.sub(r", paragraph = \d", "", commented)
    bare = re.sub(r'sha256 = ".*"', f'sha256 = "{"0" * 64}"', bare)
    assert bare.count("paragraph") == 2  # in the comments
    assert stamped(bare, original) == Stamped(commented, 12, ())


def test_a_stamp_mends_a_paragraph_that_is_wrong(gazette, original):
    wrong = gazette.replace("paragraph = 6", "paragraph = 1")
    assert stamped(wrong, original) == Stamped(gazette, 1, ())


def test_a_stamp_on_what_is_stamped_changes_nothing(gazette, original):
    assert stamped(gazette, original) == Stamped(gazette, 0, ())


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_stamp_keeps_the_line_ends_of_the_file(gazette, original, line_end):
    text = gazette.replace("\n", line_end)
    bare = re.sub(r", paragraph = \d", "", text)
    assert stamped(bare, original).text == text


def letter_quoting(reference: str) -> str:
    return (
        f'[source]\nsha256 = "{hashlib.sha256(LETTER).hexdigest()}"\n'
        f'[[remarks]]\nslug = "lamp"\nreferences = [{{ {reference} }}]\n'
    )


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        (
            'exact = "The lamp was lit at duck."',
            "'The lamp was lit at duck.' is not in the original; "
            "did you mean 'The lamp was lit at dusk.'?",
        ),
        (
            'exact = "Ships are late in fog."',
            "'Ships are late in fog.' is not in the original; copy the words as they stand there",
        ),
        (
            'exact = "The lamp was lit"',
            "'The lamp was lit' stands there 2 times; add a prefix or a suffix, or quote more",
        ),
    ],
)
def test_a_stamp_tells_what_to_do_about_a_quote_that_it_cannot_place(reference, note):
    text = letter_quoting(reference)
    expected = Stamped(text, 0, (f'remark "lamp", references 1: {note}',))
    assert stamped(text, LETTER) == expected


def test_a_stamp_places_a_quote_by_its_prefix():
    result = stamped(letter_quoting('exact = "The lamp was lit", prefix = "dusk."'), LETTER)
    assert (result.filled, result.notes) == (1, ())
    assert 'prefix = "dusk.", paragraph = 2 }' in result.text


@pytest.mark.parametrize(
    "text",
    [
        "agreements = 3",
        "agreements = [3]",
        "[agreements]\nslug = 1",
        "[[agreements]]\nreferences = 3",
        "[[agreements]]\nreferences = [3, { page = 1 }]",
        '[[agreements]]\nreferences = [{ exact = "short" }]',
        "source = 3",
        "[[source]]\nslug = 1",
        "",
    ],
)
def test_a_stamp_leaves_to_the_reader_what_is_no_dossier(text):
    assert stamped(text, LETTER) == Stamped(text, 0, ())


@pytest.mark.parametrize("table", ["people", "organizations", "places"])
@pytest.mark.parametrize(("slug", "name"), [("skerra-yacht-club", "Skerra Yacht Club"), ("9", "9")])
def test_a_proposed_entry_reads_as_an_entity_with_its_name_from_the_document(table, slug, name):
    entry = propose_entry(slug, table, "gazette-2024-05-02")
    (entity,) = read_dossier("f.toml", f"format = 1\n{entry}".encode()).entities()
    assert (entity.slug, entity.name) == (slug, name)
    assert [(n.text, n.origin) for n in entity.names] == [(name, "gazette-2024-05-02")]
