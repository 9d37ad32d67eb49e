"""The words of a question or of a fact, in the forms in which they are compared."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kvbot.ask.hangul import heads
from kvbot.model.text import LANGUAGES, Lang
from kvbot.names.folding import fold, fold_words, is_hangul
from kvbot.names.tables import tables
from kvbot.names.vietnamese import is_syllable, marked

LONGEST_PHRASE = 6
"""Words in the longest phrase of the lexicon."""

MOST_MISMARKED = 1
"""Words of a phrase whose diacritics may be wrong: `thưong mại`."""

CONJOINING_OPEN = 2
"""Letters of a syllable in Hangul that ends in a vowel."""

LONGEST_HANGUL = 10
"""Syllables in the longest word in Hangul that is taken apart."""

CONCEPT, ASKED, TITLE = "concept:", "asked:", "title:"
"""What stands before a meaning: a concept, what is asked, a title of a post."""

_WORD = re.compile(r"[^\W_]+")
_STEMMER = snowballstemmer.stemmer("english")


class Word(NamedTuple):
    """A word as it is compared, without diacritics and with them, and as it was written."""

    folded: str
    marks: str
    written: str

    @property
    def is_capital(self) -> bool:
        """Whether it was written in capitals, as acronyms are."""
        return self.written.isupper()

    @property
    def is_marked(self) -> bool:
        """Whether it was written with diacritics."""
        return self.marks.isascii() is False and not is_hangul(self.folded[-1:])


def words_in(text: str) -> list[Word]:
    """The words of text, in order."""
    found = ((fold(word), word) for word in _WORD.findall(unicodedata.normalize("NFKC", text)))
    return [Word(folded, marked(word), word) for folded, word in found if folded]


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The tables of a language, or `rules`, how its meanings go together; see questions/."""
    text = files("kvbot.ask").joinpath("questions", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def concepts_in(part: str) -> frozenset[str]:
    """The concepts of a list of the lexicon."""
    listed = (concept.strip() for concept in lexicon("rules")[part]["concepts"].split(","))
    return frozenset(concept for concept in listed if concept)


@cache
def _one_of(table: str, row: str = "words") -> re.Pattern[str]:
    """Any of the words of a table of the Korean lexicon, the longest first."""
    return re.compile("|".join(sorted(lexicon("ko")[table][row].split(), key=len)[::-1]))


@cache
def _endings() -> re.Pattern[str]:
    """What may follow a word in Hangul: a run of particles and endings."""
    return re.compile(f"(?:{_one_of('endings').pattern})+")


class _Spoken(NamedTuple):
    """How something is read that is written so. in_hangul: it is only written in Hangul."""

    written: re.Pattern[str]
    read: str
    in_hangul: bool


@cache
def _spoken() -> tuple[_Spoken, ...]:
    return tuple(
        _Spoken(
            re.compile(row["written"], re.IGNORECASE),
            _apart(row["read"]),
            _is_in_hangul(row["written"]),
        )
        for row in lexicon("rules")["spoken"]
    )


_HANGUL, _LATIN = re.compile("[가-힣]"), re.compile("[a-zà-ỹ]", re.IGNORECASE)
_NOT_WRITTEN = re.compile(r"\\.|\(\?<?![^)]*\)")
"""What of a pattern is no letter that has to be there: an escape, what must not stand there."""


def _is_in_hangul(pattern: str) -> bool:
    """Whether only text with Hangul can have a pattern."""
    letters = _NOT_WRITTEN.sub("", pattern)
    return bool(_HANGUL.search(letters)) and not _LATIN.search(letters)


_WORD = re.compile(r"\w+")


def _apart(read: str) -> str:
    """A reading with blanks around it; in Hangul it stays in its word."""
    return read if is_hangul(read) or read.startswith("\\") else f" {read} "


def spoken(text: str) -> str:
    """Text with what is written short read out, and without what is said in passing."""
    # for a pattern a dotted capital İ is an i, for the table it is not
    text = _written_short().sub(lambda found: _short().get(found[0].casefold(), found[0]), text)
    in_hangul = _HANGUL.search(text) is not None
    for rule in _spoken():
        if in_hangul or not rule.in_hangul:
            text = rule.written.sub(rule.read, text)
    return _without_passing(text)


def _without_passing(text: str) -> str:
    """Text without what is said in passing; of two such phrases at a place the longer."""
    words = [found.span() for found in _WORD.finditer(text)]
    kept, at, begin = "", 0, 0
    while at < len(words):
        ends = range(min(at + _longest_passing(), len(words)) - 1, at - 1, -1)
        start = words[at][0]
        pieces = ((end, text[start : words[end][1]].casefold()) for end in ends)
        last = next((end for end, piece in pieces if piece in _said_in_passing()), None)
        if last is None:
            at += 1
            continue
        kept += f"{text[begin:start]} "
        at, begin = last + 1, words[last][1]
    return kept + text[begin:]


@cache
def _short() -> Mapping[str, str]:
    """What is written short in Vietnamese, and what it reads."""
    rows = lexicon("vi")["short"].items()
    forms = {form.strip(): f" {read} " for read, row in rows for form in row.split(",")}
    return MappingProxyType(forms)


@cache
def _said_in_passing() -> frozenset[str]:
    """Vietnamese phrases that say nothing; those of `marked` are others without diacritics."""
    rows = lexicon("vi")["fillers"]
    phrases, marked = (
        [" ".join(p.split()) for p in rows[r].split(",")] for r in ("phrases", "marked")
    )
    return frozenset([*phrases, *marked, *(" ".join(fold_words(p)) for p in phrases)])


@cache
def _longest_passing() -> int:
    """How many words the longest phrase has that is said in passing."""
    return max(len(_WORD.findall(phrase)) for phrase in _said_in_passing())


@cache
def _written_short() -> re.Pattern[str]:
    """Anything that is written short, the longest first."""
    longest_first = "|".join(sorted(map(re.escape, _short()), key=len, reverse=True))
    return re.compile(rf"\b(?:{longest_first})\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The form in which two words are the same: without endings of English or Korean."""
    if is_hangul(word[-1:]):
        return without_ending(word)
    return str(_STEMMER.stemWord(word)) if word.isascii() and word.isalpha() else word


def without_ending(word: str) -> str:
    """A word in Hangul without particles, as far as two syllables are left."""
    for at in range(2, len(word)):
        if _parts_at(word, at):
            return word[:at]
    return word


def is_ending(text: str) -> bool:
    """Whether text in Hangul is only particles and endings, or nothing."""
    return not text or _endings().fullmatch(text) is not None


SHORTEST_PLURAL = 5
"""Letters of the shortest name with an English s after it: `kosmes offices`."""


def without_endings(word: str) -> list[str]:
    """A word as it is and, in Hangul, without each run of endings; the longest first.

    In Latin letters also without the s that stands for 's.
    """
    if not is_hangul(word[-1:]):
        plural = len(word) >= SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
        return [word, word[:-1]] if plural else [word]
    cuts = range(len(word) - 1, 0, -1)
    return [word, *(word[:at] for at in cuts if _parts_at(word, at))]


AFTER_CONSONANT = frozenset({"이", "은", "을", "과", "으로", "이랑", "이나"})
AFTER_VOWEL = frozenset({"가", "를", "와", "랑"})
"""Particles that stand after a syllable with, or without, a consonant at its end."""

AFTER_PAST, PAST = "어", "\u11bb"
"""An ending, and the consonant of the past before it: `생겼어`, but not `한국어`."""


def _parts_at(word: str, at: int) -> bool:
    """Whether a word in Hangul may be parted there: `후이` is not 후 with the particle 이."""
    before, after = word[at - 1], word[at:]
    if not is_ending(after):
        return False
    if not is_hangul(before):
        return True
    letters = unicodedata.normalize("NFD", before)
    if after.startswith(AFTER_PAST) and not after.startswith("어서"):
        return letters[-1] == PAST
    closed = len(letters) > CONJOINING_OPEN
    return after not in (AFTER_VOWEL if closed else AFTER_CONSONANT)


LONGEST_IN_HANGUL = 3
"""Words of a phrase in Hangul whose last may have endings."""


class Phrase(NamedTuple):
    """A run of words that the lexicon knows. meanings: `concept:sign`, `asked:person`, ….

    mismarked: how many of its words have other diacritics than in the lexicon.
    """

    first: int
    length: int
    meanings: frozenset[str]
    mismarked: int = 0


class _Entry(NamedTuple):
    """A phrase of the lexicon: its words with their diacritics, and its language."""

    meaning: str
    lang: Lang
    marks: tuple[str, ...]


@cache
def _phrases() -> dict[tuple[str, ...], tuple[_Entry, ...]]:
    """Every phrase of the lexicon by the stems of its words."""
    found: dict[tuple[str, ...], list[_Entry]] = {}
    for meaning, lang, phrase in _listed():
        words = words_in(phrase)
        key = tuple(stem(word.folded) for word in words)
        entry = _Entry(meaning, lang, tuple(word.marks for word in words))
        found.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


def _listed() -> Iterable[tuple[str, Lang, str]]:
    for section, prefix in (("asked", ASKED), ("concepts", CONCEPT)):
        for lang in LANGUAGES:
            for meaning, phrases in lexicon(lang)[section].items():
                yield from ((prefix + meaning, lang, p.strip()) for p in phrases.split(","))
    yield from ((TITLE + title, lang, phrase) for phrase, lang, title in _titles())


@cache
def _titles() -> tuple[tuple[str, Lang, str], ...]:
    """Every title of a post, its language, and the first of those that mean the same."""
    table = tables("titles")
    same = [[t.strip() for t in row.split(",")] for row in table["same"]["groups"]]
    first = {title: group[0] for group in reversed(same) for title in group}
    vietnamese = {title.strip() for title in table["before"]["vi"].split(",")}
    found: list[tuple[str, Lang, str]] = []
    for title in dict.fromkeys([*first, *_posts()]):
        lang: Lang = "ko" if is_hangul(fold(title)) else "vi" if title in vietnamese else "en"
        found.append((title, lang, first.get(title, title)))
    return tuple(found)


@cache
def _posts() -> tuple[str, ...]:
    """Titles that are posts and in no group, such as `ceo`; forms of address are not."""
    listed = [*tables("titles")["before"].values(), *tables("titles")["after"].values()]
    titles = [title.strip() for row in listed for title in row.split(",")]
    return tuple(t for t in titles if t and not set(fold_words(t)) <= _addresses("words"))


def is_address(word: Word) -> bool:
    """Whether a word is surely a form of address, so that what stands beside it is a name."""
    return word.folded in _addresses("sure")


@cache
def _addresses(part: str) -> frozenset[str]:
    return frozenset(w for lang in LANGUAGES for w in fold_words(lexicon(lang)["address"][part]))


@cache
def _hangul_phrases() -> dict[str, frozenset[str]]:
    """The phrases in Hangul without spaces."""
    found: dict[str, set[str]] = {}
    for key, entries in _phrases().items():
        if is_hangul(joined := "".join(key)):
            found.setdefault(joined, set()).update(entry.meaning for entry in entries)
    return {joined: frozenset(meanings) for joined, meanings in found.items()}


def is_hangul_phrase(text: str) -> bool:
    """Whether the lexicon has this in Hangul."""
    return text in _hangul_phrases()


def phrases_in(words: Sequence[Word], lang: str, *, careful: bool = False) -> list[Phrase]:
    """The phrases of the lexicon in words, from left to right, the longest at each place.

    lang: of the text; Vietnamese without diacritics is only looked for in Vietnamese.
    careful: the text has all its diacritics, so that `Ki` in it is a name and not ký.
    """
    if lang == "vi" and not any(word.is_marked for word in words):
        return _best_parted(words)
    found, at = [], 0
    while at < len(words):
        phrase = phrase_at(words, at, lang, careful=careful)
        if phrase and phrase.mismarked:
            after = phrase_at(words, at + 1, lang, careful=careful)
            if after and after.length > 1 and not after.mismarked:
                phrase = None  # `có quan hệ`: rather quan hệ than cơ quan
        if phrase:
            found.append(phrase)
        at += phrase.length if phrase else 1
    return found


def _best_parted(words: Sequence[Word]) -> list[Phrase]:
    """The phrases in Vietnamese without diacritics that leave the fewest syllables over.

    `co van phong` is có and văn phòng, not cố vấn and a syllable more.
    """
    best: list[tuple[int, int, list[Phrase]]] = [(0, 0, [])]  # of what stands behind each place
    for at in reversed(range(len(words))):
        left, pieces, behind = best[0]
        ways = [(left + (not is_filler(words[at], "vi")), pieces + 1, behind)]
        for length in range(1, min(LONGEST_PHRASE, len(words) - at) + 1):
            if phrase := _phrase_of(words, at, length, "vi", careful=False):
                left, pieces, behind = best[length - 1]
                ways.append((left, pieces + 1, [phrase, *behind]))
        # then that has the fewest pieces, and of these the longest phrase first
        best.insert(0, min(reversed(ways), key=lambda way: way[:2]))
    return best[0][2]


def phrase_at(words: Sequence[Word], at: int, lang: str, *, careful: bool = False) -> Phrase | None:
    """The longest phrase that begins at a place."""
    lengths = range(min(LONGEST_PHRASE, len(words) - at), 0, -1)
    found = (_phrase_of(words, at, length, lang, careful=careful) for length in lengths)
    return next((phrase for phrase in found if phrase), None)


def _phrase_of(
    words: Sequence[Word], at: int, length: int, lang: str, *, careful: bool
) -> Phrase | None:
    """The phrase that so many words at a place are."""
    run = words[at : at + length]
    entries = _phrases().get(tuple(stem(word.folded) for word in run), ())
    meanings, mismarked = _meant(entries, run, lang, careful=careful)
    if not meanings and length <= LONGEST_IN_HANGUL:
        meanings, mismarked = set(_begun_by([word.folded for word in run])), 0
    return Phrase(at, length, frozenset(meanings), mismarked) if meanings else None


def _meant(
    entries: Iterable[_Entry], run: Sequence[Word], lang: str, *, careful: bool
) -> tuple[set[str], int]:
    """The meanings of words by the phrases whose diacritics they have, or nearly have.

    With them comes how many of the words have others.
    """
    wrong = {entry: _mismarked(entry, run, lang, careful=careful) for entry in entries}
    most = min(wrong.values(), default=0)
    if most > (MOST_MISMARKED if len(run) > 1 else 0):
        return set(), 0
    return {entry.meaning for entry, count in wrong.items() if count == most}, most


def _mismarked(entry: _Entry, run: Sequence[Word], lang: str, *, careful: bool) -> int:
    """How many words have other diacritics than a phrase; all of them in another language."""
    marked = any(word.is_marked for word in run)
    if marked if entry.lang != "vi" else not marked and lang != "vi":
        return len(run) + 1
    if entry.meaning.startswith(TITLE):
        return 0  # titles are listed without diacritics
    pairs = zip(run, entry.marks, strict=True)
    return sum(word.marks != marks for word, marks in pairs if word.is_marked or careful)


def _begun_by(run: Sequence[str]) -> frozenset[str]:
    """The meanings of a phrase in Hangul, blanks left out, whose last word may have endings."""
    if not is_hangul("".join(run)):
        return frozenset()
    heads_of_all = dict.fromkeys(("".join(run[:-1]), "".join(map(stem, run[:-1]))))
    for head in heads_of_all:
        for last in without_endings(run[-1]):
            beginning = head + last
            if len(beginning) < 2 and last != run[-1]:
                continue
            if meanings := _hangul_phrases().get(beginning):
                return meanings
    head = "".join(run[:-1])
    found = (_hangul_phrases().get(head + last) for last in heads(run[-1]))
    return next((meanings for meanings in found if meanings), frozenset())


@cache
def _fillers() -> dict[str, frozenset[str]]:
    """The words that say nothing, with their diacritics, by language."""
    return {
        lang: frozenset(
            word.folded if lang == "ko" else word.marks
            for word in words_in(lexicon(lang)["fillers"]["words"])
        )
        for lang in LANGUAGES
    }


@cache
def _bare_fillers() -> frozenset[str]:
    """The Vietnamese words that say nothing, without diacritics."""
    return frozenset(fold(word) for word in _fillers()["vi"])


def _is_verb(word: str, stems: re.Pattern[str]) -> bool:
    """Whether a word in Hangul is one of some verbs, whatever its endings."""
    found = stems.match(word)
    ends = found is not None and is_ending(word[found.end() :])
    return ends or any(stems.fullmatch(head) for head in heads(word))


def may_be_filler(word: Word, lang: str) -> bool:
    """Whether a Vietnamese word without diacritics may be one that says nothing: `so` is số."""
    return lang == "vi" and not word.is_marked and word.folded in _bare_fillers()


def is_filler(word: Word, lang: str) -> bool:
    """Whether a word of a question says nothing about what is asked."""
    if is_hangul(word.folded):
        text = word.folded
        return _is_one_in_hangul(text, _fillers()["ko"]) or _is_verb(text, _one_of("light"))
    if word.is_marked:
        return word.marks in _fillers()["vi"]
    vietnamese = lang == "vi" and word.folded in _bare_fillers()
    return vietnamese or word.folded in _fillers()["en"]


def is_plain(word: Word, lang: str) -> bool:
    """Whether a word only colours what is asked, so that no fact need have it.

    In Vietnamese a syllable by itself says too little for that; see fillers.
    """
    text = word.folded
    if lang == "vi":
        return False
    if is_hangul(text):
        return _is_one_in_hangul(text, _plain("ko")) or _is_verb(text, _one_of("plain", "stems"))
    return not word.is_marked and text in _plain("en")


@cache
def _plain(lang: str) -> frozenset[str]:
    """The ordinary words of a language, folded, in Korean without particles."""
    return frozenset(fold_words(lexicon(lang)["plain"]["words"]))


def may_be_slip(word: Word) -> bool:
    """Whether a word that nothing knows may be one in English that says nothing, mistyped."""
    return word.written.islower() and word.folded in _common_slips()


def _is_one_in_hangul(text: str, words: frozenset[str]) -> bool:
    """Whether it is a word with endings; one syllable has but a particle: `후임` is not 후."""
    return any(
        form in words and (len(form) > 1 or form == text or text[len(form) :] in _particles())
        for form in without_endings(text)
    ) or any(head in words for head in heads(text))


@cache
def _particles() -> frozenset[str]:
    """The particles that may follow a noun in Hangul."""
    grammar = lexicon("ko")["grammar"]
    listed = f"{grammar['particles']},{grammar['parting']},{grammar['within']}"
    return frozenset(particle.strip() for particle in listed.split(","))


LEAST_SLIP = 5
"""Letters of the shortest word of which one may be left out."""

MIN_LETTERS_FOR_TYPOS = 5
"""In a shorter word one letter is as likely another word as an error."""


def may_be_mistyped(word: Word, lang: str) -> bool:
    """Whether a word is none that the lexicon has, so that it may have a typing error."""
    text = word.folded
    long_enough = len(text) >= MIN_LETTERS_FOR_TYPOS and text.isascii() and text.isalpha()
    listed = text in _single_words(lang) or stem(text) in _single_words(lang)
    known = listed or is_filler(word, lang) or is_plain(word, lang)
    return long_enough and not known and not (lang == "vi" and is_syllable(text))


def similar(word: Word, lang: str) -> list[Word]:
    """The words of the lexicon that one typing error turns into a word."""
    found = process.extract(
        word.folded, sorted(_single_words(lang)), scorer=OSA.distance, score_cutoff=1, limit=5
    )
    return [Word(text, text, text) for text, _, _ in found]


@cache
def _common_slips() -> frozenset[str]:
    """English words that say nothing with a letter left out or two changed round: `wich`, `teh`."""
    slips = set()
    for word in _fillers()["en"]:
        pairs = range(len(word) - 1)
        slips |= {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in pairs}
        slips |= {word[:n] + word[n + 1 :] for n in range(1, len(word)) if len(word) >= LEAST_SLIP}
    return frozenset(slips)


@cache
def _single_words(lang: str) -> frozenset[str]:
    """The words of the phrases of a language, folded; in Vietnamese English ones as well."""
    listed = (phrase for _, of, phrase in _listed() if of in (lang, "en"))
    return frozenset(
        word.folded
        for phrase in listed
        for word in words_in(phrase)
        if len(word.folded) >= MIN_LETTERS_FOR_TYPOS - 1
    )


@lru_cache(maxsize=4096)
def tokens_of(text: str, lang: str) -> frozenset[str]:
    """What a text accounts for: its words, their stems, and the meanings of its phrases."""
    words = words_in(spoken(text))
    found = {word.folded for word in words} | {stem(word.folded) for word in words}
    careful = lang == "vi" and any(word.is_marked for word in words)
    for phrase in phrases_in(words, lang, careful=careful):
        found |= phrase.meanings
    return frozenset(token for token in found if not token.startswith(ASKED))
