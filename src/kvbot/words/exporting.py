"""The whole base as plain records, with identifiers resolved to names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kvbot.model.answers import Answer, Claim
from kvbot.model.facts import SLUG_FIELDS, Fact, FactReport
from kvbot.model.sources import Source
from kvbot.words.claims import Teller
from kvbot.words.locale import words_of


def records(everything: Answer, reports: list[FactReport]) -> Iterator[dict[str, Any]]:
    """One record for each source, entity and measure, then one for each report of a fact.

    everything: an answer whose sources, entities and measures are all those of the base.
    """
    exporter = _Exporter(everything)
    for source in everything.sources.values():
        yield {"record": "source", **exporter.source(source)}
    for entity in everything.entities.values():
        values = entity.model_dump(mode="json", exclude_none=True)
        for field in ("place", "within"):
            if field in values:
                values[field] = exporter.name(values[field])
        yield {"record": "entity", **values}
    for measure in everything.measures.values():
        yield {"record": "measure", **measure.model_dump(mode="json", exclude_none=True)}
    for report in reports:
        yield exporter.report(report)


class _Exporter:
    def __init__(self, everything: Answer) -> None:
        self._everything = everything
        self._teller = Teller(words_of("en"), everything)

    def name(self, slug: str) -> str:
        return self._teller.full_name(slug)

    def source(self, source: Source) -> dict[str, Any]:
        values = source.model_dump(mode="json")
        for field in ("publisher", "author", "place"):
            values[field] = self.name(values[field]) if values[field] else None
        return values

    def report(self, report: FactReport) -> dict[str, Any]:
        claim = Claim.of(Fact(reports=(report,)))
        values = report.model_dump(mode="json", exclude_unset=True)
        del values["source"], values["slug"], values["type"]
        source = self._everything.sources[report.source]
        return {
            "record": "report",
            "fact": report.slug,
            "type": report.type,
            "text": self._teller.claim(claim),
            **{field: self._resolved(field, value) for field, value in values.items()},
            "source": self.source(source),
        }

    def _resolved(self, field: str, value: Any) -> Any:
        if field in SLUG_FIELDS:
            return [self._who(v) for v in value] if isinstance(value, list) else self._who(value)
        if field == "representatives":
            return [{key: self._who(slug) for key, slug in pair.items()} for pair in value]
        return self._teller.measure(value) if field == "measure" else value

    def _who(self, value: Any) -> Any:
        """An entity by its full name; a description stays what it is."""
        return self.name(value) if isinstance(value, str) else value
