"""The invented base of Norway and Latvia, and how its answers are told apart.

tests/library/test_second_base.py says what it holds.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kvbot.desk import Desk
from kvbot.model.answers import Answer, Claim, Named

NORDIC = Path(__file__).parent / "bases" / "nordic"
TODAY = date(2022, 3, 1)
QUESTIONS = [
    json.loads(line) for line in (NORDIC / "questions.jsonl").read_text("utf-8").splitlines()
]


def wrong(question: str, *expected: object, because: str):
    """A row of a table that does not hold yet."""
    mark = pytest.mark.xfail(reason=because, strict=True, raises=AssertionError)
    return pytest.param(question, *expected, marks=mark)


async def asked(desk: Desk, question: str) -> Answer:
    """The answer of that day."""
    return await desk.ask(question, TODAY)


def opening(answer: Answer) -> str:
    """How an answer begins: yes, no, not_then, not_so, listed, told or declined."""
    if answer.status == "unknown":
        return "declined"
    if not isinstance(answer.headline, Claim):
        return "listed"
    message = answer.headline.opening
    return message.key.removeprefix("ask.") if message else "told"


def told(answer: Answer) -> list[str]:
    """The facts that an answer tells, each once, the first line's first."""
    return list(dict.fromkeys(claim.fact.slug for claim in answer.claims() if claim.fact))


def named(answer: Answer) -> list[str]:
    """Whom the first line of an answer names before its sentence: who, or with whom."""
    if not isinstance(answer.headline, Claim):
        return []
    return [value.entity for value in answer.headline.asked if isinstance(value, Named)]
