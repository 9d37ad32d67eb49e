"""The server is enough of a Discord for discord.py, and tells a test what went on."""

from __future__ import annotations

import asyncio

import discord
import pytest
from discord.http import Route

from tests.loopback.conftest import PlainClient
from tests.loopback.exchange import CallbackType, NoReply
from tests.loopback.messages import Message, Upload
from tests.loopback.server import DiscordServer
from tests.loopback.world import Channel, Guild, Member


@pytest.fixture
def guild(server: DiscordServer, client: PlainClient) -> Guild:
    return next(iter(server.world.guilds.values()))


@pytest.fixture
def channel(guild: Guild) -> Channel:
    return next(iter(guild.channels.values()))


@pytest.fixture
def ada(guild: Guild) -> Member:
    return next(member for member in guild.members.values() if member.user.name == "Ada")


@pytest.fixture
async def card(server: DiscordServer, ada: Member) -> Message:
    exchange = await server.slash("card", {"word": "tide"}, user=ada)
    return await exchange.reply()


# -- logging in ----------------------------------------------------------------------------


async def test_a_client_is_told_of_its_guilds_and_registers_its_commands(server, client, guild):
    await client.wait_until_ready()
    assert [(g.name, g.preferred_locale) for g in client.guilds] == [
        ("Harbour Office", discord.Locale.korean)
    ]
    assert set(server.registered(guild)) == {"card", "slow", "fetch", "count"}
    assert (server.identifies, server.problems) == (1, [])


async def test_a_wrong_token_is_a_failed_login(server):
    async with PlainClient(discord.Intents.default(), []) as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("not the token")


async def test_commands_are_refused_for_a_guild_that_the_bot_is_not_in(server):
    elsewhere = server.add_guild("Elsewhere", joined=False)
    async with PlainClient(discord.Intents.default(), [elsewhere.id]) as client:
        with pytest.raises(discord.Forbidden) as refused:
            await client.login(server.token)
    assert refused.value.code == 50001


async def test_the_message_content_intent_can_be_denied(server):
    server.allow_message_content = False
    intents = discord.Intents.default()
    intents.message_content = True
    async with PlainClient(intents, []) as client:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.start(server.token)


async def test_a_guild_that_the_bot_joins_later_is_announced(server, client, guild):
    await client.wait_until_ready()
    joined = client.wait_for("guild_join", timeout=2)
    server.add_guild("Light Station")
    assert (await joined).name == "Light Station"


# -- interactions --------------------------------------------------------------------------


async def test_a_slash_command_is_answered(server, ada):
    exchange = await server.slash("card", {"word": "tide"}, user=ada)
    reply = await exchange.reply()
    assert exchange.callback.type is CallbackType.CHANNEL_MESSAGE
    assert exchange.acknowledged_after < 1
    assert (reply.text, reply.ephemeral) == ("tide", False)
    assert [button.label for button in reply.buttons] == ["Read", "Note"]


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [
        ("tides", {}, LookupError),
        ("card", {}, ValueError),
        ("card", {"word": 3}, ValueError),
        ("card", {"word": "tide", "size": 1}, ValueError),
    ],
)
async def test_what_the_bot_did_not_register_cannot_be_sent(server, ada, name, options, error):
    with pytest.raises(error):
        await server.slash(name, options, user=ada)


async def test_an_option_may_be_a_member(server, ada):
    exchange = await server.slash("count", {"member": ada}, user=ada)
    assert (await exchange.reply()).text == "3"


async def test_autocomplete_returns_the_choices(server, ada):
    exchange = await server.autocomplete("card", {"word": "ti"}, focused="word", user=ada)
    assert [choice["value"] for choice in exchange.choices] == ["ti", "tis"]


async def test_a_followup_completes_a_deferral_and_keeps_it_private(server, ada):
    exchange = await server.slash("slow", user=ada)
    await exchange.reply(number=2)
    await server.until(lambda: len(exchange.messages[0].edits) == 2)
    assert exchange.callback.type is CallbackType.DEFERRED_CHANNEL_MESSAGE
    assert [(m.text, m.ephemeral) for m in exchange.messages] == [
        ("first, mended", True),
        ("second", False),
    ]
    assert server.problems == []


async def test_a_file_arrives_with_its_bytes(server, ada):
    reply = await (await server.slash("fetch", user=ada)).reply()
    [attachment] = reply.attachments
    assert (attachment.name, attachment.data) == ("words.txt", b"words")


async def test_a_button_updates_its_message(server, ada, card):
    exchange = await server.press(card, "Read", user=ada)
    assert await exchange.reply() is card
    assert card.text == "read"
    with pytest.raises(ValueError, match="cannot be pressed"):
        await server.press(card, "Read", user=ada)


async def test_a_select_takes_what_it_offers(server, ada, card):
    with pytest.raises(ValueError, match="offers"):
        await server.choose(card, "tone", ["wet"], user=ada)
    exchange = await server.choose(card, "tone", ["dry"], user=ada)
    assert (await exchange.reply()).text == "tone: dry"


