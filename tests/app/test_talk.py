"""Questions in messages: who is answered, where, and how the answer follows its question."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta

import pytest

from bot.__main__ import IntentMissing
from bot.app import KvBot
from bot.settings import read_bot_settings
from bot.store.models import GuildSettings
from tests.app.conftest import Running, running
from tests.app.helpers import (
    calls,
    eventually,
    first_line,
    foreign_marks,
    labels,
    language_of,
    quoted,
    visible,
    write_dossier,
)
from tests.loopback.messages import Message, Upload
from tests.loopback.server import DiscordServer
from tests.loopback.sessions import Intent
from tests.loopback.world import EVERYONE, Channel, Guild, Permission

SIGNED = "When did the Lighthouse Board sign with the pilots?"
CALLS = "How many ship calls did Norholm have in 2023?"
UNKNOWN = "How many ferries does Norholm have?"
POST = r"/channels/\d+/messages$"


async def replies(
    discord: DiscordServer, place: Message | Channel, number: int = 1
) -> list[Message]:
    """What the bot wrote in the channel of a question, once there is so much of it."""
    channel = place.channel if isinstance(place, Message) else place

    def there() -> list[Message]:
        return [m for m in discord.messages_in(channel) if m.author is discord.world.bot]

    await discord.until(lambda: len(there()) >= number)
    return there()


def mention(discord: DiscordServer, text: str) -> str:
    return f"<@{discord.world.bot.id}> {text}"


# --- who is answered, and where ---


async def test_a_mention_is_answered_by_a_reply_that_pings_nobody(bot, discord, user):
    question = await discord.user_says(user, None, mention(discord, SIGNED))
    (reply,) = await replies(discord, question)
    assert "30 April 2024" in visible(reply.text)
    assert reply.referenced is question
    (request,) = [r for r in discord.requests if r.path.endswith("/messages")]
    assert request.body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert request.body["message_reference"] == {
        "type": 0,
        "message_id": question.id,
        "channel_id": question.channel.id,
        "guild_id": user.guild.id,
        "fail_if_not_exists": False,
    }


async def test_a_mention_in_a_thread_is_answered_in_the_thread(bot, discord, user, guild, channel):
    thread = guild.add_thread(channel, "pilots")
    question = await discord.user_says(user, thread, mention(discord, f"\n{SIGNED}\n"))
    (reply,) = await replies(discord, question)
    assert "30 April 2024" in visible(reply.text)


async def test_who_mentions_the_role_of_the_bot_is_not_met_with_silence(bot, discord, user, guild):
    role = guild.add_role("kvbot", bot=discord.world.bot.id)
    question = await discord.user_says(user, None, f"<@&{role.id}> {SIGNED}")
    (reply,) = await replies(discord, question)
    assert "mention kvbot" in visible(reply.text)  # Discord keeps the words of it back


async def test_another_role_that_is_mentioned_is_no_question(bot, discord, user, guild):
    role = guild.add_role("pilots")
    await discord.user_says(user, None, f"<@&{role.id}> {SIGNED}")
    question = await discord.user_says(user, None, mention(discord, SIGNED))
    await replies(discord, question)
    assert sum(r.path.endswith("/messages") for r in discord.requests) == 1


async def test_lines_and_mentions_within_a_question_are_no_hindrance(bot, discord, user):
    text = f"How many ship calls\n{mention(discord, '')} did <@{user.id}> Norholm have\nin 2023?"
    question = await discord.user_says(user, None, text)
    (reply,) = await replies(discord, question)
    assert "412" in first_line(reply)


async def test_a_reply_that_pings_the_bot_is_a_question(bot, discord, user):
    first = await discord.user_says(user, None, mention(discord, "hi"))
    (hello,) = await replies(discord, first)
    await discord.user_says(user, None, CALLS, reply_to=hello, ping=False)
    await discord.user_says(user, None, SIGNED, reply_to=hello)
    assert "30 April 2024" in visible((await replies(discord, first, 2))[1].text)


async def test_a_reply_to_the_answer_of_a_command_is_a_question(bot, discord, user):
    card = await (
        await discord.slash("who", {"name": "SLB", "show": "everyone"}, user=user)
    ).reply()
    question = await discord.user_says(user, None, SIGNED, reply_to=card)
    assert "30 April 2024" in visible((await replies(discord, question, 2))[1].text)


async def test_a_reply_whose_words_discord_keeps_back_gets_a_line(bot, discord, user, channel):
    first = await discord.user_says(user, None, mention(discord, SIGNED))
    (card,) = await replies(discord, first)
    withheld = discord.message(channel, user.user, type=19, referenced=card)
    withheld.mentions = [discord.world.bot]
    discord.publish("MESSAGE_CREATE", withheld)
    assert "/ask" in (await replies(discord, first, 2))[1].text


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("", "en"),
        ("hi", "en"),
        ("Thanks!", "en"),
        ("안녕하세요", "ko"),
        ("xin chào", "vi"),
        ("What can you do?", "en"),
        ("넌 누구야?", "ko"),
        ("bạn là ai", "vi"),
    ],
)
async def test_a_greeting_gets_three_examples_that_work(bot, discord, user, text, lang):
    question = await discord.user_says(user, None, mention(discord, text))
    (reply,) = await replies(discord, question)
    assert language_of(first_line(reply)) == lang
    examples = [line[2:] for line in visible(reply.text).splitlines() if line.startswith("• ")]
    assert len(examples) == 3
    for number, example in enumerate(examples, 2):
        await discord.user_says(user, None, mention(discord, example))
        answer = (await replies(discord, question, number))[-1]
        assert "Send to curator" not in labels(answer)
        assert answer.buttons


async def test_nothing_in_an_example_is_live(base, run: Running, discord, user):
    hostile = ("Aa *Board*", "Ab <@1> Board", "Ac [Board](http://example.com)")
    bodies = [
        f'[[organizations]]\nslug = "body-{number}"\nname = {quoted(name)}\n'
        for number, name in enumerate(hostile)
    ]
    (base / "hostile.toml").write_text("format = 1\n" + "\n".join(bodies), encoding="utf-8")
    for file in ("gazette-2024-05-02.toml", "visit-notes-2025-03-10.toml"):
        (base / file).unlink()
    write_dossier(base, "calls", [calls(n + 1, subject=f"body-{n}") for n in range(len(hostile))])
    async with run():
        question = await discord.user_says(user, None, mention(discord, "hi"))
        (reply,) = await replies(discord, question)
    assert "Board" in reply.text
    assert foreign_marks(reply.text) == []


@pytest.mark.parametrize(
    ("question", "told"), [(UNKNOWN, "ferries"), ("Who is Merrin?", "may mean"), ("asdf", "asdf")]
)
async def test_who_speaks_to_the_bot_always_gets_an_answer(bot, discord, user, question, told):
    said = await discord.user_says(user, None, mention(discord, question))
    (reply,) = await replies(discord, said)
    assert told in first_line(reply)
    assert foreign_marks(reply.text) == []


async def test_of_two_readings_the_asker_chooses_for_all_and_others_for_themselves(
    bot, discord, user, guild
):
    question = await discord.user_says(user, None, mention(discord, "Who is Merrin?"))
    (card,) = await replies(discord, question)
    theirs = await discord.press(card, "Tova Merrin", user=guild.add_member("other"))
    assert (await theirs.reply()).ephemeral
    assert "may mean" in first_line(card)
    await (await discord.press(card, "Aldo Merrin", user=user)).acknowledged()
    await discord.until(lambda: "Aldo Merrin" in first_line(card))
    assert "Sources" in labels(card)


async def test_a_member_is_answered_in_direct_messages(bot, discord, user):
    question = await discord.user_says(user.user, None, SIGNED)
    (reply,) = await replies(discord, question)
    assert "30 April 2024" in visible(reply.text)
    pressed = await discord.press(reply, "Sources", user=user.user)
    assert "30 April 2024" in visible((await pressed.reply()).text)


async def test_what_a_member_forwards_to_the_bot_is_a_question(bot, discord, user, guild):
    said = await discord.user_says(guild.add_member("other"), None, CALLS)
    question = await discord.forward(user.user, None, said)
    (reply,) = await replies(discord, question)
    assert "412" in first_line(reply)


async def test_a_stranger_learns_nothing_in_direct_messages(bot, discord):
    question = await discord.user_says(discord.world.add_user("stranger"), None, SIGNED)
    (reply,) = await replies(discord, question)
    assert "private" in reply.text
    assert "2024" not in reply.text


async def test_a_mention_elsewhere_learns_nothing(bot, discord):
    other = discord.add_guild("Elsewhere")
    other.add_channel("general")
    question = await discord.user_says(other.add_member("x"), None, mention(discord, SIGNED))
    (reply,) = await replies(discord, question)
    assert "private" in reply.text


async def test_other_messages_and_those_of_bots_are_left_alone(bot, discord, user, guild):
    robot = guild.add_member(discord.world.add_user("robot", bot=True))
    await discord.user_says(user, None, SIGNED)
    await discord.user_says(robot, None, mention(discord, SIGNED))
    question = await discord.user_says(user, None, mention(discord, SIGNED))
    (reply,) = await replies(discord, question)
    assert reply.referenced is question


async def test_a_message_of_a_server_that_is_not_known_yet_is_not_taken_for_a_direct_one(
    bot, discord, user, channel
):
    said = discord.message(channel, user.user)
    said.content = SIGNED
    event = said.event(legible=True, member=user) | {"guild_id": "999"}
    await discord.dispatch("MESSAGE_CREATE", event)
    question = await discord.user_says(user, None, mention(discord, CALLS))
    (reply,) = await replies(discord, question)
    assert reply.referenced is question


async def test_one_person_cannot_make_the_bot_flood_a_channel(bot, discord, user, guild):
    for _ in range(14):
        await discord.user_says(user, None, mention(discord, "hi"))
    other = await discord.user_says(guild.add_member("other"), None, mention(discord, SIGNED))
    found = await replies(discord, other, 12)
    assert len(found) == 12
    assert sum("more than 10" in reply.text for reply in found) == 1


# --- when it fails ---


async def test_whatever_fails_the_asker_gets_a_line(bot, discord, user, caplog):
    discord.fail("POST", POST, status=400, body={"message": "x", "code": 1})
    question = await discord.user_says(user, None, mention(discord, SIGNED))
    (reply,) = await replies(discord, question)
    assert "did not work" in reply.text
    assert "a message could not be answered" in caplog.messages


async def test_where_the_bot_may_not_write_the_asker_is_told_directly(bot, discord, user, guild):
    mute = guild.add_channel("mute", app_permissions=EVERYONE & ~Permission.SEND_MESSAGES)
    await discord.user_says(user, mute, mention(discord, SIGNED))
    (line,) = await replies(discord, discord.direct_messages(user))
    assert f"<#{mute.id}>" in line.text
    assert "does not let kvbot write" in line.text


async def test_where_no_reply_is_taken_at_all_the_asker_is_told_directly(bot, discord, user):
    body = {"message": "Cannot reply without permission to read message history", "code": 160002}
    discord.fail("POST", POST, status=400, body=body, times=2)
    await discord.user_says(user, None, mention(discord, SIGNED))
    (line,) = await replies(discord, discord.direct_messages(user))
    assert "did not work" in line.text


async def test_a_reply_whose_receipt_is_lost_is_not_sent_twice(bot, discord, user, settings):
    discord.lose_answer("POST", POST, status=502)
    question = await discord.user_says(user, None, mention(discord, CALLS))
    (reply,) = await replies(discord, question)
    await eventually(lambda: kept_replies(settings))
    assert await replies(discord, question) == [reply]
    assert kept_replies(settings) == [reply.id]


async def test_where_the_line_is_broken_the_log_tells_and_the_next_is_answered(
    bot, discord, user, caplog
):
    discord.sever("POST", r"/channels/\d+/messages$", times=2)
    discord.sever("POST", r"/users/@me/channels")
    await discord.user_says(user, None, mention(discord, CALLS))
    await eventually(lambda: caplog.messages.count("no line could be sent") == 2)
    question = await discord.user_says(user, None, mention(discord, CALLS))
    (reply,) = await replies(discord, question)
    assert reply.referenced is question


async def test_where_that_is_closed_too_the_log_tells(bot, discord, user, guild, caplog):
    mute = guild.add_channel("mute", app_permissions=EVERYONE & ~Permission.SEND_MESSAGES)
    discord.fail("POST", r"/users/@me/channels", status=403)
    await discord.user_says(user, mute, mention(discord, SIGNED))
    await eventually(lambda: "no line could be sent" in caplog.messages)
    assert discord.messages_in(discord.direct_messages(user)) == []


async def test_where_an_answer_cannot_be_changed_a_line_stands_in_its_place(bot, discord, user):
    question = await discord.user_says(user, None, mention(discord, UNKNOWN))
    (reply,) = await replies(discord, question)
    discord.fail("PATCH", r"/channels/\d+/messages/\d+$", status=400, body={"code": 1})
    await discord.edit_message(question, mention(discord, SIGNED))
    await discord.until(lambda: "did not work" in reply.text)
    assert await replies(discord, question) == [reply]


async def test_an_answer_is_changed_although_the_database_cannot_be_written(
    bot, discord, user, settings, caplog
):
    question = await discord.user_says(user, None, mention(discord, UNKNOWN))
    (reply,) = await replies(discord, question)
    await eventually(lambda: kept_replies(settings))
    with closing(sqlite3.connect(settings.home / "bot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await discord.edit_message(question, mention(discord, SIGNED))
        await eventually(lambda: any("will not follow" in line for line in caplog.messages))
    assert "30 April 2024" in visible(reply.text)


# --- the answer follows its question ---


async def gone_with(discord: DiscordServer, question: Message, reply: Message) -> None:
    """Delete a question: when its answer is gone too, all that came before has been seen to."""
    await discord.delete_message(question)
    await eventually(lambda: reply.deleted)


async def test_an_answer_is_changed_with_its_question_also_after_a_restart(
    run: Running, discord, user
):
    async with run():
        question = await discord.user_says(user, None, mention(discord, UNKNOWN))
        (reply,) = await replies(discord, question)
        await discord.edit_message(question, mention(discord, CALLS))
        await discord.until(lambda: "412" in visible(reply.text))
    async with run():
        text = mention(discord, SIGNED)
        await discord.edit_message(question, text, after=timedelta(minutes=9))
        await discord.until(lambda: "30 April 2024" in visible(reply.text))
    assert await replies(discord, question) == [reply]


async def test_after_ten_minutes_it_stays_as_it_is(bot, discord, user):
    question = await discord.user_says(user, None, mention(discord, CALLS))
    (reply,) = await replies(discord, question)
    late = timedelta(minutes=10, seconds=1)
    await discord.edit_message(question, mention(discord, SIGNED), after=late)
    await gone_with(discord, question, reply)
    assert "412" in first_line(reply)


@pytest.mark.parametrize("changed_before", [False, True])
async def test_the_preview_of_a_link_is_no_change(bot, discord, user, changed_before):
    question = await discord.user_says(user, None, mention(discord, UNKNOWN))
    (reply,) = await replies(discord, question)
    if changed_before:
        await discord.edit_message(question, mention(discord, CALLS))
        await discord.until(lambda: reply.edits)
    before = len(reply.edits)
    discord.publish("MESSAGE_UPDATE", question)
    await gone_with(discord, question, reply)
    assert len(reply.edits) == before


async def test_a_question_that_is_changed_at_once_has_one_answer(bot, discord, user):
    question = await discord.user_says(user, None, mention(discord, UNKNOWN))
    await discord.edit_message(question, mention(discord, SIGNED))
    await eventually(
        lambda: (
            ["30 April 2024" in visible(m.text) for m in discord.messages_in(question.channel)]
            == [False, True]
        )
    )


async def test_a_question_that_no_longer_mentions_the_bot_says_that_it_cannot_be_read(
    bot, discord, user
):
    question = await discord.user_says(user, None, mention(discord, CALLS))
    (reply,) = await replies(discord, question)
    await discord.edit_message(question, SIGNED)
    await discord.until(lambda: "does not show kvbot" in reply.text)


async def test_of_too_many_changes_a_line_stands_in_the_place_of_the_answer(bot, discord, user):
    question = await discord.user_says(user, None, mention(discord, CALLS))
    (reply,) = await replies(discord, question)
    for number in range(12):
        text = mention(discord, f"{CALLS}{'?' * number}")
        await discord.edit_message(question, text, after=timedelta(seconds=number + 1))
    await discord.until(lambda: len(reply.edits) == 12)
    assert "more than 10" in reply.text
    assert await replies(discord, question) == [reply]


async def test_where_a_change_cannot_be_answered_that_takes_the_mention_out_a_line_tells(
    bot, discord, user
):
    question = await discord.user_says(user, None, mention(discord, CALLS))
    (reply,) = await replies(discord, question)
    discord.fail("PATCH", r"/channels/\d+/messages/\d+$", status=400, body={"code": 1})
    await discord.edit_message(question, CALLS)
    await discord.until(lambda: "did not work" in reply.text)


async def test_who_is_no_longer_a_member_is_not_answered_anew(run: Running, discord, user, guild):
    async with run():
        question = await discord.user_says(user.user, None, CALLS)
        (reply,) = await replies(discord, question)
    del guild.members[user.id]
    async with run():
        await discord.edit_message(question, SIGNED)
        await discord.until(lambda: "private" in reply.text)
    assert "2024" not in reply.text


async def test_an_answer_is_deleted_with_its_question_also_after_a_restart(
    run: Running, discord, user, settings
):
    async with run():
        question = await discord.user_says(user, None, mention(discord, SIGNED))
        (reply,) = await replies(discord, question)
    async with run():
        await discord.delete_message(question)
        await eventually(lambda: reply.deleted)
    assert kept_replies(settings) == []


async def test_answers_to_many_questions_that_are_deleted_at_once_go_with_them(
    bot, discord, user, channel, settings
):
    asked = [
        await discord.user_says(user, None, mention(discord, text)) for text in (SIGNED, UNKNOWN)
    ]
    answers = await replies(discord, channel, 2)
    await eventually(lambda: len(kept_replies(settings)) == 2)
    gone = {"ids": [str(m.id) for m in asked], "channel_id": str(channel.id)}
    await discord.dispatch("MESSAGE_DELETE_BULK", gone | {"guild_id": str(channel.guild.id)})
    await eventually(lambda: all(reply.deleted for reply in answers))


async def test_a_question_that_is_deleted_at_once_leaves_no_answer(bot, discord, user, settings):
    question = await discord.user_says(user, None, mention(discord, SIGNED))
    await discord.delete_message(question)
    other = await discord.user_says(user, None, mention(discord, CALLS))
    await eventually(
        lambda: [m.referenced for m in discord.messages_in(other.channel)] == [None, other]
    )


async def test_an_answer_that_somebody_else_deleted_is_forgotten(bot, discord, user, settings):
    question = await discord.user_says(user, None, mention(discord, SIGNED))
    (reply,) = await replies(discord, question)
    await eventually(lambda: kept_replies(settings))
    await discord.delete_message(reply)
    await discord.delete_message(question)
    await eventually(lambda: kept_replies(settings) == [])


def kept_replies(settings) -> list[int]:
    with closing(sqlite3.connect(settings.home / "bot.db")) as db:
        return [row[0] for row in db.execute("SELECT reply FROM reply")]


# --- quick channels ---


@pytest.fixture
def quick(guild: Guild) -> Channel:
    return guild.add_channel("quick")


@pytest.fixture
async def listening(discord, environment, settings, quick) -> AsyncIterator[KvBot]:
    """The bot with a quick channel."""
    told = {**environment, "KVBOT_QUICK_CHANNELS": str(quick.id)}
    async with running(discord, read_bot_settings(told), settings) as client:
        yield client


async def test_in_a_quick_channel_only_what_is_sure_is_answered(listening, discord, user, quick):
    told = "The Lighthouse Board signed with the pilots in 2023."
    for text in (UNKNOWN, "hi", "thanks!", "see you at lunch", "Who is Merrin?", told, ""):
        await discord.user_says(user, quick, text, files=[Upload("a.txt", b"a")])
    question = await discord.user_says(user, quick, SIGNED)
    (reply,) = await replies(discord, question)
    assert reply.referenced is question


async def test_in_a_quick_channel_what_is_too_long_to_be_read_whole_is_left_alone(
    listening, discord, user, quick
):
    await discord.user_says(user, quick, f"{CALLS} {'.' * 600} The rest is about lunch.")
    question = await discord.user_says(user, quick, CALLS)
    (reply,) = await replies(discord, question)
    assert reply.referenced is question


async def test_a_thread_of_a_quick_channel_is_quick(listening, discord, user, guild, quick):
    thread = guild.add_thread(quick, "pilots")
    question = await discord.user_says(user, thread, SIGNED)
    assert await replies(discord, question)


async def test_when_spoken_to_in_a_quick_channel_the_bot_always_answers(
    listening, discord, user, quick
):
    question = await discord.user_says(user, quick, mention(discord, UNKNOWN))
    (reply,) = await replies(discord, question)
    assert "ferries" in first_line(reply)


async def test_what_is_said_beside_questions_uses_up_nothing(listening, discord, user, quick):
    for number in range(15):
        await discord.user_says(user, quick, f"see you at lunch no. {number}")
    question = await discord.user_says(user, quick, SIGNED)
    (reply,) = await replies(discord, question)
    assert "30 April 2024" in visible(reply.text)


async def test_one_person_cannot_make_the_bot_flood_a_quick_channel(
    listening, discord, user, guild, quick
):
    for _ in range(14):
        await discord.user_says(user, quick, SIGNED)
    other = await discord.user_says(guild.add_member("other"), quick, CALLS)
    found = await replies(discord, other, 11)
    assert len(found) == 11
    assert "412" in first_line(found[-1])


async def test_an_answer_goes_when_its_question_becomes_unsure_and_comes_back(
    listening, discord, user, quick
):
    question = await discord.user_says(user, quick, CALLS)
    (reply,) = await replies(discord, question)
    await discord.edit_message(question, UNKNOWN, after=timedelta(seconds=20))
    await eventually(lambda: reply.deleted)
    await discord.edit_message(question, SIGNED, after=timedelta(seconds=40))
    (again,) = await replies(discord, question)
    assert "30 April 2024" in visible(again.text)


async def test_where_a_channel_is_no_longer_quick_nothing_is_answered_anew(
    listening, discord, user, guild
):
    place = guild.add_channel("for a while")
    await listening.set_team(GuildSettings(id=guild.id, quick_channels=(place.id,)))
    question = await discord.user_says(user, place, CALLS)
    (reply,) = await replies(discord, question)
    await listening.set_team(GuildSettings(id=guild.id))
    await discord.edit_message(question, SIGNED)
    await eventually(lambda: reply.deleted)
    assert discord.messages_in(place) == [question]


async def test_where_the_bot_may_not_write_a_quick_channel_pesters_nobody(
    discord, environment, settings, guild, user, caplog
):
    mute = guild.add_channel("mute", app_permissions=EVERYONE & ~Permission.SEND_MESSAGES)
    told = {**environment, "KVBOT_QUICK_CHANNELS": str(mute.id)}
    async with running(discord, read_bot_settings(told), settings):
        await discord.user_says(user, mute, SIGNED)
        await eventually(lambda: "a message could not be answered" in caplog.messages)
    assert discord.messages_in(discord.direct_messages(user)) == []


async def test_what_is_said_is_not_kept(listening, discord, user, quick, settings):
    await discord.user_says(user, quick, "the Xylophone is late")
    await discord.user_says(user, quick, mention(discord, "How many Xylophone ferries?"))
    await replies(discord, quick)
    await eventually(lambda: kept_replies(settings))
    kept = b"".join(path.read_bytes() for path in settings.home.glob("bot.db*"))
    assert b"ylophone" not in kept


async def test_the_words_of_messages_are_asked_for_only_with_quick_channels(
    run: Running, discord, environment, settings, quick
):
    async with run():
        assert not discord.intents & Intent.MESSAGE_CONTENT
        assert discord.intents & Intent.GUILD_MESSAGES
    told = {**environment, "KVBOT_QUICK_CHANNELS": str(quick.id)}
    async with running(discord, read_bot_settings(told), settings):
        assert discord.intents & Intent.MESSAGE_CONTENT


async def test_the_start_says_which_intent_quick_channels_need(
    discord, environment, settings, quick
):
    discord.allow_message_content = False
    told = {**environment, "KVBOT_QUICK_CHANNELS": str(quick.id)}
    with pytest.raises(IntentMissing, match="switch on Message Content under Bot"):
        async with running(discord, read_bot_settings(told), settings):
            pass
