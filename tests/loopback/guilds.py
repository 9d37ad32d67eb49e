"""Routes about users, guilds and the gateway."""

from __future__ import annotations

from tests.loopback.errors import missing_access, unknown
from tests.loopback.platform import Call, Platform
from tests.loopback.world import Guild, Payload


def gateway(platform: Platform, call: Call) -> Payload:
    """GET /gateway."""
    return {"url": platform.gateway.address}


def gateway_bot(platform: Platform, call: Call) -> Payload:
    """GET /gateway/bot."""
    starts = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": platform.gateway.address, "shards": 1, "session_start_limit": starts}


def me(platform: Platform, call: Call) -> Payload:
    """GET /users/@me."""
    return platform.world.bot.payload() | {"verified": True, "mfa_enabled": False, "flags": 0}


def my_guilds(platform: Platform, call: Call) -> list[Payload]:
    """GET /users/@me/guilds."""
    return [
        {**guild.payload(), "owner": False, "permissions": str(int(guild.everyone.permissions))}
        for guild in platform.world.guilds.values()
        if guild.joined
    ]


def user(platform: Platform, call: Call) -> Payload:
    """GET /users/{user_id}."""
    found = platform.world.users.get(call.id("user_id"))
    if found is None:
        raise unknown("User")
    return found.payload()


def create_dm(platform: Platform, call: Call) -> Payload:
    """POST /users/@me/channels."""
    recipient = platform.world.users.get(int(call.body.get("recipient_id", 0)))
    if recipient is None or recipient is platform.world.bot:
        raise unknown("User")
    return platform.world.conversation(recipient).payload()


def guild(platform: Platform, call: Call) -> Payload:
    """GET /guilds/{guild_id}."""
    found = joined_guild(platform, call)
    if call.query.get("with_counts") not in ("true", "1"):
        return found.payload()
    counts = {"approximate_member_count": len(found.members), "approximate_presence_count": 1}
    return {**found.payload(), **counts}


def guild_channels(platform: Platform, call: Call) -> list[Payload]:
    """GET /guilds/{guild_id}/channels: without threads."""
    channels = joined_guild(platform, call).channels.values()
    return [channel.payload() for channel in channels if channel.parent is None]


def roles(platform: Platform, call: Call) -> list[Payload]:
    """GET /guilds/{guild_id}/roles."""
    return [role.payload() for role in joined_guild(platform, call).roles.values()]


def member(platform: Platform, call: Call) -> Payload:
    """GET /guilds/{guild_id}/members/{user_id}."""
    found = joined_guild(platform, call).members.get(call.id("user_id"))
    if found is None:
        raise unknown("Member")
    return found.payload()


def joined_guild(platform: Platform, call: Call) -> Guild:
    """The guild in the path, which the bot must be in."""
    found = platform.world.guilds.get(call.id("guild_id"))
    if found is None or not found.joined:
        raise missing_access()
    return found
