"""Which documents is the base built from?"""

from __future__ import annotations

from datetime import date

from kvbot.desk.telling import complete
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Message
from kvbot.model.queries import Sources
from kvbot.model.sources import Source
from kvbot.names.folding import fold, typed


async def answer(base: Snapshot, query: Sources, today: date) -> Answer:
    """The catalogue of sources, or the one of them that is asked for by slug or title."""
    sources = await base.all_sources()
    asked = typed(query.source) if query.source else ""
    if query.source and query.source.strip():
        sources = [s for s in sources if _is_called(s, fold(asked))]
    if not sources:
        key, values = ("sources.unknown", {"name": asked}) if query.source else ("sources.none", {})
        return Answer(
            question="",
            status="unknown",
            title=Message(key="title.sources"),
            headline=Message(key=key, values=dict(values)),
        )
    return await complete(
        base,
        Answer(
            question="",
            status="answered",
            title=Message(key="title.sources"),
            headline=Message(key="sources.count", values={"sources": len(sources)}),
            catalogue=tuple(sources),
        ),
    )


def _is_called(source: Source, folded: str) -> bool:
    """Whether the folded words, if there are any, are the slug or the title of a source."""
    return bool(folded) and folded in (fold(source.slug), fold(source.title or ""))
