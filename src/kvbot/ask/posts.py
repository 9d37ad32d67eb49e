"""Posts and bodies that a question describes: a title and what it is of, a name in parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kvbot.ask.grammar import listed
from kvbot.ask.reading import Element, Post, Reading, bodies
from kvbot.ask.words import concepts_in
from kvbot.names.folding import is_hangul

_SIDES = frozenset({"organization", "sides"})
"""Words that may join a title with what it is of: `thứ trưởng bên Hàn`."""


def once_titled(elements: Sequence[Element]) -> Iterable[Element]:
    """The elements without titles that stand twice: `회장은 어느 단체 회장이에요`."""
    titles: set[frozenset[str]] = set()
    for e in elements:
        if e.kind != "title" or e.tokens not in titles:
            yield e
        titles |= {e.tokens} if e.kind == "title" else set()


def posts_in(
    reading: Reading, elements: Sequence[Element], people: frozenset[str]
) -> Iterable[Post]:
    """The posts whose holder the question does not name, with what each is of."""
    named = [e for e in elements if e.entities & people]
    held = {e.at - 1 for e in named}
    held |= {e.at + e.length for e in named if reading.lang != "en"}  # `Kim heads K-Biz`
    for element in elements:
        span = set(range(element.at, element.at + element.length))
        if element.kind == "title" and not held & span:
            others = [e for e in elements if e.at >= 0 and e is not element]
            before = [] if reading.lang == "vi" else _joined(reading, element, others, -1)
            after = [] if reading.lang == "ko" else _joined(reading, element, others, 1)
            of = [e for e in (*before, *after) if e not in named]
            if reading.lang != "vi" or len(of) == len(before) + len(after):
                yield Post(element, tuple(of))


def bodies_in(
    elements: Sequence[Element], posts: Sequence[Post], people: frozenset[str]
) -> Iterable[tuple[Element, ...]]:
    """Runs of words side by side with a sort of body among them: `Hanoi youth association`."""
    of_posts = {element for post in posts for element in post.elements}
    of_posts |= {element for element in elements if element.entities & people}
    ordered = sorted((e for e in elements if e.at >= 0), key=lambda e: e.at)
    for element in ordered:
        if element.concepts & bodies() and not element.asks and element not in of_posts:
            run = [element]
            for step in (-1, 1):
                while (
                    (beside := _beside(run, ordered, step))
                    and beside not in of_posts
                    and _may_name_a_body(beside)
                ):
                    run = [beside, *run] if step < 0 else [*run, beside]
            if len(run) > 1:
                yield tuple(run)


def _beside(run: Sequence[Element], ordered: Sequence[Element], step: int) -> Element | None:
    """The element right before or after a run."""
    at = run[0].at if step < 0 else run[-1].at + run[-1].length
    ends = {e.at + e.length: e for e in ordered} if step < 0 else {e.at: e for e in ordered}
    return ends.get(at)


def _may_name_a_body(element: Element) -> bool:
    """Whether an element may be a part of a body's name: a place, or a word of its field."""
    if element.asks or element.concepts & (concepts_in("actions") | concepts_in("structural")):
        return False
    return element.kind in ("term", "entity")


def _joined(
    reading: Reading, title: Element, others: Sequence[Element], step: int
) -> list[Element]:
    """The elements that stand beside a title, with only joining words between."""
    found: list[Element] = []
    at = title.at + title.length if step > 0 else title.at - 1
    while 0 <= at < len(reading.words):
        element = next((e for e in others if e.at <= at < e.at + e.length), None)
        if element is None:
            joining = listed("joining", reading.lang)
            if found:  # `minister and mayor` are two; `of trade and industry` is one
                joining |= listed("and", reading.lang)
            if step < 0 or reading.words[at].folded not in joining:
                break
            at += step
            continue
        side = element.kind == "term" and element.concepts <= _SIDES and bool(element.concepts)
        if not side and not _may_be_of(reading, element, step):
            break
        found += [] if side else [element]
        at = element.at + element.length if step > 0 else element.at - 1
    return found


def _may_be_of(reading: Reading, element: Element, step: int) -> bool:
    """Whether an element can tell what a post is of: a body, a place, or its field."""
    if element.concepts & concepts_in("actions") or _has_particle(reading, element):
        return False
    if element.doubtful:
        return False
    if element.kind == "term":
        return step > 0 or reading.lang == "ko"
    return element.kind == "entity"


def _has_particle(reading: Reading, element: Element) -> bool:
    """Whether a word in Hangul has a particle that parts it from the next: `서울에서`."""
    last = reading.words[element.at + element.length - 1].folded
    if not is_hangul(last):
        return False
    named = any(last == name.split()[-1] for name in element.names)
    return not named and last.endswith(tuple(listed("parting", "ko")))
