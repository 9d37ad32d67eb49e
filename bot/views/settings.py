"""The settings of a server, each with a menu that saves at once."""

from __future__ import annotations

from typing import get_args

import discord
from discord import ui

from bot.store.models import GuildSettings, Show
from bot.texts import LANGUAGE_NAMES
from bot.views.card import UNDECIDED
from bot.views.ids import plain_id
from bot.views.static import Static
from kvbot.model.text import LANGUAGES
from kvbot.words.locale import Words

AS_DISCORD = "discord"
"""The value of the menu for a server without a language of its own: the one set in Discord."""

MOST_ROLES = 10
MOST_CHANNELS = 10

Menu = ui.Item[ui.LayoutView]


def settings_card(settings: GuildSettings, words: Words) -> Static:
    """What is set, and a menu for each setting."""
    channel = [settings.curator_channel] if settings.curator_channel else []
    text = discord.ChannelType.text
    menus: list[tuple[str, Menu]] = [
        ("language", _language(settings, words)),
        ("show", _show(settings, words)),
        (
            "curator_roles",
            ui.RoleSelect(
                custom_id=plain_id("set-curator-roles"),
                min_values=0,
                max_values=MOST_ROLES,
                default_values=[
                    discord.Object(role, type=discord.Role) for role in settings.curator_roles
                ],
            ),
        ),
        (
            "curator_channel",
            ui.ChannelSelect(
                custom_id=plain_id("set-curator-channel"),
                channel_types=[text],
                min_values=0,
                max_values=1,
                default_values=_channels(channel),
            ),
        ),
        (
            "quick_channels",
            ui.ChannelSelect(
                custom_id=plain_id("set-quick-channels"),
                channel_types=[text],
                min_values=0,
                max_values=MOST_CHANNELS,
                default_values=_channels(settings.quick_channels),
            ),
        ),
    ]
    items: list[Menu] = [ui.TextDisplay(f"**{words('settings.heading')}**")]
    for name, menu in menus:
        items += [ui.TextDisplay(words(f"settings.{name}")), ui.ActionRow(menu)]
    view = Static(timeout=None)
    view.add_item(ui.Container(*items, accent_colour=UNDECIDED))
    return view


def _channels(ids: tuple[int, ...] | list[int]) -> list[discord.SelectDefaultValue]:
    kind = discord.SelectDefaultValueType.channel
    return [discord.SelectDefaultValue(id=channel, type=kind) for channel in ids]


def _language(settings: GuildSettings, words: Words) -> Menu:
    options = [
        discord.SelectOption(
            label=words("settings.discord_language"),
            value=AS_DISCORD,
            default=settings.language is None,
        ),
        *(
            discord.SelectOption(
                label=LANGUAGE_NAMES[lang], value=lang, default=settings.language == lang
            )
            for lang in LANGUAGES
        ),
    ]
    return ui.Select(custom_id=plain_id("set-language"), options=options)


def _show(settings: GuildSettings, words: Words) -> Menu:
    options = [
        discord.SelectOption(
            label=words.option("show", show), value=show, default=settings.show == show
        )
        for show in get_args(Show)
    ]
    return ui.Select(custom_id=plain_id("set-show"), options=options)
