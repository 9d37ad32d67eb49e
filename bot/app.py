"""The bot: what it is made of, and what it does beside answering."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import discord
from discord.ext import commands, tasks
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.access import Allowance, Members
from bot.answers import Answers
from bot.replying import BY_THEN_S, sent
from bot.settings import BotSettings
from bot.store import Store
from bot.store.models import GuildSettings
from bot.syncing import sync_commands
from bot.texts import Translator, closest, texts_of
from bot.tree import Tree
from kvbot.model.text import Lang
from kvbot.settings import Settings

RELOAD_EVERY_S = 5.0
"""How often the dossiers are looked at for changes."""

FINISH_WITHIN_S = 10.0
"""How long a stop waits for answers, and for a new base, that are under way."""

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
"""Nothing here is spoken: what voice would need is not missed."""

EPHEMERAL = 64
"""A flag of Discord's: only the asker sees the message."""

log = logging.getLogger("kvbot.bot")


def intents(*, quick: bool = False) -> discord.Intents:
    """What the bot asks Discord to be told of: servers, channels, roles, and messages.

    quick: whether it has quick channels, and so needs the content of all messages.
    """
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, message_content=quick
    )


class KvBot(commands.Bot):
    """The Discord client with the desk and the store at hand."""

    def __init__(
        self, bot_settings: BotSettings, settings: Settings, answers: Answers, store: Store
    ) -> None:
        super().__init__(
            command_prefix=[],
            help_command=None,
            intents=intents(quick=bool(bot_settings.quick_channels)),
            tree_cls=Tree,
            allowed_mentions=discord.AllowedMentions.none(),
            proxy=bot_settings.proxy,
            max_messages=None,
            chunk_guilds_at_startup=False,
        )
        self.bot_settings = bot_settings
        self.settings = settings
        self.answers = answers
        self.store = store
        self.members = Members(self, bot_settings.guilds)
        self._allowance = Allowance()
        self._teams: dict[int, GuildSettings] = {}
        self._under_way = 0
        self._all_done = asyncio.Event()
        self._stopping = False
        self._reloading = asyncio.Lock()
        self._guard_parsers()

    # --- starting and stopping ---

    async def setup_hook(self) -> None:
        """Get ready between logging in and connecting."""
        from bot.cogs import COGS

        self._teams = await self.store.guilds()
        guilds = [discord.Object(guild) for guild in self.bot_settings.guilds]
        for cog in COGS:
            await self.add_cog(cog(self), guilds=guilds)
        await self.tree.set_translator(Translator())
        await sync_commands(self)
        self._reload.start()
        self._expire.start()

    async def on_ready(self) -> None:
        """Tell the log whom the bot serves."""
        allowed = [self.get_guild(guild) for guild in self.bot_settings.guilds]
        missing = [
            str(i) for i, guild in zip(self.bot_settings.guilds, allowed, strict=True) if not guild
        ]
        log.info(
            "ready",
            extra={"guilds": len(allowed) - len(missing), "base": self.answers.content_hash[:12]},
        )
        if missing:
            log.warning(
                "not a member of guilds of KVBOT_GUILDS; invite the bot, see the README",
                extra={"guilds": missing},
            )
        if len(allowed) > 1:
            log.info("these guilds share one base: whoever may use the bot sees all of it")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Give the commands to an allowed guild that the bot is invited to later."""
        if guild.id in self.bot_settings.guilds:
            await sync_commands(self)

    async def on_message(self, message: discord.Message) -> None:
        """Read no commands from messages: what they say is for the cog Talk."""

    async def stop(self) -> None:
        """Finish the answers that are under way, then leave."""
        self._stopping = True
        try:
            async with asyncio.timeout(FINISH_WITHIN_S):
                if self._under_way:
                    log.info("finishing", extra={"under_way": self._under_way})
                    await self._all_done.wait()
                async with self._reloading:  # a build that is cut off may leave its thread behind
                    pass
        except TimeoutError:
            log.warning("left unfinished", extra={"under_way": self._under_way})
        self._reload.cancel()
        self._expire.cancel()
        await self.close()

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count an answer that a stop has to wait for."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            if self._stopping and not self._under_way:
                self._all_done.set()

    @tasks.loop(seconds=RELOAD_EVERY_S)
    async def _reload(self) -> None:
        """Take in changed dossiers; what is served stays until the new base is whole."""
        before = self.answers.content_hash
        try:
            async with self._reloading:
                refused = await self.answers.refresh()
        except (OSError, sqlite3.Error):
            log.exception("the base could not be looked at; what was served stays")
            return
        if self.answers.content_hash != before:
            base = self.answers.content_hash[:12]
            log.info("base reloaded", extra={"base": base, "refused": refused})

    @tasks.loop(hours=24)
    async def _expire(self) -> None:
        """Delete what has been kept long enough."""
        try:
            await self.store.expire()
        except sqlite3.OperationalError:
            log.exception("what is old could not be deleted; tomorrow again")

    # --- whom and how to answer ---

    @property
    def is_stopping(self) -> bool:
        """Whether no new question is taken."""
        return self._stopping

    async def refusal(self, interaction: discord.Interaction, *, counted: bool) -> str | None:
        """Why an interaction is not served, in the asker's language; None if it is."""
        words = texts_of(closest(interaction.locale) or "en")
        if self._stopping:
            return words("refusal.stopping")
        if not await self._is_served(interaction):
            return words("refusal.private")
        if counted and (seconds := self._allowance.take(interaction.user.id)):
            return words("refusal.too_many", seconds=seconds)
        return None

    async def _is_served(self, interaction: discord.Interaction) -> bool:
        if interaction.guild_id is None:
            async with asyncio.timeout(BY_THEN_S):
                return await self.members.has(interaction.user.id)
        return interaction.guild_id in self.bot_settings.guilds

    def team(self, guild: int | None) -> GuildSettings:
        """What the team of a server has set."""
        return self._teams.get(guild or 0) or GuildSettings(id=guild or 0)

    async def set_team(self, settings: GuildSettings) -> None:
        """Keep what a team sets."""
        await self.store.set_guild(settings)
        self._teams[settings.id] = settings

    def language(
        self, interaction: discord.Interaction, chosen: Lang | None = None, *, public: bool = False
    ) -> Lang:
        """In which language to reply: as chosen, else the asker's, or the server's for all."""
        if chosen:
            return chosen
        if public:
            team = self.team(interaction.guild_id)
            return team.language or closest(interaction.guild_locale) or self.settings.language
        return closest(interaction.locale) or self.settings.language

    def traits(self, interaction: discord.Interaction) -> dict[str, Any]:
        """What a log may tell of an interaction; what was typed only if that is asked for."""
        data = sent(interaction)
        told: dict[str, Any] = {"guild": interaction.guild_id, "kind": interaction.type.name}
        told |= {"command": data.get("name"), "custom_id": data.get("custom_id")}
        if self.bot_settings.log_questions:
            told["options"] = data.get("options")
        return told

    # --- what Discord sends that cannot be read ---

    def _guard_parsers(self) -> None:
        """Let no event that the client cannot read end the process.

        discord.py 2.7 calls its parsers unguarded in the loop that reads the gateway. READY
        is left alone: without what it says nothing works, so the bot connects anew.
        """
        parsers = self._connection.parsers
        for event, parser in list(parsers.items()):
            if event != "READY":
                parsers[event] = self._guarded(event, parser)

    def _guarded(self, event: str, parser: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def read(data: Any) -> None:
            try:
                parser(data)
            except Exception:
                log.exception("an event could not be read", extra={"event": event})
                if event == "INTERACTION_CREATE":
                    self.loop.create_task(self._answer_unread(data))

        return read

    async def _answer_unread(self, data: Any) -> None:
        """One line to somebody whose interaction the client could not even read."""
        line: dict[str, Any] = {"content": texts_of("en")("error.unexpected"), "flags": EPHEMERAL}
        line["allowed_mentions"] = {"parse": []}
        kind = discord.InteractionResponseType.channel_message
        try:
            if data["type"] == discord.InteractionType.autocomplete.value:
                kind, line = discord.InteractionResponseType.autocomplete_result, {"choices": []}
            route = Route(
                "POST",
                "/interactions/{webhook_id}/{webhook_token}/callback",
                webhook_id=int(data["id"]),
                webhook_token=str(data["token"]),
            )
            await self.http.request(route, json={"type": kind.value, "data": line})
        except (KeyError, TypeError, ValueError, discord.DiscordException) as error:
            log.warning("no line could be sent", extra={"reason": type(error).__name__})


async def use_server(api_base: str, proxy: str | None) -> None:
    """Point discord.py to a Discord-compatible server, and ask that for its gateway.

    Raises OSError and aiohttp.ClientError where it cannot be reached.
    """
    import aiohttp

    Route.BASE = api_base
    discord.Asset.BASE = api_base
    async with (
        aiohttp.ClientSession(raise_for_status=True) as session,
        session.get(f"{api_base}/gateway", proxy=proxy) as answer,
    ):
        DiscordWebSocket.DEFAULT_GATEWAY = URL(json.loads(await answer.text())["url"])
