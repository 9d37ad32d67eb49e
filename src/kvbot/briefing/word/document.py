"""The text of a briefing in Word, and the file around it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from kvbot.briefing.model import Briefing, Line, Part, Table
from kvbot.briefing.word import tables, timeline
from kvbot.briefing.word.footnotes import Footnotes
from kvbot.briefing.word.styles import ASIDE, LANGUAGE_TAGS, TEXT_WIDTH, lay_out, run, styled
from kvbot.model.text import Lang
from kvbot.names.folding import printable
from kvbot.typeset.pictures import Picture

TIME_IN_ZIP = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP file can tell: the same facts and day give the same bytes."""


def word(briefing: Briefing) -> bytes:
    """The briefing as DOCX; the same briefing gives the same bytes."""
    document = docx.Document(io.BytesIO(_template(briefing.lang)))
    _describe(document, briefing)
    writer = _Writer(document)
    writer.write(briefing)
    writer.footnotes.attach()
    return _packed(document)


@cache
def _template(lang: Lang) -> bytes:
    """An empty document with the styles of a briefing in a language."""
    document = docx.Document()
    lay_out(document, lang)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _describe(document: Document, briefing: Briefing) -> None:
    properties = document.core_properties
    day = date.fromisoformat(briefing.today)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    properties.title, properties.author = printable(briefing.title)[:255], "kvbot"
    properties.last_modified_by, properties.comments = "kvbot", ""
    properties.created = properties.modified = moment
    properties.language = LANGUAGE_TAGS[briefing.lang]
    properties.revision = 1


class _Writer:
    """Writes one briefing into a document, from top to bottom."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.footnotes = Footnotes(document)

    def write(self, briefing: Briefing) -> None:
        self._paragraph("Title", briefing.title)
        self._paragraph("Subtitle", briefing.stand)
        self._paragraph("Beside", briefing.key)
        for part in briefing.parts:
            self._part(part)
        if briefing.sources:
            self._paragraph("Heading 1", briefing.sources_heading)
        for source in briefing.sources:
            paragraph = self._paragraph("Source")
            run(paragraph, f"S{source.number}", "Lead")
            run(paragraph, f"  {source.line}")
        for caveat in briefing.caveats:
            self._paragraph("Beside", caveat)
        self._notes(briefing)
        self._footer(briefing)

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        return styled(self._document.add_paragraph(printable(text)), style)

    def _part(self, part: Part) -> None:
        heading = self._paragraph("Heading 1", part.heading)
        if part.is_empty:
            run(heading, f"  {' '.join(part.notes)}", ASIDE).bold = False
            heading.paragraph_format.keep_with_next = False
            return
        for line in part.lines:
            self._line(self._paragraph("List Bullet"), line)
        if part.table:
            self._table(part.table)
        if part.picture:
            self._picture(part.picture)
        for note in part.notes:
            self._paragraph("Beside", note)

    # --- lines ---

    def _line(self, paragraph: Paragraph, line: Line) -> None:
        """A line in a list: its aside follows it."""
        self._told(paragraph, line)
        if line.aside:
            run(paragraph, f" ({line.aside})", ASIDE)

    def _told(self, paragraph: Paragraph, line: Line) -> None:
        if line.lead:
            run(paragraph, f"{line.lead}: ", "Lead")
        run(paragraph, line.text, ASIDE if line.is_label else "")
        for at, number in enumerate(line.numbers):
            if at:
                run(paragraph, ",", "Footnote Reference")
            self.footnotes.mark(paragraph, number)

    def _notes(self, briefing: Briefing) -> None:
        spoken = briefing.answer.sources
        slugs = {source.number: source.slug for source in briefing.sources}
        for note in briefing.notes:
            place = " ".join(filter(None, (f"S{note.source}", note.place)))
            tag = spoken[slugs[note.source]].language
            quote = printable(note.quote)
            self.footnotes.add(note.number, place, quote, LANGUAGE_TAGS.get(tag, tag))

    # --- tables ---

    def _table(self, table: Table) -> None:
        if table.axis:
            timeline.add(self._document, table, table.axis, self._told)
            self._paragraph("Beside", table.axis.beneath)
            return
        made = tables.add(self._document, table.widths)
        tables.rule(made, tight=not any(table.heads))
        if any(table.heads):
            heads = self._row(made, [Line(text=head) for head in table.heads], "Table Head")
            tables.repeat(heads)
        for cells in table.rows:
            self._row(made, cells, "Table Text" if any(table.heads) else "Date Text")

    def _row(self, made: DocxTable, cells: Sequence[Line], style: str) -> BaseOxmlElement:
        row = tables.add_row(made)
        for cell, line in zip(tables.cells_of(made, row), cells, strict=True):
            self._cell(cell, line, style)
        return row

    def _cell(self, cell: _Cell, line: Line, style: str) -> None:
        """A cell: what is not from a document stands below what is."""
        self._told(styled(cell.paragraphs[0], style), line)
        if line.aside:
            styled(cell.add_paragraph(printable(line.aside)), "Beside")

    # --- pictures ---

    def _picture(self, picture: Picture) -> None:
        """A picture as wide as the text, with what it shows in words."""
        paragraph = self._paragraph("Picture")
        paragraph.paragraph_format.line_spacing = 1.0  # lines of an exact height would hide it
        drawn = paragraph.add_run().add_picture(io.BytesIO(picture.draw_wide()), width=TEXT_WIDTH)
        drawn._inline.docPr.set("descr", picture.alternative)
        for side in "TBLR":
            drawn._inline.set(f"dist{side}", "0")

    # --- the foot of each page ---

    def _footer(self, briefing: Briefing) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        styled(paragraph, "Footer")
        _one_tab_at_the_right(paragraph)
        paragraph.add_run(printable(briefing.foot) + "\t")
        _field(paragraph, "PAGE")
        paragraph.add_run(" / ")
        _field(paragraph, "NUMPAGES")


def _one_tab_at_the_right(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT

    for stop in (4680, 9360, 4320, 8640):  # those that the template's style has, in twentieths
        element = OxmlElement("w:tab")
        element.set(qn("w:val"), "clear")
        element.set(qn("w:pos"), str(stop))
        paragraph._p.get_or_add_pPr().get_or_add_tabs().append(element)
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word fills in."""
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )
    paragraph._p.append(field)


def _packed(document: Document) -> bytes:
    """The file, its parts in one order and without the time at which it was made."""
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(packed, "w") as file:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, TIME_IN_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, made.read(name))
    return packed.getvalue()
