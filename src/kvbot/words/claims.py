"""A claim as a sentence. Every part of it is a value that a citation of the claim proves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from kvbot.model.answers import Answer, Claim
from kvbot.model.entities import Entity, Organization, Place
from kvbot.model.facts import (
    Agreement,
    Described,
    Event,
    Fact,
    FactReport,
    Participant,
    Programme,
    Quantity,
    Relation,
    Remark,
    Representative,
    Role,
    Statistic,
    title_translated,
)
from kvbot.model.sources import Source
from kvbot.model.text import LocalText
from kvbot.names.folding import fold_words, stands_in
from kvbot.words.dates import say_amount, say_date, say_number, say_qualified, say_quantity
from kvbot.words.locale import Words


class Teller:
    """Words for the claims of one answer, whose entities and measures it knows by name.

    in_full: names in full. beside: names and titles in the reader's language have their
    published form beside them. dated: what has no date of its own has that on which it was told.
    """

    def __init__(
        self,
        words: Words,
        answer: Answer,
        *,
        in_full: bool = False,
        beside: bool = True,
        dated: bool = True,
    ) -> None:
        self.words = words
        self._answer = answer
        self._beside = beside
        self._dated = dated
        self._say_name = full_name if in_full else short_name if beside else one_name

    # --- names ---

    def name(self, slug: str) -> str:
        """What an entity is called within a sentence: short, unless all names are in full."""
        entity = self._answer.entities.get(slug)
        return self._say_name(entity, self.words) if entity else slug

    def full_name(self, slug: str) -> str:
        """What an entity is called in a heading: in full, with its acronym."""
        entity = self._answer.entities.get(slug)
        return full_name(entity, self.words) if entity else slug

    def who(self, participant: Participant) -> str:
        """A participant by name or, without one, as the document describes them."""
        return (
            self.name(participant)
            if isinstance(participant, str)
            else self.own(participant.described)
        )

    def all_of(self, participants: Iterable[Participant]) -> str:
        """Several participants in a row."""
        return self.words.listing([self.who(p) for p in participants])

    def own(self, text: LocalText) -> str:
        """Words of our own in the reader's language."""
        return text.in_language(self.words.lang)

    def measure(self, slug: str) -> str:
        """What a figure counts."""
        measure = self._answer.measures.get(slug)
        return self.own(measure.name) if measure else slug

    def is_counted_in(self, slug: str) -> bool:
        """Whether a measure counts its subject within the counterpart."""
        measure = self._answer.measures.get(slug)
        return measure is not None and measure.counted_in

    def measure_in_english(self, slug: str) -> str:
        """What a figure counts, in the language in which units are written."""
        measure = self._answer.measures.get(slug)
        return measure.name.en if measure else slug

    def titles(self, report: Role) -> dict[str, str]:
        """The title in the reader's language and, where that is our translation, the original.

        What nobody has put into that language is told in English, or as the document has it.
        """
        lang, known = self.words.lang, report.title_in
        if known is None or self._answer.sources[report.source].language == lang:
            return {"title": report.title}
        said = getattr(known, lang) or known.en or report.title
        alone = said == report.title or not self._beside
        return {"title": said} if alone else {"title": said, "original": report.title}

    def is_named_in(self, text: str, participant: Participant) -> bool:
        """Whether a text has the name of a body in it, as published or in the reader's language."""
        entity = self._answer.entities.get(participant) if isinstance(participant, str) else None
        if entity is None:
            return False
        acronym = entity.acronym if isinstance(entity, Organization) else None
        names = (entity.name, acronym, native_name(entity, self.words))
        return any(stands_in(name, text) for name in names if name)

    def publisher(self, slug: str) -> str | None:
        """Who published a source, if that is stated."""
        return self._answer.sources[slug].publisher

    def document(self, slug: str) -> str:
        """A source as the one who speaks: its publisher or, if that is not stated, its title."""
        publisher = self.publisher(slug)
        return self.name(publisher) if publisher else self._answer.sources[slug].display

    def by_document(self, slug: str, gist: str) -> str:
        """What a document without a publisher says, by its title or, in short, its kind."""
        if self._beside:
            return self.words("remark.by_document", document=self.document(slug), gist=gist)
        kind = self.words.option("document", self._answer.sources[slug].kind)
        return self.words("remark.by_kind_of_document", document=kind, gist=gist)

    def source(self, slug: str) -> str:
        """A source in a few words: its publisher or title, and its date."""
        published = self._answer.sources[slug].published
        said = [self.document(slug), *([say_date(self.words, published)] if published else [])]
        return self.words("list.separator").join(said)

    # --- claims ---

    def claim(self, claim: Claim) -> str:
        """The claim as one sentence, or one for each report where they differ."""
        return self.joined(*self.parted(claim))

    def parted(self, claim: Claim) -> tuple[str, str]:
        """What stands before the colon of a claim's sentence, date and place, and the rest.

        The first is empty for a name, and where sentences stand side by side.
        """
        if claim.naming:
            return "", self.words("claim.naming", name=claim.naming.text)
        if claim.document:
            return self._of_document(self._answer.sources[claim.document], claim.fields[0])
        assert claim.fact is not None  # noqa: S101 - the model holds it: one of the three
        return self._fact(claim.fact, set(claim.fields))

    def _of_document(self, source: Source, field: str) -> tuple[str, str]:
        """What a document says of itself, and which it is."""
        value, kind = getattr(source, field), self.words.option("source_kind", source.kind)
        said = say_date(self.words, value) if field == "published" else self.name(value)
        return said, self.words(f"claim.{field}", title=source.display, kind=kind)

    def cell(self, claim: Claim, say: Callable[[Teller, Any, set[str]], str]) -> str:
        """A part of a claim for a table, said by say; one for each report where they differ."""
        assert claim.fact is not None  # noqa: S101 - names stand in no table
        fact, fields = claim.fact, set(claim.fields)
        if not fields & set(fact.differing_fields()):
            return say(self, _merged(fact), fields)
        told = [(report, say(self, report, _given(report, fields))) for report in fact.reports]
        return " | ".join(self._with_source(report, text) for report, text in told if text)

    def _fact(self, fact: Fact, fields: set[str]) -> tuple[str, str]:
        differing = fields & set(fact.differing_fields())
        if differing & (_AT_THE_HEART | set(fact.first.identity_fields)):
            told = [self._alone(report, fields) for report in fact.reports]
            return "", " | ".join(told)
        lead, agreed = self._report(_merged(fact), fields - differing, _days(fact.reports))
        variants = [
            self._with_source(report, self._values(report, _given(report, differing)))
            for report in fact.reports
            if _given(report, differing)
        ]
        return lead, self.words("list.parts").join([agreed, *variants])

    def _alone(self, report: FactReport, fields: set[str]) -> str:
        """What one report says, and which it is."""
        told = self._report(report, _given(report, fields), _days([report]))
        return self._with_source(report, self.joined(*told))

    def joined(self, lead: str, text: str) -> str:
        """A sentence of its two parts, as parted gives them."""
        return self.words("claim.lead", lead=lead, text=text) if lead else text

    def _with_source(self, report: FactReport, text: str) -> str:
        return self.words("claim.side_by_side", text=text, source=self.source(report.source))

    def _values(self, report: FactReport, fields: set[str]) -> str:
        """Some values of a report, without the sentence around them."""
        values = [self._value(field, getattr(report, field)) for field in sorted(fields)]
        return self.words("list.parts").join(values)

    def _value(self, field: str, value: object) -> str:
        if isinstance(value, LocalText):
            return self.own(value)
        if isinstance(value, Quantity):
            return say_quantity(self.words, value)
        if isinstance(value, tuple):
            return self.words.listing([self._value(field, item) for item in value])
        if isinstance(value, Described):
            return self.own(value.described)
        if isinstance(value, Representative):
            return self.representative(value)
        if field in _DATES:
            return say_date(self.words, str(value))
        return self.name(str(value))

    def stated(self, report: FactReport, field: str) -> str:
        """A value of a report by itself, as its sentence has it."""
        if isinstance(report, Statistic) and field == "value":
            return figure(self, report)
        if isinstance(report, Statistic) and field == "measure":
            return self.measure(report.measure)
        return self._value(field, getattr(report, field))

    def representative(self, acting: Representative) -> str:
        """Who acted, and for whom."""
        person, party = self.name(acting.person), self.who(acting.party)
        return self.words("agreement.representative", person=person, party=party)

    def _report(self, report: FactReport, fields: set[str], days: list[str]) -> tuple[str, str]:
        lead, parts = _TELLERS[type(report)](self, report, fields, days)
        text = self.words("list.parts").join(part for part in parts if part)
        if report.said_by and "said_by" in fields:
            text = self.words("claim.according_to", text=text, speaker=self.who(report.said_by))
        return capital(lead), text

    def lead(self, *parts: str) -> str:
        """What stands before the colon: date and place."""
        return self.words("list.separator").join(part for part in parts if part)

    def reported(self, report: FactReport, days: list[str]) -> str:
        """For a remark without a date of its own: when the document reports it."""
        is_publication = report.as_of == self._answer.sources[report.source].published
        return self.as_of(days, "date.reported" if is_publication else "date.on")

    def part(self, key: str, **values: str) -> str:
        """A part of a sentence; nothing where a value is missing."""
        return self.words(key, **values) if all(values.values()) else ""

    def as_of(self, days: list[str], key: str = "date.as_of") -> str:
        """For what held on certain days: `As of 26 April 2024`."""
        if not self._dated:
            return ""
        said = self.words.listing([say_date(self.words, day) for day in days])
        return self.words(key, date=said) if said else self.words("date.unknown")


