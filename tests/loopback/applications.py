"""Routes about the application and its commands, global and of a guild."""

from __future__ import annotations

from tests.loopback.command_rules import violations
from tests.loopback.errors import missing_access, unknown
from tests.loopback.guilds import joined_guild
from tests.loopback.platform import Call, Platform
from tests.loopback.world import Payload

CHAT_INPUT = 1


def me(platform: Platform, call: Call) -> Payload:
    """GET /oauth2/applications/@me and /applications/@me."""
    owner = platform.world.bot
    return {
        "id": str(owner.id),
        "name": owner.name,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": owner.payload(),
        "team": None,
    }


def list_commands(platform: Platform, call: Call) -> list[Payload]:
    """GET …/commands."""
    return list(_commands(platform, call).values())


def overwrite_commands(platform: Platform, call: Call) -> list[Payload]:
    """PUT …/commands: these commands and no others."""
    commands = _commands(platform, call)
    platform.refuse(call, violations(call.fields or []))
    kept = {_key(command): command["id"] for command in commands.values()}
    commands.clear()
    for definition in call.fields or []:
        _register(platform, call, commands, definition, kept.get(_key(definition)))
    return list(commands.values())


def create_command(platform: Platform, call: Call) -> Payload:
    """POST …/commands: one more command, or a new definition of one."""
    commands = _commands(platform, call)
    others = [c for c in commands.values() if _key(c) != _key(call.body)]
    platform.refuse(call, violations([*others, call.body]))
    kept = {_key(command): command["id"] for command in commands.values()}
    return _register(platform, call, commands, call.body, kept.get(_key(call.body)))


def get_command(platform: Platform, call: Call) -> Payload:
    """GET …/commands/{command_id}."""
    found = _commands(platform, call).get(call.id("command_id"))
    if found is None:
        raise unknown("application command")
    return found


def edit_command(platform: Platform, call: Call) -> Payload:
    """PATCH …/commands/{command_id}."""
    command = get_command(platform, call)
    others = [c for c in _commands(platform, call).values() if c is not command]
    platform.refuse(call, violations([*others, {**command, **call.body}]))
    command.update(call.body)
    return command


def delete_command(platform: Platform, call: Call) -> None:
    """DELETE …/commands/{command_id}."""
    command = get_command(platform, call)
    del _commands(platform, call)[int(command["id"])]


def _commands(platform: Platform, call: Call) -> dict[int, Payload]:
    """The commands of the guild in the path, or the global ones."""
    if call.id("application_id") != platform.world.bot.id:
        raise missing_access()
    guild_id = joined_guild(platform, call).id if "guild_id" in call.arguments else None
    return platform.commands.setdefault(guild_id, {})


def _key(command: Payload) -> tuple[int, str]:
    return command.get("type") or CHAT_INPUT, command.get("name", "")


def _register(
    platform: Platform,
    call: Call,
    commands: dict[int, Payload],
    definition: Payload,
    known_id: str | None,
) -> Payload:
    """Store a definition, under the identifier that a command of this name already had."""
    number = int(known_id) if known_id else platform.world.snowflakes.passing()
    command: Payload = {
        "default_member_permissions": None,
        "nsfw": False,
        "description": "",
        **definition,
        "id": str(number),
        "application_id": str(platform.world.bot.id),
        "version": str(platform.world.snowflakes.passing()),
        "type": definition.get("type") or CHAT_INPUT,
    }
    if "guild_id" in call.arguments:
        command["guild_id"] = call.arguments["guild_id"]
    commands[number] = command
    return command
