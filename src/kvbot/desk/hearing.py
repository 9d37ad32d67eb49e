"""Hearing a question out: its words are looked up in the base until each has been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from kvbot.ask.reading import (
    Draft,
    Element,
    Kind,
    Marking,
    Reading,
    bodies_to_look_up,
    draft,
    keys_to_look_up,
    mark_fillers,
    mark_names,
    mark_phrases,
    mend,
    mistyped,
    parted,
    term_of,
    timed,
    unknown_phrases,
)
from kvbot.ask.understanding import understood
from kvbot.ask.words import (
    ASKED,
    TITLE,
    Word,
    is_address,
    is_filler,
    is_plain,
    may_be_slip,
    phrase_at,
    phrases_in,
    stem,
    without_endings,
    words_in,
)
from kvbot.index.snapshot import Snapshot
from kvbot.model.entities import Entity, Person
from kvbot.model.text import Lang
from kvbot.names.folding import MAX_TYPED, fold_words, is_hangul
from kvbot.names.korean import surnames, word_in_hangul
from kvbot.names.vietnamese import family_names, is_name, is_syllable

LONGEST_PERSON = 4
"""Words in the longest name that is looked for beside a title."""

LONGEST_IN_HANGUL = 2
"""Words in the longest name in Hangul that is looked for after a title."""

SHORTEST_NAME = 3
"""Letters of the shortest name that is looked up as a name in another spelling."""

MOST_BEFORE = 2
"""Words of a name in Hangul before a title."""

NOBODY: frozenset[str] = frozenset()

MOST_LOOKUPS = 60
"""How many forms of words are looked up as names that are not written as on record."""

MOST_FORMS = 3
"""How many forms of a word in Hangul are tried, each without another particle."""

SHORTEST_STRANGER = 3
"""Words in the shortest name of somebody unknown that is taken for one."""

SHORTEST_MISTYPED = 5
"""Letters of the shortest word in which a typing error is forgiven."""


async def hear(base: Snapshot, question: str, today: date) -> Reading:
    """The question as it is understood. Reads at most reading.LONGEST characters of it."""
    given = draft(question, today)
    named = await base.named_by_keys(keys_to_look_up(given.words))
    bodies = await base.bodies_by_words(bodies_to_look_up(given.words))
    words = parted(given.words, named)
    marking = Marking(words, given.lang)
    mark_names(marking, named, bodies)
    hearing = _Hearing(base, marking)
    mend(marking, await hearing.mistyped())
    await hearing.names_beside_titles()
    asked = mark_phrases(marking)
    mark_fillers(marking)
    if asked & {"list", "person"} or given.lang != "en":
        await hearing.people_of_a_family(asked)
    await hearing.names_written_otherwise()
    await hearing.people_by_part()
    await hearing.other_words()
    await hearing.names_of_entities()
    return understood(_reading(given, marking, asked), await hearing.people())


def _reading(given: Draft, marking: Marking, asked: frozenset[str]) -> Reading:
    elements = sorted(marking.elements, key=lambda element: element.at)
    return Reading(
        question=given.question,
        lang=given.lang,
        words=tuple(marking.words),
        asked=asked,
        elements=(*elements, *timed(given)),
    )


class _Hearing:
    """Looks up what stands in a question and is not a name as on record."""

    def __init__(self, base: Snapshot, marking: Marking) -> None:
        self._base = base
        self._marking = marking
        self._meant: dict[str, frozenset[str]] = {}
        self._unknown: set[int] = set()

    async def mistyped(self) -> list[int]:
        """Where words stand that neither the lexicon nor any fact has."""
        words = self._marking.words
        forms = {at: {words[at].folded, stem(words[at].folded)} for at in mistyped(self._marking)}
        known = await self._base.known_words({form for both in forms.values() for form in both})
        return [at for at, both in forms.items() if not both & known]

    async def names_beside_titles(self) -> None:
        """Take the names after a title or a form of address, and those in Hangul before one."""
        marking = self._marking
        titles = _titles_in(marking)
        written = [text for title in titles for text in self._beside(*title)]
        await self._look_up(form for text in written for form in _named_as(text))
        for first, length in titles:
            if not marking.is_free(first, length):
                continue
            await self._narrow(first, length)
            after = first + length
            surely = is_address(marking.words[first])
            lengths = _lengths_of_name(marking, after, surely=surely)
            for count in lengths:
                if await self._take_person(first, length, after, count):
                    break
            else:
                self._take_stranger(after, lengths, surely=surely)
                if is_hangul(marking.words[first].folded):
                    await self._take_before(first, length)
        await self._fused()

    def _beside(self, title: int, length: int) -> Iterator[str]:
        """What may be a title with a name, after it or in Hangul before it."""
        marking = self._marking
        if not marking.is_free(title, length):
            return
        surely = is_address(marking.words[title])
        for count in _lengths_of_name(marking, title + length, surely=surely):
            yield from self._with_title(title, length, title + length, count)
        if is_hangul(marking.words[title].folded):
            for count in range(1, min(MOST_BEFORE, title) + 1):
                yield from self._with_title(title, length, title - count, count)

    def _with_title(self, title: int, length: int, at: int, count: int) -> list[str]:
        """A title with words beside it, as written.

        Of a name as it is published, without diacritics, in a question that has them also
        without any.
        """
        words = self._marking.words
        written = self._marking.text(min(title, at), length + count)
        is_marked = any(word.is_marked for word in words[at : at + count])
        mixed = any(word.is_marked for word in words) and not is_marked
        return [written, " ".join(fold_words(written))] if mixed else [written]

    async def _narrow(self, title: int, length: int) -> None:
        """Of several who have the name beside a title keep those who hold such a post."""
        for at, element in enumerate(self._marking.elements):
            beside = element.at + element.length == title or element.at == title + length
            if beside and len(element.entities) > 1:
                first = min(title, element.at)
                written = self._marking.text(first, length + element.length)
                ids = element.entities & await self._without_ending(written)
                self._marking.elements[at] = replace(element, entities=ids or element.entities)

    async def _take_person(self, title: int, length: int, at: int, count: int) -> bool:
        """Take words beside a title as a person's name, if that is whom they name."""
        marking = self._marking
        if not marking.is_free(at, count) or not marking.is_free(title, length):
            return False
        name = marking.text(at, count)
        ids = NOBODY
        for written in self._with_title(title, length, at, count):
            ids = ids or await self._people(written, name, titled=True)
        if not ids:
            return False
        is_post = phrase_at(marking.words, title, marking.lang) is not None
        marking.take(at, count, Element("entity", marking.text(at, count), entities=ids))
        if not is_post:
            marking.take(title, length)
        return True

    async def _take_before(self, title: int, length: int) -> None:
        """Take the words in Hangul before a title that are a name, two before one: `호아 빈`."""
        for count in range(MOST_BEFORE, 0, -1):
            words = self._marking.words[max(0, title - count) : title]
            hangul = all(is_hangul(word.folded) for word in words)
            if hangul and await self._take_person(title, length, title - count, count):
                return

    def _take_stranger(self, at: int, lengths: Sequence[int], *, surely: bool) -> None:
        """Take words after a title that are a name, but of nobody on record."""
        for count in lengths:
            run = self._marking.words[at : at + count]
            words = [word.folded for word in run]
            known = any(phrases_in(run, self._marking.lang))
            if any(is_filler(word, self._marking.lang) for word in run[1:]):
                continue
            if known and not surely:
                continue
            if count >= SHORTEST_STRANGER and words[0] in family_names() and is_name(words):
                self._marking.take(at, count, Element("name", self._marking.text(at, count)))
                return

    async def _fused(self) -> None:
        """Take family names with a title in one word: `오장관이`."""
        forms = {
            at: [form for form in without_endings(word.folded) if 3 <= len(form) <= 6]
            for at, word in enumerate(self._marking.words)
            if is_hangul(word.folded)
            and self._marking.is_free(at)
            and not phrase_at([word], 0, "ko")
        }
        await self._look_up(form for of_word in forms.values() for form in of_word)
        for at, of_word in forms.items():
            if ids := next((i for form in of_word if (i := self._meant.get(form))), NOBODY):
                written = self._marking.words[at].written
                self._marking.take(at, 1, Element("entity", written, entities=ids))

    async def names_written_otherwise(self) -> None:
        """Take the runs of unknown words that are names in another spelling or order.

        A single word that facts know is left a word, unless it is written like a name.
        """
        free = [at for first, n in self._marking.free_runs() for at in range(first, first + n)]
        words = {at: self._marking.words[at] for at in free}
        known = await self._base.known_words({stem(word.folded) for word in words.values()})
        self._unknown = {at for at, word in words.items() if stem(word.folded) not in known}
        runs = [part for run in self._marking.free_runs() for part in _parts_of(*run)]
        may_be = {run: self._marking.text(*run) for run in runs if self._may_be_name(*run)}
        await self._look_up(form for written in may_be.values() for form in _named_as(written))
        for (at, count), written in may_be.items():
            if self._marking.is_free(at, count):
                ids = await self._people(written, written, titled=False)
                if len(ids) == 1:
                    self._marking.take(at, count, Element("entity", written, entities=ids))

    def _may_be_name(self, at: int, count: int) -> bool:
        """Whether words may be a name: of several any, one that is unknown or in capitals.

        That the first word of a question is begun with one says nothing.
        """
        if len(self._marking.text(at, count)) < SHORTEST_NAME:
            return False
        word = self._marking.words[at]
        capital = word.is_capital or (at > 0 and word.written[:1].isupper())
        return count > 1 or at in self._unknown or capital

    async def names_of_entities(self) -> None:
        """Give each name the words of the names that its entities have."""
        elements = self._marking.elements
        found = await self._base.entities({s for e in elements for s in e.entities})
        self._marking.elements = [
            replace(
                e,
                names=_names_of([found[s] for s in e.entities]),
                former=any(_was_called(found[s], e.words) for s in e.entities),
            )
            for e in elements
        ]

    async def people(self) -> frozenset[str]:
        """Those entities of the question that are people."""
        slugs = {slug for element in self._marking.elements for slug in element.entities}
        found = await self._base.entities(slugs)
        return frozenset(s for s, entity in found.items() if isinstance(entity, Person))

    async def people_by_part(self) -> None:
        """Take single words that are the name by which somebody on record goes: `chau`."""
        runs = self._marking.free_runs()
        free = {
            at: _forms(self._marking.words[at])
            for first, n in runs
            for at in range(first, first + n)
        }
        called = await self._base.people_called({form for forms in free.values() for form in forms})
        alone = len(free) == 1 and not self._marking.elements
        for at, forms in free.items():
            ids = next((called[form] for form in forms if form in called), ())
            if len(ids) == 1 or (ids and alone):
                written = self._marking.words[at].written
                self._marking.take(at, 1, Element("entity", written, entities=frozenset(ids)))

    async def people_of_a_family(self, asked: frozenset[str]) -> None:
        """Take a family name by which several on record go: `all the Kims`, `김씨`."""
        marking = self._marking
        for at, word in enumerate(marking.words):
            if not marking.is_free(at) or not (name := _family_name(word, marking.lang)):
                continue
            if not _is_called_family(marking, at, listed="list" in asked):
                continue
            ids = await self._looked_up(name)
            found = await self._base.entities(ids)
            bearers = frozenset(s for s, e in found.items() if _is_of_family(e, name))
            if len(bearers) > 1 or (bearers and marking.lang != "en"):
                marking.take(at, 1, Element("entity", word.written, entities=bearers))
            elif marking.lang != "en":
                marking.take(at, 1, Element("name", word.written))

    async def _without_ending(self, written: str) -> frozenset[str]:
        """Whom a written name means, in Hangul also without the particles at its end."""
        forms = _named_as(written)
        await self._look_up(forms)
        return next((ids for form in forms if (ids := self._meant.get(form))), NOBODY)

    async def _looked_up(self, form: str) -> frozenset[str]:
        """The entities that a written name may mean; none where it is not a name."""
        await self._look_up([form])
        return self._meant.get(form, NOBODY)

    async def _look_up(self, forms: Iterable[str]) -> None:
        """Look up names at once, those that have not been looked up yet."""
        new = [f for f in dict.fromkeys(forms) if f not in self._meant and len(f) <= MAX_TYPED]
        new = new[: MOST_LOOKUPS - len(self._meant)]
        if new:
            found = await self._base.resolve_all(new)
            self._meant |= {form: frozenset(meant.ids) for form, meant in found.items()}

    async def _people(self, written: str, name: str, *, titled: bool) -> frozenset[str]:
        """Whom a name may mean, of people only those of whom it has the given name."""
        ids = await self._without_ending(written)
        found = await self._base.entities(ids)
        return frozenset(
            s for s, e in found.items() if _names_whom(fold_words(name), e, titled=titled)
        )

    async def other_words(self) -> None:
        """Take what is left as words that an answer has to account for."""
        marking = self._marking
        for phrase in unknown_phrases(marking):
            marking.take(phrase.at, phrase.length, phrase)
        terms = [term_of(marking, at) for at, n in marking.free_runs() for at in range(at, at + n)]
        known = await self._base.known_words({t for term in terms for t in term.tokens})
        for term in terms:
            word, strange = marking.words[term.at], not term.tokens & known
            colours = is_plain(word, marking.lang)
            slips = marking.lang == "en" and may_be_slip(word)
            if strange and (colours or slips):
                marking.take(term.at, 1)
                continue
            term = replace(term, doubtful=colours)
            if (
                term.tokens
                and strange
                and not is_hangul(term.words)
                and len(term.words) >= SHORTEST_MISTYPED
            ):
                meant = await self._base.similar_words(term.words.casefold())
                term = _corrected(term, meant, marking.lang)
            marking.take(term.at, 1, term)


