"""The service: queries in, answers out."""

from kvbot.desk.desk import Desk, open_desk

__all__ = ["Desk", "open_desk"]
