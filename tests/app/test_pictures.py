"""The picture on a card: with the first page, whoever it is shown to, and never in the way."""

from __future__ import annotations

import asyncio
import logging
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import KvBot
from kvbot.model.queries import Stats
from kvbot.typeset import engine
from tests.app.conftest import Ask, Running
from tests.app.helpers import HOSTILE, calls, first_line, labels, quoted, write_dossier
from tests.loopback.components import ComponentType, walk
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import EVERYONE, Guild, Member, Permission

SHIP_CALLS: dict[str, Any] = {"topic": "ship calls"}


def gallery(message: Message) -> list[dict[str, Any]]:
    """The items of the galleries on a card."""
    found = [c for c in walk(message.components) if c["type"] == ComponentType.MEDIA_GALLERY]
    return [item for held in found for item in held["items"]]


def is_pictured(message: Message) -> bool:
    """Whether a card shows a picture, and has nothing attached that it does not show."""
    shown = [item["media"]["url"] for item in gallery(message)]
    assert shown == [f"attachment://{file.name}" for file in message.attachments]
    return bool(shown)


async def taken_in(bot: KvBot) -> None:
    """Wait until the bot serves what was written."""
    before = bot.answers.content_hash
    async with asyncio.timeout(8):
        while bot.answers.content_hash == before:
            await bot.answers.refresh()


@pytest.fixture
def many_calls(base: Path) -> None:
    """More figures than a page of a card holds."""
    write_dossier(base, "calls", [calls(n) for n in range(1, 30)])


async def test_figures_that_compare_come_with_a_picture(ask: Ask):
    card = await ask("stats", SHIP_CALLS)
    assert is_pictured(card)
    [picture] = card.attachments
    assert struct.unpack(">I", picture.data[16:20]) == (1200,)
    assert first_line(card).startswith("2 figures")


async def test_those_who_cannot_see_it_are_told_what_it_shows(ask: Ask):
    [item] = gallery(await ask("stats", SHIP_CALLS))
    assert item["description"].startswith("Ship calls: ")
    assert "412" in item["description"]
    assert len(item["description"]) <= 1024


async def test_what_happened_comes_with_a_line_of_time(ask: Ask):
    card = await ask("timeline", {"language": "vi"})
    assert is_pictured(card)
    assert gallery(card)[0]["description"].startswith("Dòng thời gian")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("stats", {"topic": "ship calls", "of": "Norholm"}),
        ("stats", {"topic": "nothing like it"}),
        ("timeline", {"about": "Merrin"}),
        ("who", {"name": "SLB"}),
        ("agreements", {}),
        ("sources", {}),
    ],
)
async def test_where_nothing_compares_there_is_no_picture(ask: Ask, command, options):
    assert not is_pictured(await ask(command, options))


@pytest.mark.usefixtures("many_calls")
async def test_the_picture_is_on_the_first_page_and_comes_back_with_it(
    ask: Ask, discord: DiscordServer, user: Member
):
    card = await ask("stats", SHIP_CALLS)
    pictured = [is_pictured(card)]
    for button in ("▶", "◀"):
        card = await (await discord.press(card, button, user=user)).reply()
        pictured.append(is_pictured(card))
    assert pictured == [True, False, True]


@pytest.mark.usefixtures("many_calls")
async def test_a_restart_leaves_the_picture_to_a_page_that_is_turned_back(
    run: Running, discord: DiscordServer, user: Member
):
    async with run():
        card = await (await discord.slash("stats", SHIP_CALLS, user=user)).reply()
        card = await (await discord.press(card, "▶", user=user)).reply()
    async with run():
        card = await (await discord.press(card, "◀", user=user)).reply()
    assert is_pictured(card)


async def test_who_posts_a_card_posts_its_picture(ask: Ask, discord: DiscordServer, user: Member):
    card = await ask("stats", {**SHIP_CALLS, "language": "ko"})
    posted = await (await discord.press(card, "kv1:post", user=user)).reply()
    assert not posted.ephemeral
    assert is_pictured(posted)


def opening(number: int) -> str:
    """An event at which Tova Merrin was."""
    return (
        f'[[events]]\nslug = "opening-{number}"\nkind = "opening"\ndate = "19{number}"\n'
        f'name.en = "Opening of lamp {number}"\nparticipants = ["tova-merrin"]\n'
        f'references = [{{ exact = "Tova Merrin opened lamp {number}", paragraph = {number} }}]\n'
    )


async def test_a_choice_that_is_made_brings_the_picture_of_what_was_chosen(
    base: Path, bot: KvBot, ask: Ask, discord: DiscordServer, user: Member
):
    write_dossier(base, "openings", [opening(71), opening(72)])
    await taken_in(bot)
    menu = await ask("timeline", {"about": "Merrin"})
    assert not is_pictured(menu)
    card = await (await discord.press(menu, "Tova Merrin", user=user)).reply()
    assert is_pictured(card)
    assert "Opening of lamp 71" in gallery(card)[0]["description"]


async def test_where_the_bot_may_not_attach_files_the_card_goes_without(ask: Ask, guild: Guild):
    channel = guild.add_channel("no-files", app_permissions=EVERYONE & ~Permission.ATTACH_FILES)
    card = await ask("stats", SHIP_CALLS, channel=channel)
    assert not is_pictured(card)
    assert first_line(card).startswith("2 figures")


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation that lost its font."""
    engine._compiler.cache_clear()
    monkeypatch.setitem(sys.modules, engine.FONT_PACKAGE, None)
    yield
    engine._compiler.cache_clear()


@pytest.mark.usefixtures("no_font")
async def test_a_picture_that_cannot_be_drawn_is_told_to_the_log_and_the_answer_goes_out(
    ask: Ask, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.WARNING):
        card = await ask("stats", SHIP_CALLS)
    assert not is_pictured(card)
    assert first_line(card).startswith("2 figures")
    assert "Report an error" in labels(card)
    [record] = [r for r in caplog.records if "picture" in r.message]
    assert record.exc_info is not None


async def test_an_answer_that_is_asked_for_again_has_the_same_picture(ask: Ask, bot: KvBot):
    first, second = [await ask("stats", SHIP_CALLS) for _ in range(2)]
    assert first.attachments[0].data == second.attachments[0].data
    told = await bot.answers.tell(Stats(topic="ship calls"), "en")
    assert await bot.answers.attachment(told) is await bot.answers.attachment(told)


async def test_the_picture_follows_the_base(base: Path, ask: Ask, bot: KvBot):
    before = await ask("stats", SHIP_CALLS)
    write_dossier(base, "calls", [calls(n) for n in range(1, 3)])
    await taken_in(bot)
    after = await ask("stats", SHIP_CALLS)
    assert before.attachments[0].data != after.attachments[0].data


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_is_live_elsewhere_is_drawn_as_it_is(base: Path, ask: Ask, bot: KvBot, text):
    path = base / "registry.toml"
    path.write_text(path.read_text().replace('name.en = "ship calls"', f"name.en = {quoted(text)}"))
    await taken_in(bot)
    card = await ask("stats", {"of": "Eastwick"})
    assert not is_pictured(card)
    card = await ask("stats", {})
    assert is_pictured(card)
    assert "\u202e" not in gallery(card)[0]["description"]
