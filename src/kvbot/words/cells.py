"""Parts of a claim as cells of a table. Each tells only values that the claim tells."""

from __future__ import annotations

from kvbot.model.entities import Person
from kvbot.model.facts import Agreement, FactReport, Relation, Role, Statistic
from kvbot.words.claims import Teller, agreed, capital, figure
from kvbot.words.dates import say_date


def when_and_where(teller: Teller, report: Agreement, fields: set[str]) -> str:
    """The date and the place of an agreement."""
    day = say_date(teller.words, report.date) if report.date and "date" in fields else ""
    return teller.lead(capital(day), teller.name(report.place) if report.place else "")


def what_was_agreed(teller: Teller, report: Agreement, fields: set[str]) -> str:
    """Who agreed on what, on which matters, and who says so."""
    scope = teller.own(report.scope) if report.scope else ""
    parts = [capital(agreed(teller, report)), teller.part("agreement.scope", scope=scope)]
    return _according_to(teller, report, teller.words("list.parts").join(filter(None, parts)))


def who_acted(teller: Teller, report: Agreement, fields: set[str]) -> str:
    """Who represented the parties, and who witnessed it."""
    acting = teller.words.listing([teller.representative(r) for r in report.representatives])
    witnesses = teller.part("agreement.witnesses", people=teller.all_of(report.witnesses))
    return capital(teller.words("list.parts").join(filter(None, (acting, witnesses))))


def post(teller: Teller, report: Role, fields: set[str]) -> str:
    """A title with the body, and beside a translated title the original."""
    titles = teller.titles(report)
    body = report.organization
    if body and not any(teller.is_named_in(t, body) for t in (report.title, titles["title"])):
        titles["organization"] = teller.who(body)
    shape = "_".join(part for part in ("original", "organization") if part in titles)
    return teller.words(f"role.post_{shape}" if shape else "role.post", **titles)


def honorific(teller: Teller, report: Role) -> str:
    """Mr or Mrs, as the document has it and as the reader's language says it."""
    given = report.honorific or ""
    return teller.words(f"honorific.{given.rstrip('.')}", honorific=given) if given else ""


def marked_name(person: Person) -> str:
    """A name with the family name in capitals, as far as that is known."""
    words = person.name.split()
    if person.family in words:
        words[words.index(person.family)] = person.family.upper()
    return " ".join(words)


def measured(teller: Teller, report: Statistic, fields: set[str]) -> str:
    """What a figure counts, and whose it is."""
    words, measure = teller.words, teller.measure(report.measure)
    whose = teller.who(report.subject)
    if report.counterpart and report.kind == "rank":
        measure = words("statistic.ranked", measure=measure, by=teller.who(report.counterpart))
    elif report.counterpart:
        how = "in" if teller.is_counted_in(report.measure) else "between"
        counterpart = teller.who(report.counterpart)
        whose = words(f"statistic.whose_{how}", subject=whose, counterpart=counterpart)
    return capital(words("statistic.measured", measure=measure, whose=whose))


def basis(teller: Teller, report: Statistic, fields: set[str]) -> str:
    """What a figure is said to rest on, if that is said."""
    return teller.own(report.basis) if report.basis else ""


def value(teller: Teller, report: Statistic, fields: set[str]) -> str:
    """A figure as exactly as the document gives it."""
    return figure(teller, report)


def as_of(teller: Teller, report: Statistic, fields: set[str]) -> str:
    """The period or the day of a figure, for a target its year, and who says so."""
    days = report.period or report.as_of
    when = say_date(teller.words, days) if days else teller.words("date.unknown")
    if report.kind == "target":
        period = say_date(teller.words, report.period) if report.period else ""
        dated = teller.part("statistic.target", period=period)
        when = dated or teller.words("statistic.target_undated")
    return _according_to(teller, report, capital(when))


def dated(teller: Teller, report: FactReport, fields: set[str]) -> str:
    """The date of a fact in a timeline; what goes on stands where it began."""
    when = report.when()
    if when is None:
        return teller.words("date.unknown")
    said = say_date(teller.words, when)
    begins = isinstance(report, Relation) and "/" not in when
    return capital(teller.words("date.since", start=said) if begins else said)


def _according_to(teller: Teller, report: Agreement | Statistic, text: str) -> str:
    if report.said_by is None:
        return text
    return teller.words("claim.according_to", text=text, speaker=teller.who(report.said_by))
