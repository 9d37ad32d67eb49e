"""Which files make up the base."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kvbot.dossier.problems import Problem


class DossierFile(NamedTuple):
    """A dossier on disk. name: its path, as messages show it."""

    path: Path
    name: str
    status: os.stat_result


class Listing(NamedTuple):
    """The dossiers that were found, in the order of their names, and what was wrong."""

    files: tuple[DossierFile, ...]
    problems: tuple[Problem, ...]


def list_dossiers(folders: Sequence[Path]) -> Listing:
    """Find every dossier (`*.toml`) in folders and the folders below them.

    Hidden files are passed over. A symbolic link that leads out of its folder, a folder
    that is missing and one without a single dossier are problems; the rest is listed all
    the same.
    """
    files: dict[str, DossierFile] = {}
    problems: list[Problem] = []
    for folder in folders:
        found = list(_dossiers_below(folder))
        for item in found:
            if isinstance(item, DossierFile):
                files.setdefault(item.name, item)
            else:
                problems.append(item)
        if not found:
            problems.append(_nothing_in(folder))
    return Listing(tuple(files[name] for name in sorted(files)), tuple(problems))


def name_of(path: str) -> str:
    """What a dossier is called: its path from here, however its folder was spelled."""
    whole, here = os.path.abspath(path), os.getcwd() + os.sep  # noqa: PTH100, PTH109
    return whole.removeprefix(here).replace(os.sep, "/")


def _nothing_in(folder: Path) -> Problem:
    what = "has no dossier in it" if folder.is_dir() else "is not a folder"
    return Problem(
        path=str(folder),
        place="",
        what=what,
        remedy="put dossiers (*.toml) there, or set KVBOT_SEEDS to the folders that hold them",
    )


def _dossiers_below(folder: Path) -> Iterator[DossierFile | Problem]:
    if folder.is_dir():
        yield from _dossiers_in(str(folder), os.path.realpath(folder))


def _dossiers_in(folder: str, root: str) -> Iterator[DossierFile | Problem]:
    """The dossiers in a folder and the folders in it. root: what no link may lead out of."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _cannot_be_read(error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and not _is_within(entry.path, root):
            yield _leads_out(Path(entry.path))
        elif entry.is_dir(follow_symlinks=False):
            yield from _dossiers_in(entry.path, root)
        elif entry.name.endswith(".toml") and Path(entry.path).is_file():
            yield DossierFile(Path(entry.path), name_of(entry.path), entry.stat())


def _is_within(path: str, root: str) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(root)


def _cannot_be_read(error: OSError) -> Problem:
    return Problem(
        path=str(error.filename),
        place="",
        what=f"cannot be read ({(error.strerror or 'unknown reason').lower()})",
        remedy="make the folder readable",
    )


def _leads_out(path: Path) -> Problem:
    return Problem(
        path=str(path),
        place="",
        what="is a symbolic link that leads out of its folder",
        remedy="put a copy of the file there instead",
    )
