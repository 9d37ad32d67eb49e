"""The console: the same lines as in Discord, one answer after the other."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from importlib import import_module

import click

from kvbot.cli.answering import (
    EXIT_ANSWERED,
    answer,
    complain,
    refreshed,
    today_in,
    warn,
)
from kvbot.cli.asking import How, answer_question
from kvbot.cli.briefing import Wanted, read_brief, write_briefing
from kvbot.cli.queries import QUERIES, Asked
from kvbot.desk import Desk, open_desk
from kvbot.errors import KvbotError
from kvbot.settings import Settings

PROMPT = "kvbot> "

GREETING = """\
Type a question, or /who KOSME, /agreements 2024, /stats trade, /timeline Hai Phong, /sources,
/brief KOSME; /quit leaves.
"""

_OPTION = re.compile(r"(?<!\S)(as-of|party|kind|place|of|from|to|with|since|out|lang|today):\s*")
"""An option as Discord shows it; --option works as well."""


class _Leave(Exception):
    """The person wants to leave."""


@click.command()
@click.pass_obj
def console(settings: Settings) -> int:
    """Ask one line after the other; standard input may be a pipe."""
    return asyncio.run(_converse(settings))


async def _converse(settings: Settings) -> int:
    async with open_desk(settings) as desk:
        warn(await refreshed(desk))
        if sys.stdin.isatty():
            sys.stdout.write(GREETING)
        async for line in _lines():
            try:
                await _handle(line, desk, settings)
            except _Leave:
                break
            except click.UsageError as error:
                complain(error.format_message())
            except (KvbotError, OSError, sqlite3.DatabaseError) as error:
                complain(str(error))
    return EXIT_ANSWERED


async def _lines() -> AsyncIterator[str]:
    """The lines that are typed, until the input ends."""
    typed_here = sys.stdin.isatty()
    if typed_here:
        with suppress(ImportError):
            import_module("readline")  # gives input() its history and line editing
    while True:
        try:
            # At a terminal nothing else waits, and Ctrl-C has to end the wait at once.
            line = input(PROMPT) if typed_here else await asyncio.to_thread(_next_line)
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip():
            yield line.strip()


def _next_line() -> str:
    """The next line of standard input. Raises EOFError at its end."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


async def _handle(line: str, desk: Desk, settings: Settings) -> None:
    asked = read_line(line, settings)
    if asked is None:
        return
    if not sys.stdin.isatty():
        sys.stdout.write(f"{PROMPT}{line}\n")
    await desk.refresh()
    if isinstance(asked, Asked):
        await answer(asked, desk, settings)
    elif isinstance(asked, str):
        await answer_question(desk, asked, How(today_in(settings)))
    else:
        await write_briefing(desk, asked)
    sys.stdout.write("\n")
    sys.stdout.flush()


def read_line(line: str, settings: Settings) -> Asked | Wanted | str | None:
    """The query in a line; None where the line asked for help, which click has printed.

    A line without a slash, or after `/ask`, is a question in words and is returned as it is.
    Raises click.UsageError and UsageError.
    """
    command, _, rest = line.partition(" ")
    if not line.startswith("/"):
        return line
    if command == "/ask" and rest.strip():
        return rest.strip()
    name = command.removeprefix("/")
    if name in ("quit", "exit"):
        raise _Leave
    if name == "help":
        sys.stdout.write(GREETING)
        return None
    words = _joined(_OPTION.sub(r"--\1 ", rest).split())
    if name == "brief":
        return read_brief(words, settings)
    if name not in QUERIES:
        raise click.UsageError(f"{command} is no command here. {' '.join(GREETING.split())}")
    outcome = QUERIES[name].main(words, prog_name=command, standalone_mode=False)
    return outcome if isinstance(outcome, Asked) else None


def _joined(words: list[str]) -> list[str]:
    """Arguments for click: the words after an option up to the next one are its one value."""
    joined: list[str] = []
    for word in words:
        in_option = len(joined) > 1 and _takes_words(joined[-2])
        if in_option and not word.startswith("--"):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


def _takes_words(argument: str) -> bool:
    return argument.startswith("--") and argument not in ("--json", "--help")
