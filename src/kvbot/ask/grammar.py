"""What words do in a question: lists of the grammar of each language, and kinds of things."""

from __future__ import annotations

from functools import cache

from kvbot.ask.reading import Element, Reading
from kvbot.ask.words import Word, concepts_in, lexicon
from kvbot.model.text import Lang
from kvbot.names.folding import fold


@cache
def types() -> dict[str, str]:
    """The concepts that say what kind of thing is asked, each with that kind."""
    return {
        concept.strip(): kind
        for kind, concepts in lexicon("rules")["types"].items()
        for concept in concepts.split(",")
    }


@cache
def sorts_of(kind: str) -> frozenset[str]:
    """The concepts that say what sort of a kind of thing something is: a forum, a summit."""
    return frozenset(concept for concept, of in types().items() if of == kind)


@cache
def listed(part: str, lang: Lang) -> frozenset[str]:
    """The folded words of a list of the grammar of a language; none if it has no such list."""
    words = lexicon(lang)["grammar"].get(part, "").split(",")
    return frozenset(fold(word) for word in words if fold(word))


def is_listed(word: Word, part: str, lang: Lang) -> bool:
    """Whether a word is one of a list; in Hangul, where endings follow, whether it begins so."""
    words = listed(part, lang)
    return word.folded in words or (lang == "ko" and word.folded.startswith(tuple(words)))


def has_word(reading: Reading, part: str) -> bool:
    """Whether a question has a word of a list."""
    return any(is_listed(word, part, reading.lang) for word in reading.words)


def is_soft(element: Element) -> bool:
    """Whether a word need not be accounted for: it says what is asked, or next to nothing."""
    return element.doubtful or (bool(element.concepts) and element.concepts <= concepts_in("soft"))
