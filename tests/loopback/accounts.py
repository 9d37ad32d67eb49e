"""Users, roles, and what these permit, as Discord describes them in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import Any

Payload = dict[str, Any]
"""A JSON object with the fields that Discord's documentation gives it."""


class Permission(IntFlag):
    """The permissions that matter to a bot which answers questions."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    SEND_MESSAGES_IN_THREADS = 1 << 38


EVERYONE = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
)
"""What a member of a new guild may do."""

EVERYTHING = (1 << 52) - 1
"""What an administrator may do."""


@dataclass(eq=False)
class User:
    """An account. locale is the language of its Discord client."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False

    def payload(self) -> Payload:
        """A user object."""
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": None if self.bot else self.name,
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(eq=False)
class Role:
    """A role of a guild; the one with the guild's own identifier is @everyone.

    bot: of the role that Discord makes for a bot, whose it is.
    """

    id: int
    name: str
    permissions: int = 0
    position: int = 0
    bot: int | None = None

    def payload(self) -> Payload:
        """A role object."""
        tags = {"tags": {"bot_id": str(self.bot)}} if self.bot else {}
        return tags | {
            "id": str(self.id),
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "position": self.position,
            "permissions": str(int(self.permissions)),
            "managed": self.bot is not None,
            "mentionable": False,
            "flags": 0,
        }
