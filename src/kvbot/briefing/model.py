"""What a briefing is: an answer in words, set out in parts, with numbered notes and sources.

Every format is a projection of it, so that a number means the same quote in each.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kvbot.model.answers import Answer
from kvbot.model.text import Frozen, Lang
from kvbot.typeset.pictures import Picture
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


MarkKind = Literal["agreement", "event", "planned", "programme"]


class Mark(Frozen):
    """Where a row stands on a line of time. gap: to the row before, 0 to 1 of the longest drawn.

    broken: whether more time has passed than that.
    """

    kind: MarkKind
    gap: float
    broken: bool


class Legend(Frozen):
    """What a mark stands for."""

    kind: MarkKind
    text: str


class Axis(Frozen):
    """A line of time beside the rows of a table, a mark for each.

    beneath: the sources that it rests on, each with its day. alternative: what it shows, in
    words, for those who cannot see it.
    """

    marks: tuple[Mark, ...]
    legend: tuple[Legend, ...]
    beneath: str
    alternative: str


class Table(Frozen):
    """Rows of cells under heads. widths: shares of the line, in per cent.

    axis: drawn where the rows are in the order of time; formats without pictures do without.
    """

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Line, ...], ...]
    axis: Axis | None = None


class Part(Frozen):
    """What stands under a heading: lines or a table, then notes that are no claims.

    A part without lines and table says in its only note that there is nothing. picture: what
    can be compared in it, for formats that have pictures.
    """

    key: PartKey
    heading: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    picture: Picture | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it has only to say that there is nothing."""
        return not self.lines and self.table is None


CUT = " […]"
"""What follows a quote whose end is left out."""


class Note(Frozen):
    """The words of a source, under the number by which lines cite them.

    source: the number of the source; place: the paragraph, or empty. quote: exact words, of
    which the end can be left out; then `CUT` says so.
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

    stand: for which day it holds, and on how much it rests. foot: of each page. key:
    how to read it, in a line. answer, rendered: what it was made from, and that in words, with
    the numbers of the notes; they are not set out.
    """

    lang: Lang
    title: str
    subject: str
    stand: str
    foot: str
    key: str
    parts: tuple[Part, ...]
    notes_heading: str
    notes: tuple[Note, ...]
    sources_heading: str
    sources: tuple[ListedSource, ...]
    caveats: tuple[str, ...]
    today: str
    answer: Answer = Field(exclude=True)
    rendered: Rendered = Field(exclude=True)
