"""Korean names: which Hangul a romanised name can stand for.

Two spellings are one name when some Hangul fits both. The tables are in korean.toml.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, product
from typing import NamedTuple

from kvbot.names.tables import tables

MOST_READINGS = 64
"""A name with more readings than this is no Korean name, or nothing can be told by them."""

LONGEST_GIVEN = 2
"""Syllables of a given name. Longer ones are rare, and as rarely written in one word."""


class Reading(NamedTuple):
    """A name in Hangul; surname is empty where only a given name was written."""

    surname: str
    given: str

    @property
    def full(self) -> str:
        return self.surname + self.given


@cache
def family_names() -> frozenset[str]:
    """The family names in Hangul."""
    return frozenset(tables("korean")["surnames"])


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    """The family names, in Hangul, that a spelling can stand for."""
    return _inverted((hangul, row.split()) for hangul, row in tables("korean")["surnames"].items())


@cache
def syllables() -> dict[str, tuple[str, ...]]:
    """The syllables of given names, in Hangul, that a spelling can stand for."""
    listed = tables("korean")["syllables"]["list"].split()
    return _inverted((syllable, _spellings(syllable)) for syllable in listed)


def _inverted(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for hangul, spellings in rows:
        for spelling in spellings:
            found.setdefault(spelling, []).append(hangul)
    return {spelling: tuple(hanguls) for spelling, hanguls in found.items()}


def _spellings(syllable: str) -> list[str]:
    """How a syllable is written in Latin letters, by the tables."""
    table = tables("korean")
    initial, vowel, *final = _letters(syllable)
    vowels = table["vowels"].get(initial + vowel) or table["vowels"][vowel]
    spelled = product(
        table["initials"][initial].split() or [""],
        vowels["closed" if final else "open"].split(),
        table["finals"][final[0]].split() if final else [""],
    )
    by_rule = ["".join(parts) for parts in spelled]
    return list(dict.fromkeys([*by_rule, *table["also"].get(syllable, "").split()]))


LONGEST_SURNAME = 8
"""Letters of the longest family name, as it is usually spelled."""

LONGEST_PLACE = 3
"""Syllables of the name of a city or a province."""

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def _letters(syllable: str) -> list[str]:
    """A syllable as its two or three letters. Source: Unicode Standard, section 3.12."""
    conjoining = unicodedata.normalize("NFD", syllable)
    bases = ((0x1100, _INITIALS), (0x1161, _VOWELS), (0x11A8, _FINALS))
    return [
        letters[ord(letter) - base]
        for letter, (base, letters) in zip(conjoining, bases, strict=False)
    ]


def readings_of_hangul(folded: str) -> list[Reading]:
    """A name written in Hangul, taken apart into family and given name."""
    longest = max(len(hangul) for hangul in tables("korean")["surnames"])
    return [
        Reading(folded[:length], folded[length:])
        for length in range(min(longest, len(folded) - 1), 0, -1)
        if folded[:length] in tables("korean")["surnames"] and len(folded) - length <= LONGEST_GIVEN
    ]


def readings(parts: Sequence[Sequence[str]]) -> list[Reading]:
    """What a name in Latin letters can stand for: family name first, last, or fused.

    parts: the words of the name as blanks part them, each as its folded pieces between
    hyphens. The readings with the family name first come first. Empty if it is no Korean
    name or, from MOST_READINGS on, could be too many.
    """
    found: dict[Reading, None] = {}
    for surname, rest in _divisions(parts):
        for given in _in_hangul(rest):
            for family in surnames().get(surname, ()):
                found[Reading(family, given)] = None
    return list(found) if len(found) <= MOST_READINGS else []


def readings_on_record(parts: Sequence[Sequence[str]]) -> list[Reading]:
    """What a published name can stand for: family name last only if it cannot be first."""
    divisions = list(_divisions(parts))
    for surname, rest in divisions[:1]:
        given = _in_hangul(rest)
        if given and surname in surnames():
            return [Reading(family, g) for family in surnames()[surname] for g in given]
    return readings(parts)


def _divisions(parts: Sequence[Sequence[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    """The ways to divide a name into a family name and the rest.

    What a hyphen joins belongs together, unless it joins the whole name.
    """
    if len(parts) == 1 and len(parts[0]) > 1:
        parts = [[piece] for piece in parts[0]]
    words = [piece for part in parts for piece in part]
    if len(words) == 1:
        for length in range(1, min(LONGEST_SURNAME, len(words[0]) - 1) + 1):
            yield words[0][:length], [words[0][length:]]
        return
    if parts and len(parts[0]) == 1:
        yield words[0], words[1:]
    if parts and len(parts[-1]) == 1:
        yield words[-1], words[:-1]


def given_readings(words: Sequence[str]) -> list[str]:
    """The Hangul that a given name alone, of two syllables, can stand for."""
    return [given for given in _in_hangul(words) if len(given) == LONGEST_GIVEN]


def _in_hangul(words: Sequence[str]) -> list[str]:
    """The Hangul of a given name; a word holds whole syllables, one or more."""
    if not 1 <= len(words) <= LONGEST_GIVEN:
        return []
    spelled = product(*(word_in_hangul(word) for word in words))
    joined = dict.fromkeys("".join(parts) for parts in islice(spelled, MOST_READINGS * 2))
    return [given for given in joined if len(given) <= LONGEST_GIVEN]


def word_in_hangul(word: str, most: int = LONGEST_GIVEN) -> list[str]:
    """Every way to read a word as up to so many Korean syllables."""
    if not word or not most:
        return []
    table = syllables()
    found = list(table.get(word, ()))
    for length in range(1, min(6, len(word) - 1) + 1):
        heads = table.get(word[:length], ())
        tails = word_in_hangul(word[length:], most - 1) if heads else []
        found += [head + tail for head in heads for tail in tails]
    return list(dict.fromkeys(found))
