"""Which entity a written name means: resolved to one, ambiguous, or unknown.

A name is tried in steps, from the surest to the loosest; the first step with a candidate
that fits decides. Each step says by which keys candidates are fetched, and whether one of
them fits. Fetching is the index's business; nothing here knows a database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal, NamedTuple

from kvbot.model.entities import EntityKind
from kvbot.names import korean, vietnamese
from kvbot.names.bodies import canonical, without_sort_of_place
from kvbot.names.folding import fold_words, is_hangul
from kvbot.names.keys import MIN_LETTERS_FOR_TYPOS, sorted_keys
from kvbot.names.written import Written, marks_agree, on_record

MOST_CHOICES = 25
"""How many entities are offered at most."""

SHORTEST_PART = 3
"""Letters of the shortest syllable that finds a body by a part of its name."""

SHORTEST_MISTYPED = 4
"""Letters of the shortest word of a body's name in which an error is forgiven."""


class Candidate(NamedTuple):
    """An entity that may be meant, with all its names.

    keys: those of the keys looked up that it has.
    """

    entity: str
    kind: EntityKind
    names: tuple[str, ...]
    keys: frozenset[str] = frozenset()


class Resolution(NamedTuple):
    """The outcome. ids: one if resolved, those that fit if ambiguous, else none.

    nearest: for an unknown name, entities with a similar one, which are not the same.
    """

    status: Literal["resolved", "ambiguous", "unknown"]
    ids: tuple[str, ...]
    nearest: tuple[str, ...] = ()


UNKNOWN = Resolution("unknown", ())


class Lookup(NamedTuple):
    """What to fetch: names of these folded forms, of these keys, with all of these words.

    words: groups of alternatives, one of each of which must be there. almost: a folded
    form that may have a typing error in it.
    """

    forms: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    almost: str = ""

    def __bool__(self) -> bool:
        return any(self)


def _never(written: Written, candidate: Candidate) -> bool:
    return False


class Step(NamedTuple):
    """A way to find a name. asks: whether a candidate, even the only one, is only offered."""

    lookup: Callable[[Written], Lookup]
    fits: Callable[[Written, Candidate], bool]
    asks: Callable[[Written, Candidate], bool] = _never


def settled(step: Step, written: Written, candidates: Iterable[Candidate]) -> Resolution | None:
    """What a step decides; None if nobody fits and the next step has to be tried."""
    fitting = [candidate for candidate in candidates if step.fits(written, candidate)]
    if not fitting:
        return None
    asks = any(step.asks(written, candidate) for candidate in fitting)
    return of_those({candidate.entity for candidate in fitting}, asks=asks)


def of_those(entities: Collection[str], *, asks: bool = False) -> Resolution:
    """Resolved to the one, ambiguous between several, unknown if there is none.

    asks: even a single one is only offered.
    """
    if not entities:
        return UNKNOWN
    alone = len(entities) == 1 and not asks
    return Resolution("resolved" if alone else "ambiguous", tuple(sorted(entities)[:MOST_CHOICES]))


# --- as it is written ---


def _whole(written: Written) -> Lookup:
    return Lookup(forms=(written.folded,))


def _has_form(forms: Sequence[str], written: Written, candidate: Candidate) -> bool:
    folded = {on_record(name).folded for name in candidate.names}
    return any(f in folded and marks_agree(written, f, candidate.names) for f in forms)


def _is_whole(written: Written, candidate: Candidate) -> bool:
    return _has_form((written.folded,), written, candidate)


# --- the same words in the name of a body ---


def _same_words(written: Written) -> Lookup:
    return Lookup(keys=(f"c{' '.join(written.canonical)}",) if written.canonical else ())


def _is_body(written: Written, candidate: Candidate) -> bool:
    return candidate.kind != "person" and _body_marks_agree(written, candidate)


def _body_marks_agree(written: Written, candidate: Candidate) -> bool:
    return marks_agree(written, written.folded, candidate.names)


