"""The closed union of facts. Each class is one report of a fact: its values in one document.

Reports of several documents belong to one fact when they have the same slug. The fields
of a report fall into two kinds: values, which quotes must prove, and the editor's own
remarks on the report (EDITORIAL), which need no proof and are never cited.
"""

import json
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import Discriminator, Field, Tag, TypeAdapter, model_serializer, model_validator

from kvbot.model.edtf import Edtf
from kvbot.model.references import Reference
from kvbot.model.text import LANGUAGES, Frozen, LocalText, ShortText, Slug

EDITORIAL = frozenset(
    {
        *("slug", "type", "source", "as_of", "date_words", "note", "disputes", "related"),
        *("references", "title_in", "essential"),
    }
)
"""Fields that an editor adds and no quote has to prove."""


NOT_COMPARED = frozenset({"said_by", "honorific"})
"""Values that two documents may give differently without contradicting each other."""

TOLD_BY_DEFAULT = frozenset({"kind", "qualifier", "status"})
"""Values that a sentence always tells, so that they are compared even where not written."""

SLUG_FIELDS = frozenset(
    {
        "person",
        "place",
        "parties",
        "witnesses",
        "organization",
        "hosts",
        "participants",
        "subject",
        "counterpart",
        "organizations",
        "beneficiaries",
        "object",
        "speaker",
        "about",
        "said_by",
    }
)
"""Fields that hold one or several entities by their slugs."""


class Described(Frozen):
    """Someone whom a document describes without a name."""

    described: LocalText


def _shape_of(value: object) -> str:
    return "slug" if isinstance(value, str) else "described"


Participant = Annotated[
    Annotated[Slug, Tag("slug")] | Annotated[Described, Tag("described")],
    Discriminator(_shape_of),
]
"""An entity by its slug or, where the document gives no name, a description."""

Participants = tuple[Participant, ...]


class Mention(NamedTuple):
    """An entity that a report names, and the field in which it does."""

    field: str
    entity: str


class Report(Frozen):
    """What one document states of one fact.

    source: slug of the document; the reader of dossiers fills it in.
    said_by: whose statement the document passes on, where it is not its own.
    as_of: the day for which the report holds; the reader of dossiers fills in the day of
    publication where the file says nothing else.
    date_words: the document's own words for a date that had to be worked out.
    disputes: slug of the source whose report of the same fact this one contradicts.
    related: slugs of facts that the reader should see beside this one.
    essential: whether no briefing on those whom it is about may leave it out.
    """

    identity_fields: ClassVar[tuple[str, ...]] = ()
    """The fields in which all reports of one fact must agree."""
    slug: Slug
    source: Slug = "unset"
    said_by: Participant | None = None
    as_of: Edtf | None = None
    date_words: ShortText | None = None
    note: LocalText | None = None
    disputes: Slug | None = None
    related: tuple[Slug, ...] = ()
    essential: bool = False
    references: tuple[Reference, ...] = Field(min_length=1)

    def stated_fields(self) -> tuple[str, ...]:
        """The values that this report gives, each of which a quote must prove."""
        given = self.model_fields_set - EDITORIAL
        return tuple(f for f in type(self).model_fields if f in given and self._says(f))

    def _says(self, field: str) -> bool:
        return getattr(self, field) not in (None, ())

    def identity(self) -> str:
        """What makes the fact the same in another document, as JSON: each field and its value.

        The order of parties makes no difference.
        """
        values = {field: _unordered(field, getattr(self, field)) for field in self.identity_fields}
        return json.dumps(values, ensure_ascii=False)

    def mentions(self) -> tuple[Mention, ...]:
        """Every entity that this report names, with the field, in order."""
        found = dict.fromkeys(
            Mention(field, entity)
            for field in type(self).model_fields
            if field not in EDITORIAL
            for entity in _slugs_in(field, getattr(self, field))
        )
        return tuple(found)

    def when(self) -> Edtf | None:
        """The date or period by which the fact is found and put in order."""
        return self.as_of


