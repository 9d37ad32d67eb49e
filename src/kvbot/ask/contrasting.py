"""Two things of which a question asks which is more, or which came first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kvbot.ask.decision import EQUAL, FIXED, Decision, Matching
from kvbot.ask.grammar import is_listed, is_soft, listed
from kvbot.ask.matching import Match, most_stating
from kvbot.ask.reading import Element, Reading
from kvbot.ask.words import is_filler
from kvbot.model.facts import Statistic

SENSES = ("lesser", "greater", "sooner", "later")
"""Lists of the grammar with words that compare: `fewer`, `more`, `earlier`, `after`.

The first that a question has a word of is meant: `ít hơn` is fewer.
"""

_ASKED = {"lesser": "number", "greater": "number", "sooner": "date", "later": "date"}

MOST_OF_A_SIDE = 2
"""How many events or agreements may be meant equally well by one side."""

COMPARED = frozenset({"date", "qualifier", "unit", "value"})
"""Fields by which two facts are judged."""

Side = tuple[Element, ...]
_Pair = tuple[list[Match], list[Match]]


def contrasted(reading: Reading, matching: Matching) -> Decision | None:
    """`More offices at home or abroad`, `which was earlier, A or B`: what is known of each.

    Whether it is so, is said where it is asked and the two decide it.
    """
    said = dict(_senses(reading))
    said = {at: sense for at, sense in said.items() if _stands_alone(reading, at, said)}
    sense = next((sense for sense in SENSES if sense in said.values()), "")
    if not sense or reading.asked & {"rank", "date"}:
        return None
    slot = _ASKED[sense]
    find = _figures if slot == "number" else _happenings
    alone = reading.having(asked=frozenset({slot}), whether=False, counts=False)
    for sides in _divided(reading, sorted(said), sense):
        named = all(any(e.kind == "term" for e in side) for side in sides)
        one, other = find(alone, sides, matching) if named else ([], [])
        if one and other:
            so = None if _offers(reading) else _is_so(sense, one, other)
            found = (*one, *other) if slot == "number" else _by_day((*one, *other))
            return Decision("compared", tuple(found), total=len(found), so=so)
    return None


def _offers(reading: Reading) -> bool:
    """Whether a question wants to know which of the two it is, and not whether it is so."""
    either = listed("either", reading.lang)
    return not reading.whether or any(word.folded in either for word in reading.words)


def _senses(reading: Reading) -> Iterator[tuple[int, str]]:
    """The words of a question that compare, each with its sense."""
    for at, word in enumerate(reading.words):
        for sense in SENSES:
            if is_listed(word, sense, reading.lang):
                yield at, sense
                break


def _stands_alone(reading: Reading, at: int, comparing: Container[int]) -> bool:
    """Whether a word is no part of something longer: `nhỏ` of small and medium enterprises."""
    words = reading.words
    runs = (range(e.at, e.at + e.length) for e in reading.elements)
    return all(
        all(place in comparing or is_filler(words[place], reading.lang) for place in run)
        for run in runs
        if at in run
    )


def _within(element: Element, comparing: Container[int]) -> bool:
    """Whether something in a question is, or holds, a word that compares: `come before`."""
    return any(at in comparing for at in range(element.at, element.at + element.length))


def _divided(reading: Reading, comparing: Sequence[int], sense: str) -> Iterator[tuple[Side, Side]]:
    """The ways in which a question can be parted into two, each half with what they share."""
    elements = [e for e in reading.elements if not is_soft(e) and not _within(e, comparing)]
    timeless = tuple(e for e in elements if e.at < 0)
    placed = sorted((e for e in elements if e.at >= 0), key=lambda e: e.at)
    for before, after in dict.fromkeys(_cuts(reading, placed, comparing, sense)):
        left = tuple(e for e in placed if e.at < before)
        right = tuple(e for e in placed if e.at >= after)
        if not left or not right:
            continue
        turned = _ends_as_standard(reading, before)
        for one, other in _halves(timeless, left, right):
            yield (other, one) if turned else (one, other)


def _ends_as_standard(reading: Reading, end: int) -> bool:
    """Whether the second is measured by what stands first in Korean: `한국보다 베트남이`."""
    return reading.lang == "ko" and reading.words[end - 1].folded.endswith(
        tuple(listed("than", "ko"))
    )


def _halves(timeless: Side, left: Side, right: Side) -> Iterator[tuple[Side, Side]]:
    """Two halves, each with all but what the other has instead, or each as it stands."""
    other = right[0]
    one = next((e for e in reversed(left) if e.kind == other.kind), None)
    if one and not one.tokens & other.tokens:
        every = (*timeless, *left, *right)
        yield tuple(e for e in every if e != other), tuple(e for e in every if e != one)
    whose = tuple(e for e in left if e.entities) if not any(e.entities for e in right) else ()
    yield (*timeless, *left), (*timeless, *whose, *right)


def _cuts(
    reading: Reading, placed: Sequence[Element], comparing: Sequence[int], sense: str
) -> Iterator[tuple[int, int]]:
    """Where the first of two may end and the second begin, as places of words."""
    lang, words = reading.lang, [word.folded for word in reading.words]
    parting = listed("either", lang) | listed("versus", lang)
    if reading.whether or _ASKED[sense] == "number":  # and not `what was after the summit`
        parting |= listed("than", lang) | listed("subject", lang)
    for at, word in enumerate(words):
        if word in parting:
            yield at, at + 1
        elif lang == "ko" and word.endswith(tuple(parting)):
            yield at + 1, at + 1
    if lang == "ko" and len(comparing) > 1:
        yield comparing[0] + 1, comparing[0] + 1
    for one, other in pairwise(placed):
        if one.entities and other.entities and one.at + one.length == other.at:
            yield other.at, other.at


def _figures(reading: Reading, sides: tuple[Side, Side], matching: Matching) -> _Pair:
    """The figure that each side means by its own words; nothing if they cannot be compared."""
    found = []
    for side, beside in (sides, sides[::-1]):
        own = [e for e in side if e.kind == "term" and e not in beside]
        matches = matching(reading.having(elements=side))
        figures = [m for m in matches if m.answers and m.card.type == "statistic"]
        found += [(m, own) for m in figures if all(m in most_stating(e, figures) for e in own)][:1]
    if len(found) < len(sides):
        return [], []
    (one, its_own), (other, others_own) = found
    if one.card.fact.slug == other.card.fact.slug:
        return [], []
    of_one = bool(its_own and others_own) and _share(one, other, "subject")
    comparable = of_one or (_share(one, other, "measure") and _share(one, other, "unit"))
    return ([one], [other]) if comparable and _share(one, other, "kind") else ([], [])


def _share(one: Match, other: Match, field: str) -> bool:
    return bool(getattr(one.card.fact.first, field) == getattr(other.card.fact.first, field))


def _happenings(reading: Reading, sides: tuple[Side, Side], matching: Matching) -> _Pair:
    """What happened once that each side means, with its day; the wider side without the other's."""
    one, other = (_dated(matching(reading.having(elements=side))) for side in sides)
    if len(one) > len(other):
        one = _without(one, other)
    else:
        other = _without(other, one)
    return (one, other) if max(len(one), len(other)) <= MOST_OF_A_SIDE else ([], [])


