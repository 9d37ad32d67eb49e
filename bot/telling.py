"""Telling somebody what has become of something: directly, or else at their next command."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import discord

from bot.replying import NOBODY, NOT_SENT
from bot.views.card import notice
from kvbot.model.text import Lang

if TYPE_CHECKING:
    from bot.app import KvBot

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

    async def directly(self, bot: KvBot, user: int, thing: T, lang: Lang) -> None:
        """Tell a member in a direct message; where that is closed, at their next command."""
        try:
            is_told = await self._is_told(bot, user, thing, lang)
        except NOT_SENT:
            is_told = False
        if is_told:
            await self._set_told(thing.id)
        else:
            self.waiting.add(user)
            log.info("somebody is told later", extra={"language": lang})

    async def _is_told(self, bot: KvBot, user: int, thing: T, lang: Lang) -> bool:
        """Tell a member; whoever has left since they asked learns nothing."""
        if not await bot.members.has(user):
            return False
        told = await bot.fetch_user(user)
        await told.send(view=notice(*self._worded(thing, lang)), allowed_mentions=NOBODY)
        return True

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
        except (*NOT_SENT, sqlite3.OperationalError):
            self.waiting.add(user)
            log.warning("somebody could not be told")
