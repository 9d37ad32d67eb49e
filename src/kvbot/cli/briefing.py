"""kvbot brief: what one has to know before meeting someone, on paper."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import click

from kvbot.ask.periods import parse_day
from kvbot.briefing.fitting import compose
from kvbot.briefing.formats import FORMATS, content_of, file_name
from kvbot.briefing.model import Briefing
from kvbot.cli.answering import (
    EXIT_ANSWERED,
    EXIT_NOT_FOUND,
    print_json,
    refreshed,
    show,
    today_in,
    warn,
)
from kvbot.desk import Desk, open_desk
from kvbot.errors import KvbotError
from kvbot.model.queries import Brief, BriefingFormat
from kvbot.model.text import LANGUAGES, Lang
from kvbot.settings import Settings
from kvbot.words.render import render


class NotWritten(KvbotError):
    """A briefing could not be written to its file."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} cannot be written ({reason}); name another file with --out")


class Wanted(NamedTuple):
    """A briefing as it was asked for. question: what was typed. out: None where it is not said."""

    query: Brief
    question: str
    lang: Lang
    today: date
    out: Path | None
    as_json: bool = False


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--with", "partner", metavar="NAME", help="On how NAME relates to this one.")
@click.option("--to", type=click.Choice(FORMATS), help="Format; md unless the file says another.")
@click.option("--since", metavar="DATE", help="Tell what came into the base since this day.")
@click.option("--out", metavar="FILE", help="Write it to this file.")
@click.option("--today", metavar="DATE", help="Write it as if it were this day.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the briefing.")
@click.option("--json", "as_json", is_flag=True, help="Print what it says as one JSON object.")
@click.pass_obj
def brief(settings: Settings, /, **options: Any) -> int:
    """A briefing on NAME, an organization, a person or a place, with every quote."""
    return asyncio.run(_brief_once(settings, _wanted(settings, **options)))


def read_brief(args: list[str], settings: Settings) -> Wanted | None:
    """The briefing that a line of the console asks for; None where it asked for help.

    Raises click.UsageError and UsageError.
    """
    try:
        context = brief.make_context("/brief", args)
    except click.exceptions.Exit:
        return None
    return _wanted(settings, **context.params)


def _wanted(
    settings: Settings,
    *,
    name: tuple[str, ...],
    partner: str | None,
    to: BriefingFormat | None,
    since: str | None,
    out: str | None,
    today: str | None,
    lang: Lang | None,
    as_json: bool,
) -> Wanted:
    typed, path = " ".join(name), _path(out)
    first = parse_day(since, last=False) if since else None
    return Wanted(
        query=Brief(about=typed, partner=partner, since=first, to=_format(to, path)),
        question=f"{typed} --with {partner}" if partner else typed,
        lang=lang or settings.language,
        today=parse_day(today, last=True) if today else today_in(settings),
        out=path,
        as_json=as_json,
    )


def _path(out: str | None) -> Path | None:
    """A file to write. Raises click.UsageError for what can be no file."""
    if out is not None and (not out.strip() or "\0" in out):
        raise click.UsageError(f"{out!r} is no file name")
    return Path(out) if out else None


_ENDINGS: Mapping[str, BriefingFormat] = {
    **{f".{to}": to for to in FORMATS},
    ".txt": "md",
    ".markdown": "md",
    "": "md",
}
"""What the ending of a file's name tells of its format."""


def _format(to: BriefingFormat | None, out: Path | None) -> BriefingFormat:
    """The format that is asked for or, if none is, that the name of the file tells.

    Raises click.UsageError where the name tells of another, or of none that there is.
    """
    ending = out.suffix.lower() if out else ""
    told = _ENDINGS.get(ending)
    if to and (not ending or told in (to, None)):
        return to
    if to or not told:
        wanted = f".{to}" if to else ", ".join(f".{known}" for known in FORMATS)
        raise click.UsageError(f"{out} is no name for such a file; end it in {wanted}")
    return told


async def _brief_once(settings: Settings, wanted: Wanted) -> int:
    async with open_desk(settings) as desk:
        warn(await refreshed(desk))
        return await write_briefing(desk, wanted)


async def write_briefing(desk: Desk, wanted: Wanted) -> int:
    """Write a briefing from an open desk. Returns the exit status. Raises NotWritten."""
    found = await desk.answer(wanted.query, wanted.question, wanted.today)
    if found.status != "answered":
        rendered = render(found, wanted.lang)
        print_json(rendered.payload()) if wanted.as_json else show(rendered)
        return EXIT_NOT_FOUND
    briefing = compose(found, wanted.lang, wanted.today)
    if wanted.as_json:
        print_json(briefing.rendered.payload())
        return EXIT_ANSWERED
    _deliver(briefing, wanted.query.to, wanted.out)
    return EXIT_ANSWERED


def _deliver(briefing: Briefing, to: BriefingFormat, out: Path | None) -> None:
    """Print Markdown unless a file is named; say where any other went."""
    content = content_of(briefing, to)
    if to == "md" and out is None:
        sys.stdout.write(content.decode())
        return
    path = out or _free(Path(file_name(briefing, to)))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise NotWritten(path, error.strerror or str(error)) from None
    click.echo(str(path))


def _free(path: Path) -> Path:
    """The path, or one with a number: what is there may have been edited since."""
    others = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return path if not path.exists() else next(other for other in others if not other.exists())
