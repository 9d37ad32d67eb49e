"""From a dossier to the rows of the index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import aiosqlite

from kvbot.ask.facts import own_tokens, quoted_tokens, tokens_of_measure
from kvbot.ask.words import tokens_of
from kvbot.model.edtf import parse_edtf
from kvbot.model.entities import EntityKind, Measure, Name, Organization, Person, Place
from kvbot.model.facts import FactReport
from kvbot.model.sources import Dossier, Source
from kvbot.names.folding import fold, fold_words
from kvbot.names.keys import beginnings, keys_of, searchable, sorted_keys

INSERT_PROVIDES = "INSERT INTO provides VALUES (?, ?, ?)"
INSERT_NEEDS = "INSERT INTO needs VALUES (?, ?, ?, ?)"
INSERT_SOURCE = "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)"
INSERT_ENTITY = "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)"
INSERT_NAME = "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_ENTITY_KEY = "INSERT OR IGNORE INTO entity_key VALUES (?, ?, ?)"
NEXT_NAMED = "SELECT coalesce(max(id), 0) + 1 FROM named"
INSERT_NAMED = "INSERT INTO named VALUES (?, ?, ?, ?)"
INSERT_NAME_WORDS = "INSERT INTO name_words (rowid, words) VALUES (?, ?)"
INSERT_MEASURE = """
INSERT INTO measure (slug, dossier, tokens, json) VALUES (?, ?, ?, ?) RETURNING id
"""
INSERT_MEASURE_WORDS = "INSERT INTO measure_words (words, measure) VALUES (?, ?)"
INSERT_REPORT = """
INSERT INTO report
    (id, dossier, slug, type, kind, measure, source, first, last, as_of, identity,
     disputes, occasion, json)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_REPORT_WORDS = "INSERT INTO report_words (rowid, own, quotes) VALUES (?, ?, ?)"
NEXT_REPORT = "SELECT coalesce(max(id), 0) + 1 FROM report"
INSERT_LINK = "INSERT OR IGNORE INTO link (report, field, entity) VALUES (?, ?, ?)"
INSERT_QUOTE = "INSERT INTO quote VALUES (?, ?, ?, ?)"

AnyEntity = Person | Organization | Place


class Need(NamedTuple):
    """Something that a dossier takes from elsewhere, and where it does."""

    kind: str
    slug: str
    place: str


async def insert_dossier(db: aiosqlite.Connection, dossier_id: int, dossier: Dossier) -> None:
    """Write everything in a dossier under the row of its version."""
    await db.executemany(
        INSERT_PROVIDES, [(dossier_id, kind, slug) for kind, slug in _provided(dossier)]
    )
    await db.executemany(INSERT_NEEDS, [(dossier_id, *need) for need in _needed(dossier)])
    if dossier.source:
        await db.execute(INSERT_SOURCE, _source_row(dossier_id, dossier.source))
    entities = dossier.entities()
    await db.executemany(INSERT_ENTITY, [_entity_row(dossier_id, e) for e in entities])
    await db.executemany(INSERT_NAME, _name_rows(dossier_id, dossier))
    await _insert_keys(db, dossier_id, dossier)
    for measure in dossier.measures:
        await _insert_measure(db, dossier_id, measure)
    await _insert_reports(db, dossier_id, dossier)


def _provided(dossier: Dossier) -> Iterable[tuple[str, str]]:
    if dossier.source:
        yield "source", dossier.source.slug
    for entity in dossier.entities():
        yield "entity", entity.slug
    for measure in dossier.measures:
        yield "measure", measure.slug
    for report in dossier.reports():
        yield "fact", report.slug


def _needed(dossier: Dossier) -> set[Need]:
    needs: list[Need] = []
    if dossier.source:
        source = dossier.source
        needs += [
            Need("entity", slug, f"source, {field}")
            for field in ("publisher", "author", "place")
            if (slug := getattr(source, field))
        ]
    for entity in dossier.entities():
        if larger := _larger_place(entity):
            needs.append(Need("entity", larger, f'entity "{entity.slug}"'))
    needs += [Need("entity", more.extends, "extends") for more in dossier.more_names()]
    for report in dossier.reports():
        needs += _needed_by(report)
    return set(needs)


def _needed_by(report: FactReport) -> Iterable[Need]:
    place = f'{report.type} "{report.slug}"'
    for mention in report.mentions():
        yield Need("entity", mention.entity, f"{place}, {mention.field}")
    if report.type == "statistic":
        yield Need("measure", report.measure, f"{place}, measure")
    for slug in (*report.related, getattr(report, "occasion", None)):
        if slug:
            yield Need("fact", slug, place)
    if report.disputes:
        yield Need("source", report.disputes, f"{place}, disputes")


def _larger_place(entity: AnyEntity) -> str | None:
    if isinstance(entity, Organization):
        return entity.place
    return entity.within if isinstance(entity, Place) else None


def _source_row(dossier_id: int, source: Source) -> tuple[object, ...]:
    content = source.model_dump_json(exclude_none=True)
    return source.slug, dossier_id, source.published, source.author, source.publisher, content


