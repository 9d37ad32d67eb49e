"""/brief: what one has to know before meeting someone, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.options import LANGUAGE_CHOICES, names
from bot.presenting import present
from bot.texts import described
from kvbot.ask.periods import parse_day
from kvbot.model.queries import Brief, BriefingFormat

if TYPE_CHECKING:
    from bot.app import KvBot

FORMATS = [
    app_commands.Choice(name=described(f"format.{to}"), value=to) for to in get_args(BriefingFormat)
]


class Briefings(commands.Cog):
    """The command that makes briefings; a briefing is only for the asker until it is posted."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot

    @app_commands.command(description=described("brief.description"))
    @app_commands.describe(
        about=described("brief.about"),
        partner=described("brief.with"),
        since=described("brief.since"),
        to=described("brief.format"),
        language=described("option.language"),
    )
    @app_commands.rename(partner="with", to="format")
    @app_commands.choices(to=FORMATS, language=LANGUAGE_CHOICES)
    @app_commands.autocomplete(about=names, partner=names)
    async def brief(
        self,
        interaction: discord.Interaction,
        about: str,
        partner: str | None = None,
        since: str | None = None,
        to: str | None = None,
        language: str | None = None,
    ) -> None:
        """What has one to know before meeting someone?"""
        query = Brief(
            about=about,
            partner=partner,
            since=parse_day(since, last=False) if since else None,
            to=next((known for known in get_args(BriefingFormat) if known == to), "docx"),
        )
        await present(self.bot, interaction, query, "only me", language)