async def test_a_modal_is_filled_in_by_label_and_submitted(server, ada, card):
    opened = await server.press(card, "Note", user=ada)
    with pytest.raises(NoReply, match="MODAL"):
        await opened.reply()
    with pytest.raises(ValueError, match="required"):
        await server.submit(opened, {})
    exchange = await server.submit(opened, {"Words": "high at noon"})
    assert (await exchange.reply()).text == "noted: high at noon"


async def test_an_interaction_that_nobody_answers_is_told_from_one_that_is(server, ada, card):
    data = {"component_type": 2, "custom_id": "nobody"}
    exchange = await server.interaction({"type": 3, "data": data}, user=ada, message=card)
    with pytest.raises(NoReply, match="nobody"):
        await exchange.acknowledged(0.05)


# -- messages ------------------------------------------------------------------------------


async def test_content_is_seen_in_direct_messages_and_where_the_bot_is_mentioned(
    server, client, ada, channel, card
):
    bot = server.world.bot
    await server.user_says(ada, channel, "not for the bot")
    await server.user_says(ada, channel, f"<@{bot.id}> for the bot")
    await server.user_says(ada, channel, "to its answer", reply_to=card)
    await server.user_says(ada, channel, "to its answer, quietly", reply_to=card, ping=False)
    await server.user_says(ada.user, None, "in private", files=[Upload("note.txt", b"words")])
    heard = [await asyncio.wait_for(client.heard.get(), 2) for _ in range(5)]
    assert [message.content for message in heard] == [
        "", f"<@{bot.id}> for the bot", "to its answer", "", "in private",
    ]  # fmt: skip
    assert await heard[-1].attachments[0].read() == b"words"


async def test_a_bot_may_answer_edit_and_delete_in_a_channel(server, client, ada, channel):
    await server.user_says(ada, channel, f"<@{server.world.bot.id}>?")
    question = await asyncio.wait_for(client.heard.get(), 2)
    answer = await question.reply("ebb")
    await answer.edit(content="flood")
    [_, seen] = server.messages_in(channel)
    assert (seen.text, seen.referenced.id, server.problems) == ("flood", question.id, [])
    await answer.delete()
    assert seen.deleted


async def test_a_text_that_might_ping_is_a_problem(server, client, channel):
    place = client.get_channel(channel.id)
    await place.send("@everyone", allowed_mentions=discord.AllowedMentions.all())
    [problem] = server.problems
    assert "lets someone be mentioned" in problem


# -- faults --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [4000, 1006])
async def test_a_client_that_resumes_gets_what_it_missed(server, client, ada, channel, code):
    await client.wait_until_ready()
    await server.drop(code)
    await server.user_says(ada.user, None, "while you were away")
    assert (await asyncio.wait_for(client.heard.get(), 2)).content == "while you were away"
    assert (server.identifies, server.resumes) == (1, 1)


async def test_a_client_that_is_asked_to_reconnect_resumes(server, client, guild):
    await client.wait_until_ready()
    await server.reconnect()
    await server.until(lambda: server.resumes == 1 and server.gateway.ready)


async def test_a_client_with_an_invalid_session_identifies_again(server, client, guild):
    await client.wait_until_ready()
    await server.invalid_session()
    await server.until(lambda: server.identifies == 2 and server.gateway.ready)


async def test_a_client_that_is_rate_limited_tries_again(server, client, channel):
    fault = server.fail("POST", "/messages$", status=429, retry_after=0.01, times=2)
    await client.get_channel(channel.id).send("at last")
    statuses = [r.status for r in server.requests if r.path.endswith("/messages")]
    assert (fault.hits, statuses) == (2, [429, 429, 200])


async def test_a_request_hangs_until_it_is_released(server, client, channel):
    fault = server.hang("POST", "/typing$")
    typing = asyncio.create_task(client.get_channel(channel.id).typing().__aenter__())
    await fault.reached()
    assert server.typing == []
    fault.release()
    await server.until(lambda: server.typing == [channel])
    typing.cancel()


async def test_an_expired_interaction_takes_no_more_messages(server, client, ada, card):
    exchange = await server.press(card, "Read", user=ada)
    await exchange.reply()
    server.expire(exchange)
    route = f"/webhooks/{server.world.bot.id}/{exchange.token}"
    with pytest.raises(discord.HTTPException) as refused:
        await client.http.request(Route("POST", route), json={"content": "late"})
    assert refused.value.code == 50027


async def test_a_client_whose_heartbeats_are_not_acknowledged_connects_anew(server):
    server.gateway.heartbeat_interval = 0.05
    server.heartbeat_acks = False
    client = PlainClient(discord.Intents.default(), [], heartbeat_timeout=0.2)
    async with client:
        running = asyncio.create_task(client.start(server.token))
        await server.until(lambda: server.resumes > 0)
        await client.close()
        await running
