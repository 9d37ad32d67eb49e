"""The invented base of Ireland and Georgia, which others wrote who had not seen the program.

tests/bases/caucasus/ is laid out as nordic is; its questions are asked on 2026-01-15. At first
70 % of those that can be answered were answered rightly, and 6 % of all wrongly.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.questions.grading import verdict
from kvbot.ask.reading import language_of
from kvbot.desk import Desk, open_desk
from kvbot.dossier.originals import verify
from kvbot.dossier.reading import read_dossier
from kvbot.settings import Settings
from kvbot.words.render import render

CAUCASUS = Path(__file__).parents[1] / "bases" / "caucasus"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (CAUCASUS / "questions.jsonl").read_text("utf-8").splitlines()
]
TODAY = date(2026, 1, 15)

MOST_WRONG, LEAST_DECLINED, LEAST_RIGHT = 0.02, 0.97, 0.80
"""Shares of all questions, of the unanswerable, and of those that can be answered."""


@pytest.fixture
async def caucasus(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(Settings(seeds=(CAUCASUS,), home=tmp_path)) as desk:
        await desk.refresh()
        yield desk


@pytest.mark.parametrize("path", sorted(CAUCASUS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_quote_is_in_its_document(path: Path) -> None:
    dossier = read_dossier(path.name, path.read_bytes())
    assert verify(path.name, dossier, CAUCASUS / "originals") == []


async def test_questions_on_a_base_of_others_are_answered_rightly_or_declined(
    caucasus: Desk,
) -> None:
    counted: Counter[tuple[bool, str]] = Counter()
    for question in QUESTIONS:
        answer = await caucasus.ask(question["question"], TODAY)
        shown = render(answer, language_of(question["question"]))
        counted[question["answerable"], verdict(question, shown)] += 1
    wrong = sum(n for (_, said), n in counted.items() if said == "wrong")
    known = sum(n for (answerable, _), n in counted.items() if answerable)
    assert wrong <= MOST_WRONG * counted.total()
    assert counted[False, "right"] >= LEAST_DECLINED * (counted.total() - known)
    assert counted[True, "right"] >= LEAST_RIGHT * known


@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("who is the Irish ambassador to Georgia", "Cormac Dunleary"),
        ("georgian ambassador to ireland, name?", "Nestan Javakhauri"),
        ("Đại sứ Ireland tại Georgia là ai?", "Cormac Dunleary"),
    ],
)
async def test_the_ambassador_of_one_country_is_not_that_of_the_other(
    caucasus: Desk, question: str, holder: str
) -> None:
    answer = await caucasus.ask(question, TODAY)
    assert holder in render(answer, language_of(question)).headline
