"""Discord's rules for the commands that a bot registers.

Source: Discord's documentation, "Application Commands" and "Locales".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from tests.loopback.errors import Violation
from tests.loopback.limits import amount, length, under, unique
from tests.loopback.modal_rules import choice_rule
from tests.loopback.options import OptionType
from tests.loopback.world import Payload

CHAT_INPUT, USER, MESSAGE = 1, 2, 3

MOST_COMMANDS = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
MOST_CHARACTERS = 8000

# fmt: off
LOCALES = frozenset((
    "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi", "hr",
    "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th",
    "tr", "uk", "vi", "zh-CN", "zh-TW",
))
# fmt: on
"""The languages of Discord's client."""

SUBCOMMANDS = (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP)


def violations(commands: Sequence[Payload]) -> Iterator[Violation]:
    """What is wrong with all the commands of a guild, or with all global ones."""
    for kind, most in MOST_COMMANDS.items():
        names = [c.get("name") for c in commands if _kind(c) == kind]
        yield from amount("", names, 0, most)
        yield from unique("", names, "name", "APPLICATION_COMMANDS_DUPLICATE_NAME")
    for index, command in enumerate(commands):
        yield from under(str(index), _command(command))


def _kind(command: Payload) -> int:
    return command.get("type") or CHAT_INPUT


def _command(command: Payload) -> Iterator[Violation]:
    if _kind(command) != CHAT_INPUT:
        yield from length("name", command.get("name"), 1, 32)
        yield from _localized(command, "name", 32)
        yield from length("description", command.get("description"), 0, 0)
        return
    yield from _named(command)
    yield from _options(command.get("options") or [])
    if _size(command) > MOST_CHARACTERS:
        message = f"Command exceeds maximum size ({MOST_CHARACTERS})"
        yield Violation("", message, "APPLICATION_COMMAND_TOO_LARGE")


def _named(part: Payload) -> Iterator[Violation]:
    """The rules for the name and the description of a command or an option, in all languages."""
    yield from _name("name", part.get("name"))
    for locale, name in (part.get("name_localizations") or {}).items():
        yield from _name(f"name_localizations.{locale}", name)
    yield from length("description", part.get("description"), 1, 100)
    yield from _localized(part, "description", 100)
    yield from _locales(part, "name_localizations")


def _localized(part: Payload, field: str, most: int) -> Iterator[Violation]:
    yield from _locales(part, f"{field}_localizations")
    for locale, text in (part.get(f"{field}_localizations") or {}).items():
        yield from length(f"{field}_localizations.{locale}", text, 1, most)


def _locales(part: Payload, field: str) -> Iterator[Violation]:
    for locale in set(part.get(field) or ()) - LOCALES:
        yield Violation(f"{field}.{locale}", f"{locale} is no locale of Discord.", "ENUM_TYPE")


def _name(path: str, name: Any) -> Iterator[Violation]:
    yield from length(path, name, 1, 32)
    text = name if isinstance(name, str) else ""
    if not all(map(_belongs_in_a_name, text)):
        yield Violation(path, "Command name is invalid", "APPLICATION_COMMAND_INVALID_NAME")
    elif text != text.lower():
        yield Violation(path, "Must be lower case.", "APPLICATION_COMMAND_INVALID_NAME")


def _belongs_in_a_name(character: str) -> bool:
    r"""Whether `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$` lets the character through."""
    if character in "-_'" or unicodedata.category(character)[0] in "LN":
        return True
    return unicodedata.name(character, "").startswith(("DEVANAGARI", "THAI"))


def _options(options: Sequence[Payload]) -> Iterator[Violation]:
    yield from amount("options", options, 0, 25)
    names = [option.get("name") for option in options]
    yield from unique("options", names, "name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS")
    yield from _order(options)
    for index, option in enumerate(options):
        yield from under(f"options.{index}", _option(option))


def _order(options: Sequence[Payload]) -> Iterator[Violation]:
    """Required options come first, and subcommands stand alone."""
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        message = "Required options must be placed before non-required options"
        yield Violation("options", message, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID")
    subcommands = [option.get("type") in SUBCOMMANDS for option in options]
    if any(subcommands) and not all(subcommands):
        message = "Sub-command and sub-command group option types are mutually exclusive to others"
        yield Violation("options", message, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID")


def _option(option: Payload) -> Iterator[Violation]:
    yield from _named(option)
    kind = option.get("type", 0)
    if kind in SUBCOMMANDS:
        yield from _options(option.get("options") or [])
        return
    choices = option.get("choices") or []
    yield from amount("choices", choices, 0, 25)
    for index, choice in enumerate(choices):
        yield from under(f"choices.{index}", choice_rule(choice, kind))
        yield from under(f"choices.{index}", _locales(choice, "name_localizations"))
    if choices and option.get("autocomplete"):
        message = "An option has choices or autocomplete, not both."
        yield Violation("autocomplete", message, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE")


def _size(part: Payload) -> int:
    """Characters of names, descriptions and values; of localized ones the longest counts."""
    own = sum(_longest(part, field) for field in ("name", "description"))
    values = sum(
        _longest(choice, "name") + len(str(choice.get("value", "")))
        for choice in part.get("choices") or ()
    )
    return own + values + sum(_size(option) for option in part.get("options") or ())


def _longest(part: Payload, field: str) -> int:
    texts = [part.get(field) or "", *(part.get(f"{field}_localizations") or {}).values()]
    return max(len(text) for text in texts)
