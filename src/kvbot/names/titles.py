"""Titles and forms of address around a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from kvbot.names.folding import fold_words, is_hangul
from kvbot.names.korean import family_names
from kvbot.names.tables import tables

MOST_WORDS = 5
"""Words in the longest title, two titles in a row included."""

_APART = ("군", "양")
"""Titles only where they stand apart: at the end of a word they end a given name."""


_TAILS = (
    *(",", " of ", " in ", " for "),
    *(" của ", " tại ", " phụ trách", " Bộ ", " Sở ", " Ủy ban ", " Thành ủy", " Tỉnh ủy"),
)
"""With what the words begin that tell of what a title is, in English and in Vietnamese."""


class Titled(NamedTuple):
    """A name without its titles. titles: those taken off, folded; empty where there were none.

    before: how many words were taken off at the beginning.
    """

    titles: tuple[str, ...]
    name: tuple[str, ...]
    before: int


@cache
def _listed(where: str) -> frozenset[str]:
    rows = tables("titles")[where].values()
    return frozenset("".join(fold_words(t)) for row in rows for t in row.split(",") if t.strip())


@cache
def _groups() -> tuple[frozenset[str], ...]:
    rows: list[str] = tables("titles")["same"]["groups"]
    return tuple(frozenset("".join(fold_words(t)) for t in row.split(",")) for row in rows)


def same_post(title: str, published: str) -> bool:
    """Whether a folded title means the post that a document calls so.

    Of what is published, only the title itself counts: `Minister` of `Minister of SMEs`.
    """
    bare = "".join(fold_words(bare_title(published)))
    return title == bare or any(title in group and bare in group for group in _groups())


def bare_title(title: str) -> str:
    """The title as it stands beside a name: `Minister` for `Minister of SMEs`.

    The same of a Vietnamese title (`Bí thư` for `Bí thư Thành ủy Hải Phòng`) and of a
    Korean one, where what it is about stands first (`장관` for `중소벤처기업부 장관`).
    """
    for tail in _TAILS:
        title = title.split(tail)[0]
    last = title.split()[-1:]
    return last[0] if last and is_hangul(last[0]) else title


class Post(NamedTuple):
    """A title and the body or place whose post it may be."""

    title: str
    of: tuple[str, ...]


def posts_in(words: Sequence[str]) -> list[Post]:
    """The ways to read words as a post: `KOSME vice president`, `mayor of Cheongju`."""
    if len(words) == 1 and (tail := _after(words)):
        return [Post(tail, tuple(_cut(words, tail)))]
    found = []
    for at in range(1, len(words)):
        head, tail = "".join(words[:at]), "".join(words[at:])
        if head in _listed("before"):
            found.append(Post(head, tuple(words[at:])))
        if tail in _listed("before") or tail in _listed("after"):
            found.append(Post(tail, tuple(words[:at])))
    return found


def without_titles(words: Sequence[str]) -> Titled:
    """Take the titles before and after a name off; a title alone stays what it is.

    words: the folded words of what was written.
    """
    titles: list[str] = []
    name = list(words)
    while taken := _before(name):
        titles.append("".join(name[:taken]))
        name = name[taken:]
    before = len(words) - len(name)
    while tail := _after(name):
        titles.append(tail)
        name = _cut(name, tail)
    return Titled(tuple(titles), tuple(name), before)


def _before(words: Sequence[str]) -> int:
    """How many words at the beginning are a title; never all of them."""
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        if "".join(words[:count]) in _listed("before"):
            return count
    return 0


def _after(words: Sequence[str]) -> str:
    """The title at the end: the last word, or the end of a word in Hangul."""
    if not words:
        return ""
    last = words[-1]
    if last in _listed("after"):
        return last if len(words) > 1 else ""
    if not is_hangul(last):
        return ""
    shortest = 1 if last[0] in family_names() else 2
    ends = (last[at:] for at in range(shortest, len(last)))
    return next((end for end in ends if end in _listed("after") and end not in _APART), "")


def _cut(words: Sequence[str], tail: str) -> list[str]:
    rest = words[-1].removesuffix(tail)
    return [*words[:-1], *([rest] if rest else [])]
