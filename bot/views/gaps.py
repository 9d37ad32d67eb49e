"""Questions without an answer: sending one to a curator, and what curators see of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import discord
from discord import ui

from bot.cards.markup import one_line
from bot.store.models import Gap
from bot.views.card import BODY, LONGEST_QUESTION, UNDECIDED, within
from bot.views.ids import PointsTo, plain_id
from bot.views.report import Form
from bot.views.static import Static
from kvbot.words.locale import Words
from kvbot.words.render import shortened

LONGEST_ANSWER = 1000
"""Characters of an answer."""

MOST_SHOWN = 10
"""Questions in one message; all are in the table beneath them."""

SHOWN = 200
"""Characters of a question in the list of curators."""

TABLE = "kvbot-gaps.csv"


def sending_form(question: str, words: Words) -> Form:
    """The form by which an asker agrees that a question is kept, and sees which."""
    form = Form(title=words("gap.send"), custom_id=plain_id("gap-sent"))
    field = _field(LONGEST_QUESTION, question[:LONGEST_QUESTION])
    form.add_item(
        ui.Label(text=words("gap.question"), description=words("gap.kept"), component=field)
    )
    return form


def answering_form(number: str, words: Words) -> Form:
    """The form in which a curator answers."""
    custom_id = PointsTo("", key=number).to("gap-answered")
    form = Form(title=words("gap.reply"), custom_id=custom_id)
    form.add_item(ui.Label(text=words("gap.answer"), component=_field(LONGEST_ANSWER)))
    return form


def _field(most: int, text: str = "") -> ui.TextInput[Form]:
    style = discord.TextStyle.paragraph
    return ui.TextInput(custom_id="text", style=style, max_length=most, default=text or None)


def gaps_card(gaps: Sequence[Gap], words: Words) -> Static:
    """The questions that were sent most often, each with a button, and a table of all."""
    items: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(f"**{words('gap.heading')}**")]
    for gap in gaps[:MOST_SHOWN]:
        line = f"{gap.times}× {one_line(shortened(gap.question, SHOWN))}"
        answer = PointsTo("", key=str(gap.id)).to("gap-answer")
        button = ui.Button[ui.LayoutView](label=words("gap.reply"), custom_id=answer)
        items.append(ui.Section(within(line, BODY // MOST_SHOWN), accessory=button))
    view = Static(timeout=None)
    view.add_item(ui.Container(*items, accent_colour=UNDECIDED))
    view.add_item(ui.File(f"attachment://{TABLE}"))
    view.files = [(TABLE, gaps_table(gaps))]
    return view


def gaps_table(gaps: Sequence[Gap]) -> bytes:
    """The questions as CSV for a spreadsheet; none of them is taken for a formula there."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("times", "language", "question"))
    for gap in gaps:
        harmless = f"'{gap.question}" if gap.question[:1] in "=+-@\t\r" else gap.question
        writer.writerow((gap.times, gap.language, harmless))
    return out.getvalue().encode("utf-8-sig")
