"""Discord's rules for modals, and for the choices of autocomplete.

Source: Discord's documentation of "Interaction Response Data" and its component reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.loopback.component_rules import component_violations, unique_custom_ids
from tests.loopback.components import ComponentType
from tests.loopback.errors import Violation
from tests.loopback.limits import amount, length, under
from tests.loopback.world import Payload

INTEGER, NUMBER = 4, 10

MOST_INTEGER = 2**53
"""The largest number that an option takes, either way of zero."""

MOST_INPUT = 4000


def modal_violations(modal: Payload) -> Iterator[Violation]:
    """What is wrong with a modal."""
    yield from length("data.title", modal.get("title"), 1, 45)
    yield from length("data.custom_id", modal.get("custom_id"), 1, 100)
    components = modal.get("components") or []
    yield from amount("data.components", components, 1, 5)
    for index, component in enumerate(components):
        yield from under(f"data.components.{index}", _in_modal(component))
    yield from under("data", unique_custom_ids(components))


def _in_modal(component: Payload) -> Iterator[Violation]:
    kind = component.get("type")
    if kind == ComponentType.LABEL:
        yield from _label(component)
    elif kind == ComponentType.ACTION_ROW:
        yield from _row(component)
    elif kind == ComponentType.TEXT_DISPLAY:
        yield from component_violations(component)
    else:
        message = 'Value of field "type" must be one of (1, 10, 18).'
        yield Violation("type", message, "UNION_TYPE_CHOICES")


def _label(label: Payload) -> Iterator[Violation]:
    yield from length("label", label.get("label"), 1, 45)
    yield from length("description", label.get("description"), 0, 100)
    field = label.get("component") or {}
    if field.get("type") == ComponentType.TEXT_INPUT:
        yield from under("component", _text_input(field))
        return
    yield from length("component.custom_id", field.get("custom_id"), 1, 100)
    yield from under("component", component_violations(field))


def _row(row: Payload) -> Iterator[Violation]:
    held = row.get("components") or []
    yield from amount("components", held, 1, 1)
    for index, field in enumerate(held):
        yield from length(f"components.{index}.label", field.get("label"), 1, 45)
        yield from under(f"components.{index}", _text_input(field))


def _text_input(field: Payload) -> Iterator[Violation]:
    yield from length("custom_id", field.get("custom_id"), 1, 100)
    yield from length("label", field.get("label"), 0, 45)
    yield from length("placeholder", field.get("placeholder"), 0, 100)
    yield from length("value", field.get("value"), 0, field.get("max_length") or MOST_INPUT)
    least, most = field.get("min_length") or 0, field.get("max_length") or MOST_INPUT
    if not 0 <= least <= most <= MOST_INPUT:
        message = f"Lengths must be between 0 and {MOST_INPUT}."
        yield Violation("max_length", message, "NUMBER_TYPE_MAX")


def choice_violations(data: Payload, option_type: int) -> Iterator[Violation]:
    """What is wrong with the choices that are offered for an option of this type."""
    choices = data.get("choices") or []
    yield from amount("data.choices", choices, 0, 25)
    for index, choice in enumerate(choices):
        yield from under(f"data.choices.{index}", choice_rule(choice, option_type))


def choice_rule(choice: Payload, option_type: int) -> Iterator[Violation]:
    """What is wrong with one choice, offered or registered."""
    yield from length("name", choice.get("name"), 1, 100)
    for locale, name in (choice.get("name_localizations") or {}).items():
        yield from length(f"name_localizations.{locale}", name, 1, 100)
    value: Any = choice.get("value")
    if option_type not in (INTEGER, NUMBER):
        yield from length("value", value, 1, 100)
    elif not isinstance(value, int | float) or (option_type == INTEGER and value != int(value)):
        yield Violation("value", f"{value!r} is no number of type {option_type}.", "NUMBER_TYPE")
    elif abs(value) > MOST_INTEGER:
        yield Violation("value", "Must be between -2^53 and 2^53.", "NUMBER_TYPE_MAX")
