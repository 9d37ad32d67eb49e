"""The originals: paragraphs, and whether they say what dossiers quote."""

from __future__ import annotations

import hashlib
import unicodedata
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kvbot.dossier.originals import Original, folded, verify
from kvbot.dossier.reading import read_dossier
from kvbot.model.references import TextQuoteSelector
from kvbot.model.sources import Dossier

LETTER = """\
To the Board

The lamp was lit at dusk.
The lamp was lit at dusk, as every day.

  \t
At dawn the lamp was out\u00a0again."""


def place(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[int]:
    """The paragraphs in which a quote stands."""
    original = Original.from_text(text)
    quote = TextQuoteSelector(exact=exact, prefix=prefix, suffix=suffix)
    return [original.paragraph_at(at) for at in original.places(quote)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_paragraphs_are_parted_by_blank_lines_and_counted_from_one(line_end):
    text = "one\ntwo\n\n\n \t\nthree\n\nfour\n".replace("\n", line_end)
    original = Original.from_text(line_end + text)
    assert original.text == "one two three four"
    assert [original.paragraph_at(original.text.index(w)) for w in original.text.split()] == [
        1,
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    ("exact", "paragraphs"),
    [
        ("To the Board The lamp", [1]),  # over two paragraphs: where it begins
        ("dusk, as every day.", [2]),
        ("The  lamp\nwas lit at dusk,", [2]),
        ("lamp was out again.", [3]),  # the original has a no-break space
        ("the lamp was lit", []),  # not in these letters
        ("The lamp was lit at dusk", [2, 2]),
    ],
)
def test_a_quote_is_found_where_it_begins_whatever_the_white_space(exact, paragraphs):
    assert place(LETTER, exact) == paragraphs


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("quoted_in", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_the_same(form, quoted_in):
    words = "Lâm Thị Hải Đăng và 류해등"
    text = unicodedata.normalize(form, f"Chào {words}!")
    assert place(text, unicodedata.normalize(quoted_in, words)) == [1]


def test_letters_that_only_look_alike_are_not_the_same():
    assert place("Ｌａｍｐ ｏｆ Ｓｋｅｒｒａ", "Lamp of Skerra") == []


@pytest.mark.parametrize(
    ("prefix", "suffix", "times"),
    [
        ("", "", 2),
        ("To the Board", "", 1),
        ("", ", as every", 1),
        ("at dusk. ", "", 1),
        ("To the Board", ", as every", 0),
        ("To the Guild", "", 0),
    ],
)
def test_prefix_and_suffix_tell_equal_passages_apart(prefix, suffix, times):
    assert len(place(LETTER, "The lamp was lit at dusk", prefix, suffix)) == times


def test_passages_that_overlap_are_each_found():
    assert len(place("lit and lit and lit and lit", "lit and lit and lit")) == 2


def dossier_with(base: Path, new: str = "", instead_of: str = "") -> Dossier:
    """The gazette's dossier, with one thing in it changed."""
    text = (base / "gazette-2024-05-02.toml").read_text(encoding="utf-8")
    assert not instead_of or text.count(instead_of) == 1
    return read_dossier("f.toml", text.replace(instead_of, new).encode())


@pytest.mark.parametrize("name", ["gazette-2024-05-02", "visit-notes-2025-03-10", "registry"])
def test_the_originals_bear_out_the_invented_base(base, originals, name):
    content = (base / f"{name}.toml").read_bytes()
    assert verify("f.toml", read_dossier("f.toml", content), originals) == []


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ('exact = "Keeper-General Tova Merrin signed for the Board"', None),
        (
            'exact = "Keeper-General Tova Merrin signed for the Guild"',
            "the original does not say 'Keeper-General Tova Merrin signed for the Guild'; "
            "copy the words as they stand there",
        ),
        (
            'exact = "Tova Merrin signed for the Board", paragraph = 5',
            "the quote stands in paragraph 4, not 5; run kvbot stamp on the dossier",
        ),
        (
            'exact = "in Norholm on 30 April 2024", prefix = "in Eastwick"',
            "the original does not say 'in Norholm on 30 April 2024'; "
            "copy the words as they stand there",
        ),
        ('exact = "and pilots a", prefix = "Board ", suffix = "gree to share fog"', None),
    ],
)
def test_each_quote_that_the_original_does_not_bear_out_is_told(
    base, originals, reference, problem
):
    keeper = 'exact = "Keeper-General Tova Merrin signed for the Board", paragraph = 4'
    found = verify("f.toml", dossier_with(base, reference, keeper), originals)
    place = 'f.toml: role "merrin-keeper-general", references 1: '
    assert [str(p) for p in found] == ([place + problem] if problem else [])


def test_a_quote_that_recurs_has_to_be_told_apart(base, originals):
    text = (base / "visit-notes-2025-03-10.toml").read_text(encoding="utf-8")
    text = text.replace("Aldo Merrin, secretary of the Pilots' Guild", "the Pilots' Guild")
    found = verify("f.toml", read_dossier("f.toml", text.encode()), originals)
    assert [str(problem) for problem in found] == [
        'f.toml: role "merrin-guild-secretary", references 1: the original says '
        '"the Pilots\' Guild" 2 times; '
        "tell them apart with a prefix or a suffix, or quote a little more"
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "no such file or directory; put the original there"),
        (
            b"another text",
            "is not the file that the dossier was made from (its SHA-256 differs); "
            "find the original, or stamp the dossier anew",
        ),
    ],
)
def test_an_original_that_is_missing_or_another_is_one_problem(base, originals, content, problem):
    path = originals / "gazette.txt"
    path.unlink() if content is None else path.write_bytes(content)
    found = verify("f.toml", dossier_with(base), originals)
    assert [str(p) for p in found] == [f"f.toml: gazette.txt: {problem}"]


