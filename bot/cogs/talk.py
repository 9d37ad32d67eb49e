"""Questions in messages: mentions, replies to the bot, direct messages and quick channels."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from bot.access import QUESTIONS_A_MINUTE, Allowance
from bot.answers import Told
from bot.cards.markup import escape, one_line
from bot.cards.words import is_only_polite, words_in
from bot.presenting import kept
from bot.replying import NOBODY, NOT_SENT
from bot.store.models import KeptReply
from bot.texts import closest, texts_of
from bot.tree import worded
from bot.views.card import card, notice
from bot.views.ids import PointsTo
from bot.views.static import Static
from kvbot.ask.reading import LONGEST, language_of
from kvbot.model.text import Lang

if TYPE_CHECKING:
    from bot.app import KvBot

FOLLOWED_FOR = timedelta(minutes=10)
"""How long after a question its answer is changed along with it."""

SAID = (discord.MessageType.default, discord.MessageType.reply)
"""What people write; the rest is Discord's own, such as that somebody has joined."""

log = logging.getLogger("kvbot.talk")


class Talk(commands.Cog):
    """Answers messages, and lets each answer follow its question."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot
        self._allowance = Allowance(QUESTIONS_A_MINUTE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    # --- what Discord tells ---

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is a question."""
        if _is_of_a_person(message) and (self._is_spoken_to(message) or self._is_quick(message)):
            await self._attend(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Change the answer with its question, for ten minutes."""
        if _is_of_a_person(payload.message) and _is_changed_in_time(payload.message):
            await self._attend(payload.message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Delete the answer with its question."""
        await self._follow_deletion(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Delete the answers with their questions."""
        for message in payload.message_ids:
            await self._follow_deletion(message)

    async def _attend(self, message: discord.Message) -> None:
        """Answer a message, or change what answers it; whatever fails, the asker gets a line."""
        async with self._turn(message.id):
            found = None
            try:
                found = await self.bot.store.reply(message.id)
                if not found or found.edited_at != message.edited_at:
                    await self._see_to(message, found)
            except Exception as error:  # noqa: BLE001 - the one handler of messages
                await self._fail(message, found, error)

    async def _follow_deletion(self, message: int) -> None:
        async with self._turn(message):
            try:
                if found := await self.bot.store.reply(message):
                    await self._take_back(found)
            except (*NOT_SENT, sqlite3.OperationalError):
                log.exception("an answer could not be deleted with its question")

    @asynccontextmanager
    async def _turn(self, message: int) -> AsyncIterator[None]:
        """What happens to one message happens one thing after the other, and before a stop."""
        with self.bot.under_way():
            async with self._turns.setdefault(message, asyncio.Lock()):
                yield

    # --- what is a question ---

    def _is_spoken_to(self, message: discord.Message) -> bool:
        return _is_direct(message) or self.bot.user in message.mentions or _is_to_its_role(message)

    def _is_addressed(self, message: discord.Message, found: KeptReply | None) -> bool:
        """Whether it is spoken to, or was before the message was changed."""
        return self._is_spoken_to(message) or (found is not None and found.spoken_to)

    def _is_quick(self, message: discord.Message) -> bool:
        """Whether every message is a question here; needs the message-content intent."""
        if message.guild is None or message.guild.id not in self.bot.bot_settings.guilds:
            return False
        team = self.bot.team(message.guild.id)
        here = {message.channel.id, getattr(message.channel, "parent_id", None)}
        return not here.isdisjoint((*self.bot.bot_settings.quick_channels, *team.quick_channels))

    # --- what is said to it ---

    async def _see_to(self, message: discord.Message, found: KeptReply | None) -> None:
        """Reply to a message, or bring the reply that it has to what it says now."""
        spoken_to = self._is_addressed(message, found)
        view = await self._view(message, found, spoken_to=spoken_to)
        if view:
            await self._put(message, found, view, spoken_to=spoken_to)
        elif found:
            await self._take_back(found)

    async def _view(
        self, message: discord.Message, found: KeptReply | None, *, spoken_to: bool
    ) -> Static | None:
        """What stands as the reply to a message; None: nothing."""
        if spoken_to:
            return await self._always(message, found)
        return await self._if_sure(message) if self._is_quick(message) else None

    async def _always(self, message: discord.Message, found: KeptReply | None) -> Static | None:
        """The answer to somebody who speaks to the bot; of many new refusals the first."""
        words = texts_of(self._language(message))
        if seconds := self._allowance.take(message.author.id):
            if found or self._allowance.is_first_refusal(message.author.id):
                return notice(words("refusal.too_many_questions", seconds=seconds))
            return None
        if refusal := await self._refusal(message):
            return notice(words(refusal))
        text = words_in(message)
        if is_only_polite(text):
            return await self._examples(words.lang)
        return await self._card(await self.bot.answers.ask(text), message)

    async def _refusal(self, message: discord.Message) -> str:
        """Why a message is not answered, as the key of a text."""
        if self.bot.is_stopping:
            return "refusal.stopping"
        if not await self._is_served(message):
            return "refusal.private"
        return "talk.unreadable" if _is_unreadable(message) else ""

    async def _is_served(self, message: discord.Message) -> bool:
        if _is_direct(message):
            return await self.bot.members.has(message.author.id)
        return message.guild is not None and message.guild.id in self.bot.bot_settings.guilds

    async def _if_sure(self, message: discord.Message) -> Static | None:
        """The answer to a message that nobody put to the bot. Only what is answered counts.

        Of what is too long to be read whole nothing is sure; what asks nothing is chat.
        """
        text = words_in(message)
        if is_only_polite(text) or len(text) > LONGEST or self.bot.is_stopping:
            return None
        told = await self.bot.answers.ask(text)
        if told.rendered.status != "answered" or not await self.bot.answers.asks(text):
            return None
        if self._allowance.take(message.author.id):
            return None
        return await self._card(told, message)

    async def _card(self, told: Told, message: discord.Message) -> Static:
        key = told.key if await kept(self.bot, told) else ""
        return card(told, PointsTo("page", key, message.author.id), only_me=False)

    async def _examples(self, lang: Lang) -> Static:
        """Three questions that this base has an answer to."""
        examples = await self.bot.answers.examples(lang)
        listed = "\n".join(f"• {one_line(example)}" for example in examples)
        return notice(texts_of(lang)("talk.hello"), listed)

    def _language(self, message: discord.Message) -> Lang:
        """That of the words; of the server where there are none."""
        if text := words_in(message):
            return language_of(text)
        guild = message.guild
        team = self.bot.team(guild.id if guild else None)
        here = closest(guild.preferred_locale) if guild else None
        return team.language or here or self.bot.settings.language

    # --- the reply ---

    async def _put(
        self, message: discord.Message, found: KeptReply | None, view: Static, *, spoken_to: bool
    ) -> None:
        if found:
            await self._change(found, message, view)
        else:
            await self._reply(message, view, spoken_to=spoken_to)

    async def _reply(self, message: discord.Message, view: Static, *, spoken_to: bool) -> None:
        reference = message.to_reference(fail_if_not_exists=False)
        sent = await message.channel.send(
            view=view, reference=reference, mention_author=False, allowed_mentions=NOBODY
        )
        reply = KeptReply(
            message=message.id,
            channel=message.channel.id,
            asker=message.author.id,
            reply=sent.id,
            spoken_to=spoken_to,
            edited_at=message.edited_at,
        )
        await self._remember(reply)

    async def _change(self, found: KeptReply, message: discord.Message, view: Static) -> None:
        try:
            await self._posted(found).edit(view=view, allowed_mentions=NOBODY)
        except discord.NotFound:
            log.info("an answer was deleted before its question was changed")
        await self._remember(found.model_copy(update={"edited_at": message.edited_at}))

    async def _remember(self, reply: KeptReply) -> None:
        try:
            await self.bot.store.set_reply(reply)
        except sqlite3.OperationalError:
            log.exception("bot.db cannot be written; a reply will not follow its question")

    async def _take_back(self, found: KeptReply) -> None:
        try:
            await self._posted(found).delete()
        except discord.NotFound:
            log.info("an answer was deleted before its question")
        await self.bot.store.drop_reply(found.message)

    def _posted(self, found: KeptReply) -> discord.PartialMessage:
        channel = self.bot.get_partial_messageable(found.channel)
        return channel.get_partial_message(found.reply)

    async def _fail(
        self, message: discord.Message, found: KeptReply | None, error: Exception
    ) -> None:
        """Tell who spoke to the bot that it failed, and the log why; never raises.

        Where that cannot be said in reply, it is said in a direct message.
        """
        guild = message.guild.id if message.guild else None
        log.error("a message could not be answered", exc_info=error, extra={"guild": guild})
        if not self._is_addressed(message, found):
            return
        words, barred = texts_of(self._language(message)), isinstance(error, discord.Forbidden)
        line = escape(worded(error, words))
        if barred:
            line = words("talk.not_there", channel=f"<#{message.channel.id}>")
        view = notice(line)
        if barred or not await _is_sent(self._put(message, found, view, spoken_to=True)):
            await _is_sent(message.author.send(view=view, allowed_mentions=NOBODY))


async def _is_sent(sending: Awaitable[object]) -> bool:
    try:
        await sending
    except NOT_SENT as error:
        log.warning("no line could be sent", extra={"reason": type(error).__name__})
        return False
    return True


def _is_of_a_person(message: discord.Message) -> bool:
    return message.type in SAID and not message.author.bot and not message.webhook_id


def _is_direct(message: discord.Message) -> bool:
    """Whether it is a direct message; of a server that is unknown yet there is no guild either."""
    return isinstance(message.channel, discord.DMChannel)


def _is_to_its_role(message: discord.Message) -> bool:
    """Whether the role that Discord made for the bot is mentioned, which bears the bot's name."""
    return message.guild is not None and message.guild.self_role in message.role_mentions


def _is_changed_in_time(message: discord.Message) -> bool:
    """Whether it was changed within ten minutes. The preview of a link is no change."""
    edited_at = message.edited_at
    return edited_at is not None and edited_at - message.created_at <= FOLLOWED_FOR


def _is_unreadable(message: discord.Message) -> bool:
    """Whether Discord keeps the words back: it may, where nobody mentions the bot in them."""
    shown = message.content or message.attachments or message.stickers
    return not shown and not _is_direct(message)
