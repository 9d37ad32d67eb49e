"""When a document was published: told of the one that a question means, by its dateline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kvbot.ask.facts import implied
from kvbot.ask.matching import Match, is_soft
from kvbot.ask.reading import Element, Reading
from kvbot.ask.words import tokens_of
from kvbot.model.answers import Citation, Claim
from kvbot.model.edtf import parse_edtf
from kvbot.model.sources import Source

CLEARLY = 1.0
"""By how much the facts of a document have to fit better than those of another."""


def may_be_asked(reading: Reading) -> bool:
    """Whether a question may ask when a document was published."""
    by_words = "date" in reading.asked and "publish" in reading.concepts
    return not reading.whether and ("published" in reading.asked or by_words)


def claim(reading: Reading, matches: Sequence[Match], sources: Iterable[Source]) -> Claim | None:
    """The date of the document that a question means; None unless it is surely one.

    matches: how facts meet the question without what it asks; sources: their documents.
    """
    scores = {source.slug: _fit(source, reading, matches) for source in sources}
    fitting = sorted((fit, slug) for slug, fit in scores.items() if fit is not None)
    if not fitting or (len(fitting) > 1 and fitting[-1][0] < fitting[-2][0] + CLEARLY):
        return None
    meant = next(source for source in sources if source.slug == fitting[-1][1])
    if meant.dateline is None:
        return None
    return Claim(
        dated=meant.slug, citations=(Citation(source=meant.slug, reference=meant.dateline),)
    )


def _fit(source: Source, reading: Reading, matches: Sequence[Match]) -> float | None:
    """How well a document fits a question that it accounts for, itself or by one of its facts."""
    own = {e for e in reading.elements if _accounts_for(source, e)}
    named = [e for e in own if e.concepts.isdisjoint(_sorts_of_document()) and not is_soft(e)]
    if any(_is_of_another_sort(source, e) for e in reading.elements):
        return None
    of_it = [m for m in matches if any(r.source == source.slug for r in m.card.fact.reports)]
    fits = [m.score for m in of_it if set(m.missing) <= own]
    return max(fits, default=0.0) + len(named) if fits or own == set(reading.elements) else None


def _accounts_for(source: Source, element: Element) -> bool:
    """Whether a document is what is said of it: its title, its sort, whose it is, its date."""
    if element.time:
        return bool(source.published) and element.time.fits([parse_edtf(source.published or "")])
    whose = {source.publisher, source.author, source.place}
    title = tokens_of(source.display, source.language) | implied(f"source:{source.kind}")
    return bool(element.entities & whose or element.tokens & title) or element.asks


def _sorts_of_document() -> frozenset[str]:
    return frozenset({"press_release", "article", "publish"})


def _is_of_another_sort(source: Source, element: Element) -> bool:
    """Whether a question speaks of a press release, and the document is none."""
    return element.concepts == {"press_release"} and source.kind != "press release"
