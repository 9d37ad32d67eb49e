"""The Discord bot: store (being written)."""
