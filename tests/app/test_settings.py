"""What a team sets for its server, who may, and in which language and for whom the bot answers."""

from __future__ import annotations

import re

import pytest

from tests.app.conftest import Ask, Running
from tests.app.helpers import labels
from tests.loopback.components import walk
from tests.loopback.server import DiscordServer
from tests.loopback.world import Guild, Member, Permission

SAID = {"30 April 2024": "en", "2024년 4월 30일": "ko", "30 tháng 4 năm 2024": "vi"}


def language_of_dates(text: str) -> str:
    """The language of a card of agreements, by how it writes the one date."""
    (found,) = {lang for date, lang in SAID.items() if date in text.split("> ")[0]}
    return found


async def set_to(discord: DiscordServer, by: Member, select: str, values: list) -> None:
    """Choose something in /settings."""
    card = await (await discord.slash("settings", user=by)).reply()
    await (await discord.choose(card, select, values, user=by)).reply()


# --- who may ---


async def test_whoever_manages_the_server_sees_and_changes_its_settings(ask: Ask, discord, manager):
    card = await ask("settings", user=manager)
    assert card.ephemeral
    assert len(card.selects) == 5
    changed = await discord.choose(card, "set-show", ["everyone"], user=manager)
    shown = await changed.reply()
    assert shown is card
    show = card.select("set-show")
    assert [o["value"] for o in show.options if o.get("default")] == ["everyone"]


async def test_others_neither_see_nor_change_them(ask: Ask, discord, manager, user):
    refused = await ask("settings")
    assert refused.ephemeral
    assert refused.selects == []
    card = await ask("settings", user=manager)
    pressed = await discord.choose(card, "set-show", ["everyone"], user=user)
    assert (await pressed.reply()).ephemeral
    assert (await ask("agreements")).ephemeral


async def test_a_curator_may_change_them_and_no_longer_without_the_role(
    ask: Ask, discord, guild, manager
):
    role = guild.add_role("Curator")
    curator = guild.add_member("curator", roles=[role])
    assert (await ask("settings", user=curator)).selects == []
    await set_to(discord, manager, "roles", [role])
    assert (await ask("settings", user=curator)).selects
    await set_to(discord, manager, "roles", [])
    assert (await ask("settings", user=curator)).selects == []


async def test_an_administrator_may_change_them(ask: Ask, guild):
    chief = guild.add_member(
        "chief", permissions=Permission.MANAGE_GUILD | Permission.ADMINISTRATOR
    )
    assert (await ask("settings", user=chief)).selects


# --- what is set ---


async def test_what_is_set_is_kept_over_a_restart(run: Running, discord, guild, manager, user):
    role, channel = guild.add_role("Curator"), guild.add_channel("desk")
    quick = guild.add_channel("quick")
    async with run():
        await set_to(discord, manager, "set-language", ["vi"])
        await set_to(discord, manager, "set-show", ["everyone"])
        await set_to(discord, manager, "roles", [role])
        await set_to(discord, manager, "curator-channel", [channel])
        await set_to(discord, manager, "quick-channels", [quick])
    async with run():
        card = await (await discord.slash("settings", user=manager)).reply()
        chosen = {
            c["custom_id"]: [str(v["id"]) for v in c.get("default_values") or ()]
            or [o["value"] for o in c.get("options") or () if o.get("default")]
            for c in walk(card.components)
            if c.get("custom_id")
        }
        assert chosen == {
            "kv1:set-language": ["vi"],
            "kv1:set-show": ["everyone"],
            "kv1:set-curator-roles": [str(role.id)],
            "kv1:set-curator-channel": [str(channel.id)],
            "kv1:set-quick-channels": [str(quick.id)],
        }


async def test_a_role_or_channel_can_be_taken_back(ask: Ask, discord, guild, manager):
    await set_to(discord, manager, "curator-channel", [guild.add_channel("desk")])
    await set_to(discord, manager, "curator-channel", [])
    card = await ask("settings", user=manager)
    menus = {c["custom_id"]: c for c in walk(card.components) if c.get("custom_id")}
    assert not menus["kv1:set-curator-channel"].get("default_values")


@pytest.mark.parametrize("locale", ["en-US", "ko", "vi"])
async def test_settings_speak_the_language_of_who_looks(ask: Ask, guild, locale):
    chief = guild.add_member("chief", locale=locale, permissions=Permission.MANAGE_GUILD)
    english = await ask("settings", user=guild.add_member("c", permissions=Permission.MANAGE_GUILD))
    shown = await ask("settings", user=chief)
    assert (shown.text == english.text) is (locale == "en-US")


