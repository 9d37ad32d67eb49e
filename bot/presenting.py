"""Showing the answer to a query: to whom, in which language, with which buttons."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable
from typing import TYPE_CHECKING

import discord

from bot.access import may_post
from bot.answers import Told
from bot.replying import Reply
from bot.texts import texts_of
from bot.views.card import card, notice
from bot.views.ids import PointsTo
from bot.views.static import Static
from kvbot.model.queries import Brief, Query
from kvbot.model.text import LANGUAGES, Lang

if TYPE_CHECKING:
    from bot.app import KvBot

log = logging.getLogger("kvbot.presenting")


async def present_told(
    bot: KvBot,
    interaction: discord.Interaction,
    answering: Awaitable[Told],
    *,
    public: bool = False,
) -> None:
    """Show what is told to words: for everyone if that is asked for and it is an answer."""
    reply = Reply(interaction)
    told = await reply.during(answering)
    public = public and told.rendered.status == "answered"
    view = await reply.during(drawn(bot, interaction, told, only_me=not public))
    await reply.show(view, public=public)


async def present(
    bot: KvBot,
    interaction: discord.Interaction,
    query: Query,
    show: str | None = None,
    language: str | None = None,
) -> None:
    """Answer a query. show, language: as chosen by the asker, who may have chosen nothing.

    Choices and what is not on record are only for the asker, whatever was chosen.
    """
    chosen = known_language(language)
    public = (show or bot.team(interaction.guild_id).show) == "everyone"
    reply = Reply(interaction)
    lang = bot.language(interaction, chosen, public=public)
    meanwhile = notice(texts_of(lang)("brief.progress")) if isinstance(query, Brief) else None
    told = await reply.during(bot.answers.tell(query, lang, chosen), meanwhile)
    if public and told.rendered.status != "answered":
        public, lang = False, bot.language(interaction, chosen)
        told = await reply.during(bot.answers.tell(query, lang, chosen))
    view = await reply.during(drawn(bot, interaction, told, only_me=not public), meanwhile)
    await reply.show(view, public=public)


def known_language(language: str | None) -> Lang | None:
    """A language that was chosen; anything else counts as none."""
    return next((lang for lang in LANGUAGES if lang == language), None)


async def drawn(
    bot: KvBot, interaction: discord.Interaction, told: Told, *, only_me: bool, page: int = 0
) -> Static:
    """The card of an answer, whose buttons belong to the asker."""
    if told.gone:
        return gone_card(told.lang)
    key = told.key if await kept(bot, told) else ""
    at = PointsTo("page", key, interaction.user.id, page)
    return await illustrated(bot, interaction, told, at, only_me=only_me)


async def illustrated(
    bot: KvBot, interaction: discord.Interaction, told: Told, at: PointsTo, *, only_me: bool
) -> Static:
    """The card at a page; the first has its picture or file, where the bot may attach one."""
    attach = at.page == 0 and interaction.app_permissions.attach_files
    attached = await bot.answers.attachment(told) if attach else None
    return card(told, at, only_me=only_me, may_post=may_post(interaction), attached=attached)


def gone_card(lang: Lang) -> Static:
    """What is said when a button points to what is no longer in the base."""
    return notice(texts_of(lang)("card.gone"))


async def kept(bot: KvBot, told: Told) -> bool:
    """Whether the buttons of a card have something to point to.

    Without it the card is shown all the same, only without buttons.
    """
    try:
        await bot.answers.keep(told, bot.store)
    except sqlite3.OperationalError:
        log.exception("bot.db cannot be written; a card goes without buttons")
        return False
    return True
