"""A briefing as Markdown: CommonMark with tables and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kvbot.briefing.model import Briefing, Line, Part, Table
from kvbot.names.folding import printable
from kvbot.words.locale import words_of

_ANYWHERE = re.compile(r"[\\`*_\[\]<>|~^&$@#]|:(?=//)|(?<=www)\.")
_AT_THE_START = re.compile(r"^(\d*)([-+=:.)])")
"""What can be markup: emphasis, links, notes, tables, formulas and addresses; or a list."""


def markdown(briefing: Briefing) -> str:
    """The briefing as Markdown text."""
    return "\n".join([*_lines(briefing), ""])


def _lines(briefing: Briefing) -> Iterator[str]:
    yield f"# {escaped(briefing.title)}"
    key = words_of(briefing.lang)("brief.key_in_text")
    yield from ("", escaped(briefing.stand), "", f"*{escaped(key)}*")
    for part in briefing.parts:
        yield from ("", *_part(part))
    if briefing.sources:
        yield from ("", f"## {escaped(briefing.sources_heading)}", "")
    for source in briefing.sources:
        yield f"- **S{source.number}** {escaped(source.line)}"
    for caveat in briefing.caveats:
        yield from ("", f"*{escaped(caveat)}*")
    yield ""
    for note in briefing.notes:
        place = " ".join(filter(None, (f"S{note.source}", note.place)))
        yield f"[^{note.number}]: {place} “{escaped(note.quote)}”"


def _part(part: Part) -> Iterator[str]:
    if part.is_empty:
        yield f"**{escaped(part.heading)}:** *{escaped(' '.join(part.notes))}*"
        return
    yield from (f"## {escaped(part.heading)}", "")
    yield from (f"- {_told(line)}" for line in part.lines)
    if part.table:
        yield from _table(part.table)
    for note in part.notes:
        yield from ("", f"*{escaped(note)}*")


def _table(table: Table) -> Iterator[str]:
    yield _row(map(escaped, table.heads))
    yield _row("---" for _ in table.heads)
    for row in table.rows:
        yield _row(map(_told, row))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _told(line: Line) -> str:
    """A line: its lead strong, what is not from a document in italics."""
    lead = f"**{escaped(line.lead)}:**" if line.lead else ""
    text = escaped(line.text)
    marks = "".join(f"[^{number}]" for number in line.numbers)
    body = f"*{text}*" if line.is_label and text else f"{text}{marks}"
    aside = f"*({escaped(line.aside)})*" if line.aside else ""
    return " ".join(filter(None, (lead, body, aside)))


def escaped(text: str) -> str:
    """Text on one line in which nothing is markup."""
    plain = _ANYWHERE.sub(r"\\\g<0>", printable(text))
    return _AT_THE_START.sub(r"\1\\\2", plain)
