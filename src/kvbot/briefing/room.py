"""How many pages a briefing takes up, reckoned from its text and not from any font.

Word sets it with the fonts that it finds, so nothing here is exact: each measure is rather too
large. Heights and widths are in points, those of the styles in word/styles.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

from kvbot.briefing.model import Briefing, Line, Part, Table
from kvbot.typeset.bars import BarChart, Panel
from kvbot.typeset.pictures import Picture

PAGE, WIDTH = 768.0, 493.0
"""The height and the width of the text on an A4 page."""

WASTE = 1.02
"""What stays empty: rows are not broken across pages, and a heading keeps to what follows it."""

LATIN, CAPITAL, WIDE = 0.46, 0.62, 0.92
"""Widths of characters, in sizes of the font: letters, capitals, and Hangul with its like."""

TEXT, CELL, DATED, SMALL, NOTE = 9.0, 8.5, 8.0, 7.5, 7.0
"""Sizes of lists, cells, the timeline, what stands beside, and notes."""

LEADING = 1.23
"""From line to line, in sizes of the font."""

HEADING, EMPTY, ROW, GAP = 25.0, 24.0, 4.0, 8.0
"""A heading with its space, one that says there is nothing, the space in a row, that of a long
time on the timeline."""

MARK = 5.5
"""The width of the number of a note."""

_WIDE = re.compile(r"[MW@%—…ᄀ-ᇿ⺀-꓏가-힣豈-﫿︰-﹏＀-￯\U0001f000-\U0003ffff]")
_CAPITAL = re.compile(r"[A-LN-VX-ZĐÀ-ÞmwƠƯ]")


def pages(briefing: Briefing) -> float:
    """How many A4 pages it takes up, notes at the foot of each included; rather too many."""
    text = _top(briefing) + sum(map(_part, briefing.parts)) + _end(briefing)
    notes = sum(_lines(f"12 S1 ¶12 “{note.quote}”", NOTE) for note in briefing.notes)
    rules = ceil((text + notes) / PAGE) * 10
    return WASTE * (text + notes + rules) / PAGE


def _top(briefing: Briefing) -> float:
    return (
        _lines(briefing.title, 18) + _lines(briefing.stand, 9.5) + _lines(briefing.key, SMALL) + 3
    )


def _end(briefing: Briefing) -> float:
    listed = (*(f"S1  {source.line}" for source in briefing.sources), *briefing.caveats)
    return HEADING + sum(_lines(line, SMALL) + 1 for line in listed)


def _part(part: Part) -> float:
    if part.is_empty:
        return EMPTY - TEXT * LEADING + _lines(f"{part.heading}  {' '.join(part.notes)}", 10.5)
    listed = sum(_listed(line) for line in part.lines)
    table = _table(part.table) if part.table else 0
    picture = _picture(part.picture) if part.picture else 0
    return HEADING + listed + table + picture + sum(_lines(note, SMALL) + 2 for note in part.notes)


def _listed(line: Line) -> float:
    aside = f" ({line.aside})" if line.aside else ""
    return 1 + _lines(line.told + aside, TEXT, WIDTH - 11, MARK * len(line.numbers))


def _table(table: Table) -> float:
    size = CELL if any(table.heads) else DATED
    heads = SMALL * LEADING + ROW if any(table.heads) else 0
    rows = sum(_row(row, table.widths, size) for row in table.rows)
    if table.axis is None:
        return heads + rows
    gaps = sum(GAP * mark.gap for mark in table.axis.marks)
    beneath = _lines(" ".join(e.text for e in table.axis.legend), SMALL) + 4
    return heads + rows + gaps + beneath + _lines(table.axis.beneath, SMALL)


def _row(cells: Iterable[Line], widths: Iterable[int], size: float) -> float:
    """A row is as high as its highest cell."""
    shares = zip(cells, widths, strict=True)
    return ROW + max(_cell(cell, share * WIDTH / 100 - 6, size) for cell, share in shares)


def _cell(line: Line, width: float, size: float) -> float:
    aside = _lines(line.aside, SMALL, width) + 2 if line.aside else 0
    return aside + _lines(line.told, size, width, MARK * len(line.numbers))


def _picture(picture: Picture) -> float:
    """Bars, two measures beside each other."""
    if not isinstance(picture.chart, BarChart):
        return 0
    panels = picture.chart.panels
    pairs = [panels[at : at + 2] for at in range(0, len(panels), 2)]
    beneath = sum(_lines(note, 6.5) + 1.5 for note in picture.chart.notes)
    return sum(max(map(_panel, pair)) for pair in pairs) + beneath + 22


def _panel(panel: Panel) -> float:
    labels = sum(_lines(bar.label, 8, WIDTH / 2 - 20) + 6 for bar in panel.bars)
    return 24 + _lines(panel.title, 9, WIDTH / 2 - 20) + labels + 12.5 * len(panel.bars)


def _lines(text: str, size: float, width: float = WIDTH, more: float = 0) -> float:
    """The height of a text. more: points that stand on its last line as well.

    Lines are not filled to their end: half of the longest word may be left over.
    """
    longest = max(map(len, text.split()), default=0)
    left_over = min(width / 2, size * LATIN * max(3, longest / 2))
    return LEADING * size * max(1, ceil((_width(text) * size + more) / (width - left_over)))


def _width(text: str) -> float:
    wide, capitals = len(_WIDE.findall(text)), len(_CAPITAL.findall(text))
    return LATIN * len(text) + (WIDE - LATIN) * wide + (CAPITAL - LATIN) * capitals
