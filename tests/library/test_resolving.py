"""Which entity a written name means: exactly, with one typing error, or a question back."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st

from kvbot.index.registry import BadRegistry, open_registry, read_registry
from kvbot.index.snapshot import Snapshot
from kvbot.names.decision import UNKNOWN, Resolution
from kvbot.names.folding import MAX_TYPED, TooLong, fold, typed

Line = tuple[str, str, str, list[str]]

COAST: list[Line] = [
    ("orla-light", "organization", "Cape Orla Light", ["COL", "오를라 곶 등대", "Đèn biển Orla"]),
    ("lighthouse-board", "organization", "Skerra Lighthouse Board", ["SLB", "Skerra Board"]),
    ("norholm-pilots", "organization", "Norholm Pilots' Guild", ["Pilots"]),
    ("eastwick-pilots", "organization", "Eastwick Pilots' Guild", ["Pilots"]),
    ("lamps-and-oil", "organization", "Lamps & Oil Co. (Skerra)", []),
    ("fog-watch", "organization", "Fogga", ["FGWA"]),
    ("tova-merrin", "person", "Tova Merrin", ["Merrin"]),
    ("aldo-merrin", "person", "Aldo Merrin", ["Merrin"]),
    ("lam-thi-hai-dang", "person", "Lâm Thị Hải Đăng", []),
    ("norholm", "place", "Norholm", ["노르홀름"]),
    ("norholt", "place", "Norholt", []),
    ("eastwick", "place", "Eastwick", []),
    ("odde", "place", "Ødde", []),
    ("strasse", "place", "Weiße Straße", []),
    ("merrick", "place", "Tova Merrim", []),
]


def write_registry(path: Path, lines: Iterable[Line]) -> Path:
    keys = ("id", "kind", "name", "aliases")
    path.write_text(
        "".join(json.dumps(dict(zip(keys, line, strict=True))) + "\n" for line in lines),
        encoding="utf-8",
    )
    return path


@pytest.fixture
async def coast(tmp_path: Path) -> AsyncIterator[Snapshot]:
    """The names of the coast, as a registry file of its own."""
    path = write_registry(tmp_path / "coast.jsonl", COAST)
    async with open_registry(path) as index, index.snapshot() as names:
        yield names


def resolved(entity: str) -> Resolution:
    return Resolution("resolved", (entity,))


def ambiguous(*entities: str) -> Resolution:
    return Resolution("ambiguous", entities)


# --- as it is written ---


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Cape Orla Light", "orla-light"),
        ("cape orla light", "orla-light"),
        ("CAPE ORLA LIGHT", "orla-light"),
        ("  Cape   Orla\tLight ", "orla-light"),
        ("Cape-Orla-Light", "orla-light"),
        ("Cape Orla Light.", "orla-light"),
        ("“Cape Orla” Light", "orla-light"),
        ("CapeOrlaLight", "orla-light"),
        ("Càpe Örla Lïght", "orla-light"),
        ("ＣＡＰＥ　Ｏｒｌａ　Ｌｉｇｈｔ", "orla-light"),
        ("C.O.L.", "orla-light"),
        ("오를라 곶 등대", "orla-light"),
        ("오를라곶등대", "orla-light"),
        (unicodedata.normalize("NFD", "오를라 곶 등대"), "orla-light"),
        ("Đèn biển Orla", "orla-light"),
        ("đèn biển orla", "orla-light"),
        ("den bien orla", "orla-light"),
        ("ĐÈN BIỂN ORLA", "orla-light"),
        ("Norholm Pilots’ Guild", "norholm-pilots"),
        ("Norholm Pilots Guild", "norholm-pilots"),
        ("Lamps & Oil Co. (Skerra)", "lamps-and-oil"),
        ("lamps oil co skerra", "lamps-and-oil"),
        ("Lam Thi Hai Dang", "lam-thi-hai-dang"),
        (unicodedata.normalize("NFD", "Lâm Thị Hải Đăng"), "lam-thi-hai-dang"),
        ("노르홀름", "norholm"),
        ("WEISSE STRASSE", "strasse"),
        ("Ødde", "odde"),
        ("Nor\u200bholm", "norholm"),
        ("\u202eNorholm\u202c", "norholm"),
    ],
)
async def test_a_name_is_found_whatever_its_case_accents_and_punctuation(
    coast: Snapshot, written: str, entity: str
):
    assert await coast.resolve(typed(written)) == resolved(entity)


@pytest.mark.parametrize(
    "written", ["", " ", "…", "---", "\x00", "\ud800", "👍", "Atlantis", "Orla", "오를라", "Cape"]
)
async def test_what_is_no_name_on_record_is_unknown(coast: Snapshot, written: str):
    assert await coast.resolve(typed(written)) == UNKNOWN


@pytest.mark.parametrize(
    ("written", "entities"),
    [
        ("Pilots", ("eastwick-pilots", "norholm-pilots")),
        ("pilots'", ("eastwick-pilots", "norholm-pilots")),
        ("Merrin", ("aldo-merrin", "tova-merrin")),
    ],
)
async def test_a_name_of_several_is_a_question_back(
    coast: Snapshot, written: str, entities: tuple[str, ...]
):
    assert await coast.resolve(written) == ambiguous(*entities)


async def test_a_name_as_it_is_written_wins_over_one_that_is_a_letter_away(coast: Snapshot):
    assert await coast.resolve("Norholm") == resolved("norholm")
    assert await coast.resolve("Norholt") == resolved("norholt")
    assert await coast.resolve("Tova Merrim") == resolved("merrick")


# --- with one typing error ---


@pytest.mark.parametrize(
    "written",
    [
        *("xEastwick", "Easxtwick", "Eastxwick", "Eastwxick", "Eastwickx"),
        *("astwick", "Easwick", "Eastick", "Eastwck", "Eastwic"),
        *("Xastwick", "Easxwick", "Eastxick", "Eastwxck", "Eastwicx"),
        *("aEstwick", "Easwtick", "Eatswick", "Eastiwck", "Eastwikc"),
    ],
)
async def test_one_letter_more_less_changed_or_swapped_is_forgiven(coast: Snapshot, written: str):
    assert await coast.resolve(written) == resolved("eastwick")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Fogg", resolved("fog-watch")),
        ("Foggaa", resolved("fog-watch")),
        ("Foga", resolved("fog-watch")),
        ("Fogag", resolved("fog-watch")),
        ("FGW", UNKNOWN),
        ("FGWAA", UNKNOWN),
        ("FWGA", UNKNOWN),
        ("SLBB", UNKNOWN),
        ("SL", UNKNOWN),
        ("Odd", UNKNOWN),
    ],
)
async def test_only_names_of_five_letters_or_more_forgive_an_error(
    coast: Snapshot, written: str, found: Resolution
):
    assert await coast.resolve(written) == found


@pytest.mark.parametrize("written", ["Eatswcik", "xEastwickx", "Eastwi", "Eestwyck", "kciwtsae"])
async def test_two_errors_are_not_forgiven(coast: Snapshot, written: str):
    assert await coast.resolve(written) == UNKNOWN


async def test_an_error_that_fits_two_names_is_a_question_back(coast: Snapshot):
    assert await coast.resolve("Norhol") == ambiguous("norholm", "norholt")


@pytest.mark.parametrize(
    ("written", "entities"),
    [
        ("Lam Thi Hai Dan", ("lam-thi-hai-dang",)),
        ("Merin", ("aldo-merrin", "tova-merrin")),
        ("Tova Merrix", ("merrick", "tova-merrin")),
    ],
)
async def test_a_person_is_asked_about_and_never_guessed(
    coast: Snapshot, written: str, entities: tuple[str, ...]
):
    assert await coast.resolve(written) == ambiguous(*entities)


# --- what always holds ---

BODIES = [
    (entity, name)
    for entity, kind, first, others in COAST
    for name in (first, *others)
    if kind == "organization" and len(fold(name)) >= 5
]

LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzéđø가곶0")


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    """A body, and one of its names with one typing error."""
    entity, name = draw(st.sampled_from(BODIES))
    error = draw(st.sampled_from(["insert", "delete", "replace", "swap"]))
    at = draw(st.integers(0, len(name) - 2))
    if error == "insert":
        return entity, name[:at] + draw(LETTERS) + name[at:]
    if error == "delete":
        return entity, name[:at] + name[at + 1 :]
    if error == "replace" and name[at].isalnum():
        letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz가"))
        return entity, name[:at] + letter + name[at + 1 :]
    return entity, name[:at] + name[at + 1] + name[at] + name[at + 2 :]


@hypothesis.settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@hypothesis.given(variant=misspelt())
async def test_a_body_with_one_typing_error_is_always_found_or_asked_about(
    coast: Snapshot, variant: tuple[str, str]
):
    entity, written = variant
    assert entity in (await coast.resolve(written)).ids


@hypothesis.given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@hypothesis.given(st.text())
def test_case_and_composition_never_matter(text: str):
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, text)) == fold(text)
    assert fold(text.casefold()) == fold(text)


@hypothesis.settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@hypothesis.given(
    names=st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Co", "Cn"]), min_size=1
        ).map(lambda name: name[:300]),
        min_size=1,
        max_size=8,
    ),
    kinds=st.lists(st.sampled_from(["person", "organization", "place"]), min_size=8, max_size=8),
)
async def test_every_entity_is_found_by_its_own_name_or_asked_about(
    tmp_path: Path, names: list[str], kinds: list[str]
):
    lines: list[Line] = [
        (f"entity-{number}", kind, name, [])
        for number, (name, kind) in enumerate(zip(names, kinds, strict=False))
    ]
    path = write_registry(tmp_path / "any.jsonl", lines)
    async with open_registry(path) as index, index.snapshot() as base:
        for entity, _, name, _ in lines:
            found = await base.resolve(name)
            assert entity in found.ids or not fold(name)


# --- limits, and registry files ---


def test_what_is_longer_than_any_name_is_refused_before_any_work():
    assert typed("x" * MAX_TYPED) == "x" * MAX_TYPED
    with pytest.raises(TooLong, match="has 301 characters"):
        typed("x" * (MAX_TYPED + 1))


def test_a_registry_file_may_have_blank_lines_a_byte_order_mark_and_windows_line_ends(
    tmp_path: Path,
):
    path = tmp_path / "registry.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"id": "norholm", "kind": "place", "name": "Norholm"}\r\n\r\n'
        b'{"id": "slb", "kind": "organization", "name": "Board", "aliases": ["SLB"]}'
    )
    assert [(line.id, line.aliases) for line in read_registry(path)] == [
        ("norholm", ()),
        ("slb", ("SLB",)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"null",
        b'"norholm"',
        b"\xff\xfe",
        b'{"id": "norholm"}',
        b'{"id": "norholm", "kind": "port", "name": "Norholm"}',
        b'{"id": "norholm", "kind": "place", "name": ""}',
        b'{"id": "norholm", "kind": "place", "name": "Norholm", "aliases": "Nor"}',
    ],
)
async def test_a_bad_line_of_a_registry_is_named_with_what_to_write(tmp_path: Path, line: bytes):
    path = tmp_path / "registry.jsonl"
    path.write_bytes(b'{"id": "skerra", "kind": "place", "name": "Skerra"}\n' + line + b"\n")
    with pytest.raises(BadRegistry, match="line 2 is no entity; write") as caught:
        async with open_registry(path):
            pass
    assert (caught.value.path, caught.value.line) == (path, 2)


async def test_an_empty_registry_knows_nobody(tmp_path: Path):
    path = write_registry(tmp_path / "empty.jsonl", [])
    async with open_registry(path) as index, index.snapshot() as names:
        assert await names.resolve("Norholm") == UNKNOWN
