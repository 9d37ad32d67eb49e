"""From what the desk found to a briefing in a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from kvbot.briefing.model import (
    CUT,
    Axis,
    Briefing,
    Legend,
    Line,
    ListedSource,
    Mark,
    MarkKind,
    Note,
    Part,
    PartKey,
    Table,
)
from kvbot.desk.brief import HEADINGS
from kvbot.model.answers import Answer, Claim, Message, Section
from kvbot.model.entities import Organization, Person
from kvbot.model.facts import Event, Fact, Role
from kvbot.model.text import Lang, LocalText
from kvbot.names.folding import stands_in
from kvbot.typeset.bars import bar_chart
from kvbot.typeset.notes import Subject
from kvbot.typeset.pictures import ALTERNATIVE, Picture
from kvbot.typeset.timeline import gap_between
from kvbot.words import cells
from kvbot.words.claims import capital, native_name
from kvbot.words.dates import say_date, say_day
from kvbot.words.locale import words_of
from kvbot.words.render import Rendered, Renderer, shortened

ADDRESS = "label.address"
"""The key of the aside that tells how to address the holder of a post."""

PERSONAL = ("label.family", ADDRESS)
"""The keys of labels that stand with a person's posts, or are shown by capitals."""

COUNTED = "who.on_record"
"""The key of a first line that only counts, which the line under the title does as well."""

TOLD_BY_TYPE = frozenset({"posts", *HEADINGS.values()})
"""Sections of which each tells one type of fact: what is left out of them is left out."""

OPEN_POINTS = ("overdue", "to_check", "disagreements", "gaps")
"""Sections that stand together as open points."""


LONGEST_FOOT = 80
"""Characters of a title at the foot of each page."""

WHOLE = 400
"""Characters of the longest quote that a dossier may have."""


def set_out(answer: Answer, lang: Lang, today: date, longest_quote: int = WHOLE) -> Briefing:
    """Set out the answer to a Brief, which must be answered, in a language, all of it.

    longest_quote: characters of a quote after which it is cut.
    """
    return _Composer(answer, lang).compose(today, longest_quote)