def _corrected(term: Element, meant: Iterable[str], lang: Lang) -> Element:
    """A word with what it may be a typing error of."""
    meant = [word for word in meant if lang != "vi" or not is_syllable(word)]
    forms = {form for word in meant for form in (word, stem(word))}
    meanings = {
        meaning
        for word in forms
        for phrase in phrases_in(words_in(word), lang)
        for meaning in phrase.meanings
        if not meaning.startswith(ASKED)
    }
    kind: Kind = "title" if any(meaning.startswith(TITLE) for meaning in meanings) else "term"
    return replace(term, kind=kind, tokens=term.tokens | forms | meanings)


def _named_as(written: str) -> list[str]:
    """A written name, and in Hangul without each run of endings that are few enough to try."""
    head, _, last = written.rpartition(" ")
    return [f"{head} {form}".strip() for form in without_endings(last)[:MOST_FORMS]]


def _forms(word: Word) -> list[str]:
    """The forms under which somebody may be called by a word: `oh` is 오."""
    forms = [form for form in (*without_endings(word.folded), stem(word.folded)) if len(form) > 1]
    return [*forms, *(h for h in word_in_hangul(word.folded) if len(h) == 1)]


def _names_whom(words: Sequence[str], entity: Entity, *, titled: bool) -> bool:
    """Whether words name a person: by the given name, or after a title a Korean's family name.

    `Nguyen Van Thang` is not Nguyen Van Than, though most of the name is the same.
    """
    if not isinstance(entity, Person) or not entity.given:
        return True
    if any(map(is_hangul, words)):
        names = [fold_words(name.text) for name in entity.names if name.lang == "ko"]
        return not names or any(n[-1] in "".join(words) or len(n) == 1 for n in names)
    if len(words) >= len(fold_words(entity.name)):
        return True
    if entity.culture == "vi":
        return fold_words(entity.given)[-1] in words
    return titled or words != fold_words(entity.family or "")


