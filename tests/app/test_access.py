"""Who is served: allowed guilds only, their members, thirty commands a minute, curators."""

from __future__ import annotations

import pytest

from bot.settings import read_bot_settings
from tests.app.conftest import Ask, running
from tests.app.helpers import language_of
from tests.loopback.interactions import command_reference
from tests.loopback.world import Guild, Permission

OF_THE_BASE = ["Skerra", "Norholm", "Merrin", "SLB", "412", "Fact base", "kvbot 0"]

COMMANDS = [
    ("who", [{"name": "name", "type": 3, "value": "SLB"}]),
    ("agreements", []),
    ("stats", []),
    ("timeline", []),
    ("sources", []),
    ("help", []),
    ("about", []),
    ("settings", []),
    ("reports", []),
    ("forget-me", []),
]


def gives_nothing_away(text: str) -> bool:
    return not any(word in text for word in OF_THE_BASE)


@pytest.fixture
def elsewhere(discord) -> Guild:
    """A guild that the bot is in but does not serve."""
    guild = discord.add_guild("Elsewhere")
    guild.add_channel("general")
    return guild


@pytest.mark.parametrize(("command", "options"), COMMANDS)
async def test_outside_the_allowed_guilds_the_bot_says_politely_that_it_is_private(
    discord, guild, elsewhere, bot, command, options
):
    somebody = elsewhere.add_member("somebody", permissions=Permission.MANAGE_GUILD)
    data = {**command_reference(discord.registered(guild)[command]), "options": options}
    data["guild_id"] = str(elsewhere.id)
    sent = await discord.interaction({"type": 2, "data": data}, user=somebody)
    told = await sent.reply()
    assert told.ephemeral
    assert "private" in told.text
    assert gives_nothing_away(told.text)


async def test_no_command_is_registered_outside_the_allowed_guilds(discord, elsewhere, bot):
    assert discord.registered(elsewhere) == {}


async def test_outside_nothing_is_completed(discord, guild, elsewhere, bot):
    somebody = elsewhere.add_member("somebody")
    option = {"name": "name", "type": 3, "value": "S", "focused": True}
    data = {**command_reference(discord.registered(guild)["who"]), "options": [option]}
    data["guild_id"] = str(elsewhere.id)
    sent = await discord.interaction({"type": 4, "data": data}, user=somebody)
    await sent.acknowledged()
    assert sent.choices == []


@pytest.mark.parametrize("button", ["Sources", "Copy", "Post", "Report an error"])
async def test_outside_no_button_serves(discord, guild, elsewhere, bot, ask: Ask, button):
    card = await ask("agreements", {"show": "only me"})
    somebody = elsewhere.add_member("somebody")
    data = {"custom_id": card.button(button).custom_id, "component_type": 2}
    place = next(iter(elsewhere.channels.values()))
    sent = await discord.interaction({"type": 3, "data": data}, user=somebody, channel=place)
    told = await sent.reply()
    assert "private" in told.text
    assert sent.modal is None


@pytest.mark.parametrize(("command", "options"), COMMANDS)
async def test_direct_messages_give_nothing_away_to_strangers(
    discord, guild, bot, command, options
):
    stranger = discord.world.add_user("stranger")
    data = {**command_reference(discord.registered(guild)[command]), "options": options}
    del data["guild_id"]
    sent = await discord.interaction({"type": 2, "data": data}, user=stranger)
    told = await sent.reply()
    assert "private" in told.text
    assert gives_nothing_away(told.text)


@pytest.mark.parametrize("locale", ["en-US", "ko", "vi"])
async def test_a_refusal_is_in_the_language_of_the_asker(discord, guild, elsewhere, bot, locale):
    somebody = elsewhere.add_member("somebody", locale=locale)
    data = {**command_reference(discord.registered(guild)["help"]), "options": []}
    data["guild_id"] = str(elsewhere.id)
    sent = await discord.interaction({"type": 2, "data": data}, user=somebody)
    assert language_of((await sent.reply()).text) == locale.split("-")[0]


# --- thirty a minute ---


async def test_the_31st_command_within_a_minute_is_refused_politely(ask: Ask, discord, user, guild):
    for _ in range(30):
        assert "30 April 2024" in (await ask("agreements")).text
    refused = await ask("agreements", {"show": "everyone"})
    assert refused.ephemeral
    assert "30 commands" in refused.text
    assert "seconds" in refused.text
    assert "30 April 2024" in (await ask("agreements", user=guild.add_member("other"))).text


async def test_completion_and_presses_are_not_counted(ask: Ask, discord, user):
    card = await ask("agreements")
    for _ in range(40):
        offered = await discord.autocomplete("who", {"name": "S"}, focused="name", user=user)
        assert offered.choices
    for _ in range(15):
        await (await discord.press(card, "Copy", user=user)).reply()
    for _ in range(29):
        assert "30 April 2024" in (await ask("agreements")).text
    assert "30 commands" in (await ask("agreements")).text
    offered = await discord.autocomplete("who", {"name": "S"}, focused="name", user=user)
    assert offered.choices


# --- several guilds ---


async def test_two_guilds_share_one_base_and_about_says_so(discord, guild, settings, environment):
    other = discord.add_guild("Pilots of Norholm")
    other.add_channel("general")
    asker = other.add_member("pilot")
    environment["KVBOT_GUILDS"] = f"{guild.id}, {other.id}"
    async with running(discord, read_bot_settings(environment), settings):
        card = await (await discord.slash("agreements", user=asker)).reply()
        assert "30 April 2024" in card.text
        about = await (await discord.slash("about", user=asker)).reply()
        assert "One base serves several servers" in about.text or "share" in about.text
        assert "Harbour Board" in about.text
        assert "Pilots of Norholm" in about.text


async def test_the_settings_of_one_guild_do_not_touch_another(
    discord, guild, settings, environment
):
    other = discord.add_guild("Pilots")
    other.add_channel("general")
    chief = other.add_member("chief", permissions=Permission.MANAGE_GUILD)
    asker = guild.add_member("asker 2")
    environment["KVBOT_GUILDS"] = f"{guild.id},{other.id}"
    async with running(discord, read_bot_settings(environment), settings):
        card = await (await discord.slash("settings", user=chief)).reply()
        await (await discord.choose(card, "set-show", ["everyone"], user=chief)).reply()
        assert not (await (await discord.slash("agreements", user=chief)).reply()).ephemeral
        assert (await (await discord.slash("agreements", user=asker)).reply()).ephemeral


async def test_a_name_of_a_guild_is_not_live_in_about(discord, guild, settings, environment):
    other = discord.add_guild("<@1> *Pilots* @everyone")
    other.add_channel("general")
    environment["KVBOT_GUILDS"] = f"{guild.id},{other.id}"
    async with running(discord, read_bot_settings(environment), settings):
        about = await (await discord.slash("about", user=other.add_member("pilot"))).reply()
    assert "\\<@1>" in about.text
    assert "\\@everyone" in about.text
