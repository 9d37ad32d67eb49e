"""Interactions as Discord sends them: the envelope that all share, and what a user put into it.

Shapes: Discord's documentation, "Interaction Structure".
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from tests.loopback.components import ComponentType, Select
from tests.loopback.messages import Attachment, Message
from tests.loopback.world import Channel, Member, Payload, Role, User, World

ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes: what a guild without boosts takes."""

GUILD, BOT_DM = 0, 1
"""The contexts of an interaction: a guild, or direct messages with the bot."""


def envelope(
    world: World, kind: int, data: Payload, user: User | None, channel: Channel
) -> Payload:
    """An interaction of a user in a channel; without a user, what a hostile one may lack."""
    filled: Payload = {
        "id": str(world.snowflakes.passing()),
        "application_id": str(world.bot.id),
        "type": int(kind),
        "token": secrets.token_urlsafe(48),
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "app_permissions": str(int(channel.app_permissions)),
        "entitlements": [],
        "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
    }
    if user is not None:
        filled |= _asker(world, user, channel)
    return filled


def _asker(world: World, user: User, channel: Channel) -> Payload:
    """Who asks, and where, in the words for a guild or for direct messages."""
    member = world.member(user, channel)
    if member is None:
        return {
            "user": user.payload(),
            "locale": user.locale,
            "channel": channel.partial(0),
            "context": BOT_DM,
            "authorizing_integration_owners": {"0": "0"},
        }
    guild = member.guild
    return {
        "guild_id": str(guild.id),
        "guild": guild.partial(),
        "guild_locale": guild.locale,
        "channel": channel.partial(member.permissions),
        "member": _with_permissions(member),
        "locale": user.locale,
        "context": GUILD,
        "authorizing_integration_owners": {"0": str(guild.id)},
    }


def _with_permissions(member: Member) -> Payload:
    return {**member.payload(), "permissions": str(member.permissions)}


class Resolved:
    """The things that a user's interaction refers to by identifier, described."""

    def __init__(self, user: User | None) -> None:
        self._user = user
        self._found: dict[str, dict[str, Payload]] = {}

    def add(self, thing: Any) -> str:
        """Describe a thing as the user sees it. Returns its identifier."""
        key = str(thing.id)
        if isinstance(thing, Member):
            partial = {**thing.partial(), "permissions": str(thing.permissions)}
            self._put("members", key, partial)
            self._put("users", key, thing.user.payload())
        elif isinstance(thing, User):
            self._put("users", key, thing.payload())
        elif isinstance(thing, Role):
            self._put("roles", key, thing.payload())
        elif isinstance(thing, Channel):
            self._put("channels", key, thing.partial(self._permissions_in(thing)))
        elif isinstance(thing, Message):
            self._put("messages", key, thing.payload())
        elif isinstance(thing, Attachment):
            self._put("attachments", key, {**thing.payload(), "ephemeral": True})
        else:
            raise TypeError(f"an interaction cannot refer to {thing!r}")
        return key

    def _put(self, kind: str, key: str, payload: Payload) -> None:
        self._found.setdefault(kind, {})[key] = payload

    def payload(self) -> Payload:
        """The `resolved` of the data, left out when it is empty."""
        return {"resolved": self._found} if self._found else {}

    def _permissions_in(self, channel: Channel) -> int:
        if self._user is None or channel.guild is None:
            return 0
        member = channel.guild.members.get(self._user.id)
        return 0 if member is None else member.permissions


def button_data(custom_id: str) -> Payload:
    """The data of a press on a button."""
    return {"component_type": int(ComponentType.BUTTON), "custom_id": custom_id}


def select_data(select: Select, values: Iterable[Any], user: User) -> Payload:
    """The data of a choice in a select menu: strings, or members, roles or channels.

    Raises ValueError for what Discord's client would not let a user choose.
    """
    resolved = Resolved(user)
    chosen = [v if isinstance(v, str) else resolved.add(v) for v in values]
    if not select.min_values <= len(chosen) <= select.max_values:
        raise ValueError(f"{select.custom_id} takes {select.min_values} to {select.max_values}")
    offered = [option["value"] for option in select.options]
    if select.type == ComponentType.STRING_SELECT and not set(chosen) <= set(offered):
        raise ValueError(f"{select.custom_id} offers {offered}, not {chosen}")
    return {
        "component_type": select.type,
        "custom_id": select.custom_id,
        "values": chosen,
        **resolved.payload(),
    }


def context_menu_data(command: Payload, target: Message | Member, user: User) -> Payload:
    """The data of a command that was chosen from the menu of a message or a member."""
    resolved = Resolved(user)
    return {
        **command_reference(command),
        "target_id": resolved.add(target),
        **resolved.payload(),
    }


def command_reference(command: Payload) -> Payload:
    """Which command it is."""
    reference = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if "guild_id" in command:
        reference["guild_id"] = command["guild_id"]
    return reference
