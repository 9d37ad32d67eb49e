"""An answer as plain text, to be pasted into a mail or another messenger."""

from __future__ import annotations

from bot.cards.markup import escape
from bot.cards.pages import by_source
from kvbot.words.locale import Words
from kvbot.words.render import Rendered

MESSAGE = 2000
"""Characters of a message. Source: Discord, Create Message."""


def plain_text(rendered: Rendered, words: Words) -> str:
    """The answer without any markup, with its sources in words at the end."""
    lines = [rendered.headline, *rendered.labels]
    for section in rendered.sections:
        lines += ["", section.heading, *(f"• {claim.marked}" for claim in section.claims)]
        lines += [f"• {section.more}"] if section.more else []
    lines += [f"• {source.line}" for source in rendered.catalogue]
    if rendered.citations:
        lines += ["", words("card.sources")]
    for cited in by_source(rendered.citations).values():
        lines.append(cited[0].line)
        lines += [f"[{c.number}] “{' '.join(c.quote.split())}”" for c in cited]
    return "\n".join([*lines, *(["", *rendered.caveats] if rendered.caveats else [])])


def fits_a_message(text: str) -> bool:
    """Whether a message can show the text as it is: short enough, and without a live mark.

    A person copies what was sent, backslashes and all, so nothing can be escaped here.
    """
    return len(text) <= MESSAGE and escape(text) == text
