"""The service: queries in, answers out."""

from kvbot.desk.ask import Considered
from kvbot.desk.desk import Desk, Settled, open_desk

__all__ = ["Considered", "Desk", "Settled", "open_desk"]