def _without(matches: Iterable[Match], others: Iterable[Match]) -> list[Match]:
    """Facts without those that others are as well."""
    slugs = {m.card.fact.slug for m in others}
    return [m for m in matches if m.card.fact.slug not in slugs]


def _dated(matches: Iterable[Match]) -> list[Match]:
    """The events or agreements with a day that answer best."""
    fitting = [m for m in matches if m.answers and m.card.type in FIXED and m.card.first_day]
    return [m for m in fitting if m.score >= fitting[0].score - EQUAL]


def _by_day(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda m: m.card.first_day or date.min)


def _is_so(sense: str, one: Sequence[Match], other: Sequence[Match]) -> bool | None:
    """Whether the first is more, or was earlier, than the second; None where that is not decided.

    `Over 40%` and 46% decide nothing, nor does what sources differ on.
    """
    if len(one) > 1 or len(other) > 1 or any(_is_disputed(m) for m in (*one, *other)):
        return None
    if _ASKED[sense] == "date":
        days, others = one[0].card.spans[0], other[0].card.spans[0]
        if days.last < others.first or others.last < days.first:
            return (days.last < others.first) == (sense == "sooner")
        return None
    if not _share(one[0], other[0], "unit"):
        return None
    (least, most), (its_least, its_most) = _bounds(one[0]), _bounds(other[0])
    if least > its_most or its_least > most:
        return (least > its_most) == (sense == "greater")
    return None


def _is_disputed(match: Match) -> bool:
    """Whether sources differ on what is compared."""
    return bool(COMPARED & set(match.card.fact.differing_fields()))


def _bounds(match: Match) -> tuple[Decimal, Decimal]:
    """Between what a figure lies, as far as the document says."""
    first = match.card.fact.first
    assert isinstance(first, Statistic)  # noqa: S101 - _figures lets nothing else pass
    value, unknown = first.value, Decimal("Infinity")
    match first.qualifier:
        case "exact":
            return value, value
        case "over" | "at least":
            return value, unknown
        case "under" | "nearly":
            return -unknown, value
    return -unknown, unknown
