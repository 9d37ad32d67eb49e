"""Whatever fails, the bot recovers by itself, tells the asker where it can, and goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot import replying, tree
from bot.app import KvBot
from bot.cogs import presses
from tests.app.conftest import Ask
from tests.app.helpers import eventually, first_line
from tests.loopback.exchange import CallbackType, Exchange
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import Guild, Member, Payload

CALLBACK = "/callback$"
FOLLOWUP = "^/webhooks/"
BOARD = "SLB: “Skerra Lighthouse Board”"


@pytest.fixture(autouse=True)
async def goes_on(bot: KvBot, ask: Ask) -> AsyncIterator[None]:
    """After each test the same process still answers."""
    yield
    assert not bot.is_closed()
    assert first_line(await ask("who", {"name": "Lam Thi Hai Dang"})).startswith("Lam Thi Hai Dang")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that are a tenth of what they are; see the test of how they add up."""
    for name in ("DEFER_AFTER_S", "PATIENCE_S", "LATER_PATIENCE_S", "BY_THEN_S"):
        shorter = getattr(replying, name) / 10
        for module in (replying, tree, presses):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, shorter)


@asynccontextmanager
async def busy_desk(bot: KvBot) -> AsyncIterator[None]:
    """A long read of somebody else's goes first, and every other one waits for it."""
    async with bot.answers._desk._index.snapshot():
        yield


async def card_for_all(ask: Ask) -> Message:
    """A card that everyone may press."""
    return await ask("who", {"name": "SLB", "show": "everyone"})


# -- the gateway ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", [4000, 1006])
async def test_a_dropped_gateway_is_resumed_and_what_was_asked_meanwhile_answered(
    discord: DiscordServer, bot: KvBot, user: Member, code: int
):
    await discord.drop(code)
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    assert first_line(await asked.reply()).startswith(BOARD)
    assert (discord.identifies, discord.resumes) == (1, 1)


async def test_a_gateway_that_asks_to_reconnect_is_resumed(
    discord: DiscordServer, bot: KvBot, user: Member
):
    await discord.reconnect()
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    assert first_line(await asked.reply()).startswith(BOARD)
    assert (discord.identifies, discord.resumes) == (1, 1)


async def test_a_session_that_may_be_resumed_is(discord: DiscordServer, bot: KvBot, user: Member):
    await discord.invalid_session(resumable=True)
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    assert first_line(await asked.reply()).startswith(BOARD)
    assert (discord.identifies, discord.resumes) == (1, 1)


async def test_after_an_invalid_session_the_bot_begins_a_new_one(
    discord: DiscordServer, bot: KvBot
):
    await discord.invalid_session()
    await discord.until(lambda: discord.identifies == 2 and discord.gateway.ready, 8)
    synced = [r for r in discord.requests if r.method == "PUT" and r.path.endswith("/commands")]
    assert len(synced) == 1


async def test_a_gateway_that_refuses_the_handshake_is_tried_again(
    discord: DiscordServer, bot: KvBot
):
    refused = discord.fail("GET", "^/$", status=503)
    await discord.drop(4000)
    await discord.until(lambda: discord.resumes == 1 and discord.gateway.ready, 8)
    assert refused.hits == 1


UNREADABLE: list[tuple[str, Any]] = [
    ("GUILD_CREATE", {}),
    ("GUILD_CREATE", None),
    ("GUILD_UPDATE", {"id": "no number"}),
    ("GUILD_DELETE", []),
    ("GUILD_ROLE_CREATE", {"guild_id": 1}),
    ("CHANNEL_UPDATE", "text"),
    ("CHANNEL_CREATE", {"guild_id": "x", "type": {}}),
    ("THREAD_CREATE", {"id": None}),
    ("MESSAGE_CREATE", {"content": "without anything else"}),
    ("NEVER_HEARD_OF", {"a": 1}),
]


@pytest.mark.parametrize(("event", "data"), UNREADABLE)
async def test_an_event_that_cannot_be_read_ends_nothing(
    discord: DiscordServer, bot: KvBot, ask: Ask, event: str, data: Any
):
    discord.gateway.tell(event, lambda _: data)
    assert first_line(await ask("who", {"name": "SLB"})).startswith(BOARD)
    assert (discord.identifies, discord.resumes) == (1, 0)