class Representative(Frozen):
    """Who acted for a party to an agreement."""

    person: Slug
    party: Participant


AgreementKind = Literal[
    "memorandum of understanding",
    "agreement",
    "joint statement",
    "letter of intent",
    "contract",
    "treaty",
]


class Agreement(Report):
    """Something signed, adopted or concluded. verb is the document's own, if it says one."""

    identity_fields = ("parties",)

    type: Literal["agreement"] = "agreement"
    kind: AgreementKind
    verb: Literal["signed", "adopted", "concluded", "agreed", "renewed"] | None = None
    parties: Participants = Field(min_length=2)
    representatives: tuple[Representative, ...] = ()
    witnesses: Participants = ()
    date: Edtf | None = None
    place: Slug | None = None
    scope: LocalText | None = None
    occasion: Slug | None = None

    def when(self) -> Edtf | None:
        return self.date


class Translation(Frozen):
    """A document's words in ours, in one language or several. Shown beside them, never alone."""

    en: ShortText | None = None
    ko: ShortText | None = None
    vi: ShortText | None = None

    @model_validator(mode="after")
    def _has_a_language(self) -> Self:
        if not self.model_dump():
            raise ValueError("is empty; write at least one of en, ko and vi")
        return self

    @model_serializer
    def _only_what_is_there(self) -> dict[str, str]:
        return {lang: text for lang in LANGUAGES if (text := getattr(self, lang))}


class Role(Report):
    """A post that a person holds. title and honorific are the document's words.

    title_in: the title in other languages, in our words; the body's name may stand in it
    where the language makes it one with the title (`Bí thư Thành ủy Hải Phòng`).
    """

    identity_fields = ("person", "organization")

    type: Literal["role"] = "role"
    person: Slug
    organization: Participant | None = None
    title: ShortText
    title_in: Translation | None = None
    honorific: Literal["Mr.", "Mrs.", "Ms.", "Dr.", "Prof."] | None = None


Number = Annotated[Decimal, Field(max_digits=24)]
"""A number that a person can read: `1e999999` is none."""

Qualifier = Literal["exact", "about", "nearly", "over", "at least", "under"]
"""How exactly a document gives a number."""


class Quantity(Frozen):
    """A number of things."""

    value: Number
    unit: LocalText
    qualifier: Qualifier = "exact"


EventKind = Literal[
    "forum",
    "meeting",
    "conference",
    "roundtable",
    "summit",
    "visit",
    "festival",
    "promotion event",
    "ceremony",
    "founding",
    "opening",
    "diplomatic relations",
    "anniversary",
    "other",
]


class Event(Report):
    """Something that was held, happened or is planned."""

    identity_fields = ("kind",)

    type: Literal["event"] = "event"
    kind: EventKind
    name: LocalText
    theme: ShortText | None = None
    date: Edtf | None = None
    place: Slug | None = None
    hosts: Participants = ()
    participants: Participants = ()
    attendance: Quantity | None = None
    status: Literal["held", "planned"] = "held"
    topics: LocalText | None = None

    def when(self) -> Edtf | None:
        return self.date


class Statistic(Report):
    """A figure. unit is an ISO 4217 currency code, `%`, or the document's word.

    counterpart: the second party of a figure between two (trade with, companies in).
    out_of: how many are ranked, for a rank. basis: what the figure is said to rest on.
    """

    identity_fields = ("measure", "subject", "counterpart", "period", "kind")

    type: Literal["statistic"] = "statistic"
    kind: Literal["actual", "target", "rank"] = "actual"
    measure: Slug
    subject: Participant
    counterpart: Participant | None = None
    value: Number
    unit: LocalText
    qualifier: Qualifier = "exact"
    period: Edtf | None = None
    out_of: int | None = None
    basis: LocalText | None = None

    def when(self) -> Edtf | None:
        return self.period or self.as_of


