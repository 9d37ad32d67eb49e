"""Which files make up the base."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kvbot.dossier.problems import Problem


class DossierFile(NamedTuple):
    """A dossier on disk. name: its path, with forward slashes, as messages show it."""

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
    files: list[DossierFile] = []
    problems: list[Problem] = []
    for folder in folders:
        found = list(_dossiers_below(folder))
        files += [item for item in found if isinstance(item, DossierFile)]
        problems += [item for item in found if isinstance(item, Problem)]
        if not found:
            problems.append(_nothing_in(folder))
    return Listing(tuple(sorted(files, key=lambda f: f.name)), tuple(problems))


def _nothing_in(folder: Path) -> Problem:
    what = "has no dossier in it" if folder.is_dir() else "is not a folder"
    return Problem(
        path=str(folder),
        place="",
        what=what,
        remedy="put dossiers (*.toml) there, or set KVBOT_SEEDS to the folders that hold them",
    )


def _dossiers_below(folder: Path) -> Iterator[DossierFile | Problem]:
    if not folder.is_dir():
        return
    root = folder.resolve()
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*folders, *names):
            path = Path(parent, name)
            if name.startswith("."):
                continue
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
                yield _leads_out(path)
            elif name in names and name.endswith(".toml") and path.is_file():
                yield DossierFile(path, path.as_posix(), path.stat())


def _leads_out(path: Path) -> Problem:
    return Problem(
        path=str(path),
        place="",
        what="is a symbolic link that leads out of its folder",
        remedy="put a copy of the file there instead",
    )
