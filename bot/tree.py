"""The command tree: who is served at all, and what happens when a command fails."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.replying import BY_THEN_S, NOT_SENT, Reply
from bot.texts import texts_of
from kvbot.errors import KvbotError, UsageError
from kvbot.names.folding import printable
from kvbot.words.locale import Words

if TYPE_CHECKING:
    from bot.app import KvBot

log = logging.getLogger("kvbot.commands")

LONGEST_ECHO = 60
"""Characters of what was typed that an error repeats."""


class Tree(app_commands.CommandTree["KvBot"]):
    """Carries out commands; whatever fails, the asker gets a line and the log the traceback."""

    async def _call(self, interaction: discord.Interaction[KvBot]) -> None:
        """Carry out a command.

        Overrides a private method of discord.py 2.7: an exception that is no
        AppCommandError, such as one for an option of a wrong type, ends there unseen, and
        its own way to on_error reads the command again, which fails for the same reason.
        """
        with interaction.client.under_way():
            try:
                async with asyncio.timeout(BY_THEN_S if _is_completing(interaction) else None):
                    await super()._call(interaction)
            except Exception as error:  # noqa: BLE001 - the one handler of commands
                await self._tell(interaction, error)
            if _is_completing(interaction) and not interaction.response.is_done():
                await _nothing_to_offer(interaction)  # discord.py only logs what failed there

    async def interaction_check(self, interaction: discord.Interaction[KvBot], /) -> bool:
        """Whether a command is served: from an allowed guild, and not too many of them."""
        completing = _is_completing(interaction)
        refusal = await interaction.client.refusal(interaction, counted=not completing)
        if refusal is None:
            return True
        if completing:
            await interaction.response.autocomplete([])
        else:
            await Reply(interaction).say(refusal)
        return False

    async def on_error(
        self, interaction: discord.Interaction[KvBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the asker of what failed within a command; never raises."""
        await self._tell(interaction, getattr(error, "original", error))

    async def _tell(self, interaction: discord.Interaction[KvBot], original: Exception) -> None:
        """Tell the asker in a line; never raises."""
        if _is_completing(interaction):
            log.warning("autocomplete failed", exc_info=original)
            await _nothing_to_offer(interaction)
            return
        await fail(interaction, original)


def _is_completing(interaction: discord.Interaction[KvBot]) -> bool:
    return interaction.type is discord.InteractionType.autocomplete


async def _nothing_to_offer(interaction: discord.Interaction[KvBot]) -> None:
    try:
        await interaction.response.autocomplete([])
    except discord.DiscordException:
        log.info("no one waits for the choices any more")


async def fail(interaction: discord.Interaction[KvBot], error: BaseException) -> None:
    """Tell the asker what went wrong, and the log what nobody expected; never raises."""
    if not isinstance(error, UsageError):
        log.error("a reply failed", exc_info=error, extra=interaction.client.traits(interaction))
    try:
        words = texts_of(interaction.client.language(interaction))
        await Reply(interaction).say(worded(error, words))
    except NOT_SENT as second:
        log.warning("no line could be sent", extra={"reason": type(second).__name__})


def worded(error: BaseException, words: Words) -> str:
    """An error in the asker's language; the locale file has a text for each kind."""
    kinds = [kind.__name__ for kind in type(error).__mro__ if issubclass(kind, Exception)]
    if isinstance(error, sqlite3.OperationalError):
        return words("error.store")
    if isinstance(error, app_commands.CommandNotFound):
        return words("error.unknown_command")
    if isinstance(error, discord.Forbidden):
        return words("error.forbidden")
    if isinstance(error, TimeoutError):
        return words("error.busy")
    for kind in kinds:
        if isinstance(error, KvbotError) and words.has(f"error.{kind}"):
            typed = printable(str(getattr(error, "typed", "")))[:LONGEST_ECHO]
            return words(f"error.{kind}", typed=typed)
    return words("error.unexpected")
