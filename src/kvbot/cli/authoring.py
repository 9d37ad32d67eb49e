"""kvbot new and kvbot stamp: adding a document to the base by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import click

from kvbot.cli.answering import EXIT_ANSWERED, EXIT_BAD, complain, refreshed, today_in
from kvbot.cli.building import complain_of
from kvbot.desk import open_desk
from kvbot.dossier.problems import BadDossier, Problem
from kvbot.dossier.reading import parse_toml, read_dossier
from kvbot.dossier.writing import propose_entry, skeleton
from kvbot.dossier.writing import stamp as stamped
from kvbot.errors import KvbotError
from kvbot.model.sources import Dossier
from kvbot.settings import Settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

_TABLE_OF_FIELD = {
    "person": "people",
    "representatives": "people",
    "speaker": "people",
    "said_by": "people",
    "place": "places",
}
"""The registry table in which an entity is looked for first, by the field that names it."""


class NotText(KvbotError):
    """An original is not text that can be quoted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is not UTF-8 text; save its text in a .txt file and take that")


@click.command()
@click.argument("original", type=_FILE)
@click.pass_obj
def new(settings: Settings, original: Path) -> int:
    """Write the skeleton of a dossier for the document ORIGINAL (a text file)."""
    content = original.read_bytes()
    _decoded(original, content)
    if "\\" in original.name:
        complain(f"{original} has a backslash in its name; rename it first")
        return EXIT_BAD
    target = settings.own_dossiers / f"{original.stem.lstrip('.') or 'document'}.toml"
    if target.exists():
        complain(f"{target} is there already; edit it, or move it away first")
        return EXIT_BAD
    kept = settings.originals / original.name
    if kept.exists() and kept.read_bytes() != content:
        complain(f"{kept} is another document of this name; rename {original} first")
        return EXIT_BAD
    settings.own_dossiers.mkdir(parents=True, exist_ok=True)
    settings.originals.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(content)
    target.write_text(skeleton(original, content, today_in(settings)), encoding="utf-8")
    click.echo(f"wrote {target}; fill it in, then: kvbot stamp {target}")
    return EXIT_ANSWERED


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotText(path) from None


@click.command()
@click.argument("dossier", type=_FILE)
@click.option("--originals", type=_FOLDER, help="Where the original is, if not with kvbot new's.")
@click.pass_obj
def stamp(settings: Settings, dossier: Path, originals: Path | None) -> int:
    """Fill in what can be computed in DOSSIER, and tell what is still to be mended."""
    folders = [originals] if originals else [settings.originals, dossier.parent]
    content, all_found = stamp_file(dossier, dossier.read_bytes(), folders)
    status = asyncio.run(_check(settings, dossier, content))
    return status if all_found else EXIT_BAD


class OriginalNotFound(KvbotError):
    """The original of a dossier is in none of the folders."""

    def __init__(self, name: str, folders: Iterable[Path]) -> None:
        self.name = name
        places = ", ".join(str(folder) for folder in folders)
        super().__init__(f"the original {name!r} is not in {places}; say where with --originals")


def stamp_file(dossier: Path, before: bytes, folders: list[Path]) -> tuple[bytes, bool]:
    """Stamp a file in place, and print what was done.

    Returns its new content, and whether every quote was found in the original.

    Raises OriginalNotFound, NotText, and BadDossier if it is not TOML with a source.
    """
    name = _original_name(dossier, before)
    original = next((f / name for f in folders if (f / name).is_file()), None)
    if original is None:
        raise OriginalNotFound(name, folders)
    content = original.read_bytes()
    result = stamped(before.decode("utf-8"), content, _decoded(original, content))
    after = result.text.encode("utf-8")
    if after != before:
        partial = dossier.with_name(f".{dossier.name}.part")
        partial.write_bytes(after)
        partial.replace(dossier)
    click.echo(f"{dossier}: {result.filled} values filled in")
    for note in result.notes:
        complain(f"{dossier}: {note}")
    return after, not result.notes


def _original_name(dossier: Path, content: bytes) -> str:
    source = parse_toml(str(dossier), content).get("source")
    name = source.get("file") if isinstance(source, dict) else None
    if not isinstance(name, str) or Path(name).name != name:
        problem = Problem(
            path=str(dossier),
            place="source, file",
            what="does not name a file",
            remedy="write the name of the original, without its folder",
        )
        raise BadDossier([problem])
    return name


async def _check(settings: Settings, dossier: Path, content: bytes) -> int:
    try:
        read = read_dossier(str(dossier), content)
    except BadDossier as error:
        return complain_of(error.problems)
    async with open_desk(settings) as desk:
        report = await refreshed(desk, wait=True)
        known = await desk.known_entities()
    _propose(read, known)
    here = dossier.resolve()
    return complain_of(p for p in report.problems if Path(p.path).resolve() == here)


def _propose(dossier: Dossier, known: set[str]) -> None:
    known = known | {entity.slug for entity in dossier.entities()}
    source = dossier.source.slug if dossier.source else "registry"
    unknown: dict[str, str] = {}
    for report in dossier.reports():
        for field, entity in report.mentions():
            if entity not in known:
                unknown.setdefault(entity, _TABLE_OF_FIELD.get(field, "organizations"))
    if unknown:
        click.echo("not in the registry yet; complete these and add them to a registry file:\n")
    for slug, table in unknown.items():
        click.echo(propose_entry(slug, table, source))
