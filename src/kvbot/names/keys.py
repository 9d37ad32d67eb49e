"""Keys by which a name is found in the index.

Beside its folded form a name has keys of several sorts, each with its letter in front:

    h김기문   a Korean name in Hangul, or a Hangul that its spelling can stand for
    s김       the family name of a Korean;  g기문  the given name
    vchau     the name by which a Vietnamese is called;  v호아빈  so in Hangul
    akimki…   the beginning of a name, b of a later word in it, in single letters also of
              Hangul, so that a syllable is found while it is being typed
    p부천     a place in Hangul, or a Hangul that its spelling can stand for
    csmall medium …   the words that count in the name of an organization

One typing error (a letter more, less, changed, or two neighbours swapped) falls into one
third of a name and leaves the other two as they are. So each name is stored with its three
pairs of thirds, and a misspelt one is looked up by any of them; only a swap across the
border of two thirds touches both, and that one is undone and looked up as a whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from kvbot.model.entities import EntityKind
from kvbot.names import korean, vietnamese
from kvbot.names.folding import is_hangul
from kvbot.names.written import Written, on_record

MIN_LETTERS_FOR_TYPOS = 5
"""In a shorter name one letter is as likely another name as an error."""


class NameKeys(NamedTuple):
    """What is stored with a name: its folded form, its length, and the pairs of its thirds."""

    key: str
    length: int
    first_second: str
    first_third: str
    second_third: str


def keys_of(folded: str) -> NameKeys:
    """The keys of a folded name."""
    size = len(folded)
    one, two = _borders(size)
    pairs = (folded[:two], folded[:one] + folded[two:], folded[one:])
    return NameKeys(folded, size, *pairs)


def _borders(size: int) -> tuple[int, int]:
    """Where the second and the last third of so many letters begin."""
    return size // 3, 2 * size // 3


def sorted_keys(kind: EntityKind, names: Iterable[str]) -> set[str]:
    """The keys with letters for all the names of an entity."""
    written = [on_record(name) for name in names]
    if kind == "person":
        korean_keys = {key for reading in readings_of(written) for key in _korean(reading)}
        return korean_keys | {f"v{called}" for name in written for called in _called(name)}
    keys = {f"c{' '.join(name.canonical)}" for name in written if name.canonical}
    keys |= {in_any_order(name.canonical) for name in written if len(name.canonical) > 1}
    if kind == "place":
        keys |= {f"p{hangul}" for hangul in _place_in_hangul(written)}
    return keys


def _called(name: Written) -> tuple[str, ...]:
    """By what a Vietnamese is called: the last word; in Hangul also all after the family name.

    A name in Hangul that has blanks is none of a Korean.
    """
    if is_hangul(name.folded) and len(name.words) > 1:
        return name.words[-1], "".join(name.words[1:])
    return name.words[-1:] if vietnamese.is_name(name.words) else ()


def in_any_order(words: Iterable[str]) -> str:
    """The key of a body of whose name just these words count: `Vietnam's SME association`."""
    return f"o{' '.join(sorted(words))}"


def readings_of(names: Iterable[Written]) -> list[korean.Reading]:
    """The Korean readings of a person's names. Where the Hangul is known it decides."""
    written = list(names)
    in_hangul = [n for n in written if is_hangul(n.folded)]
    if in_hangul:
        return [r for n in in_hangul for r in korean.readings_of_hangul(n.folded)]
    return [reading for name in written for reading in korean.readings_on_record(name.parts)]


def beginnings(names: Iterable[str]) -> set[str]:
    """The keys by which an entity is found while its name is being typed."""
    found = set()
    for name in names:
        words = Written(name).words
        for at in range(len(words)):
            found.add(("b" if at else "a") + typed_so_far("".join(words[at:])))
    return found


def typed_so_far(folded: str) -> str:
    """A folded beginning in single letters: 기 begins 김, as the keyboard has it."""
    return unicodedata.normalize("NFD", folded)


def _place_in_hangul(names: Iterable[Written]) -> list[str]:
    """What the names of a place can be in Hangul. Where the Hangul is known it decides."""
    folded = [name.folded for name in names]
    known = [name for name in folded if is_hangul(name)]
    return known or [
        h for name in folded for h in korean.word_in_hangul(name, korean.LONGEST_PLACE)
    ]


def _korean(reading: korean.Reading) -> tuple[str, str, str]:
    return f"h{reading.full}", f"s{reading.surname}", f"g{reading.given}"


def searchable(kind: EntityKind, names: Iterable[str]) -> str:
    """The words under which an entity is found by a part of its name.

    Words that can be Korean stand there in Hangul as well, for other spellings of them.
    """
    written = [Written(name) for name in names]
    if kind == "person":
        return " ".join(dict.fromkeys(word for name in written for word in name.words))
    words = dict.fromkeys(word for name in written for word in (*name.canonical, *name.words))
    hangul = dict.fromkeys(h for word in words for h in korean.word_in_hangul(word) if len(h) > 1)
    return " ".join([*words, *hangul])


class TypoKeys(NamedTuple):
    """What to look up for a name with one typing error in it.

    pairs: what NameKeys has, for each length that the right name can have. swapped: the
    name with the letters at either border swapped back.
    """

    pairs: tuple[NameKeys, ...]
    swapped: tuple[str, ...]


def typo_keys(folded: str) -> TypoKeys:
    """Where names stand that one typing error can turn into folded.

    A right name of another length has other borders; what it would have, taken from the
    beginning and from the end of folded, is what the error left as it was.
    """
    size = len(folded)
    pairs = []
    for length in (size - 1, size, size + 1):
        one, two = _borders(length)
        head, last = folded[:one], folded[size - (length - two) :]
        pairs.append(
            NameKeys("", length, folded[:two], head + last, folded[size - (length - one) :])
        )
    swapped = (_swapped(folded, border) for border in _borders(size) if 0 < border < size)
    return TypoKeys(tuple(pairs), tuple(dict.fromkeys(swapped)))


def _swapped(folded: str, border: int) -> str:
    """The same with the letters on both sides of a border swapped."""
    return folded[: border - 1] + folded[border] + folded[border - 1] + folded[border + 1 :]
