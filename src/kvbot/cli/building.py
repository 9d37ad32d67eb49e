"""kvbot build and kvbot verify: the base and its quotes, checked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import click

from kvbot.cli.answering import EXIT_ANSWERED, EXIT_BAD, complain, refreshed
from kvbot.desk import open_desk
from kvbot.dossier.files import list_dossiers
from kvbot.dossier.originals import verify as verify_quotes
from kvbot.dossier.problems import BadDossier, Problem
from kvbot.dossier.reading import read_dossier
from kvbot.model.sources import Dossier
from kvbot.settings import Settings


@click.command()
@click.pass_obj
def build(settings: Settings) -> int:
    """Bring the index up to date, and tell everything that is wrong with the dossiers."""
    return asyncio.run(_build(settings))


async def _build(settings: Settings) -> int:
    async with open_desk(settings) as desk:
        report = await refreshed(desk, wait=True)
        counts = await desk.counts()
        problems = [*report.problems, *await desk.loose_names(), *_unproved(settings)]
    click.echo(f"base {report.content_hash[:12]}: {_listed(counts)}")
    click.echo(f"{report.changed} of the files had changed" if report.changed else "up to date")
    return complain_of(problems)


def _unproved(settings: Settings) -> list[Problem]:
    """The quotes of own dossiers that the originals which are kept do not bear out."""
    problems: list[Problem] = []
    for file in list_dossiers([settings.own_dossiers]).files:
        try:
            dossier = read_dossier(file.name, file.path.read_bytes())
        except (BadDossier, OSError):
            continue
        if dossier.source and (settings.originals / dossier.source.file).is_file():
            problems += verify_quotes(file.name, dossier, settings.originals)
    return problems


def _listed(counts: dict[str, int]) -> str:
    many = (f"{n} {fact_type}" + ("s" if n != 1 else "") for fact_type, n in counts.items())
    return ", ".join(many) or "empty"


def complain_of(problems: Iterable[Problem]) -> int:
    """Tell each problem on a line of its own. Returns the exit status that follows."""
    told = list(problems)
    for problem in told:
        complain(str(problem))
    return EXIT_BAD if told else EXIT_ANSWERED


@click.command()
@click.option(
    "--originals",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder with the original documents.",
)
@click.pass_obj
def verify(settings: Settings, originals: Path) -> int:
    """Prove every quote of every dossier against the original documents."""
    listing = list_dossiers(settings.folders)
    problems, quotes, documents = list(listing.problems), 0, 0
    for file in listing.files:
        try:
            dossier = read_dossier(file.name, file.path.read_bytes())
        except BadDossier as error:
            problems += error.problems
            continue
        problems += verify_quotes(file.name, dossier, _folder_of(dossier, originals, settings))
        quotes += len(list(dossier.quotes()))
        documents += dossier.source is not None
    if not problems:
        click.echo(f"{quotes} quotes of {documents} documents: every one is in its original")
        click.echo("whether all else in the dossiers is right, kvbot build tells")
    return complain_of(problems)


def _folder_of(dossier: Dossier, originals: Path, settings: Settings) -> Path:
    """Where the original of a dossier is: kvbot new keeps those of own dossiers."""
    kept = settings.originals
    if dossier.source and not (originals / dossier.source.file).is_file():
        return kept if (kept / dossier.source.file).is_file() else originals
    return originals
