"""Answering an interaction: in time, once, and again where Discord falters."""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections.abc import Awaitable
from typing import Any, TypeVar, cast

import aiohttp
import discord

from bot.cards.markup import escape
from bot.views.static import Static

T = TypeVar("T")

DEFER_AFTER_S = 1.0
"""Work that takes longer is announced first: Discord waits 3 s for a sign of life."""

TELL_AFTER_S = 1.0
"""After the announcement, a line tells what is being done."""

BY_THEN_S = 2.0
"""Work that cannot be announced, for a form or for choices, is given up after this."""

PATIENCE_S = 1.5
"""How long the first reply may take to reach Discord before it is tried anew."""

LATER_PATIENCE_S = 20.0
"""The same for what follows an acknowledgement; its token lives for 15 minutes."""

ALREADY_ACKNOWLEDGED = 40060
"""Discord's code for an interaction that has its reply. Source: Discord, JSON error codes."""

NOT_SENT = (discord.DiscordException, aiohttp.ClientError, OSError)
"""What is raised where something does not reach Discord: it refuses, or the line is broken."""

NOBODY = discord.AllowedMentions.none()

log = logging.getLogger("kvbot.replying")


def sent(interaction: discord.Interaction) -> dict[str, Any]:
    """What Discord sent with an interaction, unread: it may lack anything."""
    return cast(dict[str, Any], interaction.data) if isinstance(interaction.data, dict) else {}


class Reply:
    """The one reply to an interaction. edits: a press that changes the message it is on."""

    def __init__(self, interaction: discord.Interaction, *, edits: bool = False) -> None:
        self._interaction = interaction
        self._edits = edits
        self._acknowledged = interaction.response.is_done()
        self._deferred = False
        self._announce_at = time.monotonic() + DEFER_AFTER_S

    async def during(self, work: Awaitable[T], meanwhile: Static | None = None) -> T:
        """Wait for work; tell Discord that it goes on where it takes long.

        meanwhile: what the asker sees from TELL_AFTER_S on, in the place of the reply to come.
        """
        task = asyncio.ensure_future(work)
        if not self._acknowledged and not await self._is_done(task, self._announce_at):
            await self._defer()
        telling = meanwhile is not None and self._deferred and not self._edits
        if telling and not await self._is_done(task, self._announce_at + TELL_AFTER_S):
            await self._tell(cast(Static, meanwhile))
        return await task

    async def _is_done(self, task: asyncio.Future[Any], by: float) -> bool:
        """Whether work is done by a time of the monotonic clock, as soon as it is."""
        done, _ = await asyncio.wait({task}, timeout=max(0, by - time.monotonic()))
        return bool(done)

    async def _tell(self, meanwhile: Static) -> None:
        """Show that work goes on; the reply then takes the place of that."""
        edit = self._interaction.edit_original_response
        try:
            shown = await self._try(
                lambda: edit(view=meanwhile, allowed_mentions=NOBODY), PATIENCE_S
            )
        except discord.HTTPException as error:
            log.warning("progress refused", extra={"status": error.status, "code": error.code})
            return
        self._edits = shown

    async def _defer(self) -> None:
        """Acknowledge; once more if Discord does not take it in time. The work goes on anyway."""
        try:
            if not await self._try(self._announce, PATIENCE_S / 2):
                await self._try(self._announce, PATIENCE_S / 2)
        except discord.HTTPException as error:
            log.warning("deferral refused", extra={"status": error.status, "code": error.code})

    async def _announce(self) -> None:
        response = self._interaction.response
        if self._edits:
            await response.defer()
        else:
            self._deferred = True  # also where the receipt is lost
            await response.defer(thinking=True, ephemeral=True)
        self._acknowledged = True

    async def show(self, view: Static, *, public: bool = False) -> bool:
        """Reply with components, or put them in the place of those that were pressed."""
        return await self._deliver({"view": view, "files": view.files}, public=public)

    async def say(self, text: str) -> bool:
        """Reply with a line, only to the asker."""
        self._edits = False
        return await self._deliver({"content": escape(text)}, public=False)

    async def hand_over(self, text: str) -> bool:
        """Reply with a text as it is, only to the asker; there is nothing live in it."""
        return await self._deliver({"content": text}, public=False)

    async def attach(self, line: str, name: str, content: bytes) -> bool:
        """Reply with a line and a file, only to the asker."""
        payload = {"content": escape(line), "files": [(name, content)]}
        return await self._deliver(payload, public=False)

    async def ask(self, form: discord.ui.Modal) -> bool:
        """Reply with a form."""
        return await self._try(lambda: self._interaction.response.send_modal(form), PATIENCE_S)

    async def _deliver(self, payload: dict[str, Any], *, public: bool) -> bool:
        """Send the reply; once more if Discord does not take it in time."""
        return await self._once(payload, public=public) or await self._once(payload, public=public)

    async def _once(self, payload: dict[str, Any], *, public: bool) -> bool:
        patience = LATER_PATIENCE_S if self._acknowledged else PATIENCE_S
        return await self._try(lambda: self._send(payload, public=public), patience)

    async def _send(self, payload: dict[str, Any], *, public: bool) -> None:
        interaction, response = self._interaction, self._interaction.response
        payload = {**payload, "allowed_mentions": NOBODY}
        self._open_files(payload)
        if self._edits and self._acknowledged:
            await interaction.edit_original_response(**payload)
        elif self._edits:
            await response.edit_message(**payload)
        elif self._acknowledged:
            if public and self._deferred:  # what fills a deferral is as private as that is
                await interaction.delete_original_response()
                self._deferred = False
            await interaction.followup.send(**payload, ephemeral=not public)
        else:
            await response.send_message(**payload, ephemeral=not public)

    def _open_files(self, payload: dict[str, Any]) -> None:
        """Open the files anew, for each attempt: one that was sent is closed.

        Where a message is changed, they take the place of those that hung on it.
        """
        if "files" not in payload:
            return
        files = [discord.File(io.BytesIO(content), name) for name, content in payload.pop("files")]
        payload["attachments" if self._edits else "files"] = files

    async def _try(self, send: Any, patience: float) -> bool:
        """Whether Discord took it; False where trying once more may help.

        Raises discord.HTTPException where it does not help.
        """
        try:
            async with asyncio.timeout(patience):
                await send()
        except TimeoutError:
            log.warning("Discord did not answer in time")
            return False
        except discord.DiscordServerError as error:
            log.warning("Discord failed", extra={"status": error.status})
            return False
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            # An earlier attempt got through although its answer was lost: say it after that.
            self._acknowledged = True
            return False
        return True
