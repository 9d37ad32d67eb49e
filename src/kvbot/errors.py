"""What can go wrong, said so that the reader knows what to do next."""

from __future__ import annotations


class KvbotError(Exception):
    """An error for people: its message names the thing, the place and the remedy."""


class UsageError(KvbotError):
    """What was typed cannot be understood; the message shows what can be."""