def capital(text: str) -> str:
    """Text that begins with a capital."""
    return text[:1].upper() + text[1:]


def short_name(entity: Entity, words: Words) -> str:
    """A body by its acronym, a person by name, a place as the reader's language has it.

    In Korean and Vietnamese the form of that language stands with it where it is known.
    """
    if isinstance(entity, Place):
        return _place_name(entity, words)
    acronym = entity.acronym if isinstance(entity, Organization) else None
    return acronym or _with_native(entity.name, entity, words)


def one_name(entity: Entity, words: Words) -> str:
    """What fits where there is little room: an acronym, or the name as the reader has it."""
    if isinstance(entity, Place):
        return _place_name(entity, words)
    acronym = entity.acronym if isinstance(entity, Organization) else None
    return acronym or native_name(entity, words) or entity.name


def full_name(entity: Entity, words: Words) -> str:
    """The published name with the acronym or with the form of the reader's language."""
    if isinstance(entity, Place):
        return _place_name(entity, words)
    acronym = entity.acronym if isinstance(entity, Organization) else None
    if native_name(entity, words):
        return _with_native(acronym or entity.name, entity, words)
    return f"{entity.name} ({acronym})" if acronym and acronym not in entity.name else entity.name


def _place_name(place: Place, words: Words) -> str:
    if words.lang == "en":
        return place.name
    return next((name.text for name in place.names if name.lang == words.lang), place.name)


