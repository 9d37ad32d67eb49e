"""How a statement is tied to the words of a document."""

from pydantic import Field

from kvbot.model.text import Frozen


class TextQuoteSelector(Frozen):
    """The words of a source that bear out a statement.

    exact is verbatim, 12 to 400 characters; prefix and suffix, up to 32 each, only
    tell equal passages apart. Source: W3C Web Annotation Data Model, section 4.2.4.
    """

    exact: str = Field(min_length=12, max_length=400)
    prefix: str = Field("", max_length=32)
    suffix: str = Field("", max_length=32)


class Reference(TextQuoteSelector):
    """A quote and what it proves.

    paragraph: blocks of the original that are separated by blank lines, counted from 1.
    proves: names of the fields that the quote bears out; empty means all of them.
    """

    paragraph: int | None = Field(None, ge=1)
    proves: tuple[str, ...] = ()

    def bears_out(self, field: str) -> bool:
        return not self.proves or field in self.proves
