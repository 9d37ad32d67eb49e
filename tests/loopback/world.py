"""Guilds, their members and channels, and how Discord describes each of them in JSON.

Field names and shapes: Discord's API documentation, version 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from tests.loopback.accounts import EVERYONE, EVERYTHING, Payload, Permission, Role, User
from tests.loopback.snowflakes import Snowflakes, created_at

__all__ = (
    "EVERYONE",
    "Channel",
    "ChannelType",
    "Guild",
    "Member",
    "Payload",
    "Permission",
    "Role",
    "User",
    "World",
)


class ChannelType(IntEnum):
    """The kinds of channel that exist here."""

    GUILD_TEXT = 0
    DM = 1
    PUBLIC_THREAD = 11


@dataclass(eq=False)
class Member:
    """A user in a guild."""

    user: User
    guild: Guild
    roles: list[Role] = field(default_factory=list)
    own_permissions: int = 0

    @property
    def id(self) -> int:
        """The user's identifier: a member has none of its own."""
        return self.user.id

    @property
    def permissions(self) -> int:
        """What @everyone and the roles of this member allow, with what the member was given."""
        allowed = self.guild.everyone.permissions | self.own_permissions
        for role in self.roles:
            allowed |= role.permissions
        return EVERYTHING if allowed & Permission.ADMINISTRATOR else int(allowed)

    def partial(self) -> Payload:
        """A member object without its user, as it goes with a message."""
        return {
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": [str(role.id) for role in self.roles],
            "joined_at": created_at(self.user.id),
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "communication_disabled_until": None,
        }

    def payload(self) -> Payload:
        """A member object with its user."""
        return {"user": self.user.payload(), **self.partial()}


@dataclass(eq=False)
class Channel:
    """A text channel or a thread of a guild, or a direct conversation with the bot.

    app_permissions: what the bot may do here.
    """

    id: int
    name: str | None
    type: ChannelType
    guild: Guild | None = None
    parent: Channel | None = None
    recipient: User | None = None
    app_permissions: int = EVERYONE
    last_message_id: int | None = None

    def payload(self) -> Payload:
        """A channel object."""
        common: Payload = {
            "id": str(self.id),
            "type": int(self.type),
            "flags": 0,
            "last_message_id": None if self.last_message_id is None else str(self.last_message_id),
        }
        if self.guild is None:
            recipients = [] if self.recipient is None else [self.recipient.payload()]
            return {**common, "recipients": recipients}
        common |= {"name": self.name, "guild_id": str(self.guild.id), "rate_limit_per_user": 0}
        if self.parent is None:
            return {**common, **self._text_fields()}
        return {**common, **self._thread_fields(self.guild, self.parent)}

    def _text_fields(self) -> Payload:
        return {
            "topic": None,
            "position": 0,
            "nsfw": False,
            "parent_id": None,
            "permission_overwrites": [],
        }

    def _thread_fields(self, guild: Guild, parent: Channel) -> Payload:
        return {
            "parent_id": str(parent.id),
            "owner_id": str(guild.world.bot.id),
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": created_at(self.id),
                "create_timestamp": created_at(self.id),
                "locked": False,
            },
        }

    def partial(self, permissions: int) -> Payload:
        """The channel as an interaction brings it, with what its user may do there."""
        if self.guild is None:
            return self.payload()
        return {**self.payload(), "permissions": str(permissions)}


