"""An answer cut into pages that can be read on a phone between two meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.cards.markup import one_line
from kvbot.words.locale import Words
from kvbot.words.render import Rendered, RenderedCitation, RenderedClaim, shortened

CLAIMS_FIRST, CHARACTERS_FIRST = 5, 900
"""What the first page holds: about as much as a phone shows without scrolling twice."""

CLAIMS_LATER, CHARACTERS_LATER = 8, 1600
"""What a page holds that somebody turns to."""

CHARACTERS_OF_SOURCES = 3000
"""A page of quotes in full; Discord allows 4,000 over the whole message."""

HEADLINE = 120
"""Characters of the first line, marks and escapes included."""

CLAIM, QUOTE, ASIDE, LABEL = 600, 150, 150, 200
"""Characters of a text on a page; everything in full is a button away."""

MOST_SOURCES = 6
"""Sources that a page names; the rest is counted."""

SOURCES_A_PAGE = 8


class Page(NamedTuple):
    """head: the answer in a line. body: what follows. foot: sources and caveats; all in markup."""

    head: str
    body: str
    foot: str


class _Item(NamedTuple):
    """A claim on its way to a page. heading: that of its section, before the first of it."""

    heading: str
    claim: RenderedClaim | None
    more: str = ""


def pages(rendered: Rendered, words: Words) -> tuple[Page, ...]:
    """The pages of an answer, at least one. The first line of each is the answer."""
    head = _head(rendered.headline)
    if rendered.catalogue:
        return tuple(Page(head, body, "") for body in _catalogue(rendered))
    if rendered.offers:
        return (Page(head, "\n".join(f"• {one_line(offer)}" for offer in rendered.offers), ""),)
    labels = [f"-# {one_line(shortened(label, LABEL))}" for label in rendered.labels]
    caveats = [f"-# {one_line(caveat)}" for caveat in rendered.caveats]
    writer = _Writer(rendered, words)
    made: list[Page] = []
    for items in _packed(writer.items(rendered), writer, _taken(labels, writer)):
        first = not made
        body = writer.page(items, with_headline=first)
        made.append(
            Page(
                head,
                "\n".join([*(labels if first else []), *body]),
                "\n".join([*writer.sources(items, with_headline=first), *(caveats * first)]),
            )
        )
    return tuple(made)


def _head(headline: str) -> str:
    bold = f"**{one_line(headline)}**"
    return bold if len(bold) <= HEADLINE else one_line(headline)


def _taken(labels: Sequence[str], writer: _Writer) -> int:
    """Characters of the first page that are taken before its first claim."""
    return sum(map(len, labels)) + sum(len(line) for line in writer.headline_lines(set()))


def _packed(items: list[_Item], writer: _Writer, taken: int) -> Iterator[list[_Item]]:
    """Items by pages: as many as fit, and at least one; the first page may have none."""
    page: list[_Item] = []
    claims, characters = CLAIMS_FIRST, CHARACTERS_FIRST
    for item in items:
        size = writer.size(item)
        full = taken + size > characters or len(page) == claims
        if page and full and item.claim:
            yield page
            page, taken = [], 0
            claims, characters = CLAIMS_LATER, CHARACTERS_LATER
        page.append(item)
        taken += size
    yield page


class _Writer:
    """Writes the claims of one answer as lines of markup."""

    def __init__(self, rendered: Rendered, words: Words) -> None:
        self._words = words
        self._citations = {c.number: c for c in rendered.citations}
        in_sections = [c for section in rendered.sections for c in section.claims]
        stated = rendered.claims[: len(rendered.claims) - len(in_sections)]
        self._headline = stated[0] if stated else None
        self._aside = ""

    def items(self, rendered: Rendered) -> list[_Item]:
        """The claims under their headings, without the one that the first line tells."""
        found = []
        for section in rendered.sections:
            told_before = [claim for claim in section.claims if self._is_headline(claim)]
            self._aside = "".join(claim.aside for claim in told_before) or self._aside
            claims = [claim for claim in section.claims if claim not in told_before]
            for number, claim in enumerate(claims):
                found.append(_Item("" if number else section.heading, claim))
            if section.more:
                found.append(_Item("", None, section.more))
        return found

    def _is_headline(self, claim: RenderedClaim) -> bool:
        return self._headline is not None and claim.text == self._headline.text

    def headline_lines(self, shown: set[int]) -> list[str]:
        """What bears out the first line, where that is a claim, and what stands beside it."""
        if self._headline is None:
            return []
        return [*self._quote(self._headline, shown), *_small(self._aside)]

    def size(self, item: _Item) -> int:
        """About how many characters an item takes on a page."""
        return sum(map(len, self._lines(item, set())))

    def page(self, items: Iterable[_Item], *, with_headline: bool) -> list[str]:
        """The lines of a page; no quote stands on it twice."""
        shown: set[int] = set()
        lines = self.headline_lines(shown) if with_headline else []
        for item in items:
            lines += self._lines(item, shown)
        return lines

    def sources(self, items: Iterable[_Item], *, with_headline: bool) -> list[str]:
        """Each source of a page once, with the numbers of its quotes."""
        claims = [item.claim for item in items if item.claim]
        if with_headline and self._headline:
            claims.insert(0, self._headline)
        numbers = dict.fromkeys(number for claim in claims for number in claim.citations)
        by_source: dict[str, list[RenderedCitation]] = {}
        for number in numbers:
            citation = self._citations[number]
            by_source.setdefault(citation.source, []).append(citation)
        lines = [
            f"-# {''.join(f'[{c.number}]' for c in cited)} {one_line(cited[0].line)}"
            for cited in by_source.values()
        ]
        left = len(lines) - MOST_SOURCES
        more = [f"-# {self._words('card.more_sources', n=left)}"] if left > 0 else []
        return [*lines[:MOST_SOURCES], *more]

    def _lines(self, item: _Item, shown: set[int]) -> list[str]:
        heading = [f"**{one_line(item.heading)}**"] if item.heading else []
        if item.claim is None:
            return [f"-# {one_line(item.more)}"]
        marks = "".join(f"[{number}]" for number in item.claim.citations)
        return [
            *heading,
            f"• {one_line(shortened(item.claim.text, CLAIM))} {marks}",
            *_small(item.claim.aside),
            *self._quote(item.claim, shown),
        ]

    def _quote(self, claim: RenderedClaim, shown: set[int]) -> list[str]:
        """The quote that says most of a claim, unless the page has it already."""
        number = max(claim.citations, key=lambda n: len(self._citations[n].quote))
        if number in shown:
            return []
        shown.add(number)
        return [f"> {_quoted(self._citations[number].quote, QUOTE)} [{number}]"]


def _small(aside: str) -> list[str]:
    return [f"-# {one_line(shortened(aside, ASIDE))}"] if aside else []


def _quoted(quote: str, most: int) -> str:
    return f"“{one_line(shortened(' '.join(quote.split()), most))}”"


def source_pages(rendered: Rendered, words: Words) -> tuple[Page, ...]:
    """Every quote of an answer in full, by source, in pages."""
    by_source: dict[str, list[RenderedCitation]] = {}
    for citation in rendered.citations:
        by_source.setdefault(citation.source, []).append(citation)
    blocks = []
    for cited in by_source.values():
        for number, citation in enumerate(cited):
            heading = "" if number else f"**{one_line(citation.line)}**\n"
            place = f" ¶{citation.paragraph}" if citation.paragraph else ""
            quote = f"[{citation.number}] {_quoted(citation.quote, len(citation.quote))}{place}"
            blocks.append(heading + quote)
    return tuple(
        Page(_head(rendered.title), "\n".join(page), "")
        for page in _by_length(blocks, CHARACTERS_OF_SOURCES)
    )


def _catalogue(rendered: Rendered) -> Iterator[str]:
    lines = [f"• {one_line(source.line)} (`{source.source}`)" for source in rendered.catalogue]
    for start in range(0, len(lines), SOURCES_A_PAGE):
        yield "\n".join(lines[start : start + SOURCES_A_PAGE])


def _by_length(blocks: Iterable[str], most: int) -> Iterator[list[str]]:
    page: list[str] = []
    for block in blocks:
        if page and sum(map(len, page)) + len(block) > most:
            yield page
            page = []
        page.append(block)
    if page:
        yield page
