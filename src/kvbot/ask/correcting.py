"""What a question has wrong: the fact that accounts for all of it but one thing, or nearly."""

from __future__ import annotations

from collections.abc import Sequence

from kvbot.ask.decision import EQUAL, FIXED, MOST_TOLD, NEAR, Decision, Matching
from kvbot.ask.matching import Match
from kvbot.ask.reading import Element, Reading
from kvbot.ask.weighing import DIRECT, asks_what_was_said
from kvbot.ask.words import concepts_in
from kvbot.model.facts import Statistic

MOST_CORRECTING = 2
"""How many facts are told that say otherwise."""

SURELY_SAID = 4
"""How many things of a question a remark has to have, to be told where one word is unheard."""

SURELY = 3
"""How many things of a question a fact has to have as it says, to correct two others."""

CORRECTED = frozenset({"agreement", "event", "statistic", "role", "relation"})
"""Types of facts whose date, place or figure is fixed, so that another one is wrong."""


def otherwise_known(reading: Reading, matches: Sequence[Match], matching: Matching) -> Decision:
    """What to say where no fact accounts for everything."""
    other = _other_post(reading, matching) if holding(reading) else None
    other = other or _other_parent(reading, matches) or _said_otherwise(reading, matches)
    other = other or _said_by_another(reading, matches)
    if other:
        return other
    corrected = _corrected(reading, matches)
    no_year = _is_of_no_year(reading, matches) if corrected.outcome == "unknown" else None
    return no_year or corrected


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


def holding(reading: Reading) -> tuple[Element, ...]:
    """Of `was Kim minister at the forum` who and which post; nothing where it is not that.

    So of `Kim is minister - since when`.
    """
    said = reading.whether or reading.asked == {"since"}
    if not said or not reading.posts or not reading.people:
        return ()
    if reading.concepts & concepts_in("doings"):
        return ()
    of_posts = {element for post in reading.posts for element in post.elements}
    return tuple(e for e in reading.elements if e in of_posts or e.entities & reading.people)


def _other_post(reading: Reading, matching: Matching) -> Decision | None:
    """The post that somebody had of whom another one is said, wherever that was."""
    of_posts = {element for post in reading.posts for element in post.elements}
    narrowed = reading.having(elements=holding(reading))
    roles = (m for m in matching(narrowed) if m.card.type == "role" and m.is_fixed)
    held = [m for m in roles if m.missing and set(m.missing) <= of_posts]
    if not held:
        return None
    return Decision("no" if reading.whether else "corrected", (held[0],), held[0].missing[0])


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
    if correcting[0].missing[0].kind == "time" and any(
        _is_elsewhere_then(reading, m) and not _has_as_party(correcting[0], m.missing[0])
        for m in almost
    ):
        return Decision("unknown")
    wrong = correcting[0].missing[0]
    signed = [m for m in almost if m.card.type == "agreement" and m.missing[0] == wrong]
    if wrong.entities & reading.people and len(signed) > 1:
        return Decision("unknown")  # of which of them somebody else is said to have signed
    if reading.whether:
        return Decision("no", tuple(correcting[:MOST_CORRECTING]), wrong)
    return Decision("corrected", (correcting[0],), wrong)


def _is_elsewhere_then(reading: Reading, match: Match) -> bool:
    """Whether another event was at the time that is said, though not in the place."""
    wrong = match.missing[0]
    then = any(e.kind == "time" for e in reading.elements) and match.is_place(wrong)
    return then and match.card.type in FIXED and match.is_of_its_sort(reading)


def _has_as_party(match: Match, place: Element) -> bool:
    """Whether what is named like a place is a party: an agreement of two cities."""
    parties = {e for e in getattr(match.card.fact.first, "parties", ()) if isinstance(e, str)}
    return bool(place.entities & parties)


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


def otherwise(reading: Reading, best: Match, matches: Sequence[Match]) -> Decision | None:
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
    """What the holder of a post said where a question names somebody else as that holder.

    Where that one said it, only the title is wrong.
    """
    named = [e for e in reading.elements if e.entities & reading.people]
    titled = [e for e in reading.elements if e.kind == "title"]
    if len(named) != 1 or not any(_is_beside(named[0], title) for title in titled):
        return None
    said = [m for m in matches if m.card.type == "remark" and set(m.missing) == {named[0]}]
    by_holder = [m for m in said if m.is_by_holder_of(titled, named[0].entities)]
    surely = [m for m in by_holder if m.surely >= SURELY]
    untitled = [m for m in matches if m.card.type == "remark" and set(m.missing) <= set(titled)]
    if surely and any(m.surely >= surely[0].surely and m.asked for m in untitled):
        return None
    best = tuple(m for m in surely if m.score >= surely[0].score - EQUAL)[:MOST_TOLD]
    return Decision("corrected", best, named[0]) if best else None


def _is_beside(one: Element, other: Element) -> bool:
    """Whether two things of a question stand side by side."""
    return one.at + one.length == other.at or other.at + other.length == one.at


def _is_of_no_year(reading: Reading, matches: Sequence[Match]) -> Decision | None:
    """The target without a year that a question has for one: it is told as it is."""
    for m in matches if reading.whether else ():
        target = m.asked and isinstance(m.card.fact.first, Statistic) and not m.card.dated
        years = [e.time is not None and not e.time.month for e in m.missing]
        if target and m.surely >= SURELY and years == [True]:
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
        meant = match.is_surely_meant and (match.names_two or match.is_of_its_sort(reading))
        meant = meant or (match.is_by_its_name and match.is_of_its_sort(reading))
        return meant and match.contradicts(wrong)
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
