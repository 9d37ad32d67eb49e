"""An answer cut into pages that can be read on a phone between two meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.cards.markup import one_line
from kvbot.model.answers import Choice
from kvbot.words.locale import Words
from kvbot.words.render import Rendered, RenderedCitation, RenderedClaim, marks, shortened

CLAIMS_FIRST, CHARACTERS_FIRST = 5, 900
"""What the first page holds: about as much as a phone shows without scrolling twice."""

CLAIMS_LATER, CHARACTERS_LATER = 8, 1600
"""What a page holds that somebody turns to."""

CHARACTERS_OF_SOURCES = 3000
"""A page of quotes in full, of the 4,000 that a message holds."""

HEADLINE = 120
"""Characters of the first line, marks and escapes included."""

CLAIM, QUOTE, ASIDE, LABEL = 600, 220, 160, 120
"""Characters of a text on a page; everything in full is a button away."""

MOST_SOURCES = 6
"""Sources that a page names; the rest is counted."""

SOURCES_A_PAGE = 8


class Page(NamedTuple):
    """What a page shows, in markup, and the claims that it tells, for a report of an error.

    head: the answer in a line. blocks: what follows, a claim each. foot: sources and caveats.
    offers: what can be asked instead, a line each, for where buttons do not tell it.
    """

    head: str
    blocks: tuple[str, ...]
    foot: str = ""
    claims: tuple[RenderedClaim, ...] = ()
    offers: tuple[str, ...] = ()


class _Item(NamedTuple):
    """A claim on its way to a page. heading: that of its section, before the first of it."""

    heading: str
    claim: RenderedClaim | None
    more: str = ""


def pages(rendered: Rendered, words: Words) -> tuple[Page, ...]:
    """The pages of an answer, at least one. The first line of each is the answer."""
    head = _head(rendered.headline)
    if rendered.catalogue:
        return tuple(Page(head, blocks) for blocks in _catalogue(rendered))
    if rendered.choices:
        listed = (f"• {one_line(described(choice, words))}" for choice in rendered.choices)
        return (Page(head, ("\n".join(listed),)),)
    if rendered.nearest:
        listed = (f"• {one_line(question)}" for question in rendered.nearest)
        return (Page(head, (rendered.try_asking,), offers=tuple(listed)),)
    caveats = [f"-# {one_line(caveat)}" for caveat in rendered.caveats]
    labels = [f"-# {one_line(shortened(label, LABEL))}" for label in rendered.labels]
    writer = _Writer(rendered, words)
    made: list[Page] = []
    taken = sum(map(len, [head, *labels, *caveats]))
    for items in _packed(writer.items(rendered), writer, taken):
        first = not made
        blocks = writer.page(items, with_headline=first)
        made.append(
            Page(
                head,
                (*blocks, *(["\n".join(labels)] if first and labels else [])),
                "\n".join([*writer.sources(items, with_headline=first), *(caveats * first)]),
                writer.claims(items, with_headline=first),
            )
        )
    return tuple(made)


def described(choice: Choice, words: Words) -> str:
    """One of those who may be meant, told apart from others of the same name."""
    return f"{choice.name}, {choice.post or words.option('kind', choice.kind)}"


def _head(headline: str) -> str:
    bold = f"**{one_line(headline)}**"
    return bold if len(bold) <= HEADLINE else one_line(headline)


def _packed(items: list[_Item], writer: _Writer, taken: int) -> Iterator[list[_Item]]:
    """Items by pages: as many as fit, and at least one.

    taken: characters of the first page beside its claims and their sources.
    """
    page: list[_Item] = []
    first = True
    for item in items:
        if page and not item.more and writer.is_too_much([*page, item], taken, first=first):
            yield page
            page, first = [], False
        page.append(item)
    yield page


class _Writer:
    """Writes the claims of one answer as lines of markup."""

    def __init__(self, rendered: Rendered, words: Words) -> None:
        self._words = words
        self._citations = {c.number: c for c in rendered.citations}
        in_sections = [c for section in rendered.sections for c in section.claims]
        stated = rendered.claims[: len(rendered.claims) - len(in_sections)]
        self._headline = stated[0] if stated else None

    def items(self, rendered: Rendered) -> list[_Item]:
        """The claims under their headings, without the one that the first line tells."""
        found = []
        for section in rendered.sections:
            told_before = [claim for claim in section.claims if self._is_headline(claim)]
            if told_before:  # the same claim, and here with all that stands beside it
                self._headline = told_before[0]
            claims = [claim for claim in section.claims if claim not in told_before]
            for number, claim in enumerate(claims):
                found.append(_Item("" if number else section.heading, claim))
            if section.verdict and not section.claims:
                found.append(_Item(section.heading, None))
            if section.more:
                found.append(_Item("", None, section.more))
        return found

    def _is_headline(self, claim: RenderedClaim) -> bool:
        return self._headline is not None and claim.text == self._headline.text

    def headline_lines(self, shown: set[int]) -> list[str]:
        """What bears out the first line, where that is a claim, and what stands beside it."""
        if self._headline is None:
            return []
        return [*self._quote(self._headline, shown), *self._small(self._headline)]

    def is_too_much(self, items: Sequence[_Item], taken: int, *, first: bool) -> bool:
        """Whether these items, with their quotes and sources, are more than a page holds."""
        claims, characters = CLAIMS_LATER, CHARACTERS_LATER
        if first:
            claims, characters = CLAIMS_FIRST, CHARACTERS_FIRST - taken
        lines = [*self.page(items, with_headline=first), *self.sources(items, with_headline=first)]
        told = self.claims(items, with_headline=first)
        return len(told) > claims or sum(map(len, lines)) > characters

    def page(self, items: Iterable[_Item], *, with_headline: bool) -> list[str]:
        """The blocks of a page; no quote stands on it twice."""
        shown: set[int] = set()
        first = self.headline_lines(shown) if with_headline else []
        blocks = ["\n".join(first)] if first else []
        return [*blocks, *("\n".join(self._lines(item, shown)) for item in items)]

    def claims(self, items: Iterable[_Item], *, with_headline: bool) -> tuple[RenderedClaim, ...]:
        """The claims of a page, that of the first line with them."""
        first = [self._headline] if with_headline and self._headline else []
        return (*first, *(item.claim for item in items if item.claim))

    def sources(self, items: Iterable[_Item], *, with_headline: bool) -> list[str]:
        """Each source of a page once, with the numbers of its quotes."""
        claims = self.claims(items, with_headline=with_headline)
        numbers = sorted({number for claim in claims for number in claim.citations})
        cited_by_source = by_source(self._citations[number] for number in numbers)
        lines = [
            f"-# {marks([c.number for c in cited])} {one_line(cited[0].brief)}"
            for cited in cited_by_source.values()
        ]
        left = len(lines) - MOST_SOURCES
        more = [f"-# {self._words('card.more_sources', n=left)}"] if left > 0 else []
        return [*lines[:MOST_SOURCES], *more]

    def _lines(self, item: _Item, shown: set[int]) -> list[str]:
        heading = [f"**{one_line(item.heading)}**"] if item.heading else []
        if item.claim is None:
            return heading or [f"-# {one_line(item.more)}"]
        numbers = marks(item.claim.citations)
        return [
            *heading,
            f"• {one_line(shortened(item.claim.text, CLAIM))} {numbers}",
            *self._quote(item.claim, shown),
            *self._small(item.claim),
        ]

    def _quote(self, claim: RenderedClaim, shown: set[int]) -> list[str]:
        """The quote that proves what a claim is about, unless the page has it already."""
        number = claim.lead
        if number in shown:
            return []
        shown.add(number)
        return [f"> {_quoted(self._citations[number].quote, QUOTE)} [{number}]"]

    def _small(self, claim: RenderedClaim) -> list[str]:
        """What stands beside a claim; an editor's note that is long, only that there is one."""
        aside = claim.aside
        if len(aside) > ASIDE:
            aside = "; ".join(filter(None, (claim.brief, self._words("card.note"))))
        return [f"-# {one_line(aside)}"] if aside else []