def native_name(entity: Entity, words: Words) -> str | None:
    """The name of an entity in the reader's language, where that is not English."""
    if words.lang == "en":
        return None
    ordered = sorted(entity.names, key=lambda name: name.kind != "native script")
    spelled_out = (name for name in ordered if name.kind != "acronym")
    return next((name.text for name in spelled_out if name.lang == words.lang), None)


def _with_native(name: str, entity: Entity, words: Words) -> str:
    """A name in the reader's language, which is a label, and the published one beside it."""
    native = native_name(entity, words)
    if native is None or native == name:
        return name
    return words("name.with_native", name=name, native=native)


def _merged(fact: Fact) -> FactReport:
    """One report with the values of all, for a fact on which its reports agree."""
    first = fact.first
    if len({report.said_by for report in fact.reports}) > 1:
        first = first.model_copy(update={"said_by": None})
    missing = {
        field: getattr(report, field)
        for report in reversed(fact.reports[1:])
        for field in report.stated_fields()
        if field not in first.stated_fields() and field != "said_by"
    }
    if isinstance(first, Role):
        missing["title_in"] = title_translated(fact)
    return first.model_copy(update=missing)


def _given(report: FactReport, fields: set[str]) -> set[str]:
    return fields & set(report.stated_fields())


def _days(reports: Iterable[FactReport]) -> list[str]:
    """The days for which reports hold, each once."""
    return list(dict.fromkeys(report.as_of for report in reports if report.as_of))


