"""What is wrong with a dossier, said once and so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kvbot.errors import KvbotError
from kvbot.model.facts import Agreement, Event, Programme, Relation, Remark, Role, Statistic
from kvbot.model.sources import Dossier, Record, Source
from kvbot.model.text import Frozen
from kvbot.names.folding import printable


class Problem(Frozen):
    """One thing to mend. place: where in the file; remedy: what to write instead."""

    path: str
    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.path}: {self.place}" if self.place else self.path
        return printable(f"{where}: {self.what}; {self.remedy}")


class BadDossier(KvbotError):
    """A file that cannot enter the base, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


_TABLES: dict[str, type[BaseModel]] = {
    "source": Source,
    "record": Record,
    "agreements": Agreement,
    "roles": Role,
    "events": Event,
    "statistics": Statistic,
    "programmes": Programme,
    "relations": Relation,
    "remarks": Remark,
}

_FORMS = {
    "tuple_type": ("a list", "put it between [ and ]"),
    "string_type": ("text", "put it between quotation marks"),
    "model_type": ("a table", "write it with its keys"),
    "date_type": ("a date", "write it as 2024-11-21, without quotation marks"),
    "date_from_datetime_parsing": ("a date", "write it as 2024-11-21, without quotation marks"),
    "int_type": ("a whole number", "write it in digits"),
    "int_parsing": ("a whole number", "write it in digits"),
    "decimal_type": ("a number", "write it in digits"),
    "decimal_parsing": ("a number", "write it in digits"),
    "finite_number": ("a number", "write it in digits"),
}
"""What pydantic expected, by the type of its error, and what to write."""

_HIDDEN_STEPS = frozenset({"declared", "more", "slug", "described", "person", "organization"})
"""Steps of pydantic's paths that name a branch of a union and not a key of the file."""


_FILLED_IN = frozenset({"source", "as_of", "origin"})
"""Keys whose values the reader fills in from [source] where the file does not give them."""


def problems_in(path: str, raw: dict[str, Any], error: ValidationError) -> list[Problem]:
    """The errors of pydantic as problems of the file, in the order of the file."""
    return [
        _problem(path, raw, details)
        for details in error.errors(include_url=False)
        if not _follows_from_another(raw, details)
    ]


def _follows_from_another(raw: dict[str, Any], details: ErrorDetails) -> bool:
    """Whether an error only repeats one that is told elsewhere.

    A value that was filled in is wrong where it comes from; a list whose entries are all
    refused is not for that reason empty.
    """
    if details["type"] == "too_short":
        return bool(len(details["input"]) >= details["ctx"]["min_length"])
    *way, last = details["loc"]
    node = _node_at(raw, way)
    return last in _FILLED_IN and isinstance(node, dict) and last not in node


def _node_at(raw: dict[str, Any], steps: list[int | str]) -> Any:
    node: Any = raw
    for step in steps:
        if (isinstance(node, dict) and step in node) or isinstance(node, list):
            node = node[step]  # type: ignore[index]
    return node


def _problem(path: str, raw: dict[str, Any], details: ErrorDetails) -> Problem:
    what, remedy = _explain(details)
    return Problem(path=path, place=place_of(raw, details["loc"]), what=what, remedy=remedy)


def place_of(raw: dict[str, Any], steps: tuple[int | str, ...]) -> str:
    """A path of pydantic in words: `agreements "vistip-kosme-mou-2022", references 2, exact`."""
    words: list[str] = []
    node: Any = raw
    for number, step in enumerate(steps, start=1):
        if isinstance(step, int):
            node = node[step] if isinstance(node, list) and step < len(node) else None
            slug = node.get("slug") if isinstance(node, dict) else None
            named = f'"{_cut(slug)}"' if slug and isinstance(slug, str) else step + 1
            words[-1:] = [f"{words[-1]} {named}"]
        elif isinstance(node, dict) and step in node:
            node = node[step]
            words.append(_cut(step))
        elif step not in _HIDDEN_STEPS or (number == len(steps) and isinstance(node, dict)):
            words.append(step)
    return ", ".join(words)


def _explain(details: ErrorDetails) -> tuple[str, str]:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return "unknown key", _keys_allowed(details["loc"])
    if kind == "missing":
        return "is missing", "write it, or take the entry out"
    if kind == "literal_error":
        return f"{_shown(details['input'])} is not a value for this", f"write {context['expected']}"
    if kind == "string_pattern_mismatch":
        return f"{_shown(details['input'])} does not have the right form", _form(context["pattern"])
    if kind == "string_too_long":
        length = len(str(details["input"]))
        return f"has {length} characters", f"write at most {context['max_length']}"
    if kind == "string_too_short":
        return f"{_shown(details['input'])} is too short", (
            f"write at least {context['min_length']} characters"
        )
    if kind == "too_short":
        return "has too few entries", f"write at least {context['min_length']}"
    if kind in _FORMS:
        what, remedy = _FORMS[kind]
        return f"{_shown(details['input'])} is not {what}", remedy
    if kind == "value_error":
        what, _, remedy = str(context["error"]).rpartition("; ")
        return _cut(what, 120), remedy
    return f"{_shown(details['input'])}: {details['msg'].lower()}", "mend the value"


def _keys_allowed(steps: tuple[int | str, ...]) -> str:
    model = _TABLES.get(str(steps[0]))
    if len(steps) == 1:
        return "a file has " + ", ".join(Dossier.model_fields)
    if model is None or len(steps) - (model not in (Source, Record)) != 2:
        return "take it out, or mend its spelling"
    names = (name for name in model.model_fields if name not in {"type", "source"})
    return f"{steps[0]} have " + ", ".join(names)


def _form(pattern: str) -> str:
    if pattern.startswith("^[0-9a-f]{64}"):
        return "write the SHA-256 of the original in 64 hexadecimal digits (kvbot new does)"
    if pattern.startswith("^[a-z]{2,3}"):
        return "write a language code such as en, ko or vi"
    return "write lower-case letters and digits joined by single hyphens, such as hai-phong"


def _shown(value: object) -> str:
    try:
        return _cut(str(value) if isinstance(value, date | Decimal) else repr(value))
    except (ValueError, RecursionError):  # thousands of digits, or of tables in each other
        return "what is written there"


def _cut(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
