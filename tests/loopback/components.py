"""Message components: how they nest, and the buttons and selects among them.

Types and fields: Discord's component reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from tests.loopback.accounts import Payload


class ComponentType(IntEnum):
    """Every type of component that a message or a modal may hold."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset({3, 5, 6, 7, 8})
"""The types of component in which a user chooses values from a list."""


@dataclass(frozen=True)
class Button:
    """A button as the user sees it; custom_id is None for a link, which has a url."""

    label: str
    custom_id: str | None
    style: int
    disabled: bool
    url: str | None = None


@dataclass(frozen=True)
class Select:
    """A select menu; options is empty unless it is a string select (type 3)."""

    custom_id: str
    type: int
    options: tuple[Payload, ...]
    placeholder: str
    min_values: int
    max_values: int
    disabled: bool


def walk(components: Iterable[Payload]) -> Iterator[Payload]:
    """Every component, each before those that are nested in it."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        yield from walk(component[key] for key in ("accessory", "component") if component.get(key))


def number(components: Iterable[Payload]) -> None:
    """Give an id to every component that has none, counting from 1, as Discord does."""
    everything = list(walk(components))
    taken = {component.get("id") for component in everything}
    free = (candidate for candidate in range(1, 2**31) if candidate not in taken)
    for component in everything:
        if not component.get("id"):
            component["id"] = next(free)


def buttons(components: Iterable[Payload]) -> list[Button]:
    """The buttons in reading order."""
    return [
        Button(
            label=found.get("label") or (found.get("emoji") or {}).get("name") or "",
            custom_id=found.get("custom_id"),
            style=found["style"],
            disabled=bool(found.get("disabled")),
            url=found.get("url"),
        )
        for found in walk(components)
        if found["type"] == ComponentType.BUTTON
    ]


def selects(components: Iterable[Payload]) -> list[Select]:
    """The select menus in reading order."""
    return [
        Select(
            custom_id=found["custom_id"],
            type=found["type"],
            options=tuple(found.get("options") or ()),
            placeholder=found.get("placeholder") or "",
            min_values=found.get("min_values", 1),
            max_values=found.get("max_values", 1),
            disabled=bool(found.get("disabled")),
        )
        for found in walk(components)
        if found["type"] in SELECTS
    ]


def displayed_text(components: Iterable[Payload]) -> list[str]:
    """What the text displays say, in reading order."""
    return [
        found["content"]
        for found in walk(components)
        if found["type"] == ComponentType.TEXT_DISPLAY
    ]


def media(component: Payload) -> Iterator[Payload]:
    """The media items of a thumbnail, a gallery or a file: each with a url."""
    for item in component.get("items") or ():
        yield item["media"]
    for key in ("media", "file"):
        if component.get(key):
            yield component[key]
