"""Questions in words as commands and from the menu of a message, and texts that are checked."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.app.conftest import Ask, Running
from tests.app.helpers import (
    HOSTILE,
    first_line,
    foreign_marks,
    labels,
    language_of,
    take_out_aldo_merrin,
    visible,
)
from tests.loopback.server import DiscordServer
from tests.loopback.world import Permission

SIGNED = "When did the Lighthouse Board sign with the pilots?"
FERRIES = "How many ferries does Norholm have?"
BORNE_OUT = "In 2023 the port of Norholm counted 412 ship calls."


def kept_states(settings) -> str:
    with closing(sqlite3.connect(settings.home / "bot.db")) as db:
        return "\n".join(row[0] for row in db.execute("SELECT state FROM card"))


@pytest.mark.parametrize(
    ("question", "lang", "told"),
    [
        ("Who is SLB?", "en", "Skerra Lighthouse Board"),
        (SIGNED, "en", "30 April 2024"),
        ("스케라 등대청은 무엇입니까?", "ko", "스케라 등대청"),
    ],
)
async def test_a_question_is_answered_in_its_own_language_only_for_the_asker(
    ask: Ask, question, lang, told
):
    reply = await ask("ask", {"question": question})
    assert told in visible(reply.text)
    assert reply.ephemeral
    assert language_of(visible(reply.text).split("\n")[-1]) == lang


async def test_a_language_that_is_chosen_wins_over_that_of_the_question(ask: Ask):
    reply = await ask("ask", {"question": "What is Zanzibar?", "language": "ko"})
    assert language_of(first_line(reply)) == "ko"


async def test_what_is_not_on_record_is_said_only_to_the_asker_without_a_citation(ask: Ask):
    reply = await ask("ask", {"question": "Who is Napoleon?", "show": "everyone"})
    assert reply.ephemeral
    assert "[1]" not in visible(reply.text)


async def test_an_answer_can_be_for_everyone(ask: Ask):
    reply = await ask("ask", {"question": SIGNED, "show": "everyone"})
    assert not reply.ephemeral


async def test_a_question_that_is_too_long_is_read_in_part_and_the_answer_says_so(ask: Ask):
    reply = await ask("ask", {"question": SIGNED + "\nplease" * 150})
    assert "first 600 characters" in visible(reply.text)


@pytest.mark.parametrize("button", ["Sources", "Copy", "Report"])
async def test_the_buttons_of_an_answer_work_after_a_restart(
    run: Running, discord, user, settings, button
):
    async with run():
        card = await (await discord.slash("ask", {"question": SIGNED}, user=user)).reply()
    assert "When did" not in kept_states(settings)
    async with run():
        pressed = await discord.press(card, button, user=user)
        await pressed.acknowledged()
        if button == "Report":
            assert pressed.modal
            return
        told = visible((await pressed.reply()).text)
    assert "signed a memorandum of understanding in Norholm on 30 April 2024" in told


async def test_of_two_readings_each_has_a_button_that_works_after_a_restart(
    run: Running, discord, user
):
    async with run():
        card = await (await discord.slash("ask", {"question": "Who is Merrin?"}, user=user)).reply()
        assert labels(card) == ["Aldo Merrin", "Tova Merrin"]
        assert card.selects == []
    async with run():
        chosen = await (await discord.press(card, "Aldo Merrin", user=user)).reply()
    assert "secretary" in visible(chosen.text)


async def test_what_can_be_asked_instead_has_buttons_that_work_after_a_restart(
    run: Running, discord, user, settings
):
    async with run():
        card = await (await discord.slash("ask", {"question": FERRIES}, user=user)).reply()
    offered = [label for label in labels(card) if label.endswith("?")]
    assert 1 <= len(offered) <= 3
    assert [f"• {label}" in card.text for label in offered] == [True] * len(offered)
    assert "ferries" not in kept_states(settings)
    async with run():
        for question in offered:
            told = await (await discord.press(card, question, user=user)).reply()
            assert told is not card
            assert told.ephemeral
            assert "[1]" in visible(told.text)
    assert first_line(card) == "Not on record here: no fact fits “ferries”."


async def test_an_offer_about_somebody_who_left_the_base_says_so(run: Running, discord, user, base):
    async with run():
        card = await (await discord.slash("ask", {"question": FERRIES}, user=user)).reply()
    take_out_aldo_merrin(base)
    async with run():
        told = await (await discord.press(card, "Who is Aldo Merrin?", user=user)).reply()
    assert "no longer in the base" in told.text


async def test_a_text_is_checked_statement_by_statement(ask: Ask, settings):
    text = f"{BORNE_OUT} In 2023 the port of Norholm counted 999 ship calls."
    reply = await ask("check", {"text": text})
    told = visible(reply.text)
    assert "1 borne out, 1 contradicted" in told
    assert BORNE_OUT.rstrip(".") in told
    assert reply.ephemeral
    assert "999" not in kept_states(settings)


async def test_a_statement_that_nothing_covers_stands_on_the_card(ask: Ask):
    reply = await ask("check", {"text": f"{BORNE_OUT} In 2021 Tova Merrin visited Eastwick."})
    assert "Not covered: “In 2021 Tova Merrin visited Eastwick" in visible(reply.text)


async def test_the_sources_of_a_check_can_be_seen_after_a_restart(run: Running, discord, user):
    async with run():
        card = await (await discord.slash("check", {"text": BORNE_OUT}, user=user)).reply()
    async with run():
        pressed = await discord.press(card, "Sources", user=user)
        assert "counted 412 ship calls" in visible((await pressed.reply()).text)


# --- the menu of a message ---


async def test_a_message_is_checked_only_for_who_asks(bot, discord: DiscordServer, user, guild):
    message = await discord.user_says(guild.add_member("speaker"), None, BORNE_OUT)
    told = await (await discord.context_menu("Check against sources", message, user=user)).reply()
    assert told.ephemeral
    assert "1 borne out" in visible(told.text)


async def test_what_is_forwarded_is_checked(bot, discord: DiscordServer, user, guild):
    said = await discord.user_says(guild.add_member("speaker"), None, BORNE_OUT)
    message = await discord.forward(guild.add_member("other"), None, said)
    told = await (await discord.context_menu("Check against sources", message, user=user)).reply()
    assert "1 borne out" in visible(told.text)


async def test_a_message_is_answered_for_everyone(bot, discord: DiscordServer, user, guild):
    message = await discord.user_says(guild.add_member("speaker"), None, SIGNED)
    told = await (await discord.context_menu("Answer this", message, user=user)).reply()
    assert not told.ephemeral
    assert "30 April 2024" in visible(told.text)


@pytest.mark.parametrize("way", ["robot", "webhook"])
async def test_a_message_of_a_bot_is_not_answered_and_who_asks_gets_a_line(
    bot, discord, user, guild, channel, way
):
    robot = discord.world.add_user("robot", bot=way == "robot")
    message = discord.message(channel, robot)
    message.content = SIGNED
    message.webhook_id = robot.id if way == "webhook" else None
    told = await (await discord.context_menu("Answer this", message, user=user)).reply()
    assert told.ephemeral
    assert "not what bots write" in told.text
    assert "30 April 2024" not in visible(told.text)


async def test_what_a_bot_wrote_can_be_checked(bot, discord, user, channel):
    message = discord.message(channel, discord.world.add_user("robot", bot=True))
    message.content = BORNE_OUT
    told = await (await discord.context_menu("Check against sources", message, user=user)).reply()
    assert "1 borne out" in visible(told.text)


async def test_who_may_not_write_in_a_channel_is_answered_alone(bot, discord, guild):
    guild.everyone.permissions &= ~Permission.SEND_MESSAGES
    reader = guild.add_member("reader")
    message = await discord.user_says(guild.add_member("speaker"), None, SIGNED)
    told = await (await discord.context_menu("Answer this", message, user=reader)).reply()
    assert told.ephemeral


@pytest.mark.parametrize("menu", ["Check against sources", "Answer this"])
async def test_a_message_without_words_gets_a_line(bot, discord, user, menu):
    message = await discord.user_says(user, None, f"<@{user.id}>")
    told = await (await discord.context_menu(menu, message, user=user)).reply()
    assert "no text" in told.text


async def test_nothing_in_a_message_is_live_on_a_card(bot, discord, user):
    text = "\n".join(f"In 2023 Norholm counted 412 ship calls {mark}." for mark in HOSTILE)
    message = await discord.user_says(user, None, text)
    for menu in ("Check against sources", "Answer this"):
        told = await (await discord.context_menu(menu, message, user=user)).reply()
        assert foreign_marks(told.text) == []
