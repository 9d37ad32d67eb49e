"""The Discord bot: faults (being written)."""
