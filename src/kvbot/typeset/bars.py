"""Figures that compare, as bars: one panel for each measure, and only where there are several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kvbot.model.edtf import parse_edtf
from kvbot.model.facts import Fact, Statistic
from kvbot.model.text import Frozen, Lang
from kvbot.typeset.notes import Cited, Subject
from kvbot.words.claims import capital, figure
from kvbot.words.dates import say_date
from kvbot.words.render import marks

MOST_PANELS = 4
"""Measures in one picture: about what a phone shows at once."""

MOST_BARS = 8
"""Figures of one measure: the latest, of more."""

WHOLE = Decimal(100)
"""What a share is a share of, in per cent."""


class Bar(Frozen):
    """A figure. share: of the longest bar that the panel has room for, 0 to 1.

    is_target: aimed at, and not reached; it is drawn hollow.
    """

    label: str
    value: str
    marks: str
    share: float
    is_target: bool


class Panel(Frozen):
    """Figures of one measure and unit. more: how many are not shown, or empty.

    is_share: the bars are parts of a whole, which is drawn behind them.
    """

    title: str
    bars: tuple[Bar, ...]
    is_share: bool
    more: str = ""


class BarChart(Frozen):
    """Panels, and beneath them the sources."""

    lang: Lang
    panels: tuple[Panel, ...]
    notes: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """What the chart shows."""
        told = [f"{p.title}: " + "; ".join(_in_words(bar) for bar in p.bars) for p in self.panels]
        return ". ".join((*told, *self.notes))


def _in_words(bar: Bar) -> str:
    return f"{bar.label} {bar.value} {bar.marks}"


class _Figure(NamedTuple):
    """A figure: its reports, the first of them, and whose it is and of when in words."""

    cited: Sequence[Cited]
    report: Statistic
    whose: str
    when: str


def bar_chart(subject: Subject) -> BarChart | None:
    """The figures of an answer that compare with each other; None where none do.

    They compare where measure and unit are the same. Ranks are no amounts, and what is below
    zero has no length.
    """
    grouped: dict[tuple[str, str], list[_Figure]] = {}
    for found in _figures(subject):
        unit = found.report.unit.model_dump_json()
        grouped.setdefault((found.report.measure, unit), []).append(found)
    groups = [group for group in grouped.values() if len(group) > 1][:MOST_PANELS]
    if not groups:
        return None
    panels = tuple(_panel(subject, group) for group in groups)
    shown = [cited for group in groups for found in group[:MOST_BARS] for cited in found.cited]
    return BarChart(lang=subject.words.lang, panels=panels, notes=subject.notes(shown))


def _figures(subject: Subject) -> Iterator[_Figure]:
    for fact in subject.facts:
        for cited in _told_apart(fact, list(subject.cited(fact))):
            report = cited[0].report
            if isinstance(report, Statistic) and report.kind != "rank" and report.value >= 0:
                yield _Figure(cited, report, _whose(subject, report), _when(subject, report))


def _told_apart(fact: Fact, reports: list[Cited]) -> list[list[Cited]]:
    """The reports together, or each for itself where they give different values."""
    differ = {"value", "unit", "qualifier"} & set(fact.differing_fields())
    return [[cited] for cited in reports] if differ else [reports]


def _whose(subject: Subject, report: Statistic) -> str:
    teller, words = subject.teller, subject.words
    whose = teller.who(report.subject)
    if report.counterpart is None:
        return whose
    how = "inside" if teller.is_counted_in(report.measure) else "between"
    return words(f"picture.{how}", subject=whose, counterpart=teller.who(report.counterpart))


def _when(subject: Subject, report: Statistic) -> str:
    words = subject.words
    when = report.when() if report.kind == "actual" else report.period
    said = say_date(words, when) if when else ""
    if report.kind == "actual":
        return said
    return words("statistic.target", period=said) if said else words("statistic.target_undated")


def _panel(subject: Subject, group: Sequence[_Figure]) -> Panel:
    shown = sorted(group[:MOST_BARS], key=_in_time)
    left = len(group) - len(shown)
    one_owner = len({found.whose for found in group}) == 1
    measure = capital(subject.teller.measure(group[0].report.measure))
    title = [measure, *([group[0].whose] if one_owner else [])]
    is_share = subject.teller.own(group[0].report.unit) == "%"
    longest = max(found.report.value for found in shown)
    room = max(longest, WHOLE) if is_share else longest or Decimal(1)
    return Panel(
        title=subject.words("list.separator").join(title),
        bars=tuple(
            Bar(
                label=_label(subject, found, group),
                value=figure(subject.teller, found.report),
                marks=marks({n for cited in found.cited for n in cited.numbers}),
                share=float(found.report.value / room),
                is_target=found.report.kind == "target",
            )
            for found in shown
        ),
        is_share=is_share,
        more=subject.words("heading.more", count=subject.words.count("figures", left))
        if left
        else "",
    )


def _in_time(found: _Figure) -> tuple[bool, date]:
    """Actual figures before targets, each by date; whoever stood first before the others."""
    when = found.report.when() if found.report.kind == "actual" else found.report.period
    return found.report.kind == "target", parse_edtf(when).first if when else date.min


def _label(subject: Subject, found: _Figure, group: Sequence[_Figure]) -> str:
    """What tells a figure apart from the others: whose it is, of when, and in which source."""
    same = [g for g in group if (g.whose, g.when) == (found.whose, found.when)]
    parts = [
        found.whose if len({g.whose for g in group}) > 1 else "",
        found.when if len({g.when for g in group}) > 1 else "",
        subject.teller.source(found.report.source) if len(same) > 1 else "",
    ]
    return capital(subject.words("list.separator").join(p for p in parts if p))