def test_an_original_that_is_not_utf_8_is_one_problem(base, originals):
    dossier, content = dossier_with(base), b"caf\xe9"
    assert dossier.source is not None
    (originals / "gazette.txt").write_bytes(content)
    changed = dossier_with(base, hashlib.sha256(content).hexdigest(), dossier.source.sha256)
    assert [str(p) for p in verify("f.toml", changed, originals)] == [
        "f.toml: gazette.txt: is not UTF-8; find the original, or stamp the dossier anew"
    ]


BLANKS = ["", " ", "\n", "\t ", "\u00a0", "\r\n", "\n\n", " \n \n"]


@st.composite
def passages(draw: st.DrawFn) -> tuple[str, str, int, str]:
    """A text, a passage of it and where that begins, and the text with other white space.

    The passage does not begin with white space, so that its place is plain.
    """
    words = draw(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=60))
    text = folded(" ".join(words))
    assume(len(text) >= 12)
    start = draw(st.integers(0, len(text) - 12))
    assume(text[start] != " ")
    end = draw(st.integers(start + 12, min(start + 400, len(text))))
    changed = draw(st.sampled_from(BLANKS)) + "".join(
        draw(st.sampled_from(BLANKS[1:])) if letter == " " else letter for letter in text
    )
    return text, text[start:end], start, changed


@settings(max_examples=100, deadline=None)
@given(passages())
def test_any_passage_is_found_in_its_place_whatever_the_white_space(drawn):
    text, passage, start, changed = drawn
    original = Original.from_text(unicodedata.normalize("NFD", changed))
    assert original.text == text
    assert start in original.places(TextQuoteSelector(exact=passage))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1))
def test_every_word_is_in_the_paragraph_that_it_was_written_in(words):
    original = Original.from_text("\n\n".join(words))
    ends = list(accumulate(len(folded(word)) + 1 for word in words))
    assert [original.paragraph_at(end - 2) for end in ends] == list(range(1, len(words) + 1))


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_folding_what_is_folded_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
