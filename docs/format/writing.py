"""What may stand in a dossier: every table, its fields and the values that they take."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kvbot.model.edtf import Edtf
from kvbot.model.entities import Measure, MoreNames, Name, Organization, Person, Place
from kvbot.model.facts import (
    Agreement,
    Described,
    Event,
    Number,
    Participant,
    Participants,
    Programme,
    Quantity,
    Relation,
    Remark,
    Report,
    Representative,
    Role,
    Statistic,
    Translation,
)
from kvbot.model.references import Reference, TextQuoteSelector
from kvbot.model.sources import Record, Source
from kvbot.model.text import Frozen, LocalText, ShortText, Slug

FACTS = {
    "agreements": Agreement, "roles": Role, "events": Event, "statistics": Statistic,
    "programmes": Programme, "relations": Relation, "remarks": Remark,
}  # fmt: skip
REGISTRY = {
    "people": Person, "organizations": Organization, "places": Place, "measures": Measure,
}  # fmt: skip
PARTS = {
    "Name": Name, "Reference": Reference, "Representative": Representative, "Quantity": Quantity,
    "Described": Described, "LocalText": LocalText, "MoreNames": MoreNames,
}  # fmt: skip

INTRODUCTION = """# What may stand in a dossier

Written from the models by `python -m docs.format`; a test holds the two together. README says
how a dossier is made, `seeds/` has examples. Every file begins with `format = 1`. A key that is
not listed here is refused, as is a value of another kind; the message says where, and what to do.
"""

WORDS: dict[Any, str] = {
    Slug: "slug", ShortText: "text on one line", Edtf: "date (EDTF)", Number: "number",
    Participant: "slug, or Described", Participants: "list of slugs or Described",
    LocalText: "text, or LocalText", Translation: "text by language (en, ko, vi)",
    Quantity: "Quantity", bool: "true or false", int: "whole number", date: "day",
    str: "text", NoneType: "nothing",
}  # fmt: skip
"""What the kinds of values are called."""

FILLED_IN = {Source: {"approved", "added"}, Report: {"source"}}
"""Fields that the reader of dossiers fills in, by the model that has them."""


def written() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    parts += [_table("[source]", Source), _table("[record]", Record)]
    parts.append("## Facts\n\nEvery fact has these fields:\n")
    parts.append(_doc(Report) + "\n" + _rows(Report, frozenset()))
    common = frozenset({*Report.model_fields, "type"})
    parts += [_table(f"[[{name}]]", model, common) for name, model in FACTS.items()]
    parts.append("## The registry\n")
    parts += [_table(f"[[{name}]]", model, frozenset({"kind"})) for name, model in REGISTRY.items()]
    parts.append("## Parts of these\n")
    parts += [_table(name, model) for name, model in PARTS.items()]
    return "\n".join(parts)


def _table(heading: str, model: type[Frozen], left_out: frozenset[str] = frozenset()) -> str:
    return f"### {heading}\n\n{_doc(model)}\n{_rows(model, left_out)}"


def _doc(model: type[Frozen]) -> str:
    return f"{inspect.cleandoc(model.__doc__ or '')}\n"


def _rows(model: type[Frozen], left_out: frozenset[str]) -> str:
    lines = ["| Field | Value | |", "|---|---|---|", *_fields(model, left_out)]
    return "\n".join(lines) + "\n"


def _fields(model: type[Frozen], left_out: frozenset[str]) -> Iterator[str]:
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        if name in left_out or name in FILLED_IN.get(model, ()):
            continue
        needed = "needed" if field.is_required() else _otherwise(field.get_default())
        yield f"| `{name}` | {_words(hints[name])} | {needed} |"


def _otherwise(default: object) -> str:
    """What holds where a field is left out, if that is anything."""
    return "" if default in (None, (), "") else f"otherwise `{str(default).lower()}`"


def _words(hint: Any) -> str:
    """What a value may be, in words."""
    if hint in WORDS:
        return WORDS[hint]
    arguments = get_args(hint)
    if get_origin(hint) is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(_words(one) for one in arguments if one is not NoneType)
    if get_origin(hint) is tuple:
        return f"list of {_words(arguments[0])}"
    if isinstance(hint, type) and issubclass(hint, TextQuoteSelector | Frozen):
        return hint.__name__
    return _words(arguments[0])
