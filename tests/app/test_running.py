"""Starting, stopping, syncing commands, reloading the base, logs, and what doctor checks."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import KvBot
from bot.doctoring import check_discord
from bot.logs import Discreet
from bot.settings import read_bot_settings
from kvbot.settings import BadSetting
from tests.app.conftest import Ask, Running, running
from tests.app.helpers import eventually, first_line
from tests.loopback.world import Permission

ROOT = Path(__file__).parents[2]
COMMANDS = r"/guilds/\d+/commands$"


@asynccontextmanager
async def process(
    settings, environment: dict[str, str], **changed: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot` as a process of its own; ended at the end, if it has not ended before."""
    told = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("DISCORD_", "KVBOT_"))},
        "KVBOT_SEEDS": str(settings.seeds[0]),
        "KVBOT_HOME": str(settings.home),
        **environment,
        **changed,
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=ROOT, env=told, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.communicate()


async def refused(settings, environment: dict[str, str], **changed: str) -> list[str]:
    """What a start that is refused says."""
    async with process(settings, environment, **changed) as started:
        _, told = await asyncio.wait_for(started.communicate(), 20)
        assert started.returncode == 2
        return told.decode().splitlines()


# --- starting ---


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"DISCORD_TOKEN": ""}, "DISCORD_TOKEN is not set"),
        ({"DISCORD_TOKEN": "another"}, "Discord rejects DISCORD_TOKEN (401)"),
        ({"KVBOT_GUILDS": " "}, "KVBOT_GUILDS is empty"),
        ({"KVBOT_GUILDS": "12,x"}, "KVBOT_GUILDS = '12,x' cannot be used"),
        ({"DISCORD_API_BASE": "loopback"}, "DISCORD_API_BASE = 'loopback' cannot be used"),
    ],
)
async def test_a_start_is_refused_with_one_clear_line(settings, environment, changed, line):
    (told,) = await refused(settings, environment, **changed)
    assert told.startswith(f"kvbot: {line}")


async def test_a_start_without_a_base_is_refused(settings, environment, tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    (told,) = await refused(settings, environment, KVBOT_SEEDS=str(empty))
    assert told.startswith(f"kvbot: there is no fact in {empty}")


async def test_the_token_is_never_judged_by_its_shape(discord, run: Running, user):
    assert "." in discord.token
    async with run():
        card = await (await discord.slash("who", {"name": "SLB"}, user=user)).reply()
        assert first_line(card)


async def test_a_server_that_fails_at_the_start_is_asked_again(discord, run: Running, user):
    discord.fail("GET", "/gateway$", status=503)
    async with run():
        assert await (await discord.slash("who", {"name": "SLB"}, user=user)).reply()


# --- stopping ---


async def test_a_stop_finishes_the_answers_that_are_under_way(discord, settings, environment, user):
    async with process(settings, environment) as started:
        await discord.ready(20)
        held = discord.hang("POST", "/callback$")
        asked = await discord.slash("who", {"name": "SLB"}, user=user)
        await held.reached()
        started.send_signal(signal.SIGTERM)
        held.release()
        assert first_line(await asked.reply())
        assert await asyncio.wait_for(started.wait(), 15) == 0


# --- commands ---


def syncs(discord) -> int:
    """How often commands were sent."""
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in discord.requests)


async def test_commands_are_sent_at_the_first_start_and_not_again(discord, run: Running):
    async with run():
        assert syncs(discord) == 1
    async with run():
        assert syncs(discord) == 1


async def test_commands_whose_definition_has_changed_are_sent_again(discord, guild, run: Running):
    async with run() as bot:
        await bot.store.set_synced(guild.id, "of another definition")
    async with run():
        assert syncs(discord) == 2


async def test_a_guild_that_is_taken_off_the_list_loses_the_commands(
    discord, guild, settings, environment
):
    other = discord.add_guild("Pilots")
    both = read_bot_settings({**environment, "KVBOT_GUILDS": f"{guild.id},{other.id}"})
    async with running(discord, both, settings):
        assert "who" in discord.registered(other)
    async with running(discord, read_bot_settings(environment), settings):
        assert discord.registered(other) == {}
        assert "who" in discord.registered(guild)


async def test_a_guild_that_the_bot_is_not_in_stops_nobody_else(
    discord, guild, user, settings, environment
):
    elsewhere = discord.add_guild("Elsewhere", joined=False)
    both = read_bot_settings({**environment, "KVBOT_GUILDS": f"{elsewhere.id},{guild.id}"})
    async with running(discord, both, settings):
        assert await (await discord.slash("who", {"name": "SLB"}, user=user)).reply()


# --- the base ---


async def test_a_dossier_that_is_added_is_served_without_a_restart(bot: KvBot, base, ask: Ask):
    before = bot.answers.content_hash
    assert "is not on record" in first_line(await ask("who", {"name": "Gull Rock"}))
    (base / "rock.toml").write_text(
        'format = 1\n[[places]]\nslug = "gull-rock"\nname = "Gull Rock"\n', encoding="utf-8"
    )
    await eventually(lambda: bot.answers.content_hash != before, timeout=15)
    assert first_line(await ask("who", {"name": "Gull Rock"})).startswith("Gull Rock")


