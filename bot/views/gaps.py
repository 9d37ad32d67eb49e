"""Questions without an answer: sending one to a curator, and what curators see of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import discord
from discord import ui

from bot.cards.markup import one_line
from bot.store.models import Gap
from bot.views.card import UNDECIDED
from bot.views.ids import PointsTo, plain_id
from bot.views.report import Form
from bot.views.static import Static
from kvbot.words.locale import Words
from kvbot.words.render import shortened

LONGEST_QUESTION, LONGEST_ANSWER = 600, 1000
"""Characters of a question that is sent, and of its answer."""

SHOWN = 200
"""Characters of a question in the list of curators."""


def _form(custom_id: str, title: str, label: str, most: int, text: str = "") -> Form:
    form = Form(title=title, custom_id=custom_id)
    field = ui.TextInput[Form](
        custom_id="text",
        style=discord.TextStyle.paragraph,
        max_length=most,
        default=text[:most] or None,
    )
    form.add_item(ui.Label(text=label, component=field))
    return form


def sending_form(question: str, words: Words) -> Form:
    """The form by which an asker agrees that a question is kept, and sees which."""
    label = words("gap.question")
    return _form(plain_id("gap-sent"), words("gap.send"), label, LONGEST_QUESTION, question)


def answering_form(number: str, words: Words) -> Form:
    """The form in which a curator answers."""
    custom_id = PointsTo("", key=number).to("gap-answered")
    return _form(custom_id, words("gap.reply"), words("gap.reply"), LONGEST_ANSWER)


def gaps_card(gaps: Sequence[Gap], words: Words) -> Static:
    """The questions that were sent most often, each with a button to answer it."""
    items: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(f"**{words('gap.heading')}**")]
    for gap in gaps:
        answer = PointsTo("", key=f"{gap.id:x}").to("gap-answer")
        button = ui.Button[ui.LayoutView](label=words("gap.reply"), custom_id=answer)
        line = f"{gap.times}× {one_line(shortened(gap.question, SHOWN))}"
        items += [ui.TextDisplay(line), ui.ActionRow(button)]
    view = Static(timeout=None)
    view.add_item(ui.Container(*items, accent_colour=UNDECIDED))
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
