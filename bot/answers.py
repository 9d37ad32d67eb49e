"""The answers of the desk as cards, kept ready while the base stays as it is."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple, TypeVar

from bot.cards.pages import Page, pages
from bot.cards.summary import summary
from bot.store import Store
from bot.store.models import CardState
from bot.texts import texts_of
from kvbot.briefing.fitting import compose
from kvbot.briefing.formats import content_of, file_name
from kvbot.briefing.model import Briefing
from kvbot.desk import Desk
from kvbot.model.answers import Answer, Choice
from kvbot.model.entities import EntityKind, Measure
from kvbot.model.queries import CHOSEN, Brief, Query, Sources
from kvbot.model.text import Lang
from kvbot.names.folding import fold
from kvbot.typeset.engine import NotTypeset
from kvbot.typeset.pictures import Picture, picture_of
from kvbot.words.render import Rendered, render

T = TypeVar("T")

log = logging.getLogger("kvbot.answers")

MOST_KEPT = 2000
"""Answers and suggestions that are kept ready; a full store of them is emptied."""

MOST_FILES = 40
"""Pictures and files that are kept ready, of 40 to 600 KB each; full, they are emptied likewise."""

PICTURE_NAME = "kvbot.png"
"""The name of the picture that a card shows."""

LONGEST_KEPT = 100
"""Characters of a suggestion's beginning that is worth keeping."""


