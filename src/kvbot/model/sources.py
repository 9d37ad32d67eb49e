"""A source document and the file that holds its facts."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from kvbot.model.edtf import Edtf
from kvbot.model.entities import Measure, MoreNames, Organization, Person, Place
from kvbot.model.facts import (
    Agreement,
    Event,
    FactReport,
    Programme,
    Relation,
    Remark,
    Role,
    Statistic,
)
from kvbot.model.references import Reference
from kvbot.model.text import Frozen, ShortText, Slug

FORMAT = 1
"""The version of the dossier format; every file says it."""


PROVABLE = ("publisher", "author", "published")
"""The fields of a source that its references may prove."""


class Source(Frozen):
    """A document. What it does not say of itself is None.

    label: what to call it in a list, in our words; needed where it has no title.
    publisher and author: slugs of entities. references: where it says itself who published or
    wrote it, and when; what no reference proves is only a label. file and sha256: the original,
    which is not in the project. approved: whether a person has, and added: when it came into the
    base; the reader fills both in from [record].
    """

    slug: Slug
    title: ShortText | None = None
    label: ShortText | None = None
    publisher: Slug | None = None
    author: Slug | None = None
    published: Edtf | None = None
    references: tuple[Reference, ...] = ()
    place: Slug | None = None
    language: str = Field("en", pattern=r"^[a-z]{2,3}$")
    kind: Literal["press release", "news", "report", "web page", "note"]
    file: str = Field(min_length=1, max_length=255)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    approved: bool = True
    added: date | None = None

    @field_validator("file")
    @classmethod
    def _is_a_plain_name(cls, name: str) -> str:
        if name in (".", "..") or any(c in name for c in "/\\\0"):
            raise ValueError(f"{name!r} is no file name; write it without its folder")
        return name

    @model_validator(mode="after")
    def _references_prove_what_it_says(self) -> Self:
        for field in (field for reference in self.references for field in reference.proves):
            if field not in PROVABLE or getattr(self, field) is None:
                raise ValueError(
                    f"a reference proves {field!r}, which the source does not give; "
                    f"name those of {', '.join(PROVABLE)} that it gives"
                )
        if not all(reference.proves for reference in self.references):
            raise ValueError(
                f'a reference does not say what it proves; add proves = ["{PROVABLE[-1]}"]'
            )
        return self

    def proof(self, field: str) -> Reference | None:
        """Where the document says of itself who published or wrote it, or when."""
        return next((r for r in self.references if field in r.proves), None)

    @property
    def display(self) -> str:
        """The title or, for a document without one, its label."""
        return self.title or self.label or self.slug


class Record(Frozen):
    """When a dossier was added, and who approved it and when."""

    added: date
    approved_by: ShortText | None = None
    approved: date | None = None


def place_of_report(report: FactReport) -> str:
    """Where a report stands in its file."""
    return f'{report.type} "{report.slug}"'


def _entry(value: object) -> str:
    return "more" if isinstance(value, dict) and "extends" in value else "declared"


_More = Annotated[MoreNames, Tag("more")]
PersonEntry = Annotated[Annotated[Person, Tag("declared")] | _More, Discriminator(_entry)]
OrganizationEntry = Annotated[
    Annotated[Organization, Tag("declared")] | _More, Discriminator(_entry)
]
PlaceEntry = Annotated[Annotated[Place, Tag("declared")] | _More, Discriminator(_entry)]


class Dossier(Frozen):
    """One file of the fact base: a source with its facts, a part of the registry, or both."""

    format: Annotated[int, Field(ge=FORMAT, le=FORMAT)]
    source: Source | None = None
    record: Record | None = None
    people: tuple[PersonEntry, ...] = ()
    organizations: tuple[OrganizationEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    measures: tuple[Measure, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    roles: tuple[Role, ...] = ()
    events: tuple[Event, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    programmes: tuple[Programme, ...] = ()
    relations: tuple[Relation, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def entities(self) -> tuple[Person | Organization | Place, ...]:
        """The entities that this file declares."""
        entries = (*self.people, *self.organizations, *self.places)
        return tuple(e for e in entries if not isinstance(e, MoreNames))

    def more_names(self) -> tuple[MoreNames, ...]:
        """The names that this file adds to entities of other files."""
        entries = (*self.people, *self.organizations, *self.places)
        return tuple(e for e in entries if isinstance(e, MoreNames))

    def reports(self) -> tuple[FactReport, ...]:
        """Every report of a fact, type by type, in the order of the file."""
        return (
            *self.agreements,
            *self.roles,
            *self.events,
            *self.statistics,
            *self.programmes,
            *self.relations,
            *self.remarks,
        )

    def quotes(self) -> Iterator[tuple[str, Reference]]:
        """Every quote, with its place in words: that of the source and those of the reports."""
        for number, reference in enumerate(self.source.references if self.source else (), start=1):
            yield f"source, references {number}", reference
        for report in self.reports():
            for number, reference in enumerate(report.references, start=1):
                yield f"{place_of_report(report)}, references {number}", reference
