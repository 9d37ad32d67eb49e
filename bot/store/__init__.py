"""bot.db: what the bot itself keeps, and all the SQL for it."""

from bot.store.store import Store, open_store

__all__ = ["Store", "open_store"]
