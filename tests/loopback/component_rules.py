"""Discord's rules for components: of buttons and selects, of their rows, and of Components V2.

Source: Discord's component reference, as of API version 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.loopback.components import SELECTS, ComponentType, media, walk
from tests.loopback.errors import Violation
from tests.loopback.limits import amount, length, under, unique
from tests.loopback.world import Payload

LINK, PREMIUM = 5, 6
"""The styles of button that have no custom_id."""

IN_ROW = frozenset({ComponentType.BUTTON, *SELECTS})

IN_CONTAINER = frozenset(
    {
        ComponentType.ACTION_ROW,
        ComponentType.SECTION,
        ComponentType.TEXT_DISPLAY,
        ComponentType.MEDIA_GALLERY,
        ComponentType.FILE,
        ComponentType.SEPARATOR,
    }
)

AT_TOP = IN_CONTAINER | {ComponentType.CONTAINER}

MOST_COMPONENTS = 40
MOST_TEXT = 4000


def legacy_violations(components: Sequence[Payload]) -> Iterator[Violation]:
    """What is wrong with the components of a message without the flag for Components V2."""
    yield from amount("components", components, 0, 5)
    for index, row in enumerate(components):
        path = f"components.{index}"
        yield from _of_type(row, {ComponentType.ACTION_ROW}, path)
        if row.get("type") == ComponentType.ACTION_ROW:
            yield from under(path, component_violations(row))
    yield from unique_custom_ids(components)


def v2_violations(components: Sequence[Payload]) -> Iterator[Violation]:
    """What is wrong with the components of a message that has the flag for Components V2."""
    everything = list(walk(components))
    yield from amount("components", everything, 1, MOST_COMPONENTS)
    for index, component in enumerate(components):
        path = f"components.{index}"
        yield from _of_type(component, AT_TOP, path)
        yield from under(path, component_violations(component))
    texts = [c.get("content") or "" for c in everything if _is(c, ComponentType.TEXT_DISPLAY)]
    if sum(map(len, texts)) > MOST_TEXT:
        message = f"Texts must be {MOST_TEXT} or fewer in length together."
        yield Violation("components", message, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED")
    yield from unique_custom_ids(components)


def unique_custom_ids(components: Sequence[Payload]) -> Iterator[Violation]:
    """No custom_id may come twice in a message or modal."""
    ids = [c["custom_id"] for c in walk(components) if c.get("custom_id")]
    yield from unique("components", ids, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")


def component_violations(component: Payload) -> Iterator[Violation]:
    """What is wrong with a component and those in it."""
    rule = RULES.get(component.get("type", 0))
    if rule is not None:
        yield from rule(component)


def _is(component: Payload, kind: ComponentType) -> bool:
    return component.get("type") == kind


def _of_type(
    component: Payload, allowed: frozenset[int] | set[ComponentType], path: str
) -> Iterator[Violation]:
    if component.get("type") not in allowed:
        kinds = ", ".join(str(int(kind)) for kind in sorted(allowed))
        message = f'Value of field "type" must be one of ({kinds}).'
        yield Violation(f"{path}.type", message, "UNION_TYPE_CHOICES")


def _row(row: Payload) -> Iterator[Violation]:
    held = row.get("components") or []
    selects = [component for component in held if component.get("type") in SELECTS]
    yield from amount("components", held, 1, 1 if selects else 5)
    for index, component in enumerate(held):
        path = f"components.{index}"
        yield from _of_type(component, IN_ROW, path)
        yield from under(path, component_violations(component))


def _button(button: Payload) -> Iterator[Violation]:
    yield from length("label", button.get("label"), 0, 80)
    style = button.get("style")
    if style == PREMIUM:
        return
    if not button.get("label") and not button.get("emoji"):
        yield Violation("label", "A button has a label or an emoji.", "BUTTON_COMPONENT_LABEL")
    if style == LINK:
        yield from length("url", button.get("url"), 1, 512)
        return
    yield from length("custom_id", button.get("custom_id"), 1, 100)
    if button.get("url"):
        yield Violation("url", "Only a link has a url.", "BUTTON_COMPONENT_INVALID_URL")


def _select(select: Payload) -> Iterator[Violation]:
    yield from length("custom_id", select.get("custom_id"), 1, 100)
    yield from length("placeholder", select.get("placeholder"), 0, 150)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= least <= 25 or not 1 <= most <= 25 or least > most:
        yield Violation("max_values", "Values must be 0 to 25, 1 to 25.", "NUMBER_TYPE_MAX")
    if _is(select, ComponentType.STRING_SELECT):
        yield from _options(select.get("options") or [], most)


def _options(options: Sequence[Payload], most: int) -> Iterator[Violation]:
    yield from amount("options", options, 1, 25)
    if len(options) < most:
        yield Violation("options", f"Must have at least {most} options.", "BASE_TYPE_MIN_LENGTH")
    for index, option in enumerate(options):
        path = f"options.{index}"
        yield from length(f"{path}.label", option.get("label"), 1, 100)
        yield from length(f"{path}.value", option.get("value"), 1, 100)
        yield from length(f"{path}.description", option.get("description"), 0, 100)
    values = [option.get("value") for option in options]
    yield from unique("options", values, "value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED")


def _section(section: Payload) -> Iterator[Violation]:
    held = section.get("components") or []
    yield from amount("components", held, 1, 3)
    for index, component in enumerate(held):
        yield from _of_type(component, {ComponentType.TEXT_DISPLAY}, f"components.{index}")
        yield from under(f"components.{index}", component_violations(component))
    accessory = section.get("accessory") or {}
    yield from _of_type(accessory, {ComponentType.BUTTON, ComponentType.THUMBNAIL}, "accessory")
    yield from under("accessory", component_violations(accessory))


def _text_display(text: Payload) -> Iterator[Violation]:
    yield from length("content", (text.get("content") or "").strip(), 1, MOST_TEXT)


def _media(component: Payload) -> Iterator[Violation]:
    for item in media(component):
        yield from length("media.url", item.get("url"), 1, 2048)
    yield from length("description", component.get("description"), 0, 1024)


def _gallery(gallery: Payload) -> Iterator[Violation]:
    items = gallery.get("items") or []
    yield from amount("items", items, 1, 10)
    for index, item in enumerate(items):
        yield from under(f"items.{index}", _media(item))


def _file(component: Payload) -> Iterator[Violation]:
    url = (component.get("file") or {}).get("url") or ""
    if not url.startswith("attachment://"):
        message = "A file is shown as attachment://<filename>."
        yield Violation("file.url", message, "UNFURLED_MEDIA_ITEM_ATTACHMENT_REQUIRED")


def _container(container: Payload) -> Iterator[Violation]:
    held = container.get("components") or []
    yield from amount("components", held, 1, MOST_COMPONENTS)
    for index, component in enumerate(held):
        path = f"components.{index}"
        yield from _of_type(component, IN_CONTAINER, path)
        yield from under(path, component_violations(component))


RULES: Mapping[int, Callable[[Payload], Iterator[Violation]]] = {
    ComponentType.ACTION_ROW: _row,
    ComponentType.BUTTON: _button,
    **dict.fromkeys(SELECTS, _select),
    ComponentType.SECTION: _section,
    ComponentType.TEXT_DISPLAY: _text_display,
    ComponentType.THUMBNAIL: _media,
    ComponentType.MEDIA_GALLERY: _gallery,
    ComponentType.FILE: _file,
    ComponentType.CONTAINER: _container,
}
"""The rule for each type of component; those that are missing have none of their own."""
