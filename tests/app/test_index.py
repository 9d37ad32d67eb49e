"""The index is a cache: whatever happens to its file, what is answered is whole."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import KvBot
from kvbot.desk import open_desk
from kvbot.index.connection import index_path
from kvbot.settings import Settings
from tests.app.conftest import SKERRA, Ask
from tests.app.helpers import calls, eventually, first_line, write_dossier
from tests.loopback.server import DiscordServer
from tests.loopback.world import EVERYONE, Guild, Member, Permission

Fault = Callable[[Path], None]

PARTS = ("", "-wal", "-shm")


def part_of(index: Path, suffix: str) -> Path:
    return index.with_name(index.name + suffix)


def deleted(index: Path) -> None:
    for suffix in PARTS:
        part_of(index, suffix).unlink(missing_ok=True)


def deleted_alone(index: Path) -> None:
    index.unlink()


def overwritten(index: Path) -> None:
    for suffix in PARTS[:2]:
        if part_of(index, suffix).exists():
            part_of(index, suffix).write_bytes(b"this is no database " * 4000)


def cut_in_half(index: Path) -> None:
    os.truncate(index, index.stat().st_size // 2)


def replaced_by_rubbish(index: Path) -> None:
    rubbish = index.with_name("rubbish")
    rubbish.write_bytes(b"this is no database " * 4000)
    deleted(index)
    rubbish.replace(index)


FAULTS = [deleted, deleted_alone, overwritten, cut_in_half, replaced_by_rubbish]

IN_PLACE = [overwritten, cut_in_half]
"""What spoils the very file that is being read: then a line is all that the asker can get."""


@pytest.fixture
def index(bot: KvBot, settings: Settings) -> Path:
    """The index of the running bot."""
    path = index_path(settings.home)
    assert path.is_file()
    return path


async def whole(ask: Ask) -> None:
    """Everything is answered as if nothing had been."""
    assert first_line(await ask("who", {"name": "SLB"})).startswith(
        "SLB: “Skerra Lighthouse Board”"
    )
    assert "30 April 2024" in (await ask("agreements")).text
    assert "412" in (await ask("stats")).text
    assert first_line(await ask("sources")).startswith("2 sources")


@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_happens_to_the_index_answers_stay_whole(
    ask: Ask, index: Path, fault: Fault
):
    fault(index)
    await whole(ask)


@pytest.mark.parametrize("fault", FAULTS)
async def test_after_a_fault_during_an_answer_the_asker_has_a_reply_and_the_next_is_whole(
    discord: DiscordServer, bot: KvBot, user: Member, ask: Ask, index: Path, fault: Fault
):
    async with bot._reloading, bot.answers._desk._index.snapshot():  # so that the question waits
        asked = await discord.slash("agreements", user=user)
        fault(index)
    reply = await asked.reply()
    assert "30 April 2024" in reply.text or (fault in IN_PLACE and reply.ephemeral)
    await whole(ask)


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_index_is_made_anew_from_the_dossiers(
    bot: KvBot, ask: Ask, index: Path, fault: Fault, settings: Settings
):
    async with bot._reloading:
        fault(index)
    await bot._reload()
    assert index.is_file()
    async with open_desk(settings) as desk:
        assert sum((await desk.counts()).values()) == 9
    await whole(ask)


@pytest.mark.parametrize("fault", FAULTS)
async def test_completion_answers_all_the_same(
    discord: DiscordServer, bot: KvBot, user: Member, index: Path, fault: Fault
):
    async with bot._reloading:
        fault(index)
    offered = await discord.autocomplete("who", {"name": "Sker"}, focused="name", user=user)
    assert "id:lighthouse-board" in {choice["value"] for choice in offered.choices}


async def test_the_index_of_another_base_in_its_place_is_not_believed(
    bot: KvBot, ask: Ask, index: Path, tmp_path: Path
):
    base = Path(shutil.copytree(SKERRA, tmp_path / "other"))
    (base / "gazette-2024-05-02.toml").unlink()
    write_dossier(base, "lies", [calls(9)], title="Lies")
    other = Settings(seeds=(base,), home=tmp_path / "other-home")
    async with open_desk(other) as desk:
        await desk.refresh()
        await desk.copy_index(index.with_name("copy"))
    deleted(index)
    index.with_name("copy").replace(index)
    await bot._reload()
    await whole(ask)


async def test_while_the_base_changes_every_answer_is_from_one_state_of_it(
    discord: DiscordServer, bot: KvBot, guild: Guild, base: Path
):
    """The first line counts as many figures as the card tells, whichever they are by now."""
    place = guild.add_channel(
        "without pictures", app_permissions=EVERYONE & ~Permission.ATTACH_FILES
    )
    askers = [guild.add_member(f"asker {number}") for number in range(8)]
    seen: set[str] = set()
    write_dossier(base, "paper-0", [calls(n, subject="skerra") for n in (8, 9)])
    await bot._reload()

    async def ask_on(asker: Member) -> None:
        for _ in range(12):
            asked = await discord.slash("stats", {"of": "Skerra"}, user=asker, channel=place)
            card = await asked.reply(15)
            head = first_line(card)
            figures = card.text.count("ship calls, Skerra")
            assert head.startswith(f"{figures} figures"), card.text
            seen.add(head)

    async def change() -> None:
        for number in range(1, 4):
            write_dossier(base, f"paper-{number}", [calls(number, subject="skerra")])
            await bot._reload()

    await asyncio.gather(change(), *map(ask_on, askers))
    assert len(seen) >= 2


async def test_a_base_that_cannot_be_read_leaves_what_was_served(
    bot: KvBot, ask: Ask, base: Path, index: Path
):
    for path in base.glob("*.toml"):
        path.write_bytes(b"\xff\xfe no text")
    await bot._reload()
    await whole(ask)


async def test_a_dossier_that_is_taken_away_is_no_longer_quoted(bot: KvBot, ask: Ask, base: Path):
    assert "own note" in (await ask("agreements")).text
    before = bot.answers.content_hash
    (base / "visit-notes-2025-03-10.toml").unlink()
    await bot._reload()
    await eventually(lambda: bot.answers.content_hash != before)
    card = await ask("agreements")
    assert "own note" not in card.text
    assert "30 April 2024" in card.text
