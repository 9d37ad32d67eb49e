"""The original documents: their paragraphs, and whether they say what dossiers quote."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kvbot.dossier.problems import Problem
from kvbot.model.references import TextQuoteSelector
from kvbot.model.sources import Dossier, Source

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_WHITE_SPACE = re.compile(r"\s+")


def folded(text: str) -> str:
    """Text as quotes are compared: Unicode NFC, any white space as one blank."""
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


class Original(NamedTuple):
    """The text of a document, folded. starts: where each paragraph begins in it."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def from_text(cls, text: str) -> Original:
        """Take a document apart; paragraphs are separated by blank lines."""
        unified = text.replace("\r\n", "\n").replace("\r", "\n")
        paragraphs = [p for p in map(folded, _BLANK_LINES.split(unified)) if p]
        starts, at = [], 0
        for paragraph in paragraphs:
            starts.append(at)
            at += len(paragraph) + 1
        return cls(" ".join(paragraphs), tuple(starts))

    def places(self, quote: TextQuoteSelector) -> list[int]:
        """Where the quote stands, between its prefix and its suffix."""
        prefix, exact, suffix = (
            folded(quote.prefix),
            folded(quote.exact),
            folded(quote.suffix),
        )
        return [
            at
            for at in _occurrences(self.text, exact)
            if self.text[:at].rstrip().endswith(prefix)
            and self.text[at + len(exact) :].lstrip().startswith(suffix)
        ]

    def paragraph_at(self, position: int) -> int:
        """The number, from 1, of the paragraph in which a position lies."""
        return sum(start <= position for start in self.starts)


def _occurrences(text: str, piece: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def read_original(path: Path, source: Source) -> Original:
    """Read the original of a source from its file.

    Raises OSError, UnicodeDecodeError, or ValueError if the file is not the one that the
    dossier was made from.
    """
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise ValueError("is not the file that the dossier was made from (its SHA-256 differs)")
    return Original.from_text(content.decode("utf-8"))


def verify(path: str, dossier: Dossier, folder: Path) -> list[Problem]:
    """Every quote of the dossier that its original, in folder, does not bear out.

    path: what to call the dossier in messages. A file of the registry has none.
    """
    source = dossier.source
    if source is None:
        return []
    try:
        original = read_original(folder / source.file, source)
    except OSError as error:
        reason = error.strerror or "cannot be read"
        return [_problem(path, source.file, reason.lower(), "put the original there")]
    except ValueError as error:
        reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        return [_problem(path, source.file, reason, "find the original, or stamp the dossier anew")]
    return [
        _problem(path, place, what, remedy)
        for place, reference in dossier.quotes()
        for what, remedy in _faults(original, reference.paragraph, reference)
    ]


def _problem(path: str, place: str, what: str, remedy: str) -> Problem:
    return Problem(path=path, place=place, what=what, remedy=remedy)


def _faults(
    original: Original, paragraph: int | None, quote: TextQuoteSelector
) -> Iterator[tuple[str, str]]:
    places = original.places(quote)
    paragraphs = [original.paragraph_at(place) for place in places]
    if not places:
        yield f"the original does not say {quote.exact!r}", "copy the words as they stand there"
    elif len(places) > 1:
        yield (
            f"the original says {quote.exact!r} {len(places)} times",
            "tell them apart with a prefix or a suffix, or quote a little more",
        )
    elif paragraph not in (None, paragraphs[0]):
        yield (
            f"the quote stands in paragraph {paragraphs[0]}, not {paragraph}",
            "run kvbot stamp on the dossier",
        )
