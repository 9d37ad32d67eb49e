"""What can be said to a question, and how near facts have to be to one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from kvbot.ask.matching import Match
from kvbot.ask.reading import Element, Reading

EQUAL = 0.3
"""How near the score of a second fact comes to the first where both answer."""

NEAR = 1.5
"""How near the score of a fact that corrects a question comes to that of the first."""

MOST_TOLD = 3
"""How many facts are told where several answer equally well."""

MOST_LISTED = 8
"""How many facts a list tells; the rest is counted."""

CLEARLY = 1.0
"""By how much a fact has to account better for a question than another to be what it means."""

FIXED = frozenset({"agreement", "event"})
"""Types of facts that happened once."""

Outcome = Literal["told", "yes", "no", "corrected", "listed", "compared", "unknown"]

Matching = Callable[[Reading], list[Match]]
"""How the candidates meet a reading, the best first."""


class Decision(NamedTuple):
    """The outcome and the facts that are told. wrong: what the question has otherwise.

    total: of how many facts the listed ones are the first. so: whether what is compared is as
    the question has it, where that is asked and decided.
    """

    outcome: Outcome
    matches: tuple[Match, ...] = ()
    wrong: Element | None = None
    total: int = 0
    so: bool | None = None


def listing(facts: Sequence[Match]) -> Decision:
    """The first of facts, and how many there are."""
    return Decision("listed", tuple(facts[:MOST_LISTED]), total=len(facts))
