"""Questions without an answer that askers send to a curator, and /gaps."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import is_curator
from bot.cards.markup import escape
from bot.cards.words import plain_words
from bot.replying import NOBODY, Reply
from bot.store.models import Gap
from bot.texts import described, texts_of
from bot.views.gaps import answering_form, gaps_card, gaps_table, sending_form
from bot.views.ids import PointsTo
from bot.views.report import written

if TYPE_CHECKING:
    from bot.app import KvBot

MOST_SHOWN = 10
"""Questions in one message; all are in the table beside it."""

log = logging.getLogger("kvbot.gaps")


class Gaps(commands.Cog):
    """Keeps a question only when its asker sends it, and brings the answer back."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot

    @app_commands.command(description=described("gaps.description"))
    async def gaps(self, interaction: discord.Interaction) -> None:
        """Show curators what could not be answered, the most frequent first."""
        words, reply = texts_of(self.bot.language(interaction)), Reply(interaction)
        if not self._is_curator(interaction):
            await reply.say(words("refusal.curators"))
            return
        found = await reply.during(self.bot.store.gaps(interaction.guild_id or 0))
        if not found:
            await reply.say(words("gap.none"))
            return
        await reply.show(gaps_card(found[:MOST_SHOWN], words))
        await Reply(interaction).attach(words("gap.table"), "kvbot-gaps.csv", gaps_table(found))

    def _is_curator(self, interaction: discord.Interaction) -> bool:
        return is_curator(interaction.user, self.bot.team(interaction.guild_id))

    async def press(self, interaction: discord.Interaction, at: PointsTo) -> None:
        """A press on one of the buttons, or a form that was sent."""
        words, reply = texts_of(self.bot.language(interaction)), Reply(interaction)
        if at.action == "gap-send":
            await reply.ask(sending_form(_question_of(interaction), words))
        elif at.action == "gap-sent":
            await self._take(interaction, reply)
        elif not self._is_curator(interaction):
            await reply.say(words("refusal.curators"))
        elif at.action == "gap-answer":
            await reply.ask(answering_form(at.key, words))
        else:
            await self._answer(interaction, reply, int(at.key or "0", 16))

    async def _take(self, interaction: discord.Interaction, reply: Reply) -> None:
        lang = self.bot.language(interaction)
        user, question = interaction.user.id, written(interaction).get("text", "").strip()
        guild = interaction.guild_id or await self.bot.members.guild_of(user) or 0
        await reply.during(self.bot.store.add_gap(guild, user, lang, question))
        await reply.say(texts_of(lang)("gap.thanks"))

    async def _answer(self, interaction: discord.Interaction, reply: Reply, number: int) -> None:
        words, answer = texts_of(self.bot.language(interaction)), written(interaction).get("text")
        guild = interaction.guild_id or 0
        found = await reply.during(self.bot.store.answer_gap(number, guild, answer or ""))
        await reply.say(words("gap.answered", askers=words.count("askers", len(found))))
        for gap in found:
            await self._tell(gap)

    async def _tell(self, gap: Gap) -> None:
        """Bring the answer to who asked."""
        line = texts_of(gap.language)("gap.told", question=escape(gap.question))
        try:
            user = await self.bot.fetch_user(gap.asker)
            await user.send(f"{line}\n{escape(gap.answer or '')}", allowed_mentions=NOBODY)
        except discord.HTTPException:
            log.info("an asker could not be told")
            return
        await self.bot.store.set_gap_told(gap.id)


def _question_of(interaction: discord.Interaction) -> str:
    """The question that a reply of the bot answers, as far as Discord shows it."""
    reference = interaction.message.reference if interaction.message else None
    asked = reference.resolved if reference else None
    return plain_words(asked.content) if isinstance(asked, discord.Message) else ""
