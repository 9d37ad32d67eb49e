"""Who or what is this? An organization, a person or a place, with what is on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from kvbot.desk.telling import complete, newest_day, newest_first, section, which_one
from kvbot.index.snapshot import Found, NamedAs, Snapshot
from kvbot.model.answers import Answer, Citation, Claim, Dated, Message, Named, Section, Value
from kvbot.model.entities import REGISTRY, Entity, Person
from kvbot.model.facts import (
    Fact,
    FactReport,
    FactType,
    Programme,
    Relation,
    Remark,
    Role,
    Translation,
    title_translated,
)
from kvbot.model.queries import Who
from kvbot.model.sources import Source
from kvbot.model.text import LocalText
from kvbot.names.folding import typed
from kvbot.names.titles import bare_title

MOST_TITLES = 5
"""How many documents are named that an entity wrote or published."""

MOST_OF_EACH = 12
"""How many facts of each type an answer shows; the rest is counted."""


DESCRIBING = frozenset({"defines", "describes", "introduces", "presents"})
"""How the gist of a remark begins, in English, that says what somebody or something is."""

DOINGS = ("heading.programmes", "heading.relations", "heading.events", "heading.agreements")
"""Headings of what a body does, the most telling first."""


class _Part(NamedTuple):
    heading: str
    type: FactType


_ORDER: dict[Literal["person", "organization", "place"], tuple[_Part, ...]] = {
    "organization": (
        _Part("people", "role"),
        _Part("agreements", "agreement"),
        _Part("events", "event"),
        _Part("figures", "statistic"),
        _Part("relations", "relation"),
        _Part("programmes", "programme"),
        _Part("remarks", "remark"),
    ),
    "person": (
        _Part("posts", "role"),
        _Part("agreements", "agreement"),
        _Part("events", "event"),
        _Part("remarks", "remark"),
        _Part("figures", "statistic"),
        _Part("relations", "relation"),
        _Part("programmes", "programme"),
    ),
    "place": (
        _Part("agreements", "agreement"),
        _Part("events", "event"),
        _Part("people", "role"),
        _Part("relations", "relation"),
        _Part("figures", "statistic"),
        _Part("programmes", "programme"),
        _Part("remarks", "remark"),
    ),
}


async def answer(base: Snapshot, query: Who, today: date) -> Answer:
    """What the base holds on the one entity that the name means."""
    name = typed(query.name)
    until = query.as_of.isoformat() if query.as_of else None
    resolution = await base.resolve(name, until)
    if resolution.status != "resolved":
        return await which_one(base, name, resolution)
    slug = resolution.ids[0]
    entity = (await base.entities([slug]))[slug]
    found = await base.about(slug, MOST_OF_EACH, until)
    names = namings(await base.names_in_documents(slug, until))
    headline = headline_of(entity, found, query)
    if isinstance(headline, Message):
        headline = _what_it_is(entity, found.facts, names) or headline
    parts = [_section(part, found, today) for part in _ORDER[entity.kind]]
    sections = [s for part in parts for s in part]
    if names:
        sections.append(Section(heading=Message(key="heading.names"), claims=tuple(names)))
    return await complete(
        base,
        Answer(
            question="",
            status="answered",
            title=Message(key="title.entity", values={"entity": Named(entity=slug)}),
            headline=headline,
            labels=(*labels_of(entity, found), *wrote(await base.sources_by(slug))),
            sections=tuple(sections),
            caveats=tuple(_caveats(entity, names, query)),
        ),
    )


def by_doings(sections: Sequence[Section]) -> list[Section]:
    """What a body does before who it is: the sections in that order, those of no doings last."""
    doings = [s for key in DOINGS for s in sections if s.heading.key == key]
    return [*doings, *(s for s in sections if s.heading.key not in DOINGS)]


def namings(named: Sequence[NamedAs]) -> list[Claim]:
    """Each name that documents use, with a passage of each document that uses it."""
    by_text: dict[str, list[NamedAs]] = {}
    for item in named:
        by_text.setdefault(item.name.text, []).append(item)
    return [
        Claim(
            naming=items[0].name,
            citations=tuple(
                Citation(source=item.name.origin, reference=item.reference) for item in items
            ),
        )
        for items in by_text.values()
    ]


def _section(part: _Part, found: Found, today: date) -> list[Section]:
    facts = newest_first(fact for fact in found.facts if fact.first.type == part.type)
    facts.sort(key=lambda fact: isinstance(fact.first, Remark) and fact.first.speaker is None)
    return section(part.heading, facts, today, more=found.totals.get(part.type, 0) - len(facts))


def headline_of(entity: Entity, found: Found, query: Who) -> Message | Claim:
    """The one line that says who this is: a post, the body above it, or what is on record."""
    if post := last_post(entity.slug, found.facts):
        claim = Claim.of(post, ("person", "title", "organization"))
        return claim if query.as_of else claim.with_asides((Message(key="aside.nothing_later"),))
    if parent := _relation(entity.slug, "parent", found.facts):
        return Claim.of(parent, ("subject", "kind", "object"))
    values: dict[str, Value] = {
        "entity": Named(entity=entity.slug),
        "facts": sum(found.totals.values()),
    }
    return Message(key="who.on_record", values=values)


def _what_it_is(entity: Entity, facts: Sequence[Fact], names: Sequence[Claim]) -> Claim | None:
    """What a body or place is that is under no other: its own programme, its name, where it is.

    names: those that documents give it.
    """
    for fact in facts:
        is_itself = isinstance(fact.first, Programme) and fact.first.name.en == entity.name
        if is_itself:
            return Claim.of(fact, [f for f in ("name", "aim", "period") if getattr(fact.first, f)])
        if entity.kind == "place" and describes(fact.first, entity.slug):
            return Claim.of(fact)
    if in_full := [c for c in names if c.naming and entity.acronym and c.naming.kind == "name"]:
        longest = max(in_full, key=lambda c: len(c.naming.text) if c.naming else 0)
        return longest.model_copy(update={"asked": (Named(entity=entity.slug),)})
    located = _relation(entity.slug, "location", facts)
    return Claim.of(located, ("subject", "kind", "object")) if located else None


def last_post(person: str, facts: Sequence[Fact]) -> Fact | None:
    """The newest of the facts that is a post of a person."""
    posts = [fact for fact in facts if isinstance(fact.first, Role) and fact.first.person == person]
    return max(posts, key=lambda fact: newest_day(fact) or date.min, default=None)


def _relation(slug: str, kind: str, facts: Sequence[Fact]) -> Fact | None:
    """The newest of the facts that is such a relation of an entity: what it is under."""
    alike = [
        fact
        for fact in facts
        if isinstance(fact.first, Relation)
        and (fact.first.subject, fact.first.kind) == (slug, kind)
    ]
    return max(alike, key=lambda fact: newest_day(fact) or date.min, default=None)


def describes(report: FactReport, slug: str) -> bool:
    """Whether a document itself says in it what a body is, and nothing of others.

    What it only thinks of the body begins with another verb.
    """
    if not isinstance(report, Remark) or report.speaker is not None or report.about != (slug,):
        return False
    return report.gist.en.partition(" ")[0] in DESCRIBING


def labels_of(entity: Entity, found: Found) -> list[Message]:
    """What the registry knows, and how to address a person: labels, never claims."""
    labels: list[Message] = []
    if known := [n.text for n in entity.names if n.origin == REGISTRY and n.text != entity.name]:
        labels.append(Message(key="label.also", values={"names": " · ".join(known)}))
    if isinstance(entity, Person) and entity.addressed_by:
        if entity.family:
            labels.append(Message(key="label.family", values={"family": entity.family}))
        post = last_post(entity.slug, found.facts)
        if post and isinstance(post.first, Role):
            labels.append(address_of(entity, post.first.title, title_translated(post)))
    return labels


def address_of(person: Person, title: str, translated: Translation | None) -> Message:
    """How a letter addresses a person, by the manner of the reader; the title's own beside it.

    In Korean the whole name, the title and 님; in Vietnamese the title and the part of the
    name by which the person's own people go, with its diacritics.
    """
    published = f"{bare_title(title)} {person.addressed_by}"
    ko = translated and translated.ko and _in_korean(person, bare_title(translated.ko))
    vi = translated and translated.vi and _in_vietnamese(person, bare_title(translated.vi))
    address = LocalText(
        en=published,
        ko=f"{ko} · {published}" if ko else None,
        vi=f"{vi} · {published}" if vi else None,
    )
    return Message(key="label.address", values={"address": address})


def _in_korean(person: Person, title: str) -> str:
    hangul = next((name.text for name in person.names if name.lang == "ko"), person.name)
    return f"{hangul} {title}님"


def _in_vietnamese(person: Person, title: str) -> str:
    native = person.native if person.culture == "vi" else None
    return f"{title} {native.split()[-1] if native else person.addressed_by}"


def wrote(sources: Sequence[Source]) -> list[Message]:
    """The documents of the base that an entity wrote or published."""
    titles = " · ".join(source.display for source in sources[:MOST_TITLES])
    more = " …" if len(sources) > MOST_TITLES else ""
    return [Message(key="label.wrote", values={"titles": titles + more})] if titles else []


def _caveats(entity: Entity, names: Sequence[Claim], query: Who) -> list[Message]:
    caveats = [Message(key="caveat.on_record_here")]
    if query.as_of:
        caveats.insert(
            0, Message(key="caveat.as_of", values={"day": Dated(edtf=query.as_of.isoformat())})
        )
    full = {claim.naming.text for claim in names if claim.naming and claim.naming.kind == "name"}
    if len(full) > 1:
        caveats.append(Message(key="caveat.named_differently", values={"count": len(full)}))
    return caveats
