"""Questions in messages: mentions, replies to the bot, direct messages and quick channels."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from bot.access import QUESTIONS_A_MINUTE, Allowance
from bot.cards.words import is_only_polite, plain_words
from bot.presenting import kept
from bot.replying import NOBODY
from bot.store.models import KeptReply
from bot.texts import closest, texts_of
from bot.views.card import card, notice
from bot.views.ids import PointsTo
from bot.views.static import Static
from kvbot.ask.reading import language_of
from kvbot.model.text import Lang

if TYPE_CHECKING:
    from bot.app import KvBot

FOLLOWED_FOR = timedelta(minutes=10)
"""How long after a question its answer is changed along with it."""

log = logging.getLogger("kvbot.talk")


class Talk(commands.Cog):
    """Answers messages, and lets each answer follow its question."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot
        self._allowance = Allowance(QUESTIONS_A_MINUTE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def _turn(self, message: int) -> asyncio.Lock:
        """What happens to one message happens one thing after the other."""
        return self._turns.setdefault(message, asyncio.Lock())

    # --- a question ---

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot; whatever fails, the asker gets a line."""
        if message.author.bot or message.webhook_id or not _is_said(message):
            return
        spoken_to = self._is_spoken_to(message)
        if not spoken_to and not self._is_quick(message):
            return
        with self.bot.under_way():
            async with self._turn(message.id):
                await self._answer(message, spoken_to=spoken_to)

    def _is_spoken_to(self, message: discord.Message) -> bool:
        return message.guild is None or self.bot.user in message.mentions

    def _is_quick(self, message: discord.Message) -> bool:
        """Whether every message is a question here; needs the message-content intent."""
        if message.guild is None or message.guild.id not in self.bot.bot_settings.guilds:
            return False
        quick = {
            *self.bot.bot_settings.quick_channels,
            *self.bot.team(message.guild.id).quick_channels,
        }
        parent = getattr(message.channel, "parent_id", None)
        return message.channel.id in quick or parent in quick

    async def _answer(self, message: discord.Message, *, spoken_to: bool) -> None:
        try:
            view = await self._view(message, spoken_to=spoken_to)
            if view:
                await self._reply(message, view)
        except Exception:
            log.exception("a message could not be answered")
            if spoken_to:
                await self._say(message, "error.unexpected")

    async def _view(self, message: discord.Message, *, spoken_to: bool) -> Static | None:
        """What is replied to a message; None where nothing is."""
        words = texts_of(self._language(message))
        seconds = self._allowance.take(message.author.id)
        if seconds:
            first = spoken_to and self._allowance.is_first_refusal(message.author.id)
            return notice(words("refusal.too_many_questions", seconds=seconds)) if first else None
        if self.bot.is_stopping:
            return notice(words("refusal.stopping")) if spoken_to else None
        if not await self._is_served(message):
            return notice(words("refusal.private"))
        if not spoken_to:
            return await self._sure(message)
        if not message.content and message.reference:  # not told without the intent
            return notice(words("talk.unreadable"))
        text = plain_words(message.content)
        if is_only_polite(text):
            return await self._examples(words.lang)
        return await self._card(message, text)

    async def _is_served(self, message: discord.Message) -> bool:
        if message.guild is None:
            return await self.bot.members.has(message.author.id)
        return message.guild.id in self.bot.bot_settings.guilds

    async def _sure(self, message: discord.Message) -> Static | None:
        """The answer in a quick channel: only one that is on record."""
        text = plain_words(message.content)
        if is_only_polite(text):
            return None
        told = await self.bot.answers.ask(text)
        return await self._card(message, text) if told.rendered.status == "answered" else None

    async def _card(self, message: discord.Message, text: str) -> Static:
        told = await self.bot.answers.ask(text)
        key = told.key if await kept(self.bot, told) else ""
        return card(told, PointsTo("page", key, message.author.id), only_me=False)

    async def _examples(self, lang: Lang) -> Static:
        """Three questions that this base has an answer to."""
        words = texts_of(lang)
        examples = await self.bot.answers.examples(lang)
        return notice(words("talk.hello"), *(f"• {example}" for example in examples))

    def _language(self, message: discord.Message) -> Lang:
        """That of the words; of the server where there are none."""
        if text := plain_words(message.content):
            return language_of(text)
        guild = message.guild
        team = self.bot.team(guild.id if guild else None)
        here = closest(guild.preferred_locale) if guild else None
        return team.language or here or self.bot.settings.language

    # --- the reply ---

    async def _reply(self, message: discord.Message, view: Static) -> None:
        reference = message.to_reference(fail_if_not_exists=False)
        sent = await message.channel.send(
            view=view, reference=reference, mention_author=False, allowed_mentions=NOBODY
        )
        try:
            await self.bot.store.add_reply(
                KeptReply(
                    message=message.id,
                    channel=message.channel.id,
                    asker=message.author.id,
                    reply=sent.id,
                )
            )
        except sqlite3.OperationalError:
            log.exception("bot.db cannot be written; a reply will not follow its question")

    async def _say(self, message: discord.Message, key: str) -> None:
        try:
            await message.channel.send(
                texts_of(self._language(message))(key), allowed_mentions=NOBODY
            )
        except discord.DiscordException as error:
            log.warning("no line could be sent", extra={"reason": type(error).__name__})

    # --- what becomes of the question ---

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Change the answer with its question, for ten minutes."""
        made = discord.utils.snowflake_time(payload.message_id)
        text = plain_words(payload.message.content)
        if not text or datetime.now(UTC) - made > FOLLOWED_FOR:
            return
        async with self._turn(payload.message_id):
            if found := await self.bot.store.reply(payload.message_id):
                if self._allowance.take(found.asker):
                    return
                view = await self._card(payload.message, text)
                await self._change(found, view)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Delete the answer with its question."""
        await self._follow_deletion(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Delete the answers with their questions."""
        for message in payload.message_ids:
            await self._follow_deletion(message)

    async def _follow_deletion(self, message: int) -> None:
        async with self._turn(message):
            found = await self.bot.store.reply(message)
            if found is None:
                return
            await self._change(found, None)
            await self.bot.store.drop_reply(message)

    async def _change(self, found: KeptReply, view: Static | None) -> None:
        """Put something else in the place of a reply, or nothing."""
        channel = self.bot.get_partial_messageable(found.channel)
        reply = channel.get_partial_message(found.reply)
        try:
            if view is None:
                await reply.delete()
            else:
                await reply.edit(view=view, allowed_mentions=NOBODY)
        except discord.HTTPException as error:
            log.info("a reply could not follow its question", extra={"status": error.status})


def _is_said(message: discord.Message) -> bool:
    return message.type in (discord.MessageType.default, discord.MessageType.reply)
