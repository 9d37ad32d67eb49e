"""What is asked of the real bot for each picture, and what it sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import bot.__main__ as start
from bot.settings import read_bot_settings
from bot.texts import texts_of
from kvbot.model.text import LANGUAGES
from kvbot.settings import Settings
from tests.loopback.exchange import Exchange
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import Guild, Member, Permission

SEEDS = Path(__file__).parents[2] / "seeds"


class Scene(NamedTuple):
    """What somebody does for a picture: a command, and perhaps a press on its reply.

    picture: the name of the file. locale: the language of the asker's Discord.
    """

    picture: str
    locale: str
    command: str
    options: Mapping[str, str] = {}
    press: str = ""

    @property
    def typed(self) -> str:
        """The command as the asker typed it."""
        return " ".join((f"/{self.command}", *(f"{k}:{v}" for k, v in self.options.items())))


SCENES = (
    Scene("who", "en-GB", "who", {"name": "KOSME"}),
    Scene("who-ko", "ko", "who", {"name": "중진공"}),
    Scene("agreements-vi", "vi", "agreements", {"year": "2024"}),
    Scene("stats", "en-GB", "stats", {"topic": "trade"}),
    Scene("timeline-ko", "ko", "timeline", {"about": "중진공"}),
    Scene("choice", "en-GB", "who", {"name": "Kim"}),
    Scene("unknown", "en-GB", "who", {"name": "Kim Ki-nam"}),
    Scene("sources", "en-GB", "agreements", {"year": "2024"}, press="Sources"),
    Scene("report", "en-GB", "who", {"name": "KOSME"}, press="Report an error"),
    Scene("settings", "en-GB", "settings"),
)


FAILURES = {texts_of(lang)("error.unexpected") for lang in LANGUAGES}
"""What the bot says when something in it fails."""


class Failed(Exception):
    """The bot failed at a scene; its log tells why."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(f"{scene.typed} cannot be pictured, because the bot failed; see above")


class Shown(NamedTuple):
    """What the bot sent: a message object, or a form.

    names: of roles and channels, by id. files: what hangs on the message, by address.
    """

    scene: Scene
    payload: Mapping[str, Any]
    names: Mapping[str, str]
    files: Mapping[str, bytes] = {}

    @property
    def is_form(self) -> bool:
        """Whether it is a form to fill in."""
        return "title" in self.payload


async def played(scenes: tuple[Scene, ...]) -> list[Shown]:
    """Run the bot over the shipped base, and play the scenes. Raises Failed, NoReply.

    Discord's rules are for the tests to check, not here.
    """
    async with DiscordServer(checking=False) as discord:
        guild = discord.add_guild("Partnership team")
        guild.add_channel("general")
        async with _running(discord, guild):
            people = {scene.locale: _member(guild, scene.locale) for scene in scenes}
            await _settle(discord, guild, next(iter(people.values())))
            return [await _play(discord, guild, scene, people[scene.locale]) for scene in scenes]


@asynccontextmanager
async def _running(discord: DiscordServer, guild: Guild) -> AsyncIterator[None]:
    """The bot, connected, with an empty home of its own."""
    environment = {
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_BASE": discord.api_base,
        "KVBOT_GUILDS": str(guild.id),
    }
    bot_settings = read_bot_settings(environment)
    with TemporaryDirectory() as home:
        async with start.opened(bot_settings, Settings(seeds=(SEEDS,), home=Path(home))) as client:
            connected = asyncio.create_task(start.connect(client, bot_settings))
            await discord.ready()
            await client.wait_until_ready()
            yield
            await client.stop()
            await connected


def _member(guild: Guild, locale: str) -> Member:
    return guild.add_member(f"asker-{locale}", locale=locale, permissions=Permission.MANAGE_GUILD)


async def _settle(discord: DiscordServer, guild: Guild, chief: Member) -> None:
    """Set curators and channels, so that the picture of the settings shows some."""
    card = await (await discord.slash("settings", user=chief)).reply()
    chosen = {
        "set-curator-roles": guild.add_role("Curators"),
        "set-curator-channel": guild.add_channel("curators"),
        "set-quick-channels": guild.add_channel("ask-kvbot"),
    }
    for menu, value in chosen.items():
        await (await discord.choose(card, menu, [value], user=chief)).reply()


async def _play(discord: DiscordServer, guild: Guild, scene: Scene, asker: Member) -> Shown:
    exchange = await discord.slash(scene.command, scene.options, user=asker)
    if scene.press:
        card = await _reply(exchange, scene)
        exchange = await discord.press(card, scene.press, user=asker)
    await exchange.acknowledged()
    message = None if exchange.modal else await _reply(exchange, scene)
    payload = message.payload() if message else exchange.modal
    names = {str(role.id): f"@{role.name}" for role in guild.roles.values()}
    names |= {str(channel.id): f"# {channel.name}" for channel in guild.channels.values()}
    files = {file.url: file.data for file in message.attachments} if message else {}
    return Shown(scene, payload, names, files)


async def _reply(exchange: Exchange, scene: Scene) -> Message:
    """The message that an exchange was answered with. Raises Failed."""
    message = await exchange.reply()
    if message.text.replace("\\", "") in FAILURES:
        raise Failed(scene)
    return message
