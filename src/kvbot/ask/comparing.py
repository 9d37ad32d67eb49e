"""Facts that are told side by side: of what is compared, joined, or numbered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kvbot.ask.decision import MOST_LISTED, Decision, Matching, listing
from kvbot.ask.grammar import is_soft, listed
from kvbot.ask.matching import Match, most_stating
from kvbot.ask.reading import Element, Reading
from kvbot.model.facts import Relation, Statistic

BOTH = 2
"""How many countries a figure is told of that is asked of both."""


def together(reading: Reading, matches: Sequence[Match]) -> list[Match]:
    """Of `how many offices and how many schools` a figure for each, all of the same subject."""
    if not reading.asked & {"number", "comparison"} or reading.whether:
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


def counted(reading: Reading, matching: Matching) -> Decision | None:
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
    return listing(alike)


def compared(reading: Reading, matching: Matching) -> tuple[Match, ...]:
    """One fact for each of the things compared; none if they are not alike."""
    rivals = _rivals(reading)
    if len(rivals) < 2:
        return _of_both(reading, matching)
    if halves := _halves(reading, matching):
        return halves
    of_each = [_by_sort(reading, matching, rivals, rival) for rival in rivals]
    for sort in of_each[0]:
        found = tuple(by_sort[sort] for by_sort in of_each if sort in by_sort)
        if len({match.card.fact.slug for match in found}) == len(rivals):
            return found
    return ()


def _of_both(reading: Reading, matching: Matching) -> tuple[Match, ...]:
    """A figure for each of the two countries where it is asked of both: `양국 각각 몇 %`."""
    both = [e for e in reading.elements if "bilateral" in e.concepts]
    if not both or not reading.asked & {"number", "comparison"} or reading.whether:
        return ()
    rest = tuple(e for e in reading.elements if e not in both)
    alone = reading.having(elements=rest, asked=reading.asked - {"comparison"} | {"number"})
    figures = [m for m in matching(alone) if m.answers and m.card.type == "statistic"]
    alike = tuple(m for m in figures if _sort(m) == _sort(figures[0]))
    return alike if len(alike) == BOTH and not _of_one(*alike) else ()


def _by_sort(
    reading: Reading, matching: Matching, rivals: Sequence[Element], rival: Element
) -> dict[tuple[str, str], Match]:
    """For one of those compared the best fact of each sort, the best sort first."""
    both = {"bilateral", "sides"}  # `in both countries`, beside their names
    others = [
        e
        for e in reading.elements
        if e is rival or not (e in rivals or (e.concepts and e.concepts <= both))
    ]
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
    """What is compared: two dates, or else places or bodies."""
    times = [e for e in reading.elements if e.kind == "time"]
    if len(times) == BOTH and reading.asked & {"comparison", "number"} and not reading.whether:
        return times
    if "comparison" not in reading.asked:
        return _joined_places(reading)
    named = [e for e in reading.elements if e.kind == "entity" and not e.entities & reading.people]
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
