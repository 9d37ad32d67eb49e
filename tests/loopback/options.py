"""What a user types after a slash, turned into the data of an interaction.

The types come from the definition that the bot registered. Discord's client lets a user send only
what fits the definition, and so does this: anything else raises ValueError.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from tests.loopback.interactions import Resolved, command_reference
from tests.loopback.world import Payload, User


class OptionType(IntEnum):
    """The types of option that a command may have."""

    SUB_COMMAND = 1
    SUB_COMMAND_GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


PLAIN: Mapping[int, type | tuple[type, ...]] = {
    OptionType.STRING: str,
    OptionType.INTEGER: int,
    OptionType.BOOLEAN: bool,
    OptionType.NUMBER: (int, float),
}
"""The types whose value is sent as it is, and what it must be; others refer to things."""


def command_data(
    command: Payload,
    path: list[str],
    given: Mapping[str, Any],
    user: User,
    *,
    focused: str | None = None,
) -> Payload:
    """The data of a slash command, or of autocomplete for the focused option.

    path: the names of group and subcommand after that of the command.
    """
    resolved = Resolved(user)
    outer: list[Payload] = []
    for name in path:
        outer.append(_option(outer[-1] if outer else command, name))
    definition = outer[-1] if outer else command
    _accept_names(definition, given, complete=focused is None)
    typed = [
        _typed(option, given[option["name"]], resolved, focused)
        for option in _options(definition)
        if option["name"] in given
    ]
    for subcommand in reversed(outer):
        typed = [{"name": subcommand["name"], "type": subcommand["type"], "options": typed}]
    return {**command_reference(command), "options": typed, **resolved.payload()}


def _accept_names(definition: Payload, given: Mapping[str, Any], *, complete: bool) -> None:
    """Raise ValueError if options are unknown or, once the command is sent, missing."""
    name, options = definition["name"], _options(definition)
    if any(option["type"] <= OptionType.SUB_COMMAND_GROUP for option in options):
        raise ValueError(f"{name} takes one of {_names(definition)} after it")
    unknown = set(given) - set(_names(definition))
    if unknown:
        raise ValueError(f"{name} has options {_names(definition)}, not {unknown}")
    missing = {o["name"] for o in options if o.get("required")} - set(given)
    if complete and missing:
        raise ValueError(f"{name} requires {missing}, given {list(given)}")


def _options(definition: Payload) -> list[Payload]:
    return definition.get("options") or []


def _names(definition: Payload) -> list[str]:
    return [option["name"] for option in _options(definition)]


def _option(definition: Payload, name: str) -> Payload:
    for option in _options(definition):
        if option["name"] == name:
            return option
    raise ValueError(f"{definition['name']} has {_names(definition)}, not {name!r}")


def _typed(option: Payload, value: Any, resolved: Resolved, focused: str | None) -> Payload:
    """One option with its value; what is focused may still be anything."""
    typed: Payload = {"name": option["name"], "type": option["type"]}
    if option["name"] == focused:
        if not option.get("autocomplete"):
            raise ValueError(f"{option['name']} is registered without autocomplete")
        return {**typed, "value": str(value), "focused": True}
    if option["type"] not in PLAIN:
        return {**typed, "value": resolved.add(value)}
    _accept(option, value)
    return {**typed, "value": value}


def _accept(option: Payload, value: Any) -> None:
    """Raise ValueError if the definition does not allow the value."""
    name, wanted = option["name"], PLAIN[option["type"]]
    right = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    if not right:
        raise ValueError(f"{name} is of type {option['type']}; {value!r} is not")
    choices = [choice["value"] for choice in option.get("choices") or ()]
    if choices and value not in choices:
        raise ValueError(f"{name} is one of {choices}, not {value!r}")
    size = len(value) if isinstance(value, str) else value
    limits = ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    least, most = (option.get(limit) for limit in limits)
    if (least is not None and size < least) or (most is not None and size > most):
        raise ValueError(f"{name} takes {least} to {most}, not {size}")
