"""The words by which people ask, read from lexicon.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import get_args

from kvbot.errors import UsageError
from kvbot.model.facts import AgreementKind
from kvbot.names.folding import fold


class UnknownKind(UsageError):
    """What was typed is no kind of agreement."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        kinds = ", ".join(get_args(AgreementKind))
        super().__init__(f"{typed[:60]!r} is no kind of agreement; write one of: {kinds}")


@cache
def lexicon(part: str) -> dict[str, str]:
    """The folded words of one part of the lexicon, each with what it stands for."""
    text = files("kvbot.ask").joinpath("lexicon.toml").read_text(encoding="utf-8")
    tables: dict[str, list[str]] = tomllib.loads(text)[part]
    return {fold(word): meaning for meaning, words in tables.items() for word in words}


def agreement_kind(typed: str) -> AgreementKind:
    """The kind of agreement that people call so. Raises UnknownKind."""
    meaning = lexicon("agreement_kinds").get(fold(typed))
    for kind in get_args(AgreementKind):
        if kind == meaning:
            found: AgreementKind = kind
            return found
    raise UnknownKind(typed)


def is_filler(folded_word: str) -> bool:
    """Whether a word of a topic says nothing."""
    return folded_word in lexicon("fillers")
