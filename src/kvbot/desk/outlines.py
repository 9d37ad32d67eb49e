"""The outline of an answer, and the answer that an outline stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from kvbot.desk.telling import complete, tell
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Claim, Message, Section
from kvbot.model.facts import Fact, FactReport
from kvbot.model.outlines import Outline, OutlinedClaim, OutlinedSection

_NOTE = "aside.note"


def outline(answer: Answer, command: Literal["ask", "check"]) -> Outline:
    """What an answer tells, without the words of the question or of the text."""
    headline = answer.headline
    return Outline(
        command=command,
        headline=headline if isinstance(headline, Message) else _outlined(headline),
        labels=answer.labels,
        sections=tuple(
            _outlined_section(section, number) for number, section in enumerate(answer.sections, 1)
        ),
        caveats=answer.caveats,
    )


def _outlined_section(section: Section, number: int) -> OutlinedSection:
    heading = section.heading
    if section.statement:
        heading = heading.model_copy(update={"values": {"statement": number}})
    return OutlinedSection(
        heading=heading,
        claims=tuple(map(_outlined, section.claims)),
        more=section.more,
        quoted=section.quoted,
        verdict=section.verdict,
    )


def _outlined(claim: Claim) -> OutlinedClaim:
    if claim.fact is None:
        return OutlinedClaim(naming=claim)
    return OutlinedClaim(
        fact=claim.fact.slug,
        fields=claim.fields,
        asides=_asides_of(claim),
        opening=_without_words(claim.opening),
        asked=claim.asked,
    )


def _asides_of(claim: Claim) -> Literal["none", "without notes", "all"]:
    if not claim.asides:
        return "none"
    return "all" if any(aside.key == _NOTE for aside in claim.asides) else "without notes"


def _without_words(opening: Message | None) -> Message | None:
    """Yes or no as it is; what repeats words of the question is left out."""
    repeats = opening and any(isinstance(value, str) for value in opening.values.values())
    return None if repeats else opening


async def answer(base: Snapshot, kept: Outline, today: date) -> Answer:
    """The answer as the base has it now; unknown where nothing of it is left."""
    facts = await _facts(base, sorted(set(_slugs(kept))))
    sections = tuple(_section(section, facts, today) for section in kept.sections)
    headline = kept.headline
    first = headline if isinstance(headline, Message) else _claim(headline, facts, today)
    found = Answer(
        question="",
        status="answered" if first else "unknown",
        title=Message(key="title.sources"),
        headline=first or Message(key="declined.nothing"),
        labels=kept.labels,
        sections=sections if first else (),
        caveats=kept.caveats,
    )
    if not found.claims():
        found = found.model_copy(update={"status": "unknown"})
    return await complete(base, found)


def _slugs(kept: Outline) -> Iterator[str]:
    headline = [kept.headline] if isinstance(kept.headline, OutlinedClaim) else []
    for claim in [*headline, *(claim for s in kept.sections for claim in s.claims)]:
        if claim.fact:
            yield claim.fact


async def _facts(base: Snapshot, slugs: list[str]) -> dict[str, Fact]:
    reports: dict[str, list[FactReport]] = {}
    for row in await base.cards(slugs):
        reports.setdefault(row.report.slug, []).append(row.report)
    return {slug: Fact(reports=tuple(found)) for slug, found in reports.items()}


def _section(kept: OutlinedSection, facts: Mapping[str, Fact], today: date) -> Section:
    claims = (_claim(claim, facts, today) for claim in kept.claims)
    return Section(
        heading=kept.heading,
        claims=tuple(claim for claim in claims if claim),
        more=kept.more,
        quoted=kept.quoted,
        verdict=kept.verdict,
    )


def _claim(kept: OutlinedClaim, facts: Mapping[str, Fact], today: date) -> Claim | None:
    """The claim as the base bears it out now; None if its fact is gone."""
    if kept.naming:
        return kept.naming
    if kept.fact not in facts:
        return None
    fact = facts[kept.fact]
    stated = {field for report in fact.reports for field in report.stated_fields()}
    asides = tell([fact], today)[0].asides if kept.asides != "none" else ()
    if kept.asides == "without notes":
        asides = tuple(aside for aside in asides if aside.key != _NOTE)
    claim = Claim.of(fact, [field for field in kept.fields if field in stated])
    return claim.model_copy(update={"asides": asides, "opening": kept.opening, "asked": kept.asked})
