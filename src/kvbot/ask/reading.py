"""A question taken apart: what it names, when, how many, which words matter, what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from itertools import groupby
from typing import Literal

from kvbot.ask.figures import Figure, take_figures
from kvbot.ask.hangul import heads
from kvbot.ask.times import Time, take_times
from kvbot.ask.words import (
    ASKED,
    CONCEPT,
    LONGEST_HANGUL,
    TITLE,
    Phrase,
    Word,
    concepts_in,
    is_ending,
    is_filler,
    is_hangul_phrase,
    lexicon,
    may_be_filler,
    may_be_mistyped,
    phrase_at,
    phrases_in,
    similar,
    spoken,
    stem,
    without_endings,
    words_in,
)
from kvbot.model.text import Lang
from kvbot.names.bodies import canonical, counts_in_name
from kvbot.names.folding import fold, is_hangul, printable
from kvbot.names.vietnamese import family_names, is_syllable

LONGEST = 600
"""Characters of a question that are read; nobody asks at greater length."""

LONGEST_NAME = 8
"""Words in the longest name that is looked for."""

SYLLABLES_OF_NAME = 3
"""Syllables that most Vietnamese have for a name, the family name first."""

LONGEST_BODY = 12
"""Words in the longest name of a body that is looked for, fillers among them."""

Kind = Literal["entity", "time", "figure", "title", "term", "name"]
Named = Mapping[str, Sequence[str]]
"""Folded names that exist, each with the entities that it may mean."""
Bodies = Mapping[tuple[str, ...], Sequence[str]]
"""Entities by the words that count in a name of theirs; see kvbot.names.bodies."""


@dataclass(frozen=True)
class Element:
    """Something in a question that an answer has to account for.

    at, length: the words of the question that it is; at is -1 for dates and numbers.
    entities: whom a name may mean, and names: each of their names, folded. tokens: the
    forms and meanings of a word. phrase, marks: words that have to stand together, without
    diacritics and with them. asks: it says what kind of thing is asked, and needs no
    accounting for. doubtful: it may say nothing. inside: it is the place in which something
    is said to be. binds: a superlative that is not itself what is asked. former: a name that
    its bearer had before. counted: what a number of is asked, right beside that. topic: what
    something is said of. aside: it says on what occasion something else was.
    """

    kind: Kind
    words: str
    at: int = -1
    length: int = 0
    entities: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    time: Time | None = None
    figure: Figure | None = None
    names: tuple[str, ...] = ()
    asks: bool = False
    inside: bool = False
    binds: bool = False
    doubtful: bool = False
    former: bool = False
    counted: bool = False
    topic: bool = False
    aside: bool = False
    phrase: str = ""
    marks: str = ""

    def __hash__(self) -> int:
        """By where and what it is, which nearly always tells two apart: all fields cost more."""
        return hash((self.at, self.words))

    @cached_property
    def words_of_names(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Each of the names with its words; in Hangul without, as particles may follow."""
        return tuple(
            (name, frozenset() if is_hangul(name[-1:]) else frozenset(name.split()))
            for name in self.names
        )

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The concepts that it may mean, without what stands before them."""
        return frozenset(t.removeprefix(CONCEPT) for t in self.tokens if t.startswith(CONCEPT))


@dataclass(frozen=True)
class Draft:
    """A question in words, before the names in it are known."""

    question: str
    lang: Lang
    words: tuple[Word, ...]
    times: tuple[Time, ...]
    figures: tuple[Figure, ...]


HEAD = frozenset({CONCEPT + "head"})
"""What everybody is called who heads something, whatever the title."""


@cache
def bodies() -> frozenset[str]:
    """The concepts that are a sort of body by whose name alone nobody is meant."""
    listed = frozenset(c.strip() for c in lexicon("rules")["types"]["organization"].split(","))
    return listed - {"organization", "company", "government"}


@dataclass(frozen=True)
class Post:
    """A post that a question names without its holder: `deputy minister of SMEs`.

    of: what it is the post of, as elements of the question.
    """

    title: Element
    of: tuple[Element, ...] = ()

    @property
    def names_a_body(self) -> bool:
        """Whether it is said of a sort of body: of a ministry, an association, a university."""
        return any(element.concepts & bodies() for element in self.of)

    @property
    def elements(self) -> tuple[Element, ...]:
        """The title and what it is of."""
        return (self.title, *self.of)


@dataclass(frozen=True)
class Reading:
    """A question as it is understood.

    asked: what is asked (`person`, `date`, …), as far as words say so; types: the concepts
    of the kind of thing that is asked (`ministry`). elements: what has to be accounted for.
    people: those of its entities that are people. posts: those whose holder it leaves open.
    bodies: names of bodies that are not on record as they are written, word by word.
    counts: a number of things is asked for, so that a share is no answer. and_post: beside
    who it was also the post is asked for.
    """

    question: str
    lang: Lang
    words: tuple[Word, ...] = ()
    asked: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    elements: tuple[Element, ...] = ()
    whether: bool = False
    people: frozenset[str] = frozenset()
    posts: tuple[Post, ...] = ()
    bodies: tuple[tuple[Element, ...], ...] = ()
    counts: bool = False
    and_post: bool = False

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Every concept of the question."""
        return frozenset(c for element in self.elements for c in element.concepts)

    @cached_property
    def of_posts(self) -> frozenset[Element]:
        """What the posts of the question are said to be of."""
        return frozenset(element for post in self.posts for element in post.of)

    def having(self, **changes: object) -> Reading:
        """The same with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


def language_of(text: str) -> Lang:
    """The language of a question: Hangul decides, then diacritics and the words of each language.

    What may be but a name, in Hangul or of a Vietnamese, decides nothing beside other words.
    """
    words = words_in(text)
    if any(is_hangul(word.folded) for word in words) and not _only_names_in_hangul(words):
        return "ko"
    return _told_by(list(_without_names(words))) or _told_by(words) or "en"


def _told_by(words: Sequence[Word]) -> Lang | None:
    """Vietnamese or English, whichever more words tell, those that lead a question first."""
    marked = sum(word.is_marked for word in words)
    vietnamese, english = (
        (
            sum(word.folded in _leading(lang) for word in words),
            sum(word.folded in _telling(lang) for word in words),
        )
        for lang in _LATIN
    )
    vietnamese = (vietnamese[0] + marked, vietnamese[1])
    return None if vietnamese == english else "vi" if vietnamese > english else "en"


def _without_names(words: Sequence[Word]) -> Iterable[Word]:
    """The words without what may be the name of a Vietnamese: `Le Tien Chau` tells no language."""
    at = 0
    while at < len(words):
        name = [word.folded for word in words[at : at + SYLLABLES_OF_NAME]]
        is_named = len(name) == SYLLABLES_OF_NAME and name[0] in family_names()
        if is_named and all(map(is_syllable, name)):
            at += SYLLABLES_OF_NAME
        else:
            yield words[at]
            at += 1


def _only_names_in_hangul(words: Sequence[Word]) -> bool:
    """Whether what is in Hangul may be names, fewer than the words that tell another language."""
    runs = [list(run) for hangul, run in groupby(words, lambda w: is_hangul(w.folded)) if hangul]
    telling = sum(any(word.folded in _telling(lang) for lang in _LATIN) for word in words)
    return telling > len(runs) and not any(_is_korean(word) for run in runs for word in run)


def _is_korean(word: Word) -> bool:
    """Whether a word in Hangul is one of the lexicon, and so no name."""
    return is_filler(word, "ko") or phrase_at([word], 0, "ko") is not None


_LATIN: tuple[Lang, Lang] = ("vi", "en")


@cache
def _leading(lang: Lang) -> frozenset[str]:
    """Words that make a question of a sentence; they tell its language more than others do."""
    grammar = lexicon(lang)["grammar"]
    listed = words_in(
        " ".join([grammar["which"], grammar["whether"], *lexicon(lang)["asked"].values()])
    )
    return frozenset(word.folded for word in listed) & _telling(lang)


@cache
def _telling(lang: Lang) -> frozenset[str]:
    """Words by which a language is known: its question words and fillers, and no other's."""
    own, other = (_asking(one) for one in (lang, "en" if lang == "vi" else "vi"))
    return own - other


