"""Questions in messages: who is answered, where, and how the answer follows its question."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.app.conftest import Running
from tests.app.helpers import eventually, foreign_marks, visible
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer

SIGNED = "When did the Lighthouse Board sign with the pilots?"
UNKNOWN = "Who is Napoleon?"


async def replies(discord: DiscordServer, question: Message, number: int = 1) -> list[Message]:
    """What the bot wrote in the channel of a question, once there is so much of it."""
    bot = discord.world.bot

    def there() -> list[Message]:
        return [m for m in discord.messages_in(question.channel) if m.author is bot]

    await discord.until(lambda: len(there()) >= number)
    return there()


def mention(discord: DiscordServer, text: str) -> str:
    return f"<@{discord.world.bot.id}> {text}"


async def test_a_mention_is_answered_by_a_reply_in_its_channel(bot, discord, user):
    question = await discord.user_says(user, None, mention(discord, SIGNED))
    (reply,) = await replies(discord, question)
    assert reply.referenced is question
    assert "30 April 2024" in visible(reply.text)


async def test_a_mention_in_a_thread_is_answered_in_the_thread(bot, discord, user, guild, channel):
    thread = guild.add_thread(channel, "pilots")
    question = await discord.user_says(user, thread, mention(discord, f"\n{SIGNED}\n"))
    (reply,) = await replies(discord, question)
    assert "30 April 2024" in visible(reply.text)


async def test_a_reply_that_pings_the_bot_is_a_question(bot, discord, user):
    first = await discord.user_says(user, None, mention(discord, "hi"))
    (hello,) = await replies(discord, first)
    question = await discord.user_says(user, None, SIGNED, reply_to=hello)
    assert "30 April 2024" in visible((await replies(discord, question, 2))[1].text)


@pytest.mark.parametrize("text", ["", "hi", "Hello!", "thanks", "안녕하세요", "xin chào"])
async def test_a_greeting_gets_three_examples_that_work(bot, discord, user, text):
    question = await discord.user_says(user, None, mention(discord, text))
    (reply,) = await replies(discord, question)
    examples = [line[2:] for line in visible(reply.text).splitlines() if line.startswith("• ")]
    assert len(examples) == 3
    for example in examples:
        assert (await bot.answers.ask(example)).rendered.status == "answered"


async def test_what_is_not_known_is_said_to_who_speaks_to_the_bot(bot, discord, user):
    question = await discord.user_says(user, None, mention(discord, UNKNOWN))
    (reply,) = await replies(discord, question)
    assert "Napoleon" in visible(reply.text)
    assert foreign_marks(reply.text) == []


async def test_a_member_is_answered_in_direct_messages(bot, discord, user):
    question = await discord.user_says(user.user, None, SIGNED)
    (reply,) = await replies(discord, question)
    assert "30 April 2024" in visible(reply.text)
    pressed = await discord.press(reply, "Sources", user=user.user)
    assert "30 April 2024" in visible((await pressed.reply()).text)


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


async def test_one_person_cannot_make_the_bot_flood_a_channel(bot, discord, user, guild):
    for _ in range(14):
        await discord.user_says(user, None, mention(discord, "hi"))
    other = await discord.user_says(guild.add_member("other"), None, mention(discord, SIGNED))
    found = await replies(discord, other, 12)
    assert len(found) == 12
    assert sum("more than 10" in reply.text for reply in found) == 1


async def test_whatever_fails_the_asker_gets_a_line(bot, discord, user, base, caplog):
    discord.fail("POST", r"/channels/\d+/messages$", status=400, body={"message": "x", "code": 1})
    question = await discord.user_says(user, None, mention(discord, SIGNED))
    (reply,) = await replies(discord, question)
    assert "did not work" in reply.text
    assert "a message could not be answered" in caplog.messages


# --- the answer follows its question ---


async def test_an_answer_is_changed_with_its_question_also_after_a_restart(
    run: Running, discord, user
):
    async with run():
        question = await discord.user_says(user, None, mention(discord, UNKNOWN))
        (reply,) = await replies(discord, question)
    async with run():
        await discord.edit_message(question, mention(discord, SIGNED))
        await discord.until(lambda: "30 April 2024" in visible(reply.text))


async def test_an_answer_is_deleted_with_its_question_also_after_a_restart(
    run: Running, discord, user, settings
):
    async with run():
        question = await discord.user_says(user, None, mention(discord, SIGNED))
        (reply,) = await replies(discord, question)
    async with run():
        await discord.delete_message(question)
        await eventually(lambda: reply.deleted)
    with closing(sqlite3.connect(settings.home / "bot.db")) as db:
        assert list(db.execute("SELECT * FROM reply")) == []


# --- quick channels ---


@pytest.fixture
def quick(environment, channel):
    environment["KVBOT_QUICK_CHANNELS"] = str(channel.id)
    return channel


async def test_in_a_quick_channel_only_what_is_sure_is_answered(quick, bot, discord, user):
    for text in (UNKNOWN, "hi", "thanks"):
        await discord.user_says(user, None, text)
    question = await discord.user_says(user, None, SIGNED)
    (reply,) = await replies(discord, question)
    assert reply.referenced is question


async def test_the_content_of_messages_is_asked_for_only_with_quick_channels(bot, discord):
    assert not discord.intents & (1 << 15)
