"""Text of others, written so that Discord shows it as it is."""

from __future__ import annotations

import re

_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
"""Marks that turn the direction of writing; one left open would garble what follows."""

_LIVE = re.compile(
    r"""
    [\\*_~`|<]                  # emphasis, code, spoilers; mentions, timestamps, commands, emoji
    | @(?=everyone|here)
    | :(?=//|[^\s:]+:)          # addresses, and :emoji:
    | (?<=\])\(                 # masked links
    | ^\s*(?:\#{1,3}|>{1,3}|[-+])(?=[\s>]|$)  # headings, quotes, lists, small print
    | ^\s*-(?=\#)
    | ^\s*\d+(?P<dot>\.)(?=\s)  # numbered lists
    """,
    re.VERBOSE | re.MULTILINE,
)


def escape(text: str) -> str:
    """Text in which nothing pings and nothing is markup, as Discord shows it.

    A backslash before a mark makes it plain. Source: Discord, Markdown Text 101, and
    trials in its client: `escape_markdown` of discord.py leaves mentions, timestamps,
    command links and some masked links live.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # as Discord's client reads them
    return _LIVE.sub(_plain, lines.translate(_DIRECTION))


def _plain(found: re.Match[str]) -> str:
    mark = found[0]
    if found["dot"]:
        return f"{mark[:-1]}\\."
    space = mark[: len(mark) - len(mark.lstrip())]
    return f"{space}\\{mark.lstrip()}"


def unescape(text: str) -> str:
    """Text as it was before it was escaped."""
    return re.sub(r"\\(.)", r"\1", text)


def one_line(text: str) -> str:
    """Text of others on one line, escaped."""
    return escape(" ".join(text.split()))
