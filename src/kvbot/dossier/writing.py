"""Writing dossiers: the skeleton of a new one, and what can be computed in one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import tomlkit
from pydantic import ValidationError
from rapidfuzz.fuzz import partial_ratio_alignment
from tomlkit.items import InlineTable

from kvbot.dossier.originals import Original, folded
from kvbot.dossier.reading import FACT_TABLES
from kvbot.model.references import TextQuoteSelector
from kvbot.names.folding import fold_words, printable

SKELETON = """\
# {title}
# Fill in what the document says of itself; take out a line that it does not say.
# Then add facts below, run kvbot stamp on this file, and kvbot build.
format = 1

[source]
slug = "{slug}"
# title = "as it stands on the document"
label = {label}       # what to call it where it has no title
# publisher = "slug-of-an-organization"
# author = "slug-of-a-person"
# published = "2024-09-19"
language = "en"
kind = "note"           # press release, news, report, web page or note (your own)
file = {file}
sha256 = "{sha256}"
# references = [
#     {{ exact = "where it says itself when, by whom", proves = ["published", "publisher"] }},
# ]

[record]
added = {today}
# approved_by = "who has checked this dossier"
# approved = {today}

# [[agreements]]
# slug = "a-b-mou-2024"
# kind = "memorandum of understanding"
# parties = ["slug-of-a", "slug-of-b"]
# date = "2024-09-19"
# place = "hanoi"
# references = [
#     {{ exact = "the words of the document", proves = ["kind", "parties"] }},
#     {{ exact = "other words of it", proves = ["date", "place"] }},
# ]
"""

SIMILAR_ENOUGH = 85.0
"""From this likeness on (rapidfuzz partial ratio, 0 to 100) a passage is offered."""


def skeleton(original: Path, content: bytes, today: date) -> str:
    """The text of a new dossier for an original document."""
    words = fold_words(original.stem)
    ascii_words = [w for w in (re.sub(r"[^a-z0-9]", "", word) for word in words) if w]
    return SKELETON.format(
        slug="-".join(ascii_words)[:40].strip("-") or "document",
        title=_one_line(original.stem),
        label=_toml_string(_one_line(original.stem)),
        file=_toml_string(original.name),
        sha256=hashlib.sha256(content).hexdigest(),
        today=today.isoformat(),
    )


def _one_line(text: str) -> str:
    """A file name as people read it, and as it can stand in a comment."""
    return printable(text) or "document"


def _toml_string(text: str) -> str:
    """Exactly this text in TOML; only half surrogates, which TOML has none of, are replaced."""
    return tomlkit.string(text.encode("utf-8", "replace").decode("utf-8")).as_string()


class Stamped(NamedTuple):
    """A dossier with what could be computed. notes: what it could not, and what to do."""

    text: str
    filled: int
    notes: tuple[str, ...]


def stamp(text: str, original: bytes, content_text: str) -> Stamped:
    """Fill in the paragraph of every quote, and the SHA-256 of the original.

    text: the dossier; everything else in it, comments included, stays as it is.
    content_text: the original, decoded. Raises tomlkit's ParseError for bad TOML.
    """
    document = tomlkit.parse(text)
    filled = _set(document.get("source"), "sha256", hashlib.sha256(original).hexdigest())
    notes: list[str] = []
    source = Original.from_text(content_text)
    for place, reference in _references(document):
        quote = _selector(reference)
        if quote is None:
            continue
        places = source.places(quote)
        if len(places) == 1:
            filled += _set_paragraph(reference, source.paragraph_at(places[0]))
        else:
            notes.append(f"{place}: {_advice(source, quote.exact, len(places))}")
    return Stamped(tomlkit.dumps(document), filled, tuple(notes))


def _set_paragraph(reference: Any, number: int) -> int:
    value = tomlkit.item(number)
    if isinstance(reference, InlineTable) and "paragraph" not in reference:
        value.trivia.trail = " "  # tomlkit itself puts no blank before the brace
    return _set(reference, "paragraph", value)


def _selector(reference: Any) -> TextQuoteSelector | None:
    """The selector of a reference; None if it breaks a rule, which the reader will tell."""
    parts = {k: str(reference[k]) for k in ("exact", "prefix", "suffix") if k in reference}
    try:
        return TextQuoteSelector(**parts)
    except ValidationError:
        return None


def _set(table: Any, key: str, value: object) -> int:
    """Set a value that is missing or different. Returns how many were set."""
    if not isinstance(table, dict) or table.get(key) == value:
        return 0
    table[key] = value
    return 1


def _references(document: tomlkit.TOMLDocument) -> Iterator[tuple[str, Any]]:
    """Every reference of a dossier that can be read, with its place in words."""
    source = document.get("source")
    if isinstance(source, dict):
        yield from _references_of(source, "source")
    for table, fact_type in FACT_TABLES.items():
        for entry in _tables_in(document, table):
            slug = entry.get("slug", "without a slug")
            yield from _references_of(entry, f'{fact_type} "{slug}"')


def _references_of(entry: Any, place: str) -> Iterator[tuple[str, Any]]:
    for number, reference in enumerate(_tables_in(entry, "references"), start=1):
        if "exact" in reference:
            yield f"{place}, references {number}", reference


def _tables_in(holder: Any, key: str) -> list[Any]:
    """The tables in a list; what has another form is passed over, for the reader to tell."""
    found = holder.get(key)
    return [t for t in found if isinstance(t, dict)] if isinstance(found, list) else []


def _advice(source: Original, exact: str, times: int) -> str:
    if times > 1:
        return f"{exact!r} stands there {times} times; add a prefix or a suffix, or quote more"
    found = partial_ratio_alignment(folded(exact), source.text, score_cutoff=SIMILAR_ENOUGH)
    if found is None:
        return f"{exact!r} is not in the original; copy the words as they stand there"
    passage = _whole_words(source.text, found.dest_start, found.dest_end)
    return f"{exact!r} is not in the original; did you mean {passage!r}?"


def _whole_words(text: str, start: int, end: int) -> str:
    """A passage, made longer so that it begins and ends with a word."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip()


PROPOSAL = """\
[[{table}]]
slug = "{slug}"
name = "{name}"
names = [
    {{ text = "{name}", origin = "{source}" }},
]
"""


def propose_entry(slug: str, table: str, source: str) -> str:
    """A registry entry for an entity that is not there yet, to be completed by hand."""
    name = " ".join(word.capitalize() for word in slug.split("-"))
    return PROPOSAL.format(table=table, slug=slug, name=name, source=source)
