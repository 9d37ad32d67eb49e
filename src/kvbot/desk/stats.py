"""What are the figures? Comparable ones side by side, different things apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple, get_args

from kvbot.ask.lexicon import is_filler, lexicon
from kvbot.desk.telling import complete, newest_first, tell, which_one
from kvbot.index.snapshot import Snapshot
from kvbot.model.answers import Answer, Claim, Message, Section, Value
from kvbot.model.edtf import parse_edtf
from kvbot.model.facts import Fact, Statistic
from kvbot.model.queries import CHOSEN, Stats
from kvbot.names.folding import fold_words, typed

LONGEST_NAME = 8
"""Words in the longest name that is looked for in a topic."""

MOST = 60
"""How many figures an answer shows; its first line tells how many there are."""

NEAREST = 3
"""How many measures are offered when a topic is not on record."""

LEAST_COVERED = 0.7
"""The share of a phrase for a measure that the words of a topic have to make up."""

TOLD_FIRST = (
    *("measure", "subject", "counterpart", "value", "unit"),
    *("qualifier", "period", "out_of", "said_by"),
)
"""What a first line tells of a figure."""

_YEAR = re.compile(r"((?:19|20)\d\d)년?")

FigureKind = Literal["actual", "target", "rank"]


class Topic(NamedTuple):
    """A topic taken apart: entities named in it, years, kinds of figure, and other words."""

    entities: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    words: tuple[str, ...]


async def answer(base: Snapshot, query: Stats, today: date) -> Answer:
    """The figures on a topic; without a topic, all of them.

    Every word of the topic that matters must be accounted for, else nothing is found.
    """
    topic = await read_topic(base, typed(query.topic))
    if query.topic.strip() and not any(topic):
        return await _none(base, topic, typed(query.topic))
    asked = typed(query.topic)
    if query.of:
        resolution = await base.resolve(typed(query.of))
        if resolution.status != "resolved":
            return await which_one(base, typed(query.of), resolution)
        topic = topic._replace(entities=(*topic.entities, *resolution.ids))
        asked = ", ".join(filter(None, (asked, await _called(base, query.of, resolution.ids[0]))))
    measures = await _measures(base, topic.words) if topic.words else None
    facts = await base.statistics(measures, topic.entities)
    fitting = [fact for fact in facts if _fits(fact, topic)]
    if not fitting:
        return await _none(base, topic, asked)
    return await complete(base, await _told(base, fitting, measures, asked, today))


async def _called(base: Snapshot, name: str, slug: str) -> str:
    """What an answer calls the entity that was asked for: as typed, unless it was chosen."""
    return (await base.entities([slug]))[slug].name if name.startswith(CHOSEN) else typed(name)


async def _measures(base: Snapshot, words: Sequence[str]) -> list[str]:
    """The measures that the words ask for, the best first.

    All of them have to stand in one phrase for the measure, and to make up most of it:
    who asks for startups does not mean schools for startups.
    """
    covered: dict[str, float] = {}
    for slug, phrase in await base.measures_about(words):
        size = sum(not is_filler(word) for word in phrase.split())
        covered[slug] = max(covered.get(slug, 0.0), len(words) / max(size, 1))
    fitting = [slug for slug, share in covered.items() if share >= LEAST_COVERED]
    return sorted(fitting, key=lambda slug: -covered[slug])


async def read_topic(base: Snapshot, text: str) -> Topic:
    """Take a topic apart, from left to right, by the longest run of words that is known.

    A run that is a name on record stands for its entity, and one that the lexicon has
    for a kind of figure; a year is a year; fillers say nothing; the rest has to be in
    the name of a measure.
    """
    words = fold_words(text)
    named = await base.named_by_keys({run for _, run in _runs(words)})
    found = Topic((), (), (), ())
    at = 0
    while at < len(words):
        run, length = _longest_known(words[at:], named)
        found = _with(found, run, named.get(run, []))
        at += length
    return found


def _runs(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Every run of words from each place on, with its length."""
    for start in range(len(words)):
        for length in range(1, min(LONGEST_NAME, len(words) - start) + 1):
            yield length, "".join(words[start : start + length])


