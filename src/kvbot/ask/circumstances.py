"""What the parts of a question are to one another: softer beside others, aside, inside, a topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kvbot.ask.grammar import listed, sorts_of
from kvbot.ask.reading import Element, Post, Reading
from kvbot.ask.words import ASKED, phrases_in
from kvbot.names.folding import is_hangul


def with_counted(reading: Reading, elements: Sequence[Element]) -> Iterable[Element]:
    """The elements, with what is counted: the word after `how many`, before `몇 개`."""
    ends = {
        (phrase.first - 1 if reading.lang == "ko" else phrase.first + phrase.length)
        for phrase in phrases_in(reading.words, reading.lang)
        if f"{ASKED}count" in phrase.meanings
    }
    for e in elements:
        beside = e.at + e.length - 1 if reading.lang == "ko" else e.at
        yield replace(e, counted=e.kind == "term" and beside in ends)


def timed_softly(reading: Reading, elements: Sequence[Element]) -> Iterable[Element]:
    """After what it was need not be accounted for, if what it was is; nor of what visit a part."""
    signed = any(e.concepts & {"sign", "adopt"} for e in elements)  # at it, and not after it
    events = sorts_of("event") | {"meet", "sign", "visit"}
    happening = set() if signed else events | sorts_of("agreement")
    happened = {e.at for e in elements if e.concepts & happening}
    visits = {e.at for e in elements if e.concepts & {"visit", "state_visit"}}
    for e in elements:
        when, part = e.concepts == {"after"}, e.concepts == {"under"}
        near = range(e.at - 1 if reading.lang == "ko" else e.at, e.at + e.length + 3)
        soft = when and bool(happened & set(near))
        yield replace(e, doubtful=e.doubtful or soft or (part and bool(visits)))


def held_softly(
    reading: Reading, elements: Sequence[Element], posts: Sequence[Post]
) -> Iterable[Element]:
    """What says next to nothing beside a post: the sex of its holder, that a name be in full.

    So of a post that it is in a government, of what happened that its name be in full, and of
    who spoke for whom.
    """
    titles = {at for e in elements if e.kind == "title" for at in (e.at - 1, e.at + e.length)}
    happened = any(e.concepts & sorts_of("event") for e in elements)
    happened = happened and not any(e.asks and not e.concepts & sorts_of("event") for e in elements)
    spoke = "person" in reading.asked and bool(reading.concepts & {"say", "speaker"})
    for e in elements:
        soft = e.concepts == {"women"} and bool(titles & {e.at, e.at + e.length - 1})
        soft |= e.concepts == {"stands_for"} and (bool(posts) or happened)
        soft |= (e.concepts == {"government"} or "post" in e.concepts) and "post" in reading.asked
        soft |= spoke and "represent" in e.concepts <= {"represent", "leader", "head"}
        yield replace(e, doubtful=e.doubtful or soft)


def begun_softly(elements: Iterable[Element]) -> Iterable[Element]:
    """Of `started since when` the start need not be accounted for: since when is what is asked."""
    for e in elements:
        starts = e.kind == "term" and e.concepts == {"open"}
        yield replace(e, doubtful=e.doubtful or starts)


def is_topic(reading: Reading, element: Element) -> bool:
    """Whether something is said of an entity: `Việt Nam đứng thứ mấy`, `베트남은 몇 번째`."""
    if not element.entities or element.at < 0:
        return False
    if reading.lang == "ko":
        last = reading.words[element.at + element.length - 1].folded
        named = any(last == name.split()[-1] for name in element.names)  # 노르웨이 has no 이
        return not named and last.endswith(tuple(listed("topic", "ko")))
    topic = listed("topic", reading.lang)
    before = reading.words[: element.at]
    if reading.lang == "en" and before and before[-1].folded in topic:
        return len(before) == 1 or before[-1].folded == "has"  # `is Vietnam …`
    leads = all(e.entities or e.at > element.at for e in reading.elements if e.at >= 0)
    following = reading.words[element.at + element.length :][:1]
    return leads and any(word.folded in topic for word in following)


def is_aside(reading: Reading, element: Element) -> bool:
    """Whether it was on that occasion: `during the visit`, `방한 때`, `trong chuyến thăm`."""
    if element.at < 0 or not element.concepts & (sorts_of("event") | {"visit", "state_visit"}):
        return False
    during = listed("during", reading.lang)
    after = element.at + element.length
    if reading.lang == "ko":
        last = reading.words[after - 1].folded
        following = reading.words[after : after + 1]
        return last.endswith(tuple(during)) or any(w.folded in during for w in following)
    before = beyond_names(reading, element.at - 1, -1)[:4]
    return bool(set(before) & during)


def is_inside(reading: Reading, element: Element) -> bool:
    """Whether a place is the one in which something is said to be: `in Vietnam`, `베트남에`."""
    if element.at < 0 or element.concepts or element.kind not in ("entity", "term"):
        return False
    if "number" in reading.asked and _is_visited(reading, element):
        return True
    after = element.at + element.length
    last = reading.words[after - 1].folded
    if is_hangul(last[-1:]):
        if _is_before_bodies(reading, after):
            return True
        following = {word.folded for word in reading.words[after : after + 1]}
        return last.endswith(tuple(listed("within", "ko"))) or bool(
            following & listed("within", "ko")
        )
    before = reading.words[max(0, element.at - 1) : element.at]
    return any(word.folded in listed("within", reading.lang) for word in before)


def _is_before_bodies(reading: Reading, at: int) -> bool:
    """Whether a list of bodies is wanted and begins there: `하노이 기관 목록`."""
    ends = tuple(listed("inventory", "ko"))
    return any(
        e.at == at
        and e.concepts & sorts_of("organization")
        and any(w.folded.startswith(ends) for w in reading.words[at + e.length :][:1])
        for e in reading.elements
    )


def _is_visited(reading: Reading, place: Element) -> bool:
    """Whether a place stands where in its language that stands which is visited."""
    verbs = [e for e in reading.elements if "visit" in e.concepts and not e.doubtful]
    if reading.lang == "ko":
        return any(place.at + place.length == verb.at for verb in verbs)
    return any(verb.at + verb.length == place.at for verb in verbs)


def beyond_names(reading: Reading, at: int, step: int) -> list[str]:
    """The words before or after a place, names left out: of `which Hai Phong dept` which."""
    named = {n for e in reading.elements if e.entities for n in range(e.at, e.at + e.length)}
    stop = -1 if step < 0 else len(reading.words)
    return [reading.words[n].folded for n in range(at, stop, step) if n not in named]
