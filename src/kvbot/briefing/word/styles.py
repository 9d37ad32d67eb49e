"""How a briefing looks in Word: styles that an officer can change in one place."""

from __future__ import annotations

from typing import NamedTuple

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kvbot.model.text import Lang
from kvbot.names.folding import printable

LATIN_FONT, HANGUL_FONT = "Calibri", "Malgun Gothic"
"""Fonts that come with Word: the first has every letter of Vietnamese, the second Hangul."""

LANGUAGE_TAGS: dict[str, str] = {"en": "en-US", "ko": "ko-KR", "vi": "vi-VN"}

LINE_HEIGHT = 1.23
"""Of the size of the text; lines are set exactly, since fonts for Hangul ask for much more."""

INK, NAVY, GREY = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x5A, 0x5F, 0x66)

MARGIN, TOP, BOTTOM = Mm(18), Mm(13), Mm(13)
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TEXT_WIDTH = Emu(PAGE_WIDTH - 2 * MARGIN)

ASIDE = "Not From A Document"
"""The style of what is not from a document."""


class Look(NamedTuple):
    """A style of a paragraph. Sizes and spaces are in points."""

    name: str
    size: float
    colour: RGBColor = INK
    bold: bool = False
    before: float = 0
    after: float = 0


PARAGRAPHS = (
    Look("Normal", 9, after=2),
    Look("Title", 18, NAVY, bold=True, after=1),
    Look("Subtitle", 9.5, GREY, after=1),
    Look("Heading 1", 10.5, NAVY, bold=True, before=6, after=2),
    Look("List Bullet", 9, after=1),
    Look("Table Text", 8.5),
    Look("Date Text", 8),
    Look("Table Head", 7.5, GREY, bold=True),
    Look("Beside", 7.5, GREY, before=0.5, after=1),
    Look("Source", 7.5),
    Look("Picture", 9, before=4, after=2),
    Look("Footnote Text", 7),
    Look("Footer", 7.5, GREY),
)

CHARACTERS = (ASIDE, "Lead", "Footnote Reference")
"""Styles of characters: what is not from a document, dates, and the numbers of notes."""

DEFAULTS = ("Default Paragraph Font", "Normal Table", "No List")
"""Styles that Word needs."""


def style_id(name: str) -> str:
    """The id of a style by its name; to look it up takes python-docx milliseconds each time."""
    return name.replace(" ", "")


def styled(paragraph: Paragraph, style: str) -> Paragraph:
    """The paragraph, now in a style."""
    paragraph._p.style = style_id(style)
    return paragraph


def run(paragraph: Paragraph, text: str, style: str = "") -> Run:
    """Add a text to a paragraph, in a style of characters; spaces at its ends are kept."""
    held = printable(text)
    kept = text[: len(text) - len(text.lstrip(" "))] + held + text[len(text.rstrip(" ")) :]
    added = paragraph.add_run(kept if held else "")
    added._r.style = style_id(style) or None
    return added


def lay_out(document: Document, lang: Lang) -> None:
    """Give a document its page and its styles."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.header_distance, section.footer_distance = Mm(7), Mm(7)
    _leave_out_others(document)  # first of all: the others are looked through for each style
    for look in PARAGRAPHS:
        _paragraph_style(document, look)
    _speak(document.styles["Normal"].element, lang)
    _no_space_between_scripts(document.styles["Normal"].element)
    _rule_above(document.styles["Heading 1"].element)
    _indent(document.styles["List Bullet"])
    document.styles["Heading 1"].paragraph_format.keep_with_next = True
    _character_style(document, ASIDE, 8, GREY)
    _character_style(document, "Lead", None, NAVY, bold=True)
    marks = _character_style(document, "Footnote Reference", None, NAVY)
    marks.font.superscript = True


def _leave_out_others(document: Document) -> None:
    """Take out the styles of the template that no briefing has."""
    kept = {look.name for look in PARAGRAPHS} | set(CHARACTERS) | set(DEFAULTS)
    for style in list(document.styles):
        if style.name not in kept:
            style.delete()


def _paragraph_style(document: Document, look: Look) -> None:
    styles = document.styles
    style = (
        styles[look.name]
        if look.name in styles
        else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    )
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - each name above is one of a paragraph
    if look.name != "Normal":
        style.base_style = styles["Normal"]
    _font(style, look.size, look.colour, bold=look.bold)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing = Pt(round(look.size * LINE_HEIGHT * 4) / 4)
    for kind in ("w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):  # what the template has there
        for found in style.element.xpath(f".//{kind}"):
            found.getparent().remove(found)


def _character_style(
    document: Document, name: str, size: float | None, colour: RGBColor, *, bold: bool = False
) -> CharacterStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(style, CharacterStyle)  # noqa: S101 - it has just been made as one
    _font(style, size, colour, bold=bold)
    return style


def _font(style: CharacterStyle, size: float | None, colour: RGBColor, *, bold: bool) -> None:
    font = style.font
    font.size = Pt(size) if size else None
    font.bold, font.italic = bold, False
    font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the fonts of a theme would win over these
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), HANGUL_FONT)


def _speak(style: BaseOxmlElement, lang: Lang) -> None:
    """The language in which a style's text is, for spelling and line breaks.

    What is not Hangul in a Korean text is taken for English: else its words would be broken
    anywhere.
    """
    element = language(LANGUAGE_TAGS["en" if lang == "ko" else lang])
    style.get_or_add_rPr().append(element)


def _no_space_between_scripts(style: BaseOxmlElement) -> None:
    """Keep Word from setting a gap between Hangul and the digits or letters beside it."""
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        element = OxmlElement(name)
        element.set(qn("w:val"), "0")
        style.get_or_add_pPr().insert_element_before(
            element, "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
            "w:contextualSpacing", "w:jc", "w:outlineLvl",
        )  # fmt: skip


def language(tag: str) -> BaseOxmlElement:
    """The language of a run."""
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), tag)
    element.set(qn("w:eastAsia"), LANGUAGE_TAGS["ko"])
    return element


def _rule_above(style: BaseOxmlElement) -> None:
    """A thin line over a heading."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "3"), ("color", "9FB0C3")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    style.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:outlineLvl",
    )  # fmt: skip


def _indent(style: ParagraphStyle) -> None:
    style.paragraph_format.left_indent = Mm(4)
    style.paragraph_format.first_line_indent = Mm(-4)
