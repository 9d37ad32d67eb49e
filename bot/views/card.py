"""The card of an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import discord
from discord import ui

from bot.answers import PICTURE_NAME, Attached, Offer, Told
from bot.cards.markup import one_line, unescape
from bot.cards.pages import Page, source_pages
from bot.texts import texts_of
from bot.views.ids import PointsTo, owned_by
from bot.views.static import Static
from kvbot.words.locale import Words
from kvbot.words.render import shortened

COLOURS = {
    "who": 0x2F6DB5,
    "agreements": 0x2E8B57,
    "stats": 0xC77C11,
    "timeline": 0x7A4FB5,
    "sources": 0x5B6770,
    "brief": 0x1F3A5F,
    "ask": 0x2F6DB5,
    "check": 0x5B6770,
}
"""The accent of each kind of answer."""

UNDECIDED = 0x8A8F98
"""The accent of a choice, and of what is not on record."""

BODY, FOOT = 3000, 700
"""Characters that body and foot may take of the 4,000 of a message."""

SHORTEST = 50
"""Characters below which there is no use in beginning another claim."""

OPTION = 100
"""Characters of a label in a menu. Source: Discord, Select Option Structure."""

LABEL, BUTTONS_IN_A_ROW = 80, 5
"""Characters of a button, and buttons side by side. Source: Discord, Component Reference."""

LABEL_ON_A_PHONE = 40
"""Characters of a button that are seen on a phone; longer ones are listed above as well."""

ASKED = 1000
"""The number of the component that repeats the question, by which it is found again."""

LONGEST_QUESTION = 600
"""Characters of a question that a card repeats, and that a curator is sent."""

Row = ui.ActionRow[ui.LayoutView]
Components = list[dict[str, Any]]
Shown = ui.MediaGallery[ui.LayoutView] | ui.File[ui.LayoutView] | None


class Drawn(Static):
    """Components that were drawn before, for another owner."""

    def __init__(
        self, components: Components, owner: int, attached: Attached | None = None
    ) -> None:
        super().__init__(timeout=None)
        self.files = [attached] if attached else []
        self._components = [_owned(component, owner) for component in components]

    def has_components_v2(self) -> bool:
        """What is drawn here is a container."""
        return True

    def to_components(self) -> Components:
        """What Discord is sent."""
        return self._components


def _owned(component: dict[str, Any], owner: int) -> dict[str, Any]:
    """A component and those within it, their custom_ids made out to an owner."""
    made = dict(component)
    if "custom_id" in made:
        made["custom_id"] = owned_by(made["custom_id"], owner)
    if "components" in made:
        made["components"] = [_owned(inner, owner) for inner in made["components"]]
    return made


def card(
    told: Told,
    at: PointsTo,
    *,
    only_me: bool,
    may_post: bool = False,
    attached: Attached | None = None,
) -> Static:
    """The card of an answer at a page, with all its buttons.

    at: the state that the buttons point to; without a key there are no buttons. attached: a
    picture, which stands below the first line, or a file, which stands above the buttons.
    Popular answers are drawn once: that is half the work of a reply.
    """
    number, posting = min(at.page, len(told.pages) - 1), only_me and may_post
    name = attached.name if attached else ""
    look = (at.key, number, posting, name)
    if look not in told.drawn:
        view: ui.LayoutView = _draw(told, at, number, posting=posting, name=name)
        told.drawn[look] = cast(Components, view.to_components())  # type: ignore[no-untyped-call]
    return Drawn(told.drawn[look], at.owner, attached)


def _draw(told: Told, at: PointsTo, number: int, *, posting: bool, name: str) -> Static:
    words = texts_of(told.lang)
    rows = _rows(told, at, number, words, posting=posting) if at.key else []
    asked = ""
    if told.rendered.status == "unknown" and told.state.query.command == "ask":
        rows += [_sending(told, at, words)]
        asked = words("card.asked", question=shortened(told.rendered.question, LONGEST_QUESTION))
    answered = told.rendered.status == "answered"
    colour = COLOURS[told.state.query.command] if answered else UNDECIDED
    notes = {"answered": "" if at.key else "card.no_buttons", "unknown": "card.not_here"}
    key = notes.get(told.rendered.status, "")
    if told.briefing and not name:
        key = "card.no_file"
    note = " ".join(filter(None, (told.note, words(key) if key else "")))
    page = told.pages[number]
    if page.offers and not _say_it_all(told.offers if at.key else ()):
        page = page._replace(blocks=(*page.blocks, "\n".join(page.offers)))
    return _container(page, rows, colour, note, _shown(told, name), asked)


def asked_on(message: discord.Message | None) -> str:
    """The question that a card repeats."""
    for container in message.components if message else ():
        for part in getattr(container, "children", ()):
            if isinstance(part, discord.TextDisplay) and part.id == ASKED:
                found = re.search("“(.*)”", unescape(part.content))
                return found[1] if found else ""
    return ""


def sources_card(told: Told, at: PointsTo) -> Static:
    """Every quote of an answer in full."""
    words = texts_of(told.lang)
    found = source_pages(told.rendered, words) or told.pages[:1]
    number = min(at.page, len(found) - 1)
    changed = at.digest not in (told.digest, "0000")
    rows = _paging(at._replace(digest=told.digest), "quotes", number, len(found))
    note = words("card.changed") if changed else ""
    return _container(found[number], rows, COLOURS["sources"], note)


def notice(*paragraphs: str) -> Static:
    """Paragraphs of our own markup."""
    view = Static(timeout=None)
    texts = [ui.TextDisplay[Static](within(text, BODY)) for text in paragraphs if text]
    view.add_item(ui.Container(*texts, accent_colour=UNDECIDED))
    return view


def _container(
    page: Page,
    rows: Sequence[Row],
    colour: int,
    note: str,
    shown: Shown = None,
    asked: str = "",
) -> Static:
    items: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(page.head)]
    items += [ui.TextDisplay(f"-# {one_line(asked)}", id=ASKED)] if asked else []
    items += [shown] if isinstance(shown, ui.MediaGallery) else []
    items += [ui.TextDisplay(block) for block in _fitting(page.blocks)]
    foot = "\n".join(filter(None, (page.foot, f"-# {one_line(note)}" if note else "")))
    if foot:
        items += [ui.Separator(), ui.TextDisplay(within(foot, FOOT))]
    items += [shown] if isinstance(shown, ui.File) else []
    view = Static(timeout=None)
    view.add_item(ui.Container(*items, *rows, accent_colour=colour))
    return view


def _shown(told: Told, name: str) -> Shown:
    """What shows the file that is sent along, if there is one."""
    if name != PICTURE_NAME:
        return ui.File(f"attachment://{name}") if name else None
    return _gallery(told.picture.alternative) if told.picture else None


def _gallery(seen: str) -> ui.MediaGallery[ui.LayoutView]:
    """The picture that is sent along. seen: what it shows, for those who cannot see it."""
    shown = discord.MediaGalleryItem(f"attachment://{PICTURE_NAME}", description=seen)
    return ui.MediaGallery(shown)


def _fitting(blocks: Sequence[str]) -> list[str]:
    """The blocks of a page that fit into a message; what does not is cut, and seen to be."""
    fitting: list[str] = []
    left = BODY
    for block in blocks:
        if left < SHORTEST:
            break
        fitting.append(within(block, left))
        left -= len(fitting[-1])
    return fitting


def within(text: str, most: int) -> str:
    """The lines of a text that fit; a last line tells that some do not."""
    lines, length = text.splitlines(), 0
    for number, line in enumerate(lines):
        length += len(line) + 1
        if length > most:
            return "\n".join(lines[:number] or [shortened(line, most)]) + "\n…"
    return text


def _rows(told: Told, at: PointsTo, number: int, words: Words, *, posting: bool) -> list[Row]:
    if told.rendered.status != "answered":
        return _offering(told.offers, at)
    to = at._replace(digest=told.digest)
    buttons = [
        _button(words("button.sources"), to.to("sources")) if told.rendered.citations else None,
        _button(words("button.copy"), to.to("copy")),
        _button(words("button.post"), to.to("post")) if posting else None,
        _button(words("button.report"), to.to("report", number)) if told.rendered.claims else None,
    ]
    shown: Row = ui.ActionRow(*(button for button in buttons if button))
    return [*_paging(to, "page", number, len(told.pages)), shown]


def _say_it_all(offers: Sequence[Offer]) -> bool:
    """Whether buttons tell everything that is offered, also on a phone."""
    return bool(offers) and all(len(offer.label) <= LABEL_ON_A_PHONE for offer in offers)


def _offering(offers: Sequence[Offer], at: PointsTo) -> list[Row]:
    """A button for each offer."""
    buttons = [
        _button(shortened(offer.label, LABEL), at._replace(key=offer.state.key).to("offer"))
        for offer in offers
    ]
    starts = range(0, len(buttons), BUTTONS_IN_A_ROW)
    return [ui.ActionRow(*buttons[start : start + BUTTONS_IN_A_ROW]) for start in starts]


def _sending(told: Told, at: PointsTo, words: Words) -> Row:
    """The button by which the asker of a question without an answer sends it to a curator."""
    custom_id = at._replace(key=told.key).to("gap-send")
    return ui.ActionRow(_button(words("gap.send"), custom_id))


def _paging(at: PointsTo, action: str, number: int, total: int) -> list[Row]:
    if total < 2:
        return []
    back = _button("◀", at.to(action, number - 1 if number else 0), off=number == 0)
    here = _button(f"{number + 1}/{total}", at.to("here", number), off=True)
    on = _button("▶", at.to(action, number + 1), off=number == total - 1)
    if number == 0:  # ids within a message must differ, also of what cannot be pressed
        back.custom_id = at.to("first", 0)
    return [ui.ActionRow(back, here, on)]


def _button(label: str, custom_id: str, *, off: bool = False) -> ui.Button[ui.LayoutView]:
    style = discord.ButtonStyle.secondary
    return ui.Button(label=label, custom_id=custom_id, disabled=off, style=style)
