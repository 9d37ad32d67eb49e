"""Telling somebody what has become of something: directly, or else at their next command."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, Protocol, TypeVar

import discord

from bot.replying import NOBODY
from bot.views.card import notice
from kvbot.model.text import Lang

log = logging.getLogger("kvbot.telling")


class Kept(Protocol):
    """What is kept in bot.db until who waits for it has been told."""

    @property
    def id(self) -> int:
        """Its number."""


T = TypeVar("T", bound=Kept)


class Telling(Generic[T]):
    """Who is still to be told of what.

    untold: what a user has not been told of yet. set_told: keeps that a user has been.
    worded: a thing in paragraphs of our own markup, in a language.
    """

    def __init__(
        self,
        untold: Callable[[int], Awaitable[Sequence[T]]],
        set_told: Callable[[int], Awaitable[None]],
        worded: Callable[[T, Lang], Sequence[str]],
    ) -> None:
        self._untold, self._set_told, self._worded = untold, set_told, worded
        self.waiting: set[int] = set()

    async def directly(self, client: discord.Client, user: int, thing: T, lang: Lang) -> None:
        """Tell somebody in a direct message; where that is closed, at their next command."""
        try:
            told = await client.fetch_user(user)
            view = notice(*self._worded(thing, lang))
            await told.send(view=view, allowed_mentions=NOBODY)
        except discord.HTTPException:
            self.waiting.add(user)
            log.info("somebody is told later", extra={"language": lang})
            return
        await self._set_told(thing.id)

    async def beneath(self, interaction: discord.Interaction, lang: Lang) -> None:
        """Tell what is still to be told, beneath the answer that somebody asked for."""
        user = interaction.user.id
        if user not in self.waiting:
            return
        self.waiting.discard(user)
        try:
            for thing in await self._untold(user):
                view = notice(*self._worded(thing, lang))
                await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=NOBODY)
                await self._set_told(thing.id)
        except (discord.HTTPException, sqlite3.OperationalError):
            self.waiting.add(user)
            log.warning("somebody could not be told")
