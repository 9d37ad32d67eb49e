"""The command line: kvbot …, and the console."""

from kvbot.cli.main import main

__all__ = ["main"]
