"""/ask and /check, and the same from the menu of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import may_post
from bot.cards.words import plain_words, words_in
from bot.cogs.options import query_options
from bot.presenting import known_language, present_told
from bot.replying import Reply
from bot.texts import described, texts_of

if TYPE_CHECKING:
    from bot.app import KvBot


class Questions(commands.Cog):
    """Questions in words, and texts that are held against the sources."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot
        self._menus = (
            app_commands.ContextMenu(name=described("menu.check"), callback=self.check_message),
            app_commands.ContextMenu(name=described("menu.answer"), callback=self.answer_message),
        )

    async def cog_load(self) -> None:
        """Offer the commands in the menu of a message: of a cog only slash commands are found."""
        guilds = [discord.Object(guild) for guild in self.bot.bot_settings.guilds]
        for menu in self._menus:
            self.bot.tree.add_command(menu, guilds=guilds)

    @app_commands.command(description=described("ask.description"))
    @app_commands.describe(question=described("ask.question"))
    @query_options
    async def ask(
        self,
        interaction: discord.Interaction,
        question: str,
        show: str | None = None,
        language: str | None = None,
    ) -> None:
        """Answer a question in words."""
        told = self.bot.answers.ask(plain_words(question), known_language(language))
        await present_told(self.bot, interaction, told, public=self._is_public(interaction, show))

    @app_commands.command(description=described("check.description"))
    @app_commands.describe(text=described("check.text"))
    @query_options
    async def check(
        self,
        interaction: discord.Interaction,
        text: str,
        show: str | None = None,
        language: str | None = None,
    ) -> None:
        """Hold a text against the base."""
        told = self.bot.answers.check(plain_words(text), known_language(language))
        await present_told(self.bot, interaction, told, public=self._is_public(interaction, show))

    def _is_public(self, interaction: discord.Interaction, show: str | None) -> bool:
        return (show or self.bot.team(interaction.guild_id).show) == "everyone"

    async def check_message(
        self, interaction: discord.Interaction, message: discord.Message
    ) -> None:
        """Hold a message against the base, only for who asked for it."""
        if text := await self._text_of(interaction, message):
            await present_told(self.bot, interaction, self.bot.answers.check(text))

    async def answer_message(
        self, interaction: discord.Interaction, message: discord.Message
    ) -> None:
        """Answer what a person wrote in its channel; what is not known, only for who asks."""
        if message.author.bot or message.webhook_id:
            words = texts_of(self.bot.language(interaction))
            await Reply(interaction).say(words("menu.of_bot"))
        elif text := await self._text_of(interaction, message):
            told = self.bot.answers.ask(text)
            await present_told(self.bot, interaction, told, public=may_post(interaction))

    async def _text_of(self, interaction: discord.Interaction, message: discord.Message) -> str:
        """The words of a message; where there are none, the asker is told."""
        text = words_in(message)
        if not text:
            words = texts_of(self.bot.language(interaction))
            await Reply(interaction).say(words("menu.no_text"))
        return text
