"""/settings: what a team decides for its server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import may_set
from bot.presenting import known_language
from bot.replying import Reply, sent
from bot.store.models import GuildSettings, Show
from bot.texts import described, texts_of
from bot.views.ids import PointsTo
from bot.views.settings import settings_card

if TYPE_CHECKING:
    from bot.app import KvBot


class TeamSettings(commands.Cog):
    """The settings of a server, for those who manage it and for curators."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot

    @app_commands.command(description=described("settings.description"))
    async def settings(self, interaction: discord.Interaction) -> None:
        """Show what is set, with a menu for each setting."""
        words, reply = texts_of(self.bot.language(interaction)), Reply(interaction)
        team = self.bot.team(interaction.guild_id)
        if may_set(interaction, team):
            await reply.show(settings_card(team, words))
        else:
            await reply.say(words("refusal.settings"))

    async def press(self, interaction: discord.Interaction, at: PointsTo) -> None:
        """Save what was chosen in a menu, and show it."""
        words = texts_of(self.bot.language(interaction))
        team = self.bot.team(interaction.guild_id)
        if not may_set(interaction, team):
            await Reply(interaction).say(words("refusal.settings"))
            return
        values = [str(value) for value in sent(interaction).get("values") or ()]
        changed = _changed(team, at.action.removeprefix("set-"), values)
        if changed is None:
            await Reply(interaction).say(words("press.unknown"))
            return
        reply = Reply(interaction, edits=True)
        await reply.during(self.bot.set_team(changed))
        await reply.show(settings_card(changed, words))


def _changed(team: GuildSettings, what: str, values: list[str]) -> GuildSettings | None:
    """The settings with one of them changed; None for what no menu of ours has."""
    ids = tuple(int(value) for value in values if value.isdigit())
    update: dict[str, Any]
    match what:
        case "language" if values:
            update = {"language": known_language(values[0])}
        case "show" if values and values[0] in get_args(Show):
            update = {"show": values[0]}
        case "curator-roles":
            update = {"curator_roles": ids}
        case "curator-channel":
            update = {"curator_channel": ids[0] if ids else None}
        case "quick-channels":
            update = {"quick_channels": ids}
        case _:
            return None
    return team.model_copy(update=update)
