"""A name as somebody wrote it, taken apart into words once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from kvbot.names.bodies import canonical
from kvbot.names.folding import fold, fold_words, is_hangul
from kvbot.names.titles import Titled, without_titles
from kvbot.names.vietnamese import has_marks, marked, rotations


class Written:
    """A written name. parts: as blanks part it, each as folded pieces between hyphens.

    words: all the pieces; marks: the same with their diacritics, empty without any.
    """

    def __init__(self, text: str) -> None:
        parts = (tuple(fold_words(part)) for part in text.split())
        self.parts: tuple[tuple[str, ...], ...] = tuple(part for part in parts if part)
        self.words: tuple[str, ...] = tuple(word for part in self.parts for word in part)
        marks = tuple(marked(text).split())
        self.marks = marks if has_marks(text) and len(marks) == len(self.words) else ()

    @cached_property
    def folded(self) -> str:
        """The form in which names are equal."""
        return "".join(self.words)

    @cached_property
    def titled(self) -> Titled:
        """The words without titles before and after."""
        return without_titles(self.words)

    @property
    def name(self) -> tuple[str, ...]:
        """The words of the name itself."""
        return self.titled.name

    @cached_property
    def name_parts(self) -> tuple[tuple[str, ...], ...]:
        """The parts of the name itself; its words where a title was cut out of a part."""
        left, name = self.titled.before, "".join(self.name)
        for start in range(len(self.parts)):
            if sum(len(part) for part in self.parts[:start]) != left:
                continue
            for end in range(start + 1, len(self.parts) + 1):
                if "".join(piece for part in self.parts[start:end] for piece in part) == name:
                    return self.parts[start:end]
        return tuple((word,) for word in self.name)

    @cached_property
    def name_marks(self) -> tuple[str, ...]:
        """The words of the name with their diacritics; empty if it has none."""
        start = self.titled.before
        return self.marks[start : start + len(self.name)]

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The folded forms in which it may be on record: as it is, untitled, turned round."""
        turned = ["".join(words) for words in (*rotations(self.name), *rotations(self.words))]
        return tuple(dict.fromkeys([self.folded, "".join(self.name), *turned]))

    @cached_property
    def canonical(self) -> tuple[str, ...]:
        """The words that count in the name of an organization."""
        return canonical(self.words)


@lru_cache(maxsize=8192)
def on_record(name: str) -> Written:
    """A name on record, which is compared time and again."""
    return Written(name)


def two_names(text: str) -> tuple[str, str] | None:
    """The two names of `Ryu Haedeung (류해등)` or `류해등 Ryu Haedeung`; None if it is one.

    The second stands in brackets, or one of them is in Hangul and the other is not.
    """
    before, _, rest = text.replace("（", "(").replace("）", ")").partition("(")
    inside, closed, after = rest.partition(")")
    if closed and before.strip() and inside.strip():
        return f"{before} {after}", inside
    words = text.split()
    hangul = [is_hangul(fold(word)) for word in words]
    if sum(one != other for one, other in pairwise(hangul)) != 1:
        return None
    at = hangul.index(not hangul[0])
    return " ".join(words[:at]), " ".join(words[at:])


def marks_agree(written: Written, form: str, names: Sequence[str]) -> bool:
    """Whether the diacritics of a written name are those of an entity, where both have them.

    form: the folded form under which the entity was found.
    """
    if not written.marks:
        return True
    published = [w.marks for w in map(on_record, names) if w.folded == form and w.marks]
    turned = (*rotations(written.name_marks), *rotations(written.marks))
    meant = {*_marks_of(form, written), *turned}
    return not published or any(marks in meant for marks in published)


def _marks_of(form: str, written: Written) -> list[tuple[str, ...]]:
    """The diacritics of the run of words, all of them or fewer, that folds to a form."""
    size = len(written.words)
    return [
        written.marks[start:end]
        for start in range(size)
        for end in range(start + 1, size + 1)
        if "".join(written.words[start:end]) == form
    ]
