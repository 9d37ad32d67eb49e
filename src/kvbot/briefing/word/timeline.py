"""A line of time in Word: rows of a table that can be edited, with a mark and a line between."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from kvbot.briefing.model import Axis, Line, Mark, MarkKind, Table
from kvbot.briefing.word import tables
from kvbot.briefing.word.styles import run, styled
from kvbot.names.folding import printable

GLYPHS: dict[MarkKind, str] = {"agreement": "■", "event": "●", "planned": "○", "programme": "□"}
"""What is filled has been, what is hollow is announced or goes on. Calibri has each of them."""

MARKS = 4
"""The width of the column of marks, in per cent of the text's."""

LONGEST_GAP = 8
"""Points between two rows that are far apart."""


def add(
    document: Document, table: Table, axis: Axis, tell: Callable[[Paragraph, Line], None]
) -> None:
    """Set the rows along a line. tell: writes a cell, with the marks of its notes."""
    _legend(styled(document.add_paragraph(), "Beside"), axis)
    dates, texts = table.widths
    made = tables.add(document, (dates, MARKS, texts - MARKS))
    tables.pad(made, 4, 4)
    for mark, (when, what) in zip(axis.marks, table.rows, strict=True):
        before, between, after = tables.cells_of(made, tables.add_row(made))
        _axis(between, mark)
        paragraphs = [styled(c.paragraphs[0], "Date Text") for c in (before, between, after)]
        for paragraph in paragraphs:
            paragraph.paragraph_format.space_before = Pt(round(LONGEST_GAP * mark.gap))
        tell(paragraphs[0], when)
        paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraphs[1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(paragraphs[1], GLYPHS[mark.kind], "Lead")
        paragraphs[2].paragraph_format.left_indent = Pt(6)
        tell(paragraphs[2], what)
    tables.describe(made, printable(axis.alternative))


def _legend(paragraph: Paragraph, axis: Axis) -> None:
    for entry in axis.legend:
        run(paragraph, GLYPHS[entry.kind], "Lead")
        run(paragraph, f" {entry.text}   ")
    paragraph.paragraph_format.keep_with_next = True


def _axis(cell: _Cell, mark: Mark) -> None:
    """The line beside a mark, dotted where more time has passed than the gap shows."""
    kind = "dotted" if mark.broken else "single"
    borders = parse_xml(
        f"<w:tcBorders {nsdecls('w')}>"
        f'<w:right w:val="{kind}" w:sz="8" w:color="5A5F66"/></w:tcBorders>'
    )
    cell._tc.get_or_add_tcPr().append(borders)