class Programme(Report):
    """Work that goes on over time: a project, a scheme, a centre's programme."""

    type: Literal["programme"] = "programme"
    name: LocalText
    organizations: Participants = ()
    beneficiaries: Participants = ()
    place: Slug | None = None
    period: Edtf | None = None
    aim: LocalText | None = None

    def when(self) -> Edtf | None:
        return self.period or self.as_of


class Relation(Report):
    """How two stand to each other: object is the kind (parent, predecessor …) of subject."""

    identity_fields = ("subject", "kind", "object")

    type: Literal["relation"] = "relation"
    subject: Participant
    kind: Literal["parent", "predecessor", "partner", "counterpart", "member", "location"]
    object: Participant
    since: Edtf | None = None
    detail: LocalText | None = None

    def when(self) -> Edtf | None:
        return self.since


class Remark(Report):
    """A statement of position. Without a speaker the document itself makes it.

    gist: a phrase in our own words that follows the speaker's name ("suggested that …"). Where
    it says what a body is, it begins with "defines", "describes", "introduces" or "presents".
    occasion: slug of the event or agreement at which it was made.
    """

    identity_fields = ("speaker", "occasion")

    type: Literal["remark"] = "remark"
    speaker: Participant | None = None
    occasion: Slug | None = None
    date: Edtf | None = None
    about: Participants = ()
    gist: LocalText

    def when(self) -> Edtf | None:
        return self.date or self.as_of


FactReport = Annotated[
    Agreement | Role | Event | Statistic | Programme | Relation | Remark,
    Field(discriminator="type"),
]
FactType = Literal["agreement", "role", "event", "statistic", "programme", "relation", "remark"]

_REPORT: TypeAdapter[FactReport] = TypeAdapter(FactReport)


def report_from_json(text: str | bytes) -> FactReport:
    """The report that was written with model_dump_json."""
    return _REPORT.validate_json(text)


def _compares(report: FactReport, field: str) -> bool:
    always = field in TOLD_BY_DEFAULT and field in type(report).model_fields
    return always or field in report.stated_fields()


def _unordered(field: str, value: object) -> str:
    """A value as it is compared: several participants without their order."""
    if field in SLUG_FIELDS and isinstance(value, tuple):
        return repr(sorted(map(repr, value)))
    return repr(value)


class Fact(Frozen):
    """One fact and every report of it, in the order of the days for which they hold."""

    reports: tuple[FactReport, ...] = Field(min_length=1)

    @property
    def first(self) -> FactReport:
        return self.reports[0]

    @property
    def slug(self) -> str:
        return self.first.slug

    @property
    def essential(self) -> bool:
        """Whether a report of it is marked as such."""
        return any(report.essential for report in self.reports)

    def differing_fields(self) -> tuple[str, ...]:
        """The values that two reports give and give differently."""
        if len(self.reports) == 1:
            return ()
        stated = dict.fromkeys(f for report in self.reports for f in report.stated_fields())
        told = dict.fromkeys((*stated, *sorted(TOLD_BY_DEFAULT)))
        return tuple(f for f in told if f not in NOT_COMPARED and self._differs(f))

    def _differs(self, field: str) -> bool:
        given = [getattr(r, field) for r in self.reports if _compares(r, field)]
        return len({_unordered(field, value) for value in given}) > 1


def title_translated(fact: Fact) -> Translation | None:
    """The first report's title in other languages, by every report that gives this title."""
    texts: dict[str, str] = {}
    for report in fact.reports:
        if isinstance(report, Role) and report.title_in and _same_title(report, fact.first):
            texts = report.title_in.model_dump() | texts
    return Translation(**texts) if texts else None


def _same_title(one: Role, other: FactReport) -> bool:
    return isinstance(other, Role) and one.title == other.title


def _slugs_in(field: str, value: object) -> tuple[str, ...]:
    if field == "representatives" and isinstance(value, tuple):
        return tuple(r.person for r in value)
    if field not in SLUG_FIELDS:
        return ()
    values = value if isinstance(value, tuple) else (value,)
    return tuple(v for v in values if isinstance(v, str))
