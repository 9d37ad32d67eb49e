"""The texts of the bot itself, and the descriptions of its commands in three languages."""

from __future__ import annotations

from functools import cache

from discord import Locale, app_commands

from kvbot.model.text import Lang
from kvbot.words.locale import Words, load_texts

DISCORD_LOCALES: dict[Locale, Lang] = {
    Locale.american_english: "en",
    Locale.british_english: "en",
    Locale.korean: "ko",
    Locale.vietnamese: "vi",
}
"""Locales of Discord in which kvbot speaks."""

LANGUAGE_NAMES: dict[Lang, str] = {"en": "English", "ko": "한국어", "vi": "Tiếng Việt"}
"""What each language calls itself."""


@cache
def texts_of(lang: Lang) -> Words:
    """The texts of the bot in a language."""
    return Words(lang, load_texts(lang, "bot.locale"))


def described(key: str) -> app_commands.locale_str:
    """The description of a command or an option: English, with a key for the translator."""
    return app_commands.locale_str(texts_of("en")(key), key=key)


def closest(locale: Locale | None) -> Lang | None:
    """The language of a locale, if kvbot speaks it."""
    return DISCORD_LOCALES.get(locale) if locale else None


class Translator(app_commands.Translator):
    """Gives Discord the descriptions of commands and options; names stay English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        key, lang = string.extras.get("key"), closest(locale)
        return texts_of(lang)(key) if key and lang and lang != "en" else None