class _Composer:
    """Sets out one answer; its notes are numbered in the order in which they are met."""

    def __init__(self, answer: Answer, lang: Lang) -> None:
        self._answer = answer
        self._words = words_of(lang)
        self._renderer = Renderer(answer, self._words, widest=True)
        self._teller = self._renderer.teller
        self._sections = {s.heading.key.removeprefix("heading."): s for s in answer.sections}

    def compose(self, today: date, longest_quote: int) -> Briefing:
        words = self._words
        subject = self._renderer.message(self._answer.title)
        title = words("brief.title", subject=subject)
        parts = self._parts()
        rendered = self._renderer.render()
        sources = list(dict.fromkeys(c.source for c in rendered.citations))
        notes = tuple(
            Note(
                number=cited.number,
                source=sources.index(cited.source) + 1,
                place=f"¶{cited.paragraph}" if cited.paragraph else "",
                quote=_cut(cited.quote, longest_quote),
            )
            for cited in rendered.citations
        )
        return Briefing(
            lang=words.lang,
            title=title,
            subject=subject,
            stand=self._stand(today, len(sources)),
            foot=f"{shortened(title, LONGEST_FOOT)} · {say_day(words, today)}",
            key=words("brief.key"),
            parts=tuple(self._illustrated(part, rendered, sources) for part in parts),
            notes_heading=words("brief.notes"),
            notes=notes,
            sources_heading=words("title.sources"),
            sources=tuple(
                ListedSource(number=at, slug=slug, line=self._renderer.source_line(slug))
                for at, slug in enumerate(sources, start=1)
            ),
            caveats=(*rendered.caveats, *self._quotes_cut(notes)),
            today=today.isoformat(),
            answer=self._answer,
            rendered=rendered,
        )

    def _stand(self, today: date, sources: int) -> str:
        """For which day it holds, how much is told in it, and how much is not."""
        facts = {claim.fact.slug for claim in self._answer.claims() if claim.fact}
        left = sum(self._sections[key].more for key in TOLD_BY_TYPE if key in self._sections)
        return self._words(
            "brief.stand_left" if left else "brief.stand",
            day=say_day(self._words, today),
            facts=self._words.count("facts", len(facts)),
            sources=self._words.count("sources", sources),
            left=self._words.count("facts", left),
        )

    def _quotes_cut(self, notes: Sequence[Note]) -> list[str]:
        """That the end of long quotes is left out, if it is."""
        cut = any(note.quote.endswith(CUT) for note in notes)
        return [self._words("brief.quotes_cut")] if cut else []

    # --- pictures ---

    def _illustrated(self, part: Part, rendered: Rendered, sources: Sequence[str]) -> Part:
        """The part with its picture: what compares, or the line of time beside its rows."""
        if part.key == "figures":
            return part.model_copy(update={"picture": self._bars(rendered)})
        if part.key == "timeline" and part.table:
            axis = self._axis(part.table, rendered, sources)
            table = part.table.model_copy(update={"axis": axis})
            return part.model_copy(update={"table": table})
        return part

    def _bars(self, rendered: Rendered) -> Picture | None:
        """Figures beside each other, where any compare; the caveats stand on the page already."""
        without = rendered.model_copy(update={"caveats": ()})
        chart = bar_chart(Subject(self._answer, without, self._words.lang))
        return Picture(chart=chart) if chart else None

    def _axis(self, table: Table, rendered: Rendered, sources: Sequence[str]) -> Axis | None:
        """The line of time; one date alone needs none."""
        facts = [claim.fact for claim in self._sections["timeline"].claims if claim.fact]
        if len(facts) < 2:
            return None
        kinds = [_mark_kind(fact) for fact in facts]
        gaps = [gap_between(*pair) for pair in zip([None, *facts], facts, strict=False)]
        cited = [rendered.citations[n - 1] for row in table.rows for n in row[1].numbers]
        briefs = dict(sorted((sources.index(c.source) + 1, c.brief) for c in cited))
        told = "; ".join(f"{when.text}: {what.text}" for when, what in table.rows)
        return Axis(
            marks=tuple(
                Mark(kind=kind, gap=gap.drawn, broken=gap.broken)
                for kind, gap in zip(kinds, gaps, strict=True)
            ),
            legend=tuple(
                Legend(kind=kind, text=self._words.option("picture", kind))
                for kind in dict.fromkeys(kinds)
            ),
            beneath=" · ".join(f"S{number} {brief}" for number, brief in briefs.items()),
            alternative=shortened(told, ALTERNATIVE),
        )

    # --- parts ---

    def _parts(self) -> list[Part]:
        """The parts in the order in which they are read, which is that of their numbers."""
        made = [self._subject()]
        layouts: dict[PartKey, Callable[[Section], tuple[list[Line], Table | None]]] = {
            "new": self._listed,
            "posts": self._posts,
            "people": self._people,
            "agreements": self._agreements,
            "events": self._listed,
            "remarks": self._listed,
            "figures": self._figures,
            "programmes": self._listed,
            "timeline": self._dates,
        }
        for key, lay_out in layouts.items():
            if section := self._sections.get(key):
                made.append(self._part(key, section, lay_out))
        return self._with_full_names([*made, self._open()])

    def _with_full_names(self, parts: Sequence[Part]) -> list[Part]:
        """The parts; the first tells last what the acronyms in them stand for."""
        told = " ".join(_all_text(parts))
        bodies = [
            entity
            for slug, entity in sorted(self._answer.entities.items())
            if isinstance(entity, Organization) and slug not in self._answer.title.named
        ]
        short = [body for body in bodies if body.acronym and stands_in(body.acronym, told)]
        if not short:
            return list(parts)
        names = " · ".join(self._teller.full_name(body.slug) for body in short)
        line = Line(lead=self._words("brief.in_full"), text=names, is_label=True)
        first, *others = parts
        return [first.model_copy(update={"lines": (*first.lines, line)}), *others]

    def _part(
        self,
        key: PartKey,
        section: Section,
        lay_out: Callable[[Section], tuple[list[Line], Table | None]],
    ) -> Part:
        section, shared = _without_shared(section)
        lines, table = lay_out(section) if section.claims else ([], None)
        return Part(
            key=key,
            heading=self._heading(section),
            lines=tuple(lines),
            table=table,
            notes=(*self._shared(shared), *self._missing(key, section), *self._notes(section)),
        )

    def _shared(self, asides: Sequence[Message]) -> list[str]:
        """What stands beside every claim of a section, told once."""
        said = [self._renderer.message(aside) for aside in asides]
        aside = self._words("list.parts").join(said)
        return [self._words("brief.all_of_these", aside=aside)] if said else []

    def _heading(self, section: Section) -> str:
        return capital(self._renderer.message(section.heading))

    def _notes(self, section: Section) -> list[str]:
        """What a section says that is no claim, and how much is left out of it."""
        left = self._words("brief.left_out", count=self._words.count("facts", section.more))
        return [*([left] if section.more else []), *map(self._renderer.message, section.notes)]

    def _missing(self, key: PartKey, section: Section) -> list[str]:
        """That no document says who acted for the parties to any agreement, if that is so."""
        acting = {"representatives", "witnesses"}
        said = any(acting & set(claim.fields) for claim in section.claims)
        told = key == "agreements" and section.claims and not said
        return [self._words("brief.nobody_named")] if told else []

    def _subject(self) -> Part:
        """Who they are: the first line, the names, how they relate to others."""
        headline, names = self._answer.headline, self._sections.get("names")
        first = [self._line(headline)] if isinstance(headline, Claim) else []
        if isinstance(headline, Message) and headline.key != COUNTED:
            first = [self._label(headline)]
        labels = [self._label(m) for m in self._answer.labels if m.key not in PERSONAL]
        called, relations = self._names(names), self._sections.get("relations")
        related = self._listed(relations)[0] if relations else []
        lines = [*first, *called, *self._marked_names(), *labels, *related]
        if not lines and isinstance(headline, Message):
            lines = [self._label(headline)]
        left = self._notes(relations) if relations and relations.more else []
        heading = self._words("heading.subject")
        return Part(key="subject", heading=heading, lines=tuple(lines), notes=tuple(left))

    def _marked_names(self) -> list[Line]:
        """The name of each person that it is about, the family name in capitals."""
        about = (self._answer.entities[slug] for slug in self._answer.title.named)
        people = [entity for entity in about if isinstance(entity, Person) and entity.family]
        name = self._words("column.name")
        return [
            self._called(person).model_copy(update={"lead": name, "is_label": True})
            for person in people
        ]

    def _called(self, person: Person) -> Line:
        """A name, its family name marked, in its own script and as the reader has it."""
        others = dict.fromkeys((person.native, native_name(person, self._words)))
        beside = [name for name in others if name and name != person.name]
        return Line(text=cells.marked_name(person), aside=" · ".join(beside))

    def _label(self, message: Message) -> Line:
        return Line(text=self._renderer.message(message), is_label=True)

    def _names(self, section: Section | None) -> list[Line]:
        """The names that documents use, in one line."""
        if section is None or not section.claims:
            return []
        said = [self._teller.claim(claim) for claim in section.claims]
        numbers = {n for claim in section.claims for n in self._renderer.numbers(claim)}
        text = self._words("list.separator").join(said)
        return [Line(lead=self._words("brief.called"), text=text, numbers=tuple(sorted(numbers)))]

    def _open(self) -> Part:
        """What to ask and to check: each sort of it under a lead of its own."""
        lines: list[Line] = []
        for section in filter(None, map(self._sections.get, OPEN_POINTS)):
            heading = self._heading(section)
            lines += [self._point(heading, claim) for claim in section.claims]
            notes = self._notes(section)
            lines += [Line(lead=heading, text=note, is_label=True) for note in notes]
        nothing = () if lines else (self._words("brief.nothing_open"),)
        heading = self._words("heading.open")
        return Part(key="open", heading=heading, lines=tuple(lines), notes=nothing)

    def _point(self, heading: str, claim: Claim) -> Line:
        return self._line(claim).model_copy(
            update={"lead": heading, "text": self._teller.claim(claim)}
        )

    # --- lines ---

    def _line(self, claim: Claim) -> Line:
        lead, text = self._teller.parted(claim)
        return Line(lead=lead, text=text, numbers=self._numbers(claim), aside=self._aside(claim))

    def _numbers(self, claim: Claim) -> tuple[int, ...]:
        return tuple(sorted(self._renderer.numbers(claim)))

    def _listed(self, section: Section) -> tuple[list[Line], None]:
        return [self._line(claim) for claim in section.claims], None

    def _aside(self, claim: Claim) -> str:
        """What stands beside a claim, but for the form of address, which has its own place."""
        others = tuple(aside for aside in claim.asides if aside.key != ADDRESS)
        return self._renderer.beside(claim.with_asides(others))

    def _cell(
        self, claim: Claim, fields: Sequence[str], say: Callable[..., str], aside: str = ""
    ) -> Line:
        """The cell that tells some fields of a claim, with the notes that bear just these out."""
        told = [field for field in fields if field in claim.fields]
        if claim.fact is None or not told:
            return self._not_stated()
        numbers = self._numbers(Claim.of(claim.fact, told))
        return Line(text=self._text(claim, told, say), numbers=numbers, aside=aside)

    def _not_stated(self) -> Line:
        return Line(text=self._words("brief.not_stated"), is_label=True)

    # --- tables ---

    def _table(
        self, heads: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[Line]]
    ) -> tuple[list[Line], Table]:
        said = tuple(self._words(f"column.{head}") for head in heads)
        return [], Table(heads=said, widths=tuple(widths), rows=tuple(map(tuple, rows)))

    def _people(self, section: Section) -> tuple[list[Line], Table]:
        rows = [[self._person(claim), *self._post(claim)] for claim in section.claims]
        return self._table(("name", "post", "as_of", "address"), (21, 40, 19, 20), rows)

    def _posts(self, section: Section) -> tuple[list[Line], Table]:
        rows = [self._post(claim) for claim in section.claims]
        return self._table(("post", "as_of", "address"), (56, 21, 23), rows)

    def _person(self, claim: Claim) -> Line:
        """Who holds a post."""
        role = claim.fact.first if claim.fact else None
        person = self._answer.entities.get(role.person) if isinstance(role, Role) else None
        return self._called(person) if isinstance(person, Person) else self._not_stated()

    def _post(self, claim: Claim) -> list[Line]:
        post = self._cell(
            claim, ("person", "title", "organization"), cells.post, self._aside(claim)
        )
        days = dict.fromkeys(report.as_of for report in claim.reports() if report.as_of)
        as_of = capital(self._words.listing([say_date(self._words, day) for day in days]))
        return [post, Line(text=as_of) if as_of else self._not_stated(), self._address(claim)]

    def _address(self, claim: Claim) -> Line:
        """How to address someone, beside Mr or Mrs where a document gives it."""
        address = self._manner(claim)
        titled = [r for r in claim.reports() if isinstance(r, Role) and r.honorific]
        if not titled or claim.fact is None:
            return Line(text=address, is_label=True) if address else self._not_stated()
        given = Claim.of(claim.fact, ("honorific",))
        said = dict.fromkeys(cells.honorific(self._teller, report) for report in titled)
        text = self._words.listing(list(said))
        return Line(text=text, numbers=self._numbers(given), aside=address)

    def _manner(self, claim: Claim) -> str:
        """Title and the right part of the name, as far as that is known."""
        values = (a.values["address"] for a in claim.asides if a.key == ADDRESS)
        said = [self._teller.own(value) for value in values if isinstance(value, LocalText)]
        return "".join(said)

    def _agreements(self, section: Section) -> tuple[list[Line], Table]:
        """Date and place, what was agreed, and who acted where a document says so."""
        rows = [self._agreement(claim) for claim in section.claims]
        if all(acting.is_label for _, _, acting in rows):
            return self._table(("when", "agreement"), (22, 78), [row[:2] for row in rows])
        return self._table(("when", "agreement", "acting"), (17, 46, 37), rows)

    def _agreement(self, claim: Claim) -> list[Line]:
        when = self._cell(claim, ("date", "place"), cells.when_and_where)
        agreed = ("kind", "verb", "parties", "scope", "said_by")
        what = self._cell(claim, agreed, cells.what_was_agreed, self._aside(claim))
        return [when, what, self._cell(claim, ("representatives", "witnesses"), cells.who_acted)]

    def _figures(self, section: Section) -> tuple[list[Line], Table]:
        rows = [self._figure(claim) for claim in section.claims]
        return self._table(("measure", "value", "as_of"), (54, 18, 28), rows)

    def _figure(self, claim: Claim) -> list[Line]:
        """A row whose citations stand with the value: they bear out all of it."""
        counted = ("measure", "subject", "counterpart")
        measure = [
            self._text(claim, fields, say)
            for fields, say in ((counted, cells.measured), (("basis",), cells.basis))
        ]
        held = ("kind", "value", "unit", "qualifier", "out_of")
        return [
            Line(
                text=self._words("list.parts").join(filter(None, measure)), aside=self._aside(claim)
            ),
            Line(text=self._text(claim, held, cells.value), numbers=self._numbers(claim)),
            Line(text=self._text(claim, ("kind", "period", "said_by"), cells.as_of)),
        ]

    def _text(self, claim: Claim, fields: Sequence[str], say: Callable[..., str]) -> str:
        """What say makes of some fields of a claim."""
        told = tuple(field for field in fields if field in claim.fields)
        return self._teller.cell(claim.model_copy(update={"fields": told}), say)

    def _dates(self, section: Section) -> tuple[list[Line], Table]:
        rows = []
        for claim in section.claims:
            line = self._line(claim)
            when = self._teller.cell(claim, cells.dated)
            what = {"lead": "", "text": capital(line.text)}
            rows.append([Line(text=when), line.model_copy(update=what)])
        return [], Table(heads=("", ""), widths=(25, 75), rows=tuple(map(tuple, rows)))


def _all_text(parts: Iterable[Part]) -> Iterator[str]:
    """What is told in lines and in tables, as it is read."""
    for part in parts:
        cells = [cell for row in (part.table.rows if part.table else ()) for cell in row]
        yield from (line.told for line in (*part.lines, *cells))


def _without_shared(section: Section) -> tuple[Section, list[Message]]:
    """The section without the asides that all its claims have, and these."""
    if len(section.claims) < 2:
        return section, []
    first, *others = (claim.asides for claim in section.claims)
    shared = [a for a in first if a.key != ADDRESS and all(a in asides for asides in others)]
    claims = tuple(
        claim.with_asides(tuple(a for a in claim.asides if a not in shared))
        for claim in section.claims
    )
    return section.model_copy(update={"claims": claims}), shared


def _mark_kind(fact: Fact) -> MarkKind:
    """How something stands on a line of time."""
    report = fact.first
    if isinstance(report, Event):
        return "planned" if report.status == "planned" else "event"
    return "agreement" if report.type == "agreement" else "programme"


def _cut(quote: str, longest: int) -> str:
    """The quote, or its first words."""
    return quote if len(quote) <= longest else quote[:longest].rsplit(" ", 1)[0] + CUT
