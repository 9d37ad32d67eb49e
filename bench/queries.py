"""What is asked of a base: queries about what its own dossiers mention."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from kvbot.dossier.files import list_dossiers
from kvbot.dossier.reading import read_dossier
from kvbot.model.queries import Agreements, Period, Query, Stats, Timeline, Who
from kvbot.model.sources import Dossier

SAMPLE = 200
"""So many dossiers with facts are read to learn what a base mentions, and how often."""


class Known:
    """What can be asked: names by how often they are mentioned, topics, and years."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self._rng = rng
        dossiers = list(_sampled(folder, rng))
        reports = [report for dossier in dossiers for report in dossier.reports()]
        self._mentions = [mention.entity for report in reports for mention in report.mentions()]
        self._figures = [report for dossier in dossiers for report in dossier.statistics]
        self._days = [d.source.published for d in dossiers if d.source and d.source.published]
        self._entities = {e.slug: e for d in dossiers for e in d.entities()}
        self._measures = {m.slug: m for dossier in dossiers for m in dossier.measures}

    def name(self) -> str:
        """One of the names of an entity; in every tenth a letter is missing."""
        entity = self._entities[self._rng.choice(self._mentions)]
        name = self._rng.choice([entity.name, *(name.text for name in entity.names)])
        at = self._rng.randrange(len(name))
        return name[:at] + name[at + 1 :] if self._rng.random() < 0.1 else name

    def topic(self) -> str:
        """The name of a measure of which there are figures, at times with a year."""
        figure = self._rng.choice(self._figures)
        name = self._measures[figure.measure].name.en
        return f"{name} {figure.period}" if self._rng.random() < 0.3 else name

    def year(self) -> Period:
        """A year in which a document was published."""
        year = int(self._rng.choice(self._days)[:4])
        return Period(first=date(year, 1, 1), last=date(year, 12, 31))

    def questions(self, n: int) -> dict[str, list[Query]]:
        """So many queries of each kind."""
        makers: dict[str, Callable[[], Query]] = {
            "who NAME": lambda: Who(name=self.name()),
            "agreements YEAR": lambda: Agreements(period=self.year()),
            "stats TOPIC": lambda: Stats(topic=self.topic()),
            "timeline NAME": lambda: Timeline(about=self.name()),
        }
        return {kind: [make() for _ in range(n)] for kind, make in makers.items()}


def _sampled(folder: Path, rng: random.Random) -> Iterator[Dossier]:
    """The whole registry and some of the other dossiers."""
    files = list_dossiers([folder]).files
    registry = [file for file in files if file.path.parent.name == "registry"]
    others = [file for file in files if file.path.parent.name != "registry"]
    for file in (*registry, *rng.sample(others, min(SAMPLE, len(others)))):
        yield read_dossier(file.name, file.path.read_bytes())
