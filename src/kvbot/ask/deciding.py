"""What is said to a question: which facts answer it, whether yes or no, or that none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from kvbot.ask.comparing import compared, counted, together
from kvbot.ask.contrasting import contrasted
from kvbot.ask.correcting import holding, otherwise, otherwise_known
from kvbot.ask.decision import (
    CLEARLY,
    EQUAL,
    FIXED,
    MOST_TOLD,
    NEAR,
    Decision,
    Matching,
    listing,
)
from kvbot.ask.grammar import is_soft, listed, sorts_of
from kvbot.ask.matching import EMPTY, Match
from kvbot.ask.reading import Reading
from kvbot.ask.slots import FREE, kinds_of_text
from kvbot.ask.words import concepts_in
from kvbot.model.facts import Remark

_DEFINITE = ("entity", "time", "figure")
"""Elements that say which of many a question means: `Is the minister coming?` has none."""


_PROGRAMMES = {"project", "program"}
"""What a question calls a programme that it means."""


def decide(reading: Reading, matching: Matching) -> Decision:
    """What to say to a question."""
    if not any(element.kind != "time" for element in reading.elements):
        return Decision("unknown")
    if sides := contrasted(reading, matching):
        return sides
    reading = _without_alternatives(reading, matching)
    if numbered := counted(reading, matching):
        return numbered
    matches = matching(reading)
    if reading.elements == holding(reading) or _is_of_posts(reading):
        matches = [m for m in matches if m.card.type == "role"]
    if rivals := compared(reading, matching):
        return Decision("compared", rivals)
    if joined := together(reading, matches):
        return listing(joined)
    if "figures" in reading.concepts and "list" in reading.asked:
        figures = [m for m in matches if m.card.type == "statistic" and not m.missing]
        return listing(figures) if figures else Decision("unknown")
    answering = [match for match in matches if match.answers]
    if not answering and (on_record := _counted_here(reading, matching)):
        return listing(_in_order(reading, on_record))
    if not answering:
        return otherwise_known(reading, matches, matching)
    if said := _said(reading, answering):
        return listing(said)
    if _only_speaks_of_signing(reading):
        signed = [m for m in answering if m.card.type == "agreement"]
        return listing(signed) if signed else Decision("unknown")
    if _is_vague(reading):
        related = "relations" in reading.concepts or _names_several(reading)
        answering = [m for m in answering if related and m.card.type == "relation"]
    if not answering or _is_no_answer(reading, answering[0], matches):
        return Decision("unknown")
    if reading.whether and (denied := otherwise(reading, answering[0], matches)):
        return denied
    if reading.whether and _is_of_another_sort(reading, answering[0]):
        return Decision("unknown")
    if speaking := _speakers(reading, answering):
        return listing(speaking)
    if "list" in reading.asked:
        return listing(_in_order(reading, _of_best_sort(reading, answering)))
    if reading.whether and (yes := _bearing_out(reading, answering)):
        return Decision("yes", _alike(yes, reading))
    return Decision("told", _alike(answering, reading))


def _is_of_posts(reading: Reading) -> bool:
    """Whether a list of those who hold a post is asked for, and nothing more."""
    of_posts = {element for post in reading.posts for element in post.elements}
    rest = [e for e in reading.elements if not is_soft(e) and not e.figure]
    return "list" in reading.asked and bool(of_posts) and set(rest) <= of_posts


def _alike(answering: Sequence[Match], reading: Reading) -> tuple[Match, ...]:
    """The first and those that answer equally well, of its type or, for what was said, of any.

    What somebody said of something is told with what else he said of it.
    """
    best = answering[0]
    said = _asks_what_was_said(reading) and _tells(best)
    margin = CLEARLY if said else EQUAL
    any_type = not reading.asked - FREE and not reading.whether
    alike = [m for m in answering if m.score >= best.score - margin]
    alike = [m for m in alike if any_type or m.card.type == best.card.type]
    return tuple(m for m in alike if not said or _tells(m) == said)[:MOST_TOLD]


def _bearing_out(reading: Reading, answering: Sequence[Match]) -> list[Match]:
    """The facts by which the answer is yes; what a remark mentions in passing is not enough.

    Nor is a figure that somebody told, unless it is asked whether he said it.
    """
    cited = reading.concepts & concepts_in("cited")
    by_somebody = answering[0].card.type in ("remark", "statistic") and _names_people(reading)
    margin = NEAR if by_somebody else EQUAL
    said = {"remark", "statistic"} if _names_people(reading) else {"remark"}
    near = (m for m in answering if m.score >= answering[0].score - margin)
    return [m for m in near if m.is_borne_out and (cited or m.card.type not in said)]


def _names_people(reading: Reading) -> bool:
    """Whether a question names somebody, so that a remark may only be of the same person."""
    return any(e.entities & reading.people for e in reading.elements)


def _is_no_answer(reading: Reading, best: Match, matches: Sequence[Match]) -> bool:
    """Whether the fact that accounts for everything is still not what the question means.

    Such as where the ambassador of the other country is on record.
    """
    elsewhen = "list" not in reading.asked and _is_of_another_time(best, matches)
    turned = best.card.type != "role" and any(m.is_the_other_way_round(reading) for m in matches)
    return elsewhen or turned or _is_left_open(reading, best, matches)


def _is_of_another_sort(reading: Reading, best: Match) -> bool:
    """Whether something was agreed, and the question wants to know of no agreement.

    Staff who were at a signing do not tell that a body has employees.
    """
    words = [e for e in reading.elements if e.kind == "term" and not is_soft(e)]
    return best.card.type == "agreement" and bool(words) and not best.is_of_its_sort(reading)


def _of_best_sort(reading: Reading, answering: Sequence[Match]) -> list[Match]:
    """All the facts of the type of the best; where people or posts are asked for the roles.

    Of visits, where some are, those that are visits, and not what was only said at one; every
    forum is a meeting.
    """
    roles = [m for m in answering if m.card.type == "role"]
    best = roles[0] if roles and (reading.posts or "person" in reading.asked) else answering[0]
    alike = [m for m in answering if m.card.type == best.card.type]
    happened = best.card.type in FIXED and "meet" not in reading.concepts
    return [m for m in alike if happened and m.is_of_its_sort(reading)] or alike


def _counted_here(reading: Reading, matching: Matching) -> list[Match]:
    """Of `how many agreements`, where no figure says so, those on record, to be counted."""
    if not reading.asked >= {"list", "number"}:
        return []
    elements = tuple(replace(e, counted=False) for e in reading.elements)
    plain = reading.having(asked=frozenset({"list"}), counts=False, elements=elements)
    those = matching(plain)
    answering = [m for m in those if m.answers and m.card.type in FIXED]
    return _of_best_sort(reading, answering) if answering else []


def _in_order(reading: Reading, found: Sequence[Match]) -> list[Match]:
    """What happened by its date, the newest first; of a year only what is known to be of it."""
    if found[0].card.type not in FIXED:
        return list(found)
    timed = any(e.time for e in reading.elements)
    dated = [m for m in found if m.card.dated] if timed else []
    return sorted(dated or found, key=lambda m: m.card.first_day or date.min, reverse=True)


def _said(reading: Reading, answering: Sequence[Match]) -> list[Match]:
    """Of `what did Kim say at the forum` everything that Kim, the first one named, said there.

    Of what was said of something else, what is of it most is the answer.
    """
    where = sorts_of("event") | sorts_of("agreement")
    plain = all(
        e.entities or e.time or e.kind == "title" or is_soft(e) or e.concepts & where
        for e in reading.elements
    )
    if not plain or not _asks_what_was_said(reading):
        return []
    people = [e.entities & reading.people for e in reading.elements if e.entities & reading.people]
    if not people or len(people[0]) > 1:
        return []
    found = [m for m in answering if _tells(m) in people[0]]
    said = {q for m in found if m.card.type == "remark" for q in _quotes(m)}
    return [m for m in found if m.card.type == "remark" or not _are_among(_quotes(m), said)]


def _quotes(match: Match) -> set[str]:
    """The passages that prove what was said, or the value of a figure."""
    return {
        reference.exact
        for report in match.card.fact.reports
        for reference in report.references
        if not reference.proves or {"gist", "value"} & set(reference.proves)
    }


def _are_among(quotes: set[str], said: set[str]) -> bool:
    """Whether the words of a figure are those of remarks that are told: it tells nothing more."""
    return any(quote in other or other in quote for quote in quotes for other in said)


def _asks_what_was_said(reading: Reading) -> bool:
    """Whether a question wants to know what somebody said or thinks, and nothing more of it."""
    only = not reading.whether and not reading.asked - FREE - {"reason"}
    return only and bool(reading.concepts & {"say", "think"})


def _only_speaks_of_signing(reading: Reading) -> bool:
    """Whether a question is for what somebody signed: no remark on a signing is an answer."""
    said = [e for e in reading.elements if not e.entities and not e.time and not is_soft(e)]
    signs = bool(said) and all("sign" in e.concepts for e in said)
    return signs and not reading.whether and not reading.asked - FREE


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
    if reading.whether and best.card.type == "remark" and best.is_borne_out:
        return False
    if _tells(best) in reading.people and _asks_what_was_said(reading):
        return False
    mine = best.is_of_its_sort(reading)
    margin = CLEARLY if mine and best.card.type != "remark" else 0.0
    about = [m for m in matches if not m.missing and not m.asked and m.is_of_its_sort(reading)]
    programme = not mine and bool(reading.concepts & _PROGRAMMES)
    return any(
        (m.card.type in FIXED and m.is_fixed and m.score + EMPTY > best.score + margin)
        or (programme and m.card.type == "programme" and m.score + EMPTY > best.score - EQUAL)
        for m in about
    )


def _speaker(match: Match) -> str:
    """Who says what a remark tells; nothing where it is no remark, or only describes who."""
    return _tells(match) if match.card.type == "remark" else ""


def _tells(match: Match) -> str:
    """Who said what a remark or a figure tells, if it is somebody with a name."""
    first = match.card.fact.first
    teller = first.speaker if isinstance(first, Remark) else first.said_by
    return teller if isinstance(teller, str) else ""


def _speakers(reading: Reading, answering: Sequence[Match]) -> tuple[Match, ...]:
    """Where it is asked who the speakers were, what each of them said first; or nothing."""
    several = _are_several(reading) or (
        "list" in reading.asked and "person" in reading.concepts | reading.asked
    )
    several = several or _only_speaks_of_event(reading)
    spoke = "speaker" in reading.concepts or ("say" in reading.concepts and several)
    if not spoke or not reading.asked & {"person", "list"}:
        return ()
    by_speaker: dict[str, Match] = {}
    for m in answering:
        if speaker := _speaker(m):
            by_speaker.setdefault(speaker, m)
    return tuple(by_speaker.values()) if len(by_speaker) > 1 else ()


def _only_speaks_of_event(reading: Reading) -> bool:
    """Whether it is asked who spoke at an event, and of nothing that was said there.

    A word right before the event is part of its name: `투자 협력포럼`.
    """
    events = {e.at for e in reading.elements if e.concepts & sorts_of("event")}
    plain = all(
        e.at in events
        or e.at + e.length in events
        or e.time
        or is_soft(e)
        or (e.entities and not e.entities & reading.people)
        for e in reading.elements
    )
    return bool(events) and plain


def _are_several(reading: Reading) -> bool:
    """Whether a question in Korean says by its form that it means more than one: `인사들`."""
    return reading.lang == "ko" and any(w.folded.endswith("들") for w in reading.words)


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
