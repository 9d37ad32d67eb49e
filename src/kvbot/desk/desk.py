"""The desk opens the base and hands each query to the module that answers it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kvbot.desk import agreements, ask, brief, check, outlines, sources, stats, timeline, who
from kvbot.desk.ask import Considered
from kvbot.desk.hearing import hear
from kvbot.desk.telling import choices_of, complete, named_in
from kvbot.dossier.problems import Problem
from kvbot.index.build import BuildReport, Progress, silent
from kvbot.index.index import Index, open_index
from kvbot.index.snapshot import Filter, Snapshot
from kvbot.model.answers import Answer, Choice, Message
from kvbot.model.entities import EntityKind, Measure
from kvbot.model.facts import FactReport
from kvbot.model.outlines import Outline
from kvbot.model.queries import CHOSEN, Agreements, Brief, Query, Sources, Stats, Timeline, Who
from kvbot.model.sources import Source
from kvbot.names.decision import Resolution
from kvbot.names.folding import MAX_TYPED, printable, typed
from kvbot.settings import Settings

_MODULES: dict[type, Callable[[Snapshot, Any, date], Awaitable[Answer]]] = {
    Who: who.answer,
    Agreements: agreements.answer,
    Stats: stats.answer,
    Timeline: timeline.answer,
    Sources: sources.answer,
    Brief: brief.answer,
    Outline: outlines.answer,
}


MOST_SUGGESTED = 25
"""Choices that Discord shows under a field at most. Source: Discord, application commands."""


class Settled(NamedTuple):
    """A query with ids for names, and the fields whose names do not mean one entity."""

    query: Query | Outline
    open: tuple[str, ...]


class Desk:
    """Answers queries from the base as it is at that moment."""

    def __init__(self, index: Index, settings: Settings) -> None:
        self._index = index
        self._settings = settings

    async def answer(self, query: Query | Outline, question: str, today: date) -> Answer:
        """Answer a query, or tell again what an outline stands for.

        question: what was typed, verbatim, for the answer to repeat.

        Raises UsageError for what cannot be understood.
        """
        async with self._index.snapshot() as base:
            found = await _MODULES[type(query)](base, query, today)
        return found.model_copy(update={"question": question})

    async def ask(self, question: str, today: date) -> Answer:
        """Answer a question in words, or say that the base does not hold the answer.

        Any text is answered or declined; only its beginning is read if it is very long.
        """
        async with self._index.snapshot() as base:
            return await ask.answer(base, question, today)

    async def propose(self, question: Message) -> Answer | None:
        """An answer that only proposes a question, with all that its words need.

        None if it is about somebody who is no longer in the base.
        """
        title = Message(key="title.sources")
        proposal = Answer(
            question="", status="unknown", title=title, headline=title, nearest=(question,)
        )
        async with self._index.snapshot() as base:
            found = await complete(base, proposal)
        return found if found.entities.keys() >= set(named_in(proposal)) else None

    async def asks(self, text: str, today: date) -> bool:
        """Whether a text asks anything, by a question mark or by words that ask."""
        async with self._index.snapshot() as base:
            reading = await hear(base, text, today)
        return "?" in text or bool(reading.asked) or reading.whether

    async def check(self, text: str, today: date) -> Answer:
        """Hold each checkable statement of a text against the base."""
        async with self._index.snapshot() as base:
            return await check.answer(base, text, today)

    async def consider(self, question: str, today: date) -> Considered:
        """How a question is read, the facts that it may be about, and what is decided."""
        async with self._index.snapshot() as base:
            return await ask.consider(base, await hear(base, question, today))

    async def resolve(self, name: str) -> Resolution:
        """Which entity a written name means. Raises TooLong."""
        async with self._index.snapshot() as base:
            return await base.resolve(typed(name))

    async def loose_names(self) -> list[Problem]:
        """Names of the registry that the document which they are said to be from never has."""
        return await self._index.loose_names()

    async def counts(self) -> dict[str, int]:
        """How many facts of each type are on record."""
        async with self._index.snapshot() as base:
            return await base.counts()

    async def known_entities(self) -> set[str]:
        """The slug of every entity in the registry."""
        async with self._index.snapshot() as base:
            return set(await base.all_entity_slugs())

    async def everything(self) -> tuple[Answer, list[FactReport]]:
        """All that the base knows by name, as an answer to no question, and every report."""
        async with self._index.snapshot() as base:
            title = Message(key="title.sources")
            entities = await base.entities(await base.all_entity_slugs())
            known = Answer(
                question="",
                status="answered",
                title=title,
                headline=title,
                entities=dict(sorted(entities.items())),
                measures={m.slug: m for m in await base.all_measures()},
                sources={s.slug: s for s in await base.all_sources()},
            )
            return known, await base.all_reports()

    async def copy_index(self, target: Path) -> None:
        """Write the index as a SQLite file of its own."""
        await self._index.copy_to(target)

    async def settle(self, query: Query | Outline) -> Settled:
        """The query with an id for each name that means one entity. Raises TooLong."""
        found: dict[str, Resolution] = {}
        async with self._index.snapshot() as base:
            for field in query.names:
                if name := getattr(query, field):
                    found[field] = await base.resolve(typed(name))
        ids = {f: CHOSEN + r.ids[0] for f, r in found.items() if r.status == "resolved"}
        return Settled(query.model_copy(update=ids), tuple(found.keys() - ids.keys()))

    async def suggest(self, beginning: str, kinds: Collection[EntityKind] = ()) -> list[Choice]:
        """What a name that is being typed may become, at most MOST_SUGGESTED.

        kinds: of which kinds; none given: of any.
        """
        async with self._index.snapshot() as base:
            typed_so_far = printable(beginning)[:MAX_TYPED]
            slugs = await base.suggest(typed_so_far, MOST_SUGGESTED, kinds)
            return await choices_of(base, slugs)

    async def years(self) -> list[int]:
        """The years of which agreements are on record."""
        async with self._index.snapshot() as base:
            return await base.years(Filter(("agreement",)))

    async def measures(self) -> list[Measure]:
        """The measures that there are figures of."""
        async with self._index.snapshot() as base:
            return await base.measures_in_use()

    async def sources(self) -> list[Source]:
        """Every source, the newest first."""
        async with self._index.snapshot() as base:
            return await base.all_sources()

    async def refresh(self, progress: Progress = silent, *, wait: bool = False) -> BuildReport:
        """Take in what has changed in the dossiers; wait: for a build that is under way."""
        return await self._index.refresh(self._settings.folders, progress, wait=wait)


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """The desk over the base of the settings. Call refresh before the first query."""
    async with open_index(settings.home) as index:
        yield Desk(index, settings)
