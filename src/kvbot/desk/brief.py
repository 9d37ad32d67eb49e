"""What has one to know before meeting someone? All that the base holds, in the order of use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kvbot.desk.choosing import in_order, most_wanted, with_essential_left_out
from kvbot.desk.telling import (
    asides_of,
    complete,
    is_overdue,
    months_old,
    newest_day,
    newest_first,
    oldest_first,
    which_one,
)
from kvbot.desk.who import address_of, headline_of, labels_of, namings, wrote
from kvbot.index.snapshot import Found, Snapshot
from kvbot.model.answers import (
    TO_COMPARE,
    Answer,
    Claim,
    Dated,
    Message,
    Named,
    Section,
    Value,
)
from kvbot.model.entities import Entity, Person
from kvbot.model.facts import (
    Fact,
    FactType,
    Programme,
    Remark,
    Role,
    Statistic,
    title_translated,
)
from kvbot.model.queries import Brief, Who
from kvbot.model.sources import Source
from kvbot.names.folding import typed

MOST_READ = 100
"""Facts of each type that are looked at, essential ones on top: more never fit."""

MOST_POSTS_OF_EACH = 6
"""Posts of each side of a pair."""

MOST_COMPARED = 4
"""Figures of others beside the subject's own, for each measure; the newest."""

MOST_DATES = 14
"""Entries of the timeline; of more, the latest."""

MOST_NEW = 8
"""Facts that are told as new; all of them are counted."""

MOST_OPEN = 6
"""Facts of each sort of open point; all of them are counted."""

UNTOLD = frozenset({"occasion", "about", "honorific"})
"""Values that no sentence of a briefing tells, so that no quote for them is needed."""

SHORT: Mapping[FactType, tuple[str, ...]] = {
    "agreement": ("date", "kind", "verb", "parties"),
    "role": ("person", "title", "organization"),
    "event": ("date", "name", "status"),
    "remark": ("speaker", "date", "gist"),
    "statistic": ("measure", "subject", "counterpart", "kind", "value", "unit", "period"),
    "programme": ("period", "name"),
    "relation": ("since", "subject", "kind", "object"),
}
"""What a fact is told by where a line has to do."""

HEADINGS: Mapping[FactType, str] = {
    "relation": "relations",
    "role": "people",
    "agreement": "agreements",
    "event": "events",
    "remark": "remarks",
    "statistic": "figures",
    "programme": "programmes",
}
"""The types of facts in the order in which a briefing tells them, each under its heading."""


class _Gathered(NamedTuple):
    """What a briefing is made from. kept: what may be told, of all that was found.

    people: those who hold the posts. sources: those of all that was found.
    """

    query: Brief
    today: date
    subjects: tuple[Entity, ...]
    found: Found
    kept: tuple[Fact, ...]
    people: dict[str, Entity]
    sources: dict[str, Source]

    @property
    def slugs(self) -> list[str]:
        return [entity.slug for entity in self.subjects]

    def of(self, fact_type: FactType) -> list[Fact]:
        return newest_first(fact for fact in self.kept if fact.first.type == fact_type)

    def left_out(self, fact_type: FactType, told: Sequence[Claim]) -> int:
        """How many facts of a type were found and are neither told nor kept for another place."""
        slugs = {claim.fact.slug for claim in told if claim.fact}
        slugs |= {fact.slug for fact in self.of(fact_type)}
        own = slugs & {fact.slug for fact in self.found.facts}
        return self.found.totals.get(fact_type, 0) - len(own)


async def answer(base: Snapshot, query: Brief, today: date) -> Answer:
    """A briefing on the entity that a name means or, with a partner, on how the two relate."""
    slugs: list[str] = []
    for name in (typed(name) for name in (query.about, query.partner) if name is not None):
        resolution = await base.resolve(name)
        if resolution.status != "resolved":
            return await which_one(base, name, resolution)
        slugs.append(resolution.ids[0])
    gathered = await _gathered(base, list(dict.fromkeys(slugs)), query, today)
    told = await (_on_one if len(gathered.subjects) == 1 else _on_two)(base, gathered)
    figures = await _compared(base, gathered)
    return await complete(
        base, told.model_copy(update={"sections": _sections(gathered, told, figures)})
    )


