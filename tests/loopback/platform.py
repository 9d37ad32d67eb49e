"""The state of Discord as one bot sees it, which the HTTP routes and the gateway work on."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.loopback.errors import Violation, invalid_form_body
from tests.loopback.exchange import Exchange
from tests.loopback.faults import Faults
from tests.loopback.gateway import Gateway
from tests.loopback.messages import Attachment, Message, Upload
from tests.loopback.sessions import Intent, Session
from tests.loopback.world import Channel, ChannelType, Payload, User, World

KEPT = 20_000
"""How many messages, exchanges and files are remembered, so that a long benchmark fits."""

Kept = TypeVar("Kept")


class Recent(OrderedDict[Any, Kept]):
    """A dictionary that forgets its oldest entries beyond KEPT."""

    def __setitem__(self, key: Any, value: Kept) -> None:
        super().__setitem__(key, value)
        if len(self) > KEPT:
            self.popitem(last=False)


@dataclass(frozen=True)
class Request:
    """A request that was answered. path begins after /api/v10; body is None if not recorded."""

    method: str
    path: str
    status: int
    body: Any = field(default=None, repr=False)


@dataclass
class Call:
    """A request that is being answered.

    template: the path with names in place of its variable parts, which arguments holds.
    """

    method: str
    path: str
    template: str
    arguments: dict[str, str]
    query: dict[str, str]
    fields: Any = None
    files: list[Upload] = field(default_factory=list)

    @property
    def body(self) -> Payload:
        """The object that was sent as JSON; empty where there is none."""
        return self.fields if isinstance(self.fields, dict) else {}

    def id(self, name: str) -> int:
        """The identifier that stands in the path under this name; 0 for what is none."""
        written = self.arguments[name]
        return int(written) if written.isdecimal() else 0


class Platform:
    """Everything there is, with what has been observed.

    checking: whether requests are held to Discord's rules. recording: whether the bodies of
    requests are kept. problems: what the bot did wrong, a line for each.
    """

    def __init__(
        self, token: str, *, checking: bool, recording: bool, heartbeat_interval: float
    ) -> None:
        self.token = token
        self.checking = checking
        self.recording = recording
        self.api_base = ""
        self.world = World()
        self.gateway = Gateway(self.world, token, self.changed, heartbeat_interval)
        self.world.announce = self.gateway.dispatch
        self.faults = Faults()
        self.problems: list[str] = []
        self.requests: list[Request] = []
        self.commands: dict[int | None, dict[int, Payload]] = {}
        self.messages: Recent[Message] = Recent()
        self.exchanges: Recent[Exchange] = Recent()
        self.attachments: Recent[Attachment] = Recent()
        self.typing: list[Channel] = []
        self._waiting: set[asyncio.Event] = set()

    # -- waiting ---------------------------------------------------------------------------

    def changed(self) -> None:
        """Let those who wait look again."""
        for waiting in self._waiting:
            waiting.set()

    async def until(
        self,
        condition: Callable[[], object],
        timeout: float = 5,  # noqa: ASYNC109
    ) -> None:
        """Wait until something holds of what has been observed: requests, messages, sessions.

        Raises TimeoutError after timeout seconds.
        """
        news = asyncio.Event()
        self._waiting.add(news)
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    news.clear()
                    await news.wait()
        finally:
            self._waiting.discard(news)

    # -- rules -----------------------------------------------------------------------------

    def refuse(self, call: Call, violations: Iterable[Violation]) -> None:
        """Note the violations and raise ApiError for them, if there are any."""
        found = list(violations) if self.checking else []
        for violation in found:
            self.complain(call, str(violation))
        if found:
            raise invalid_form_body(found)

    def complain(self, call: Call, problem: str) -> None:
        """Note a problem without refusing the request."""
        if self.checking:
            self.problems.append(f"{call.method} {call.path}: {problem}")

    # -- messages --------------------------------------------------------------------------

    def message(self, channel: Channel, author: User, **details: Any) -> Message:
        """Make a message that says nothing yet; publish it once it does."""
        made = Message(self.world.snowflakes.passing(), channel, author, **details)
        self.messages[made.id] = made
        channel.last_message_id = made.id
        return made

    def attach(self, uploads: Iterable[Upload], body: Payload) -> list[Attachment]:
        """Turn files on their way into attachments with an address, described as the body says."""
        described = {
            str(entry.get("id")): entry.get("description")
            for entry in body.get("attachments") or ()
        }
        return [self.keep(upload, described.get(str(upload.index))) for upload in uploads]

    def keep(self, upload: Upload, description: str | None = None) -> Attachment:
        """Keep a file under an address of this server."""
        number = self.world.snowflakes.passing()
        root = self.api_base.removesuffix("/api/v10")
        url = f"{root}/attachments/{number}/{upload.name}"
        attachment = Attachment(number, upload.name, upload.data, url, description)
        self.attachments[number] = attachment
        return attachment

    def publish(self, event: str, message: Message) -> None:
        """Tell of a message, to each client what its intents let it read."""
        if message.ephemeral:
            return
        member = None
        if message.channel.guild is not None:
            member = message.channel.guild.members.get(message.author.id)

        def words(session: Session) -> Payload:
            return message.event(legible=self._is_legible(message, session), member=member)

        self.gateway.tell(event, words, _intent_of(message.channel))

    def _is_legible(self, message: Message, session: Session) -> bool:
        """Whether a client sees the content: it may always, or the message is to or from it."""
        return (
            session.wants(Intent.MESSAGE_CONTENT)
            or message.channel.type is ChannelType.DM
            or message.author is self.world.bot
            or self.world.bot in message.mentions
        )

    def remove(self, message: Message) -> None:
        """Delete a message, and tell of it."""
        message.deleted = True
        if message.ephemeral:
            return
        gone = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if message.channel.guild is not None:
            gone["guild_id"] = str(message.channel.guild.id)
        self.gateway.tell("MESSAGE_DELETE", lambda _: gone, _intent_of(message.channel))


def _intent_of(channel: Channel) -> int:
    if channel.type is ChannelType.DM:
        return Intent.DIRECT_MESSAGES
    return Intent.GUILD_MESSAGES
