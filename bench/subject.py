"""A base with one body that much is known of, to see how briefings on it keep their measure."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

BODY = """format = 1
[source]
slug = "document"
title = "A document on the Northern Agency"
published = "2025-01-05"
kind = "news"
file = "document.txt"
sha256 = "{zeros}"
[record]
added = 2025-01-06
approved_by = "the benchmark"
[[organizations]]
slug = "northern-agency"
name = {name}
[[organizations]]
slug = "southern-agency"
name = "Southern Agency"
[[people]]
slug = "ann-venn"
name = "Ann Venn"
[[measures]]
slug = "offices"
name = "offices"
"""


class Subject(NamedTuple):
    """A body with so many facts, each with two quotes. essential: so many of them, spread.

    words: what their values say, with a number in it. name: of the body.
    """

    facts: int
    essential: int = 0
    words: str = "cooperation no. {} of small and medium enterprises in several fields"
    quote: str = "what a document says at some length of the agency, " * 4
    name: str = "Northern Agency"


def write_subject(folder: Path, subject: Subject) -> None:
    """Write the base, of one dossier."""
    folder.mkdir(parents=True)
    head = BODY.format(zeros="0" * 64, name=json.dumps(subject.name, ensure_ascii=False))
    tables = [_fact(subject, number) for number in range(subject.facts)]
    (folder / "document.toml").write_text("\n".join([head, *tables]), encoding="utf-8")


def _fact(subject: Subject, number: int) -> str:
    table, make = _MAKERS[number % len(_MAKERS)]
    values = make(number, subject.words.format(number))
    fields = [*values]
    references = [
        {"exact": f"{subject.quote}{half} {number}", "proves": proved, "paragraph": number + 1}
        for half, proved in enumerate((fields[:2], fields[2:]))
    ]
    given = {"slug": f"fact-{number}", **values}
    lines = [f"{key} = {_toml(value)}" for key, value in given.items()]
    mark = ["essential = true"] if _is_essential(subject, number) else []
    return "\n".join([f"[[{table}]]", *lines, *mark, f"references = [{_inline(references)}]", ""])


def _is_essential(subject: Subject, number: int) -> bool:
    """Whether one more than before has to be, so that they are spread evenly."""
    before, now = (n * subject.essential // subject.facts for n in (number, number + 1))
    return now > before


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _inline(tables: Sequence[dict[str, object]]) -> str:
    written = (", ".join(f"{k} = {_toml(v)}" for k, v in table.items()) for table in tables)
    return ", ".join(f"{{ {table} }}" for table in written)


def _day(number: int) -> str:
    return f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}"


_AGENCY, _OTHER, _PERSON = "northern-agency", "southern-agency", "ann-venn"
_MAKERS: tuple[tuple[str, Callable[[int, str], dict[str, object]]], ...] = (
    (
        "agreements",
        lambda n, words: {
            "kind": "contract",
            "parties": [_AGENCY, _OTHER],
            "date": _day(n),
            "scope": words,
        },
    ),
    (
        "events",
        lambda n, words: {"kind": "forum", "name": words, "date": _day(n), "hosts": [_AGENCY]},
    ),
    (
        "statistics",
        lambda n, words: {
            "measure": "offices",
            "subject": _AGENCY,
            "value": n,
            "unit": "offices",
            "period": _day(n),
        },
    ),
    (
        "programmes",
        lambda n, words: {"name": words, "organizations": [_AGENCY], "aim": words},
    ),
    (
        "remarks",
        lambda n, words: {
            "speaker": _PERSON,
            "about": [_AGENCY],
            "date": _day(n),
            "gist": f"spoke of {words}",
        },
    ),
    ("roles", lambda n, words: {"person": _PERSON, "organization": _AGENCY, "title": words}),
    (
        "relations",
        lambda n, words: {
            "subject": _AGENCY,
            "kind": "partner",
            "object": _OTHER,
            "detail": words,
        },
    ),
)
