"""What happens when somebody presses a button, chooses from a menu or sends a form."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.access import may_post
from bot.answers import Told
from bot.cards.plain import fits_a_message, plain_text
from bot.presenting import drawn, gone_card, illustrated
from bot.replying import BY_THEN_S, Reply, sent
from bot.store.models import CardState, Proposed
from bot.texts import texts_of
from bot.tree import fail
from bot.views.card import sources_card
from bot.views.ids import PointsTo, read_id
from bot.views.report import report_form, written
from bot.views.static import Static

if TYPE_CHECKING:
    from bot.app import KvBot

PRESSES = (discord.InteractionType.component, discord.InteractionType.modal_submit)


class Presses(commands.Cog):
    """The one router of every press, so that each works after a restart, and none is ignored."""

    def __init__(self, bot: KvBot) -> None:
        self.bot = bot
        self._of_a_card: dict[str, Callable[[Press], Awaitable[Any]]] = {
            "page": turn,
            "first": turn,
            "sources": show_sources,
            "quotes": turn_sources,
            "copy": copy,
            "post": post,
            "report": open_report,
            "reported": take_report,
            "offer": take_up,
        }

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[KvBot]) -> None:
        """Carry out a press; whatever fails, the asker gets a line."""
        if interaction.type not in PRESSES:
            return
        with self.bot.under_way():
            try:
                await self._route(interaction)
            except Exception as error:  # noqa: BLE001 - the one handler of presses
                await fail(interaction, error)

    async def _route(self, interaction: discord.Interaction) -> None:
        if refusal := await self.bot.refusal(interaction, counted=False):
            await Reply(interaction).say(refusal)
            return
        custom_id = str(sent(interaction).get("custom_id", ""))
        at = read_id(custom_id) or PointsTo("")
        for name, cog in (("set-", "TeamSettings"), ("close", "Reports"), ("gap-", "Gaps")):
            if at.action.startswith(name):
                await self.bot.get_cog(cog).press(interaction, at)  # type: ignore[union-attr]
                return
        handler = self._of_a_card.get(at.action)
        if handler is None:
            await self._say(interaction, "press.unknown")
        elif _is_of_another(interaction, at):
            await self._say(interaction, "press.not_yours")
        elif state := await self.bot.store.card(at.key):
            await handler(Press(self.bot, interaction, at, state))
        else:
            await Reply(interaction).show(gone_card(self.bot.language(interaction)))

    async def _say(self, interaction: discord.Interaction, key: str) -> None:
        await Reply(interaction).say(texts_of(self.bot.language(interaction))(key))


def _is_only_me(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_of_another(interaction: discord.Interaction, at: PointsTo) -> bool:
    return _is_only_me(interaction) and at.owner != interaction.user.id


class Press:
    """A press on a card: by whom, on what, and the answer as it is now."""

    def __init__(
        self, bot: KvBot, interaction: discord.Interaction, at: PointsTo, state: CardState
    ) -> None:
        self.bot, self.interaction, self.at, self.state = bot, interaction, at, state
        self.only_me = _is_only_me(interaction)
        self.owned = at.owner == interaction.user.id

    async def told(self, reply: Reply, *, public: bool = False) -> Told:
        """The answer in the language of those who will read it."""
        lang = self.bot.language(self.interaction, self.state.language, public=public)
        return await reply.during(self.bot.answers.recall(self.state, lang))

    @property
    def mine(self) -> PointsTo:
        """The same state for a card that belongs to whoever pressed."""
        return self.at._replace(owner=self.interaction.user.id)


async def turn(press: Press) -> None:
    """Another page: on a card for all, only its owner turns for all."""
    reply = Reply(press.interaction, edits=press.owned)
    public = press.owned and not press.only_me
    told = await press.told(reply, public=public)
    if _is_gone(told):  # a card for all stays as it is
        await Reply(press.interaction).show(gone_card(press.bot.language(press.interaction)))
        return
    page = press.at.page
    view = drawn(press.bot, press.interaction, told, only_me=not public, page=page)
    await reply.show(await reply.during(view))


async def show_sources(press: Press) -> None:
    """Every quote in full, only for who pressed."""
    reply = Reply(press.interaction)
    told = await press.told(reply)
    await reply.show(_quotes(told, press.mine._replace(page=0)))


async def turn_sources(press: Press) -> None:
    """Another page of quotes."""
    reply = Reply(press.interaction, edits=True)
    told = await press.told(reply)
    await reply.show(_quotes(told, press.at))


def _quotes(told: Told, at: PointsTo) -> Static:
    return gone_card(told.lang) if _is_gone(told) else sources_card(told, at)


async def copy(press: Press) -> None:
    """The answer as plain text, to be copied."""
    reply = Reply(press.interaction)
    told = await press.told(reply)
    if _is_gone(told):
        await reply.show(gone_card(told.lang))
        return
    words = texts_of(told.lang)
    text = plain_text(told.rendered, words)
    if fits_a_message(text):
        await reply.hand_over(text)
    else:
        await reply.attach(words("card.as_file"), "kvbot.txt", text.encode("utf-8-sig"))


async def post(press: Press) -> None:
    """The card for everyone in the channel, in the language of the server."""
    reply = Reply(press.interaction)
    if not may_post(press.interaction):
        words = texts_of(press.bot.language(press.interaction))
        await reply.say(words("press.may_not_post"))
        return
    told = await press.told(reply, public=True)
    if _is_gone(told):
        await reply.show(gone_card(told.lang))
        return
    at = PointsTo("page", press.at.key, press.interaction.user.id)
    view = illustrated(press.bot, press.interaction, told, at, only_me=False)
    await reply.show(await reply.during(view), public=True)


async def take_up(press: Press) -> None:
    """What an offer leads to: who was meant, in the place of one's own question; or an answer.

    A question that was offered is another one: its answer is only for who pressed.
    """
    other = isinstance(press.state.query, Proposed)
    reply = Reply(press.interaction, edits=press.owned and not other)
    public = press.owned and not press.only_me and not other
    told = await press.told(reply, public=public)
    if told.gone:  # the offers stay as they are
        await Reply(press.interaction).show(gone_card(told.lang))
        return
    view = drawn(press.bot, press.interaction, told, only_me=not public)
    await reply.show(await reply.during(view))


async def open_report(press: Press) -> None:
    """The form for reporting an error."""
    reply = Reply(press.interaction)
    lang = press.bot.language(press.interaction, press.state.language)
    async with asyncio.timeout(BY_THEN_S):
        told = await press.bot.answers.recall(press.state, lang)
    if _is_gone(told) or not told.rendered.claims:
        await reply.show(gone_card(told.lang))
        return
    at = press.mine._replace(digest=told.digest)
    words = texts_of(press.bot.language(press.interaction))
    number = min(press.at.page, len(told.pages) - 1)
    claims = told.pages[number].claims or told.rendered.claims
    await reply.ask(report_form(claims, at.to("reported", number), words))


async def take_report(press: Press) -> None:
    """A report that somebody has written."""
    told = await press.told(Reply(press.interaction))
    fields = written(press.interaction)
    page = told.pages[min(press.at.page, len(told.pages) - 1)]
    offered = page.claims or told.rendered.claims
    claims = {str(number): claim.text for number, claim in enumerate(offered)}
    unchanged = told.digest == press.at.digest
    claim = claims.get(fields.get("claim", "")) if unchanged else None
    reports = press.bot.get_cog("Reports")
    await reports.take(  # type: ignore[union-attr]
        press.interaction,
        claim or told.rendered.title,
        fields.get("wrong", ""),
        fields.get("ground", ""),
    )


def _is_gone(told: Told) -> bool:
    return told.gone or told.rendered.status == "unknown"
