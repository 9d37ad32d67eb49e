"""The cards of facts, each made once for a state of the base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kvbot.ask.cards import VISIT, Card, World, card, posts_as_people
from kvbot.index.snapshot import Snapshot
from kvbot.index.wording import CardRow
from kvbot.model.facts import Agreement, Event, FactReport, Remark, Statistic
from kvbot.model.sources import Source

MOST_KEPT = 4000
"""How many cards are kept at most, some 10 kB each; the oldest make room."""


class Deck:
    """The cards dealt so far from one state of the base, and what is known of whom they name."""

    def __init__(self) -> None:
        self.world = World()
        self._cards: dict[str, Card] = {}

    async def deal(self, base: Snapshot, slugs: Sequence[str]) -> list[Card]:
        """The cards of facts. base: at the state at which all others were dealt."""
        new = [slug for slug in slugs if slug not in self._cards]
        if new:
            self._cards |= await self._made(base, new)
        dealt = [self._cards[slug] for slug in slugs]
        if len(self._cards) > MOST_KEPT:
            for slug in list(self._cards)[:-MOST_KEPT]:
                del self._cards[slug]
        return dealt

    async def _made(self, base: Snapshot, slugs: Sequence[str]) -> dict[str, Card]:
        rows = await base.cards(slugs)
        occasions = await base.cards([o for row in rows for o in _occasions(row.report)])
        sources = await base.sources(row.report.source for row in rows)
        wrote = {slug for s in sources.values() for slug in (s.publisher, s.author) if slug}
        named = {m.entity for r in (*rows, *occasions) for m in r.report.mentions()}
        await self.meet(base, named | wrote)
        by_slug: dict[str, list[CardRow]] = {}
        for row in rows:
            by_slug.setdefault(row.report.slug, []).append(row)
        return {
            slug: _card(group, occasions, sources, self.world) for slug, group in by_slug.items()
        }

    async def meet(self, base: Snapshot, named: Iterable[str]) -> None:
        """Learn what there is to know of entities, and of the bodies at which people are."""
        strangers = self.world.strangers(named)
        if not strangers:
            return
        people = posts_as_people(await base.posts_of(strangers))
        bodies = {body for found in people.bodies.values() for body in found}
        known = await base.surroundings({*strangers, *bodies})
        self.world.meet(strangers, World(known.kinds, known.names, known.larger, people))


def _occasions(report: FactReport) -> tuple[str, ...]:
    """At what something was said: the document says so, or what it stands beside suggests it."""
    if occasion := getattr(report, "occasion", None):
        return (occasion,)
    return report.related if isinstance(report, Remark | Event | Statistic) else ()


def _is_occasion(related: FactReport, group: Sequence[CardRow]) -> bool:
    """Whether what stands beside a fact is its occasion.

    Of an event only a visit is, of a figure an agreement in which it was set.
    """
    if isinstance(group[0].report, Statistic):
        return isinstance(related, Agreement)
    if not isinstance(group[0].report, Event):
        return True
    return isinstance(related, Event) and related.kind == "visit" and related.status == "held"


def _card(
    group: Sequence[CardRow],
    occasions: Sequence[CardRow],
    sources: Mapping[str, Source],
    world: World,
) -> Card:
    of = [sources[s] for s in dict.fromkeys(row.report.source for row in group)]
    measure = next((row.measure for row in group), None)
    at = {occasion for row in group for occasion in _occasions(row.report)}
    around = [o for o in occasions if o.report.slug in at and _is_occasion(o.report, group)]
    own = frozenset().union(*(row.own for row in group))
    said = frozenset().union(*(o.own for o in around))
    if isinstance(group[0].report, Event):
        said &= VISIT
    quotes = said.union(*(row.quotes for row in group))
    return card(
        [r.report for r in group], own, quotes, [o.report for o in around], of, measure, world
    )