def _words_agree(written: Written, candidate: Candidate) -> bool:
    """Whether no word has other diacritics than in the names: `nói hạ` is not Hà Nội."""
    marks = {mark for name in map(on_record, candidate.names) for mark in name.marks}
    folded = {word for mark in marks for word in fold_words(mark)}
    strange = set(written.marks) - marks - set(written.words)
    return not any(word in folded for mark in strange for word in fold_words(mark))


# --- another spelling: without titles, family name last, sort of place named, romanised ---


def _respelled(written: Written) -> Lookup:
    place = _place(written)
    names = dict.fromkeys(reading.full for reading in _readings(written))
    places = korean.word_in_hangul(place, most=korean.LONGEST_PLACE)
    return Lookup(
        forms=(*written.forms, place),
        keys=(*(f"h{hangul}" for hangul in names), *(f"p{hangul}" for hangul in places)),
    )


def _readings(written: Written) -> list[korean.Reading]:
    """The Korean names that it can be, with and without what looks like a title."""
    found: list[korean.Reading] = []
    for parts in dict.fromkeys((written.parts, written.name_parts)):
        folded = "".join(piece for part in parts for piece in part)
        hangul = is_hangul(folded)
        found += korean.readings_of_hangul(folded) if hangul else korean.readings(parts)
    return found


def _is_respelled(written: Written, candidate: Candidate) -> bool:
    if candidate.kind == "organization":
        return False
    if candidate.keys & sorted_keys(candidate.kind, candidate.names):
        return True
    forms = (_place(written),) if candidate.kind == "place" else written.forms
    return _has_form(forms, written, candidate)


def _place(written: Written) -> str:
    return "".join(without_sort_of_place(written.words))


# --- a title with one name ---


def _one_name(written: Written) -> Lookup:
    if len(written.name) != 1:
        return Lookup()
    name = written.name[0]
    families = (name,) if is_hangul(name) else korean.surnames().get(name, ())
    return Lookup(keys=(*(f"s{family}" for family in families), f"v{name}"))


def _titled_name(written: Written) -> Lookup:
    return _one_name(written) if written.titled.titles else Lookup()


def _is_called(written: Written, candidate: Candidate) -> bool:
    return candidate.kind == "person" and _is_called_so(written, candidate)


def _is_called_so(written: Written, candidate: Candidate) -> bool:
    """Whether one name is that by which a person is called, diacritics included."""
    if not candidate.keys & set(_one_name(written).keys):
        return False
    if not written.name_marks:
        return True
    given = [n.marks[-1] for n in map(on_record, candidate.names) if n.marks]
    return not given or written.name_marks[-1] in given


# --- a part of a name ---


def _part(written: Written) -> Lookup:
    words = canonical(written.name)
    given = tuple(f"g{reading}" for reading in _given(written.name))
    if len(words) == 1 and len(words[0]) < SHORTEST_PART and is_well_formed(words[0]):
        words = ()
    return Lookup(
        words=tuple((word, *_in_hangul(word)) for word in words),
        keys=(*given, *_one_name(written).keys),
    )


def _in_hangul(word: str) -> list[str]:
    return [hangul for hangul in korean.word_in_hangul(word) if len(hangul) > 1]


def _given(words: Sequence[str]) -> list[str]:
    folded = "".join(words)
    if is_hangul(folded):
        return [folded] if len(folded) == korean.LONGEST_GIVEN else []
    return korean.given_readings(words)


def _is_part(written: Written, candidate: Candidate) -> bool:
    if candidate.kind != "person":
        agree = _body_marks_agree(written, candidate) and _words_agree(written, candidate)
        return not written.titled.titles and agree
    if len(written.name) == 1 and _is_called_so(written, candidate):
        return True
    if any(key.startswith("g") for key in candidate.keys):
        return True
    names = [on_record(name) for name in candidate.names]
    marked = [name for name in names if name.marks] if written.marks else []
    return any(_shortens(written, name) for name in marked or names)


