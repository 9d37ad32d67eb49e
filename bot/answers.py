"""The answers of the desk as cards, kept ready while the base stays as it is."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, Literal, NamedTuple, TypeVar

from bot.cards.pages import Page, described, pages
from bot.cards.summary import summary
from bot.store import Store
from bot.store.models import CardState, Proposed
from bot.texts import texts_of
from kvbot.ask.reading import LONGEST, language_of
from kvbot.briefing.fitting import compose
from kvbot.briefing.formats import content_of, file_name
from kvbot.briefing.model import Briefing
from kvbot.desk import Desk, Settled
from kvbot.desk.outlines import outline
from kvbot.model.answers import Answer, Choice, Message, Named
from kvbot.model.entities import EntityKind, Measure
from kvbot.model.outlines import Outline
from kvbot.model.queries import CHOSEN, Brief, Query, Sources, Who
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

MOST_EXAMPLES, MOST_TRIED = 3, 6
"""Questions that show what can be asked, and how many about somebody are tried for them."""

LONGEST_KEPT = 100
"""Characters of a suggestion's beginning that is worth keeping."""


class Attached(NamedTuple):
    """A file that hangs on a card."""

    name: str
    content: bytes


class Offer(NamedTuple):
    """A button that goes on from an answer. state: what it leads to."""

    label: str
    state: CardState


