"""What several of these tests need: a reader's eye, patience, and dossiers to write."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.loopback.messages import Message

ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
"""A backslash makes the sign after it plain. Source: Discord, Markdown Text 101."""

LIVE = {
    "a mention": r"<@[!&]?\d+>|<#\d+>|<id:\w+>|@everyone|@here",
    "a timestamp": r"<t:-?\d+(:\w)?>",
    "a command link": r"</[^<>]+:\d+>",
    "an emoji": r"<a?:\w+:\d+>",
    "an address": r"[A-Za-z][A-Za-z0-9+.-]*://\S|<(mailto|tel|sms):",
    "a masked link": r"\[[^\]\n]*\]\([^)\n]*\)",
    "emphasis or code": r"[*_~|`]",
    "a heading or small print": r"^\s*(#{1,3}|-#)\s",
    "a quote": r"^\s*>(>>)?\s",
    "a list": r"^\s*([-+]|\d+\.)\s",
    "a turned direction": r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]",
    "a backslash that escapes what follows": r"\\$",
}
"""What Discord does not show as it is written. Source: the same, and Message Formatting."""

OWN = re.compile(r"^(?:-# |> |• )*(?:\*\*(?P<bold>.*)\*\*|(?P<plain>.*?))(?: \(`[a-z0-9-]+`\))?$")
"""A line of a card without the bot's own markup."""

HOSTILE = (
    "<@1> <@!1> <@&1> <#1>",
    "<t:1:R> <t:1>",
    "</who:1>",
    "@everyone @here",
    "[press here](http://example.com/x)",
    "[press](<http://example.com/x>)",
    "http://example.com/y",
    "# heading",
    "-# small print",
    "> quoted",
    ">>> quoted all",
    "**bold** *it* __under__ _it_ ~~gone~~ ||hidden|| `code` ```block```",
    "- item",
    "1. item",
    "<a:party:1> :smile:",
    "\\<@1> \\*x\\* ends in \\",
    "a\u202ereversed",
)
"""Texts that would be live where nobody took care."""


def live_marks(text: str) -> list[str]:
    """What is live in a text that Discord shows."""
    plain = ESCAPED.sub("\ue000", re.sub(r"\r\n?", "\n", text))
    return [what for what, form in LIVE.items() if re.search(form, plain, re.MULTILINE)]


def foreign_marks(card: str) -> list[str]:
    """What is live on a card beside the bot's own markup, with the line that it is on."""
    found = []
    for line in card.split("\n"):
        read = OWN.match(line)
        text = (read["bold"] if read["bold"] is not None else read["plain"]) if read else line
        found += [f"{mark}: {line}" for mark in live_marks(text)]
    return found


def visible(text: str) -> str:
    """What a reader sees: no marks of bold, small print and quotes, no backslashes of escapes."""
    shown = re.sub(r"^(-# |> )", "", text.replace("**", ""), flags=re.MULTILINE)
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown)


def first_line(message: Message) -> str:
    """The first line as a reader sees it."""
    return visible(message.text).split("\n")[0]


def labels(message: Message) -> list[str]:
    """The labels of the buttons in reading order."""
    return [button.label for button in message.buttons]


VIETNAMESE = re.compile(
    "[đăâêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữự]", re.IGNORECASE
)


def language_of(text: str) -> str:
    """The language in which the bot speaks, where nothing in the text is from elsewhere."""
    if re.search("[가-힣]", text):
        return "ko"
    return "vi" if VIETNAMESE.search(text) else "en"


async def eventually(condition: Callable[[], object], timeout: float = 8) -> None:  # noqa: ASYNC109
    """Wait until something holds that the server cannot see; TimeoutError after timeout seconds."""
    async with asyncio.timeout(timeout):
        while not condition():  # noqa: ASYNC110 - files and processes send no events
            await asyncio.sleep(0.01)


# --- dossiers ---

DOSSIER = """format = 1

[source]
slug = "{slug}"
title = {title}
{publisher}
published = "{published}"
kind = "{kind}"
file = "{slug}.txt"
sha256 = "{sha}"

[record]
added = 2025-01-07
approved_by = "the test writers"
approved = 2025-01-08
"""


def quoted(text: str) -> str:
    """Text as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c[0]):04X}", escaped) + '"'


def write_dossier(
    base: Path,
    slug: str,
    facts: Iterable[str],
    *,
    title: str = "A paper",
    publisher: str | None = None,
    published: str = "2024-05-02",
    kind: str = "news",
) -> Path:
    """Add a dossier with these facts to a base."""
    head = DOSSIER.format(
        slug=slug,
        title=quoted(title),
        publisher=f'publisher = "{publisher}"' if publisher else "",
        published=published,
        kind=kind,
        sha=f"{abs(hash(slug)) % 10**12:064x}",
    )
    path = base / f"{slug}.toml"
    path.write_text("\n".join([head, *facts]), encoding="utf-8")
    return path


def calls(number: int, *, quote: str = "", subject: str = "norholm", year: int = 1800) -> str:
    """A figure: so many ship calls in a year of its own."""
    exact = quoted(quote or f"In {year + number} there were {number} ship calls at the port")
    return (
        f'[[statistics]]\nslug = "calls-{subject}-{year + number}"\nmeasure = "ship-calls"\n'
        f'subject = "{subject}"\nvalue = {number}\nunit = "ship calls"\n'
        f'period = "{year + number}"\n'
        f"references = [{{ exact = {exact}, paragraph = {number} }}]\n"
    )


def take_out_aldo_merrin(base: Path) -> None:
    """Take somebody out of the registry of Skerra, and the dossier that tells of him."""
    registry = base / "registry.toml"
    start, end = '[[people]]\nslug = "aldo-merrin"', '[[people]]\nslug = "lam-thi'
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text[: text.index(start)] + text[text.index(end) :], encoding="utf-8")
    (base / "visit-notes-2025-03-10.toml").unlink()