@cache
def _asking(lang: Lang) -> frozenset[str]:
    phrases = [p for part in ("asked", "concepts") for p in lexicon(lang)[part].values()]
    listed = words_in(" ".join([*phrases, lexicon(lang)["fillers"]["words"]]))
    return frozenset(word.folded for word in listed)


def draft(question: str, today: date) -> Draft:
    """Take dates and numbers out of a question, and part the rest into words."""
    text = spoken(printable(question[: 4 * LONGEST])[:LONGEST])
    times, text = take_times(text, today)
    figures, text = take_figures(text)
    return Draft(
        question, language_of(question), tuple(words_in(text)), tuple(times), tuple(figures)
    )


def keys_to_look_up(words: Sequence[Word]) -> set[str]:
    """The folded names that may stand in a question: runs of words, and parts of Hangul."""
    keys = set()
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1):
            head = "".join(word.folded for word in words[start : end - 1])
            keys |= {head + last for last in without_endings(words[end - 1].folded)}
    for word in words:
        keys |= _parts_of_hangul(word.folded)
    return keys


def bodies_to_look_up(words: Sequence[Word]) -> set[tuple[str, ...]]:
    """The runs of words that may be the name of a body, by the words of it that count."""
    folded = tuple(word.folded for word in words)
    ends = [at for at in range(len(folded)) if counts_in_name(folded[at])]
    runs = (canonical(folded[a : b + 1]) for a in ends for b in ends if a < b < a + LONGEST_BODY)
    return {run for run in runs if len(run) > 1}


