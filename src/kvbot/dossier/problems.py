"""What is wrong with a dossier, said once and so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kvbot.errors import KvbotError
from kvbot.model.facts import Agreement, Event, Programme, Relation, Remark, Role, Statistic
from kvbot.model.sources import Dossier, Record, Source
from kvbot.model.text import Frozen


class Problem(Frozen):
    """One thing to mend. place: where in the file; remedy: what to write instead."""

    path: str
    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.path}: {self.place}" if self.place else self.path
        return f"{where}: {self.what}; {self.remedy}"


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

_HIDDEN_STEPS = frozenset({"declared", "more", "slug", "described", "person", "organization"})
"""Steps of pydantic's paths that name a branch of a union and not a key of the file."""


def problems_in(path: str, raw: dict[str, Any], error: ValidationError) -> list[Problem]:
    """The errors of pydantic as problems of the file, in the order of the file."""
    return [_problem(path, raw, details) for details in error.errors(include_url=False)]


def _problem(path: str, raw: dict[str, Any], details: ErrorDetails) -> Problem:
    what, remedy = _explain(details)
    return Problem(path=path, place=place_of(raw, details["loc"]), what=what, remedy=remedy)


def place_of(raw: dict[str, Any], steps: tuple[int | str, ...]) -> str:
    """A path of pydantic in words: `agreements "vistip-kosme-mou-2022", references 2, exact`."""
    words: list[str] = []
    node: Any = raw
    for step in steps:
        if isinstance(step, int):
            node = node[step] if isinstance(node, list) and step < len(node) else None
            slug = node.get("slug") if isinstance(node, dict) else None
            words[-1:] = [f'{words[-1]} "{slug}"' if slug else f"{words[-1]} {step + 1}"]
        elif isinstance(node, dict) and step in node:
            node = node[step]
            words.append(step)
        elif step not in _HIDDEN_STEPS:
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
    if kind == "value_error":
        what, _, remedy = str(context["error"]).partition("; ")
        return what, remedy or "mend the value"
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
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
