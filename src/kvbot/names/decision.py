"""Which entity a written name means: resolved to one, ambiguous, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from kvbot.model.entities import EntityKind
from kvbot.names.keys import MIN_LETTERS_FOR_TYPOS


class Candidate(NamedTuple):
    """An entity that may be meant, and the folded name under which it was found."""

    entity: str
    kind: EntityKind
    key: str


class Resolution(NamedTuple):
    """The outcome. ids: one if resolved, those that fit if ambiguous, else none."""

    status: Literal["resolved", "ambiguous", "unknown"]
    ids: tuple[str, ...]


UNKNOWN = Resolution("unknown", ())


def decide(folded: str, candidates: Sequence[Candidate]) -> Resolution:
    """Decide which of the candidates the folded name means.

    A name as it is written wins over one with a typing error. A person is never taken
    for another because of one letter: there the answer is to ask.
    """
    exact = [c for c in candidates if c.key == folded]
    if exact:
        return _settled(exact)
    near = [
        c
        for c in candidates
        if len(c.key) >= MIN_LETTERS_FOR_TYPOS and OSA.distance(c.key, folded, score_cutoff=1) <= 1
    ]
    if any(c.kind == "person" for c in near):
        return Resolution("ambiguous", _entities(near))
    return _settled(near)


def _settled(fitting: Iterable[Candidate]) -> Resolution:
    entities = _entities(fitting)
    if not entities:
        return UNKNOWN
    return Resolution("resolved" if len(entities) == 1 else "ambiguous", entities)


def _entities(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(sorted({c.entity for c in candidates}))
