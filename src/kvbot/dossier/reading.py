"""From a TOML file to a checked Dossier."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from kvbot.dossier.checks import check_dossier
from kvbot.dossier.problems import BadDossier, Problem, problems_in
from kvbot.model.sources import Dossier

FACT_TABLES = {
    "agreements": "agreement",
    "roles": "role",
    "events": "event",
    "statistics": "statistic",
    "programmes": "programme",
    "relations": "relation",
    "remarks": "remark",
}
"""The tables of a dossier that hold facts, and the type of fact in each."""

ENTITY_TABLES = ("people", "organizations", "places")

MAX_BYTES = 2 * 1024 * 1024
"""A larger file is no dossier: the largest document here makes one of 60 KiB."""


def read_dossier(path: str, content: bytes) -> Dossier:
    """Read and check one dossier.

    path: what to call the file in messages. Raises BadDossier with every problem found.
    """
    raw = parse_toml(path, content)
    problems = list(_reserved_keys(path, raw))
    if problems:
        raise BadDossier(problems)
    try:
        dossier = Dossier.model_validate(_completed(raw))
    except ValidationError as error:
        raise BadDossier(problems_in(path, raw, error)) from None
    problems = check_dossier(path, dossier)
    if problems:
        raise BadDossier(problems)
    return dossier


def parse_toml(path: str, content: bytes) -> dict[str, Any]:
    """The tables of a TOML file, numbers with a point as Decimal.

    Raises BadDossier if content is too large, not UTF-8 or not TOML.
    """
    if len(content) > MAX_BYTES:
        raise _unreadable(path, f"has {len(content)} bytes", f"keep a dossier under {MAX_BYTES}")
    try:
        return tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, f"line {line} is not UTF-8", "save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, f"is not TOML: {error}", "mend the line that is named") from None
    except (ValueError, ArithmeticError):
        raise _unreadable(path, "has a number too long to be read", "write fewer digits") from None
    except RecursionError:
        raise _unreadable(path, "is nested too deeply", "mend its brackets") from None


def _unreadable(path: str, what: str, remedy: str) -> BadDossier:
    return BadDossier([Problem(path=path, place="", what=what, remedy=remedy)])


def _reserved_keys(path: str, raw: dict[str, Any]) -> list[Problem]:
    """Keys that the reader fills in and a file must not give."""
    source = raw.get("source")
    known = source if isinstance(source, dict) else {}
    given = [("source", key) for key in ("approved", "added") if key in known]
    return [
        Problem(
            path=path,
            place=table,
            what=f"unknown key {key!r}",
            remedy="take it out: it follows from [record]",
        )
        for table, key in given
    ] + [
        Problem(
            path=path,
            place=f"{table} {number}",
            what=f"unknown key {key!r}",
            remedy="take it out: it follows from the table and the file",
        )
        for table in FACT_TABLES
        for number, entry in enumerate(_entries(raw, table), start=1)
        for key in ("type", "source")
        if key in entry
    ]


def _entries(raw: dict[str, Any], table: str) -> list[dict[str, Any]]:
    entries = raw.get(table)
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]


def _completed(raw: dict[str, Any]) -> dict[str, Any]:
    """The same with what follows from the file itself.

    That is a fact's type, source and, where it is the day of publication, as_of; and
    a name's origin.
    """
    source = raw.get("source")
    known = source if isinstance(source, dict) else {}
    implied = {
        key: known[of] for key, of in (("source", "slug"), ("as_of", "published")) if of in known
    }
    completed = dict(raw)
    record = raw.get("record")
    if isinstance(source, dict) and isinstance(record, dict):
        added = record.get("added")
        day = {"added": added} if isinstance(added, date) else {}
        completed["source"] = {**source, "approved": "approved_by" in record, **day}
    for table, fact_type in FACT_TABLES.items():
        completed |= _with_defaults(raw, table, {"type": fact_type, **implied})
    if "slug" in known:
        for table in ENTITY_TABLES:
            completed |= _with_origins(raw, table, {"origin": known["slug"]})
    return completed


def _with_defaults(raw: dict[str, Any], table: str, defaults: dict[str, Any]) -> dict[str, Any]:
    entries = raw.get(table)
    if not isinstance(entries, list):
        return {}
    return {table: [{**defaults, **e} if isinstance(e, dict) else e for e in entries]}


def _with_origins(raw: dict[str, Any], table: str, defaults: dict[str, Any]) -> dict[str, Any]:
    entries = raw.get(table)
    if not isinstance(entries, list):
        return {}
    named = [
        {**e, **_with_defaults(e, "names", defaults)} if isinstance(e, dict) else e for e in entries
    ]
    return {table: named}
