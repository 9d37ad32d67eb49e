"""The claims of a list: each by as few passages as prove it, so that many can be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kvbot.model.answers import Citation, Claim, proofs
from kvbot.model.entities import Entity
from kvbot.model.facts import SLUG_FIELDS, Fact, FactReport, Remark
from kvbot.model.references import Reference
from kvbot.model.text import Lang
from kvbot.names.folding import stands_in

MOST_PASSAGES = 10
"""How many passages are quoted for a list; the rest of it is counted."""

LONGEST_LIST = 1100
"""Characters of what is told of the facts of a list, about; the rest of it is counted."""

ABOUT_A_LINE = 60
"""Characters that a claim of a list has beside what was said: who, when, the marks."""

REPEATED = frozenset({"kind", "measure", "name", "verb"})
"""Values that one passage gives whole: further ones that prove it say it again."""


def as_many_as_are_read(claims: Iterable[Claim], lang: Lang) -> list[Claim]:
    """The first claims, as many as have no more passages, nor more to tell, than is read."""
    few: list[Claim] = []
    cited: set[Citation] = set()
    length = 0
    for claim in claims:
        cited |= set(claim.citations)
        length += _length(claim, lang)
        if few and (len(cited) > MOST_PASSAGES or length > LONGEST_LIST):
            break
        few.append(claim)
    return few


def _length(claim: Claim, lang: Lang) -> int:
    """About how many characters a claim of a list has."""
    first = claim.fact.first if claim.fact else None
    return ABOUT_A_LINE + (len(getattr(first.gist, lang)) if isinstance(first, Remark) else 0)


def briefly(fact: Fact, fields: Sequence[str], entities: Mapping[str, Entity]) -> Claim:
    """Fields of a fact, proved by one report that has them all, without what only says it again.

    Where reports differ each is cited. entities: those whom the fact names, by slug.
    """
    claim = Claim.of(fact, fields)
    told = set(claim.fields)
    whole = [r for r in fact.reports if told <= set(r.stated_fields())]
    differ = told & set(fact.differing_fields())
    reports = fact.reports if differ or not whole else whole[:1]
    citations = tuple(
        Citation(source=report.source, reference=reference)
        for report in reports
        for reference in _without_repetition(report, told, entities)
    )
    return claim.model_copy(update={"citations": citations})


def _without_repetition(
    report: FactReport, told: set[str], entities: Mapping[str, Entity]
) -> list[Reference]:
    """The passages that prove the fields told; those that prove the fewest are spared first."""
    needed = proofs(report, told)
    for spare in sorted(needed, key=lambda r: len(told & set(r.proves)) or len(told)):
        rest = [reference for reference in needed if reference is not spare]
        proven = told & set(spare.proves) or told
        if all(_is_proven(report, field, rest, entities) for field in proven):
            needed = rest
    return needed


def _is_proven(
    report: FactReport,
    field: str,
    passages: Iterable[Reference],
    entities: Mapping[str, Entity],
) -> bool:
    """Whether passages prove a field whole: they name whoever it names, or say it once."""
    texts = [passage.exact for passage in passages if field in passage.proves]
    if field in REPEATED:
        return bool(texts)
    named = [entities[m.entity] for m in report.mentions() if m.field == field]
    is_described = field in SLUG_FIELDS and "described" in repr(getattr(report, field))
    return bool(named) and not is_described and all(_is_named(e, texts) for e in named)


def _is_named(entity: Entity, texts: Sequence[str]) -> bool:
    names = (entity.name, *(name.text for name in entity.names))
    return any(stands_in(name, text) for name in names for text in texts)
