"""Exit status 0 where a token is set, so that `make run` starts the bot and not the console."""

from __future__ import annotations

import sys

from kvbot.errors import KvbotError
from kvbot.settings import read_environment


def is_wanted() -> bool:
    """Whether DISCORD_TOKEN is set, in the environment or in `.env`."""
    try:
        return bool(read_environment().get("DISCORD_TOKEN", "").strip())
    except KvbotError:
        return False  # the console says what is wrong


if __name__ == "__main__":
    sys.exit(not is_wanted())
