"""The part of Discord's markdown that the bot writes, as HTML.

What is not in it stays as it is written, so that a slip of the bot's shows in the picture.
Source: Discord, Markdown Text 101.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

_INLINE = re.compile(
    r"""
      \\(?P<plain>[^\w\s]|_)
    | `(?P<code>[^`]+)`
    | \*\*(?P<strong>(?:\\.|[^\\])+?)\*\*
    | \*(?P<em>(?:\\.|[^\\*])+?)\*
    """,
    re.VERBOSE | re.DOTALL,
)

_BLOCKS = {"> ": "quote", "-# ": "small", "# ": "first", "## ": "second", "### ": "third"}
"""What a line begins with, and the class that it gets."""


def to_html(text: str) -> str:
    """Markdown as HTML; lines of the same kind that follow each other are one block."""
    lines = [_line(line) for line in text.split("\n")]
    return "".join(
        f'<div class="{kind}">{"<br>".join(inline(words) for _, words in block)}</div>'
        for kind, block in groupby(lines, key=lambda line: line[0])
    )


def _line(line: str) -> tuple[str, str]:
    """The kind of a line, and its words."""
    for mark, kind in _BLOCKS.items():
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return "plain", line


def inline(text: str) -> str:
    """The words of a line as HTML."""
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for found in _INLINE.finditer(text):
        yield escape(text[end : found.start()])
        yield _marked(str(found.lastgroup), str(found[str(found.lastgroup)]))
        end = found.end()
    yield escape(text[end:])


def _marked(kind: str, words: str) -> str:
    if kind == "plain":
        return escape(words)
    return f"<{kind}>{escape(words) if kind == 'code' else inline(words)}</{kind}>"