def _shortens(written: Written, name: Written) -> bool:
    """Whether a longer name was shortened, to its first words or to others and the last.

    The parts of a Korean name are no names by themselves.
    """
    if len(written.name) < 2 or korean.readings_on_record(name.parts):
        return False
    both_marked = bool(written.name_marks and name.marks)
    part, whole = (written.name_marks, name.marks) if both_marked else (written.name, name.words)
    if part == whole[: len(part)]:
        return True
    return part[-1] == whole[-1] and _in_order(part, whole)


def _in_order(part: Sequence[str], whole: Sequence[str]) -> bool:
    left = iter(whole)
    return all(word in left for word in part)


# --- one typing error ---


def _mistyped(written: Written) -> Lookup:
    folded = "".join(written.name)
    return Lookup(almost=folded if len(folded) >= MIN_LETTERS_FOR_TYPOS else "")


def _is_mistyped(written: Written, candidate: Candidate) -> bool:
    return any(_one_error(written, on_record(name), candidate.kind) for name in candidate.names)


def is_one_letter_away(folded: str, other: str) -> bool:
    """Whether one typing error makes two folded names differ."""
    from rapidfuzz.distance import OSA  # only a misspelt name needs it: it costs a start 20 ms

    return OSA.distance(folded, other, score_cutoff=1) == 1


def _one_error(written: Written, name: Written, kind: EntityKind) -> bool:
    """Whether one error that leaves no other name turned name into what was written."""
    if len(name.folded) < MIN_LETTERS_FOR_TYPOS:
        return False
    if not is_one_letter_away("".join(written.name), name.folded):
        return False
    if kind == "person":
        return _is_no_name_like(written, name)
    if len(written.name) != len(name.words):
        return not all(is_well_formed(word) for word in written.name)
    wrong = [w for w, right in zip(written.name, name.words, strict=True) if w != right]
    if kind == "organization" and any(len(word) < SHORTEST_MISTYPED for word in wrong):
        return False
    return not all(is_well_formed(word) for word in wrong)


def _is_no_name_like(written: Written, name: Written) -> bool:
    """Whether what was written cannot be a name of the language that a name is in."""
    if vietnamese.is_name(name.words):
        return not all(vietnamese.is_syllable(word) for word in written.name)
    if korean.readings_on_record(name.parts):
        return not korean.readings(written.name_parts)
    return not all(is_well_formed(word) for word in written.name)


def is_well_formed(word: str) -> bool:
    """Whether a word can be a Korean or Vietnamese name, or a part of one, as it stands."""
    if vietnamese.is_syllable(word) or is_hangul(word) or word in korean.surnames():
        return True
    return bool(korean.word_in_hangul(word, most=3))


def _is_family_or_given(written: Written, candidate: Candidate) -> bool:
    """Whether a person was called by one name only, without a title."""
    return candidate.kind == "person" and _is_called_so(written, candidate)


TITLED = Step(_titled_name, _is_called)
MISTYPED = Step(_mistyped, _is_mistyped)

STEPS = (
    Step(_whole, _is_whole),
    Step(_same_words, _is_body),
    Step(_respelled, _is_respelled),
    TITLED,
    Step(_part, _is_part, asks=_is_family_or_given),
    MISTYPED,
)

SURE = 3
"""The first steps, in which a whole name was written and not a part of one or a title."""

NEAREST = 3
"""How many similar names are told for one that is unknown."""


def nearest(written: Written, candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Entities with a name that has other diacritics, or is one letter away."""
    near = {c.entity for c in candidates if any(_is_near(written, on_record(n)) for n in c.names)}
    return tuple(sorted(near)[:NEAREST])


def _is_near(written: Written, name: Written) -> bool:
    return written.folded == name.folded or is_one_letter_away(written.folded, name.folded)
