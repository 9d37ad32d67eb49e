"""A plain discord.py client with one of everything, and the server that it logs in to."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import discord
import pytest
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.loopback.bare import BareClient
from tests.loopback.server import DiscordServer


class Card(ui.LayoutView):
    """An answer with a button that changes it, one that opens a form, and a select."""

    text: ui.TextDisplay[Card] = ui.TextDisplay("unread")
    row: ui.ActionRow[Card] = ui.ActionRow()
    menu: ui.ActionRow[Card] = ui.ActionRow()

    @row.button(label="Read", custom_id="read")
    async def read(self, interaction: discord.Interaction, button: ui.Button[Card]) -> None:
        self.text.content = "read"
        button.disabled = True
        await interaction.response.edit_message(view=self)

    @row.button(label="Note", custom_id="note")
    async def note(self, interaction: discord.Interaction, button: ui.Button[Card]) -> None:
        await interaction.response.send_modal(NoteForm())

    @menu.select(
        custom_id="tone",
        placeholder="Tone",
        options=[discord.SelectOption(label=word, value=word.lower()) for word in ("Dry", "Warm")],
    )
    async def tone(self, interaction: discord.Interaction, select: ui.Select[Card]) -> None:
        await interaction.response.send_message(f"tone: {select.values[0]}", ephemeral=True)


class NoteForm(ui.Modal, title="A note"):
    """A form with a text input."""

    words: ui.Label[NoteForm] = ui.Label(text="Words", component=ui.TextInput(custom_id="words"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        field = self.words.component
        assert isinstance(field, ui.TextInput)
        await interaction.response.send_message(f"noted: {field.value}")


class PlainClient(discord.Client):
    """A client with a command tree, which registers its commands in every guild it joins."""

    def __init__(
        self, intents: discord.Intents, guilds: list[int], *, heartbeat_timeout: float = 60
    ) -> None:
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.01,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()
        self._registers_in = guilds

    async def setup_hook(self) -> None:
        self.tree.add_command(card)
        self.tree.add_command(slow)
        self.tree.add_command(fetch)
        self.tree.add_command(count)
        for number in self._registers_in:
            self.tree.copy_global_to(guild=discord.Object(number))
            await self.tree.sync(guild=discord.Object(number))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once, where discord.py would wait five seconds if it is not the first."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.put_nowait(message)


@app_commands.command(description="Show a card")
@app_commands.describe(word="What the card says")
async def card(interaction: discord.Interaction, word: str) -> None:
    """Answer at once."""
    view = Card()
    view.text.content = word
    await interaction.response.send_message(view=view)


@card.autocomplete("word")
async def words(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer two words that go on from what is typed."""
    return [app_commands.Choice(name=typed + end, value=typed + end) for end in ("", "s")]


@app_commands.command(description="Think, then answer twice")
async def slow(interaction: discord.Interaction) -> None:
    """Answer after a deferral."""
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send("first")
    await interaction.followup.send("second")
    await interaction.edit_original_response(content="first, mended")


@app_commands.command(description="Send a file")
async def fetch(interaction: discord.Interaction) -> None:
    """Answer with a file."""
    file = discord.File(io.BytesIO(b"words"), filename="words.txt")
    await interaction.response.send_message("here", file=file)


@app_commands.command(description="Count the letters of a member's name")
async def count(interaction: discord.Interaction, member: discord.Member) -> None:
    """Answer about a member."""
    await interaction.response.send_message(str(len(member.name)))


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """The server, with discord.py pointed to it."""
    async with DiscordServer() as running:
        monkeypatch.setattr(Route, "BASE", running.api_base)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(running.gateway.address))
        yield running


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[PlainClient]:
    """A client that has logged in to a guild with a channel and a member called Ada."""
    guild = server.add_guild("Harbour Office", locale="ko")
    guild.add_channel("general")
    guild.add_member("Ada", locale="vi")
    plain = PlainClient(discord.Intents.default(), [guild.id])
    async with plain:
        running = asyncio.create_task(plain.start(server.token))
        await server.ready()
        yield plain
        await plain.close()
        await running


@pytest.fixture
async def bare(server: DiscordServer) -> AsyncIterator[BareClient]:
    """A client without a library, connected to the gateway."""
    async with BareClient.connected(server) as plain, plain.gateway() as socket:
        await plain.identify(socket)
        yield plain
