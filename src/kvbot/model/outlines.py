"""What an answer to a question in words told, without the words of the question.

It can be kept and told again: facts stand in it by their slug, as the base has them then.
"""

from typing import ClassVar, Literal

from kvbot.model.answers import Claim, Message, Value, Verdict
from kvbot.model.text import Frozen


class OutlinedClaim(Frozen):
    """A claim by what it tells: fields of a fact by its slug.

    naming: a claim that is kept as it is: of a name, or of what a document says of itself.
    asides: which of the things that stand beside a fact are told with it.
    """

    fact: str = ""
    naming: Claim | None = None
    fields: tuple[str, ...] = ()
    asides: Literal["none", "without notes", "all"] = "all"
    opening: Message | None = None
    asked: tuple[Value, ...] = ()


class OutlinedSection(Frozen):
    """Claims under a heading; of a statement that was checked only its number and verdict."""

    heading: Message
    claims: tuple[OutlinedClaim, ...]
    more: int = 0
    quoted: bool = False
    verdict: Verdict | None = None


class Outline(Frozen):
    """An answer that can be told again as the base has it then."""

    names: ClassVar[tuple[str, ...]] = ()
    command: Literal["ask", "check"]
    headline: Message | OutlinedClaim
    labels: tuple[Message, ...] = ()
    sections: tuple[OutlinedSection, ...] = ()
    caveats: tuple[Message, ...] = ()
