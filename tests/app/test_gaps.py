"""Questions without an answer: sent by consent, listed for curators, and answered."""

from __future__ import annotations

import csv
import io
import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.store.models import GuildSettings
from tests.app.conftest import Running
from tests.app.helpers import HOSTILE, eventually, foreign_marks, labels, visible
from tests.loopback.exchange import Exchange
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import Member, User

UNKNOWN = "Who is Napoleon?"
SEND = "Send to curator"
DIRECT = r"/users/@me/channels"


def kept(settings, *, told: bool = False) -> list[str]:
    """The questions in bot.db whose asker has, or has not been told an answer."""
    with closing(sqlite3.connect(settings.home / "bot.db")) as db:
        rows = db.execute("SELECT question FROM gap WHERE (told_at IS NOT NULL) = ?", (told,))
        return [row[0] for row in rows]


@pytest.fixture
async def curator(bot, guild) -> Member:
    role = guild.add_role("curators")
    await bot.set_team(GuildSettings(id=guild.id, curator_roles=(role.id,)))
    return guild.add_member("curator", roles=[role])


async def unanswered(discord: DiscordServer, user: Member, question: str = UNKNOWN) -> Message:
    return await (await discord.slash("ask", {"question": question}, user=user)).reply()


async def opened(discord: DiscordServer, card: Message, user: Member | User) -> Exchange:
    form = await discord.press(card, SEND, user=user)
    await form.acknowledged()
    return form


def prefilled(form: Exchange) -> str:
    return form.modal["components"][0]["component"].get("value", "")


async def send(discord: DiscordServer, user: Member, question: str = UNKNOWN) -> str:
    """Ask, and send the question as the form has it."""
    form = await opened(discord, await unanswered(discord, user, question), user)
    return (await (await discord.submit(form, {"text": prefilled(form)})).reply()).text


async def answer(discord: DiscordServer, curator: Member, text: str) -> Message:
    """Answer the question that stands first."""
    shown = await (await discord.slash("gaps", user=curator)).reply()
    form = await discord.press(shown, shown.buttons[0].custom_id, user=curator)
    return await (await discord.submit(form, {"text": text})).reply()


async def told(discord: DiscordServer, user: Member) -> str:
    """What the bot wrote to somebody directly."""
    direct = discord.direct_messages(user)
    await discord.until(lambda: discord.messages_in(direct))
    return visible(discord.messages_in(direct)[-1].text)


# --- by consent ---


async def test_a_question_is_kept_only_when_it_is_sent(bot, discord, user, settings):
    card = await unanswered(discord, user)
    form = await opened(discord, card, user)
    assert kept(settings) == []
    assert "90 days" in form.modal["components"][0]["description"]
    assert "curators" in (await (await discord.submit(form, {"text": UNKNOWN})).reply()).text
    assert kept(settings) == [UNKNOWN]


@pytest.mark.parametrize("question", [UNKNOWN, *HOSTILE[:3], "What is “Zanzibar” \\ *Pemba*?"])
async def test_the_form_shows_the_question_that_is_sent_also_after_a_restart(
    run: Running, discord, user, question
):
    asked = f"Napoleon {question}"
    async with run():
        card = await unanswered(discord, user, asked)
        assert foreign_marks(card.text) == []
    async with run():
        form = await opened(discord, card, user)
    shown = "Napoleon" if question in HOSTILE else asked
    assert prefilled(form).strip() == shown


async def test_without_curators_nobody_is_said_to_have_the_question(bot, discord, user, settings):
    assert "no curators yet" in await send(discord, user)
    assert kept(settings) == [UNKNOWN]


async def test_with_curators_they_have_the_question(bot, discord, user, curator):
    assert "with the curators" in await send(discord, user)


async def test_what_the_asker_strikes_out_is_not_kept(bot, discord, user, settings):
    form = await opened(discord, await unanswered(discord, user), user)
    await (await discord.submit(form, {"text": "Who is N.?"})).reply()
    assert kept(settings) == ["Who is N.?"]