@pytest.mark.parametrize("what", ["READY", "RESUMED", "no JSON"])
async def test_where_the_session_itself_cannot_be_read_the_bot_begins_a_new_one(
    discord: DiscordServer, bot: KvBot, what: str
):
    [session] = discord.gateway.sessions.values()
    assert session.connection
    if what == "no JSON":
        session.connection.send_text("{")
    else:
        discord.gateway.tell(what, lambda _: "no object")
    await discord.until(lambda: discord.identifies == 2 and discord.gateway.ready)


async def test_an_event_that_cannot_be_read_is_in_the_log_with_its_traceback(
    discord: DiscordServer, bot: KvBot, ask: Ask, caplog: pytest.LogCaptureFixture
):
    await discord.dispatch("GUILD_UPDATE", {"id": "no number"})
    await ask("who", {"name": "SLB"})
    [record] = [r for r in caplog.records if r.exc_info and r.__dict__.get("event")]
    assert (record.levelname, record.__dict__["event"]) == ("ERROR", "GUILD_UPDATE")


@pytest.mark.parametrize(
    "broken",
    [
        {"member": {"roles": 3}},
        {"attachment_size_limit": None, "member": None},
        {"guild_id": "no number"},
        {"channel": 7},
        {"application_id": None},
        {"data": None},
        {"data": {"name": "who", "type": 1}},
        {"data": {"id": "1", "name": "no such command", "type": 1}},
        {"data": {"id": "1", "name": "who", "type": 1, "options": "x"}},
    ],
)
async def test_an_interaction_that_cannot_be_read_is_answered_with_a_line_for_the_asker(
    discord: DiscordServer, bot: KvBot, user: Member, broken: Payload
):
    asked = await discord.interaction({"type": 2, **broken}, user=user)
    reply = await asked.reply(3)
    assert reply.ephemeral
    assert reply.text.strip()
    assert BOARD not in reply.text


# -- Discord refuses, fails, or is slow ----------------------------------------------------


async def test_a_reply_that_is_rate_limited_comes_when_it_may(discord: DiscordServer, ask: Ask):
    limited = discord.fail("POST", CALLBACK, status=429, retry_after=0.2, times=2)
    assert first_line(await ask("who", {"name": "SLB"})).startswith(BOARD)
    assert limited.hits == 2


@pytest.mark.usefixtures("hasty")
async def test_a_rate_limit_longer_than_discord_waits_for_an_answer_is_not_sat_out(
    discord: DiscordServer, ask: Ask
):
    discord.fail("POST", CALLBACK, status=429, retry_after=30)
    assert first_line(await ask("who", {"name": "SLB"})).startswith(BOARD)


async def test_the_asker_gets_a_line_where_a_reply_is_refused_outright(
    discord: DiscordServer, ask: Ask
):
    discord.fail("POST", CALLBACK, status=429, headers={})  # not from Discord: a wall before it
    reply = await ask("who", {"name": "SLB"})
    assert (reply.ephemeral, reply.text.startswith("That did not work")) == (True, True)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_reply_that_fails_at_discord_is_sent_again(
    discord: DiscordServer, ask: Ask, status: int
):
    failed = discord.fail("POST", CALLBACK, status=status, body="<html>bad</html>")
    assert first_line(await ask("who", {"name": "SLB"})).startswith(BOARD)
    assert failed.hits == 1


async def test_a_reply_that_fails_twice_still_comes_in_time(discord: DiscordServer, ask: Ask):
    discord.fail("POST", CALLBACK, status=500, times=2)
    assert first_line(await ask("who", {"name": "SLB"})).startswith(BOARD)


@pytest.mark.usefixtures("hasty")
async def test_a_reply_that_discord_never_takes_is_given_up(
    discord: DiscordServer, bot: KvBot, user: Member, caplog: pytest.LogCaptureFixture
):
    failing = discord.fail("POST", CALLBACK, status=500, times=99)
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    await discord.until(lambda: failing.hits == 2)
    await eventually(lambda: bot._under_way == 0)
    failing.release()
    assert (asked.callback, asked.messages) == (None, [])
    assert caplog.messages.count("Discord did not answer in time") == 2