class Attached(NamedTuple):
    """A file that hangs on a card."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Told:
    """An answer in words and in pages, and the state that its buttons point to.

    key: of the state. digest: four characters that change when the answer does. gone:
    whether it was asked for by an id that is no longer in the base. picture: what there is
    to be seen of it, yet to be drawn. briefing: of what its file is yet to be made. drawn:
    cards of it that were drawn before.
    """

    state: CardState
    key: str
    rendered: Rendered
    pages: tuple[Page, ...]
    lang: Lang
    digest: str
    gone: bool
    picture: Picture | None = None
    briefing: Briefing | None = None
    drawn: dict[Hashable, list[dict[str, Any]]] = field(default_factory=dict)


class Answers:
    """Asks the desk, and keeps what it said until the base or the day changes."""

    def __init__(self, desk: Desk, zone: tzinfo) -> None:
        self._desk = desk
        self._zone = zone
        self._kept: dict[Hashable, Any] = {}
        self._files: dict[Hashable, Attached] = {}
        self._making = asyncio.Lock()
        self._served = ""

    @property
    def content_hash(self) -> str:
        """Of the base that is served."""
        return self._served

    @property
    def today(self) -> date:
        """The day that it is for the team."""
        return datetime.now(self._zone).date()

    async def refresh(self) -> int:
        """Take in changed dossiers. Returns how many files cannot be used as they are."""
        report = await self._desk.refresh()
        if report.content_hash != self._served:
            self._served = report.content_hash
            self._kept, self._files = {}, {}
        return len({problem.path for problem in report.problems})

    async def _ready(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What is kept under a key, or what is made now.

        It is kept only if the base is still the one that it was made from.
        """
        kept = self._kept
        if key in kept:
            found: T = kept[key]
            return found
        try:
            made = await make()
        except sqlite3.DatabaseError:  # the index was deleted or replaced under our hands
            await self.refresh()
            made = await make()
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = made
        return made

    # --- answers ---

    async def tell(self, query: Query, lang: Lang, chosen: Lang | None = None) -> Told:
        """The answer to a query. chosen: the language that was asked for, if one was.

        Raises UsageError.
        """
        key = (query, lang, chosen, self.today)
        return await self._ready(key, lambda: self._tell(query, lang, chosen))

    async def _tell(self, query: Query, lang: Lang, chosen: Lang | None) -> Told:
        settled = await self._desk.settle(query)
        answer = await self._desk.answer(settled.query, "", self.today)
        briefing = await self._briefing(answer, settled.query, lang)
        rendered = briefing.rendered if briefing else render(answer, lang)
        words = texts_of(lang)
        # What was typed is not kept: an open name is one that a press will choose.
        kept = settled.query.model_copy(update=dict.fromkeys(settled.open, ""))
        state = CardState(query=kept, language=chosen, open=settled.open)
        return Told(
            state,
            state.key,
            rendered,
            (summary(briefing, words),) if briefing else pages(rendered, words),
            lang,
            _digest(rendered),
            gone=any(getattr(settled.query, f).startswith(CHOSEN) for f in settled.open),
            picture=picture_of(kept.command, answer, rendered, lang),
            briefing=briefing,
        )

    async def _briefing(self, answer: Answer, query: Query, lang: Lang) -> Briefing | None:
        if not isinstance(query, Brief) or answer.status != "answered":
            return None
        return await asyncio.to_thread(compose, answer, lang, self.today)

    async def keep(self, told: Told, store: Store) -> None:
        """See that a card's buttons have something to point to, without writing it twice.

        Raises sqlite3.OperationalError.
        """
        key = ("card", told.key)
        if key not in self._kept:
            await store.add_card(told.state)
            self._kept[key] = True

    async def recall(self, state: CardState, lang: Lang) -> Told:
        """The answer that a card stands for, as the base has it now."""
        return await self.tell(state.query, state.language or lang, state.language)

    async def attachment(self, told: Told) -> Attached | None:
        """The picture of an answer, or the file of a briefing; None where it has neither.

        One that cannot be made is told to the log: an answer does without it.
        """
        make = _maker(told)
        if make is None:
            return None
        async with self._making:  # others who want the same one find it ready
            files, key = self._files, (told.key, told.lang, told.digest, self.today)
            if key not in files:
                try:
                    made = await asyncio.to_thread(make)
                except NotTypeset:
                    log.exception("a picture or a file could not be made; the card goes without it")
                    return None
                if len(files) >= MOST_FILES:
                    files.clear()
                files[key] = made
            return files[key]

    # --- what can be asked for ---

    async def about(self) -> tuple[dict[str, int], Rendered]:
        """How many facts of each type there are, and the catalogue of sources."""
        told = await self.tell(Sources(), "en")
        return await self._desk.counts(), told.rendered

    async def suggest(self, beginning: str, kinds: Sequence[EntityKind]) -> list[Choice]:
        """What a name that is being typed may become."""
        if len(beginning) > LONGEST_KEPT:
            return []
        key = ("names", beginning, tuple(kinds))
        return await self._ready(key, lambda: self._desk.suggest(beginning, kinds))

    async def suggest_topics(self, beginning: str, lang: Lang) -> list[str]:
        """The measures on record by their names in a language, those that fit the beginning."""
        measures = await self._ready("measures", self._desk.measures)
        names = [(measure.name.in_language(lang), measure) for measure in measures]
        typed = fold(beginning)
        fitting = [
            name for name, measure in names if any(typed in fold(word) for word in _called(measure))
        ]
        return sorted(fitting, key=lambda name: not fold(name).startswith(typed))

    async def suggest_sources(self, beginning: str) -> list[tuple[str, str]]:
        """The sources with these words in their title or id, each as title and id."""
        sources = await self._ready("sources", self._desk.sources)
        typed = fold(beginning)
        return [(s.display, s.slug) for s in sources if typed in fold(s.display + s.slug)]

    async def years(self) -> list[int]:
        """The years of which agreements are on record, the latest first."""
        return sorted(await self._ready("years", self._desk.years), reverse=True)


def _maker(told: Told) -> Callable[[], Attached] | None:
    """What makes the file that belongs to an answer."""
    briefing, query, picture = told.briefing, told.state.query, told.picture
    if briefing and isinstance(query, Brief):
        to = query.to
        return lambda: Attached(file_name(briefing, to), content_of(briefing, to))
    return (lambda: Attached(PICTURE_NAME, picture.draw())) if picture else None


def _digest(rendered: Rendered) -> str:
    stated = rendered.model_dump_json(include={"claims", "citations"})
    return hashlib.blake2b(stated.encode(), digest_size=2).hexdigest()


def _called(measure: Measure) -> tuple[str, ...]:
    """The words by which people ask for a measure, in every language."""
    return (*measure.name.model_dump().values(), *measure.topics)
