"""A text held against the base: each statement borne out, contradicted or not covered."""

from __future__ import annotations

from collections import Counter
from datetime import date

from kvbot.ask.checking import Judgement, as_statement, is_checkable, judge, statements_in
from kvbot.desk.ask import matcher
from kvbot.desk.hearing import hear
from kvbot.desk.telling import complete, tell
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Message, Section

LONGEST = 6_000
"""Characters of a text that are checked."""


async def answer(base: Snapshot, text: str, today: date) -> Answer:
    """The checkable statements of a text, each with its verdict and what it rests on."""
    sections = [
        section
        for statement in statements_in(text[:LONGEST])
        if (section := await _checked(base, statement, today))
    ]
    counted = Counter(section.verdict for section in sections)
    headline = Message(
        key="check.counted",
        values={
            "statements": len(sections),
            "borne_out": counted["borne out"],
            "contradicted": counted["contradicted"],
            "not_covered": counted["not covered"],
        },
    )
    return await complete(
        base,
        Answer(
            question=text,
            status="answered" if sections else "unknown",
            title=Message(key="title.check"),
            headline=headline if sections else Message(key="check.nothing"),
            sections=tuple(sections),
            caveats=(Message(key="caveat.longer"),) if len(text) > LONGEST else (),
        ),
    )


async def _checked(base: Snapshot, statement: str, today: date) -> Section | None:
    reading = as_statement(await hear(base, statement, today))
    if not is_checkable(reading):
        return None
    judgement = judge(reading, await matcher(base, reading))
    return _section(statement, judgement, today)


def _section(statement: str, judgement: Judgement, today: date) -> Section:
    claims = tell([judgement.match.card.fact], today) if judgement.match else ()
    key = judgement.verdict.replace(" ", "_")
    return Section(
        heading=Message(key=f"check.{key}", values={"statement": statement}),
        claims=claims,
        quoted=True,
        statement=statement,
        verdict=judgement.verdict,
    )