async def _gathered(base: Snapshot, slugs: Sequence[str], query: Brief, today: date) -> _Gathered:
    about = _between(base, *slugs) if len(slugs) > 1 else base.about(slugs[0], MOST_READ)
    found = await _with_occasions(base, await about)
    kept = most_wanted(found.facts, slugs)
    people = [fact.first.person for fact in kept if isinstance(fact.first, Role)]
    entities = await base.entities([*slugs, *people])
    sources = await base.sources(r.source for fact in found.facts for r in fact.reports)
    subjects = tuple(entities[slug] for slug in slugs)
    return _Gathered(query, today, subjects, found, kept, entities, sources)


async def _between(base: Snapshot, one: str, other: str) -> Found:
    """What joins two entities, and who holds posts on either side."""
    joining = await base.between(one, other, MOST_READ)
    facts = {fact.slug: fact for fact in joining.facts}
    totals = dict(joining.totals)
    for slug in (one, other):
        side = await base.about(slug, MOST_POSTS_OF_EACH)
        facts |= {fact.slug: fact for fact in side.facts if fact.first.type == "role"}
    totals["role"] = sum(fact.first.type == "role" for fact in facts.values())
    return Found(tuple(facts.values()), totals)


async def _with_occasions(base: Snapshot, found: Found) -> Found:
    """What was found, and the events at which the remarks among it were made.

    Of these those are missing that name the subject only by what was said there. Where there
    are more events than were read, none of them is missed.
    """
    known = {fact.slug for fact in found.facts}
    read = sum(fact.first.type == "event" for fact in found.facts)
    if found.totals.get("event", 0) > read:
        return found
    said_at = {fact.first.occasion for fact in found.facts if isinstance(fact.first, Remark)}
    occasions = await base.facts_called(slug for slug in said_at if slug and slug not in known)
    events = tuple(fact for fact in occasions if fact.first.type == "event")
    totals = {**found.totals, "event": read + len(events)}
    return Found((*found.facts, *events), totals)


async def _on_one(base: Snapshot, gathered: _Gathered) -> Answer:
    (entity,) = gathered.subjects
    names = namings(await base.names_in_documents(entity.slug))
    return Answer(
        question="",
        status="answered",
        title=Message(key="title.entity", values={"entity": Named(entity=entity.slug)}),
        headline=headline_of(entity, gathered.found, Who(name=entity.slug)),
        labels=(
            *labels_of(entity, gathered.found),
            *wrote(await base.sources_by(entity.slug)),
        ),
        sections=(Section(heading=Message(key="heading.names"), claims=tuple(names)),),
        caveats=(Message(key="caveat.on_record_here"),),
    )


async def _on_two(base: Snapshot, gathered: _Gathered) -> Answer:
    one, other = gathered.subjects
    pair: dict[str, Value] = {"one": _named(one), "other": _named(other)}
    facts = sum(n for kind, n in gathered.found.totals.items() if kind != "role")
    key = "brief.between" if facts else "brief.nothing_between"
    return Answer(
        question="",
        status="answered",
        title=Message(key="title.pair", values=pair),
        headline=Message(key=key, values={"facts": facts, **pair}),
        labels=tuple(label for entity in gathered.subjects for label in _called(entity)),
        caveats=(Message(key="caveat.on_record_here"),),
    )


def _named(entity: Entity) -> Named:
    return Named(entity=entity.slug)


def _called(entity: Entity) -> list[Message]:
    """The name of an entity in its own script."""
    if not entity.native:
        return []
    values: dict[str, Value] = {"entity": _named(entity), "names": entity.native}
    return [Message(key="label.called", values=values)]


