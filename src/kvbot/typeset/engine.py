"""The one typesetter: a template and data in, a PNG or a PDF out.

What documents say goes in as data, never as markup, so nothing in it can be taken for a
command. There is one font, from a package, and none of the machine's: the same data give
the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from kvbot.errors import KvbotError
from kvbot.model.text import Frozen
from kvbot.names.folding import printable

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"

FONT_PACKAGE = "manimgx_fonts_cjk"
"""Noto Sans CJK, in all weights: Hangul, Hanja, and Latin with all that Vietnamese needs."""

PICTURE_PPI = 72 * 1200 / 340
"""Pixels for 72 points: a page of 340 points, a card's width on a phone, becomes 1,200 pixels."""

_one_at_a_time = Lock()
"""A compiler takes one page at a time, and its caches are its own."""


class NotTypeset(KvbotError):
    """A page could not be set."""

    def __init__(self, template: str, reason: str) -> None:
        self.template, self.reason = template, reason
        super().__init__(f"{template} could not be typeset: {reason}; install kvbot anew")


def set_picture(template: str, data: Frozen, ppi: float = PICTURE_PPI) -> bytes:
    """One page as PNG. ppi: pixels for 72 points. Takes 10 to 100 ms. Raises NotTypeset."""
    return _set(template, data, format="png", ppi=ppi)


def set_pages(template: str, data: Frozen, day: date) -> bytes:
    """Pages as PDF, dated to the beginning of a day. Raises NotTypeset."""
    timestamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return _set(template, data, format="pdf", timestamp=timestamp)


def _set(template: str, data: Frozen, **how: Any) -> bytes:
    given = json.dumps(_printable(data.model_dump(mode="json")), ensure_ascii=False)
    try:
        with _one_at_a_time:
            made = _compiler().compile(TEMPLATES / template, sys_inputs={"data": given}, **how)
    except (ImportError, OSError, RuntimeError) as error:
        raise NotTypeset(template, str(error)) from error
    if not isinstance(made, bytes):
        raise NotTypeset(template, "it is not one page")
    return made


@cache
def _compiler() -> typst.Compiler:
    """The compiler with its font; it is made when the first page is set."""
    import typst

    folder = str(files(FONT_PACKAGE))
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
    return typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _printable(value: Any) -> Any:
    """The same data; no text in it turns the direction of writing, or cannot be written."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(held) for key, held in value.items()}
    if isinstance(value, Sequence):
        return [_printable(held) for held in value]
    return value
