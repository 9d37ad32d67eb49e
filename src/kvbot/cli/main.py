"""The entry point: reads the command line and sees to exit statuses and errors."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from kvbot import __version__
from kvbot.cli.answering import EXIT_ANSWERED, EXIT_BAD, answer_once, complain
from kvbot.cli.queries import QUERIES, Asked
from kvbot.errors import KvbotError
from kvbot.index.connection import index_path
from kvbot.settings import Settings, read_environment, read_settings

UPKEEP = {
    "ask": "asking",
    "check": "asking",
    "brief": "briefing",
    "resolve": "resolving",
    "build": "building",
    "verify": "building",
    "new": "authoring",
    "stamp": "authoring",
    "export": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "doctoring",
    "console": "console",
}
"""The other commands, each with the module that has it; it is loaded when it is called."""


class Commands(click.Group):
    """The queries, and the other commands without the cost of loading them all."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*QUERIES, *UPKEEP]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in QUERIES:
            return QUERIES[cmd_name]
        if cmd_name not in UPKEEP:
            return None
        command: click.Command = getattr(import_module(f"kvbot.cli.{UPKEEP[cmd_name]}"), cmd_name)
        return command


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(__version__, prog_name="kvbot")
@click.pass_context
def kvbot(ctx: click.Context) -> Any:
    """Cited answers from a fact base. Without a command: the console."""
    if ctx.invoked_subcommand is None:
        return ctx.invoke(import_module("kvbot.cli.console").console)
    return None


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit status."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit status; prints errors in a line or two."""
    try:
        settings = read_settings(read_environment())
        outcome = kvbot.main(args, prog_name="kvbot", standalone_mode=False, obj=settings)
        return _carried_out(outcome, settings)
    except sqlite3.DatabaseError as error:
        index = index_path(settings.home)
        complain(f"{index} cannot be used ({error}); remove it: it is made anew from the dossiers")
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "kvbot"
        complain(f"{error.format_message().rstrip('.')}; see {command} --help")
    except (KvbotError, OSError) as error:
        complain(str(error))
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted")
    return EXIT_BAD


def _carried_out(outcome: Any, settings: Settings) -> int:
    """The exit status of what a command returned: a query to answer, a status, or nothing."""
    if isinstance(outcome, Asked):
        return asyncio.run(answer_once(outcome, settings))
    return outcome if isinstance(outcome, int) else EXIT_ANSWERED
