"""Carrying out a query from the command line or the console, and printing the answer."""

from __future__ import annotations

import json
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kvbot.cli.queries import Asked
from kvbot.desk import Desk, open_desk
from kvbot.index.build import BuildReport
from kvbot.names.folding import printable
from kvbot.settings import Settings
from kvbot.typeset.pictures import Picture, picture_of
from kvbot.words.render import Rendered, render

if TYPE_CHECKING:
    from rich.progress import Progress

EXIT_ANSWERED, EXIT_NOT_FOUND, EXIT_BAD = 0, 1, 2

SHOW_PROGRESS_AFTER_S = 1.0


async def answer_once(asked: Asked, settings: Settings) -> int:
    """Open the base, answer, print. Returns the exit status."""
    async with open_desk(settings) as desk:
        warn(await refreshed(desk))
        return await answer(asked, desk, settings)


async def answer(asked: Asked, desk: Desk, settings: Settings) -> int:
    """Answer one query from an open desk. Returns the exit status."""
    today, lang = asked.today or today_in(settings), asked.lang or settings.language
    found = await desk.answer(asked.query, asked.question, today)
    rendered = render(found, lang)
    if asked.as_json:
        print_json(rendered.payload())
    else:
        show(rendered)
    if asked.picture:
        _write_picture(asked.picture, picture_of(asked.query.command, found, rendered, lang))
    return EXIT_ANSWERED if found.status == "answered" else EXIT_NOT_FOUND


def _write_picture(path: Path, picture: Picture | None) -> None:
    """Write a picture to a file. Raises OSError and NotTypeset."""
    if picture is None:
        complain(f"there is nothing to see side by side, so {path} was not written")
        return
    path.write_bytes(picture.draw())


def show(rendered: Rendered) -> None:
    """Print an answer for a person."""
    from kvbot.cli.terminal import show as show_on_terminal

    show_on_terminal(rendered)


def today_in(settings: Settings) -> date:
    """The day that it is in the time zone of the settings."""
    return datetime.now(settings.timezone).date()


def print_json(value: dict[str, Any]) -> None:
    """One object on one line."""
    sys.stdout.write(json_line(value))


def json_line(value: dict[str, Any]) -> str:
    """An object on one line, for readers too that end a line at every Unicode line break."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_BREAKS) + "\n"


_LINE_BREAKS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def complain(message: str) -> None:
    """One or two lines to standard error."""
    for line in message.splitlines():
        sys.stderr.write(f"kvbot: {printable(line)}\n")


async def refreshed(desk: Desk, *, wait: bool = False) -> BuildReport:
    """Bring the base up to date; tell how far it is when that takes longer than a second."""
    with _ShownProgress() as progress:
        return await desk.refresh(progress, wait=wait)


def warn(report: BuildReport) -> None:
    """Tell that some dossiers are not served as they are written."""
    paths = sorted({problem.path for problem in report.problems})
    if paths:
        complain(
            f"{len(paths)} of the files cannot be used as they are, {paths[0]} first; "
            "run kvbot build to see what to mend"
        )


class _ShownProgress:
    """A bar on standard error, once there has been something to wait for."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> _ShownProgress:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None and time.monotonic() - self._began < SHOW_PROGRESS_AFTER_S:
            return
        if self._bar is None:
            self._bar = _new_bar(total)
        self._bar.update(self._bar.task_ids[0], completed=done)


def _new_bar(total: int) -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True))
    bar.add_task("Reading dossiers", total=total)
    bar.start()
    return bar
