"""/who, /agreements, /stats, /timeline and /sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.options import kinds, names, parties, places, query_options, sources, topics, years
from bot.presenting import present
from bot.texts import described
from kvbot.ask.lexicon import agreement_kind
from kvbot.ask.periods import parse_day, parse_period, parse_span
from kvbot.model.queries import Agreements, Sources, Stats, Timeline, Who

if TYPE_CHECKING:
    from bot.app import KvBot


class Queries(commands.Cog):
    """The commands that ask the desk. Each only reads its options into a query."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot

    @app_commands.command(description=described("who.description"))
    @app_commands.describe(name=described("who.name"), as_of=described("who.as_of"))
    @app_commands.rename(as_of="as-of")
    @app_commands.autocomplete(name=names)
    @query_options
    async def who(
        self,
        interaction: discord.Interaction,
        name: str,
        as_of: str | None = None,
        show: str | None = None,
        language: str | None = None,
    ) -> None:
        """Who or what is this?"""
        query = Who(name=name, as_of=parse_day(as_of, last=True) if as_of else None)
        await present(self.bot, interaction, query, show, language)

    @app_commands.command(description=described("agreements.description"))
    @app_commands.describe(
        year=described("agreements.year"),
        party=described("agreements.party"),
        kind=described("agreements.kind"),
        place=described("agreements.place"),
    )
    @app_commands.autocomplete(year=years, party=parties, kind=kinds, place=places)
    @query_options
    async def agreements(
        self,
        interaction: discord.Interaction,
        year: str | None = None,
        party: str | None = None,
        kind: str | None = None,
        place: str | None = None,
        show: str | None = None,
        language: str | None = None,
    ) -> None:
        """What was signed?"""
        query = Agreements(
            period=parse_period(year) if year else None,
            party=party,
            kind=agreement_kind(kind) if kind else None,
            place=place,
        )
        await present(self.bot, interaction, query, show, language)

    @app_commands.command(description=described("stats.description"))
    @app_commands.describe(topic=described("stats.topic"), of=described("stats.of"))
    @app_commands.autocomplete(topic=topics, of=parties)
    @query_options
    async def stats(
        self,
        interaction: discord.Interaction,
        topic: str | None = None,
        of: str | None = None,
        show: str | None = None,
        language: str | None = None,
    ) -> None:
        """What are the figures?"""
        await present(self.bot, interaction, Stats(topic=topic or "", of=of), show, language)

    @app_commands.command(description=described("timeline.description"))
    @app_commands.describe(
        about=described("timeline.about"),
        first=described("timeline.from"),
        last=described("timeline.to"),
    )
    @app_commands.rename(first="from", last="to")
    @app_commands.autocomplete(about=names)
    @query_options
    async def timeline(
        self,
        interaction: discord.Interaction,
        about: str | None = None,
        first: str | None = None,
        last: str | None = None,
        show: str | None = None,
        language: str | None = None,
    ) -> None:
        """What happened when?"""
        query = Timeline(about=about, period=parse_span(first, last))
        await present(self.bot, interaction, query, show, language)

    @app_commands.command(description=described("sources.description"))
    @app_commands.describe(source=described("sources.source"))
    @app_commands.autocomplete(source=sources)
    @query_options
    async def sources(
        self,
        interaction: discord.Interaction,
        source: str | None = None,
        show: str | None = None,
        language: str | None = None,
    ) -> None:
        """Which documents is the base built from?"""
        await present(self.bot, interaction, Sources(source=source), show, language)
