"""A registry from a file of its own, for trying out how names are resolved."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from kvbot.errors import KvbotError
from kvbot.index.connection import connection, writing
from kvbot.index.index import Index
from kvbot.index.rows import insert_dossier
from kvbot.model.entities import EntityKind, Name, Organization, Person, Place
from kvbot.model.sources import FORMAT, Dossier
from kvbot.model.text import Frozen, ShortText, Slug

INSERT_DOSSIER = "INSERT INTO dossier (id, name, sha256, state) VALUES (1, ?, '', 'live')"


class BadRegistry(KvbotError):
    """A line of a registry file cannot be used."""

    def __init__(self, path: Path, line: int) -> None:
        self.path, self.line = path, line
        super().__init__(
            f"{path}: line {line} is no entity; "
            'write {"id": "kosme", "kind": "organization", "name": "…", "aliases": ["…"]}'
        )


class RegistryLine(Frozen):
    """An entity in a registry file. What else a line says is passed over."""

    model_config = ConfigDict(extra="ignore")

    id: Slug
    kind: EntityKind
    name: ShortText
    aliases: tuple[ShortText, ...] = ()


_LINE: TypeAdapter[RegistryLine] = TypeAdapter(RegistryLine)


@asynccontextmanager
async def open_registry(path: Path) -> AsyncIterator[Index]:
    """An index in memory that holds nothing but the entities of a JSON Lines file.

    Raises BadRegistry, and OSError if the file cannot be read.
    """
    dossier = _as_dossier(read_registry(path))
    async with connection(":memory:") as db:
        async with writing(db):
            await db.execute(INSERT_DOSSIER, (path.name,))
            await insert_dossier(db, 1, dossier)
        yield Index(db)


def read_registry(path: Path) -> list[RegistryLine]:
    """The entities of a JSON Lines file. Raises BadRegistry with the first bad line."""
    entities = []
    for number, line in enumerate(path.read_bytes().removeprefix(BOM_UTF8).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entities.append(_LINE.validate_json(line))
        except ValidationError:
            raise BadRegistry(path, number) from None
    return entities


def _as_dossier(lines: Iterable[RegistryLine]) -> Dossier:
    models = {"person": Person, "organization": Organization, "place": Place}
    entities = [
        models[line.kind](
            slug=line.id, name=line.name, names=tuple(Name(text=alias) for alias in line.aliases)
        )
        for line in lines
    ]
    return Dossier(
        format=FORMAT,
        people=tuple(e for e in entities if isinstance(e, Person)),
        organizations=tuple(e for e in entities if isinstance(e, Organization)),
        places=tuple(e for e in entities if isinstance(e, Place)),
    )
