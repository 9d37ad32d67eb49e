"""What a briefing is: an answer in words, set out in parts, with numbered notes and sources.

Every format is a projection of it, so that a number means the same quote in each.
"""

from __future__ import annotations

from typing import Literal

from kvbot.model.answers import Answer
from kvbot.model.text import Frozen, Lang
from kvbot.words.render import Rendered

PartKey = Literal[
    "subject",
    "new",
    "posts",
    "people",
    "agreements",
    "events",
    "remarks",
    "figures",
    "programmes",
    "timeline",
    "open",
]


class Line(Frozen):
    """A statement. lead: when and where, set apart from the text that follows it.

    numbers: of the notes that bear it out, in the order in which they are met. aside: what
    belongs beside it but is not from a document. is_label: whether the text itself is not.
    """

    lead: str = ""
    text: str = ""
    numbers: tuple[int, ...] = ()
    aside: str = ""
    is_label: bool = False

    @property
    def told(self) -> str:
        """Lead and text as they are read."""
        return f"{self.lead}: {self.text}" if self.lead else self.text


class Table(Frozen):
    """Rows of cells under heads. widths: shares of the line, in per cent."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Line, ...], ...]


class Part(Frozen):
    """What stands under a heading: lines or a table, then notes that are no claims.

    A part without lines and table says in its only note that there is nothing.
    """

    key: PartKey
    heading: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it has only to say that there is nothing."""
        return not self.lines and self.table is None


class Note(Frozen):
    """The words of a source, under the number by which lines cite them.

    source: the number of the source; place: the paragraph, or empty.
    """

    number: int
    source: int
    place: str
    quote: str


class ListedSource(Frozen):
    """A source under its number, in a line."""

    number: int
    slug: str
    line: str


class Briefing(Frozen):
    """A briefing in one language.

    stand: for which day it holds, and on how much it rests. key: how to read it, in a line.
    answer, rendered: what it was made from, and that in words, with the numbers of the notes.
    """

    lang: Lang
    title: str
    subject: str
    stand: str
    key: str
    parts: tuple[Part, ...]
    notes_heading: str
    notes: tuple[Note, ...]
    sources_heading: str
    sources: tuple[ListedSource, ...]
    caveats: tuple[str, ...]
    today: str
    answer: Answer
    rendered: Rendered
