"""What a card says of a briefing whose file hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.markup import one_line
from bot.cards.pages import CLAIM, Page
from kvbot.briefing.model import Briefing, Line, Part
from kvbot.words.locale import Words
from kvbot.words.render import marks, shortened

MOST_LINES = 3
"""Lines of the overview, and open points, that a card shows; all of them are in the file."""

COUNTED = ("posts", "people", "agreements", "events", "remarks", "figures", "programmes")
"""The parts of which a card tells how much there is."""


def summary(briefing: Briefing, words: Words) -> Page:
    """One page: who they are, how much of what is in the file, and what is open."""
    return Page(
        head=f"**{one_line(shortened(briefing.title, 200))}**",
        blocks=tuple(_blocks(briefing, words)),
        foot="\n".join(f"-# {one_line(line)}" for line in (briefing.stand, *briefing.caveats)),
    )


def _blocks(briefing: Briefing, words: Words) -> Iterator[str]:
    parts = {part.key: part for part in briefing.parts}
    yield "\n".join(map(_told, parts["subject"].lines[:MOST_LINES]))
    counted = [_counted(part) for part in briefing.parts if part.key in COUNTED and _size(part)]
    if counted:
        yield f"**{one_line(words('brief.contents'))}**\n{' · '.join(counted)}"
    opened = parts["open"]
    if not opened.is_empty:
        told = [_told(line) for line in opened.lines[:MOST_LINES]]
        left = len(opened.lines) - MOST_LINES
        more = [f"-# {one_line(words('brief.more', n=left))}"] if left > 0 else []
        yield "\n".join([f"**{one_line(opened.heading)}**", *told, *more])


def _counted(part: Part) -> str:
    """A part and how many statements it has."""
    return f"{one_line(part.heading)} {_size(part)}"


def _size(part: Part) -> int:
    return len(part.table.rows) if part.table else len(part.lines)


def _told(line: Line) -> str:
    """A line; what is not from a document in small print."""
    text = one_line(shortened(line.told, CLAIM))
    return f"-# {text}" if line.is_label else f"• {text} {marks(line.numbers)}"
