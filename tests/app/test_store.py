"""bot.db: what is kept, how it grows up, and what happens while it cannot be written."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from bot.app import KvBot
from bot.store import Store, open_store
from bot.store import store as opening
from bot.store.migrating import StoreFromNewerVersion, migrate
from bot.store.models import CardState, GuildSettings, NewReport
from kvbot.model.queries import Agreements, Period, Stats, Timeline, Who
from kvbot.settings import Settings
from tests.app.conftest import Ask, Running
from tests.app.helpers import calls, first_line, labels, write_dossier
from tests.loopback.exchange import Exchange
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import Guild, Member

BOARD = "SLB: “Skerra Lighthouse Board”"
FIRST = "CREATE TABLE kept (words TEXT);"
SECOND = "ALTER TABLE kept ADD COLUMN day TEXT NOT NULL DEFAULT 'unknown';"
THIRD = "CREATE TABLE more (id INTEGER PRIMARY KEY);"


# -- migrations ----------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.execute(sql))


def test_a_new_database_gets_every_migration_and_no_copy(path: Path):
    migrate(path, [FIRST, SECOND, THIRD])
    assert rows(path, "PRAGMA user_version") == [(3,)]
    assert list(path.parent.glob("bot.db.before-*")) == []


def test_before_each_migration_the_database_is_copied_and_nothing_kept_is_lost(path: Path):
    migrate(path, [FIRST])
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("INSERT INTO kept VALUES ('a report')")
    migrate(path, [FIRST, SECOND, THIRD])
    assert rows(path, "SELECT * FROM kept") == [("a report", "unknown")]
    assert rows(path.with_name("bot.db.before-2"), "SELECT * FROM kept") == [("a report",)]
    assert rows(path.with_name("bot.db.before-3"), "PRAGMA user_version") == [(2,)]


def test_a_migration_counts_whole_or_not_at_all(path: Path):
    migrate(path, [FIRST])
    with pytest.raises(sqlite3.OperationalError):
        migrate(path, [FIRST, THIRD + "\nINSERT INTO missing VALUES (1);"])
    assert rows(path, "PRAGMA user_version") == [(1,)]
    assert rows(path, "SELECT name FROM sqlite_schema") == [("kept",)]
    migrate(path, [FIRST, THIRD])
    assert rows(path, "PRAGMA user_version") == [(2,)]


def test_what_is_at_the_newest_form_is_left_alone(path: Path):
    migrate(path, [FIRST, SECOND])
    migrate(path, [FIRST, SECOND])
    assert list(path.parent.glob("bot.db.before-*")) == []


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(path: Path):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(StoreFromNewerVersion, match=r"form 99.*update kvbot, or restore a backup"):
        async with open_store(path.parent):
            pass
    assert path.read_bytes() == before


# -- what is kept --------------------------------------------------------------------------


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path) as opened:
        yield opened


def report(reporter: int = 7, wrong: str = "The day") -> NewReport:
    return NewReport(
        guild=1, reporter=reporter, language="ko", claim="“a” [1]", wrong=wrong, ground=""
    )


async def test_the_settings_of_a_server_come_back_as_they_were_set(store: Store, tmp_path: Path):
    settings = GuildSettings(
        id=2**63 - 1,
        language="vi",
        show="everyone",
        curator_roles=(3, 2**62),
        curator_channel=4,
        quick_channels=(5, 6),
    )
    await store.set_guild(GuildSettings(id=1))
    await store.set_guild(settings)
    async with open_store(tmp_path) as again:
        assert await again.guilds() == {1: GuildSettings(id=1), settings.id: settings}


@pytest.mark.parametrize(
    "query",
    [
        Who(name="id:lighthouse-board"),
        Agreements(period=Period(first=datetime(2024, 1, 1, tzinfo=UTC).date()), kind="agreement"),
        Stats(topic="ship calls"),
        Timeline(),
    ],
    ids=lambda query: query.command,
)
async def test_what_a_button_points_to_comes_back_after_a_restart(
    store: Store, tmp_path: Path, query: Who | Agreements | Stats | Timeline
):
    state = CardState(query=query, language="ko")
    await store.add_cards([state])
    await store.add_cards([state])
    async with open_store(tmp_path) as again:
        assert await again.card(state.key) == state
        assert await again.card("0" * 16) is None


async def test_what_buttons_of_the_first_version_point_to_is_still_understood(tmp_path: Path):
    migrations = files("bot.store").joinpath("migrations")
    first = migrations.joinpath("001_settings_cards_reports.sql").read_text(encoding="utf-8")
    migrate(tmp_path / "bot.db", [first])
    state = '{"query":{"command":"who","name":"id:slb","as_of":null},"language":"ko","open":[]}'
    with closing(sqlite3.connect(tmp_path / "bot.db")) as db, db:
        db.execute("INSERT INTO card VALUES ('ab', ?)", (state,))
    async with open_store(tmp_path) as store:
        assert await store.card("ab") == CardState(query=Who(name="id:slb"), language="ko")


async def test_forgetting_a_user_leaves_no_trace_of_them_and_everything_of_others(
    store: Store, tmp_path: Path
):
    theirs, other = await store.add_report(report(7)), await store.add_report(report(8))
    await store.close_report(other.id, 1, curator=7, outcome="right", answer="")
    assert [gone.id for gone in await store.forget(7)] == [theirs.id]
    dumped = rows(tmp_path / "bot.db", "SELECT reporter, closed_by, outcome FROM report")
    assert dumped == [(8, None, "right")]


async def test_a_report_is_closed_once_and_only_by_its_own_server(store: Store):
    kept = await store.add_report(report())
    assert not await store.close_report(kept.id, 2, 9, "right", "elsewhere")
    assert await store.close_report(kept.id, 1, 9, "corrected", "thank you")
    assert not await store.close_report(kept.id, 1, 9, "right", "again")
    assert [(r.outcome, r.answer) for r in await store.untold(7)] == [("corrected", "thank you")]


async def test_what_is_old_is_deleted_only_once_its_reporter_knows(store: Store, path: Path):
    for wrong in ("told long ago", "told lately", "never told", "open"):
        await store.add_report(report(wrong=wrong))
    ago = (datetime.now(UTC) - timedelta(days=91)).isoformat()
    for number in (1, 2, 3):
        await store.close_report(number, 1, 9, "right", "")
    await store.set_told(2)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE report SET made_at = ?, closed_at = ? WHERE id <> 2", (ago, ago))
        db.execute("UPDATE report SET closed_at = NULL WHERE id = 4")
        db.execute("UPDATE report SET told_at = ? WHERE id = 1", (ago,))
    await store.expire()
    assert rows(path, "SELECT wrong FROM report ORDER BY id") == [
        ("told lately",), ("never told",), ("open",),
    ]  # fmt: skip


# -- while bot.db cannot be written --------------------------------------------------------


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked database is waited for a little less."""
    monkeypatch.setattr(opening, "PATIENCE_S", 0.5)


