"""Questions without an answer: sent by consent, listed for curators, and answered."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.store.models import GuildSettings
from tests.app.helpers import visible

UNKNOWN = "Who is Napoleon?"


def kept(settings) -> list[str]:
    with closing(sqlite3.connect(settings.home / "bot.db")) as db:
        return [row[0] for row in db.execute("SELECT question FROM gap")]


@pytest.fixture
async def curator(bot, guild):
    role = guild.add_role("curators")
    await bot.set_team(GuildSettings(id=guild.id, curator_roles=(role.id,)))
    return guild.add_member("curator", roles=[role])


async def send(discord, user, question):
    card = await (await discord.slash("ask", {"question": question}, user=user)).reply()
    form = await discord.press(card, "Send to curator", user=user)
    sent = await discord.submit(form, {"text": question})
    return await sent.reply()


async def test_a_question_is_kept_only_when_it_is_sent(bot, discord, user, settings):
    await (await discord.slash("ask", {"question": UNKNOWN}, user=user)).reply()
    assert kept(settings) == []
    assert "curators" in (await send(discord, user, UNKNOWN)).text
    assert kept(settings) == [UNKNOWN]


async def test_curators_see_the_most_frequent_first_and_answer_all_who_asked(
    bot, discord, user, guild, curator
):
    other = guild.add_member("other")
    await send(discord, user, "What is Zanzibar?")
    await send(discord, user, UNKNOWN)
    await send(discord, other, "who is NAPOLEON?")
    listed = await discord.slash("gaps", user=curator)
    shown = await listed.reply()
    assert visible(shown.text).index("2× Who is Napoleon?") < visible(shown.text).index("1× What")
    table = await listed.reply(number=2)
    assert table.attachments[0].data.decode("utf-8-sig").splitlines()[1] == f"2,en,{UNKNOWN}"
    form = await discord.press(shown, shown.buttons[0].custom_id, user=curator)
    told = await (await discord.submit(form, {"text": "An emperor."})).reply()
    assert "2 people" in told.text
    for asker in (user, other):
        await discord.until(lambda a=asker: discord.messages_in(discord.direct_messages(a)))
        (message,) = discord.messages_in(discord.direct_messages(asker))
        assert "An emperor." in visible(message.text)


async def test_only_curators_see_the_gaps(bot, discord, user):
    told = await (await discord.slash("gaps", user=user)).reply()
    assert "curators only" in told.text
