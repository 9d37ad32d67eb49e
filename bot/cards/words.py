"""What somebody wrote, without what Discord reads as more than words."""

from __future__ import annotations

import re

import discord

from bot.texts import texts_of
from kvbot.model.text import LANGUAGES
from kvbot.names.folding import fold

_MARKS = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|</[^<>]+:\d+>|<t:-?\d+(?::\w)?>")
"""Mentions, emoji, command links and timestamps. Source: Discord, Message Formatting."""


def plain_words(text: str) -> str:
    """The words of a message or an option: no mentions, no emoji, lines as they were."""
    lines = (" ".join(line.split()) for line in _MARKS.sub(" ", text).splitlines())
    return "\n".join(lines).strip()


def words_in(message: discord.Message) -> str:
    """The words of a message; of one that only forwards others, theirs."""
    forwarded = (forwarded.content for forwarded in message.message_snapshots)
    return plain_words(message.content or "\n".join(forwarded))


def is_only_polite(text: str) -> bool:
    """Whether a text only greets, thanks or asks what can be asked, or has no words."""
    said = fold(text).strip(" .,!?~")
    return not said or said in _POLITE


_POLITE = frozenset(
    fold(words) for lang in LANGUAGES for words in texts_of(lang)("talk.polite").split("|")
)
