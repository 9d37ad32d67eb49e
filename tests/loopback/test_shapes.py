"""Interactions of every shape reach discord.py whole, and what it sends in return is valid."""

from __future__ import annotations

import io
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from tests.loopback.conftest import PlainClient
from tests.loopback.messages import MessageFlag
from tests.loopback.server import DiscordServer
from tests.loopback.world import Channel, Guild, Member

PICTURE = "attachment://chart.png"


class Report(ui.LayoutView):
    """A card with every kind of component that shows something."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        box: ui.Container[Any] = ui.Container(accent_colour=0x336699)
        box.add_item(ui.TextDisplay("# Tides"))
        box.add_item(ui.Section(ui.TextDisplay("High"), accessory=ui.Thumbnail(PICTURE)))
        box.add_item(ui.Separator())
        box.add_item(ui.MediaGallery(discord.MediaGalleryItem(PICTURE, description="A chart")))
        box.add_item(ui.File("attachment://tides.txt"))
        box.add_item(ui.ActionRow(ui.RoleSelect(custom_id="roles", max_values=2)))
        box.add_item(ui.ActionRow(ui.Button(label="Source", url="https://tides.example")))
        self.add_item(box)


class Survey(ui.Modal, title="Survey"):
    """A form with every kind of field that kvbot could use."""

    intro: ui.TextDisplay[Any] = ui.TextDisplay("Two questions.")
    kind: ui.Label[Any] = ui.Label(
        text="Kind",
        component=ui.Select(
            custom_id="kind",
            options=[discord.SelectOption(label=word, value=word) for word in ("ebb", "flood")],
        ),
    )
    remark: ui.Label[Any] = ui.Label(
        text="Remark", component=ui.TextInput(custom_id="remark", default="none", required=False)
    )
    name: ui.TextInput[Any] = ui.TextInput(label="Name", custom_id="name")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        kind, remark = self.kind.component, self.remark.component
        assert isinstance(kind, ui.Select)
        assert isinstance(remark, ui.TextInput)
        said = f"{kind.values[0]}, {remark.value}, {self.name.value}"
        await interaction.response.send_message(said)


dossier = app_commands.Group(
    name="dossier",
    description="Dossiers",
    default_permissions=discord.Permissions(manage_guild=True),
)


@dossier.command(description="Add a dossier")
@app_commands.choices(kind=[app_commands.Choice(name="Note", value="note")])
async def add(
    interaction: discord.Interaction,
    file: discord.Attachment,
    page: app_commands.Range[int, 1, 5],
    kind: app_commands.Choice[str],
    place: discord.TextChannel,
    role: discord.Role,
    public: bool,
    weight: float,
) -> None:
    """Say back what was given."""
    words = (await file.read()).decode()
    given = f"{words} {page} {kind.value} {place.name} {role.name} {public} {weight}"
    await interaction.response.send_message(given)


@app_commands.command(description="A report with files")
async def report(interaction: discord.Interaction) -> None:
    """Answer with a layout that shows the files sent with it, and edit it."""
    picture = discord.File(io.BytesIO(b"png"), "chart.png", description="A chart")
    words = discord.File(io.BytesIO(b"txt"), "tides.txt")
    await interaction.response.send_message(view=Report(), files=[picture, words])
    sent = await interaction.original_response()
    await interaction.edit_original_response(view=Report(), attachments=sent.attachments)


@app_commands.command(description="A survey")
async def survey(interaction: discord.Interaction) -> None:
    """Open a modal."""
    await interaction.response.send_modal(Survey())


@app_commands.context_menu(name="Check This")
async def check(interaction: discord.Interaction, message: discord.Message) -> None:
    """Quote a message."""
    await interaction.response.send_message(message.content, ephemeral=True)


@app_commands.context_menu(name="Greet")
async def greet(interaction: discord.Interaction, member: discord.Member) -> None:
    """Name a member."""
    await interaction.response.send_message(member.name, ephemeral=True)


@pytest.fixture
async def guild(server: DiscordServer, client: PlainClient) -> Guild:
    found = next(iter(server.world.guilds.values()))
    for command in (dossier, report, survey, check, greet):
        client.tree.add_command(command)
    client.tree.copy_global_to(guild=discord.Object(found.id))
    await client.tree.sync(guild=discord.Object(found.id))
    await client.tree.sync()
    return found


@pytest.fixture
def channel(guild: Guild) -> Channel:
    return next(iter(guild.channels.values()))


@pytest.fixture
def ada(guild: Guild) -> Member:
    return next(member for member in guild.members.values() if member.user.name == "Ada")


async def test_a_subcommand_takes_options_of_every_type(server, guild, channel, ada):
    given = {
        "file": server.attachment("note.txt", b"words"),
        "page": 2,
        "kind": "note",
        "place": channel,
        "role": guild.add_role("Curators"),
        "public": True,
        "weight": 1.5,
    }
    exchange = await server.slash("dossier add", given, user=ada)
    assert (await exchange.reply()).text == "words 2 note general Curators True 1.5"
    with pytest.raises(ValueError, match="takes 1 to 5"):
        await server.slash("dossier add", {**given, "page": 6}, user=ada)
    with pytest.raises(ValueError, match="is one of"):
        await server.slash("dossier add", {**given, "kind": "memo"}, user=ada)


async def test_a_layout_shows_the_files_that_come_with_it(server, guild, ada):
    exchange = await server.slash("report", user=ada)
    sent = await exchange.reply()
    await server.until(lambda: sent.edits)
    assert sent.text == "# Tides\nHigh"
    assert sent.flags & MessageFlag.IS_COMPONENTS_V2
    assert [a.name for a in sent.attachments] == ["chart.png", "tides.txt"]
    assert server.problems == []


async def test_a_role_is_chosen_as_an_object(server, guild, ada):
    sent = await (await server.slash("report", user=ada)).reply()
    curators = guild.add_role("Curators")
    exchange = await server.choose(sent, "roles", [curators], user=ada)
    data = exchange.interaction["data"]
    assert (data["component_type"], data["values"]) == (6, [str(curators.id)])
    assert data["resolved"]["roles"][str(curators.id)]["name"] == "Curators"


async def test_a_modal_has_selects_inputs_and_presets(server, guild, ada):
    opened = await server.slash("survey", user=ada)
    exchange = await server.submit(opened, {"kind": ["ebb"], "Name": "Ada"})
    assert (await exchange.reply()).text == "ebb, none, Ada"
    with pytest.raises(ValueError, match="offers"):
        await server.submit(opened, {"kind": ["storm"], "Name": "Ada"})


async def test_a_context_menu_brings_its_target(server, guild, channel, ada):
    said = await server.user_says(ada, channel, "high at noon")
    checked = await server.context_menu("Check This", said, user=ada)
    greeted = await server.context_menu("Greet", ada, user=ada)
    assert (await checked.reply()).text == "high at noon"
    assert (await greeted.reply()).text == "Ada"


async def test_a_global_command_works_in_direct_messages(server, guild, ada):
    exchange = await server.slash("report", user=ada.user)
    sent = await exchange.reply()
    assert sent.channel is server.direct_messages(ada)
    assert (exchange.interaction["context"], "member" in exchange.interaction) == (1, False)


async def test_a_client_finds_what_it_looks_up(server, client, guild, channel, ada):
    await client.wait_until_ready()
    seen = client.get_guild(guild.id)
    thread = guild.add_thread(channel, "side talk")
    assert (await seen.fetch_member(ada.id)).name == "Ada"
    assert (await client.fetch_user(ada.id)).name == "Ada"
    assert (await client.fetch_channel(thread.id)).name == "side talk"
    assert (await client.fetch_guild(guild.id)).preferred_locale is discord.Locale.korean
    await (await client.create_dm(discord.Object(ada.id))).send("in private")
    assert [m.text for m in server.messages_in(server.direct_messages(ada))] == ["in private"]
    assert server.problems == []
