"""An answer as typed facts. Words are made from it last, in kvbot.words."""

from collections.abc import Iterable, Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from kvbot.model.edtf import Edtf
from kvbot.model.entities import Entity, EntityKind, Measure, Name
from kvbot.model.facts import Fact, FactReport, Quantity
from kvbot.model.queries import Period
from kvbot.model.references import Reference
from kvbot.model.sources import Source
from kvbot.model.text import Frozen, LocalText

Status = Literal["answered", "ambiguous", "unknown"]
Verdict = Literal["borne out", "contradicted", "not covered"]


class Named(Frozen):
    """An entity in a message; words gives it its name."""

    entity: str


class Dated(Frozen):
    """A date in a message; words puts it in the reader's language."""

    edtf: Edtf


class Stated(Frozen):
    """A value that a report states, in a message: words puts it in a line, with its citation."""

    report: FactReport
    field: str


Value = (
    bool | int | str | Named | Dated | Period | LocalText | Quantity | Stated | tuple[Named, ...]
)


class Message(Frozen):
    """Something to tell that is no claim: a key of the locale files and what goes in it."""

    key: str
    values: dict[str, Value] = {}

    @property
    def named(self) -> list[str]:
        """The entities that go in it, by slug."""
        several = (
            value if isinstance(value, tuple) else (value,) for value in self.values.values()
        )
        return [value.entity for values in several for value in values if isinstance(value, Named)]


class Citation(Frozen):
    """A passage of a source."""

    source: str
    reference: Reference


class Claim(Frozen):
    """A statement of fact with the passages that bear it out; without one it cannot be.

    It tells fields of a fact or, instead, a name that documents give to an entity, or what
    a document says of itself: document is the slug of that source.
    asides: what belongs beside the claim but is not from a document: its age, how its
    reports agree, an editor's note. opening: what it says to a question: yes, no; asked:
    the values of the fact that a question asks for, which are said first.
    """

    fact: Fact | None = None
    naming: Name | None = None
    document: str = ""
    fields: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)
    asides: tuple[Message, ...] = ()
    opening: Message | None = None
    asked: tuple[Value, ...] = ()

    @model_validator(mode="after")
    def _states_one_thing(self) -> Self:
        if [self.fact is None, self.naming is None, not self.document].count(False) != 1:
            raise ValueError("a claim states a fact, a name, or what a document says of itself")
        return self

    def reports(self) -> tuple[FactReport, ...]:
        """The reports of the fact; none for a name or for a document itself."""
        return self.fact.reports if self.fact else ()

    def with_asides(self, asides: tuple[Message, ...]) -> Self:
        """The same claim with asides."""
        return self.model_copy(update={"asides": asides})

    @classmethod
    def of(cls, fact: Fact, fields: Sequence[str] = ()) -> Self:
        """Tell the given fields of a fact, or all of it, each proved in each report."""
        told = tuple(fields) or tuple(
            dict.fromkeys(f for report in fact.reports for f in report.stated_fields())
        )
        citations = tuple(
            Citation(source=report.source, reference=reference)
            for report in fact.reports
            for reference in proofs(report, told)
        )
        return cls(fact=fact, fields=told, citations=citations)


NAMED_FIRST = "ask.named"
"""The first line of a list that names those who are asked for; their claims stand under it."""

TO_COMPARE = Message(key="aside.to_compare")
"""Stands beside a figure that is not the subject's own."""


def proofs(report: FactReport, fields: Iterable[str]) -> list[Reference]:
    """The references of a report that prove the fields which it states.

    Every quote that is said to prove one of them belongs to the claim: some values, such as
    a list of parties, need several. Of quotes that prove the whole report, only as many
    are taken as are needed for what is still open.
    """
    told = set(fields) & set(report.stated_fields())
    found = [r for r in report.references if told & set(r.proves)]
    left = told - {field for reference in found for field in reference.proves}
    whole = [r for r in report.references if not r.proves]
    return [*found, *(whole[:1] if left or not found else [])]


class Section(Frozen):
    """Claims under one heading. more: how many are not shown.

    quoted: whether the words of the document stand with each claim. statement, verdict: what
    was checked, and whether the claims bear it out. notes: what is to be told under the
    heading that is no claim, such as that there is none.
    """

    heading: Message
    claims: tuple[Claim, ...] = ()
    notes: tuple[Message, ...] = ()
    more: int = 0
    quoted: bool = False
    statement: str = ""
    verdict: Verdict | None = None


class Choice(Frozen):
    """One of the entities that may have been meant.

    post: the last one on record of a person, as published; it tells two of one name apart.
    """

    id: str
    name: str
    kind: EntityKind
    post: str = ""


class Answer(Frozen):
    """What the desk found.

    headline: the message or the claim that stands first. labels: names from the registry,
    which are no claims. entities, measures and sources: everything that the answer mentions,
    by slug. catalogue: the sources themselves, for the question about sources. nearest: of
    what is unknown, questions close to it about facts on record.
    """

    question: str
    status: Status
    title: Message
    headline: Message | Claim
    labels: tuple[Message, ...] = ()
    sections: tuple[Section, ...] = ()
    choices: tuple[Choice, ...] = ()
    caveats: tuple[Message, ...] = ()
    nearest: tuple[Message, ...] = ()
    catalogue: tuple[Source, ...] = ()
    entities: dict[str, Entity] = {}
    measures: dict[str, Measure] = {}
    sources: dict[str, Source] = {}

    def claims(self) -> list[Claim]:
        """Every claim, in the order in which the reader meets them."""
        first = [self.headline] if isinstance(self.headline, Claim) else []
        return [*first, *(claim for section in self.sections for claim in section.claims)]
