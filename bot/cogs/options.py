"""The options that every query has, and what is offered while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import discord
from discord import app_commands

from bot.store.models import Show
from bot.texts import LANGUAGE_NAMES, described, texts_of
from kvbot.model.answers import Choice
from kvbot.model.entities import EntityKind
from kvbot.model.facts import AgreementKind
from kvbot.model.queries import CHOSEN
from kvbot.model.text import LANGUAGES
from kvbot.words.locale import words_of
from kvbot.words.render import shortened

if TYPE_CHECKING:
    from bot.app import KvBot

Callback = TypeVar("Callback", bound=Callable[..., Any])

MOST = 25
"""Choices under a field, and characters of a label. Source: Discord, Option Choice Structure."""
LABEL = 100

_SHOW = [
    app_commands.Choice(name=described(f"show.{show.replace(' ', '_')}"), value=show)
    for show in get_args(Show)
]
LANGUAGE_CHOICES = [
    app_commands.Choice(name=LANGUAGE_NAMES[lang], value=lang) for lang in LANGUAGES
]


def query_options(callback: Callback) -> Callback:
    """Describe the options `show` and `language`."""
    callback = app_commands.choices(show=_SHOW, language=LANGUAGE_CHOICES)(callback)
    return app_commands.describe(
        show=described("option.show"), language=described("option.language")
    )(callback)


async def names(
    interaction: discord.Interaction[KvBot], typed: str
) -> list[app_commands.Choice[str]]:
    """Entities whose name goes on from what is typed."""
    return await _entities(interaction, typed, ())


async def _entities(
    interaction: discord.Interaction[KvBot], typed: str, kinds: Sequence[EntityKind]
) -> list[app_commands.Choice[str]]:
    found = await interaction.client.answers.suggest(str(typed), kinds)
    lang = interaction.client.language(interaction)
    labels = [_label(choice, texts_of(lang).option("kind", choice.kind)) for choice in found]
    return [
        app_commands.Choice(name=_told_apart(label, choice, labels), value=f"{CHOSEN}{choice.id}")
        for choice, label in zip(found, labels, strict=True)
    ]


def _label(choice: Choice, kind: str) -> str:
    return f"{choice.name} · {choice.post or kind}"


def _told_apart(label: str, choice: Choice, labels: Sequence[str]) -> str:
    """A label of its own: with the id where another one reads the same when it is cut."""
    cut = shortened(label, LABEL)
    if sum(shortened(other, LABEL) == cut for other in labels) == 1:
        return cut
    tail = f" ({choice.id})"
    return shortened(label, LABEL - len(tail)) + tail


async def places(
    interaction: discord.Interaction[KvBot], typed: str
) -> list[app_commands.Choice[str]]:
    """Places whose name goes on from what is typed."""
    return await _entities(interaction, typed, ["place"])


async def parties(
    interaction: discord.Interaction[KvBot], typed: str
) -> list[app_commands.Choice[str]]:
    """Who can be party to an agreement: a body, or a place for the bodies that sit there."""
    return await _entities(interaction, typed, ["organization", "place"])


async def years(
    interaction: discord.Interaction[KvBot], typed: str
) -> list[app_commands.Choice[str]]:
    """The years on record that go on from what is typed."""
    found = [str(year) for year in await interaction.client.answers.years()]
    return [app_commands.Choice(name=y, value=y) for y in found if y.startswith(str(typed))][:MOST]


async def topics(
    interaction: discord.Interaction[KvBot], typed: str
) -> list[app_commands.Choice[str]]:
    """The measures on record."""
    lang = interaction.client.language(interaction)
    found = await interaction.client.answers.suggest_topics(str(typed)[:LABEL], lang)
    return [app_commands.Choice(name=shortened(n, LABEL), value=n[:LABEL]) for n in found][:MOST]


async def sources(
    interaction: discord.Interaction[KvBot], typed: str
) -> list[app_commands.Choice[str]]:
    """The sources by title."""
    found = await interaction.client.answers.suggest_sources(str(typed)[:LABEL])
    return [app_commands.Choice(name=shortened(t, LABEL), value=slug) for t, slug in found][:MOST]


async def kinds(
    interaction: discord.Interaction[KvBot], typed: str
) -> list[app_commands.Choice[str]]:
    """The kinds of agreement."""
    words = words_of(interaction.client.language(interaction))
    named = [(words.option("agreement_kind", kind), kind) for kind in get_args(AgreementKind)]
    written = str(typed).casefold()
    return [
        app_commands.Choice(name=name, value=kind)
        for name, kind in named
        if written in name.casefold() or written in kind.casefold()
    ]