# --- sections ---


def _sections(gathered: _Gathered, told: Answer, figures: Sequence[Claim]) -> tuple[Section, ...]:
    """Names first, then what is new if that was asked, each type of fact, dates, open points."""
    types = [_of_type(gathered, fact_type, told, figures) for fact_type in HEADINGS]
    return (
        *told.sections,
        types[0],
        *_new(gathered),
        *types[1:],
        _timeline(gathered),
        *_open(gathered),
    )


def _of_type(
    gathered: _Gathered, fact_type: FactType, told: Answer, figures: Sequence[Claim]
) -> Section:
    facts = in_order(gathered.of(fact_type), gathered.slugs)
    first = told.headline.fact if isinstance(told.headline, Claim) else None
    shown = [fact for fact in facts if fact_type != "relation" or fact != first]
    claims = figures if fact_type == "statistic" else [_told(gathered, fact) for fact in shown]
    left = gathered.left_out(fact_type, claims)
    key = HEADINGS[fact_type]
    if key == "people" and isinstance(gathered.subjects[0], Person) and len(gathered.subjects) == 1:
        key = "posts"
    section = _section(key, claims, more=left, none=not facts)
    return with_essential_left_out(section, len(_unkept_essentials(gathered, fact_type)))


def _unkept_essentials(gathered: _Gathered, fact_type: FactType) -> list[Fact]:
    """What is marked as essential, but is more than any briefing has room for."""
    kept = {fact.slug for fact in gathered.kept}
    found = (fact for fact in gathered.found.facts if fact.first.type == fact_type)
    return [fact for fact in found if fact.essential and fact.slug not in kept]


def _section(key: str, claims: Iterable[Claim], more: int = 0, *, none: bool = False) -> Section:
    return Section(
        heading=Message(key=f"heading.{key}"),
        claims=tuple(claims),
        more=more,
        notes=(Message(key="brief.nothing"),) if none else (),
    )


def _told(gathered: _Gathered, fact: Fact, fields: Sequence[str] = ()) -> Claim:
    """A fact as a claim that tells the fields, or all that a briefing tells, with its asides."""
    stated = dict.fromkeys(f for report in fact.reports for f in report.stated_fields())
    claim = Claim.of(fact, [f for f in stated if f in (fields or stated.keys() - UNTOLD)])
    return claim.with_asides((*_addressed(gathered, fact), *asides_of(fact, gathered.today)))


def _addressed(gathered: _Gathered, fact: Fact) -> list[Message]:
    """How to address the holder of a post; nothing where it is not known."""
    post = fact.first
    if not isinstance(post, Role):
        return []
    person = gathered.people.get(post.person)
    if not isinstance(person, Person) or not person.addressed_by:
        return []
    return [address_of(person, post.title, title_translated(fact))]


async def _compared(base: Snapshot, gathered: _Gathered) -> list[Claim]:
    """The figures, each measure with those of others that compare with the subject's own."""
    own = gathered.of("statistic")
    measures = list(dict.fromkeys(_measure(fact) for fact in own))
    others = await base.statistics(measures, ()) if measures else ()
    known = {fact.slug for fact in gathered.found.facts}
    strangers = [fact for fact in others if fact.slug not in known]
    claims: list[Claim] = []
    for measure in measures:
        mine = [fact for fact in own if _measure(fact) == measure]
        claims += [_told(gathered, fact) for fact in mine]
        comparable = _comparable(measure, strangers)
        claims += [_told(gathered, f).with_asides((TO_COMPARE,)) for f in comparable]
    return claims


def _comparable(measure: str, others: Iterable[Fact]) -> list[Fact]:
    """The newest figures of a measure that are no ranks."""
    fitting_ones = (
        fact
        for fact in others
        if isinstance(fact.first, Statistic)
        and (fact.first.measure == measure and fact.first.kind != "rank")
    )
    return newest_first(fitting_ones)[:MOST_COMPARED]


