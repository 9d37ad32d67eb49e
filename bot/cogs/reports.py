"""Reports of errors: taking them, showing them to curators, closing them, telling the reporter."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING, get_args

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import is_curator
from bot.cards.markup import escape
from bot.replying import NOBODY, Reply
from bot.store.models import ErrorReport, NewReport, Outcome
from bot.telling import Telling
from bot.texts import described, texts_of
from bot.views.card import notice
from bot.views.ids import PointsTo
from bot.views.report import (
    closing_form,
    report_card,
    reports_card,
    withdrawn_card,
    written,
)
from kvbot.model.text import Lang

if TYPE_CHECKING:
    from bot.app import KvBot

MOST_SHOWN = 3
"""Reports in one message; the oldest first."""

log = logging.getLogger("kvbot.reports")


class Reports(commands.Cog):
    """Keeps every report until a curator closes it and the reporter has been told."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot
        self._telling = Telling(bot.store.untold, bot.store.set_told, _outcome)

    async def cog_load(self) -> None:
        """Find out who is still to be told."""
        self._telling.waiting = await self.bot.store.reporters_to_tell()

    # --- taking ---

    async def take(
        self, interaction: discord.Interaction, claim: str, wrong: str, ground: str
    ) -> None:
        """Keep a report and show it to the curators.

        Where it cannot be kept, the reporter gets back what they wrote.
        """
        lang = self.bot.language(interaction)
        words, reply = texts_of(lang), Reply(interaction)
        try:
            report = await reply.during(
                self.bot.store.add_report(
                    NewReport(
                        guild=interaction.guild_id or await self._home(interaction),
                        reporter=interaction.user.id,
                        language=lang,
                        claim=claim,
                        wrong=wrong,
                        ground=ground,
                    )
                )
            )
        except sqlite3.OperationalError:
            log.exception("a report could not be kept")
            text = f"{claim}\n\n{wrong}\n\n{ground}\n"
            await reply.attach(words("report.not_kept"), "report.txt", text.encode("utf-8-sig"))
            return
        known = self.bot.team(report.guild).has_curators
        await reply.say(words("report.thanks" if known else "report.no_curators", number=report.id))
        await self._show_curators(report)

    async def _home(self, interaction: discord.Interaction) -> int:
        """The server whose curators hear of what is reported in direct messages."""
        return await self.bot.members.guild_of(interaction.user.id) or 0

    async def _show_curators(self, report: ErrorReport) -> None:
        """Post a report to the curators' channel; /reports shows it in any case."""
        team = self.bot.team(report.guild)
        channel = self.bot.get_channel(team.curator_channel or 0)
        if not isinstance(channel, discord.TextChannel):
            return
        words = texts_of(team.language or self.bot.settings.language)
        try:
            message = await channel.send(view=report_card(report, words), allowed_mentions=NOBODY)
            await self.bot.store.set_posted(report.id, channel.id, message.id)
            # While it was being posted, it may have been closed or withdrawn.
            now = await self.bot.store.report(report.id, report.guild)
            if now is None:
                await message.edit(view=withdrawn_card(words), allowed_mentions=NOBODY)
            elif now.outcome:
                await message.edit(view=report_card(now, words), allowed_mentions=NOBODY)
        except (discord.HTTPException, sqlite3.OperationalError) as error:
            log.warning(
                "a report could not be posted; see /reports",
                extra={"channel": channel.id, "reason": type(error).__name__},
            )

    # --- curators ---

    @app_commands.command(description=described("reports.description"))
    async def reports(self, interaction: discord.Interaction) -> None:
        """Show the reports that wait for a curator."""
        words, reply = texts_of(self.bot.language(interaction)), Reply(interaction)
        if not self._is_curator(interaction):
            await reply.say(words("refusal.curators"))
            return
        guild = interaction.guild_id or 0
        found, total = await reply.during(self.bot.store.open_reports(guild, MOST_SHOWN))
        if found:
            await reply.show(reports_card(found, total, words))
        else:
            await reply.say(words("report.none"))

    def _is_curator(self, interaction: discord.Interaction) -> bool:
        return is_curator(interaction.user, self.bot.team(interaction.guild_id))

    async def press(self, interaction: discord.Interaction, at: PointsTo) -> None:
        """A curator closes a report: first the form, then what it says."""
        words, reply = texts_of(self.bot.language(interaction)), Reply(interaction)
        step, _, outcome = at.action.partition("-")
        known: Outcome | None = next((o for o in get_args(Outcome) if o == outcome), None)
        if known is None or not at.key.isdigit():
            await reply.say(words("press.unknown"))
        elif not self._is_curator(interaction):
            await reply.say(words("refusal.curators"))
        elif step == "close":
            await reply.ask(closing_form(at.key, known, words))
        else:
            await self._close(interaction, reply, int(at.key), known)

    async def _close(
        self, interaction: discord.Interaction, reply: Reply, number: int, outcome: Outcome
    ) -> None:
        words, guild = texts_of(self.bot.language(interaction)), interaction.guild_id or 0
        answer, curator = written(interaction).get("answer", ""), interaction.user.id
        closed = await reply.during(
            self.bot.store.close_report(number, guild, curator, outcome, answer)
        )
        if not closed:
            await reply.say(words("report.closed_before"))
            return
        await reply.say(words("report.closed", number=number))
        report = await self.bot.store.report(number, guild)
        if report:
            await self._redraw(report)
            await self._telling.directly(self.bot, report.reporter, report, report.language)

    async def _redraw(self, report: ErrorReport) -> None:
        team = self.bot.team(report.guild)
        words = texts_of(team.language or self.bot.settings.language)
        await self._replace(report, report_card(report, words))

    async def _replace(self, report: ErrorReport, view: discord.ui.LayoutView) -> None:
        """Put something else in the place of a report in the curators' channel."""
        if not report.channel or not report.message:
            return
        channel = self.bot.get_partial_messageable(report.channel)
        try:
            message = channel.get_partial_message(report.message)
            await message.edit(view=view, allowed_mentions=NOBODY)
        except discord.HTTPException as error:
            log.info("a posted report could not be changed", extra={"status": error.status})

    @commands.Cog.listener()
    async def on_app_command_completion(
        self, interaction: discord.Interaction, command: object
    ) -> None:
        """Tell who gives a command what has become of their reports."""
        await self._telling.beneath(interaction, self.bot.language(interaction))

    # --- forgetting ---

    @app_commands.command(name="forget-me", description=described("forget.description"))
    async def forget_me(self, interaction: discord.Interaction) -> None:
        """Delete what is kept about the asker."""
        words, reply = texts_of(self.bot.language(interaction)), Reply(interaction)
        gone = await reply.during(self.bot.store.forget(interaction.user.id))
        self._telling.waiting.discard(interaction.user.id)
        await reply.show(notice(words("forget.done", reports=words.count("reports", len(gone)))))
        for report in gone:
            team = self.bot.team(report.guild)
            words = texts_of(team.language or self.bot.settings.language)
            await self._replace(report, withdrawn_card(words))


def _outcome(report: ErrorReport, lang: Lang) -> list[str]:
    words = texts_of(lang)
    line = words(f"told.{report.outcome}", number=report.id, claim=escape(report.claim))
    return [line, *([f"“{escape(report.answer)}”"] if report.answer else [])]