Fault = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture(params=["locked", "disk full", "disk failing"])
def unwritable(request: pytest.FixtureRequest, bot: KvBot, settings: Settings) -> Fault:
    """Another process has the database, or there is no room, or the disk takes nothing."""
    home = settings.home
    kinds: dict[str, Fault] = {
        "locked": lambda: locked(home / "bot.db"),
        "disk full": lambda: full(bot.store),
        "disk failing": failing_disk,
    }
    return kinds[request.param]


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


FILL_CARDS = "INSERT INTO card VALUES (?, '')"
FILL_REPORTS = """
INSERT INTO report (id, guild, reporter, language, claim, wrong, ground, made_at)
VALUES (?, 0, 0, '', '', '', '', '')
"""
FILL_GUILDS = "INSERT INTO guild (id) VALUES (?)"


@asynccontextmanager
async def full(store: Store) -> AsyncIterator[None]:
    """SQLite's own answer to a disk without room: the file may not grow, and has no room left."""
    db = store._db
    [pages] = await (await db.execute("PRAGMA page_count")).fetchone()
    await db.execute(f"PRAGMA max_page_count = {pages}")
    for sql in (FILL_CARDS, FILL_REPORTS, FILL_GUILDS):
        with pytest.raises(sqlite3.OperationalError, match="full"):
            await db.executemany(sql, ((-number,) for number in range(10_000)))
    yield
    await db.execute("PRAGMA max_page_count = 1000000")


