"""The texts of one language, read from its locale file, and how they are filled."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from kvbot.model.text import Lang


class Words:
    """The texts of a language. A key is the section and the name: `aside.old`."""

    def __init__(self, lang: Lang, texts: dict[str, str]) -> None:
        self.lang = lang
        self.locale = Locale(lang)
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with the values filled in. Values are never read as templates."""
        return self._texts[key].format(**values)

    def has(self, key: str) -> bool:
        """Whether the language has a text of this key; an empty one counts as none."""
        return bool(self._texts.get(key))

    def option(self, section: str, option: str, /, **values: object) -> str:
        """The text for one of a closed set of values, such as a kind of agreement."""
        return self(f"{section}.{option.replace(' ', '_')}", **values)

    def count(self, what: str, n: int) -> str:
        """A number of things, by the plural rules of the language."""
        form = self.locale.plural_form(n)
        key = f"count.{what}.{form}"
        return self(
            key if key in self._texts else f"count.{what}.other",
            n=format_decimal(n, locale=self.locale),
        )

    def listing(self, items: list[str]) -> str:
        """Several things in a row: `a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        head = self("list.separator").join(items[:-1])
        return self("list.and", head=head, last=items[-1])


def load_texts(lang: Lang, package: str = "kvbot.words") -> dict[str, str]:
    """Every text of a locale file of a package by its full key."""
    content = files(package).joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return dict(_flattened(tomllib.loads(content)))


def _flattened(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in table.items():
        flat += (
            _flattened(value, f"{prefix}{key}.")
            if isinstance(value, dict)
            else [(prefix + key, value)]
        )
    return flat


@cache
def words_of(lang: Lang) -> Words:
    """The texts of a language."""
    return Words(lang, load_texts(lang))
