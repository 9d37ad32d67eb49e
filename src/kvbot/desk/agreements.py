"""What was signed, with whom, when and where?"""

from __future__ import annotations

from datetime import date

from kvbot.desk.telling import complete, newest_first, section, which_one
from kvbot.index.snapshot import Filter, Snapshot
from kvbot.model.answers import Answer, Message, Named, Value
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
    wanted = Filter(
        ("agreement",), query.period, query.kind, slugs["party"], ("parties",), slugs["place"]
    )
    found = newest_first(await base.facts(wanted, MOST))
    title = Message(key="title.agreements", values=_asked(query, slugs))
    if not found:
        return await _none(base, query, slugs, wanted, title)
    total = len(found) if len(found) < MOST else await base.count(wanted)
    headline = Message(key="agreements.count", values={"agreements": total, **_asked(query, slugs)})
    return await complete(
        base,
        Answer(
            question="",
            status="answered",
            title=title,
            headline=headline,
            sections=tuple(section("agreements", found, today, more=total - len(found))),
            caveats=(Message(key="caveat.on_record_here"),),
        ),
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
    base: Snapshot,
    query: Agreements,
    slugs: dict[str, str | None],
    wanted: Filter,
    title: Message,
) -> Answer:
    """No agreement fits: say so, which years have some, and what else there is of the time."""
    caveats: list[Message] = []
    if years := await base.years(wanted._replace(period=None)):
        listed = ", ".join(map(str, years))
        caveats.append(Message(key="agreements.years", values={"years": listed}))
    if query.period:
        events = wanted._replace(types=("event",), kind=None, fields=())
        if others := await base.count(events):
            values: dict[str, Value] = {"events": others, "period": query.period}
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
