"""python -m bot: start, serve, stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.answers import Answers
from bot.app import KvBot, use_server
from bot.logs import set_up_logs
from bot.settings import BotSettings, read_bot_settings
from bot.store import open_store
from kvbot.desk import open_desk
from kvbot.errors import KvbotError
from kvbot.settings import Settings, read_environment, read_settings

EXIT_STOPPED, EXIT_REFUSED = 0, 2

FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0
"""How long to wait before Discord is called again while it cannot be reached."""

log = logging.getLogger("kvbot.start")


class NoBase(KvbotError):
    """There is nothing to answer from."""

    def __init__(self, settings: Settings) -> None:
        folders = ", ".join(map(str, settings.seeds))
        super().__init__(
            f"there is no fact in {folders}; set KVBOT_SEEDS to the folders of the fact base"
        )


class Rejected(KvbotError):
    """Discord does not know the token."""

    def __init__(self) -> None:
        super().__init__(
            "Discord rejects DISCORD_TOKEN (401); reset it in the developer portal and set it anew"
        )


class IntentMissing(KvbotError):
    """The application may not be told what the bot asks to be told."""

    def __init__(self) -> None:
        super().__init__(
            "Discord refuses an intent; switch on Message Content under Bot in the developer "
            "portal, or take the quick channels off"
        )


def main() -> int:
    """Run the bot until it is told to stop. Returns its exit status."""
    try:
        environment = read_environment()
        bot_settings, settings = read_bot_settings(environment), read_settings(environment)
        set_up_logs(bot_settings.token)
        asyncio.run(serve(bot_settings, settings))
    except (KvbotError, OSError, sqlite3.DatabaseError) as error:
        sys.stderr.write(f"kvbot: {error}\n")
        return EXIT_REFUSED
    except KeyboardInterrupt:
        return EXIT_STOPPED
    return EXIT_STOPPED


async def serve(bot_settings: BotSettings, settings: Settings) -> None:
    """Answer until the process is told to stop. Raises NoBase, Rejected, IntentMissing."""
    async with opened(bot_settings, settings) as bot:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lambda: loop.create_task(bot.stop()))
        gc.freeze()  # what is there by now stays: the collector need not look at it again
        await connect(bot, bot_settings)


@asynccontextmanager
async def opened(bot_settings: BotSettings, settings: Settings) -> AsyncIterator[KvBot]:
    """The bot over the base and the store of the settings, not connected yet.

    Raises NoBase.
    """
    async with open_desk(settings) as desk:
        answers = Answers(desk, settings.timezone)
        refused = await answers.refresh()
        if not sum((await desk.counts()).values()):
            raise NoBase(settings)
        if refused:
            log.warning("files cannot be used; see kvbot build", extra={"files": refused})
        async with (
            open_store(settings.home) as store,
            KvBot(bot_settings, settings, answers, store) as bot,
        ):
            yield bot


async def connect(bot: KvBot, settings: BotSettings) -> None:
    """Log in and stay connected. What Discord cannot answer now is asked again later.

    Raises Rejected, IntentMissing.
    """
    wait = FIRST_WAIT_S
    while not bot.is_closed():
        try:
            if settings.api_base:
                await use_server(settings.api_base, settings.proxy)
            await bot.login(settings.token)
            break
        except discord.LoginFailure:
            raise Rejected from None
        except (OSError, aiohttp.ClientError, discord.DiscordServerError) as error:
            log.warning(
                "Discord cannot be reached", extra={"reason": str(error), "again_in_s": wait}
            )
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_S)
    await _stay_connected(bot)


async def _stay_connected(bot: KvBot) -> None:
    """Listen until the bot is closed; begin anew where the client cannot go on.

    discord.py 2.7 reconnects by itself, but for what it cannot read: that leaves its
    connect as any exception. Raises Rejected, IntentMissing.
    """
    wait = FIRST_WAIT_S
    while not bot.is_closed():
        since = time.monotonic()
        try:
            await bot.connect()
        except discord.PrivilegedIntentsRequired:
            raise IntentMissing from None
        except discord.ConnectionClosed as error:
            if error.code == 4004:  # Source: Discord, Gateway close event codes
                raise Rejected from None
            raise
        except Exception:
            if time.monotonic() - since > LONGEST_WAIT_S:
                wait = FIRST_WAIT_S
            log.exception("the gateway cannot be read", extra={"again_in_s": wait})
            if bot.ws:
                await bot.ws.close(code=4000)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT_S)


if __name__ == "__main__":
    sys.exit(main())
