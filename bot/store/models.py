"""What the store keeps, as values."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from kvbot.model.answers import Message
from kvbot.model.outlines import Outline
from kvbot.model.queries import Query
from kvbot.model.text import Frozen, Lang

Show = Literal["only me", "everyone"]
Outcome = Literal["corrected", "right"]


class GuildSettings(Frozen):
    """What a team has set for its server; ids are Discord's."""

    id: int
    language: Lang | None = None
    show: Show = "only me"
    curator_roles: tuple[int, ...] = ()
    curator_channel: int | None = None
    quick_channels: tuple[int, ...] = ()

    @property
    def has_curators(self) -> bool:
        """Whether somebody sees what is sent to the curators."""
        return bool(self.curator_roles)


class Proposed(Frozen):
    """A question that was offered, by what it is about."""

    command: Literal["proposed"] = "proposed"
    question: Message


Shown = Annotated[Query | Outline | Proposed, Field(discriminator="command")]
"""What a card shows: a query, what was told to a question in words, or one that was offered."""


class CardState(Frozen):
    """What a card shows, or what a button on it leads to. language: if one was chosen."""

    query: Shown
    language: Lang | None = None

    @property
    def key(self) -> str:
        """Sixteen characters for a custom_id; the same for equal states."""
        return hashlib.blake2b(self.model_dump_json().encode(), digest_size=8).hexdigest()


class KeptReply(Frozen):
    """Which reply of the bot answers which message of whom; ids are Discord's.

    spoken_to: whether the message was put to the bot, or only said in a quick channel.
    edited_at: when the message that is answered was last changed.
    """

    message: int
    channel: int
    asker: int
    reply: int
    spoken_to: bool
    edited_at: datetime | None


class NewGap(Frozen):
    """A question without an answer that somebody sends to the curators."""

    guild: int
    asker: int
    language: Lang
    question: str


class Gap(NewGap):
    """A question that is kept. answer: what a curator says to it. times: how many sent it."""

    id: int
    answer: str | None = None
    times: int = 1


class NewReport(Frozen):
    """What somebody says is wrong."""

    guild: int
    reporter: int
    language: Lang
    claim: str
    wrong: str
    ground: str


class ErrorReport(NewReport):
    """A report that is kept. message: where the curators see it, if it could be posted."""

    id: int
    made_at: datetime
    channel: int | None = None
    message: int | None = None
    outcome: Outcome | None = None
    answer: str = ""
