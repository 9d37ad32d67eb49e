"""Vietnamese names: syllables, diacritics, and the order of the parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import product

from kvbot.names.tables import tables

_TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Combining grave, acute, tilde, hook above and dot below: the five written tones."""


@cache
def syllables() -> frozenset[str]:
    """Every syllable of the language, without diacritics."""
    table = tables("vietnamese")["syllables"]
    onsets = ["", *table["onsets"].split()]
    pairs = product(onsets, table["rimes"].split())
    return frozenset(onset + rime for onset, rime in pairs if _may_begin(onset, rime[0]))


def _may_begin(onset: str, vowel: str) -> bool:
    """Whether a syllable is spelled so: of c and k, g and gh, ng and ngh the vowel takes one."""
    rule = tables("vietnamese")["before_vowels"].get(onset)
    return rule is None or vowel in rule


@cache
def family_names() -> frozenset[str]:
    """The family names, without diacritics."""
    return frozenset(tables("vietnamese")["family_names"]["list"].split())


def is_syllable(word: str) -> bool:
    """Whether a folded word is a syllable of the language."""
    return word in syllables()


def is_name(words: Sequence[str]) -> bool:
    """Whether folded words can be a Vietnamese name, family name first or last."""
    if len(words) < 2 or not all(is_syllable(word) for word in words):
        return False
    return words[0] in family_names() or words[-1] in family_names()


def marked(text: str) -> str:
    """Text with its diacritics, without regard to case, composition and the tone's place.

    `Hoà` and `Hòa` become the same: within a word the tone goes to the end.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return " ".join(_tone_last(word) for word in _words(decomposed))


def _words(decomposed: str) -> list[str]:
    """The words of decomposed text; a combining mark belongs to the letter before it."""
    return re.findall(r"(?:[^\W_][\u0300-\u036f]*)+", decomposed)


def _tone_last(word: str) -> str:
    tones = "".join(c for c in word if c in _TONES)
    bare = "".join(c for c in word if c not in _TONES)
    return bare + tones


def has_marks(text: str) -> bool:
    """Whether text has a Vietnamese diacritic, đ included."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "đ" in decomposed or any(unicodedata.category(c) == "Mn" for c in decomposed)


def rotations(words: Sequence[str]) -> list[tuple[str, ...]]:
    """A name with its family name first, where it may have been written last.

    `Hop Bui Thi Huy` has only the given name in front, `Kim Ngan Duong` all but the
    family name.
    """
    if len(words) < 2:
        return []
    last_first, first_last = (words[-1], *words[:-1]), (*words[1:], words[0])
    return list(dict.fromkeys((tuple(last_first), tuple(first_last))))
