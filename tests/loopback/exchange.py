"""One interaction and everything that the bot made of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from tests.loopback.messages import Message
from tests.loopback.world import Channel, Payload, User


class InteractionType(IntEnum):
    """What a user did."""

    PING = 1
    APPLICATION_COMMAND = 2
    MESSAGE_COMPONENT = 3
    APPLICATION_COMMAND_AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class CallbackType(IntEnum):
    """How a bot acknowledges it."""

    CHANNEL_MESSAGE = 4
    DEFERRED_CHANNEL_MESSAGE = 5
    DEFERRED_UPDATE_MESSAGE = 6
    UPDATE_MESSAGE = 7
    AUTOCOMPLETE_RESULT = 8
    MODAL = 9


class NoReply(AssertionError):
    """The bot left an interaction without what the test waited for."""


@dataclass(frozen=True)
class Callback:
    """The acknowledgement of an interaction, as the bot sent it."""

    type: CallbackType
    data: Payload = field(repr=False)


class Exchange:
    """An interaction, and what came back for it.

    acknowledged_after: seconds from dispatch to callback, None before. message: the message
    whose component was used, if one was. original: what `@original` means in its webhook.
    """

    def __init__(
        self, interaction: Payload, user: User | None, channel: Channel, message: Message | None
    ) -> None:
        self.interaction = interaction
        self.token = str(interaction["token"])
        self.user = user
        self.channel = channel
        self.message = message
        self.callback: Callback | None = None
        self.acknowledged_after: float | None = None
        self.original: Message | None = None
        self.expired = False
        self._seen: list[Message] = []
        self._dispatched_at = time.perf_counter()
        self._news = asyncio.Event()

    @property
    def data(self) -> Payload:
        """The data of the interaction; empty where a hostile one has none."""
        data = self.interaction.get("data")
        return data if isinstance(data, dict) else {}

    # -- what a test reads -----------------------------------------------------------------

    @property
    def messages(self) -> list[Message]:
        """Every message that the bot sent or updated in answer, in order, unless deleted."""
        return [message for message in self._seen if not message.deleted]

    @property
    def choices(self) -> list[Payload]:
        """What autocomplete offers: `name` and `value` of each choice."""
        if self.callback is None or self.callback.type is not CallbackType.AUTOCOMPLETE_RESULT:
            return []
        return list(self.callback.data.get("choices") or ())

    @property
    def modal(self) -> Payload | None:
        """The modal that was opened, as the bot sent it."""
        if self.callback is None or self.callback.type is not CallbackType.MODAL:
            return None
        return self.callback.data

    async def acknowledged(self, timeout: float = 5) -> Callback:  # noqa: ASYNC109
        """Wait for the callback. Raises NoReply when none comes within timeout seconds."""
        await self._until(lambda: self.callback is not None, timeout, "acknowledgement")
        assert self.callback is not None
        return self.callback

    async def reply(self, timeout: float = 5, *, number: int = 1) -> Message:  # noqa: ASYNC109
        """Wait for a message that says something, the first one unless a number is given.

        A deferral counts once it is completed, and an update as the message that it updated.
        Raises NoReply when it does not come within timeout seconds, or cannot come.
        """
        await self._until(
            lambda: len(self.messages) >= number or self._says_nothing, timeout, "reply"
        )
        if len(self.messages) < number:
            raise NoReply(f"{self} was answered with a {self.callback}, not a message")
        return self.messages[number - 1]

    @property
    def _says_nothing(self) -> bool:
        """Whether it was acknowledged in a way that is no message. Followups may still come."""
        return self.modal is not None or (
            self.callback is not None and self.callback.type is CallbackType.AUTOCOMPLETE_RESULT
        )

    async def _until(self, come: Callable[[], bool], seconds: float, what: str) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not come():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            state = "expired" if self.expired else f"callback: {self.callback}"
            raise NoReply(f"no {what} to {self} within {seconds} s; {state}") from None

    def __str__(self) -> str:
        name = self.data.get("name") or self.data.get("custom_id") or ""
        return f"interaction {self.interaction.get('type')} {name!r}"

    # -- what the server notes -------------------------------------------------------------

    @property
    def age(self) -> float:
        """Seconds since the interaction was sent."""
        return time.perf_counter() - self._dispatched_at

    def acknowledge(self, callback: Callback) -> None:
        """Note the callback."""
        self.callback = callback
        self.acknowledged_after = self.age
        self._news.set()

    def note(self, message: Message) -> None:
        """Note a message that now says something."""
        if message not in self._seen:
            self._seen.append(message)
        self._news.set()
