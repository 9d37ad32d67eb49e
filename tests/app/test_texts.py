"""The bot's own texts: the same in three languages, and within Discord's limits."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from bot import locale
from kvbot.model.text import LANGUAGES
from kvbot.words.locale import load_texts

ROOT = Path(__file__).parents[2]
TEXTS = {lang: load_texts(lang, "bot.locale") for lang in LANGUAGES}
ENGLISH = TEXTS["en"]

each_language = pytest.mark.parametrize("lang", LANGUAGES)

LONGEST = {
    "button.": 80,
    "report.title": 45,
    "report.close": 45,
    "report.claim": 45,
    "report.wrong": 45,
    "report.ground": 45,
    "report.answer": 45,
    "show.": 100,
    "gap.send": 45,
    "gap.question": 45,
    "gap.reply": 45,
    "menu.check": 32,
    "menu.answer": 32,
    "outcome.": 80,
}
"""Characters that a text may have by where it stands. Source: Discord, component reference."""


def values_in(text: str) -> list[str]:
    return sorted(field for _, field, _, _ in Formatter().parse(text) if field is not None)


def test_there_is_a_file_for_each_language_and_no_other():
    folder = Path(str(locale.__file__)).parent
    assert {path.stem for path in folder.glob("*.toml")} == set(LANGUAGES)


@each_language
def test_every_language_has_the_keys_of_english(lang):
    assert TEXTS[lang].keys() == ENGLISH.keys()


@each_language
def test_every_text_is_filled_with_the_same_values_as_in_english(lang):
    assert {k: values_in(t) for k, t in TEXTS[lang].items()} == {
        k: values_in(t) for k, t in ENGLISH.items()
    }


@each_language
def test_no_text_is_empty(lang):
    assert [key for key, text in TEXTS[lang].items() if not text.strip()] == []


@each_language
def test_descriptions_and_labels_keep_to_the_limits_of_discord(lang):
    options = ("who", "agreements", "stats", "timeline", "sources", "ask", "check", "option")
    described = [k for k in ENGLISH if k.endswith(".description") or k.split(".")[0] in options]
    too_long = [key for key in described if len(TEXTS[lang][key]) > 100]
    for beginning, most in LONGEST.items():
        too_long += [
            k
            for k, t in TEXTS[lang].items()
            if (k == beginning or (beginning[-1] == "." and k.startswith(beginning)))
            and len(t) > most
        ]
    assert too_long == []


def test_vietnamese_is_written_with_its_diacritics():
    plain = {key for key, text in TEXTS["vi"].items() if text.isascii() and " " in text}
    assert plain == {"about.version"}  # a name and a number


def test_every_key_that_the_code_names_has_a_text():
    named = {
        key
        for path in (ROOT / "bot").rglob("*.py")
        for key in re.findall(r'"([a-z_]+\.[a-zA-Z_]+)"', path.read_text(encoding="utf-8"))
        if key.split(".")[0] in {k.split(".")[0] for k in ENGLISH} and not key.endswith(".txt")
    }
    assert named - ENGLISH.keys() == set()


def test_every_variable_that_the_bot_reads_is_in_the_example():
    read = set(
        re.findall(
            r'"((?:DISCORD|KVBOT)_[A-Z_]+)"',
            "".join(
                path.read_text(encoding="utf-8")
                for path in (ROOT / "bot" / "settings.py", ROOT / "src" / "kvbot" / "settings.py")
            ),
        )
    )
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert read
    assert [name for name in sorted(read) if f"#{name}=" not in example] == []