def _measure(fact: Fact) -> str:
    return fact.first.measure if isinstance(fact.first, Statistic) else ""


def _timeline(gathered: _Gathered) -> Section:
    """What has a date, in the order of time, each in a few words."""
    dated = oldest_first(fact for fact in gathered.kept if _is_dated(fact))
    shown = dated[-MOST_DATES:]
    claims = [_told(gathered, fact, SHORT[fact.first.type]).with_asides(()) for fact in shown]
    return _section("timeline", claims, more=len(dated) - len(shown), none=not dated)


def _is_dated(fact: Fact) -> bool:
    report = fact.first
    if isinstance(report, Programme):
        return report.period is not None
    return report.type in ("agreement", "event") and report.when() is not None


# --- what is new ---


def _new(gathered: _Gathered) -> list[Section]:
    """What came into the base since the day asked for, if one was."""
    since = gathered.query.since
    if since is None:
        return []
    facts = newest_first(fact for fact in gathered.found.facts if _is_new(gathered, fact, since))
    everything = len(facts) == len(gathered.found.facts)
    key = "all" if everything and facts else "some" if facts else "none"
    values: dict[str, Value] = {"facts": len(facts), "day": Dated(edtf=since.isoformat())}
    shown = [] if everything else [fact for fact in facts if fact in gathered.kept][:MOST_NEW]
    heading = Message(key="heading.new", values={"day": values["day"]})
    note = Message(key=f"new.{key}", values=values)
    claims = tuple(_told(gathered, f, SHORT[f.first.type]).with_asides(()) for f in shown)
    return [Section(heading=heading, claims=claims, notes=(note,))]


def _is_new(gathered: _Gathered, fact: Fact, since: date) -> bool:
    """Whether no document that states a fact was in the base before a day."""
    days = [gathered.sources[report.source].added for report in fact.reports]
    return all(day is not None and day >= since for day in days)


# --- open points ---


def _open(gathered: _Gathered) -> Iterator[Section]:
    """What to ask, to check, and not to rely on."""
    today = gathered.today
    yield _open_section(gathered, "overdue", (f for f in gathered.kept if is_overdue(f, today)))
    posts = [fact for fact in gathered.of("role") if months_old(fact, today)]
    checks = _open_section(gathered, "to_check", posts)
    yield checks.model_copy(update={"claims": tuple(c.with_asides(()) for c in checks.claims)})
    differing = [fact for fact in gathered.kept if fact.differing_fields()]
    told = [_told(gathered, fact) for fact in differing[:MOST_OPEN]]
    yield _section("disagreements", told, more=max(0, len(differing) - MOST_OPEN))
    yield Section(heading=Message(key="heading.gaps"), notes=tuple(_gaps(gathered)))


def _open_section(gathered: _Gathered, key: str, facts: Iterable[Fact]) -> Section:
    found = newest_first(facts)
    claims = [_told(gathered, fact, SHORT[fact.first.type]) for fact in found[:MOST_OPEN]]
    brief = [claim.with_asides(tuple(_age(claim))) for claim in claims]
    return _section(key, brief, more=max(0, len(found) - MOST_OPEN))


def _age(claim: Claim) -> Iterator[Message]:
    """Of its asides, the one that the heading of an open point does not tell."""
    return (aside for aside in claim.asides if aside.key == "aside.old")


def _gaps(gathered: _Gathered) -> Iterator[Message]:
    """What the base does not hold on the subjects, as far as the sections do not say it."""
    if not gathered.found.facts and len(gathered.subjects) == 1:
        yield Message(key="gap.everything")
    days = [day for fact in gathered.found.facts if (day := newest_day(fact))]
    if days:
        yield Message(key="gap.newest", values={"day": Dated(edtf=max(days).isoformat())})
    for entity in gathered.subjects:
        if not entity.native:
            yield Message(key="gap.native", values={"entity": _named(entity)})
