"""What the bot needs to be allowed in a server."""

from __future__ import annotations

import discord

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
)
"""Reading and writing where it is asked, and files for what is longer than a message."""


def invitation(application: int) -> str:
    """The address at which somebody who manages a server invites the bot."""
    return discord.utils.oauth_url(
        application, permissions=NEEDED, scopes=("bot", "applications.commands")
    )
