"""The routes of Discord's HTTP API that exist here, under the names of Discord's description."""

from __future__ import annotations

from collections.abc import Mapping

from tests.loopback import applications, channels, guilds, webhooks
from tests.loopback.http import Handler

APPLICATION = "/applications/{application_id}"
COMMANDS = APPLICATION + "/commands"
GUILD_COMMANDS = APPLICATION + "/guilds/{guild_id}/commands"
MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"
REACTION = MESSAGE + "/reactions/{emoji_name}/@me"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES: Mapping[str, Handler] = {
    "GET /gateway": guilds.gateway,
    "GET /gateway/bot": guilds.gateway_bot,
    "GET /users/@me": guilds.me,
    "GET /users/@me/guilds": guilds.my_guilds,
    "POST /users/@me/channels": guilds.create_dm,
    "GET /users/{user_id}": guilds.user,
    "GET /guilds/{guild_id}": guilds.guild,
    "GET /guilds/{guild_id}/channels": guilds.guild_channels,
    "GET /guilds/{guild_id}/roles": guilds.roles,
    "GET /guilds/{guild_id}/members/{user_id}": guilds.member,
    "GET /oauth2/applications/@me": applications.me,
    "GET /applications/@me": applications.me,
    f"GET {COMMANDS}": applications.list_commands,
    f"PUT {COMMANDS}": applications.overwrite_commands,
    f"POST {COMMANDS}": applications.create_command,
    f"GET {COMMANDS}/{{command_id}}": applications.get_command,
    f"PATCH {COMMANDS}/{{command_id}}": applications.edit_command,
    f"DELETE {COMMANDS}/{{command_id}}": applications.delete_command,
    f"GET {GUILD_COMMANDS}": applications.list_commands,
    f"PUT {GUILD_COMMANDS}": applications.overwrite_commands,
    f"POST {GUILD_COMMANDS}": applications.create_command,
    f"GET {GUILD_COMMANDS}/{{command_id}}": applications.get_command,
    f"PATCH {GUILD_COMMANDS}/{{command_id}}": applications.edit_command,
    f"DELETE {GUILD_COMMANDS}/{{command_id}}": applications.delete_command,
    "GET /channels/{channel_id}": channels.channel,
    "POST /channels/{channel_id}/typing": channels.typing,
    f"GET {MESSAGES}": channels.list_messages,
    f"POST {MESSAGES}": channels.create_message,
    f"GET {MESSAGE}": channels.get_message,
    f"PATCH {MESSAGE}": channels.edit_message,
    f"DELETE {MESSAGE}": channels.delete_message,
    f"PUT {REACTION}": channels.react,
    f"DELETE {REACTION}": channels.unreact,
    "POST /interactions/{interaction_id}/{interaction_token}/callback": webhooks.callback,
    f"POST {WEBHOOK}": webhooks.create_followup,
    f"GET {WEBHOOK}/messages/{{message_id}}": webhooks.get_message,
    f"PATCH {WEBHOOK}/messages/{{message_id}}": webhooks.edit_message,
    f"DELETE {WEBHOOK}/messages/{{message_id}}": webhooks.delete_message,
}
"""`@original` is one of the identifiers that {message_id} may be."""
