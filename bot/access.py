"""Who may use the bot, how often, and who is a curator."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence

import discord

from bot.store.models import GuildSettings

COMMANDS_A_MINUTE = 30
"""How many commands one person may give in a minute."""

QUESTIONS_A_MINUTE = 10
"""How many messages of one person are answered in a minute."""

_MINUTE_S = 60.0

MOST_REMEMBERED = 10_000
"""Members who are remembered before they are asked for anew."""


class Allowance:
    """Counts the commands of each person over the last minute.

    Who gave none in this minute and the one before it is forgotten.
    """

    def __init__(self, most: int = COMMANDS_A_MINUTE) -> None:
        self._most = most
        self._refused: dict[int, float] = {}
        self._this_minute: dict[int, deque[float]] = {}
        self._last_minute: dict[int, deque[float]] = {}
        self._began = time.monotonic()

    def take(self, user: int) -> int:
        """Count a command. Returns 0, or the seconds until the next one is answered."""
        now = time.monotonic()
        if now - self._began >= _MINUTE_S:
            self._last_minute, self._this_minute = self._this_minute, {}
            self._began = now
        given = self._this_minute.get(user) or self._last_minute.get(user)
        given = self._this_minute[user] = given or deque(maxlen=self._most)
        if len(given) == self._most and now - given[0] < _MINUTE_S:
            return int(_MINUTE_S - (now - given[0])) + 1
        given.append(now)
        return 0

    def is_first_refusal(self, user: int) -> bool:
        """Whether somebody was not told within a minute that there were too many."""
        now = time.monotonic()
        self._refused = {u: at for u, at in self._refused.items() if now - at < _MINUTE_S}
        return self._refused.setdefault(user, now) == now


def may_set(interaction: discord.Interaction, settings: GuildSettings) -> bool:
    """Whether somebody may change the settings of a server."""
    return interaction.permissions.manage_guild or is_curator(interaction.user, settings)


def is_curator(user: discord.User | discord.Member, settings: GuildSettings) -> bool:
    """Whether somebody has a curator's role."""
    return isinstance(user, discord.Member) and any(
        user.get_role(role) for role in settings.curator_roles
    )


def may_post(interaction: discord.Interaction) -> bool:
    """Whether the asker may write in the channel that the interaction came from."""
    if isinstance(interaction.channel, discord.Thread):
        return interaction.permissions.send_messages_in_threads
    return interaction.permissions.send_messages


class Members:
    """Who is a member of an allowed guild, for those who write to the bot directly."""

    def __init__(self, client: discord.Client, guilds: Sequence[int]) -> None:
        self._client = client
        self._guilds = guilds
        self._known: dict[int, tuple[int, float]] = {}

    async def has(self, user: int) -> bool:
        """Whether a user is in an allowed guild."""
        return await self.guild_of(user) is not None

    async def guild_of(self, user: int) -> int | None:
        """An allowed guild that a user is in; asked of Discord at most every ten minutes."""
        now = time.monotonic()
        known, until = self._known.get(user, (0, 0.0))
        if until > now:
            return known
        for number in self._guilds:
            guild = self._client.get_guild(number)
            if guild and await _is_in(guild, user):
                if len(self._known) >= MOST_REMEMBERED:
                    self._known.clear()
                self._known[user] = (number, now + 10 * _MINUTE_S)
                return number
        return None


async def _is_in(guild: discord.Guild, user: int) -> bool:
    try:
        await guild.fetch_member(user)
    except (discord.NotFound, discord.Forbidden):
        return False
    return True
