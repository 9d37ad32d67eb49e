"""Whether an answer is right: it says what is expected, and a quote is from the evidence."""

from __future__ import annotations

from typing import Any

from kvbot.names.folding import fold_words
from kvbot.words.render import Rendered

LEAST_SHARED = 0.6
"""The part of the shorter of a quote and a piece of evidence that lies in the other."""


def words(text: str) -> str:
    """A text as words between blanks, so that a part of a word is not found in it."""
    return f" {' '.join(fold_words(text))} "


def says(text: str, wording: str) -> bool:
    """Whether a text, in words, has a wording; a word in Latin letters may go on."""
    return words(wording).rstrip() in text


def shares(quote: str, evidence: str) -> bool:
    """Whether a quote and a piece of evidence are in large part the same passage."""
    short, long = sorted((words(quote).split(), words(evidence).split()), key=len)
    most = max(1, round(LEAST_SHARED * len(short)))
    runs = (short[at : at + most] for at in range(len(short) - most + 1))
    return any(f" {' '.join(run)} " in f" {' '.join(long)} " for run in runs)


def verdict(question: dict[str, Any], answer: Rendered) -> str:
    """`right`, `uncited`, `wrong` or `declined`."""
    if answer.status == "unknown":
        return "declined" if question["answerable"] else "right"
    if not question["answerable"]:
        return "wrong"
    text = words(answer.text)
    told = all(any(says(text, w) for w in group) for group in question["expect"])
    if not told or any(says(text, w) for w in question.get("forbid", ())):
        return "wrong" if answer.status == "answered" else "declined"
    cited = (shares(c.quote, e) for c in answer.citations for e in question["evidence"])
    return "right" if any(cited) else "uncited"
