"""What the words of a fact account for in a question."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kvbot.ask.words import CONCEPT, TITLE, lexicon, tokens_of
from kvbot.model.entities import Measure
from kvbot.model.facts import Described, Event, FactReport, Quantity, Role, Statistic, Translation
from kvbot.model.text import LANGUAGES, Lang, LocalText

_PLAIN = frozenset({"title", "theme", "kind", "verb"})
"""Fields whose words are a document's or a word of the model, in English."""

_LEFT_OUT = frozenset({"note", "references"})
"""What is left out: an editor's notes, and the quotes, which stand by themselves."""


def own_tokens(report: FactReport) -> set[str]:
    """What the values of a report account for: its words in every language, not its names."""
    found = stated_tokens(report)
    if not isinstance(report, Role):
        found = _without_titles(found)
    return found | implied_tokens(report)


def stated_tokens(report: FactReport) -> set[str]:
    """What the words of the values of a report account for, and not what they imply."""
    return {token for lang, text in _own(report) for token in tokens_of(text, lang)}


def own_texts(report: FactReport) -> list[str]:
    """The words of the values of a report, in every language; not its names."""
    return [text for _, text in _own(report)]


def _own(report: FactReport) -> Iterable[tuple[Lang, str]]:
    for field in type(report).model_fields:
        if field not in _LEFT_OUT:
            yield from _texts_in(field, getattr(report, field))


def _texts_in(field: str, value: object) -> Iterable[tuple[Lang, str]]:
    if isinstance(value, LocalText | Translation):
        yield from _in_every_language(value)
    elif isinstance(value, Described):
        yield from _in_every_language(value.described)
    elif isinstance(value, Quantity):
        yield from _in_every_language(value.unit)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts_in(field, item)
    elif isinstance(value, str) and field in _PLAIN:
        yield "en", value


def _in_every_language(text: LocalText | Translation) -> Iterable[tuple[Lang, str]]:
    return ((lang, said) for lang in LANGUAGES if (said := getattr(text, lang)))


def _without_titles(tokens: set[str]) -> set[str]:
    """Only who holds a post bears out its title, not who mentions it."""
    return {token for token in tokens if not token.startswith(TITLE)}


def quoted_tokens(report: FactReport, language: str) -> set[str]:
    """What the quotes of a report account for. language: of the document."""
    found = {token for r in report.references for token in tokens_of(r.exact, language)}
    return _without_titles(found)


def tokens_of_measure(measure: Measure) -> set[str]:
    """What a measure accounts for: its name, and the words by which people ask for it."""
    named = [
        *_in_every_language(measure.name),
        *((lang, t) for t in measure.topics for lang in LANGUAGES),
    ]
    return {token for lang, text in named for token in tokens_of(text, lang)}


@cache
def implied(key: str) -> frozenset[str]:
    """The concepts that facts of a type, a kind or a field imply; see questions/rules.toml."""
    listed = lexicon("rules")["implied"].get(key, "").split(",")
    return frozenset(CONCEPT + concept.strip() for concept in listed if concept.strip())


def implied_tokens(report: FactReport) -> frozenset[str]:
    """What a report accounts for by its structure."""
    return frozenset(token for key in _keys_of(report) for token in implied(key))


def _keys_of(report: FactReport) -> Iterable[str]:
    yield report.type
    yield f"{report.type}:{getattr(report, 'kind', '')}"
    yield from (f"field:{field}" for field in report.stated_fields())
    if isinstance(report, Event):
        yield f"status:{report.status}"
    if isinstance(report, Statistic):
        yield f"unit:{report.unit.en}"