async def test_a_dossier_that_breaks_a_rule_leaves_what_was_served(bot: KvBot, base, ask: Ask):
    card = first_line(await ask("who", {"name": "SLB"}))
    (base / "gazette-2024-05-02.toml").write_text("format = [", encoding="utf-8")
    async with bot._reloading:  # not while the bot itself looks at the dossiers
        assert await bot.answers.refresh() == 1
    assert first_line(await ask("who", {"name": "SLB"})) == card


async def test_a_base_that_is_gone_for_a_moment_ends_nothing(bot: KvBot, base, ask: Ask):
    shutil.move(base, base.with_name("aside"))
    await bot._reload()
    shutil.move(base.with_name("aside"), base)
    await bot._reload()
    assert first_line(await ask("who", {"name": "SLB"}))


# --- logs ---


async def test_logs_are_json_lines_without_what_people_type(discord, settings, environment, user):
    async with process(settings, environment) as started:
        await discord.ready(20)
        await (await discord.slash("who", {"name": "Zanzibar Quay"}, user=user)).reply()
        await (await discord.slash("timeline", {"from": "Zanzibar"}, user=user)).reply()
        started.send_signal(signal.SIGTERM)
        _, told = await asyncio.wait_for(started.communicate(), 20)
    lines = [json.loads(line) for line in told.decode().splitlines()]
    assert {"time", "level", "logger", "message"} <= set(lines[0])
    assert "Zanzibar" not in told.decode()
    assert discord.token not in told.decode()


def test_the_token_is_blotted_even_in_a_traceback():
    try:
        raise ValueError("the address has s3cret in it")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "s3cret", (), sys.exc_info())
    told = Discreet("s3cret").format(record)
    assert "s3cret" not in told
    assert "ValueError" in json.loads(told)["exc_info"]


@pytest.mark.parametrize(("switch", "told"), [("no", False), ("yes", True)])
async def test_what_was_typed_is_logged_only_where_that_is_asked_for(
    discord, settings, environment, user, caplog, switch, told
):
    asked_for = read_bot_settings({**environment, "KVBOT_LOG_QUESTIONS": switch})
    async with running(discord, asked_for, settings) as bot:
        interaction = type("Seen", (), {})()
        interaction.data = {"name": "who", "options": [{"name": "name", "value": "Quay"}]}
        interaction.guild_id, interaction.type = 1, type("Kind", (), {"name": "command"})()
        assert ("Quay" in str(bot.traits(interaction))) is told


# --- settings ---


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"https_proxy": "http://proxy:3128"}, "http://proxy:3128"),
        ({"HTTP_PROXY": "http://proxy:3128"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "discord.com"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "example.com"}, "http://proxy:3128"),
    ],
)
def test_the_proxy_of_the_environment_is_used_unless_the_host_is_excepted(
    monkeypatch, variables, proxy
):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    told = read_bot_settings({"DISCORD_TOKEN": "x", "KVBOT_GUILDS": "1", **variables})
    assert told.proxy == proxy


def test_the_token_is_not_in_what_is_printed_of_the_settings():
    told = read_bot_settings({"DISCORD_TOKEN": "s3cret", "KVBOT_GUILDS": "1, 2,1"})
    assert "s3cret" not in repr(told)
    assert told.guilds == (1, 2)


def test_a_switch_is_yes_or_no():
    with pytest.raises(BadSetting, match="write yes or no"):
        read_bot_settings(
            {"DISCORD_TOKEN": "x", "KVBOT_GUILDS": "1", "KVBOT_LOG_QUESTIONS": "maybe"}
        )


# --- doctor ---


async def test_doctor_finds_nothing_to_mend_where_all_is_well(discord, guild, environment):
    everything = Permission.ADMINISTRATOR
    guild.add_role("bot", permissions=everything)
    found = await check_discord(environment)
    assert any("accepts the token" in finding.what for finding in found)
    assert [f.what for f in found if f.remedy and "missing are" not in f.what] == []


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"DISCORD_TOKEN": "another"}, "rejects DISCORD_TOKEN"),
        ({"KVBOT_GUILDS": ""}, "KVBOT_GUILDS is empty"),
        ({"DISCORD_API_BASE": "http://127.0.0.1:9/api/v10"}, "cannot be reached"),
    ],
)
async def test_doctor_says_what_is_wrong_and_what_to_do(environment, changed, what):
    (finding,) = await check_discord({**environment, **changed})
    assert what in finding.what
    assert finding.remedy


async def test_doctor_shows_the_invitation_for_a_guild_that_the_bot_is_not_in(discord, environment):
    elsewhere = discord.add_guild("Elsewhere", joined=False)
    found = await check_discord({**environment, "KVBOT_GUILDS": str(elsewhere.id)})
    assert "is no member" in found[-1].what
    assert "scope=bot+applications.commands" in found[-1].remedy


async def test_doctor_has_nothing_to_check_without_a_token():
    (finding,) = await check_discord({})
    assert not finding.remedy
