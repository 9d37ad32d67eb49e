"""Text as people type it, made safe to work with and folded for comparison."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kvbot.errors import UsageError

MAX_TYPED = 300
"""Longer than any name or topic on record; what is longer is refused before any work."""

_UNPRINTABLE = ("Cc", "Cf", "Cs", "Co", "Cn")
_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile("[\uac00-\ud7a3]+")


class TooLong(UsageError):
    """More was typed than a name or a topic can have."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        super().__init__(
            f"what you typed has {self.length:,} characters; "
            f"a name or a topic has at most {MAX_TYPED}"
        )


def printable(text: str) -> str:
    """Text on one line, without control characters, direction marks and half surrogates."""
    kept = (" " if unicodedata.category(c) in _UNPRINTABLE else c for c in text)
    return " ".join("".join(kept).split())


def typed(text: str) -> str:
    """What a person typed, made printable. Raises TooLong above MAX_TYPED characters."""
    if len(text) > MAX_TYPED:
        raise TooLong(text)
    return printable(text)


def is_hangul(text: str) -> bool:
    """Whether text is Hangul syllables and nothing else."""
    return _HANGUL.fullmatch(text) is not None


def stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text as it is, and not as a part of a longer word.

    In Hangul particles follow a name unspaced.
    """
    end = "" if is_hangul(name[-1:]) else r"(?!\w)"
    return re.search(rf"(?<!\w){re.escape(name)}{end}", " ".join(text.split())) is not None


def fold(text: str) -> str:
    """The form in which names are equal: no case, diacritics, spaces or punctuation.

    Hangul keeps its syllables; full-width forms become plain ones. Folding what is
    folded changes nothing. Returns an empty string when no letter or digit is left.
    """
    return "".join(fold_words(text))


def fold_words(text: str) -> list[str]:
    """The words of text, each folded."""
    return list(_folded(text))


@lru_cache(maxsize=16384)
def _folded(text: str) -> tuple[str, ...]:
    """The same texts are folded for every question: the quotes and names of the facts."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("đ", "d")
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return tuple(_WORD.findall(unicodedata.normalize("NFC", bare)))
