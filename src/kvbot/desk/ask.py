"""A question in words: which facts account for all of it, and what they say to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from kvbot.ask.cards import title_tokens
from kvbot.ask.deciding import decide
from kvbot.ask.decision import Decision, Matching
from kvbot.ask.grammar import is_soft
from kvbot.ask.matching import Match, match_all
from kvbot.ask.reading import Reading
from kvbot.ask.slots import Value as Asked
from kvbot.desk import documents, who
from kvbot.desk.dealing import Deck
from kvbot.desk.declining import decline
from kvbot.desk.hearing import hear
from kvbot.desk.telling import complete, section, tell, which_one
from kvbot.index.postings import Sought
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Citation, Claim, Dated, Message, Named, Section, Value
from kvbot.model.facts import Fact, FactReport, Remark, Role
from kvbot.model.queries import CHOSEN, Who
from kvbot.model.text import Lang
from kvbot.names.decision import Resolution
from kvbot.names.folding import printable

MOST_CANDIDATES = 80
"""How many facts are looked at for one question."""

MOST_ABOUT = 3
"""How many facts are told of whom a question only names, each of another type."""

MOST_FACTS = 3
"""How many facts are told at most where it is no list."""

MOST_CITED = 9
"""How many passages are quoted at most for facts beyond the first."""

MOST_PASSAGES = 10
"""How many passages are quoted for a list; the rest of it is counted."""

LONGEST_LIST = 1100
"""Characters of what is told of the facts of a list, about; the rest of it is counted."""

ABOUT_A_LINE = 60
"""Characters that a claim of a list has beside what was said: who, when, the marks."""

NOBODY: frozenset[str] = frozenset()

HEAD = {
    "agreement": ("verb", "parties", "kind", "date", "place"),
    "role": ("person", "title", "organization"),
    "event": ("name", "status", "date", "place"),
    "statistic": (
        *("measure", "subject", "counterpart", "value", "unit", "qualifier", "period", "kind"),
        "out_of",
    ),
    "programme": ("name",),
    "relation": ("subject", "kind", "object"),
    "remark": ("speaker", "gist", "date"),
}
"""What a first line tells of a fact beside what is asked."""


class Considered(NamedTuple):
    """A question as it is read, the facts that it may be about, and what is said to it."""

    reading: Reading
    matches: list[Match]
    decision: Decision
    posts: tuple[Fact, ...] = ()


async def answer(base: Snapshot, question: str, today: date) -> Answer:
    """What the base says to a question, or that it says nothing."""
    reading = await hear(base, question, today)
    if reading.asked == {"about"}:
        return await _about(base, reading, today)
    if "name" in reading.asked:
        if named := await _full_name(base, reading):
            return await complete(base, named)
        reading = _asking_who(reading)
    if family := _family(reading):
        return await complete(base, await _of_a_family(base, reading, family, today))
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
        declined = await decline(base, reading, considered.matches, _title(reading))
        return await complete(base, declined)
    return await complete(base, _told(considered, today))


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
    person = named.entities & reading.people if named else NOBODY
    there = [m for m in matching(reading.having(asked=NOBODY)) if m.answers]
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
    full = None if is_person else await _name_in_full(base, min(named.entities))
    itself = ([full] if full else []) + described
    if not itself and not found.claims():
        return await complete(base, await decline(base, reading, [], _title(reading)))
    return found.model_copy(
        update={
            "question": reading.question,
            "sections": (
                *_of_itself(itself),
                *(_brief(section) for section in found.sections[: MOST_ABOUT - len(described)]),
            ),
        }
    )


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
    claims = tuple(_headed(claim) for claim in tell(posts, today))
    return Answer(
        question=reading.question,
        status="answered",
        title=_title(reading),
        headline=Message(key="ask.listed", values={"facts": len(claims)}),
        sections=(Section(heading=Message(key="heading.posts"), claims=claims, quoted=True),),
    )


async def _described(base: Snapshot, reading: Reading, slug: str, today: date) -> list[Claim]:
    """What a document itself says that a body is, and of nothing else."""
    matches = (await matcher(base, reading))(reading)
    found = [m.card.fact for m in matches if _describes(m.card.fact.first, slug)]
    return list(tell(found[:1], today))


def _describes(report: FactReport, slug: str) -> bool:
    return isinstance(report, Remark) and report.speaker is None and report.about == (slug,)


def _of_itself(claims: Sequence[Claim]) -> Iterable[Section]:
    """What a body is called in full and said to be, as a section of its own."""
    if claims:
        yield Section(heading=Message(key="heading.on_record"), claims=tuple(claims))


def _brief(section: Section) -> Section:
    """The first claim of a section, told by what it is about."""
    claims = [_headed(claim) for claim in section.claims[:1]]
    more = section.more + len(section.claims) - len(claims)
    return section.model_copy(update={"claims": tuple(claims), "more": more})


def _headed(claim: Claim) -> Claim:
    if claim.fact is None:
        return claim
    return Claim.of(claim.fact, _stated(claim.fact, HEAD[claim.fact.first.type]))


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
        question=reading.question, status="answered", title=_title(reading), headline=claim
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
        question=reading.question, status="answered", title=_title(reading), headline=claim
    )


def _asking_who(reading: Reading) -> Reading:
    """A question for a name in full of somebody who is only told of, as one for who it is."""
    elements = (e for e in reading.elements if "stands_for" not in e.concepts)
    asked = reading.asked - {"name"} | {"named"}
    return reading.having(asked=asked, elements=tuple(elements))


def _only_asks_name(reading: Reading) -> bool:
    others = [e for e in reading.elements if not e.entities and not e.asks and not is_soft(e)]
    return all("stands_for" in element.concepts for element in others)


def _told(considered: Considered, today: date) -> Answer:
    reading, decision = considered.reading, considered.decision
    best = decision.matches[0]
    facts = [*considered.posts, *(m.card.fact for m in decision.matches)]
    if decision.outcome in ("told", "yes", "no", "corrected"):
        facts = _as_many_as_are_read(facts[:MOST_FACTS])
    claims = [_without_notes(claim) for claim in tell(facts, today)]
    many = decision.outcome in ("listed", "compared") and len(claims) > 1
    fields = _told_first(best)
    if considered.posts:
        fields = _stated(facts[0], HEAD["role"])
        claims = [_headed(claim) for claim in claims]
    first = Claim.of(facts[0], fields).with_asides(claims[0].asides)
    asked = () if considered.posts else _asked(best)
    headline: Claim | Message = first.model_copy(
        update={"opening": _opening(decision), "asked": asked}
    )
    if many:
        stated = (_told_first(m) or HEAD[m.card.type] for m in decision.matches)
        facts_told = zip((m.card.fact for m in decision.matches), stated, strict=True)
        claims = _few_passages((Claim.of(*told) for told in facts_told), reading.lang)
        total = max(decision.total, len(decision.matches))
        headline = Message(key="ask.listed", values={"facts": total})
    told = Section(
        heading=Message(key="heading.on_record"),
        claims=tuple(claims),
        more=max(decision.total, len(decision.matches)) - len(claims) if many else 0,
        quoted=True,
    )
    return Answer(
        question=reading.question,
        status="answered",
        title=_title(reading),
        headline=headline,
        sections=(told,),
    )


def _as_many_as_are_read(facts: list[Fact]) -> list[Fact]:
    """The first fact, and those after it as long as few enough passages are cited."""
    cited = 0
    for at, fact in enumerate(facts):
        cited += len(Claim.of(fact).citations)
        if at and cited > MOST_CITED:
            return facts[:at]
    return facts


def _few_passages(claims: Iterable[Claim], lang: Lang) -> list[Claim]:
    """The first claims, as many as have no more passages, nor more to tell, than is read."""
    few: list[Claim] = []
    cited: set[Citation] = set()
    length = 0
    for claim in claims:
        cited |= set(claim.citations)
        length += _length(claim, lang)
        if few and (len(cited) > MOST_PASSAGES or length > LONGEST_LIST):
            break
        few.append(claim)
    return few


def _length(claim: Claim, lang: Lang) -> int:
    """About how many characters a claim of a list has."""
    first = claim.fact.first if claim.fact else None
    return ABOUT_A_LINE + (len(getattr(first.gist, lang)) if isinstance(first, Remark) else 0)


def _asked(match: Match) -> tuple[Value, ...]:
    """The values that are asked, where the sentence of the fact would bury them."""
    if match.card.type == "remark":
        return tuple(Named(entity=v.entity) for v in match.values if _is_told_of(match, v))
    if match.card.type not in ("agreement", "event"):
        return ()
    first = match.card.fact.first
    found: list[Value] = []
    for value in match.values:
        if value.entity:
            found.append(Named(entity=value.entity))
        elif value.field == "date" and (date := getattr(first, "date", None)):
            found.append(Dated(edtf=date))
        elif value.field == "theme" and (theme := getattr(first, "theme", None)):
            found.append(theme)
    return tuple(found)


def _is_told_of(match: Match, value: Asked) -> bool:
    """Whether it is somebody of whom a remark tells, and not who speaks."""
    speaker = getattr(match.card.fact.first, "speaker", None)
    return bool(value.entity) and value.field == "about" and value.entity != speaker


def _title(reading: Reading) -> Message:
    return Message(key="title.name", values={"name": printable(reading.question)[:60]})


def _opening(decision: Decision) -> Message | None:
    """What stands before the sentence: yes, no, or that it was not when the question says."""
    if decision.outcome in ("yes", "no"):
        return Message(key=f"ask.{decision.outcome}")
    if decision.outcome == "corrected" and decision.wrong and decision.wrong.time:
        time = decision.wrong.time
        asked = Dated(edtf=time.edtf) if time.edtf else time.words
        return Message(key="ask.not_then", values={"time": asked})
    if decision.outcome == "corrected" and decision.wrong:
        return Message(key="ask.not_so", values={"name": printable(decision.wrong.words)[:60]})
    return None


def _without_notes(claim: Claim) -> Claim:
    return claim.with_asides(tuple(a for a in claim.asides if a.key != "aside.note"))


def _told_first(match: Match) -> tuple[str, ...]:
    """The fields of a fact that its first line tells: what it is, and what is asked."""
    asked = tuple(value.field for value in match.values)
    return _stated(match.card.fact, (*HEAD[match.card.type], *asked))


def _stated(fact: Fact, fields: Iterable[str]) -> tuple[str, ...]:
    """Those of the fields that a report of a fact states."""
    stated = {f for report in fact.reports for f in report.stated_fields()}
    return tuple(field for field in dict.fromkeys(fields) if field in stated)


def _sought(reading: Reading) -> list[Sought]:
    """What to look for: names, words with all that they may mean; numbers, if there is no more."""
    worded = [e for e in reading.elements if e.entities or e.tokens or e.phrase]
    telling = [e for e in worded if not is_soft(e)] or worded
    sought = [Sought(entities=e.entities, tokens=e.tokens or e.phrase.split()) for e in telling]
    return sought or [Sought(number=e.figure.value) for e in reading.elements if e.figure]