def _counting(run: Sequence[Word]) -> tuple[str, ...]:
    """The words that count in the name of a body; none where one at an end does not."""
    folded = tuple(word.folded for word in run)
    ends = counts_in_name(folded[0]) and counts_in_name(folded[-1])
    return canonical(folded) if ends else ()


def _parts_of_hangul(word: str) -> set[str]:
    if not is_hangul(word) or len(word) > 3 * LONGEST_HANGUL:
        return set()
    return {
        word[start:end]
        for start in range(len(word))
        for end in range(start + 1, min(start + LONGEST_HANGUL, len(word)) + 1)
    }


def parted(words: Sequence[Word], named: Named) -> tuple[Word, ...]:
    """The words, those in Hangul that are run together parted: `한베교역액` is three."""
    found: list[Word] = []
    for word in words:
        parts = _parts(word, named)
        found += parts or [word]
    return tuple(found)


def _parts(word: Word, named: Named) -> list[Word]:
    text = word.folded
    if not is_hangul(text) or not 2 <= len(text) <= 3 * LONGEST_HANGUL:
        return []
    whole = any(len(v) > 1 and v in named for v in without_endings(text))
    if whole or phrase_at([word], 0, "ko") or is_filler(word, "ko"):
        return []
    pieces = _segments(text, named, 5)
    if pieces is None and text[0] in BEFORE_PLACES:
        pieces = _segments(text[1:], named, 5)
        return [Word(piece, piece, piece) for piece in pieces or ()]
    if not pieces or len(pieces) < 2:
        return []
    return [Word(piece, piece, piece) for piece in pieces]


def _segments(text: str, named: Named, depth: int) -> list[str] | None:
    """Hangul as names and words of the lexicon, endings left out; None if it is not that."""
    if is_ending(text):
        return []
    if not depth:
        return None
    for at in range(len(text), 0, -1):
        head = text[:at]
        if head in named or (
            at > 1 and (is_hangul_phrase(head) or is_filler(Word(head, head, head), "ko"))
        ):
            for skipped in (0, 1):  # `기업|인|단체`: the first word with its ending
                after = text[at + skipped :]
                if skipped and not (after and is_ending(text[at : at + skipped])):
                    continue
                rest = _segments(after, named, depth - 1)
                if rest is not None:
                    return [head, *rest] if rest or not after else [head + after]
    return None


BEFORE_PLACES = "대주재"
"""Syllables before a place in Hangul, `to` and `in`: `대베트남`, `주베트남`."""


class Marking:
    """The words of a question and what each has been taken for."""

    def __init__(self, words: Sequence[Word], lang: Lang) -> None:
        self.words = words
        self.lang = lang
        self.taken: list[bool] = [False] * len(words)
        self.elements: list[Element] = []

    def is_free(self, at: int, length: int = 1) -> bool:
        """Whether words stand there that nothing has been made of."""
        return at >= 0 and at + length <= len(self.words) and not any(self.taken[at : at + length])

    def take(self, at: int, length: int, element: Element | None = None) -> None:
        """Take words for an element, or for nothing that matters."""
        self.taken[at : at + length] = [True] * length
        if element:
            self.elements.append(replace(element, at=at, length=length))

    def text(self, at: int, length: int) -> str:
        """Words as they were written."""
        return " ".join(word.written for word in self.words[at : at + length])

    def free_runs(self) -> list[tuple[int, int]]:
        """The runs of words that nothing has been made of: first and length."""
        runs: list[tuple[int, int]] = []
        for at in range(len(self.words)):
            if self.taken[at]:
                continue
            if runs and sum(runs[-1]) == at:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            else:
                runs.append((at, 1))
        return runs


