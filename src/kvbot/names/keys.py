"""Keys by which a name is found in the index, exactly or with one typing error.

One error (a letter more, less, changed, or two neighbours swapped) falls into the first
or the second half of a name and leaves the other half as it is. So each name is stored
with both halves, and a misspelt one is looked up by either; only a swap across the
middle touches both, and that one is undone and looked up as a whole.
"""

from __future__ import annotations

from typing import NamedTuple

MIN_LETTERS_FOR_TYPOS = 5
"""In a shorter name one letter is as likely another name as an error."""


class NameKeys(NamedTuple):
    """What is stored with a name: its folded form, the halves of it, and its length."""

    key: str
    head: str
    tail: str


def keys_of(folded: str) -> NameKeys:
    """The keys of a folded name."""
    middle = len(folded) // 2
    return NameKeys(folded, folded[:middle], folded[middle:])


class HalfKey(NamedTuple):
    """A half that a name of so many letters must have to be one error away."""

    length: int
    half: str


class TypoKeys(NamedTuple):
    """What to look up for a name with one typing error in it."""

    heads: tuple[HalfKey, ...]
    tails: tuple[HalfKey, ...]
    swapped: str


def typo_keys(folded: str) -> TypoKeys:
    """Where names stand that one typing error can turn into folded."""
    size = len(folded)
    heads, tails = [], []
    for length in (size - 1, size, size + 1):
        middle = length // 2
        heads.append(HalfKey(length, folded[:middle]))
        tails.append(HalfKey(length, folded[size - (length - middle) :]))
    return TypoKeys(tuple(heads), tuple(tails), _swapped_in_the_middle(folded))


def _swapped_in_the_middle(folded: str) -> str:
    middle = len(folded) // 2
    return folded[: middle - 1] + folded[middle] + folded[middle - 1] + folded[middle + 1 :]
