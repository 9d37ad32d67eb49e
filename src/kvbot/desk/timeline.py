"""What happened when?"""

from __future__ import annotations

from datetime import date

from kvbot.desk.telling import complete, first_day, oldest_first, section, which_one
from kvbot.index.snapshot import Filter, Snapshot
from kvbot.model.answers import Answer, Message, Named, Value
from kvbot.model.facts import Fact, FactType, Programme, Relation
from kvbot.model.queries import Period, Timeline
from kvbot.names.folding import typed

MOST = 60
"""How many facts a timeline shows; of more, the latest."""


async def answer(base: Snapshot, query: Timeline, today: date) -> Answer:
    """Agreements and events, and what began when, in the order of time."""
    about: str | None = None
    values: dict[str, Value] = {}
    if query.about:
        resolution = await base.resolve(typed(query.about))
        if resolution.status != "resolved":
            return await which_one(base, typed(query.about), resolution)
        about = resolution.ids[0]
        values["entity"] = Named(entity=about)
    values["period"] = query.period
    dated = await dated_facts(base, query.period, about)
    title = Message(key="title.timeline", values=values)
    if not dated:
        headline = Message(key="timeline.none", values=values)
        return await complete(
            base, Answer(question="", status="unknown", title=title, headline=headline)
        )
    left_out = max(0, len(dated) - MOST)
    return await complete(
        base,
        Answer(
            question="",
            status="answered",
            title=title,
            headline=Message(key="timeline.count", values={"entries": len(dated), **values}),
            sections=tuple(section("timeline", dated[left_out:], today, more=left_out)),
            caveats=(Message(key="caveat.on_record_here"),),
        ),
    )


async def dated_facts(base: Snapshot, period: Period, about: str | None = None) -> list[Fact]:
    """What was and what began in a period, in the order of time. about: an entity by its slug."""
    types: tuple[FactType, ...] = ("agreement", "event", "relation", "programme")
    facts = await base.facts(Filter(types, period, involving=about))
    return oldest_first(fact for fact in facts if _belongs(fact, period))


def _belongs(fact: Fact, period: Period) -> bool:
    """Whether a fact has a date of its own, or is an event in a timeline without bounds.

    What goes on over time stands where it began.
    """
    report = fact.first
    unbounded = period.first is None and period.last is None
    if isinstance(report, Programme) and report.period is None:
        return False
    if isinstance(report, Programme | Relation) and period.first:
        began = first_day(fact)
        return began is not None and began >= period.first
    return report.when() is not None or (unbounded and report.type == "event")
