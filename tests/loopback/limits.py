"""Small rules that the larger ones are made of: lengths, counts, and paths to what broke them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Any

from tests.loopback.errors import Violation


def under(path: str, violations: Iterable[Violation]) -> Iterator[Violation]:
    """The violations of a part, as seen from what contains it under this path."""
    for violation in violations:
        yield Violation(_joined(path, violation.path), violation.message, violation.code)


def _joined(outer: str, inner: str) -> str:
    return ".".join(step for step in (outer, inner) if step)


def length(path: str, text: Any, least: int, most: int) -> Iterator[Violation]:
    """A text must have so many characters. None counts as empty."""
    if text is not None and not isinstance(text, str):
        yield Violation(path, "Must be a string.", "BASE_TYPE_STRING")
        return
    size = len(text or "")
    if size < least and size == 0:
        yield Violation(path, "This field is required", "BASE_TYPE_REQUIRED")
    elif not least <= size <= most:
        yield Violation(path, f"Must be between {least} and {most} in length.")


def amount(path: str, things: Sized, least: int, most: int) -> Iterator[Violation]:
    """There must be so many things."""
    if not least <= len(things) <= most:
        yield Violation(path, f"Must be between {least} and {most} in length.")


def unique(path: str, values: Iterable[Any], what: str, code: str) -> Iterator[Violation]:
    """No value may come twice."""
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            yield Violation(path, f"{what} cannot be duplicated: {value!r}", code)
        seen.add(value)
