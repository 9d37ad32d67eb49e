"""What a document says of itself: when it was published, who wrote it, who published it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kvbot.ask.facts import implied
from kvbot.ask.grammar import is_soft
from kvbot.ask.matching import Match
from kvbot.ask.reading import Element, Reading
from kvbot.ask.words import concepts_in, tokens_of
from kvbot.model.answers import Citation, Claim
from kvbot.model.edtf import parse_edtf
from kvbot.model.sources import Source

CLEARLY = 1.0
"""By how much the facts of a document have to fit better than those of another."""


def asked_of(reading: Reading) -> str:
    """The field of a source that a question may ask for; nothing where it asks something else."""
    if reading.whether:
        return ""
    if "person" in reading.asked and _says(reading, "wrote", but_not="article"):
        return "author"
    if "published" in reading.asked or ("date" in reading.asked and says_published(reading)):
        return "published"
    asks_for_body = reading.asked & {"organization", "person"} and says_published(reading)
    return "publisher" if "publisher" in reading.asked or asks_for_body else ""


def says_published(reading: Reading) -> bool:
    """Whether a question says that something was published."""
    return _says(reading, "publish", but_not="press_release")


def names_one(reading: Reading) -> bool:
    """Whether a question speaks of a document: an article, a press release, a page."""
    return bool(reading.concepts & {"article", "press_release"})


def _says(reading: Reading, doing: str, *, but_not: str) -> bool:
    """Whether a word says so, and is not the word for the document: `report`, `release`."""
    return any(doing in e.concepts and but_not not in e.concepts for e in reading.elements)


def claim(
    field: str, reading: Reading, matches: Sequence[Match], sources: Iterable[Source]
) -> Claim | None:
    """What the document that a question means says of itself; None unless it is surely one.

    matches: how facts meet the question without what it asks; sources: their documents.
    """
    fits = {s.slug: (fit, s) for s in sources if (fit := _fit(s, reading, matches)) is not None}
    best = sorted(fits.values(), key=lambda found: found[0])
    if not best or (len(best) > 1 and best[-1][0] < best[-2][0] + CLEARLY):
        return None
    meant = best[-1][1]
    proof = meant.proof(field)
    if proof is None:
        return None
    cited = Citation(source=meant.slug, reference=proof)
    return Claim(document=meant.slug, fields=(field,), citations=(cited,))


def _fit(source: Source, reading: Reading, matches: Sequence[Match]) -> float | None:
    """How well a document fits a question that it accounts for, itself or by one of its facts."""
    own = {e for e in reading.elements if _accounts_for(source, e)}
    if any(_is_of_another_sort(source, e) for e in reading.elements):
        return None
    of_it = [m for m in matches if any(r.source == source.slug for r in m.card.fact.reports)]
    fits = [m.score for m in of_it if set(m.missing) <= own]
    named = [e for e in own if not e.concepts & concepts_in("cited") and not is_soft(e)]
    return max(fits, default=0.0) + len(named) if fits or own == set(reading.elements) else None


def _accounts_for(source: Source, element: Element) -> bool:
    """Whether a document is what is said of it: its title, its sort, whose it is, its date."""
    if element.time:
        return bool(source.published) and element.time.fits([parse_edtf(source.published or "")])
    whose = {source.publisher, source.author, source.place}
    title = tokens_of(source.display, source.language) | implied(f"source:{source.kind}")
    return bool(element.entities & whose or element.tokens & title) or element.asks


def _is_of_another_sort(source: Source, element: Element) -> bool:
    """Whether a question speaks of a press release, and the document is none."""
    return element.concepts == {"press_release"} and source.kind != "press release"
