"""The least that a discord.py bot can be: every interaction gets one constant text.

Started by bench.interactions with DISCORD_API_BASE and DISCORD_TOKEN, as the measure of what
the client itself costs.
"""

from __future__ import annotations

import asyncio
import os

import discord
from discord import app_commands

from bot.app import use_server

TEXT = "As of 20 September 2022: KOSME is under the Ministry of SMEs and Startups"


class Trivial(discord.Client):
    """A client with two commands."""

    def __init__(self, guild: int) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None)
        self.tree = app_commands.CommandTree(self)
        self.home = discord.Object(guild)

    async def setup_hook(self) -> None:
        """Register the commands."""
        for command in (who, agreements):
            self.tree.add_command(command, guild=self.home)
        await self.tree.sync(guild=self.home)


@app_commands.command(description="Answer")
async def who(interaction: discord.Interaction, name: str) -> None:
    """Answer about a name."""
    await interaction.response.send_message(TEXT, ephemeral=True)


@who.autocomplete("name")
async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer one name."""
    return [app_commands.Choice(name=TEXT[:50], value="kosme")]


@app_commands.command(description="Answer")
async def agreements(interaction: discord.Interaction, year: str) -> None:
    """Answer about a year."""
    await interaction.response.send_message(TEXT, ephemeral=True)


async def main() -> None:
    """Serve until the process is ended."""
    await use_server(os.environ["DISCORD_API_BASE"], None)
    async with Trivial(int(os.environ["KVBOT_GUILDS"])) as client:
        await client.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