async def test_a_reply_that_discord_does_not_answer_is_sent_again(
    discord: DiscordServer, bot: KvBot, user: Member
):
    hanging = discord.hang("POST", CALLBACK)
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    assert first_line(await asked.reply(3)).startswith(BOARD)
    assert hanging.hits == 1
    assert len(asked.messages) == 1


@pytest.mark.usefixtures("hasty")
async def test_a_reply_whose_receipt_is_lost_is_not_lost(
    discord: DiscordServer, bot: KvBot, user: Member
):
    discord.lose_answer("POST", CALLBACK)
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    await requests_for(discord, asked, 1)  # the second, to which Discord says: answered already
    assert first_line(await asked.reply(3)).startswith(BOARD)
    assert len(asked.messages) == 1


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("fault", ["failing", "limited", "hanging"])
async def test_a_late_answer_is_sent_again_as_well(
    discord: DiscordServer, bot: KvBot, user: Member, fault: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.replying.LATER_PATIENCE_S", 0.5)
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    async with busy_desk(bot):
        await asked.acknowledged(3)
        match fault:
            case "failing":
                discord.fail("POST", FOLLOWUP, status=500)
            case "limited":
                discord.fail("POST", FOLLOWUP, status=429, retry_after=0.1)
            case "hanging":
                discord.hang("POST", FOLLOWUP)
    assert first_line(await asked.reply()).startswith(BOARD)


async def test_an_interaction_that_has_expired_ends_nothing(
    discord: DiscordServer, bot: KvBot, user: Member, caplog: pytest.LogCaptureFixture
):
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    discord.expire(asked)
    await discord.until(lambda: [r for r in discord.requests if asked.token in r.path])
    assert asked.callback is None


@pytest.mark.usefixtures("hasty")
async def test_an_interaction_that_expires_after_its_deferral_ends_nothing(
    discord: DiscordServer, bot: KvBot, user: Member
):
    asked = await discord.slash("who", {"name": "SLB"}, user=user)
    async with busy_desk(bot):
        await asked.acknowledged(3)
        discord.expire(asked)
    statuses = [request.status for request in await requests_for(discord, asked, 2)]
    assert statuses[0] in (200, 204)
    assert statuses[1] == 401
    assert asked.messages == []


async def requests_for(discord: DiscordServer, asked: Exchange, number: int) -> list[Any]:
    """The first requests that the bot made for an interaction."""
    found: list[Any] = []

    def enough() -> bool:
        found[:] = [r for r in discord.requests if asked.token in r.path]
        return len(found) >= number

    await discord.until(enough)
    return found


@pytest.mark.usefixtures("hasty")
async def test_a_message_that_is_deleted_before_it_is_changed_leaves_the_asker_with_a_line(
    discord: DiscordServer, bot: KvBot, ask: Ask, user: Member
):
    menu = await ask("who", {"name": "Merrin"})
    async with busy_desk(bot):
        chosen = await discord.press(menu, "Tova Merrin", user=user)
        await chosen.acknowledged(3)
        await discord.delete_message(menu)
    line = await chosen.reply()
    assert (line.ephemeral, line.text[:17]) == (True, "That did not work")


async def test_where_the_bot_may_not_write_the_asker_is_told(
    discord: DiscordServer, ask: Ask, user: Member
):
    card = await ask("who", {"name": "SLB"})
    discord.fail(
        "POST", CALLBACK, status=403, body={"message": "Missing Permissions", "code": 50013}
    )
    reply = await (await discord.press(card, "Post", user=user)).reply()
    assert reply.ephemeral
    assert reply.text.startswith("Discord does not let kvbot do that")


# -- a slow desk ---------------------------------------------------------------------------


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("who", {"name": "SLB"}),
        ("agreements", {"year": "2024"}),
        ("stats", {}),
        ("timeline", {}),
        ("sources", {}),
        ("help", {}),
        ("about", {}),
    ],
)
async def test_an_answer_that_takes_long_is_announced_to_the_asker_within_three_seconds(
    discord: DiscordServer, bot: KvBot, user: Member, command: str, options: dict[str, Any]
):
    async with busy_desk(bot):
        asked = await discord.slash(command, options, user=user)
        announced = await asked.acknowledged(3)
        assert announced.type is CallbackType.DEFERRED_CHANNEL_MESSAGE
        assert announced.data["flags"] & 64
    reply = await asked.reply()
    assert (reply.ephemeral, len(reply.text) > 20) == (True, True)


