"""kvbot resolve: which entity a written name means."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click

from kvbot.cli.answering import (
    EXIT_ANSWERED,
    EXIT_NOT_FOUND,
    complain,
    print_json,
    refreshed,
    warn,
)
from kvbot.desk import open_desk
from kvbot.errors import UsageError
from kvbot.index.registry import open_registry
from kvbot.names.decision import UNKNOWN, Resolution
from kvbot.names.folding import typed
from kvbot.settings import Settings

Resolver = Callable[[str], Awaitable[Resolution]]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("name", nargs=-1)
@click.option("--registry", type=_FILE, help="Resolve against this file instead of the base.")
@click.option("--batch", type=_FILE, help="Resolve every line of this file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each name.")
@click.pass_obj
def resolve(
    settings: Settings,
    name: tuple[str, ...],
    registry: Path | None,
    batch: Path | None,
    as_json: bool,  # noqa: FBT001 - click passes options by name
) -> int:
    """Which entity NAME means: one (resolved), several (ambiguous) or none (unknown)."""
    if bool(name) == bool(batch):
        raise click.UsageError("give either a NAME or --batch FILE")
    return asyncio.run(_resolve(settings, " ".join(name), registry, batch, as_json=as_json))


async def _resolve(
    settings: Settings, name: str, registry: Path | None, batch: Path | None, *, as_json: bool
) -> int:
    async with _resolver(settings, registry) as resolver:
        if batch:
            for line in lines_of(batch):
                _print(line, await _or_unknown(resolver, line), as_json=as_json)
            return EXIT_ANSWERED
        resolution = await resolver(name)
        _print(name, resolution, as_json=as_json)
        return EXIT_ANSWERED if resolution.status == "resolved" else EXIT_NOT_FOUND


def lines_of(batch: Path) -> list[str]:
    """The lines of a file; a line ends where editors end it, not at every Unicode break."""
    with batch.open(encoding="utf-8-sig", errors="replace") as lines:
        return [line.removesuffix("\n") for line in lines]


@asynccontextmanager
async def _resolver(settings: Settings, registry: Path | None) -> AsyncIterator[Resolver]:
    if registry is None:
        async with open_desk(settings) as desk:
            warn(await refreshed(desk))
            yield desk.resolve
        return
    async with open_registry(registry) as index, index.snapshot() as names:

        async def resolve_in_registry(name: str) -> Resolution:
            return await names.resolve(typed(name))

        yield resolve_in_registry


async def _or_unknown(resolver: Resolver, line: str) -> Resolution:
    """A batch goes on after a line that is refused."""
    try:
        return await resolver(line)
    except UsageError as error:
        complain(str(error))
        return UNKNOWN


def _print(name: str, resolution: Resolution, *, as_json: bool) -> None:
    found: dict[str, Any] = {
        "query": name,
        "status": resolution.status,
        "ids": list(resolution.ids),
    }
    if as_json:
        print_json(found)
    else:
        click.echo(f"{resolution.status}: {', '.join(resolution.ids)}".rstrip(": "))
