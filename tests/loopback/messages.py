"""A message as it stands in a channel, with what a test wants to know of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from enum import IntFlag
from typing import TypeVar

from tests.loopback import components as parts
from tests.loopback.components import Button, Select
from tests.loopback.snowflakes import created_at
from tests.loopback.world import Channel, Member, Payload, User

_ROLE = re.compile(r"<@&(\d+)>")
"""A role that a message mentions. Source: Discord, Message Formatting."""


class MessageFlag(IntFlag):
    """The flags of a message that a bot has to do with."""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    IS_COMPONENTS_V2 = 1 << 15


SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.IS_COMPONENTS_V2
)
"""What the body of a request may set; whether a message is ephemeral is settled at its birth."""


@dataclass(frozen=True)
class Upload:
    """A file on its way to Discord; index is its number in `files[index]`."""

    name: str
    data: bytes = field(repr=False)
    index: int = 0


@dataclass(frozen=True)
class Attachment:
    """A file that hangs on a message or was given as an option of a command."""

    id: int
    name: str
    data: bytes = field(repr=False)
    url: str
    description: str | None = None

    def payload(self) -> Payload:
        """An attachment object."""
        described = {"description": self.description} if self.description else {}
        return {
            "id": str(self.id),
            "filename": self.name,
            "size": len(self.data),
            "url": self.url,
            "proxy_url": self.url,
            **described,
        }


@dataclass(eq=False, repr=False)
class Message:
    """A message; fields bear Discord's names.

    edits holds the body of every request that changed the message, in order. webhook_id is the
    application for an answer to an interaction, and None otherwise.
    """

    id: int
    channel: Channel
    author: User
    type: int = 0
    content: str = ""
    flags: int = 0
    embeds: list[Payload] = field(default_factory=list)
    components: list[Payload] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    referenced: Message | None = None
    webhook_id: int | None = None
    interaction_metadata: Payload | None = None
    reactions: list[str] = field(default_factory=list)
    edits: list[Payload] = field(default_factory=list)
    edited_at: str | None = None
    deleted: bool = False
    nonce: str | None = None
    forwarded: Message | None = None

    def __repr__(self) -> str:
        return f"<Message {self.id} {self.text!r}>"

    def apply(self, body: Payload, uploaded: list[Attachment]) -> None:
        """Take over what the body of a create or edit request says, and its files."""
        if "content" in body:
            self.content = body["content"] or ""
        if "embeds" in body:
            self.embeds = deepcopy(body["embeds"] or [])
        if "components" in body:
            self.components = deepcopy(body["components"] or [])
            parts.number(self.components)
        if "attachments" in body:
            kept = {str(entry["id"]) for entry in body["attachments"] or ()}
            self.attachments = [a for a in self.attachments if str(a.id) in kept]
        self.attachments = [*self.attachments, *uploaded]
        self.flags |= (body.get("flags") or 0) & SETTABLE
        self.flags &= ~MessageFlag.LOADING

    def _resolved(self) -> tuple[list[Payload], list[Payload]]:
        """Embeds and components with attachment://name turned into the file's address."""
        if not self.attachments:
            return self.embeds, self.components
        embeds, components = deepcopy(self.embeds), deepcopy(self.components)
        known = {f"attachment://{a.name}": a.url for a in self.attachments}
        items = [item for component in parts.walk(components) for item in parts.media(component)]
        items += [e[key] for e in embeds for key in ("image", "thumbnail") if e.get(key)]
        for item in items:
            item["url"] = known.get(item["url"], item["url"])
        return embeds, components

    @property
    def ephemeral(self) -> bool:
        """Whether only the asker sees the message."""
        return bool(self.flags & MessageFlag.EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether the message only says that the bot is thinking."""
        return bool(self.flags & MessageFlag.LOADING)

    @property
    def text(self) -> str:
        """All that a person reads: content, embeds and text displays, joined by newlines."""
        said = [self.content, *self._embedded_text(), *parts.displayed_text(self.components)]
        return "\n".join(words for words in said if words)

    def _embedded_text(self) -> Iterator[str]:
        for embed in self.embeds:
            yield (embed.get("author") or {}).get("name", "")
            yield embed.get("title") or ""
            yield embed.get("description") or ""
            for row in embed.get("fields") or ():
                yield row["name"]
                yield row["value"]
            yield (embed.get("footer") or {}).get("text", "")

    @property
    def buttons(self) -> list[Button]:
        """The buttons in reading order."""
        return parts.buttons(self.components)

    @property
    def selects(self) -> list[Select]:
        """The select menus in reading order."""
        return parts.selects(self.components)

    def button(self, wanted: str) -> Button:
        """The button with this label or custom_id, or else the only one that has it as a part.

        Raises LookupError when there is none, or more than one.
        """
        return _the_one(wanted, [(b, (b.label, b.custom_id or "")) for b in self.buttons])

    def select(self, wanted: str = "") -> Select:
        """The select with this custom_id or placeholder, or a part of it; by default the only one.

        Raises LookupError when there is none, or more than one.
        """
        return _the_one(wanted, [(s, (s.custom_id, s.placeholder)) for s in self.selects])

    def payload(self, *, legible: bool = True) -> Payload:
        """A message object, with the message that it replies to.

        legible: False leaves out what takes the message content intent.
        """
        shown = self._alone(legible=legible)
        if self.referenced is not None:
            shown |= self._reference(self.referenced, legible=legible)
        if self.forwarded is not None:
            shown |= self._snapshot(self.forwarded, legible=legible)
        return shown

    def _alone(self, *, legible: bool) -> Payload:
        embeds, components = self._resolved() if legible else ([], [])
        shown: Payload = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.payload(),
            "type": self.type,
            "content": self.content if legible else "",
            "embeds": embeds,
            "components": components,
            "attachments": [a.payload() for a in self.attachments] if legible else [],
            "mentions": [user.payload() for user in self.mentions],
            "mention_roles": _ROLE.findall(self.content),
            "mention_everyone": False,
            "pinned": False,
            "tts": False,
            "flags": self.flags,
            "timestamp": created_at(self.id),
            "edited_timestamp": self.edited_at,
        }
        if self.webhook_id is not None:
            shown |= {"webhook_id": str(self.webhook_id), "application_id": str(self.webhook_id)}
        if self.interaction_metadata is not None:
            shown["interaction_metadata"] = self.interaction_metadata
        return shown

    def _reference(self, referenced: Message, *, legible: bool) -> Payload:
        place = {"message_id": str(referenced.id), "channel_id": str(referenced.channel.id)}
        if referenced.channel.guild is not None:
            place["guild_id"] = str(referenced.channel.guild.id)
        shown = None if referenced.deleted else referenced._alone(legible=legible)
        return {"message_reference": {"type": 0, **place}, "referenced_message": shown}

    def _snapshot(self, forwarded: Message, *, legible: bool) -> Payload:
        """What a message forwards, in its own words. Source: Discord, Message Snapshot Object."""
        place = {"message_id": str(forwarded.id), "channel_id": str(forwarded.channel.id)}
        kept = ("type", "content", "embeds", "components", "attachments", "timestamp")
        alone = forwarded._alone(legible=legible)
        snapshot = {key: alone[key] for key in (*kept, "edited_timestamp", "flags", "mentions")}
        return {
            "message_reference": {"type": 1, **place},
            "message_snapshots": [{"message": snapshot}],
        }

    def event(self, *, legible: bool, member: Member | None) -> Payload:
        """The message as MESSAGE_CREATE and MESSAGE_UPDATE bring it."""
        shown = self.payload(legible=legible)
        if self.channel.guild is None:
            return {**shown, "channel_type": int(self.channel.type)}
        shown["guild_id"] = str(self.channel.guild.id)
        if member is not None:
            shown["member"] = member.partial()
        return shown


Part = TypeVar("Part", Button, Select)


def _the_one(wanted: str, candidates: list[tuple[Part, tuple[str, str]]]) -> Part:
    exact = [thing for thing, names in candidates if wanted in names]
    partly = [thing for thing, names in candidates if any(wanted in name for name in names)]
    found = exact or partly
    if len(found) == 1:
        return found[0]
    there = [names for _, names in candidates]
    raise LookupError(f"{len(found)} components go by {wanted!r}; there are {there}")