_AT_THE_HEART = frozenset(
    {
        *("date", "gist", "kind", "name", "period", "place"),
        *("qualifier", "status", "title", "unit", "value", "verb"),
    }
)
"""Values without which a claim is no sentence: where they differ, whole sentences stand
side by side; where others differ, only these values do."""

_DATES = frozenset({"date", "period", "since"})

Told = tuple[str, list[str]]
"""What stands before the colon, and the parts that follow."""


def _agreement(teller: Teller, report: Agreement, fields: set[str], days: list[str]) -> Told:
    words = teller.words
    people = [
        teller.representative(r) for r in _told(report.representatives, "representatives", fields)
    ]
    witnesses = teller.all_of(_told(report.witnesses, "witnesses", fields))
    return _when_and_where(teller, report, fields), [
        agreed(teller, report),
        teller.part("agreement.representatives", people=words.listing(people)),
        teller.part("agreement.witnesses", people=witnesses),
        _own(teller, "agreement.scope", "scope", report.scope, fields),
    ]


def agreed(teller: Teller, report: Agreement) -> str:
    """Who agreed on what, with the verb of the document."""
    words, parties = teller.words, teller.all_of(report.parties)
    kind = words.option("agreement_kind", report.kind)
    return words.option("agreement", report.verb or "between", parties=parties, kind=kind)


def _role(teller: Teller, report: Role, fields: set[str], days: list[str]) -> Told:
    titles = teller.titles(report)
    values = {"person": teller.name(report.person), **titles}
    body = report.organization if "organization" in fields else None
    if body and not any(teller.is_named_in(t, body) for t in (report.title, titles["title"])):
        values["organization"] = teller.who(body)
    shape = "_".join(part for part in ("original", "organization") if part in values)
    said = teller.words(f"role.with_{shape}" if shape else "role.text", **values)
    return teller.as_of(days, "date.on"), [said]


def _event(teller: Teller, report: Event, fields: set[str], days: list[str]) -> Told:
    attendance = report.attendance if "attendance" in fields else None
    return _when_and_where(teller, report, fields), [
        teller.own(report.name),
        teller.part("event.theme", theme=report.theme or "") if "theme" in fields else "",
        teller.part("event.hosts", people=teller.all_of(_told(report.hosts, "hosts", fields))),
        teller.part(
            "event.participants",
            people=teller.all_of(_told(report.participants, "participants", fields)),
        ),
        teller.part(
            "event.attendance",
            quantity=say_quantity(teller.words, attendance) if attendance else "",
        ),
        _own(teller, "event.topics", "topics", report.topics, fields),
    ]


def _when_and_where(teller: Teller, report: Agreement | Event, fields: set[str]) -> str:
    date = say_date(teller.words, report.date) if report.date and "date" in fields else ""
    place = teller.name(report.place) if report.place and "place" in fields else ""
    if isinstance(report, Event) and report.status == "planned":
        key = "date.planned_for" if date else "date.planned"
        return teller.lead(teller.words(key, date=date), place)
    return teller.lead(date or teller.words("date.unknown"), place)


def _statistic(teller: Teller, report: Statistic, fields: set[str], days: list[str]) -> Told:
    words = teller.words
    values = {
        "measure": teller.measure(report.measure),
        "subject": teller.who(report.subject),
        "value": figure(teller, report),
    }
    sort = "rank" if report.kind == "rank" else "figure"
    if report.counterpart and "counterpart" in fields:
        counterpart = teller.who(report.counterpart)
        inside = sort == "figure" and teller.is_counted_in(report.measure)
        how = "in" if inside else "between"
        text = words(f"statistic.{sort}_{how}", counterpart=counterpart, **values)
    else:
        text = words(f"statistic.{sort}", **values)
    return _figure_lead(teller, report, fields, days), [
        text,
        _own(teller, "statistic.basis", "basis", report.basis, fields),
    ]


