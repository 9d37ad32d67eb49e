"""Putting an answer together: claims with their asides, and everything they mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Choice, Claim, Message, Named, Section
from kvbot.model.edtf import Span, parse_edtf
from kvbot.model.entities import Entity
from kvbot.model.facts import Event, Fact, FactReport, Relation, Role, Statistic
from kvbot.names.decision import Resolution

OLD_AFTER_MONTHS = 12
"""A post, a count or a plan that is older may have changed, and the answer says so."""

MAY_CHANGE = frozenset({"role", "programme"})
"""Types of facts that may always be different by now."""


def tell(facts: Iterable[Fact], today: date) -> tuple[Claim, ...]:
    """Each fact as a claim, with its asides."""
    return tuple(Claim.of(fact).with_asides(asides_of(fact, today)) for fact in facts)


def asides_of(fact: Fact, today: date) -> tuple[Message, ...]:
    """What belongs beside a fact that is not from a document."""
    dated = (report for report in fact.reports if report.type != "remark")
    worked_out = dict.fromkeys(report.date_words for report in dated if report.date_words)
    months = months_old(fact, today)
    notes = dict.fromkeys(report.note for report in fact.reports if report.note)
    return (
        *_agreement_of_reports(fact),
        *(Message(key="aside.worked_out", values={"words": words}) for words in worked_out),
        *([Message(key="aside.not_reported_as_held")] if is_overdue(fact, today) else []),
        *([Message(key="aside.old", values={"months": months})] if months else []),
        *(Message(key="aside.note", values={"note": note}) for note in notes),
    )


def _agreement_of_reports(fact: Fact) -> list[Message]:
    """Whether several sources say the same."""
    sources = {report.source for report in fact.reports}
    if len(sources) < 2:
        return []
    key = "aside.differ" if fact.differing_fields() else "aside.agree"
    return [Message(key=key, values={"sources": len(sources)})]


def is_overdue(fact: Fact, today: date) -> bool:
    """Whether an event was announced for a day that has passed, or for none."""
    events = [report for report in fact.reports if isinstance(report, Event)]
    if not events or any(event.status == "held" for event in events):
        return False
    return all(not e.date or parse_edtf(e.date).last < today for e in events)


def months_old(fact: Fact, today: date) -> int | None:
    """The age in months of what may have changed since; None if it is young or fixed."""
    newest = newest_day(fact)
    if newest is None or not _may_change(fact.first):
        return None
    months = (today.year - newest.year) * 12 + today.month - newest.month
    months -= today.day < newest.day
    return months if months >= OLD_AFTER_MONTHS else None


def _may_change(report: FactReport) -> bool:
    """A figure of a stated period stays what it was, and who came before stays so."""
    match report:
        case Event():
            return report.status == "planned"
        case Statistic():
            return report.kind == "target" or report.period is None
        case Relation():
            return report.kind not in ("predecessor", "location")
    return report.type in MAY_CHANGE


def newest_day(fact: Fact) -> date | None:
    """The last day for which a report of the fact holds."""
    days = [parse_edtf(report.as_of).last for report in fact.reports if report.as_of]
    return max(days, default=None)


def newest_first(facts: Iterable[Fact]) -> list[Fact]:
    """Facts by date, the newest first, undated ones last."""
    ordered = sorted(facts, key=lambda fact: fact.slug)
    return sorted(ordered, key=lambda fact: first_day(fact) or date.min, reverse=True)


def oldest_first(facts: Iterable[Fact]) -> list[Fact]:
    """Facts by date, the oldest first, undated ones last."""
    return sorted(facts, key=lambda f: (first_day(f) or date.max, _is_uncertain(f), f.slug))


def _is_uncertain(fact: Fact) -> bool:
    """Of one day, what is certain comes before what only may have been on it."""
    return any(set(report.when() or "") & set("?~%") for report in fact.reports)


def spans_of(fact: Fact) -> list[Span]:
    """When a fact was, as each report has it."""
    return [parse_edtf(when) for report in fact.reports if (when := report.when())]


def first_day(fact: Fact) -> date | None:
    """The first day that the date of a fact can mean."""
    dates = [report.when() for report in fact.reports]
    return min((parse_edtf(when).first for when in dates if when), default=None)


def section(heading: str, facts: Sequence[Fact], today: date, more: int = 0) -> list[Section]:
    """A section under a heading of the locale files, or none if there is nothing to tell."""
    if not facts:
        return []
    return [
        Section(heading=Message(key=f"heading.{heading}"), claims=tell(facts, today), more=more)
    ]


async def complete(base: Snapshot, answer: Answer) -> Answer:
    """The answer with every entity, measure and source that it mentions."""
    claims = answer.claims()
    reports = [report for claim in claims for report in claim.reports()]
    sources = await base.sources(c.source for claim in claims for c in claim.citations)
    documents = [*sources.values(), *answer.catalogue]
    slugs = {mention.entity for report in reports for mention in report.mentions()}
    slugs |= {s for d in documents for s in (d.publisher, d.author, d.place) if s}
    slugs |= set(named_in(answer))
    measures = {report.measure for report in reports if report.type == "statistic"}
    return answer.model_copy(
        update={
            "sources": sources,
            "entities": {**await base.entities(slugs), **answer.entities},
            "measures": {**await base.measures(measures), **answer.measures},
        }
    )


def named_in(answer: Answer) -> Iterable[str]:
    """The entities that the messages of an answer name, and those that were asked, by slug."""
    for claim in answer.claims():
        yield from (value.entity for value in claim.asked if isinstance(value, Named))
    notes = [note for section in answer.sections for note in section.notes]
    messages = [*answer.labels, *notes, *answer.caveats, *answer.nearest]
    for message in (answer.title, answer.headline, *messages):
        if isinstance(message, Message):
            yield from message.named


async def which_one(base: Snapshot, name: str, resolution: Resolution) -> Answer:
    """The answer to a name that does not mean one entity: choices, or unknown."""
    title = Message(key="title.name", values={"name": name})
    if resolution.status == "unknown":
        headline = Message(key="unknown.name", values={"name": name})
        similar = [
            Message(key="unknown.similar", values={"entity": Named(entity=slug)})
            for slug in resolution.nearest
        ]
        answer = Answer(
            question="", status="unknown", title=title, headline=headline, caveats=tuple(similar)
        )
        return await complete(base, answer)
    choices = await choices_of(base, resolution.ids)
    headline = Message(key="ambiguous.name", values={"name": name, "count": len(choices)})
    if len(choices) == 1:
        meant = Named(entity=resolution.ids[0])
        headline = Message(key="ambiguous.one", values={"name": name, "entity": meant})
    asked = Answer(
        question="", status="ambiguous", title=title, headline=headline, choices=tuple(choices)
    )
    return await complete(base, asked)


async def choices_of(base: Snapshot, slugs: Sequence[str]) -> list[Choice]:
    """Entities to choose from, in the order of their slugs as given."""
    posts = await base.last_posts(slugs)
    bodies = [post.organization for post in posts.values() if isinstance(post.organization, str)]
    found = await base.entities([*slugs, *bodies])
    return [
        Choice(
            id=slug,
            name=found[slug].name,
            kind=found[slug].kind,
            post=_post(posts[slug], found) if slug in posts else "",
        )
        for slug in slugs
    ]


def _post(role: Role, entities: Mapping[str, Entity]) -> str:
    """A post in a few words: the title as published, and the body by its shortest name."""
    if not isinstance(role.organization, str):
        return role.title
    body = entities[role.organization]
    return f"{role.title}, {body.acronym or body.name}"