@pytest.mark.usefixtures("hasty")
async def test_an_answer_for_everyone_is_for_everyone_however_long_it_takes(
    discord: DiscordServer, bot: KvBot, user: Member
):
    async with busy_desk(bot):
        asked = await discord.slash("who", {"name": "SLB", "show": "everyone"}, user=user)
        await asked.acknowledged(3)
    reply = await asked.reply()
    assert (first_line(reply)[: len(BOARD)], reply.ephemeral) == (BOARD, False)
    assert len(asked.messages) == 1


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("show", ["only me", "everyone"])
@pytest.mark.parametrize("fault", ["failing", "hanging", "receipt lost", "refused"])
async def test_a_long_answer_comes_even_where_its_announcement_does_not_get_through(
    discord: DiscordServer, bot: KvBot, user: Member, fault: str, show: str
):
    match fault:
        case "failing":
            announced = discord.fail("POST", CALLBACK, status=500)
        case "hanging":
            announced = discord.hang("POST", CALLBACK, times=2)
        case "receipt lost":
            announced = discord.lose_answer("POST", CALLBACK)
        case _:
            announced = discord.fail("POST", CALLBACK, status=429, headers={})
    async with busy_desk(bot):
        asked = await discord.slash("who", {"name": "SLB", "show": show}, user=user)
        await announced.reached()
        if fault == "hanging":
            await eventually(lambda: announced.hits == 2)
    reply = await asked.reply()
    assert (first_line(reply)[: len(BOARD)], reply.ephemeral) == (BOARD, show == "only me")
    assert len(asked.messages) == 1


@pytest.mark.usefixtures("hasty")
async def test_what_is_only_for_the_asker_stays_so_however_long_it_takes(
    discord: DiscordServer, bot: KvBot, user: Member
):
    async with busy_desk(bot):
        asked = await discord.slash("who", {"name": "Merrin", "show": "everyone"}, user=user)
        await asked.acknowledged(3)
    assert (await asked.reply()).ephemeral


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("button", ["Sources", "Copy", "Post", "Report an error"])
async def test_a_press_is_acknowledged_within_three_seconds_however_slow_the_desk(
    discord: DiscordServer, bot: KvBot, guild: Guild, ask: Ask, button: str
):
    card = await ask("who", {"name": "SLB"}) if button == "Post" else await card_for_all(ask)
    korean = guild.add_member("another", locale="ko")
    presser = korean if button != "Post" else None
    if presser is None:
        [asker] = [m for m in guild.members.values() if m.user.name == "asker"]
        presser, guild.locale = asker, "vi"
    async with busy_desk(bot):
        pressed = await discord.press(card, button, user=presser)
        await pressed.acknowledged(3)
    if pressed.modal is None:
        assert (await pressed.reply()).text


def test_the_waits_add_up_to_less_than_the_three_seconds_that_discord_waits():
    assert replying.DEFER_AFTER_S + replying.PATIENCE_S < 3
    assert replying.BY_THEN_S < 3
    assert replying.PATIENCE_S < 3 / 2 + 0.01  # the first reply may be tried twice


async def test_typing_is_answered_within_three_seconds_however_slow_the_desk(
    discord: DiscordServer, bot: KvBot, user: Member
):
    async with busy_desk(bot):
        typed = await discord.autocomplete("who", {"name": "Me"}, focused="name", user=user)
        assert typed.choices == []


@pytest.mark.usefixtures("hasty")
async def test_a_report_is_taken_within_three_seconds_however_slow_the_desk(
    discord: DiscordServer, bot: KvBot, guild: Guild, ask: Ask
):
    reporter = guild.add_member("reporter", locale="vi")
    form = await discord.press(await card_for_all(ask), "Report an error", user=reporter)
    await form.acknowledged()
    bot.answers._kept = {}  # as after a new base
    async with busy_desk(bot):
        sent = await discord.submit(form, {"claim": ["0"], "wrong": "The day", "ground": ""})
        await sent.acknowledged(3)
    await sent.reply()
    [report], total = await bot.store.open_reports(guild.id, 5)
    assert (report.wrong, total) == ("The day", 1)
