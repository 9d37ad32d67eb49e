"""kvbot doctor: is everything in order, and if not, what to do."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple

import click

from kvbot import __version__
from kvbot.cli.answering import EXIT_ANSWERED, EXIT_BAD
from kvbot.desk import open_desk
from kvbot.index.connection import has_full_text_search
from kvbot.names.folding import printable
from kvbot.settings import Settings, read_environment

LEAST_FREE_BYTES = 200 * 1024 * 1024
"""Below this there may be no room for the index to be built anew."""

NOT_BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
"""When this version was written; a clock that shows an earlier time is wrong."""


class Finding(NamedTuple):
    """One thing that was looked at. remedy: what to do, where it is not in order."""

    what: str
    remedy: str = ""


MORE_CHECKS = "kvbot.doctor"
"""The entry points of what else there is to check, such as the Discord application.

Each is a function from an environment to a coroutine of Findings.
"""


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> int:
    """Check settings, dossiers, index, disk and clock; with DISCORD_TOKEN set, Discord too."""
    found = [*_machine(settings), *asyncio.run(_base(settings)), *asyncio.run(_more())]
    for finding in found:
        mark = "to mend" if finding.remedy else "ok"
        told = f"{finding.what}; {finding.remedy}" if finding.remedy else finding.what
        click.echo(f"{mark:8}{printable(told)}")
    return EXIT_BAD if any(finding.remedy for finding in found) else EXIT_ANSWERED


def _machine(settings: Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(f"kvbot {__version__}, Python {version}, SQLite {sqlite3.sqlite_version}")
    yield _full_text_search()
    yield _home(settings.home)
    yield _disk(settings.home)
    now = datetime.now(UTC)
    remedy = "set the clock: ages and relative dates depend on it" if now < NOT_BEFORE else ""
    yield Finding(f"clock: {now:%Y-%m-%d %H:%M} UTC, time zone {settings.zone}", remedy)


def _full_text_search() -> Finding:
    if has_full_text_search():
        return Finding("SQLite has FTS5")
    return Finding("SQLite has no FTS5", "use a Python whose SQLite is built with FTS5")


def _home(home: Path) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return Finding(f"KVBOT_HOME {home} can be written")
    except OSError as error:
        remedy = "set KVBOT_HOME to a folder of your own"
        return Finding(f"KVBOT_HOME {home}: {error.strerror}", remedy)


def _disk(home: Path) -> Finding:
    free = shutil.disk_usage(home if home.exists() else Path()).free
    remedy = "make room: the index may need to be built anew" if free < LEAST_FREE_BYTES else ""
    return Finding(f"disk: {free // 1024**2:,} MiB free", remedy)


async def _base(settings: Settings) -> list[Finding]:
    async with open_desk(settings) as desk:
        report = await desk.refresh()
        counts = await desk.counts()
        problems = [*report.problems, *await desk.loose_names()]
    total = sum(counts.values())
    remedy = "" if total else "put dossiers into the folders of KVBOT_SEEDS"
    base = Finding(f"base {report.content_hash[:12]}: {total} facts", remedy)
    return [base, *(Finding(f"{p.path}: {p.place} {p.what}", p.remedy) for p in problems)]


async def _more() -> list[Finding]:
    """What checks from outside of the library find."""
    environment = read_environment()
    checks = [check.load() for check in entry_points(group=MORE_CHECKS)]
    return [finding for check in checks for finding in await check(environment)]
