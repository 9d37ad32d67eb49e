"""Footnotes for python-docx, which has none: a part of their own, and marks in the text.

Source: ECMA-376 Part 1, 17.11 (footnotes) and 17.16.5.42 (NOTEREF).
"""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from kvbot.briefing.word.styles import language

MARK = "FootnoteReference"
"""The id of the style of a footnote's number."""

_SEPARATORS = """
<w:footnotes {ns}>
 <w:footnote w:type="separator" w:id="-1">
  <w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
   <w:r><w:separator/></w:r></w:p>
 </w:footnote>
 <w:footnote w:type="continuationSeparator" w:id="0">
  <w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
   <w:r><w:continuationSeparator/></w:r></w:p>
 </w:footnote>
</w:footnotes>
"""


class Footnotes:
    """The footnotes of one document. Numbers are from 1, in the order of the text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = parse_xml(_SEPARATORS.format(ns=nsdecls("w")))
        self._marked: set[int] = set()

    def mark(self, paragraph: Paragraph, number: int) -> None:
        """The mark of a footnote; where it has one already, a reference to that."""
        if number in self._marked:
            self._refer(paragraph, number)
            return
        self._marked.add(number)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for bookmark in (start, end):
            bookmark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), _bookmark(number))
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(number))
        paragraph._p.extend((start, _run(reference), end))

    def add(self, number: int, place: str, quote: str, language_tag: str) -> None:
        """What a footnote says: where the quote is, and its exact words in their language."""
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(number))
        paragraph = OxmlElement("w:p")
        layout, style = OxmlElement("w:pPr"), OxmlElement("w:pStyle")
        style.set(qn("w:val"), "FootnoteText")
        layout.append(style)
        paragraph.append(layout)
        paragraph.append(_run(OxmlElement("w:footnoteRef")))
        paragraph.append(_text(f" {place} "))
        paragraph.append(_text(f"“{quote}”", language_tag))
        note.append(paragraph)
        self._root.append(note)

    def attach(self) -> None:
        """Make them a part of the document."""
        part = self._document.part
        name = PackURI("/word/footnotes.xml")
        footnotes = Part(
            name, CONTENT_TYPE.WML_FOOTNOTES, serialize_part_xml(self._root), part.package
        )
        part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self._document.settings.element
        known = parse_xml(
            f"<w:footnotePr {nsdecls('w')}>"
            '<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        )
        settings.insert_element_before(known, "w:endnotePr", "w:compat", "w:rsids")

    def _refer(self, paragraph: Paragraph, number: int) -> None:
        """The number of a footnote that is marked elsewhere, which Word keeps right."""
        for kind in ("begin", f" NOTEREF {_bookmark(number)} \\h ", "separate"):
            paragraph._p.append(_run(_field(kind)))
        shown = _text(str(number))
        shown.insert(0, _marked())
        paragraph._p.append(shown)
        paragraph._p.append(_run(_field("end")))


def _bookmark(number: int) -> str:
    return f"note{number}"


def _field(kind: str) -> BaseOxmlElement:
    """A part of a complex field: its beginning, what it does, or its end."""
    if kind in ("begin", "separate", "end"):
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        return element
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = kind
    return element


def _run(element: BaseOxmlElement) -> BaseOxmlElement:
    """An element in a run that looks like a footnote's number."""
    run = OxmlElement("w:r")
    run.append(_marked())
    run.append(element)
    return run


def _marked() -> BaseOxmlElement:
    properties, style = OxmlElement("w:rPr"), OxmlElement("w:rStyle")
    style.set(qn("w:val"), MARK)
    properties.append(style)
    return properties


def _text(text: str, language_tag: str = "") -> BaseOxmlElement:
    run, element = OxmlElement("w:r"), OxmlElement("w:t")
    if language_tag:
        properties = OxmlElement("w:rPr")
        properties.append(language(language_tag))
        run.append(properties)
    element.text = text
    element.set(qn("xml:space"), "preserve")
    run.append(element)
    return run