class Guild:
    """A server in Discord's own language: members, roles and channels.

    Whatever is added while a bot is connected is told to it by the gateway.
    """

    def __init__(self, world: World, name: str, locale: str, *, joined: bool) -> None:
        self.world = world
        self.id = world.snowflakes.lasting()
        self.name = name
        self.locale = locale
        self.joined = joined
        self.everyone = Role(self.id, "@everyone", EVERYONE)
        self.roles: dict[int, Role] = {self.id: self.everyone}
        self.members: dict[int, Member] = {}
        self.channels: dict[int, Channel] = {}
        if joined:
            self.members[world.bot.id] = Member(world.bot, self)

    def add_channel(self, name: str, *, app_permissions: int = EVERYONE) -> Channel:
        """Make a text channel, in which the bot has the permissions given."""
        channel = Channel(
            self.world.snowflakes.lasting(),
            name,
            ChannelType.GUILD_TEXT,
            guild=self,
            app_permissions=app_permissions,
        )
        return self._keep(channel, "CHANNEL_CREATE")

    def add_thread(self, parent: Channel, name: str) -> Channel:
        """Make a public thread under a text channel."""
        thread = Channel(
            self.world.snowflakes.lasting(),
            name,
            ChannelType.PUBLIC_THREAD,
            guild=self,
            parent=parent,
            app_permissions=parent.app_permissions,
        )
        return self._keep(thread, "THREAD_CREATE")

    def _keep(self, channel: Channel, event: str) -> Channel:
        self.channels[channel.id] = self.world.channels[channel.id] = channel
        self._announce(event, channel.payload())
        return channel

    def add_role(self, name: str, *, permissions: int = 0, bot: int | None = None) -> Role:
        """Make a role that allows what is given beyond what everyone may do.

        bot: whose it is, of the role that Discord makes for a bot.
        """
        role = Role(self.world.snowflakes.lasting(), name, permissions, len(self.roles), bot)
        self.roles[role.id] = role
        self._announce("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": role.payload()})
        return role

    def add_member(
        self,
        user: str | User,
        *,
        locale: str = "en-US",
        permissions: int = 0,
        roles: Iterable[Role] = (),
    ) -> Member:
        """Let a user join: one who exists, or a new one of this name and client language.

        permissions: what this member may do beyond @everyone and the roles.
        """
        if isinstance(user, str):
            user = self.world.add_user(user, locale=locale)
        member = Member(user, self, list(roles), permissions)
        self.members[user.id] = member
        self._announce("GUILD_MEMBER_ADD", {"guild_id": str(self.id), **member.payload()})
        return member

    def remove_bot(self) -> None:
        """Remove the bot from the guild, as its administrator would."""
        self._announce("GUILD_DELETE", {"id": str(self.id)})
        self.joined = False
        self.members.pop(self.world.bot.id, None)

    def _announce(self, event: str, payload: Payload) -> None:
        if self.joined:
            self.world.announce(event, payload)

    def payload(self) -> Payload:
        """A guild object as GET /guilds/{id} gives it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.id),  # nobody, so that no member may do everything
            "preferred_locale": self.locale,
            "roles": [role.payload() for role in self.roles.values()],
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "description": None,
            "region": "us-west",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "application_id": None,
            "vanity_url_code": None,
            "banner": None,
            "emojis": [],
            "stickers": [],
            "features": [],
        }

    def create_payload(self, *, everybody: bool) -> Payload:
        """The guild as GUILD_CREATE brings it when the bot joins.

        everybody: whether all members are listed, which takes the GUILD_MEMBERS intent.
        """
        members = self.members.values()
        listed = [m for m in members if everybody or m.user is self.world.bot]
        threads = [c for c in self.channels.values() if c.parent is not None]
        return {
            **self.payload(),
            "joined_at": created_at(self.id),
            "large": False,
            "member_count": len(members),
            "members": [member.payload() for member in listed],
            "channels": [c.payload() for c in self.channels.values() if c.parent is None],
            "threads": [thread.payload() for thread in threads],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def partial(self) -> Payload:
        """The guild as an interaction brings it."""
        return {"id": str(self.id), "locale": self.locale, "features": []}


def _nobody_listens(event: str, payload: Payload) -> None:
    """What a world does with its news before a gateway is there to tell them."""


class World:
    """Everything that lasts: the bot's account, all users, guilds and channels."""

    def __init__(self) -> None:
        self.snowflakes = Snowflakes()
        self.announce: Callable[[str, Payload], None] = _nobody_listens
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._conversations: dict[int, Channel] = {}
        self.bot = self.add_user("loopback-bot", bot=True)

    def add_user(self, name: str, *, locale: str = "en-US", bot: bool = False) -> User:
        """Make an account that is in no guild yet."""
        user = User(self.snowflakes.lasting(), name, locale, bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, locale: str, *, joined: bool) -> Guild:
        """Make a guild; the bot is in it if joined."""
        guild = Guild(self, name, locale, joined=joined)
        self.guilds[guild.id] = guild
        if joined:
            self.announce("GUILD_CREATE", guild.create_payload(everybody=False))
        return guild

    def conversation(self, user: User) -> Channel:
        """The direct messages between the bot and a user, opened when first asked for."""
        channel = self._conversations.get(user.id)
        if channel is None:
            channel = Channel(self.snowflakes.lasting(), None, ChannelType.DM, recipient=user)
            self._conversations[user.id] = self.channels[channel.id] = channel
        return channel

    def member(self, user: User, channel: Channel) -> Member | None:
        """The user as a member of the channel's guild; None in direct messages.

        Raises LookupError when the user is not in that guild.
        """
        if channel.guild is None:
            return None
        member = channel.guild.members.get(user.id)
        if member is None:
            raise LookupError(f"{user.name} is not in {channel.guild.name}; add_member first")
        return member
