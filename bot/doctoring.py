"""What kvbot doctor checks of the Discord application."""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp
import discord

from bot.app import intents, use_server
from bot.permissions import NEEDED, invitation
from bot.settings import BotSettings, read_bot_settings
from kvbot.cli.doctoring import Finding
from kvbot.errors import KvbotError


async def check_discord(environment: Mapping[str, str]) -> list[Finding]:
    """Token, intents, servers and permissions; nothing where no token is set."""
    if not environment.get("DISCORD_TOKEN", "").strip():
        return [Finding("DISCORD_TOKEN is not set: the console only")]
    try:
        settings = read_bot_settings(environment)
    except KvbotError as error:
        what, _, remedy = str(error).partition("; ")
        return [Finding(what, remedy or "see .env.example")]
    try:
        return await _application(settings)
    except discord.LoginFailure:
        remedy = "reset it in the developer portal and set it anew"
        return [Finding("Discord rejects DISCORD_TOKEN (401)", remedy)]
    except (OSError, aiohttp.ClientError, discord.HTTPException) as error:
        remedy = "check the network, HTTPS_PROXY and DISCORD_API_BASE"
        return [Finding(f"Discord cannot be reached ({type(error).__name__})", remedy)]


async def _application(settings: BotSettings) -> list[Finding]:
    if settings.api_base:
        await use_server(settings.api_base, settings.proxy)
    async with discord.Client(intents=intents(), proxy=settings.proxy) as client:
        await client.login(settings.token)
        application = client.application_id or 0
        return [
            Finding(f"Discord accepts the token of application {application}"),
            _intents(settings, client),
            *[await _guild(client, guild, application) for guild in settings.guilds],
        ]


def _intents(settings: BotSettings, client: discord.Client) -> Finding:
    """Whether Discord will tell the bot what it needs to be told."""
    flags = client.application_flags
    allowed = flags.gateway_message_content or flags.gateway_message_content_limited
    if settings.quick_channels and not allowed:
        remedy = "switch on Message Content under Bot in the developer portal"
        return Finding("KVBOT_QUICK_CHANNELS needs the message content intent", remedy)
    return Finding("intents are as needed")


async def _guild(client: discord.Client, number: int, application: int) -> Finding:
    """Whether the bot is in a server, and may do there what it has to."""
    try:
        guild = await client.fetch_guild(number)
        me = await guild.fetch_member(client.user.id if client.user else 0)
    except (discord.Forbidden, discord.NotFound):
        remedy = f"invite the bot: {invitation(application)}"
        return Finding(f"server {number}: the bot is no member", remedy)
    allowed = me.guild_permissions
    missing = [name for name, needed in NEEDED if needed and not getattr(allowed, name)]
    if missing and not allowed.administrator:
        remedy = f"give the bot's role these, or invite it again: {invitation(application)}"
        return Finding(f"server {number}: missing are {', '.join(missing)}", remedy)
    return Finding(f"server {number}: a member, with the permissions that it needs")