def _longest_known(words: Sequence[str], named: dict[str, list[str]]) -> tuple[str, int]:
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        run = "".join(words[:length])
        if len(named.get(run, [])) == 1 or run in lexicon("figure_kinds"):
            return run, length
    return words[0], 1


def _with(topic: Topic, run: str, entities: Sequence[str]) -> Topic:
    if run in lexicon("figure_kinds"):
        return topic._replace(kinds=(*topic.kinds, lexicon("figure_kinds")[run]))
    if len(entities) == 1:
        return topic._replace(entities=(*topic.entities, *entities))
    if year := _YEAR.fullmatch(run):
        return topic._replace(years=(*topic.years, int(year[1])))
    return topic if is_filler(run) else topic._replace(words=(*topic.words, run))


def _fits(fact: Fact, topic: Topic) -> bool:
    report = fact.first
    if not isinstance(report, Statistic) or (topic.kinds and report.kind not in topic.kinds):
        return False
    if not topic.years:
        return True
    span = parse_edtf(report.period) if report.period else None
    return span is not None and any(span.first.year <= y <= span.last.year for y in topic.years)


async def _told(
    base: Snapshot, facts: Sequence[Fact], measures: Sequence[str] | None, asked: str, today: date
) -> Answer:
    values: dict[str, Value] = {"figures": len(facts), "topic": asked}
    return Answer(
        question="",
        status="answered",
        title=Message(key="title.stats" if asked else "title.stats_all", values=values),
        headline=_headline(facts, values),
        sections=tuple(await _sections(base, facts, measures, today)),
        caveats=(Message(key="caveat.on_record_here"),),
    )


def _headline(facts: Sequence[Fact], values: dict[str, Value]) -> Message | Claim:
    """The figure, where there is just one that is actual; else how many there are."""
    if not values["topic"]:
        return Message(key="stats.count_all", values=values)
    actual = [f for f in facts if isinstance(f.first, Statistic) and f.first.kind == "actual"]
    alone = actual if len(actual) == 1 else facts
    if len(alone) == 1 and not alone[0].differing_fields():
        return Claim.of(alone[0], TOLD_FIRST)
    return Message(key="stats.count", values=values)


async def _sections(
    base: Snapshot, facts: Sequence[Fact], measures: Sequence[str] | None, today: date
) -> list[Section]:
    """A section for each measure and kind of figure: actual ones first, then targets, ranks.

    measures: slugs, those that fit the topic best first.
    """
    grouped: dict[tuple[int, int, str], list[Fact]] = {}
    order = {slug: number for number, slug in enumerate(measures or ())}
    kinds = get_args(FigureKind)
    for fact in newest_first(facts)[:MOST]:
        report = fact.first
        if isinstance(report, Statistic):
            key = (kinds.index(report.kind), order.get(report.measure, 0), report.measure)
            grouped.setdefault(key, []).append(fact)
    names = await base.measures(measure for _, _, measure in grouped)
    return [
        Section(
            heading=Message(
                key=f"heading.figures_{kinds[kind]}", values={"measure": names[measure].name}
            ),
            claims=tell(group, today),
        )
        for (kind, _, measure), group in sorted(grouped.items())
    ]


async def _none(base: Snapshot, topic: Topic, asked: str) -> Answer:
    """No figure fits: say so, and name the measures on record that come nearest."""
    phrases = await base.measures_about(topic.words, any_word=True)
    slugs = list(dict.fromkeys(slug for slug, _ in phrases))[:NEAREST]
    near = await base.measures(slugs)
    values: dict[str, Value] = {"topic": asked}
    caveats = [
        Message(key="stats.nearest", values={"measure": near[slug].name})
        for slug in slugs
        if slug in near
    ]
    return await complete(
        base,
        Answer(
            question="",
            status="unknown",
            title=Message(key="title.stats", values=values),
            headline=Message(key="stats.none", values=values),
            caveats=tuple(caveats),
        ),
    )
