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
from typing import Any

import pytest

from bot.app import KvBot
from bot.doctoring import check_discord
from bot.logs import Discreet
from bot.permissions import NEEDED
from bot.settings import read_bot_settings
from kvbot.settings import BadSetting
from tests.app.conftest import Ask, Running, running
from tests.app.helpers import eventually, first_line, visible
from tests.loopback.world import Permission

ROOT = Path(__file__).parents[2]
COMMANDS = r"/guilds/\d+/commands$"


@asynccontextmanager
async def process(
    settings, environment: dict[str, str], *arguments: str, **changed: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot` as a process of its own; ended at the end, if it has not ended before.

    arguments: of Python, where it is another program.
    """
    told = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("DISCORD_", "KVBOT_"))},
        "KVBOT_SEEDS": str(settings.seeds[0]),
        "KVBOT_HOME": str(settings.home),
        **environment,
        **changed,
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        *(arguments or ("-m", "bot")),
        cwd=ROOT,
        env=told,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
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


async def test_a_stop_finishes_the_answers_that_are_under_way_and_takes_no_more(
    discord, settings, environment, user
):
    async with process(settings, environment) as started:
        await discord.ready(20)
        held = discord.hang("POST", "/callback$")
        asked = await discord.slash("who", {"name": "SLB"}, user=user)
        await held.reached()
        started.send_signal(signal.SIGTERM)
        async with asyncio.timeout(5):
            while b'"finishing"' not in await started.stderr.readline():
                pass
        late = await discord.slash("who", {"name": "Norholm"}, user=user)
        assert (await late.reply()).text.startswith("kvbot is restarting")
        assert first_line(await asked.reply()).startswith("SLB: “Skerra Lighthouse Board”")
        assert await asyncio.wait_for(started.wait(), 15) == 0


async def test_a_token_that_is_taken_back_ends_the_bot_with_one_clear_line(
    discord, settings, environment
):
    async with process(settings, environment) as started:
        await discord.ready(20)
        await discord.drop(4004)
        _, told = await asyncio.wait_for(started.communicate(), 20)
        assert started.returncode == 2
        assert told.decode().splitlines()[-1].startswith("kvbot: Discord rejects DISCORD_TOKEN")


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


async def test_that_several_guilds_share_one_base_is_said_at_the_start_and_in_about(
    discord, guild, user, settings, environment, caplog
):
    caplog.set_level("INFO")
    other = discord.add_guild("Pilots <@1>")
    both = read_bot_settings({**environment, "KVBOT_GUILDS": f"{guild.id},{other.id}"})
    async with running(discord, both, settings):
        await eventually(lambda: "share one base" in caplog.text)
        about = await (await discord.slash("about", user=user)).reply()
    assert "share" in about.text
    assert "Harbour Board, Pilots <@1>" in visible(about.text)


async def test_a_guild_alone_is_told_that_its_members_see_the_base(ask: Ask, guild):
    text = (await ask("about")).text
    assert guild.name in text
    assert "several" not in text


# --- the base ---


async def test_a_dossier_that_is_added_is_served_without_a_restart(bot: KvBot, base, ask: Ask):
    bot._reload.change_interval(seconds=0.2)
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
        lines = await ended(started)
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    assert "commands synced" in [line["message"] for line in lines]
    assert "Zanzibar" not in json.dumps(lines)
    assert discord.token not in json.dumps(lines)


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
    discord, settings, environment, user, switch, told
):
    async with process(settings, environment, KVBOT_LOG_QUESTIONS=switch) as started:
        await discord.ready(20)
        discord.fail("POST", "/callback$", status=403)
        await (await discord.slash("who", {"name": "Zanzibar Quay"}, user=user)).reply()
        logged = await ended(started)
    assert any(line["message"] == "a reply failed" and line["exc_info"] for line in logged)
    assert ("Zanzibar" in json.dumps(logged)) is told


async def test_not_even_a_traceback_tells_what_was_typed_or_the_token(
    discord, settings, environment, user
):
    command = {"id": "1", "name": "who", "type": 1}
    async with process(settings, environment) as started:
        await discord.ready(20)
        for value in ("Zanzibar", ["Zanzibar"], {"Zanzibar": "Quay"}):
            for kind in (3, 4, 6, 11):
                option = {"name": "name", "type": kind, "value": value}
                data = {**command, "options": [option]}
                asked = await discord.interaction({"type": 2, "data": data}, user=user)
                await asked.reply()
        await discord.dispatch("GUILD_UPDATE", {"id": discord.token})
        await (await discord.slash("who", {"name": "SLB"}, user=user)).reply()
        logged = await ended(started)
    [unread] = [line for line in logged if line.get("event") == "GUILD_UPDATE"]
    assert "…" in unread["exc_info"]
    assert discord.token not in json.dumps(logged)
    assert "Zanzibar" not in json.dumps(logged, ensure_ascii=False)


async def ended(started: asyncio.subprocess.Process) -> list[dict[str, Any]]:
    """Every line that a process has logged, once it has been told to stop."""
    started.send_signal(signal.SIGTERM)
    _, told = await asyncio.wait_for(started.communicate(), 20)
    assert started.returncode == 0
    return [json.loads(line) for line in told.decode().splitlines()]


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


async def test_everything_goes_through_the_proxy(discord, user, environment, settings):
    """The server is its own proxy here: the address that the bot is told leads nowhere."""
    proxy = discord.api_base.removesuffix("/api/v10")
    discord.gateway.address = "ws://discord.invalid"
    told = {
        **environment,
        "DISCORD_API_BASE": "http://discord.invalid/api/v10",
        "HTTP_PROXY": proxy,
        "NO_PROXY": "",
    }
    async with running(discord, read_bot_settings(told), settings):
        asked = await discord.slash("who", {"name": "SLB"}, user=user)
        assert first_line(await asked.reply())


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
    guild.everyone.permissions = NEEDED.value
    found = await check_discord(environment)
    assert [finding.remedy for finding in found] == ["", "", ""]
    assert "accepts the token" in found[0].what
    assert "with the permissions that it needs" in found[2].what


async def test_doctor_names_the_permissions_that_are_missing(discord, guild, environment):
    guild.everyone.permissions = NEEDED.value & ~Permission.SEND_MESSAGES
    [found] = [finding for finding in await check_discord(environment) if finding.remedy]
    assert found.what == f"server {guild.id}: missing are send_messages"
    assert f"permissions={NEEDED.value}" in found.remedy


async def test_doctor_is_content_with_an_administrator(discord, guild, environment):
    guild.everyone.permissions = Permission.ADMINISTRATOR
    assert not any(finding.remedy for finding in await check_discord(environment))


@pytest.mark.parametrize(("token", "status"), [(None, 0), ("another", 2)])
async def test_kvbot_doctor_looks_at_discord_too(
    discord, guild, settings, environment, token, status
):
    guild.everyone.permissions = NEEDED.value
    told = {**environment, "DISCORD_TOKEN": token or discord.token}
    async with process(settings, told, "-m", "kvbot", "doctor") as started:
        said, _ = await asyncio.wait_for(started.communicate(), 20)
    assert started.returncode == status
    assert (f"ok      server {guild.id}" in said.decode()) is (status == 0)
    assert ("to mend Discord rejects DISCORD_TOKEN" in said.decode()) is (status == 2)


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
