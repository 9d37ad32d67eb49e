"""kvbot ask and kvbot check: a question in words, and a text held against the base."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from kvbot.ask.periods import parse_day
from kvbot.ask.reading import Element, Reading, language_of
from kvbot.cli.answering import (
    EXIT_ANSWERED,
    EXIT_NOT_FOUND,
    print_json,
    refreshed,
    show,
    today_in,
    warn,
)
from kvbot.cli.resolving import lines_of
from kvbot.desk import Considered, Desk, open_desk
from kvbot.model.answers import Answer
from kvbot.model.text import LANGUAGES, Lang
from kvbot.settings import Settings
from kvbot.words.render import Rendered, render

MOST_EXPLAINED = 5
"""How many of the facts that were looked at an explanation shows."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class How(NamedTuple):
    """How a question is to be answered."""

    today: date
    lang: Lang | None = None
    as_json: bool = False
    explain: bool = False


@click.command()
@click.argument("question", nargs=-1)
@click.option("--batch", type=_FILE, help="Ask every line of this file.")
@click.option("--explain", is_flag=True, help="Show how the question was read.")
@click.option("--today", metavar="DATE", help="Answer as if it were this day.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each question.")
@click.pass_obj
def ask(
    settings: Settings,
    question: tuple[str, ...],
    batch: Path | None,
    explain: bool,  # noqa: FBT001 - click passes options by name
    today: str | None,
    lang: Lang | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Answer QUESTION, in English, Korean or Vietnamese, or say that it is not known."""
    if bool(question) == bool(batch):
        raise click.UsageError("give either a QUESTION or --batch FILE")
    if explain and (batch or as_json):
        raise click.UsageError("--explain is for one question, and for people")
    day = parse_day(today, last=True) if today else today_in(settings)
    how = How(day, lang, as_json, explain)
    return asyncio.run(_ask(settings, " ".join(question), batch, how))


@click.command()
@click.argument("text", nargs=-1)
@click.option("--today", metavar="DATE", help="Check as if it were this day.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def check(
    settings: Settings,
    text: tuple[str, ...],
    today: str | None,
    lang: Lang | None,
    as_json: bool,  # noqa: FBT001 - click passes options by name
) -> int:
    """Hold TEXT against the base, statement by statement; without TEXT, standard input."""
    typed = " ".join(text) or sys.stdin.read()
    day = parse_day(today, last=True) if today else today_in(settings)
    return asyncio.run(_check(settings, typed, How(day, lang, as_json)))


async def _check(settings: Settings, text: str, how: How) -> int:
    async with open_desk(settings) as desk:
        warn(await refreshed(desk))
        answer = await desk.check(text, how.today)
    _print(answer, text, how)
    return EXIT_ANSWERED if answer.status == "answered" else EXIT_NOT_FOUND


async def _ask(settings: Settings, question: str, batch: Path | None, how: How) -> int:
    async with open_desk(settings) as desk:
        warn(await refreshed(desk))
        if batch:
            for line in lines_of(batch):
                await _answer_line(desk, line, how)
            return EXIT_ANSWERED
        if how.explain:
            return await _explain(desk, question, how)
        return await answer_question(desk, question, how)


async def answer_question(desk: Desk, question: str, how: How) -> int:
    """Answer one question and print the answer. Returns the exit status."""
    answer = await desk.ask(question, how.today)
    _print(answer, question, how)
    return EXIT_ANSWERED if answer.status == "answered" else EXIT_NOT_FOUND


def _print(answer: Answer, typed: str, how: How) -> None:
    rendered = _rendered(answer, typed, how)
    if how.as_json:
        print_json(rendered.payload())
    else:
        show(rendered)


def _rendered(answer: Answer, question: str, how: How) -> Rendered:
    return render(answer, how.lang or language_of(question))


async def _answer_line(desk: Desk, line: str, how: How) -> None:
    """Answer a line of a batch: a question, or a JSON object with one and perhaps an id."""
    question, more = _question_in(line)
    rendered = _rendered(await desk.ask(question, how.today), question, how)
    if how.as_json:
        print_json({**more, **rendered.payload()})
    else:
        click.echo(f"{question}\n{rendered.text}\n")


def _question_in(line: str) -> tuple[str, dict[str, Any]]:
    try:
        found = json.loads(line)
    except ValueError:
        return line, {}
    if not isinstance(found, dict) or not isinstance(found.get("question"), str):
        return line, {}
    return found["question"], {"id": found["id"]} if "id" in found else {}


async def _explain(desk: Desk, question: str, how: How) -> int:
    considered = await desk.consider(question, how.today)
    for line in explanation(considered):
        click.echo(line)
    # what no fact answers, a name or a document may: the answer says which it was
    answer = await desk.ask(question, how.today)
    click.echo(
        f"answer    {answer.status}: {_rendered(answer, question, how).text.splitlines()[0]}"
    )
    return EXIT_ANSWERED if answer.status == "answered" else EXIT_NOT_FOUND


def explanation(considered: Considered) -> Iterable[str]:
    """How a question was read, what was decided, and the facts that came nearest."""
    reading = considered.reading
    yield f"language  {reading.lang}"
    yield f"asked     {', '.join(sorted(reading.asked)) or 'what there is'}{_more(reading)}"
    for element in reading.elements:
        yield f"{element.kind:<9} {element.words}{_meaning(element)}"
    yield f"outcome   {considered.decision.outcome}"
    for match in considered.matches[:MOST_EXPLAINED]:
        open_words = ", ".join(element.words for element in match.missing)
        left = f"; not accounted for: {open_words}" if open_words else ""
        empty = "" if match.asked else "; does not hold what is asked"
        yield f"fact      {match.card.fact.slug} ({match.score:.1f}){left}{empty}"


def _more(reading: Reading) -> str:
    types = f" of the kind {', '.join(sorted(reading.types))}" if reading.types else ""
    return types + (", yes or no" if reading.whether else "")


def _meaning(element: Element) -> str:
    if element.entities:
        return f" = {', '.join(sorted(element.entities))}"
    if element.time:
        return f" = {element.time.edtf or 'every year'}"
    if element.figure:
        return f" = {element.figure.value:f} {element.figure.unit}".rstrip()
    meanings = sorted(token for token in element.tokens if ":" in token)
    note = " (what is asked for)" if element.asks else ""
    return (f" = {', '.join(meanings)}" if meanings else "") + note