async def test_nothing_is_kept_of_a_form_without_words(bot, discord, user, settings):
    form = await opened(discord, await unanswered(discord, user), user)
    assert "nothing was sent" in (await (await discord.submit(form, {"text": " "})).reply()).text
    assert kept(settings) == []


async def test_only_the_asker_can_send_a_question_that_all_see(bot, discord, user, guild):
    other = guild.add_member("other")
    question = await discord.user_says(user, None, f"<@{discord.world.bot.id}> {UNKNOWN}")
    await discord.until(lambda: len(discord.messages_in(question.channel)) == 2)
    (_, card) = discord.messages_in(question.channel)
    pressed = await discord.press(card, SEND, user=other)
    assert "somebody else" in (await pressed.reply()).text
    assert prefilled(await opened(discord, card, user)) == UNKNOWN


async def test_an_answer_and_a_check_have_no_such_button(ask):
    for command, given in (("ask", {"question": "Who is SLB?"}), ("check", {"text": "Moo."})):
        assert SEND not in labels(await ask(command, given))


# --- curators ---


async def test_curators_see_the_most_frequent_first_and_answer_all_who_asked(
    bot, discord, user, guild, curator
):
    other = guild.add_member("other")
    await send(discord, user, "What is Zanzibar?")
    await send(discord, user)
    await send(discord, other, "who is NAPOLEON?")
    shown = await (await discord.slash("gaps", user=curator)).reply()
    assert shown.ephemeral
    text = visible(shown.text)
    assert text.index("2× Who is Napoleon?") < text.index("1× What is Zanzibar?")
    assert "2 people" in (await answer(discord, curator, "An *emperor*.")).text
    for asker in (user, other):
        line = await told(discord, asker)
        assert "An *emperor*." in line
        assert "napoleon" in line.lower()
    left = await (await discord.slash("gaps", user=curator)).reply()
    assert "Napoleon" not in left.text


async def test_the_same_question_of_one_asker_counts_once(bot, discord, user, curator):
    await send(discord, user)
    await send(discord, user, "WHO is Napoleon?")
    shown = await (await discord.slash("gaps", user=curator)).reply()
    assert "1× Who is Napoleon?" in visible(shown.text)


async def test_all_questions_are_in_a_table_in_which_none_is_a_formula(bot, discord, user, curator):
    questions = [f"Who is Zork {chr(97 + n)}, the {'very ' * 40}first?" for n in range(12)]
    for question in ["=1+1 zork", *questions]:
        await send(discord, user, question)
    shown = await (await discord.slash("gaps", user=curator)).reply()
    assert len(shown.buttons) == 10
    (table,) = shown.attachments
    rows = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert rows[0] == ["times", "language", "question"]
    assert [row[2] for row in rows[1:]] == ["'=1+1 zork", *questions]


async def test_nothing_in_a_question_is_live_for_curators_or_in_the_answer(
    bot, discord, user, curator
):
    form = await opened(discord, await unanswered(discord, user), user)
    hostile = "\n".join(HOSTILE)
    await (await discord.submit(form, {"text": hostile})).reply()
    shown = await (await discord.slash("gaps", user=curator)).reply()
    assert foreign_marks(shown.text) == []
    await answer(discord, curator, hostile)
    await told(discord, user)
    assert foreign_marks(discord.messages_in(discord.direct_messages(user))[-1].text) == []


async def test_a_question_is_answered_once(bot, discord, user, curator):
    await send(discord, user)
    shown = await (await discord.slash("gaps", user=curator)).reply()
    forms = [await discord.press(shown, "Answer", user=curator) for _ in range(2)]
    first, second = [
        (await (await discord.submit(form, {"text": text})).reply()).text
        for form, text in zip(forms, ("An emperor.", "A cake."), strict=True)
    ]
    assert "1 person" in first
    assert "answered before" in second
    assert "An emperor." in await told(discord, user)


