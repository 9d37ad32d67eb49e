"""Names of organizations and places, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from kvbot.names.folding import fold_words
from kvbot.names.tables import tables

_LONGEST_PHRASE = 4
"""Words in the longest phrase that stands for another."""


@cache
def _fillers() -> frozenset[str]:
    return frozenset(tables("bodies")["fillers"]["words"].split())


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    rows: dict[str, str] = tables("bodies")["stands_for"]
    return {tuple(short.split()): tuple(full.split()) for short, full in rows.items()}


@cache
def _begin_phrases() -> frozenset[str]:
    """The words with which a phrase begins that stands for another."""
    return frozenset(phrase[0] for phrase in _phrases())


def counts_in_name(word: str) -> bool:
    """Whether a word is not one that may be left out of a name."""
    return word not in _fillers()


def canonical(words: Sequence[str]) -> tuple[str, ...]:
    """The words that count, fillers left out and abbreviations written out."""
    return _canonical(tuple(words))


@lru_cache(4096)
def _canonical(words: tuple[str, ...]) -> tuple[str, ...]:
    left = tuple(word for word in words if word not in _fillers())
    if _begin_phrases().isdisjoint(left):
        return left
    found: tuple[str, ...] = ()
    while left:
        lengths = range(min(_LONGEST_PHRASE, len(left)), 0, -1)
        length = next((n for n in lengths if left[:n] in _phrases()), 0)
        found += _phrases()[left[:length]] if length else left[:1]
        left = left[length or 1 :]
    return found


def without_sort_of_place(words: Sequence[str]) -> tuple[str, ...]:
    """The name of a place without the words that say what sort of place it is."""
    sorts = tables("bodies")["sorts_of_place"]
    kept = tuple(words)
    for before in sorts["before"].split(","):
        sort = tuple(fold_words(before))
        if kept[: len(sort)] == sort and len(kept) > len(sort):
            kept = kept[len(sort) :]
    endings = sorts["hangul"].split()
    if len(kept) > 1 and kept[-1] in {*(s.strip() for s in sorts["after"].split(",")), *endings}:
        kept = kept[:-1]
    for ending in endings:
        if kept and kept[-1].endswith(ending) and len(kept[-1]) > len(ending) + 1:
            return (*kept[:-1], kept[-1].removesuffix(ending))
    return kept