def _quoted(quote: str, most: int) -> str:
    return f"“{one_line(shortened(' '.join(quote.split()), most))}”"


def source_pages(rendered: Rendered, words: Words) -> tuple[Page, ...]:
    """Every quote of an answer in full, by source, and the editor's notes, in pages."""
    blocks = []
    for cited in by_source(rendered.citations).values():
        for number, citation in enumerate(cited):
            heading = "" if number else f"**{one_line(citation.line)}**\n"
            place = f" ¶{citation.paragraph}" if citation.paragraph else ""
            quote = _quoted(citation.quote, len(citation.quote))
            blocks.append(f"{heading}> {quote} [{citation.number}]{place}")
    notes = {claim.aside: claim for claim in rendered.claims if len(claim.aside) > ASIDE}
    blocks += [f"-# {marks(c.citations)} {one_line(aside)}" for aside, c in notes.items()]
    head = _head(rendered.title)
    return tuple(Page(head, ("\n".join(page),)) for page in _by_length(blocks))


def by_source(citations: Iterable[RenderedCitation]) -> dict[str, list[RenderedCitation]]:
    """Citations by their source, in the order in which they are met."""
    found: dict[str, list[RenderedCitation]] = {}
    for citation in citations:
        found.setdefault(citation.source, []).append(citation)
    return found


def _catalogue(rendered: Rendered) -> Iterator[tuple[str, ...]]:
    lines = [f"• {one_line(source.line)} (`{source.source}`)" for source in rendered.catalogue]
    for start in range(0, len(lines), SOURCES_A_PAGE):
        yield tuple(lines[start : start + SOURCES_A_PAGE])


def _by_length(blocks: Iterable[str]) -> Iterator[list[str]]:
    page: list[str] = []
    for block in blocks:
        if page and sum(len(b) + 1 for b in page) + len(block) > CHARACTERS_OF_SOURCES:
            yield page
            page = []
        page.append(block)
    if page:
        yield page
