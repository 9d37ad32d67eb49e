"""Questions without an answer that askers send to a curator, and /gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import is_curator
from bot.cards.markup import escape
from bot.replying import Reply
from bot.store.models import Gap, NewGap
from bot.telling import Telling
from bot.texts import described, texts_of
from bot.views.card import asked_on
from bot.views.gaps import answering_form, gaps_card, sending_form
from bot.views.ids import PointsTo
from bot.views.report import written
from kvbot.model.text import Lang

if TYPE_CHECKING:
    from bot.app import KvBot


class Gaps(commands.Cog):
    """Keeps a question only when its asker sends it, and brings the answer back."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot
        self._telling = Telling(bot.store.untold_gaps, bot.store.set_gap_told, _answered)

    async def cog_load(self) -> None:
        """Find out who is still to be told."""
        self._telling.waiting = await self.bot.store.askers_to_tell()

    async def press(self, interaction: discord.Interaction, at: PointsTo) -> None:
        """A press on one of the buttons, or a form that was sent."""
        words, reply = texts_of(self.bot.language(interaction)), Reply(interaction)
        if at.action == "gap-send" and at.owner != interaction.user.id:
            await reply.say(words("press.not_yours"))
        elif at.action == "gap-send":
            await reply.ask(sending_form(asked_on(interaction.message), words))
        elif at.action == "gap-sent":
            await self._take(interaction, reply)
        elif not self._is_curator(interaction):
            await reply.say(words("refusal.curators"))
        elif at.action == "gap-answer":
            await reply.ask(answering_form(at.key, words))
        elif at.action == "gap-answered" and at.key.isdigit():
            await self._answer(interaction, reply, int(at.key))
        else:
            await reply.say(words("press.unknown"))

    def _is_curator(self, interaction: discord.Interaction) -> bool:
        return is_curator(interaction.user, self.bot.team(interaction.guild_id))

    # --- sending ---

    async def _take(self, interaction: discord.Interaction, reply: Reply) -> None:
        """Keep a question for the curators of the server, also if it is from a direct message."""
        lang = self.bot.language(interaction)
        question = " ".join(written(interaction).get("text", "").split())
        if not question:
            await reply.say(texts_of(lang)("gap.empty"))
            return
        guild = interaction.guild_id or await self.bot.members.guild_of(interaction.user.id) or 0
        gap = NewGap(guild=guild, asker=interaction.user.id, language=lang, question=question)
        await reply.during(self.bot.store.add_gap(gap))
        known = self.bot.team(guild).has_curators
        await reply.say(texts_of(lang)("gap.thanks" if known else "gap.no_curators"))

    # --- curators ---

    @app_commands.command(description=described("gaps.description"))
    async def gaps(self, interaction: discord.Interaction) -> None:
        """Show curators what could not be answered, the most frequent first."""
        words, reply = texts_of(self.bot.language(interaction)), Reply(interaction)
        if not self._is_curator(interaction):
            await reply.say(words("refusal.curators"))
            return
        found = await reply.during(self.bot.store.open_gaps(interaction.guild_id or 0))
        if found:
            await reply.show(gaps_card(found, words))
        else:
            await reply.say(words("gap.none"))

    async def _answer(self, interaction: discord.Interaction, reply: Reply, number: int) -> None:
        words, guild = texts_of(self.bot.language(interaction)), interaction.guild_id or 0
        answer = written(interaction).get("text", "")
        found = await reply.during(self.bot.store.answer_gap(number, guild, answer))
        if not found:
            await reply.say(words("gap.answered_before"))
            return
        await reply.say(words("gap.answered", askers=words.count("askers", len(found))))
        for gap in found:
            await self._telling.directly(self.bot, gap.asker, gap, gap.language)

    @commands.Cog.listener()
    async def on_app_command_completion(
        self, interaction: discord.Interaction, command: object
    ) -> None:
        """Tell who gives a command what curators answered to their questions."""
        await self._telling.beneath(interaction, self.bot.language(interaction))


def _answered(gap: Gap, lang: Lang) -> list[str]:
    line = texts_of(lang)("gap.told", question=escape(gap.question))
    return [line, escape(gap.answer or "")]