def _entity_row(dossier_id: int, entity: AnyEntity) -> tuple[object, ...]:
    content = entity.model_dump_json(exclude_none=True, exclude={"names"})
    return entity.slug, dossier_id, entity.kind, entity.name, _larger_place(entity), content


def _name_rows(dossier_id: int, dossier: Dossier) -> list[tuple[object, ...]]:
    named: list[tuple[str, int, Name]] = []
    for entity in dossier.entities():
        if entity.name not in {name.text for name in entity.names}:
            named.append((entity.slug, 0, Name(text=entity.name)))
        named += [(entity.slug, at, name) for at, name in enumerate(entity.names, start=1)]
    for more in dossier.more_names():
        named += [(more.extends, at, name) for at, name in enumerate(more.names, start=1000)]
    return [_name_row(dossier_id, *item) for item in named]


def _name_row(dossier_id: int, entity: str, position: int, name: Name) -> tuple[object, ...]:
    keys = keys_of(fold(name.text))
    content = name.model_dump_json()
    return (entity, dossier_id, position, name.text, name.origin, *keys, content)


async def _insert_keys(db: aiosqlite.Connection, dossier_id: int, dossier: Dossier) -> None:
    """Write the keys and words of every entity that the dossier names."""
    first_id: int = next(iter(await db.execute_fetchall(NEXT_NAMED)))[0]
    keys: list[tuple[str, str, int]] = []
    named: list[tuple[int, str, str, int]] = []
    words: list[tuple[int, str]] = []
    for number, (entity, kinds, listed) in enumerate(_named_in(dossier), start=first_id):
        names = [name.text for name in listed]
        found = {key for kind in kinds for key in sorted_keys(kind, names)} | beginnings(names)
        keys += [(key, entity, dossier_id) for key in found]
        named.append((number, entity, " ".join(sorted(_tokens_of_names(listed))), dossier_id))
        words.append((number, " ".join(searchable(kind, names) for kind in kinds)))
    await db.executemany(INSERT_ENTITY_KEY, keys)
    await db.executemany(INSERT_NAMED, named)
    await db.executemany(INSERT_NAME_WORDS, words)


def _named_in(dossier: Dossier) -> Iterable[tuple[str, tuple[EntityKind, ...], list[Name]]]:
    """Entities with their names; of one that another file declares the kind is not known."""
    for entity in dossier.entities():
        yield entity.slug, (entity.kind,), [Name(text=entity.name), *entity.names]
    for more in dossier.more_names():
        yield more.extends, ("person", "place"), list(more.names)


def _tokens_of_names(names: Iterable[Name]) -> set[str]:
    return {token for name in names for token in tokens_of(name.text, name.lang)}


async def _insert_measure(db: aiosqlite.Connection, dossier_id: int, measure: Measure) -> None:
    content = measure.model_dump_json(exclude_none=True)
    phrases = (*measure.name.model_dump().values(), *measure.topics)
    tokens = " ".join(sorted(tokens_of_measure(measure)))
    row = await db.execute_fetchall(INSERT_MEASURE, (measure.slug, dossier_id, tokens, content))
    measure_id = next(iter(row))[0]
    words = {" ".join(fold_words(phrase)) for phrase in phrases}
    await db.executemany(INSERT_MEASURE_WORDS, [(phrase, measure_id) for phrase in sorted(words)])


async def _insert_reports(db: aiosqlite.Connection, dossier_id: int, dossier: Dossier) -> None:
    if dossier.source is None:
        return
    first_id: int = next(iter(await db.execute_fetchall(NEXT_REPORT)))[0]
    numbered = list(enumerate(dossier.reports(), start=first_id))
    language = dossier.source.language
    await db.executemany(INSERT_REPORT, [_report_row(n, dossier_id, r) for n, r in numbered])
    await db.executemany(
        INSERT_LINK, [(n, m.field, m.entity) for n, r in numbered for m in r.mentions()]
    )
    await db.executemany(
        INSERT_REPORT_WORDS,
        [
            (n, " ".join(sorted(own_tokens(r))), " ".join(sorted(quoted_tokens(r, language))))
            for n, r in numbered
        ],
    )
    await db.executemany(
        INSERT_QUOTE,
        [
            (n, at, r.source, reference.exact)
            for n, r in numbered
            for at, reference in enumerate(r.references)
        ],
    )


def _report_row(number: int, dossier_id: int, report: FactReport) -> tuple[object, ...]:
    when = report.when()
    span = parse_edtf(when) if when else None
    return (
        number,
        dossier_id,
        report.slug,
        report.type,
        getattr(report, "kind", None),
        getattr(report, "measure", None),
        report.source,
        span.first.isoformat() if span else None,
        span.last.isoformat() if span else None,
        parse_edtf(report.as_of).last.isoformat() if report.as_of else None,
        report.identity(),
        report.disputes,
        getattr(report, "occasion", None),
        report.model_dump_json(exclude_unset=True),
    )