def mark_names(marking: Marking, named: Named, bodies: Bodies) -> None:
    """Take every run of words that is a name on record, the longest first.

    bodies: entities by the words that count in their names.
    """
    count = len(marking.words)
    for length in range(min(LONGEST_BODY, count), 0, -1):
        for at in range(count - length + 1):
            if not marking.is_free(at, length):
                continue
            run = marking.words[at : at + length]
            slugs = _named_at(marking, at, length, named)
            if bodies and not slugs and length > 1 and not _are_two_syllables(run):
                slugs = bodies.get(_counting(run), ())
            if slugs:
                words = marking.text(at, length)
                marking.take(at, length, Element("entity", words, entities=frozenset(slugs)))


def _are_two_syllables(run: Sequence[Word]) -> bool:
    """Whether words are two Vietnamese syllables, which turned round are others: `nói hạ`."""
    one, *others = run
    return len(others) == 1 and (one.is_marked or others[0].is_marked)


def _named_at(marking: Marking, at: int, length: int, named: Named) -> Sequence[str]:
    run = marking.words[at : at + length]
    if length > 1 and run[-1].is_marked and is_filler(run[-1], marking.lang):
        return ()  # `VN ạ` is not VNA
    head = "".join(word.folded for word in run[:-1])
    for last in without_endings(run[-1].folded):
        slugs = named.get(head + last, ())
        if slugs and (length > 1 or _is_name_alone(marking, at, last)):
            return slugs
    return ()


def _is_name_alone(marking: Marking, at: int, key: str) -> bool:
    """Whether one word is a name: not a common word that happens to be spelled so.

    A single syllable in Hangul is one beside another (`한-베`), a filler in capitals.
    """
    word = marking.words[at]
    if marking.lang == "vi" and not word.is_marked and not word.is_capital:
        phrase = phrase_at(marking.words, at, "vi")
        if phrase and phrase.length > 1:
            return False
    if len(key) == 1:
        neighbours = [*marking.words[max(0, at - 1) : at], *marking.words[at + 1 : at + 2]]
        return key == word.folded and any(
            len(w.folded) == 1 and is_hangul(w.folded) for w in neighbours
        )
    if is_hangul(key):
        return True
    if word.is_marked and not word.written[:1].isupper() and _is_common(word, marking.lang):
        return False
    common = (
        is_filler(word, marking.lang)
        or is_filler(word, "en")
        or (len(key) == 2 and _is_common(word, marking.lang))
    )
    return not common or word.is_capital


def _is_common(word: Word, lang: str) -> bool:
    return phrase_at([word], 0, lang) is not None


def mistyped(marking: Marking) -> list[int]:
    """Where words stand that may have a typing error."""
    words = enumerate(marking.words)
    return [at for at, w in words if marking.is_free(at) and may_be_mistyped(w, marking.lang)]


def mend(marking: Marking, places: Iterable[int]) -> None:
    """Put right words with a typing error that make a phrase of the lexicon then."""
    words = list(marking.words)
    for at in places:
        word = words[at]
        for meant in similar(word, marking.lang):
            tried = [*words[:at], meant, *words[at + 1 :]]
            starts = range(max(0, at - 1), at + 1)
            found = [p for first in starts if (p := phrase_at(tried, first, marking.lang))]
            if any(
                p.first + p.length > at and (p.length > 1 or marking.lang != "vi") for p in found
            ):
                words[at] = meant
                break
    marking.words = tuple(words)


def mark_phrases(marking: Marking) -> frozenset[str]:
    """Take the phrases of the lexicon; returns what is asked, as far as they say so."""
    asked: set[str] = set()
    for phrase in _free_phrases(marking):
        asks = {m.removeprefix(ASKED) for m in phrase.meanings if m.startswith(ASKED)}
        asked |= asks
        element = _element_of(marking, phrase)
        marking.take(phrase.first, phrase.length, element)
    return frozenset(asked)


def _free_phrases(marking: Marking) -> list[Phrase]:
    """The phrases among the words of which nothing has been made.

    A phrase that would take in a name hides none behind it: `Việt Nam bao nhiêu`.
    """
    return [
        phrase._replace(first=first + phrase.first)
        for first, length in marking.free_runs()
        for phrase in phrases_in(marking.words[first : first + length], marking.lang)
    ]