def _family_name(word: Word, lang: Lang) -> str:
    """The family name that a word is, with an English s or 씨 after it; nothing if it is none."""
    if lang == "ko":
        name, called, _ = word.folded.partition("씨")
        return name if called and name else ""
    forms = (word.folded, word.folded.removesuffix("s"))
    return next((form for form in forms if form in surnames() or form in family_names()), "")


def _is_called_family(marking: Marking, at: int, *, listed: bool) -> bool:
    """Whether a word is said to be the name of a family: `họ Kim`, `the Kims`."""
    if marking.lang == "vi":
        return at > 0 and marking.words[at - 1].folded == "ho"
    return marking.lang == "ko" or listed or marking.words[at].folded.endswith("s")


def _is_of_family(entity: Entity, name: str) -> bool:
    """Whether somebody is of a family, by the published name or by that in Hangul."""
    if not isinstance(entity, Person):
        return False
    in_hangul = (fold_words(n.text)[0] for n in entity.names if n.lang == "ko" and n.text)
    return fold_words(entity.family or "") == [name] or any(h.startswith(name) for h in in_hangul)


def _was_called(entity: Entity, written: str) -> bool:
    """Whether a name is one that an entity had before."""
    former = ["".join(fold_words(n.text)) for n in entity.names if n.kind == "former name"]
    return any(form in former for form in without_endings("".join(fold_words(written))))


