"""What was signed, with whom, when and where?"""

from __future__ import annotations

from datetime import date

from kvbot.desk.telling import complete, first_day, newest_first, section, which_one
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Message, Named, Value
from kvbot.model.facts import Fact
from kvbot.model.queries import Agreements
from kvbot.names.folding import typed

MOST = 50
"""How many agreements an answer shows; the rest is counted."""


async def answer(base: Snapshot, query: Agreements, today: date) -> Answer:
    """Every agreement on record that fits the query; or which years have some."""
    slugs: dict[str, str | None] = {"party": None, "place": None, "seat": None}
    for what, name in (("party", query.party), ("place", query.place)):
        if name is None:
            continue
        resolution = await base.resolve(typed(name))
        if resolution.status != "resolved":
            return await which_one(base, typed(name), resolution)
        slugs[what] = resolution.ids[0]
    if slugs["party"] and (await base.entities([slugs["party"]]))[slugs["party"]].kind == "place":
        slugs["seat"] = slugs["party"]
    found = newest_first(await _agreements(base, query, slugs, in_period=True))
    title = Message(key="title.agreements", values=_asked(query, slugs))
    if not found:
        return await _none(base, query, slugs, title)
    headline = Message(
        key="agreements.count", values={"agreements": len(found), **_asked(query, slugs)}
    )
    return await complete(
        base,
        Answer(
            question="",
            status="answered",
            title=title,
            headline=headline,
            sections=tuple(
                section("agreements", found[:MOST], today, more=max(0, len(found) - MOST))
            ),
            caveats=(Message(key="caveat.on_record_here"),),
        ),
    )


async def _agreements(
    base: Snapshot, query: Agreements, slugs: dict[str, str | None], *, in_period: bool
) -> tuple[Fact, ...]:
    return await base.facts(
        ("agreement",),
        period=query.period if in_period else None,
        kind=query.kind,
        involving=slugs["party"],
        fields=("parties",),
        place=slugs["place"],
    )


def _asked(query: Agreements, slugs: dict[str, str | None]) -> dict[str, Value]:
    """What was asked for, as values of a message; the renderer leaves out what is missing."""
    values: dict[str, Value] = {}
    if query.kind:
        values["kind"] = query.kind
    if slugs["party"]:
        values["party_place" if slugs["party"] == slugs["seat"] else "party"] = Named(
            entity=slugs["party"]
        )
    if slugs["place"]:
        values["place"] = Named(entity=slugs["place"])
    if query.period:
        values["period"] = query.period
    return values


async def _none(
    base: Snapshot, query: Agreements, slugs: dict[str, str | None], title: Message
) -> Answer:
    """No agreement fits: say so, which years have some, and what else there is of the time."""
    caveats: list[Message] = []
    if years := _years(await _agreements(base, query, slugs, in_period=False)):
        caveats.append(Message(key="agreements.years", values={"years": years}))
    if query.period:
        others = await base.facts(
            ("event",), period=query.period, involving=slugs["party"], place=slugs["place"]
        )
        if others:
            values: dict[str, Value] = {"events": len(others), "period": query.period}
            caveats.append(Message(key="agreements.events_instead", values=values))
    headline = Message(key="agreements.none", values=_asked(query, slugs))
    return await complete(
        base,
        Answer(
            question="",
            status="unknown",
            title=title,
            headline=headline,
            caveats=tuple(caveats),
        ),
    )


def _years(facts: tuple[Fact, ...]) -> str:
    days = [first_day(fact) for fact in facts]
    return ", ".join(str(year) for year in sorted({day.year for day in days if day}))