def _element_of(marking: Marking, phrase: Phrase) -> Element | None:
    meanings = {m for m in phrase.meanings if not m.startswith(ASKED)}
    if not meanings:
        return None
    words = marking.words[phrase.first : phrase.first + phrase.length]
    soft = {CONCEPT + concept for concept in concepts_in("soft")}
    if meanings != phrase.meanings and not meanings <= soft and _is_bare(marking, phrase):
        return None
    titles = {m for m in meanings if m.startswith(TITLE)}
    stems = {stem(word.folded) for word in words} | {word.folded for word in words}
    doubtful = phrase.length == 1 and may_be_filler(words[0], marking.lang)
    is_title = titles and _is_title(marking, phrase, meanings - titles)
    return Element(
        "title" if is_title or meanings == HEAD else "term",
        marking.text(phrase.first, phrase.length),
        doubtful=doubtful,
        tokens=frozenset(meanings | (stems if phrase.length == 1 and not titles else set())),
    )


def _is_bare(marking: Marking, phrase: Phrase) -> bool:
    """Whether Vietnamese words without diacritics both ask and may mean something else.

    `co may` is rather có mấy, how many, than cơ may, a chance.
    """
    words = marking.words[phrase.first : phrase.first + phrase.length]
    return marking.lang == "vi" and phrase.length == 2 and not any(w.is_marked for w in words)


def _is_title(marking: Marking, phrase: Phrase, other: set[str]) -> bool:
    """Whether a word that is a title and something else is the title: after a name it is."""
    ends = {element.at + element.length for element in marking.elements if element.entities}
    return not other or phrase.first in ends


def mark_fillers(marking: Marking) -> None:
    """Take the words that say nothing."""
    for at, word in enumerate(marking.words):
        if not marking.is_free(at):
            continue
        letter = len(word.folded) == 1 and not is_hangul(word.folded)
        if (
            is_filler(word, marking.lang)
            or letter
            or (is_hangul(word.folded) and is_ending(word.folded))
        ):
            marking.take(at, 1)


def unknown_phrases(marking: Marking) -> Iterable[Element]:
    """An element for each run of Vietnamese syllables that nothing knows: they are one word."""
    for first, length in marking.free_runs():
        run = marking.words[first : first + length]
        if marking.lang == "vi" and length > 1 and all(is_syllable(w.folded) for w in run):
            phrase = " ".join(word.folded for word in run)
            marks = " ".join(w.marks for w in run) if any(w.is_marked for w in run) else ""
            yield Element(
                "term", marking.text(first, length), first, length, phrase=phrase, marks=marks
            )


def term_of(marking: Marking, at: int) -> Element:
    """An element for a word that nothing knows."""
    word = marking.words[at]
    if marking.lang == "vi" and is_syllable(word.folded):
        return _syllable(marking, at)
    forms = {stem(word.folded), *without_endings(word.folded), *heads(word.folded)}
    return Element(
        "term",
        word.written,
        at,
        1,
        tokens=frozenset(f for f in forms if len(f) > 1 or f == word.folded),
    )


def _syllable(marking: Marking, at: int) -> Element:
    """An element for a Vietnamese syllable that is left over.

    Without diacritics it is only half a word where a filler stands beside it: of `tai tro`
    the first may be tại, but is not. Then both have to stand together.
    """
    word = marking.words[at]
    if word.is_marked:
        return Element("term", word.written, at, 1, phrase=word.folded, marks=word.marks)
    pairs = [(other, word) for other in marking.words[max(0, at - 1) : at]]
    pairs += [(word, other) for other in marking.words[at + 1 : at + 2]]
    joined = tuple(
        f"{a.folded} {b.folded}" for a, b in pairs if is_filler(a if b is word else b, "vi")
    )
    return Element("term", word.written, at, 1, phrase=word.folded, names=joined)


def timed(given: Draft) -> Iterable[Element]:
    """An element for each date and each number of a question."""
    for time in given.times:
        yield Element("time", time.words, time=time)
    for figure in given.figures:
        yield Element("figure", figure.words, figure=figure)


def is_name_like(word: Word) -> bool:
    """Whether a word may be a part of a name: it has letters."""
    return bool(fold(word.folded)) and not word.folded.isdigit()
