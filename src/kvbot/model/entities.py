"""Who and what the facts are about, and the measures that figures are given in."""

from typing import Annotated, Literal

from pydantic import Field

from kvbot.model.text import Frozen, Lang, LocalText, ShortText, Slug

REGISTRY = "registry"
"""The origin of a name that is general knowledge: a label, never cited."""

EntityKind = Literal["person", "organization", "place"]
NameKind = Literal["name", "acronym", "former name", "native script"]


class Name(Frozen):
    """One way in which an entity is called.

    origin: the slug of the document that calls it so, in a passage that a fact quotes, or
    `registry` where that is general knowledge.
    """

    text: ShortText
    kind: NameKind = "name"
    lang: Lang = "en"
    origin: Slug = REGISTRY


class _Entity(Frozen):
    """What every entity has: a slug, the name that answers use, and its other names."""

    slug: Slug
    name: ShortText
    names: tuple[Name, ...] = ()

    @property
    def acronym(self) -> str | None:
        """The first acronym that a document uses, where there is one."""
        acronyms = (n for n in self.names if n.kind == "acronym" and n.origin != REGISTRY)
        return next((name.text for name in acronyms), None)

    @property
    def native(self) -> str | None:
        """The name in its own script, where it is known."""
        return next((n.text for n in self.names if n.kind == "native script"), None)


class Person(_Entity):
    """A person. family and given are parts of name; culture decides how they are addressed.

    A Korean is addressed by title and family name, a Vietnamese by title and the last
    part of the given name.
    """

    kind: Literal["person"] = "person"
    family: str | None = None
    given: str | None = None
    culture: Literal["ko", "vi"] | None = None

    @property
    def addressed_by(self) -> str | None:
        """The part of the name that follows a title; None where it is not known."""
        if self.culture == "vi" and self.given:
            return self.given.split()[-1]
        return self.family if self.culture == "ko" else None


class Organization(_Entity):
    """A body. place: where it sits, general knowledge that serves to find it."""

    kind: Literal["organization"] = "organization"
    place: Slug | None = None


class Place(_Entity):
    """A place. within: the larger place that it belongs to."""

    kind: Literal["place"] = "place"
    within: Slug | None = None


Entity = Annotated[Person | Organization | Place, Field(discriminator="kind")]


class MoreNames(Frozen):
    """Names that a file adds to an entity which another file declares."""

    extends: Slug
    names: tuple[Name, ...] = Field(min_length=1)


class Measure(Frozen):
    """What a figure counts. Figures are comparable when their measure is the same.

    topics: further words, in any language, by which people ask for it. counted_in: the
    subject is counted in the counterpart (companies in a country) and not with it (trade).
    """

    slug: Slug
    name: LocalText
    topics: tuple[ShortText, ...] = ()
    counted_in: bool = False
