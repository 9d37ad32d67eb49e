"""What is said to a question: which facts answer it, whether yes or no, or that none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from kvbot.ask.matching import DIRECT, EMPTY, Match, asks_what_was_said, most_stating
from kvbot.ask.reading import Element, Reading
from kvbot.ask.slots import FREE, kinds_of_text
from kvbot.ask.understanding import is_soft, listed
from kvbot.ask.words import concepts_in
from kvbot.model.facts import Relation, Remark, Statistic

EQUAL = 0.3
"""How near the score of a second fact comes to the first where both answer."""

NEAR = 1.5
"""How near the score of a fact that corrects a question comes to that of the first."""

MOST_CORRECTING = 2
"""How many facts are told that say otherwise."""

MOST_TOLD = 3
"""How many facts are told where several answer equally well."""

MOST_LISTED = 8
"""How many facts a list tells; the rest is counted."""

CLEARLY = 1.0
"""By how much a fact has to account better for a question than another to be what it means."""

SURELY_SAID = 4
"""How many things of a question a remark has to have, to be told where one word is unheard."""

SURELY = 3
"""How many things of a question a fact has to have as it says, to correct two others."""

FIXED = frozenset({"agreement", "event"})
"""Types of facts that happened once."""

CORRECTED = frozenset({"agreement", "event", "statistic", "role", "relation"})
"""Types of facts whose date, place or figure is fixed, so that another one is wrong."""

_DEFINITE = ("entity", "time", "figure")
"""Elements that say which of many a question means: `Is the minister coming?` has none."""

Outcome = Literal["told", "yes", "no", "corrected", "listed", "compared", "unknown"]
Matching = Callable[[Reading], list[Match]]
"""How the candidates meet a reading, the best first."""


class Decision(NamedTuple):
    """The outcome and the facts that are told. wrong: what the question has otherwise.

    total: of how many facts the listed ones are the first.
    """

    outcome: Outcome
    matches: tuple[Match, ...] = ()
    wrong: Element | None = None
    total: int = 0


def decide(reading: Reading, matching: Matching) -> Decision:
    """What to say to a question."""
    if not any(element.kind != "time" for element in reading.elements):
        return Decision("unknown")
    reading = _without_alternatives(reading, matching)
    if counted := _counted(reading, matching):
        return counted
    matches = matching(reading)
    if reading.elements == _holding(reading):
        matches = [m for m in matches if m.card.type == "role"]
    if compared := _compared(reading, matching):
        return Decision("compared", compared)
    if together := _together(reading, matches):
        return _listing(together)
    answering = [match for match in matches if match.answers]
    if not answering:
        return _otherwise_known(reading, matches, matching)
    if said := _said(reading, answering):
        return _listing(said)
    if _is_vague(reading):
        related = "relations" in reading.concepts or _names_several(reading)
        answering = [m for m in answering if related and m.card.type == "relation"]
    if not answering or _is_no_answer(reading, answering[0], matches):
        return Decision("unknown")
    if reading.whether and (otherwise := _otherwise(reading, answering[0], matches)):
        return otherwise
    if speaking := _speakers(reading, answering):
        return _listing(speaking)
    if "list" in reading.asked:
        return _listing(_of_best_sort(reading, answering))
    if reading.whether and (yes := _bearing_out(reading, answering)):
        return Decision("yes", _alike(yes))
    return Decision("told", _alike(answering, any_type=not reading.asked - FREE))


def _alike(answering: Sequence[Match], *, any_type: bool = False) -> tuple[Match, ...]:
    """The first and those that answer equally well, of its type or, for what was said, of any."""
    best = answering[0]
    alike = [m for m in answering if any_type or m.card.type == best.card.type]
    return tuple(m for m in alike if m.score >= best.score - EQUAL)[:MOST_TOLD]


def _bearing_out(reading: Reading, answering: Sequence[Match]) -> list[Match]:
    """The facts by which the answer is yes; what a remark mentions in passing is not enough."""
    cited = reading.concepts & concepts_in("cited")
    by_somebody = answering[0].card.type in ("remark", "statistic") and _names_people(reading)
    margin = NEAR if by_somebody else EQUAL
    near = (m for m in answering if m.score >= answering[0].score - margin)
    return [m for m in near if m.is_borne_out and (cited or m.card.type != "remark")]


def _names_people(reading: Reading) -> bool:
    """Whether a question names somebody, so that a remark may only be of the same person."""
    return any(e.entities & reading.people for e in reading.elements)


def _otherwise_known(reading: Reading, matches: Sequence[Match], matching: Matching) -> Decision:
    """What to say where no fact accounts for everything."""
    if "post" in reading.asked and (held := _post_at(reading, matching)):
        return held
    other = _other_post(reading, matching) if _holding(reading) else None
    other = other or _other_parent(reading, matches) or _said_otherwise(reading, matches)
    other = other or _said_by_another(reading, matches)
    if other:
        return other
    corrected = _corrected(reading, matches)
    no_year = _is_of_no_year(reading, matches) if corrected.outcome == "unknown" else None
    return no_year or corrected


def _post_at(reading: Reading, matching: Matching) -> Decision | None:
    """The post of somebody who was at what a question names: `his title at the forum`."""
    people = tuple(e for e in reading.elements if e.entities & reading.people)
    there = [m for m in matching(reading.having(asked=reading.asked - {"post"})) if m.answers]
    if len(people) != 1 or not any(m.is_body(people[0]) for m in there):
        return None
    roles = [m for m in matching(reading.having(elements=people)) if m.card.type == "role"]
    return Decision("told", (roles[0],)) if roles and roles[0].answers else None


def _said_otherwise(reading: Reading, matches: Sequence[Match]) -> Decision | None:
    """What somebody said, where only a word of the question is one that no document has.

    Who asks what was said in words of his own is answered, if all else is as in the remark.
    """
    if not matches or not asks_what_was_said(reading):
        return None
    best = matches[0]
    strange = [e for e in best.missing if e.kind == "term" and not e.concepts]
    unheard = all(e in m.missing for e in strange for m in matches)
    if best.card.type != "remark" or len(best.missing) != 1 or not strange or not unheard:
        return None
    return Decision("told", (best,)) if best.surely >= SURELY_SAID else None


def _other_parent(reading: Reading, matches: Sequence[Match]) -> Decision | None:
    """The body that another one is under of which it is said that it is under a third."""
    if not reading.whether or "under" not in reading.concepts:
        return None
    for m in matches:
        if m.is_parent and m.missing and all(m.contradicts(e) for e in m.missing):
            return Decision("no", (m,), m.missing[-1])
    return None


def _is_no_answer(reading: Reading, best: Match, matches: Sequence[Match]) -> bool:
    """Whether the fact that accounts for everything is still not what the question means."""
    elsewhen = "list" not in reading.asked and _is_of_another_time(best, matches)
    return elsewhen or _is_left_open(reading, best, matches)


def _together(reading: Reading, matches: Sequence[Match]) -> list[Match]:
    """Of `how many offices and how many schools` a figure for each, all of the same subject."""
    if "number" not in reading.asked or reading.whether:
        return []
    figures = [m for m in matches if m.asked and isinstance(m.card.fact.first, Statistic)]
    figures = [m for m in figures if all(e.kind == "term" for e in m.missing)]
    words = [e for e in reading.elements if e.kind == "term" and not is_soft(e) and not e.asks]
    stating = {word: most_stating(word, figures) for word in words}
    found: list[Match] = []
    for word in words:
        if not any(m in stating[word] for m in found):
            found += [m for m in stating[word] if _of_one(m, *found)][:1]
    complete = all(any(m in stating[word] for m in found) for word in words)
    return found if complete and len(found) > 1 else []


def _of_one(*matches: Match) -> bool:
    """Whether figures are of the same subject."""
    first = (m.card.fact.first for m in matches)
    return len({(f.subject, f.counterpart) for f in first if isinstance(f, Statistic)}) == 1


def _of_best_sort(reading: Reading, answering: Sequence[Match]) -> list[Match]:
    """All the facts of the type of the best; where people or posts are asked for the roles."""
    roles = [m for m in answering if m.card.type == "role"]
    best = roles[0] if roles and (reading.posts or "person" in reading.asked) else answering[0]
    return [m for m in answering if m.card.type == best.card.type]


def _listing(facts: Sequence[Match]) -> Decision:
    return Decision("listed", tuple(facts[:MOST_LISTED]), total=len(facts))


def _said(reading: Reading, answering: Sequence[Match]) -> list[Match]:
    """Of `what did Kim say` everything that Kim said; nothing where it says about what."""
    plain = all(e.entities or is_soft(e) for e in reading.elements)
    if reading.whether or not plain or not reading.concepts & {"say", "think"}:
        return []
    return [m for m in answering if _speaker(m) in reading.people]


def _is_vague(reading: Reading) -> bool:
    """Whether a question only names somebody and does not say what it wants to know of them.

    Of all that is on record no fact is then more of an answer than another.
    """
    if reading.types & kinds_of_text():
        return False
    names = {"person"} if reading.whether else set()
    if reading.asked - FREE - names or "list" in reading.asked:
        return False
    if reading.whether and not any(e.kind in _DEFINITE for e in reading.elements):
        return True
    if reading.whether and _names_several(reading):
        return False
    return all(e.kind == "entity" or is_soft(e) or e.asks for e in reading.elements)


def _names_several(reading: Reading) -> bool:
    """Whether a question names more than one body, person or place."""
    return len({e.entities for e in reading.elements if e.entities}) > 1


def _is_of_another_time(best: Match, matches: Sequence[Match]) -> bool:
    """Whether a figure is asked for that is on record for another time only.

    What was said of it at the time is then no answer.
    """
    if best.card.type == "statistic":
        return False
    figures = (m for m in matches if m.card.type == "statistic" and m.asked and m.is_by_own_words)
    clearly = 0.0 if best.card.type == "remark" else EQUAL
    return any(
        [element.kind for element in m.missing] == ["time"]
        and m.apart_from_time >= best.apart_from_time + clearly
        for m in figures
    )


def _is_left_open(reading: Reading, best: Match, matches: Sequence[Match]) -> bool:
    """Whether what the question is about is on record without what is asked: a place, a day.

    Where something else was is then no answer.
    """
    other = best.card.type == "remark" or not best.is_of_its_sort(reading)
    margin = 0.0 if other else CLEARLY
    about = (m for m in matches if not m.missing and not m.asked and m.is_of_its_sort(reading))
    return any(
        m.card.type in FIXED and m.score + EMPTY > best.score + margin and m.is_fixed for m in about
    )


def _holding(reading: Reading) -> tuple[Element, ...]:
    """Of `was Kim minister at the forum` who and which post; nothing where it is not that."""
    if not reading.whether or not reading.posts or not reading.people:
        return ()
    if reading.concepts & concepts_in("doings"):
        return ()
    of_posts = {element for post in reading.posts for element in post.elements}
    return tuple(e for e in reading.elements if e in of_posts or e.entities & reading.people)


def _other_post(reading: Reading, matching: Matching) -> Decision | None:
    """The post that somebody had of whom another one is said, wherever that was."""
    of_posts = {element for post in reading.posts for element in post.elements}
    narrowed = reading.having(elements=_holding(reading))
    roles = (m for m in matching(narrowed) if m.card.type == "role" and m.is_fixed)
    held = [m for m in roles if m.missing and set(m.missing) <= of_posts]
    if not held:
        return None
    return Decision("no", (held[0],), held[0].missing[0])


def _corrected(reading: Reading, matches: Sequence[Match]) -> Decision:
    """The fact that accounts for all but one thing, where that one has to be wrong then."""
    almost = [m for m in matches if m.asked and len(_apart(reading, m.missing)) == 1]
    if not almost:
        return _twice_wrong(reading, matches)
    margin = NEAR if reading.whether else EQUAL
    near = [m for m in almost if m.score >= almost[0].score - margin]
    correcting = [m for m in near if _may_correct(reading, m, m.missing[0])]
    if not correcting:
        return _twice_wrong(reading, matches)
    correcting.sort(key=lambda m: (_how_far(m), m.missing[0].kind not in ("time", "figure")))
    wrong = correcting[0].missing[0]
    if reading.whether:
        return Decision("no", tuple(correcting[:MOST_CORRECTING]), wrong)
    return Decision("corrected", (correcting[0],), wrong)


def _twice_wrong(reading: Reading, matches: Sequence[Match]) -> Decision:
    """What happened once, where a question that wants yes or no has its day and its place wrong."""
    for m in matches if reading.whether else ():
        surely = m.card.type in FIXED and len(reading.elements) - len(m.missing) >= SURELY
        otherwise = [m.contradicts(e) and _is_surely_other(reading, m, e) for e in m.missing]
        if surely and m.is_of_its_sort(reading) and len(otherwise) > 1 and all(otherwise):
            return Decision("no", (m,), m.missing[0])
    return Decision("unknown")


def _is_surely_other(reading: Reading, match: Match, wrong: Element) -> bool:
    """Whether a day, a place or a host is another one than that of what happened once."""
    hosts: tuple[object, ...] = getattr(match.card.fact.first, "hosts", ())
    hosted = "host" in reading.concepts and bool(hosts) and bool(wrong.entities)
    return wrong.kind == "time" or wrong.inside or hosted


def _how_far(match: Match) -> int:
    """How many days a fact is from the date that a question has wrong."""
    time = match.missing[0].time
    day = time.about if time else None
    return min((abs((span.first - day).days) for span in match.card.spans), default=0) if day else 0


def _speaker(match: Match) -> str:
    """Who says what a remark tells; nothing where it is no remark, or only describes who."""
    first = match.card.fact.first
    return first.speaker if isinstance(first, Remark) and isinstance(first.speaker, str) else ""


def _speakers(reading: Reading, answering: Sequence[Match]) -> tuple[Match, ...]:
    """Where it is asked who the speakers were, what each of them said first; or nothing."""
    spoke = "speaker" in reading.concepts or ("say" in reading.concepts and _are_several(reading))
    if not spoke or not reading.asked & {"person", "list"}:
        return ()
    by_speaker: dict[str, Match] = {}
    for m in answering:
        if speaker := _speaker(m):
            by_speaker.setdefault(speaker, m)
    return tuple(by_speaker.values()) if len(by_speaker) > 1 else ()


def _are_several(reading: Reading) -> bool:
    """Whether a question in Korean says by its form that it means more than one: `인사들`."""
    return reading.lang == "ko" and any(w.folded.endswith("들") for w in reading.words)


def _otherwise(reading: Reading, best: Match, matches: Sequence[Match]) -> Decision | None:
    """The fact that the question means more closely than the one that bears it out.

    KOSME was founded in 1978, whatever else it opened in 2014.
    """
    named = {slug for element in reading.elements for slug in element.entities}
    for m in sorted(matches, key=lambda m: (_how_far(m) if m.missing else 0, m.besides(named))):
        one_thing = m.asked and len(_apart(reading, m.missing)) == 1
        if one_thing and _is_meant(reading, m) and _may_correct(reading, m, m.missing[0]):
            wrong = m.missing[0]
            if wrong.kind == "figure" and best.has(wrong):
                continue
            surely = wrong.kind == "figure" or _is_surely_other(reading, m, wrong)
            closer = m.without(wrong) > best.without(wrong) or _is_the_figure(m, best, wrong)
            if surely and closer:
                return Decision("no", (m,), wrong)
    return None


def _is_meant(reading: Reading, match: Match) -> bool:
    """Whether a question names the sort of the fact or, of a figure, what it measures."""
    if match.is_of_its_sort(reading):
        return True
    return match.card.type == "statistic" and match.missing[0].kind == "figure"


def _is_the_figure(match: Match, best: Match, wrong: Element) -> bool:
    """Whether a figure is on record that words which only mention the number do not decide."""
    types = match.card.type, best.card.type
    return wrong.kind == "figure" and types[0] == "statistic" and types[1] != "statistic"


def _apart(reading: Reading, missing: Sequence[Element]) -> list[Element]:
    """What is missing, a post and what it is of taken as one."""
    of_posts = {e: post.title for post in reading.posts for e in post.of}
    return list(dict.fromkeys(of_posts.get(element, element) for element in missing))


def _said_by_another(reading: Reading, matches: Sequence[Match]) -> Decision | None:
    """What the holder of a post said where a question names somebody else as that holder."""
    named = [e for e in reading.elements if e.entities & reading.people]
    titled = [e for e in reading.elements if e.kind == "title"]
    if len(named) != 1 or not any(_is_beside(named[0], title) for title in titled):
        return None
    said = [m for m in matches if m.card.type == "remark" and set(m.missing) == {named[0]}]
    by_holder = [m for m in said if m.is_by_holder_of(titled, named[0].entities)]
    surely = [m for m in by_holder if m.surely >= SURELY]
    best = tuple(m for m in surely if m.score >= surely[0].score - EQUAL)[:MOST_TOLD]
    return Decision("corrected", best, named[0]) if best else None


def _is_beside(one: Element, other: Element) -> bool:
    """Whether two things of a question stand side by side."""
    return one.at + one.length == other.at or other.at + other.length == one.at


def _is_of_no_year(reading: Reading, matches: Sequence[Match]) -> Decision | None:
    """The target without a year that a question has for one: it is told as it is."""
    for m in matches if reading.whether else ():
        target = m.asked and isinstance(m.card.fact.first, Statistic) and not m.card.dated
        if target and m.surely >= SURELY and [e.kind for e in m.missing] == ["time"]:
            return Decision("told", (m,))
    return None


def _may_correct(reading: Reading, match: Match, wrong: Element) -> bool:
    """Whether a fact contradicts what it does not account for."""
    if wrong.kind == "title" and not reading.whether:
        return _is_called_otherwise(reading, match, wrong)
    if match.card.type not in CORRECTED or not match.is_fixed:
        return False
    if match.card.type == "role" and not (reading.posts or reading.people):
        return False
    if reading.whether:
        other_body = match.card.type == "event" and wrong.kind == "entity"
        surely = not other_body or _is_surely_other(reading, match, wrong)
        return match.contradicts(wrong) and (surely or match.is_place(wrong))
    if wrong.inside or "elsewhere" in wrong.concepts:
        return match.is_surely_meant and match.contradicts(wrong) and match.is_of_its_sort(reading)
    if wrong.kind == "entity":
        return match.card.type == "agreement" and _is_the_one(reading, match, wrong)
    if (
        wrong.kind != "time"
        or "event" in reading.asked
        or match.card.type in ("statistic", "role")
        or not match.card.dated
    ):
        return False
    named = any(e.entities and s >= DIRECT for e, s in match.strengths if match.is_body(e))
    return named and match.is_of_its_sort(reading) and not match.card.is_named_by_year


def _is_called_otherwise(reading: Reading, match: Match, title: Element) -> bool:
    """Whether a question gives somebody in the fact a title, and only other ones are on record."""
    beside = (e for e in reading.elements if _is_beside(e, title))
    bearers = {slug for e in beside for slug in e.entities & reading.people}
    return bool(bearers & match.card.actors and match.card.titles)


def _is_the_one(reading: Reading, match: Match, wrong: Element) -> bool:
    """Whether an agreement is surely meant, by a party and its sort, though not with this one."""
    parties = {e for e in getattr(match.card.fact.first, "parties", ()) if isinstance(e, str)}
    named = any(e.entities & parties for e in reading.elements if e is not wrong)
    spoke = bool(reading.concepts & concepts_in("speech"))  # what another one said is not told
    return named and not wrong.inside and not spoke and match.is_of_its_sort(reading)


def _without_alternatives(reading: Reading, matching: Matching) -> Reading:
    """`Hanoi or Seoul`: whichever it is, or neither, the fact is found without them."""
    either = listed("either", reading.lang)
    named = [e for e in reading.elements if e.kind == "entity"]
    for one, other in pairwise(named):
        between = reading.words[one.at + one.length : other.at]
        if len(between) == 1 and between[0].folded in either:
            rest = tuple(e for e in reading.elements if e not in (one, other))
            kind = "person" if one.entities & reading.people else "place"
            return reading.having(
                elements=rest, asked=reading.asked - {"whether"} or frozenset({kind}), whether=False
            )
    return reading


def _counted(reading: Reading, matching: Matching) -> Decision | None:
    """`The 2 deputy prime ministers`: a number that tells how many there are to be named."""
    figures = [
        e
        for e in reading.elements
        if e.figure and not e.figure.unit and e.figure.value <= MOST_LISTED
    ]
    if len(figures) != 1 or not reading.asked & {"person", "organization", "list"}:
        return None
    rest = tuple(e for e in reading.elements if e not in figures)
    answering = [m for m in matching(reading.having(elements=rest)) if m.answers]
    alike = [m for m in answering if m.card.type == answering[0].card.type]
    if figures[0].figure is None or len(alike) != figures[0].figure.value:
        return None
    return _listing(alike)


def _compared(reading: Reading, matching: Matching) -> tuple[Match, ...]:
    """One fact for each of the things compared; none if they are not alike."""
    rivals = _rivals(reading)
    if len(rivals) < 2:
        return ()
    if halves := _halves(reading, matching):
        return halves
    of_each = [_by_sort(reading, matching, rivals, rival) for rival in rivals]
    for sort in of_each[0]:
        found = tuple(by_sort[sort] for by_sort in of_each if sort in by_sort)
        if len({match.card.fact.slug for match in found}) == len(rivals):
            return found
    return ()


def _by_sort(
    reading: Reading, matching: Matching, rivals: Sequence[Element], rival: Element
) -> dict[tuple[str, str], Match]:
    """For one of those compared the best fact of each sort, the best sort first."""
    others = [e for e in reading.elements if e not in rivals or e is rival]
    alone = reading.having(elements=tuple(others), asked=reading.asked - {"comparison"})
    found: dict[tuple[str, str], Match] = {}
    for m in matching(alone):
        if m.answers and _is_of(m, rival):
            found.setdefault(_sort(m), m)
    return found


def _halves(reading: Reading, matching: Matching) -> tuple[Match, ...]:
    """`Norwegian companies in Latvia vs Latvian companies in Norway`: each side by itself."""
    cut = next(
        (at for at, w in enumerate(reading.words) if w.folded in listed("versus", reading.lang)), 0
    )
    sides = [
        tuple(e for e in reading.elements if 0 <= e.at < cut),
        tuple(e for e in reading.elements if e.at > cut),
    ]
    if not all(any(e.kind == "term" for e in side) for side in sides):
        return ()
    asked = reading.asked - {"comparison"}
    found = []
    for side in sides:
        answering = [m for m in matching(reading.having(elements=side, asked=asked)) if m.answers]
        found += [m for m in answering if m.card.type == "statistic"][:1]
    slugs = {match.card.fact.slug for match in found}
    return tuple(found) if len(slugs) == len(sides) else ()


def _rivals(reading: Reading) -> list[Element]:
    """What is compared: places or bodies, or else dates."""
    if "comparison" not in reading.asked:
        return _joined_places(reading)
    named = [e for e in reading.elements if e.kind == "entity" and not e.entities & reading.people]
    times = [e for e in reading.elements if e.kind == "time"]
    return named if len(named) > 1 else times


def _joined_places(reading: Reading) -> list[Element]:
    """Two places joined by `and` of which a figure is asked: of each its own."""
    joining = listed("and", reading.lang)
    places = [e for e in reading.elements if e.kind == "entity" and e.at >= 0]
    for one, other in pairwise(places):
        between = [w.folded for w in reading.words[one.at + one.length : other.at]]
        if "number" in reading.asked and between and set(between) <= joining:
            return [one, other]
    return []


def _is_of(match: Match, rival: Element) -> bool:
    """Whether a fact is about just this one of those compared."""
    if rival.kind == "time":
        return True
    first = match.card.fact.first
    return isinstance(first, Statistic | Relation) and first.subject in rival.entities


def _sort(match: Match) -> tuple[str, str]:
    first = match.card.fact.first
    return first.type, first.measure if isinstance(first, Statistic) else ""


def left_open(matches: Iterable[Match]) -> tuple[Element, ...]:
    """What the fact that comes nearest does not account for."""
    return next((match.missing for match in matches), ())