def figure(teller: Teller, report: Statistic) -> str:
    """The value of a figure, as exactly as the document gives it, or the place of a rank."""
    words = teller.words
    if report.kind != "rank":
        amount = say_amount(words, report.value, _unit(teller, report))
        return say_qualified(words, report.qualifier, amount)
    n = say_number(words, report.value)
    if report.out_of is None:
        return words("statistic.place", n=n)
    return words("statistic.place_out_of", n=n, total=say_number(words, report.out_of))


def _unit(teller: Teller, report: Statistic) -> str:
    """The unit of a figure; none where the name of the measure says what is counted."""
    said = teller.own(report.unit)
    is_english = said == report.unit.en
    name = teller.measure_in_english if is_english else teller.measure
    unit, measure = fold_words(said), fold_words(name(report.measure))
    return "" if unit and set(unit) <= set(measure) else said


def _figure_lead(teller: Teller, report: Statistic, fields: set[str], days: list[str]) -> str:
    told = "period" in fields
    period = say_date(teller.words, report.period) if report.period else ""
    if report.kind != "target":
        return (period if told else "") or teller.as_of(days)
    if not period:
        return teller.lead(teller.as_of(days), teller.words("statistic.target_undated"))
    # the year is what a target is for; what a short line can spare is when it was told
    target = teller.words("statistic.target", period=period)
    return teller.lead(teller.as_of(days), target) if told else target


def _programme(teller: Teller, report: Programme, fields: set[str], days: list[str]) -> Told:
    place = teller.name(report.place) if report.place and "place" in fields else ""
    period = say_date(teller.words, report.period) if report.period else teller.as_of(days)
    people = teller.all_of(_told(report.organizations, "organizations", fields))
    others = teller.all_of(_told(report.beneficiaries, "beneficiaries", fields))
    return teller.lead(period, place), [
        teller.own(report.name),
        teller.part("programme.organizations", people=people),
        teller.part("programme.beneficiaries", people=others),
        _own(teller, "programme.aim", "aim", report.aim, fields),
    ]


def _relation(teller: Teller, report: Relation, fields: set[str], days: list[str]) -> Told:
    since = report.since if report.since and "since" in fields else None
    lead = teller.lead(teller.as_of(days), _said_since(teller.words, since) if since else "")
    subject, other = teller.who(report.subject), teller.who(report.object)
    return lead, [
        teller.words.option("relation", report.kind, subject=subject, object=other),
        _own(teller, "relation.detail", "detail", report.detail, fields),
    ]


def _said_since(words: Words, since: str) -> str:
    """A date from which something holds: `2013` and `2013/..` are both `since 2013`."""
    said = say_date(words, since)
    return said if "/" in since else words("date.since", start=said)


def _remark(teller: Teller, report: Remark, fields: set[str], days: list[str]) -> Told:
    gist = teller.own(report.gist)
    lead = teller.as_of([report.date], "date.on") if report.date else teller.reported(report, days)
    if speaker := report.speaker or teller.publisher(report.source):
        return lead, [teller.words("remark.text", speaker=teller.who(speaker), gist=gist)]
    return lead, [teller.by_document(report.source, gist)]


_T = TypeVar("_T")


def _told(values: tuple[_T, ...], field: str, fields: set[str]) -> tuple[_T, ...]:
    return values if field in fields else ()


def _own(teller: Teller, key: str, field: str, text: LocalText | None, fields: set[str]) -> str:
    """A part in words of our own, where the claim tells it."""
    return teller.words(key, **{field: teller.own(text)}) if text and field in fields else ""


_TELLERS: dict[type, Callable[[Teller, Any, set[str], list[str]], Told]] = {
    Agreement: _agreement,
    Role: _role,
    Event: _event,
    Statistic: _statistic,
    Programme: _programme,
    Relation: _relation,
    Remark: _remark,
}