def _names_of(entities: Sequence[Entity]) -> tuple[str, ...]:
    """Every name, folded; of one with several bearers none, it has to be one of them."""
    if len(entities) != 1:
        return ()
    texts = {entities[0].name, *(name.text for name in entities[0].names)}
    folded = (" ".join(fold_words(text)) for text in sorted(texts))
    return tuple(name for name in dict.fromkeys(folded) if len(name) > 1)


def _lengths_of_name(marking: Marking, at: int, *, surely: bool) -> list[int]:
    """How many words after a title may be a name, the most first. surely: after `Mr`."""
    free, longest = 0, LONGEST_IN_HANGUL if _is_in_hangul(marking, at) else LONGEST_PERSON
    while free < longest and marking.is_free(at + free) and not _ends_name(marking, at + free):
        free += 1
    if not free or (
        not surely
        and is_filler(marking.words[at], "en")
        and not marking.words[at].written[:1].isupper()
    ):
        return []
    return list(range(free, 0, -1))


def _is_in_hangul(marking: Marking, at: int) -> bool:
    """Whether a word is in Hangul, in which a name has no blank, or one after the family name."""
    return is_hangul("".join(word.folded for word in marking.words[at : at + 1]))


def _ends_name(marking: Marking, at: int) -> bool:
    """Whether a word after a title is surely no part of a name: it says nothing."""
    word = marking.words[at]
    surely = word.is_marked if marking.lang == "vi" else not word.written[:1].isupper()
    return surely and is_filler(word, marking.lang)


def _parts_of(first: int, length: int) -> list[tuple[int, int]]:
    """A run of unknown words, and each of its words by itself."""
    whole = [(first, length)] if length <= LONGEST_PERSON + 2 else []
    return [*whole, *((at, 1) for at in range(first, first + length) if length > 1)]


def _titles_in(marking: Marking) -> list[tuple[int, int]]:
    """Where titles of posts and forms of address stand: first and length."""
    found = [
        (phrase.first, phrase.length)
        for phrase in phrases_in(marking.words, marking.lang)
        if any(meaning.startswith(TITLE) for meaning in phrase.meanings)
    ]
    taken = {at for first, length in found for at in range(first, first + length)}
    return found + [
        (at, 1) for at, word in enumerate(marking.words) if at not in taken and is_address(word)
    ]
