"""Reporting an error, and what curators see of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import discord
from discord import ui

from bot.cards.markup import escape, one_line
from bot.replying import sent
from bot.store.models import ErrorReport, Outcome
from bot.views.card import BODY, OPTION, UNDECIDED, within
from bot.views.ids import PointsTo
from bot.views.static import Static
from kvbot.words.locale import Words
from kvbot.words.render import RenderedClaim, shortened

MOST_CLAIMS = 25
"""Options of a menu. Source: Discord, String Select Structure."""

LONGEST = 600
"""Characters that somebody can write about what is wrong."""


class Form(ui.Modal):
    """A form that the client need not remember; see card.Static."""

    def is_finished(self) -> bool:
        """Nothing to wait for."""
        return True


def report_form(claims: Sequence[RenderedClaim], custom_id: str, words: Words) -> Form:
    """The form: which of these claims, what is wrong, on what ground."""
    options = [
        discord.SelectOption(label=shortened(claim.text, OPTION), value=str(number))
        for number, claim in enumerate(claims[:MOST_CLAIMS])
    ]
    form = Form(title=words("report.title"), custom_id=custom_id)
    which = ui.Select[Form](custom_id="claim", options=options)
    form.add_item(ui.Label(text=words("report.claim"), component=which))
    for field in ("wrong", "ground"):
        text = ui.TextInput[Form](
            custom_id=field,
            style=discord.TextStyle.paragraph,
            max_length=LONGEST,
            required=field == "wrong",
        )
        form.add_item(ui.Label(text=words(f"report.{field}"), component=text))
    return form


def closing_form(number: str, outcome: str, words: Words) -> Form:
    """The form with which a curator closes a report: a line for the reporter."""
    custom_id = PointsTo("", key=number).to(f"closed-{outcome}")
    form = Form(title=words("report.close"), custom_id=custom_id)
    text = ui.TextInput[Form](
        custom_id="answer",
        style=discord.TextStyle.paragraph,
        max_length=LONGEST,
        required=False,
    )
    form.add_item(ui.Label(text=words("report.answer"), component=text))
    return form


def report_card(report: ErrorReport, words: Words) -> Static:
    """A report as curators see it, with the buttons that close it while it is open."""
    view = Static(timeout=None)
    view.add_item(_box(report, words, BODY))
    return view


def reports_card(reports: Sequence[ErrorReport], total: int, words: Words) -> Static:
    """The oldest of the reports that wait."""
    view = Static(timeout=None)
    view.add_item(ui.TextDisplay(words("report.waiting", count=words.count("reports", total))))
    for report in reports:
        view.add_item(_box(report, words, BODY // len(reports)))
    return view


def _box(report: ErrorReport, words: Words, most: int) -> ui.Container[ui.LayoutView]:
    """A report in at most so many characters."""
    made = discord.utils.format_dt(report.made_at, "d")
    lines = [
        f"**{words('report.heading', number=report.id)}**",
        words("report.by", user=f"<@{report.reporter}>", day=made),
        f"> {one_line(report.claim)}",
        f"**{words('report.wrong')}**: {_within_quotes(report.wrong)}",
        f"**{words('report.ground')}**: {_within_quotes(report.ground)}",
    ]
    items: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(within("\n".join(lines), most))]
    if report.outcome:
        outcome = words.option("outcome", report.outcome)
        items.append(ui.TextDisplay(f"**{outcome}**\n{escape(report.answer)}".strip()))
    else:
        items.append(ui.ActionRow(*_closing_buttons(report, words)))
    return ui.Container(*items, accent_colour=UNDECIDED)


def withdrawn_card(words: Words) -> Static:
    """What stands in the place of a report whose reporter wants to be forgotten."""
    view = Static(timeout=None)
    view.add_item(ui.Container(ui.TextDisplay(words("report.withdrawn"))))
    return view


def _within_quotes(text: str) -> str:
    return f"“{one_line(text)}”"


def _closing_buttons(report: ErrorReport, words: Words) -> list[ui.Button[ui.LayoutView]]:
    return [
        ui.Button(
            label=words.option("outcome", outcome),
            custom_id=PointsTo("", key=str(report.id)).to(f"close-{outcome}"),
        )
        for outcome in get_args(Outcome)
    ]


def written(interaction: discord.Interaction) -> dict[str, str]:
    """What somebody wrote and chose in a form, by the custom_id of its fields."""
    found: dict[str, str] = {}
    for outer in sent(interaction).get("components", ()):
        for field in outer.get("components") or [outer.get("component") or {}]:
            values = field.get("values") or [field.get("value", "")]
            found[str(field.get("custom_id"))] = str(values[0]) if values else ""
    return found
