"""The real bot, whole, against a Discord on loopback, over the invented base of Skerra."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

import bot.__main__ as start
from bot.app import KvBot
from bot.settings import BotSettings, read_bot_settings
from kvbot.settings import Settings
from tests.indexing import StartFrom
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import Channel, Guild, Member, Permission

SKERRA = Path(__file__).parents[1] / "library" / "skerra"


class Ask(Protocol):
    """Ask the bot a command, and wait for its reply."""

    def __call__(
        self,
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: Member | None = None,
        channel: Channel | None = None,
    ) -> Awaitable[Message]: ...


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """The server; at the end nothing that the bot sent may have broken a rule of Discord's."""
    async with DiscordServer() as server:
        yield server
        assert server.problems == []


@pytest.fixture
def guild(discord: DiscordServer) -> Guild:
    """A guild that the bot serves, with one channel."""
    guild = discord.add_guild("Harbour Board")
    guild.add_channel("general")
    return guild


@pytest.fixture
def user(guild: Guild) -> Member:
    """An English-speaking member."""
    return guild.add_member("asker", locale="en-GB")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder of its own with the registry and both dossiers of Skerra."""
    return Path(shutil.copytree(SKERRA, tmp_path / "base"))


@pytest.fixture
def settings(base: Path, tmp_path: Path) -> Settings:
    return Settings(seeds=(base,), home=tmp_path / "home")


@pytest.fixture
def environment(discord: DiscordServer, guild: Guild) -> dict[str, str]:
    """What the bot is told of the server."""
    return {
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_BASE": discord.api_base,
        "KVBOT_GUILDS": str(guild.id),
    }


@pytest.fixture
def bot_settings(environment: dict[str, str]) -> BotSettings:
    return read_bot_settings(environment)


@asynccontextmanager
async def running(
    discord: DiscordServer, bot_settings: BotSettings, settings: Settings
) -> AsyncIterator[KvBot]:
    """The bot, connected and told of its guilds; stopped at the end."""
    async with start.opened(bot_settings, settings) as bot:
        connected = asyncio.create_task(start.connect(bot, bot_settings))
        ready = asyncio.create_task(discord.ready())
        await asyncio.wait({connected, ready}, return_when=asyncio.FIRST_COMPLETED)
        if connected.done():
            ready.cancel()
            connected.result()
        yield bot
        await bot.stop()
        await connected


Running = Callable[[], AbstractAsyncContextManager[KvBot]]


@pytest.fixture
def run(discord: DiscordServer, bot_settings: BotSettings, settings: Settings) -> Running:
    """Start the bot; a second start is a restart over the same KVBOT_HOME."""
    return lambda: running(discord, bot_settings, settings)


@pytest.fixture
async def bot(run: Running, skerra_home: Path, start_from: StartFrom) -> AsyncIterator[KvBot]:
    """The running bot, started over an index that is there."""
    start_from(skerra_home)
    async with run() as client:
        yield client


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    """Leave discord.py with the addresses that it came with."""
    import discord as library
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    before = (Route.BASE, library.Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
    yield
    Route.BASE, library.Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@pytest.fixture
def ask(bot: KvBot, discord: DiscordServer, user: Member) -> Ask:
    """Ask the running bot, as the usual asker unless another one is given."""

    async def asked(
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: Member = user,
        channel: Channel | None = None,
    ) -> Message:
        sent = await discord.slash(command, options, user=user, channel=channel)
        return await sent.reply()

    return asked


@pytest.fixture
def manager(guild: Guild) -> Member:
    """A member who manages the server."""
    return guild.add_member("manager", permissions=Permission.MANAGE_GUILD)


@pytest.fixture
def channel(guild: Guild) -> Channel:
    """The channel in which people ask."""
    return next(iter(guild.channels.values()))
