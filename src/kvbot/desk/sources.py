"""Which documents is the base built from?"""

from __future__ import annotations

from datetime import date

from kvbot.desk.telling import complete
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Message
from kvbot.model.queries import Sources
from kvbot.names.folding import fold, typed


async def answer(base: Snapshot, query: Sources, today: date) -> Answer:
    """The catalogue of sources, or the one of them that is asked for by slug or title."""
    sources = await base.all_sources()
    asked = typed(query.source) if query.source else ""
    if asked:
        sources = [s for s in sources if fold(asked) in (fold(s.slug), fold(s.title or ""))]
    if not sources:
        key, values = ("sources.unknown", {"name": asked}) if asked else ("sources.none", {})
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
