"""Whether an answer is right: it says what is expected, and a quote is from where that stands."""

from __future__ import annotations

from typing import Any

from kvbot.names.folding import fold_words
from kvbot.words.render import Rendered


def words(text: str) -> str:
    """A text as words between blanks, so that a part of a word is not found in it."""
    return f" {' '.join(fold_words(text))} "


def says(text: str, wording: str) -> bool:
    """Whether a text, in words, has a wording; a word in Latin letters may go on."""
    return words(wording).rstrip() in text


def verdict(question: dict[str, Any], answer: Rendered) -> str:
    """`right`, `uncited`, `wrong` or `declined`.

    The evidence of a question are paragraphs of documents: `vistip-2022-09-20#4`.
    """
    if answer.status == "unknown":
        return "declined" if question["answerable"] else "right"
    if not question["answerable"]:
        return "wrong"
    text = words(answer.text)
    told = all(any(says(text, w) for w in group) for group in question["expect"])
    if not told or any(says(text, w) for w in question.get("forbid", ())):
        return "wrong" if answer.status == "answered" else "declined"
    cited = {f"{c.source}#{c.paragraph}" for c in answer.citations}
    return "right" if cited & set(question["evidence"]) else "uncited"
