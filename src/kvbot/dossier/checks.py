"""What a dossier must hold to beyond the shape of its tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pydantic import BaseModel

from kvbot.dossier.problems import Problem
from kvbot.model.entities import Person
from kvbot.model.facts import FactReport
from kvbot.model.sources import Dossier, place_of_report

_CONTACT = (
    re.compile(r"[^\s@]@[^\s@]+\.[A-Za-z]"),
    re.compile(r"(?i)\b(?:tel|fax|telephone|phone|mobile)\b\s*[.:]"),
    re.compile(r"\+\d[\d ().-]{7,}"),
    re.compile(r"\(?\b0\d{1,3}\)?[ .-]?\d{3,4}[ .-]?\d{3,4}\b"),
    re.compile(r"\b1[5-8]\d{2}-\d{4}\b"),
)
"""E-mail addresses and telephone numbers, Korean and Vietnamese ones above all."""

MIN_QUOTE = 12
"""Characters of the shortest quote, white space folded; see TextQuoteSelector."""


def check_dossier(path: str, dossier: Dossier) -> list[Problem]:
    """Everything in the file that breaks a rule which can be judged from the file alone."""
    found = [
        *_source_is_there(dossier),
        *_slugs_stand_once(dossier),
        *_names_hold_together(dossier),
        *(problem for report in dossier.reports() for problem in _fields_are_proved(report)),
        *_quotes_say_something(dossier),
        *_no_contact_data(dossier),
    ]
    return [
        Problem(path=path, place=place, what=what, remedy=remedy) for place, what, remedy in found
    ]


Finding = tuple[str, str, str]
"""Place, what is wrong, and what to write."""


def _source_is_there(dossier: Dossier) -> Iterator[Finding]:
    if dossier.source is None and dossier.reports():
        yield "", "has facts but no [source]", "say with [source] which document they are from"
    if dossier.source is not None and dossier.record is None:
        yield "", "has no [record]", "say with [record] when it was added"
    if dossier.source is not None and not (dossier.source.title or dossier.source.label):
        yield "source", "has neither title nor label", "write a label that tells what it is"


def _slugs_stand_once(dossier: Dossier) -> Iterator[Finding]:
    groups = {
        "facts": [report.slug for report in dossier.reports()],
        "entities": [entity.slug for entity in dossier.entities()],
        "measures": [measure.slug for measure in dossier.measures],
    }
    for what, slugs in groups.items():
        for slug, times in Counter(slugs).items():
            if times > 1:
                yield (
                    f'"{slug}"',
                    f"{times} {what} have this slug",
                    "give each a slug of its own, or make them one",
                )


def _names_hold_together(dossier: Dossier) -> Iterator[Finding]:
    for entity in dossier.entities():
        parts = (entity.family, entity.given) if isinstance(entity, Person) else ()
        for part in parts:
            if part is not None and part.casefold() not in entity.name.casefold():
                yield (
                    f'people "{entity.slug}"',
                    f"{part!r} is no part of the name {entity.name!r}",
                    "write family and given as they stand in the name",
                )


def _fields_are_proved(report: FactReport) -> Iterator[Finding]:
    place, stated = place_of_report(report), report.stated_fields()
    for field in stated:
        if not any(reference.bears_out(field) for reference in report.references):
            yield (
                place,
                f"no quote proves {field}",
                f"add {field!r} to the proves of the quote that says it, or take {field} out",
            )
    for number, reference in enumerate(report.references, start=1):
        for field in reference.proves:
            if field not in stated:
                yield (
                    f"{place}, references {number}",
                    f"proves {field!r}, which this {report.type} does not give",
                    "name fields that it gives: " + ", ".join(stated),
                )


def _quotes_say_something(dossier: Dossier) -> Iterator[Finding]:
    for place, quote in dossier.quotes():
        if len(" ".join(quote.exact.split())) < MIN_QUOTE:
            yield (
                place,
                f"quotes {quote.exact!r}, which is mostly white space",
                f"quote at least {MIN_QUOTE} characters",
            )


def _no_contact_data(dossier: Dossier) -> Iterator[Finding]:
    places: list[tuple[str, BaseModel]] = [
        *((place_of_report(report), report) for report in dossier.reports()),
        *((f'"{entity.slug}"', entity) for entity in dossier.entities()),
        *((f'names of "{more.extends}"', more) for more in dossier.more_names()),
        *((f'measure "{measure.slug}"', measure) for measure in dossier.measures),
        *([("source", dossier.source)] if dossier.source else []),
        *([("record", dossier.record)] if dossier.record else []),
    ]
    for place, model in places:
        if any(pattern.search(text) for text in _texts(model.model_dump()) for pattern in _CONTACT):
            yield (
                place,
                "has a telephone number or an e-mail address in it",
                "take it out, or quote less: contact data stays out of the base",
            )


def _texts(value: object) -> Iterator[str]:
    """Every text in a model's values; digests and slugs are none."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("sha256", "slug", "source", "file"):
                yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
