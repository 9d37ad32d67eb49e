"""The commands that ask the desk. Each only reads its arguments into a query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from kvbot.ask.lexicon import agreement_kind
from kvbot.ask.periods import parse_day, parse_period, parse_span
from kvbot.model.queries import Agreements, Query, Sources, Stats, Timeline, Who
from kvbot.model.text import LANGUAGES, Lang


class Asked(NamedTuple):
    """A query and how it is to be answered. question: what was typed, verbatim.

    lang and today are None where the settings and the clock decide. picture: the file into
    which a picture of the answer is to be written.
    """

    query: Query
    question: str
    as_json: bool
    lang: Lang | None
    today: date | None
    picture: Path | None = None


def _asked(query: Query, typed: list[str | None], how: dict[str, Any]) -> Asked:
    question = " ".join(part for part in typed if part)
    today = parse_day(how["today"], last=True) if how["today"] else None
    picture = how.get("picture")
    return Asked(query, question, how["as_json"], how["lang"], today, picture)


def query_options(command: Callable[..., Asked]) -> Callable[..., Asked]:
    """The options that every query has."""
    for option in (
        click.option("--today", metavar="DATE", help="Answer as if it were this day."),
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
    ):
        command = option(command)
    return command


def _new_file(ctx: click.Context, param: click.Parameter, name: str | None) -> Path | None:
    """A file that is not there yet. Raises click.UsageError."""
    if name is None:
        return None
    path = Path(name)
    if "\0" in name or path.exists():
        raise click.UsageError(f"{name!r} is there already, or no name; choose another", ctx)
    return path


picture_option = click.option(
    "--picture", metavar="FILE", callback=_new_file, help="Write a picture of it, as PNG."
)


def _option(name: str, value: str | None) -> str | None:
    return f"--{name} {value}" if value else None


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--as-of", metavar="DATE", help="Only what was on record for that day.")
@query_options
def who(name: tuple[str, ...], as_of: str | None, **how: Any) -> Asked:
    """Who or what is NAME: an organization, a person or a place."""
    typed = " ".join(name)
    day = parse_day(as_of, last=True) if as_of else None
    return _asked(Who(name=typed, as_of=day), [typed, _option("as-of", as_of)], how)


@click.command()
@click.argument("period", nargs=-1)
@click.option("--party", metavar="NAME", help="Only agreements of this party.")
@click.option("--kind", metavar="KIND", help="Only of this kind: MoU, agreement, statement …")
@click.option("--place", metavar="NAME", help="Only those signed at this place.")
@query_options
def agreements(
    period: tuple[str, ...], party: str | None, kind: str | None, place: str | None, **how: Any
) -> Asked:
    """What was signed: in a year (2024), a range (2022-2024) or since 2022."""
    typed = " ".join(period)
    query = Agreements(
        period=parse_period(typed) if typed else None,
        party=party,
        kind=agreement_kind(kind) if kind else None,
        place=place,
    )
    options = [_option("party", party), _option("kind", kind), _option("place", place)]
    return _asked(query, [typed, *options], how)


@click.command()
@click.argument("topic", nargs=-1)
@click.option("--of", metavar="NAME", help="Only figures of this body or place.")
@picture_option
@query_options
def stats(topic: tuple[str, ...], of: str | None, **how: Any) -> Asked:
    """The figures on TOPIC, in ordinary words: trade, SME share, offices of KOSME."""
    typed = " ".join(topic)
    return _asked(Stats(topic=typed, of=of), [typed, _option("of", of)], how)


@click.command()
@click.argument("name", nargs=-1)
@click.option("--from", "first", metavar="DATE", help="From this day, month or year on.")
@click.option("--to", "last", metavar="DATE", help="Up to this day, month or year.")
@picture_option
@query_options
def timeline(name: tuple[str, ...], first: str | None, last: str | None, **how: Any) -> Asked:
    """What happened when, in all or about NAME."""
    typed = " ".join(name)
    query = Timeline(about=typed or None, period=parse_span(first, last))
    return _asked(query, [typed, _option("from", first), _option("to", last)], how)


@click.command()
@click.argument("source", nargs=-1)
@query_options
def sources(source: tuple[str, ...], **how: Any) -> Asked:
    """The documents that the base is built from, or one of them."""
    typed = " ".join(source)
    return _asked(Sources(source=typed or None), [typed], how)


QUERIES: dict[str, click.Command] = {
    "who": who,
    "agreements": agreements,
    "stats": stats,
    "timeline": timeline,
    "sources": sources,
}
