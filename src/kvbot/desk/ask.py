"""A question in words: which facts account for all of it, and what they say to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from kvbot.ask.cards import title_tokens
from kvbot.ask.deciding import decide
from kvbot.ask.decision import Decision, Matching
from kvbot.ask.grammar import has_word, is_soft
from kvbot.ask.matching import Match, match_all
from kvbot.ask.reading import Reading
from kvbot.ask.slots import FREE
from kvbot.ask.times import Time
from kvbot.desk import documents, timeline, who
from kvbot.desk.dealing import Deck
from kvbot.desk.declining import decline
from kvbot.desk.hearing import hear
from kvbot.desk.replying import headed, how_many, listed, of_head, reply, title_of
from kvbot.desk.telling import complete, oldest_first, section, spans_of, tell, which_one
from kvbot.index.postings import Sought
from kvbot.index.snapshot import Filter, Snapshot
from kvbot.model.answers import Answer, Citation, Claim, Message, Section
from kvbot.model.entities import Entity
from kvbot.model.facts import Fact, FactReport, Role
from kvbot.model.queries import CHOSEN, Period, Who
from kvbot.names.decision import Resolution

MOST_CANDIDATES = 80
"""How many facts are looked at for one question."""

MOST_ABOUT = 3
"""How many facts are told of whom a question only names, each of another type."""


class Considered(NamedTuple):
    """A question as it is read, the facts that it may be about, and what is said to it."""

    reading: Reading
    matches: list[Match]
    decision: Decision
    posts: tuple[Fact, ...] = ()


async def answer(base: Snapshot, question: str, today: date) -> Answer:
    """What the base says to a question, or that it says nothing."""
    reading = await hear(base, question, today)
    if reading.asked == {"about"} or _may_mean_several(reading):
        return await _about(base, reading, today)
    if "name" in reading.asked:
        if named := await _full_name(base, reading):
            return await complete(base, named)
        reading = _asking_who(reading)
    if family := _family(reading):
        return await complete(base, await _of_a_family(base, reading, family, today))
    if time := _only_of_time(reading):
        return await complete(base, await _of_a_time(base, reading, time))
    considered = await consider(base, reading)
    decision = considered.decision
    if reading.whether and documents.names_one(reading) and documents.says_published(reading):
        decision = Decision("unknown")  # it is of the document, and no date of an event
    if _may_be_of_document(reading, decision):
        if said := await _of_document(base, reading):
            return await complete(base, said)
        if documents.names_one(reading):
            decision = Decision("unknown")
    if decision.outcome == "unknown":
        declined = await decline(base, reading, considered.matches, title_of(reading))
        return await complete(base, declined)
    entities = await _named_in(base, (match.card.fact for match in decision.matches))
    return await complete(base, reply(reading, decision, considered.posts, entities, today))


async def consider(base: Snapshot, reading: Reading) -> Considered:
    """The facts that a question may be about, the best first, and what is said to it."""
    matching = await matcher(base, reading)
    decision = decide(reading, matching)
    posts = await _posts_asked(base, reading, decision)
    if decision.outcome == "unknown" and reading.asked == {"post"}:
        decision, posts = await _posts_then(base, reading, matching)
    return Considered(reading, matching(reading), decision, posts)


async def matcher(base: Snapshot, reading: Reading) -> Matching:
    """How the facts that a text may be about meet it, read as it is or in part."""
    slugs = await base.candidates(_sought(reading), MOST_CANDIDATES)
    deck = base.remembered(Deck)
    cards = await deck.deal(base, slugs)
    await deck.meet(base, (slug for element in reading.elements for slug in element.entities))

    @cache
    def matching(reading: Reading) -> list[Match]:
        return match_all(cards, reading, deck.world)

    return matching


async def _posts_asked(base: Snapshot, reading: Reading, decision: Decision) -> tuple[Fact, ...]:
    """Of a question for who holds a post, the posts of those whom another fact names.

    So of one for the name and the title of who signed.
    """
    both = "post" in reading.asked or reading.and_post
    if decision.outcome != "told" or not (both or (reading.posts and "person" in reading.asked)):
        return ()
    values = [v for m in decision.matches for v in m.values]
    people = {v.entity for v in values if v.entity and v.asked in ("person", "post")}
    if any(m.card.type == "role" for m in decision.matches):
        return ()
    wanted = {token for post in reading.posts for token in post.title.tokens}
    held = await _posts_held(base, people)
    if both:
        return held
    return tuple(f for f in held if isinstance(f.first, Role) and title_tokens(f.first) & wanted)


async def _posts_then(
    base: Snapshot, reading: Reading, matching: Matching
) -> tuple[Decision, tuple[Fact, ...]]:
    """Of `his title at the forum` what somebody was at, and the posts on record of him."""
    named = next((e for e in reading.elements if e.entities & reading.people), None)
    person = named.entities & reading.people if named else frozenset()
    there = [m for m in matching(reading.having(asked=frozenset())) if m.answers]
    there = [m for m in there if person & m.card.actors]
    if len(person) != 1 or not there:
        return Decision("unknown"), ()
    return Decision("told", (there[0],)), await _posts_held(base, person)


async def _posts_held(base: Snapshot, people: Iterable[str]) -> tuple[Fact, ...]:
    """The posts on record of people."""
    grouped: dict[str, list[FactReport]] = {}
    for role in await base.posts_of(people):
        grouped.setdefault(role.slug, []).append(role)
    return tuple(Fact(reports=tuple(reports)) for reports in grouped.values())


async def _about(base: Snapshot, reading: Reading, today: date) -> Answer:
    """Who or what somebody is whom a question only names."""
    named = next(element for element in reading.elements if element.entities)
    if len(named.entities) > 1:
        resolution = Resolution("ambiguous", tuple(sorted(named.entities)))
        asked = await which_one(base, named.words, resolution)
        posts = await _posts_held(base, named.entities)
        sections = section("posts", posts, today)
        told = asked.model_copy(update={"question": reading.question, "sections": tuple(sections)})
        return await complete(base, told)
    found = await who.answer(base, Who(name=CHOSEN + min(named.entities)), today)
    is_person = bool(named.entities & reading.people)
    described = [] if is_person else await _described(base, reading, min(named.entities), today)
    told_first = isinstance(found.headline, Claim) and found.headline.naming
    full = None if is_person or told_first else await _name_in_full(base, min(named.entities))
    itself = ([full] if full else []) + described
    if not itself and not found.claims():
        return await complete(base, await decline(base, reading, [], title_of(reading)))
    doings = not is_person and has_word(reading, "doing")
    sections = who.by_doings(found.sections) if doings else list(found.sections)
    headline, caveats = found.headline, found.caveats
    if described:
        itself += _besides(headline, described)
        headline = described[0]
    elif doings or isinstance(headline, Message):
        headline = next((headed(each.claims[0]) for each in sections), headline)
        caveats = (*caveats, Message(key="caveat.not_described"))
    return found.model_copy(
        update={
            "question": reading.question,
            "headline": headline,
            "sections": (*_of_itself(itself), *_brief(sections, MOST_ABOUT - len(described))),
            "caveats": caveats,
        }
    )


def _besides(headline: Message | Claim, described: Sequence[Claim]) -> list[Claim]:
    """A first line that gives way to what a body is said to be, told under it unless it is that."""
    facts = [claim.fact for claim in described]
    return [headline] if isinstance(headline, Claim) and headline.fact not in facts else []


def _may_mean_several(reading: Reading) -> bool:
    """Whether it is asked what somebody said, and no more than who of one name is not clear."""
    named = [e for e in reading.elements if e.entities]
    alone = all(e.entities or is_soft(e) for e in reading.elements) and len(named) == 1
    several = alone and len(named[0].entities) > 1 and named[0].entities <= reading.people
    return several and "say" in reading.concepts and not reading.asked and not reading.whether


def _family(reading: Reading) -> frozenset[str]:
    """Several people of one name, of whom a question wants all and nothing else."""
    meant = [e for e in reading.elements if not is_soft(e) and not e.asks and e.kind != "title"]
    several = len(meant) == 1 and len(meant[0].entities) > 1
    people = several and meant[0].entities <= reading.people
    wanted = not reading.asked - {"list", "person", "named", "number"} and not reading.whether
    return meant[0].entities if people and wanted else frozenset()


async def _of_a_family(
    base: Snapshot, reading: Reading, people: frozenset[str], today: date
) -> Answer:
    """The posts of several people of one name, those on record here."""
    posts = await _posts_held(base, people)
    claims = tuple(headed(claim) for claim in tell(posts, today))
    return Answer(
        question=reading.question,
        status="answered",
        title=title_of(reading),
        headline=how_many(posts, len(claims)),
        sections=(Section(heading=Message(key="heading.posts"), claims=claims, quoted=True),),
    )


def _only_of_time(reading: Reading) -> Time | None:
    """When it was of which a question wants what there is, and nothing else: `what was in 2023`."""
    times = [e.time for e in reading.elements if e.time and e.time.period]
    words = [e for e in reading.elements if not e.time and not is_soft(e)]
    others = [e for e in words if e.concepts != {"held"}]
    if len(times) != 1 or others or reading.asked - FREE - {"number", "event"} or reading.counts:
        return None
    return times[0]


async def _of_a_time(base: Snapshot, reading: Reading, time: Time) -> Answer:
    """What was in a period, in the order of time; where figures are asked for, those of it."""
    period = time.period or Period()
    if "number" in reading.asked:
        found = oldest_first(await base.facts(Filter(("statistic",), period)))
    else:
        found = await timeline.dated_facts(base, period)
    facts = [fact for fact in found if time.fits(spans_of(fact))]
    if not facts:
        headline = Message(key="timeline.none", values={"period": period})
        return Answer(
            question=reading.question,
            status="unknown",
            title=title_of(reading),
            headline=headline,
        )
    told = [(fact, of_head(fact)) for fact in facts]
    return listed(reading, told, await _named_in(base, facts))


async def _named_in(base: Snapshot, facts: Iterable[Fact]) -> Mapping[str, Entity]:
    """Whom facts name, by slug."""
    slugs = {m.entity for fact in facts for report in fact.reports for m in report.mentions()}
    return await base.entities(slugs)


async def _described(base: Snapshot, reading: Reading, slug: str, today: date) -> list[Claim]:
    """What a document itself says that a body is, and of nothing else."""
    matches = (await matcher(base, reading))(reading)
    found = [m.card.fact for m in matches if who.describes(m.card.fact.first, slug)]
    return list(tell(found[:1], today))


def _of_itself(claims: Sequence[Claim]) -> Iterable[Section]:
    """What a body is called in full and said to be, as a section of its own."""
    if claims:
        yield Section(heading=Message(key="heading.on_record"), claims=tuple(claims))


def _brief(sections: Sequence[Section], most: int) -> Iterable[Section]:
    """The first claims of the first sections, told by what they are about; the rest is counted."""
    left = sum(len(each.claims) + each.more for each in sections[most:])
    for at, each in enumerate(sections[:most], start=1):
        claims = tuple(headed(claim) for claim in each.claims[:1])
        more = each.more + len(each.claims) - len(claims) + (left if at == most else 0)
        yield each.model_copy(update={"claims": claims, "more": more})


async def _full_name(base: Snapshot, reading: Reading) -> Answer | None:
    """The longest name that documents give to whom a question names."""
    named = [e for e in reading.elements if e.entities]
    alike = len({e.entities for e in named}) == 1  # `K-Biz (중기중앙회)` is one
    if not alike or len(named[0].entities) != 1 or not _only_asks_name(reading):
        return None
    claim = await _name_in_full(base, min(named[0].entities), former=named[0].former)
    if claim is None:
        return None
    return Answer(
        question=reading.question, status="answered", title=title_of(reading), headline=claim
    )


async def _name_in_full(base: Snapshot, slug: str, *, former: bool = False) -> Claim | None:
    """The longest name that documents give to an entity. former: that it had before."""
    found = await base.names_in_documents(slug)
    names = [n for n in found if (n.name.kind == "former name") == former]
    if not names:
        return None
    full = max(names, key=lambda found: len(found.name.text))
    return Claim(
        naming=full.name, citations=(Citation(source=full.name.origin, reference=full.reference),)
    )


def _may_be_of_document(reading: Reading, decision: Decision) -> bool:
    """Whether a question asks what a document says of itself, if no fact answers it."""
    sought = documents.names_one(reading) or decision.outcome == "unknown"
    return bool(documents.asked_of(reading)) and sought and not _is_of_writer(decision)


def _is_of_writer(decision: Decision) -> bool:
    """Whether the answer is the post of somebody who wrote a document."""
    first = decision.matches[0].card if decision.matches else None
    return (
        first is not None and isinstance(first.fact.first, Role) and bool(first.by & first.direct)
    )


async def _of_document(base: Snapshot, reading: Reading) -> Answer | None:
    """What the document that a question means says of itself: who wrote it, and when."""
    field = documents.asked_of(reading)
    if not field:
        return None
    about = reading.having(asked=frozenset({"about"}))
    matches = (await matcher(base, about))(about)
    reports = [report for m in matches for report in m.card.fact.reports]
    sources = await base.sources(report.source for report in reports)
    claim = documents.claim(field, about, matches, sources.values())
    if claim is None:
        return None
    return Answer(
        question=reading.question, status="answered", title=title_of(reading), headline=claim
    )


def _asking_who(reading: Reading) -> Reading:
    """A question for a name in full of somebody who is only told of, as one for who it is."""
    elements = (e for e in reading.elements if "stands_for" not in e.concepts)
    asked = reading.asked - {"name"} | {"named"}
    return reading.having(asked=asked, elements=tuple(elements))


def _only_asks_name(reading: Reading) -> bool:
    others = [e for e in reading.elements if not e.entities and not e.asks and not is_soft(e)]
    return all("stands_for" in element.concepts for element in others)


def _sought(reading: Reading) -> list[Sought]:
    """What to look for: names, words with all that they may mean; numbers, if there is no more."""
    worded = [e for e in reading.elements if e.entities or e.tokens or e.phrase]
    telling = [e for e in worded if not is_soft(e)] or worded
    sought = [Sought(entities=e.entities, tokens=e.tokens or e.phrase.split()) for e in telling]
    return sought or [Sought(number=e.figure.value) for e in reading.elements if e.figure]