# --- for whom ---


async def test_replies_are_only_me_unless_something_else_is_chosen(ask: Ask):
    assert (await ask("agreements")).ephemeral
    assert (await ask("agreements", {"show": "only me"})).ephemeral
    assert not (await ask("agreements", {"show": "everyone"})).ephemeral


async def test_a_guild_may_choose_that_replies_are_for_everyone(ask: Ask, discord, manager):
    await set_to(discord, manager, "set-show", ["everyone"])
    assert not (await ask("agreements")).ephemeral
    assert (await ask("agreements", {"show": "only me"})).ephemeral
    assert "Post" in labels(await ask("agreements", {"show": "only me"}))


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("who", {"name": "Merrin"}),
        ("who", {"name": "nobody at all"}),
        ("who", {"name": "x" * 400}),
        ("agreements", {"year": "1999"}),
        ("agreements", {"year": "nonsense"}),
        ("agreements", {"party": "Merrin"}),
        ("stats", {"topic": "nothing that is counted"}),
        ("timeline", {"from": "2025", "to": "2024"}),
        ("sources", {"source": "nothing"}),
    ],
)
async def test_choices_errors_and_unknown_are_only_me_whatever_was_chosen(
    ask: Ask, discord, manager, command, options
):
    await set_to(discord, manager, "set-show", ["everyone"])
    assert (await ask(command, options)).ephemeral
    assert (await ask(command, {**options, "show": "everyone"})).ephemeral


# --- in which language ---

FIRST_OF_ALL = [
    # option, asker, guild's setting, guild's locale, only me, everyone
    ("ko", "vi", None, "en-US", "ko", "ko"),
    (None, "vi", None, "ko", "vi", "ko"),
    (None, "vi", "en", "ko", "vi", "en"),
    (None, "fr", None, "ko", "en", "ko"),
    (None, "fr", None, "de", "en", "en"),
    (None, "ko", None, "de", "ko", "en"),
    (None, "en-GB", "vi", "de", "en", "vi"),
]


@pytest.mark.parametrize(
    ("option", "asker", "setting", "locale", "only_me", "everyone"), FIRST_OF_ALL
)
async def test_the_option_wins_then_the_asker_or_for_posts_the_guild_then_english(
    ask: Ask, discord, guild: Guild, manager, option, asker, setting, locale, only_me, everyone
):
    guild.locale = locale
    if setting:
        await set_to(discord, manager, "set-language", [setting])
    somebody = guild.add_member("somebody", locale=asker)
    options = {"language": option} if option else {}
    alone = await ask("agreements", options, user=somebody)
    assert language_of_dates(alone.text) == only_me
    shared = await ask("agreements", {**options, "show": "everyone"}, user=somebody)
    assert language_of_dates(shared.text) == everyone


async def test_a_choice_is_offered_in_the_language_of_the_asker_though_it_was_for_everyone(
    ask: Ask, guild: Guild
):
    guild.locale = "ko"
    somebody = guild.add_member("somebody", locale="vi")
    card = await ask("who", {"name": "Merrin", "show": "everyone"}, user=somebody)
    alone = await ask("who", {"name": "Merrin"}, user=somebody)
    assert card.text == alone.text


async def test_quotes_stay_as_they_were_published(ask: Ask):
    for language in ("en", "ko", "vi"):
        card = await ask("agreements", {"language": language})
        assert "“The memorandum of 30 April 2024 between the Lighthouse Board" in card.text


async def test_a_translated_title_keeps_the_original_beside_it(base, run: Running, discord, user):
    dossier = base / "gazette-2024-05-02.toml"
    text = dossier.read_text(encoding="utf-8")
    title = 'title = "Keeper-General"'
    translated = f'{title}\ntitle_in.ko = "등대총감"\ntitle_in.vi = "Tổng quản hải đăng"'
    dossier.write_text(text.replace(title, translated), encoding="utf-8")
    async with run():
        for language, translation in [("ko", "등대총감"), ("vi", "Tổng quản hải đăng")]:
            options = {"name": "Tova Merrin", "language": language}
            card = await (await discord.slash("who", options, user=user)).reply()
            said = re.sub("^> .*$", "", card.text, flags=re.MULTILINE)
            assert translation in said
            assert "Keeper-General" in said