@dataclass(frozen=True)
class Told:
    """An answer in words and in pages, and the state that its buttons point to.

    key: of the state. digest: four characters that change when the answer does. gone:
    whether it was asked for by an id that is no longer in the base. picture: what there is
    to be seen of it, yet to be drawn. briefing: of what its file is yet to be made. note: what
    the reader has to know of how it was made. offers: each of those who may be meant, or
    questions close to one without an answer. drawn: cards of it that were drawn before.
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
    note: str = ""
    offers: tuple[Offer, ...] = ()
    drawn: dict[Hashable, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def states(self) -> list[CardState]:
        """What the buttons of its card point to."""
        answered = self.rendered.status == "answered"
        return [self.state] if answered else [offer.state for offer in self.offers]


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
        made = await self._made(make)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = made
        return made

    async def _made(self, make: Callable[[], Awaitable[T]]) -> T:
        try:
            return await make()
        except sqlite3.DatabaseError:  # the index was deleted or replaced under our hands
            await self.refresh()
            return await make()

    # --- answers ---

    async def tell(self, query: Query | Outline, lang: Lang, chosen: Lang | None = None) -> Told:
        """The answer to a query. chosen: the language that was asked for, if one was.

        Raises UsageError.
        """
        known = query.model_dump_json() if isinstance(query, Outline) else query
        key = (known, lang, chosen, self.today)
        return await self._ready(key, lambda: self._tell(query, lang, chosen))

    async def _tell(self, query: Query | Outline, lang: Lang, chosen: Lang | None) -> Told:
        settled = await self._desk.settle(query)
        answer = await self._desk.answer(settled.query, "", self.today)
        briefing = await self._briefing(answer, settled.query, lang)
        rendered = briefing.rendered if briefing else render(answer, lang)
        words = texts_of(lang)
        # What was typed is not kept: an open name is one that a press will choose.
        kept = settled.query.model_copy(update=dict.fromkeys(settled.open, ""))
        state = CardState(query=kept, language=chosen)
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
            offers=_meant(settled, answer.choices, lang, chosen),
        )

    async def _briefing(
        self, answer: Answer, query: Query | Outline, lang: Lang
    ) -> Briefing | None:
        if not isinstance(query, Brief) or answer.status != "answered":
            return None
        return await asyncio.to_thread(compose, answer, lang, self.today)

    async def ask(self, question: str, chosen: Lang | None = None) -> Told:
        """The answer to a question in words, in its own language unless one was chosen.

        Neither the question nor the answer to it is kept.
        """
        answer = await self._made(lambda: self._desk.ask(question, self.today))
        lang = chosen or language_of(question)
        longer = texts_of(lang)("ask.longer", most=LONGEST) if len(question) > LONGEST else ""
        return _told(answer, "ask", lang, longer)

    async def asks(self, text: str) -> bool:
        """Whether a text asks anything."""
        return await self._made(lambda: self._desk.asks(text, self.today))

    async def check(self, text: str, chosen: Lang | None = None) -> Told:
        """The statements of a text held against the base; nothing of it is kept."""
        answer = await self._made(lambda: self._desk.check(text, self.today))
        return _told(answer, "check", chosen or language_of(text))

    async def keep(self, told: Told, store: Store) -> None:
        """See that a card's buttons have something to point to, without writing it twice.

        Raises sqlite3.OperationalError.
        """
        kept = self._kept
        states = [state for state in told.states if ("card", state.key) not in kept]
        if states:
            await store.add_cards(states)
            kept.update(dict.fromkeys([("card", state.key) for state in states], True))

    async def recall(self, state: CardState, lang: Lang) -> Told:
        """The answer that a card stands for, as the base has it now."""
        if isinstance(state.query, Proposed):
            return await self._put(state.query.question, state.language or lang)
        return await self.tell(state.query, state.language or lang, state.language)

    async def _put(self, question: Message, lang: Lang) -> Told:
        """The answer to a question that was offered."""
        proposal = await self._made(lambda: self._desk.propose(question))
        if proposal is None:
            return await self.tell(Who(name=CHOSEN), lang)
        return await self.ask(render(proposal, lang).nearest[0], lang)

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

    async def examples(self, lang: Lang) -> list[str]:
        """Three questions in words that this base has an answer to."""
        return await self._ready(("examples", lang), lambda: self._examples(lang))

    async def _examples(self, lang: Lang) -> list[str]:
        people = await self._desk.suggest("", ["person"])
        bodies = await self._desk.suggest("", ["organization"])
        about = [
            *_about("person", people[:1]),
            *_about("entity", bodies[:3]),
            *_about("person", people[1:]),
        ]
        proposals = [await self._desk.propose(question) for question in about[:MOST_TRIED]]
        asked = [texts_of(lang)("talk.when", year=year) for year in (await self.years())[:1]]
        asked += [render(proposal, lang).nearest[0] for proposal in proposals if proposal]
        found = [q for q in dict.fromkeys(asked) if await self._is_answered(q, lang)]
        return found[:MOST_EXAMPLES]

    async def _is_answered(self, question: str, lang: Lang) -> bool:
        return (await self.ask(question, lang)).rendered.status == "answered"

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


def _told(answer: Answer, command: Literal["ask", "check"], lang: Lang, note: str = "") -> Told:
    """An answer to words, with a state in which none of them is."""
    state = CardState(query=outline(answer, command), language=lang)
    rendered = render(answer, lang)
    return Told(
        state,
        state.key,
        rendered,
        pages(rendered, texts_of(lang)),
        lang,
        _digest(rendered),
        gone=False,
        note=note,
        offers=(
            *_meant(Settled(Who(name=""), ("name",)), answer.choices, lang, lang),
            *_proposed(answer.nearest, rendered.nearest, lang),
        ),
    )


def _meant(
    settled: Settled, choices: Sequence[Choice], lang: Lang, chosen: Lang | None
) -> tuple[Offer, ...]:
    """The query with each of those who may be meant by its one open name.

    Of two open names one would be lost, since what was typed is not kept: then none.
    """
    if len(settled.open) != 1:
        return ()
    field, names = settled.open[0], [choice.name for choice in choices]
    return tuple(
        Offer(
            choice.name if names.count(choice.name) == 1 else described(choice, texts_of(lang)),
            CardState(
                query=settled.query.model_copy(update={field: CHOSEN + choice.id}), language=chosen
            ),
        )
        for choice in choices
    )


def _about(sort: Literal["person", "entity"], whom: Iterable[Choice]) -> list[Message]:
    """The question who or what somebody is, of each of them."""
    return [
        Message(key=f"nearest.{sort}", values={"entity": Named(entity=choice.id)})
        for choice in whom
    ]


def _proposed(questions: Iterable[Message], worded: Iterable[str], lang: Lang) -> Iterable[Offer]:
    """Questions that the base proposes, each as it is worded."""
    for question, words in zip(questions, worded, strict=True):
        yield Offer(words, CardState(query=Proposed(question=question), language=lang))


def _digest(rendered: Rendered) -> str:
    stated = rendered.model_dump_json(include={"claims", "citations"})
    return hashlib.blake2b(stated.encode(), digest_size=2).hexdigest()


def _called(measure: Measure) -> tuple[str, ...]:
    """The words by which people ask for a measure, in every language."""
    return (*measure.name.model_dump().values(), *measure.topics)
