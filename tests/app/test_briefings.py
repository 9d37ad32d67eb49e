"""/brief: a summary and a file, only for the asker until it is posted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from bot import replying
from bot.app import KvBot
from tests.app.conftest import Ask, Running
from tests.app.helpers import HOSTILE, first_line, foreign_marks, labels, quoted, visible
from tests.app.test_faults import busy_desk
from tests.app.test_pictures import taken_in
from tests.loopback.components import ComponentType, walk
from tests.loopback.exchange import CallbackType
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import EVERYONE, Guild, Member, Permission

BOARD: dict[str, Any] = {"about": "SLB"}


def shown_files(card: Message) -> list[str]:
    """The files that a card shows; nothing may hang on it that it does not show."""
    files = [c["file"]["url"] for c in walk(card.components) if c["type"] == ComponentType.FILE]
    assert files == [f"attachment://{file.name}" for file in card.attachments]
    return [file.name for file in card.attachments]


async def test_a_briefing_is_a_summary_and_a_word_file_only_for_the_asker(ask: Ask):
    card = await ask("brief", BOARD)
    assert card.ephemeral
    assert first_line(card) == "Briefing: Skerra Lighthouse Board (SLB)"
    assert "Agreements 1" in visible(card.text)
    assert "To be checked: " in visible(card.text)
    [name] = shown_files(card)
    assert name.startswith("briefing-lighthouse-board-")
    document = docx.Document(io.BytesIO(card.attachments[0].data))
    assert document.paragraphs[0].text == first_line(card)


async def test_the_format_and_the_language_can_be_chosen(ask: Ask):
    card = await ask("brief", {**BOARD, "format": "md", "language": "ko"})
    [name] = shown_files(card)
    assert name.endswith(".md")
    assert card.attachments[0].data.decode().startswith("# 브리핑: 스케라 등대청")


async def test_a_briefing_to_be_printed_is_a_pdf(ask: Ask):
    card = await ask("brief", {**BOARD, "format": "pdf", "language": "ko"})
    [name] = shown_files(card)
    assert name.endswith(".pdf")
    first_page = pypdf.PdfReader(io.BytesIO(card.attachments[0].data)).pages[0].extract_text()
    assert first_page.startswith("브리핑: 스케라 등대청")


async def test_two_and_a_day_can_be_given(ask: Ask):
    card = await ask(
        "brief", {**BOARD, "with": "Ryu Haedeung", "since": "2025-01-01", "format": "md"}
    )
    assert first_line(card).endswith("(SLB) – Ryu Haedeung")
    assert "New since 1 January 2025" in card.attachments[0].data.decode()


async def test_post_shares_summary_and_file_in_the_channel_also_after_a_restart(
    run: Running, discord: DiscordServer, user: Member
):
    async with run():
        card = await (await discord.slash("brief", {**BOARD, "format": "md"}, user=user)).reply()
    async with run():
        posted = await (await discord.press(card, "Post", user=user)).reply()
    assert not posted.ephemeral
    assert first_line(posted) == first_line(card)
    assert shown_files(posted) == shown_files(card)
    assert posted.attachments[0].data == card.attachments[0].data


@pytest.mark.parametrize("button", ["Sources", "Copy", "Report an error"])
async def test_the_other_buttons_do_what_they_do_on_any_card(
    ask: Ask, discord: DiscordServer, user: Member, button: str
):
    card = await ask("brief", BOARD)
    assert button in labels(card)
    pressed = await discord.press(card, button, user=user)
    await pressed.acknowledged()
    assert pressed.modal or (await pressed.reply()).ephemeral


async def test_a_name_that_may_mean_several_is_asked_about_and_then_briefed_on(
    ask: Ask, discord: DiscordServer, user: Member
):
    card = await ask("brief", {"about": "Merrin", "format": "md"})
    assert shown_files(card) == []
    chosen = await (await discord.press(card, "Tova Merrin", user=user)).reply()
    assert first_line(chosen) == "Briefing: Tova Merrin"
    [name] = shown_files(chosen)
    assert name.startswith("briefing-tova-merrin-")
    assert name.endswith(".md")


@pytest.mark.parametrize("about", ["Nobody At All", "x" * 200, "   "])
async def test_who_is_not_on_record_gets_a_line_and_no_file(ask: Ask, about: str):
    card = await ask("brief", {"about": about})
    assert card.ephemeral
    assert "is not on record here" in visible(card.text) or "…" in first_line(card)
    assert shown_files(card) == []


async def test_a_day_that_is_none_is_said_to_be_none(ask: Ask):
    reply = await ask("brief", {**BOARD, "since": "last spring"})
    assert reply.text.startswith("“last spring” is not a date.")


async def test_where_no_file_may_be_attached_the_summary_says_so(ask: Ask, guild: Guild):
    channel = guild.add_channel("no-files", app_permissions=EVERYONE & ~Permission.ATTACH_FILES)
    card = await ask("brief", BOARD, channel=channel)
    assert shown_files(card) == []
    assert "The file could not be attached here" in card.text


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that are a tenth of what they are."""
    for name in ("DEFER_AFTER_S", "TELL_AFTER_S", "PATIENCE_S"):
        monkeypatch.setattr(replying, name, getattr(replying, name) / 10)


@pytest.mark.usefixtures("hasty")
async def test_what_takes_long_is_announced_then_told_and_then_replaced(
    discord: DiscordServer, bot: KvBot, user: Member
):
    async with busy_desk(bot):
        asked = await discord.slash("brief", BOARD, user=user)
        announced = await asked.acknowledged(3)
        assert announced.type is CallbackType.DEFERRED_CHANNEL_MESSAGE
        progress = await asked.reply()
        assert progress.text == "The briefing is being written …"
    await discord.until(lambda: progress.attachments)
    assert first_line(progress) == "Briefing: Skerra Lighthouse Board (SLB)"
    assert shown_files(progress)
    assert (progress.ephemeral, asked.messages) == (True, [progress])


def test_the_line_comes_two_seconds_after_the_command():
    assert replying.DEFER_AFTER_S + replying.TELL_AFTER_S == 2


@pytest.mark.parametrize("text", HOSTILE)
async def test_nothing_live_stands_on_the_card(base: Path, ask: Ask, bot: KvBot, text: str):
    path = base / "gazette-2024-05-02.toml"
    told = path.read_text().replace('title = "Keeper-General"', f"title = {quoted(text)}")
    path.write_text(told)
    await taken_in(bot)
    card = await ask("brief", BOARD)
    assert "To be checked: On 2 May 2024: Tova Merrin, " in visible(card.text)
    assert foreign_marks(card.text) == []
    assert shown_files(card)


async def test_names_are_offered_while_they_are_typed(discord: DiscordServer, bot, user: Member):
    for option in ("about", "with"):
        offered = await discord.autocomplete(
            "brief", {"about": "SLB", option: "Norholm P"}, focused=option, user=user
        )
        assert [choice["value"] for choice in offered.choices] == ["id:pilots-guild"]