async def test_only_curators_see_the_gaps_and_answer_them(bot, discord, user, curator):
    await send(discord, user)
    refused = await (await discord.slash("gaps", user=user)).reply()
    assert "curators only" in refused.text
    shown = await (await discord.slash("gaps", user=curator)).reply()
    refused = await (await discord.press(shown, "Answer", user=user)).reply()
    assert "curators only" in refused.text


async def test_without_questions_a_curator_gets_a_line(bot, discord, curator):
    assert "No question" in (await (await discord.slash("gaps", user=curator)).reply()).text


async def test_who_cannot_be_written_to_is_told_with_the_next_command(
    bot, discord, user, curator, settings, caplog
):
    caplog.set_level(logging.INFO, "kvbot.telling")
    await send(discord, user)
    closed = {"message": "Cannot send messages to this user", "code": 50007}
    discord.fail("POST", DIRECT, status=403, body=closed)
    await answer(discord, curator, "An emperor.")
    await eventually(lambda: "somebody is told later" in caplog.messages)
    later = await discord.slash("about", user=user)
    line = await later.reply(number=2)
    assert line.ephemeral
    assert "An emperor." in visible(line.text)
    await eventually(lambda: kept(settings, told=True) == [UNKNOWN])


async def test_where_the_line_is_broken_the_others_who_asked_are_told_all_the_same(
    bot, discord, user, guild, curator
):
    await send(discord, user)
    await send(discord, guild.add_member("other"))
    discord.sever("POST", DIRECT)
    assert "2 people" in (await answer(discord, curator, "An emperor.")).text
    direct = [discord.direct_messages(asker) for asker in guild.members.values()]
    await discord.until(lambda: any(discord.messages_in(place) for place in direct))
    later = await discord.slash("about", user=user)
    assert "An emperor." in visible((await later.reply(number=2)).text)


async def test_who_has_left_the_server_is_not_told(bot, discord, user, guild, curator, caplog):
    caplog.set_level(logging.INFO, "kvbot.telling")
    await send(discord, user)
    del guild.members[user.id]
    await answer(discord, curator, "An emperor.")
    await eventually(lambda: "somebody is told later" in caplog.messages)
    assert discord.messages_in(discord.direct_messages(user)) == []


async def test_who_is_still_to_be_told_is_told_after_a_restart(run: Running, discord, user, guild):
    role = guild.add_role("curators")
    curator = guild.add_member("curator", roles=[role])
    async with run() as bot:
        await bot.set_team(GuildSettings(id=guild.id, curator_roles=(role.id,)))
        await send(discord, user)
        discord.fail("POST", DIRECT, status=403)
        await answer(discord, curator, "An emperor.")
    async with run():
        later = await discord.slash("about", user=user)
        assert "An emperor." in visible((await later.reply(number=2)).text)


async def test_a_question_from_a_direct_message_goes_to_the_curators_of_the_server(
    bot, discord, user, curator
):
    await discord.user_says(user.user, None, UNKNOWN)
    direct = discord.direct_messages(user)
    await discord.until(lambda: len(discord.messages_in(direct)) == 2)
    form = await opened(discord, discord.messages_in(direct)[1], user.user)
    await (await discord.submit(form, {"text": UNKNOWN})).reply()
    shown = await (await discord.slash("gaps", user=curator)).reply()
    assert "1× Who is Napoleon?" in visible(shown.text)


# --- for how long ---


async def test_a_question_goes_after_ninety_days_or_when_its_asker_wants_to_be_forgotten(
    bot, discord, user, guild, settings
):
    other = guild.add_member("other")
    await send(discord, user)
    await send(discord, other, "What is Zanzibar?")
    await (await discord.slash("forget-me", user=user)).reply()
    assert kept(settings) == ["What is Zanzibar?"]
    old = (datetime.now(UTC) - timedelta(days=91)).isoformat()
    with closing(sqlite3.connect(settings.home / "bot.db")) as db, db:
        db.execute("UPDATE gap SET asked_at = ?", (old,))
    await bot.store.expire()
    assert kept(settings) == []
