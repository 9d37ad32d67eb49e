"""Discord's identifiers: the time in milliseconds, shifted left by 22 bits."""

from __future__ import annotations

import time
from datetime import UTC, datetime

DISCORD_EPOCH = 1_420_070_400_000
"""The first second of 2015 in milliseconds, from which snowflakes count."""

WORLD_EPOCH = 1_704_067_200_000
"""The first second of 2024, when every guild, channel, role and user here came to be."""


class Snowflakes:
    """Makes identifiers that are never given twice.

    Guilds, channels, roles and users get the same ones on each run. Messages and interactions
    carry the time, because clients work out from the identifier when a token expires.
    """

    def __init__(self) -> None:
        self._lasting = (WORLD_EPOCH - DISCORD_EPOCH) << 22
        self._passing = 0

    def lasting(self) -> int:
        """The next identifier for a thing of the world: the same on each run."""
        self._lasting += 1 << 22
        return self._lasting

    def passing(self) -> int:
        """The next identifier for a message or an interaction: says when it was made."""
        now = (time.time_ns() // 1_000_000 - DISCORD_EPOCH) << 22
        self._passing = max(self._passing + 1, now)
        return self._passing


def created_at(snowflake: int) -> str:
    """When the thing with this identifier came to be, as Discord writes a time."""
    seconds = ((snowflake >> 22) + DISCORD_EPOCH) / 1000
    return datetime.fromtimestamp(seconds, UTC).isoformat()
