"""The service: queries in, answers out."""

from kvbot.desk.ask import Considered
from kvbot.desk.desk import Desk, open_desk

__all__ = ["Considered", "Desk", "open_desk"]
