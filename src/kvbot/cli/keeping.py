"""kvbot export, backup and restore."""

from __future__ import annotations

import asyncio
import csv
import sys
import tempfile
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import click

from kvbot import keeping
from kvbot.cli.answering import EXIT_ANSWERED, json_line, refreshed, warn
from kvbot.desk import Desk, open_desk
from kvbot.settings import Settings
from kvbot.words.exporting import records

Format = Literal["jsonl", "csv", "sqlite"]

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--format", "to", type=click.Choice(["jsonl", "csv", "sqlite"]), default="jsonl")
@click.option("--out", type=_FILE, help="The file to write; without it, standard output.")
@click.pass_obj
def export(settings: Settings, to: Format, out: Path | None) -> int:
    """Write the whole base: every entity, and every report of a fact with its quotes."""
    if out and out.exists():
        raise click.UsageError(f"{out} is there already; choose another name")
    return asyncio.run(_export(settings, to, out))


async def _export(settings: Settings, to: Format, out: Path | None) -> int:
    async with open_desk(settings) as desk:
        warn(await refreshed(desk))
        content = await (_database(desk) if to == "sqlite" else _text(desk, to))
    if out:
        out.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    return EXIT_ANSWERED


async def _database(desk: Desk) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "kvbot.sqlite")
        await desk.copy_index(copy)
        return copy.read_bytes()


async def _text(desk: Desk, to: Format) -> bytes:
    found = list(records(*await desk.everything()))
    return (_csv(found) if to == "csv" else _jsonl(found)).encode()


def _jsonl(found: Iterable[dict[str, Any]]) -> str:
    return "".join(map(json_line, found))


def _csv(found: Iterable[dict[str, Any]]) -> str:
    """The reports, a line each; the rest of the base does not fit a table."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(("fact", "type", "text", "source", "title", "publisher", "published", "quotes"))
    for record in found:
        if record["record"] == "report":
            source = record["source"]
            quotes = " | ".join(reference["exact"] for reference in record["references"])
            values = (source["slug"], source["title"], source["publisher"], source["published"])
            writer.writerow((record["fact"], record["type"], record["text"], *values, quotes))
    return "\ufeff" + table.getvalue()  # spreadsheets take it for UTF-8 by this mark


@click.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def backup(settings: Settings, file: Path) -> int:
    """Write own dossiers, originals and the bot's data to FILE, while the bot may run."""
    manifest = keeping.backup(settings.home, file)
    click.echo(f"wrote {file}: {len(manifest.files)} files of {settings.home}")
    return EXIT_ANSWERED


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(settings: Settings, file: Path) -> int:
    """Bring back what backup wrote; what is there now is kept beside it."""
    manifest = keeping.restore(settings.home, file)
    click.echo(
        f"restored {len(manifest.files)} files of {manifest.made:%Y-%m-%d %H:%M} UTC; "
        f"what was there is kept in {settings.home} under names with .before-"
    )
    return EXIT_ANSWERED
