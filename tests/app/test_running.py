"""The Discord bot: running (being written)."""
