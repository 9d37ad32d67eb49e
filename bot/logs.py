"""Structured logs: one JSON object a line, without the token and without what people ask."""

from __future__ import annotations

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


class Discreet(JsonFormatter):
    """Formats records as JSON; wherever the token turns up, even in a traceback, it is blotted."""

    def __init__(self, token: str) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        return super().format(record).replace(self._token, "…")


def set_up_logs(token: str) -> None:
    """Send every log to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # Of the client's own records only what matters: it logs the text of what it cannot read.
    logging.getLogger("discord").setLevel(logging.WARNING)
