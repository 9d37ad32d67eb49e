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
from docx.shared import Emu
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kvbot.briefing.model import Briefing, Line, Part, Table
from kvbot.briefing.word.footnotes import Footnotes
from kvbot.briefing.word.styles import LANGUAGE_TAGS, MARGIN, PAGE_WIDTH, lay_out, style_id
from kvbot.model.text import Lang
from kvbot.names.folding import printable

ASIDE = "Not From A Document"
"""The style of what is not from a document."""

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
        self._paragraph("Heading 1", briefing.sources_heading)
        for source in briefing.sources:
            paragraph = self._paragraph("Source")
            _run(paragraph, f"S{source.number}", "Lead")
            _run(paragraph, f"  {source.line}")
        for caveat in briefing.caveats:
            self._paragraph("Beside", caveat)
        self._notes(briefing)
        self._footer(briefing)

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        return _styled(self._document.add_paragraph(printable(text)), style)

    def _part(self, part: Part) -> None:
        heading = self._paragraph("Heading 1", part.heading)
        if part.is_empty:
            _run(heading, f"  {' '.join(part.notes)}", ASIDE).bold = False
            heading.paragraph_format.keep_with_next = False
            return
        for line in part.lines:
            self._line(self._paragraph("List Bullet"), line)
        if part.table:
            self._table(part.table)
        for note in part.notes:
            self._paragraph("Beside", note)

    # --- lines ---

    def _line(self, paragraph: Paragraph, line: Line) -> None:
        """A line in a list: its aside follows it."""
        self._told(paragraph, line)
        if line.aside:
            _run(paragraph, f" ({line.aside})", ASIDE)

    def _told(self, paragraph: Paragraph, line: Line) -> None:
        if line.lead:
            _run(paragraph, f"{line.lead}: ", "Lead")
        _run(paragraph, line.text, ASIDE if line.is_label else "")
        for at, number in enumerate(line.numbers):
            if at:
                _run(paragraph, ",", "Footnote Reference")
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
        made = self._document.add_table(rows=0, cols=len(table.widths))
        made.autofit = False
        _rule(made._tbl, tight=not any(table.heads))
        widths = [Emu((PAGE_WIDTH - 2 * MARGIN) * share // 100) for share in table.widths]
        for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        if any(table.heads):
            _repeat(
                self._row(made, widths, [Line(text=head) for head in table.heads], "Table Head")
            )
        for row in table.rows:
            self._row(made, widths, row, "Table Text" if any(table.heads) else "Date Text")

    def _row(
        self, made: DocxTable, widths: Sequence[Emu], cells: Sequence[Line], style: str
    ) -> BaseOxmlElement:
        """A row that is not broken across pages."""
        row = made._tbl.add_tr()
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for width, line in zip(widths, cells, strict=True):
            cell = row.add_tc()
            cell.width = width
            self._cell(_Cell(cell, made), line, style)
        return row

    def _cell(self, cell: _Cell, line: Line, style: str) -> None:
        """A cell: what is not from a document stands below what is."""
        self._told(_styled(cell.paragraphs[0], style), line)
        if line.aside:
            _styled(cell.add_paragraph(printable(line.aside)), "Beside")

    # --- the foot of each page ---

    def _footer(self, briefing: Briefing) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        _styled(paragraph, "Footer")
        _one_tab_at_the_right(paragraph)
        paragraph.add_run(printable(f"{briefing.title} · {briefing.stand}")[:140] + "\t")
        _field(paragraph, "PAGE")
        paragraph.add_run(" / ")
        _field(paragraph, "NUMPAGES")


def _styled(paragraph: Paragraph, style: str) -> Paragraph:
    paragraph._p.style = style_id(style)
    return paragraph


def _run(paragraph: Paragraph, text: str, style: str = "") -> Run:
    held = printable(text)
    kept = text[: len(text) - len(text.lstrip(" "))] + held + text[len(text.rstrip(" ")) :]
    run = paragraph.add_run(kept if held else "")
    run._r.style = style_id(style) or None
    return run


def _one_tab_at_the_right(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT

    for stop in (4680, 9360, 4320, 8640):  # those that the template's style has, in twentieths
        element = OxmlElement("w:tab")
        element.set(qn("w:val"), "clear")
        element.set(qn("w:pos"), str(stop))
        paragraph._p.get_or_add_pPr().get_or_add_tabs().append(element)
    paragraph.paragraph_format.tab_stops.add_tab_stop(
        Emu(PAGE_WIDTH - 2 * MARGIN), WD_TAB_ALIGNMENT.RIGHT
    )


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word fills in."""
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )
    paragraph._p.append(field)


def _rule(table: BaseOxmlElement, *, tight: bool) -> None:
    """Thin lines between the rows, none around them and none between columns."""
    borders = parse_xml(
        f"<w:tblBorders {nsdecls('w')}>"
        '<w:insideH w:val="single" w:sz="4" w:color="D5DCE4"/></w:tblBorders>'
    )
    above, below = (8, 8) if tight else (25, 35)
    margins = parse_xml(
        f"<w:tblCellMar {nsdecls('w')}>"
        f'<w:top w:w="{above}" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        f'<w:bottom w:w="{below}" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tblCellMar>'
    )
    properties = table.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(margins, "w:tblLook")


def _repeat(row: BaseOxmlElement) -> None:
    """Heads stand again on the next page."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


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
