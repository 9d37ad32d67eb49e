"""What a picture is drawn from, and what stands beneath it: sources, and as of when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kvbot.model.answers import Answer
from kvbot.model.facts import Fact, FactReport, Participant
from kvbot.model.text import Lang
from kvbot.words.claims import Teller
from kvbot.words.dates import say_date
from kvbot.words.locale import words_of
from kvbot.words.render import Rendered, marks


class Cited(NamedTuple):
    """A report that a picture shows, and the numbers of its citations in the answer."""

    report: FactReport
    numbers: tuple[int, ...]


class Subject:
    """An answer in one language: its facts, and the numbers under which they are cited."""

    def __init__(self, answer: Answer, rendered: Rendered, lang: Lang) -> None:
        self.words = words_of(lang)
        self.teller = Teller(self.words, answer)
        self.rendered = rendered
        claims = zip(answer.claims(), rendered.claims, strict=True)
        self._numbers = {c.fact.slug: told.citations for c, told in claims if c.fact}
        self.facts = list({c.fact.slug: c.fact for c in answer.claims() if c.fact}.values())

    def cited(self, fact: Fact) -> Iterator[Cited]:
        """Each report of a fact with its numbers."""
        source_of = {c.number: c.source for c in self.rendered.citations}
        for report in fact.reports:
            numbers = self._numbers[fact.slug]
            yield Cited(report, tuple(n for n in numbers if source_of[n] == report.source))

    def notes(self, shown: Iterable[Cited]) -> tuple[str, ...]:
        """A line for each source, day and speaker that what is shown rests on; then caveats."""
        grouped: dict[tuple[str, str | None, Participant | None], set[int]] = {}
        for report, numbers in shown:
            key = (report.source, report.as_of, report.said_by)
            grouped.setdefault(key, set()).update(numbers)
        lines = [self._note(*key, sorted(numbers)) for key, numbers in grouped.items()]
        return (*lines, *self.rendered.caveats)

    def _note(
        self, source: str, as_of: str | None, said_by: Participant | None, numbers: list[int]
    ) -> str:
        brief = next(c.brief for c in self.rendered.citations if c.source == source)
        said = self._said_by(said_by) if said_by else ""
        held = self.words("picture.as_of", date=say_date(self.words, as_of)) if as_of else ""
        parts = [part for part in (brief, held, said) if part]
        return f"{marks(numbers)} {self.words('list.parts').join(parts)}"

    def _said_by(self, speaker: Participant) -> str:
        return self.words("picture.said_by", speaker=self.teller.who(speaker))
