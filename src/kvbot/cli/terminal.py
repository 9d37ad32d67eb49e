"""An answer on the terminal: the answer first, then the claims, then the quotes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kvbot.names.folding import printable
from kvbot.words.render import Rendered, RenderedCitation, RenderedClaim, RenderedSection

WIDEST = 100
"""Columns beyond which lines are hard to read."""


def show(rendered: Rendered) -> None:
    """Print an answer on standard output. Text is never taken for markup."""
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    console.width = min(console.width, WIDEST)
    for part in _parts(rendered):
        console.print(part)


def _parts(rendered: Rendered) -> Iterator[RenderableType]:
    """What is printed, from top to bottom."""
    yield Text(printable(rendered.headline), style="bold")
    for label in rendered.labels:
        yield Text(printable(label), style="dim")
    for section in rendered.sections:
        yield from _section(section)
    for offer in rendered.offers:
        yield _item("•", Text(printable(offer)))
    if rendered.nearest:
        yield Text(f"\n{rendered.try_asking}", style="dim")
    for question in rendered.nearest:
        yield _item("•", Text(printable(question)))
    for source in rendered.catalogue:
        yield _item("•", Text(f"{printable(source.line)}  ({source.source})"))
    for line, citations in _by_source(rendered.citations).items():
        yield Text(f"\n{printable(line)}", style="dim")
        for citation in citations:
            paragraph = f"  ¶{citation.paragraph}" if citation.paragraph else ""
            quote = Text.assemble(f"“{printable(citation.quote)}”", (paragraph, "dim"))
            yield _item(f"[{citation.number}]", quote, style="cyan")
    if rendered.caveats:
        yield Text()
    for caveat in rendered.caveats:
        yield Text(printable(caveat), style="yellow")


def _section(section: RenderedSection) -> Iterator[RenderableType]:
    yield Text(f"\n{printable(section.heading)}", style="bold cyan")
    for claim in section.claims:
        yield _item("•", _claim(claim))
    if section.more:
        yield _item("…", Text(section.more, style="dim"))


def _claim(claim: RenderedClaim) -> Text:
    text = Text(printable(claim.text))
    text.append(" " + "".join(f"[{number}]" for number in claim.citations), style="cyan")
    if claim.aside:
        text.append(f"\n{printable(claim.aside)}", style="dim italic")
    return text


def _by_source(citations: Iterable[RenderedCitation]) -> dict[str, list[RenderedCitation]]:
    """The quotes under the line that names their source, which thus stands once."""
    grouped: dict[str, list[RenderedCitation]] = {}
    for citation in citations:
        grouped.setdefault(citation.line, []).append(citation)
    return grouped


def _item(mark: str, text: Text, style: str = "") -> RenderableType:
    """A mark and the text beside it: in a terminal wrapped under itself, else as it is."""
    if not sys.stdout.isatty():
        first, *others = text.split("\n")
        lines = [Text.assemble(f" {mark} ", first), *(Text.assemble("   ", o) for o in others)]
        return Text("\n").join(lines)
    row = Table.grid(padding=(0, 1))
    row.add_row(Text(mark, style=style), text)
    return Padding(row, (0, 0, 0, 1))
