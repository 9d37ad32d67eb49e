"""A text on A4 pages: sections of cited lines, tables and charts, and the quotes at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import computed_field

from kvbot.model.text import Frozen, Lang
from kvbot.typeset.bars import BarChart
from kvbot.typeset.engine import set_pages
from kvbot.typeset.timeline import TimeChart
from kvbot.words.dates import say_day
from kvbot.words.locale import words_of
from kvbot.words.render import Rendered, RenderedClaim, RenderedSection, marks

TEMPLATE = "sheet.typ"


class Line(Frozen):
    """A statement, the numbers of its quotes, and what stands beside it that is no claim."""

    text: str
    numbers: tuple[int, ...] = ()
    aside: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def marks(self) -> str:
        """The numbers as they are printed."""
        return marks(self.numbers)


class Table(Frozen):
    """Rows of lines under heads; each row has as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


class Part(Frozen):
    """What stands under a heading. note: in small print at its end, such as what is left out."""

    heading: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    chart: BarChart | TimeChart | None = None
    note: str = ""


class Quote(Frozen):
    """The words of a source, under the number by which lines cite them. place: in the source."""

    number: int
    words: str
    place: str = ""


class Quoted(Frozen):
    """A source in words, and what is quoted from it."""

    source: str
    quotes: tuple[Quote, ...]


class Sheet(Frozen):
    """A text to be printed. lead: its answer in a line; labels: what is not from a document.

    day: on which it was made, in words. sources: the heading above them.
    """

    lang: Lang
    title: str
    day: str
    lead: Line | None = None
    labels: tuple[str, ...] = ()
    parts: tuple[Part, ...]
    sources: str
    quoted: tuple[Quoted, ...]
    caveats: tuple[str, ...] = ()


def print_sheet(sheet: Sheet, day: date) -> bytes:
    """The sheet as PDF, on A4; the same sheet and day give the same bytes. Raises NotTypeset."""
    return set_pages(TEMPLATE, sheet, day)


def sheet_of(
    rendered: Rendered,
    lang: Lang,
    day: date,
    charts: Mapping[int, BarChart | TimeChart] | None = None,
) -> Sheet:
    """An answer as a sheet. charts: those that belong to sections, by the section's index."""
    words, charts = words_of(lang), charts or {}
    first = rendered.claims[0] if len(rendered.claims) > _in_sections(rendered) else None
    return Sheet(
        lang=lang,
        title=rendered.title,
        day=say_day(words, day),
        lead=_line(first) if first else Line(text=rendered.headline),
        labels=rendered.labels,
        parts=tuple(
            _part(section, charts.get(index)) for index, section in enumerate(rendered.sections)
        ),
        sources=words("title.sources"),
        quoted=_quoted(rendered),
        caveats=rendered.caveats,
    )


def _in_sections(rendered: Rendered) -> int:
    return sum(len(section.claims) for section in rendered.sections)


def _line(claim: RenderedClaim) -> Line:
    return Line(text=claim.text, numbers=claim.citations, aside=claim.aside)


def _part(section: RenderedSection, chart: BarChart | TimeChart | None) -> Part:
    lines = tuple(_line(claim) for claim in section.claims)
    return Part(heading=section.heading, lines=lines, chart=chart, note=section.more)


def _quoted(rendered: Rendered) -> tuple[Quoted, ...]:
    """The quotes by their sources, in the order in which they are met."""
    found: dict[str, list[Quote]] = {}
    lines = {citation.source: citation.line for citation in rendered.citations}
    for citation in rendered.citations:
        place = f"¶{citation.paragraph}" if citation.paragraph else ""
        quote = Quote(number=citation.number, words=citation.quote, place=place)
        found.setdefault(citation.source, []).append(quote)
    return tuple(Quoted(source=lines[s], quotes=tuple(quotes)) for s, quotes in found.items())
