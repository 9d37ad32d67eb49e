"""Tables in Word, written row by row: python-docx takes milliseconds for each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu
from docx.table import Table, _Cell

from kvbot.briefing.word.styles import TEXT_WIDTH


def add(document: Document, widths: Sequence[int]) -> Table:
    """A table without rows. widths: of its columns, in per cent of the text's width."""
    made: Table = document.add_table(rows=0, cols=len(widths))
    made.autofit = False
    for column, share in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Emu(TEXT_WIDTH * share // 100)
    return made


def add_row(made: Table) -> BaseOxmlElement:
    """A row of empty cells, which is not broken across pages."""
    row: BaseOxmlElement = made._tbl.add_tr()
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column in made._tbl.tblGrid.gridCol_lst:
        row.add_tc().width = column.w
    return row


def cells_of(made: Table, row: BaseOxmlElement) -> Iterator[_Cell]:
    """The cells of a row."""
    return (_Cell(cell, made) for cell in row.tc_lst)


def rule(made: Table, *, tight: bool) -> None:
    """Thin lines between the rows, none around them and none between columns."""
    borders = parse_xml(
        f"<w:tblBorders {nsdecls('w')}>"
        '<w:insideH w:val="single" w:sz="4" w:color="D5DCE4"/></w:tblBorders>'
    )
    made._tbl.tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )
    pad(made, *((8, 8) if tight else (25, 35)))


def pad(made: Table, above: int, below: int) -> None:
    """The space in each cell, in twentieths of a point."""
    margins = parse_xml(
        f"<w:tblCellMar {nsdecls('w')}>"
        f'<w:top w:w="{above}" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        f'<w:bottom w:w="{below}" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tblCellMar>'
    )
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def describe(made: Table, text: str) -> None:
    """What a table shows, for those who cannot see it."""
    element = OxmlElement("w:tblDescription")
    element.set(qn("w:val"), text)
    made._tbl.tblPr.append(element)


def repeat(row: BaseOxmlElement) -> None:
    """Heads stand again on the next page."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
