"""/help and /about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.markup import one_line
from bot.replying import Reply
from bot.texts import described, texts_of
from bot.views.card import notice
from kvbot import __version__
from kvbot.model.edtf import parse_edtf
from kvbot.model.text import Lang
from kvbot.words.dates import say_age, say_date
from kvbot.words.locale import Words, words_of

if TYPE_CHECKING:
    from bot.app import KvBot


class Help(commands.Cog):
    """What the bot can do, and what it stands on."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot

    @app_commands.command(description=described("help.description"))
    async def help(self, interaction: discord.Interaction) -> None:
        """Say what can be asked, with examples."""
        reply, words = Reply(interaction), texts_of(self.bot.language(interaction))
        examples = "\n".join(await reply.during(self._examples(words.lang)))
        await reply.show(notice(words("help.text"), examples, words("help.more")))

    async def _examples(self, lang: Lang) -> list[str]:
        """A command of each kind that this base has an answer to."""
        answers = self.bot.answers
        bodies = await answers.suggest("", ["organization"])
        places = await answers.suggest("", ["place"])
        offered = (
            ("who name", [choice.name for choice in bodies]),
            ("agreements year", [str(year) for year in await answers.years()]),
            ("stats topic", await answers.suggest_topics("", lang)),
            ("timeline about", [choice.name for choice in places]),
        )
        return [f"/{command}: {one_line(values[0])}" for command, values in offered if values]

    @app_commands.command(description=described("about.description"))
    async def about(self, interaction: discord.Interaction) -> None:
        """Say which version and which base this is, and who sees it."""
        reply = Reply(interaction)
        lang = self.bot.language(interaction)
        counts, catalogue = await reply.during(self.bot.answers.about())
        words, locale = texts_of(lang), words_of(lang)
        dates = [source.published for source in catalogue.catalogue if source.published]
        newest = max(dates, key=lambda edtf: parse_edtf(edtf).last, default=None)
        lines = [
            words("about.version", version=__version__),
            words("about.base", hash=self.bot.answers.content_hash[:12]),
            words(
                "about.counts",
                facts=locale.count("facts", sum(counts.values())),
                sources=locale.count("sources", len(catalogue.catalogue)),
            ),
        ]
        if newest:
            months = _months(parse_edtf(newest).last, self.bot.answers.today)
            lines.append(
                words("about.newest", date=say_date(locale, newest), age=say_age(locale, months))
            )
        await reply.show(notice("\n".join(lines), self._audience(words)))

    def _audience(self, words: Words) -> str:
        """Who sees this base: everybody in the servers that the bot serves."""
        guilds = [self.bot.get_guild(guild) for guild in self.bot.bot_settings.guilds]
        named = ", ".join(one_line(guild.name) for guild in guilds if guild)
        key = "about.audience" if len(guilds) == 1 else "about.shared"
        return words(key, guilds=named)


def _months(day: date, today: date) -> int:
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
