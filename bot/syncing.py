"""Giving Discord the definitions of the commands, only when they have changed."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from bot.app import KvBot

log = logging.getLogger("kvbot.syncing")


async def sync_commands(bot: KvBot) -> None:
    """Bring the commands of every guild to what they should be.

    A guild that is no longer allowed loses them. A guild that refuses (the bot is not
    there yet, or without the scope for commands) is tried again at the next start.
    """
    known = await bot.store.synced()
    for guild in bot.bot_settings.guilds:
        digest = await _digest(bot, guild)
        if known.get(guild) != digest and await _sync(bot, guild):
            await _note(bot, guild, digest)
    for guild in known.keys() - set(bot.bot_settings.guilds):
        if await _remove(bot, guild):
            await _note(bot, guild, None)


async def _note(bot: KvBot, guild: int, digest: str | None) -> None:
    """Keep which commands a guild has; without that they are synced again at the next start."""
    try:
        await bot.store.set_synced(guild, digest)
    except sqlite3.OperationalError:
        log.warning("bot.db cannot be written", extra={"guild": guild}, exc_info=True)


async def _digest(bot: KvBot, guild: int) -> str:
    """Changes whenever anything that Discord is told of the commands changes."""
    translator = bot.tree.translator
    if translator is None:
        raise RuntimeError("the translator is set before commands are synced")
    commands = bot.tree.get_commands(guild=discord.Object(guild))
    told: list[Any] = [await c.get_translated_payload(bot.tree, translator) for c in commands]
    written = json.dumps([bot.application_id, told], sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()


async def _sync(bot: KvBot, guild: int) -> bool:
    try:
        await bot.tree.sync(guild=discord.Object(guild))
    except discord.HTTPException as error:
        log.warning(
            "commands not accepted; invite the bot with the scope applications.commands",
            extra={"guild": guild, "status": error.status, "code": error.code},
        )
        return False
    log.info("commands synced", extra={"guild": guild})
    return True


async def _remove(bot: KvBot, guild: int) -> bool:
    application = bot.application_id
    if application is None:
        return False
    try:
        await bot.http.bulk_upsert_guild_commands(application, guild, payload=[])
    except (discord.Forbidden, discord.NotFound):
        log.info("a guild that was taken off the list is out of reach", extra={"guild": guild})
    except discord.HTTPException as error:
        log.warning("commands not removed", extra={"guild": guild, "status": error.status})
        return False
    return True
