"""What can be asked of the desk. A query is a plain value: it can be kept and asked again.

names: the fields of a query that are names as typed, or CHOSEN and a slug.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kvbot.model.facts import AgreementKind
from kvbot.model.text import Frozen

CHOSEN = "id:"
"""What stands before the slug of an entity that was chosen from a list, in place of a name."""


class Period(Frozen):
    """Days from first to last, both included; None is an open end."""

    first: date | None = None
    last: date | None = None

    @property
    def year(self) -> int | None:
        """The calendar year that the period is, if it is one."""
        if not self.first or not self.last:
            return None
        whole = (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)
        return self.first.year if whole and self.first.year == self.last.year else None


class Who(Frozen):
    """Who or what is this? as_of: only what was on record for that day."""

    names: ClassVar[tuple[str, ...]] = ("name",)
    command: Literal["who"] = "who"
    name: str
    as_of: date | None = None


class Agreements(Frozen):
    """What was signed? party and place are names as typed."""

    names: ClassVar[tuple[str, ...]] = ("party", "place")
    command: Literal["agreements"] = "agreements"
    period: Period | None = None
    party: str | None = None
    kind: AgreementKind | None = None
    place: str | None = None


class Stats(Frozen):
    """What are the figures? topic in ordinary words; of is a name as typed."""

    names: ClassVar[tuple[str, ...]] = ("of",)
    command: Literal["stats"] = "stats"
    topic: str = ""
    of: str | None = None


class Timeline(Frozen):
    """What happened when? about is a name as typed."""

    names: ClassVar[tuple[str, ...]] = ("about",)
    command: Literal["timeline"] = "timeline"
    about: str | None = None
    period: Period = Period()


class Sources(Frozen):
    """Which documents is the base built from? source: slug of one of them."""

    names: ClassVar[tuple[str, ...]] = ()
    command: Literal["sources"] = "sources"
    source: str | None = None


BriefingFormat = Literal["md", "docx", "pdf"]


class Brief(Frozen):
    """What has one to know of a counterpart, or of how two relate? about and partner: as typed.

    since: from which day on what came into the base is told as new. to: the format of the
    file that is wanted; the answer is the same in each.
    """

    names: ClassVar[tuple[str, ...]] = ("about", "partner")
    command: Literal["brief"] = "brief"
    about: str
    partner: str | None = None
    since: date | None = None
    to: BriefingFormat = "docx"


Query = Annotated[
    Who | Agreements | Stats | Timeline | Sources | Brief, Field(discriminator="command")
]