@asynccontextmanager
async def failing_disk() -> AsyncIterator[None]:
    """This process may not write to any file, as on a disk that takes nothing any more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_answers_go_on_without_buttons_and_have_them_again_afterwards(
    ask: Ask, unwritable: Fault
):
    async with unwritable():
        card = await ask("who", {"name": "SLB"})
    assert first_line(card).startswith(BOARD)
    assert labels(card) == []
    assert "ask again in a minute" in card.text
    assert "Sources" in labels(await ask("who", {"name": "SLB"}))


async def test_a_disk_that_takes_nothing_costs_nothing_of_what_is_served(
    bot: KvBot, ask: Ask, base: Path
):
    write_dossier(base, "paper", [calls(9)], title="News of the port")
    async with failing_disk():
        await bot._reload()
        assert first_line(await ask("who", {"name": "SLB"})).startswith(BOARD)
    await bot._reload()
    assert "News of the port" in (await ask("sources")).text


async def test_a_start_without_an_index_on_a_disk_that_takes_nothing_fails_at_once(run: Running):
    async with asyncio.timeout(10), failing_disk():
        with pytest.raises(sqlite3.OperationalError, match="I/O"):
            async with run():
                pass


async def test_many_who_ask_at_once_are_all_acknowledged_in_time(
    discord: DiscordServer, guild: Guild, bot: KvBot, unwritable: Fault
):
    names = ["SLB", "Tova Merrin", "Aldo Merrin", "Lam Thi Hai Dang", "Norholm", "Eastwick"]
    askers = [guild.add_member(f"asker {number}") for number in range(len(names))]
    async with unwritable():
        asked = [
            await discord.slash("who", {"name": name}, user=asker)
            for name, asker in zip(names, askers, strict=True)
        ]
        for exchange in asked:
            await exchange.acknowledged(3)
    for exchange, name in zip(asked, names, strict=True):
        assert name in (await exchange.reply(10)).text


async def test_buttons_of_cards_go_on_working(
    discord: DiscordServer, ask: Ask, user: Member, unwritable: Fault
):
    card = await ask("who", {"name": "SLB"})
    async with unwritable():
        quotes = await (await discord.press(card, "Sources", user=user)).reply()
    assert "signed a memorandum of understanding" in quotes.text


async def test_a_report_that_cannot_be_kept_is_given_back_word_for_word(
    discord: DiscordServer, bot: KvBot, guild: Guild, ask: Ask, user: Member, unwritable: Fault
):
    earlier = await bot.store.add_report(report())
    form = await discord.press(await ask("who", {"name": "SLB"}), "Report", user=user)
    await form.acknowledged()
    written = {"claim": ["0"], "wrong": "Es war der 29. – 이틀 전", "ground": "My diary"}
    async with unwritable():
        reply = await (await discord.submit(form, written)).reply()
    [file] = reply.attachments
    given_back = file.data.decode("utf-8-sig")
    assert reply.ephemeral
    assert written["wrong"] in given_back
    assert written["ground"] in given_back
    assert await bot.store.report(earlier.id, earlier.guild) == earlier
    assert await bot.store.open_reports(guild.id, 5) == ([], 0)


async def test_a_setting_that_cannot_be_saved_is_said_and_not_taken(
    discord: DiscordServer, bot: KvBot, guild: Guild, manager: Member, ask: Ask, unwritable: Fault
):
    card = await ask("settings", user=manager)
    async with unwritable():
        chosen = await discord.choose(card, "show", ["everyone"], user=manager)
        line = await reply_line(chosen)
    assert line.startswith("kvbot cannot save anything")
    assert bot.team(guild.id).show == "only me"


async def test_what_cannot_be_deleted_now_is_said_and_deleted_the_next_time(
    discord: DiscordServer, bot: KvBot, ask: Ask, user: Member, unwritable: Fault
):
    await bot.store.add_report(report(user.id))
    async with unwritable():
        said = first_line(await ask("forget-me"))
        assert said.startswith("kvbot cannot save anything") or "1 report" in said
    left, _ = await bot.store.open_reports(1, 5)
    assert bool(left) == said.startswith("kvbot cannot save anything")
    await ask("forget-me")
    assert await bot.store.open_reports(1, 5) == ([], 0)


async def reply_line(exchange: Exchange) -> str:
    """The line that is only for who asked, whatever card it is about."""
    await exchange.reply()
    found: list[Message] = [m for m in exchange.messages if m is not exchange.message]
    return found[-1].text


async def test_the_bot_starts_while_another_process_has_the_database(
    discord: DiscordServer, run: Running, settings: Settings, user: Member
):
    async with run():
        pass
    with closing(sqlite3.connect(settings.home / "bot.db")) as db, db:
        db.execute("DELETE FROM synced")
    async with locked(settings.home / "bot.db"), run():
        asked = await discord.slash("who", {"name": "SLB"}, user=user)
        assert first_line(await asked.reply()).startswith(BOARD)


async def test_the_daily_deletion_that_cannot_be_done_ends_nothing(bot: KvBot, unwritable: Fault):
    async with unwritable():
        await bot._expire()
    assert not bot.is_closed()


async def test_what_is_written_is_there_after_the_process_is_killed(store: Store, tmp_path: Path):
    kept = await store.add_report(report())
    copied = tmp_path / "after"
    copied.mkdir()
    for suffix in ("", "-wal"):  # as on disk now, with nothing closed
        source = tmp_path / f"bot.db{suffix}"
        (copied / source.name).write_bytes(source.read_bytes())
    async with open_store(copied) as again:
        assert await again.report(kept.id, 1) == kept
