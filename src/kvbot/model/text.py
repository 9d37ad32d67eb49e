"""Plain building blocks: slugs, languages, and words of our own in several languages."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

Lang = Literal["en", "ko", "vi"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(min_length=1, max_length=40, pattern=SLUG_PATTERN)]
"""The identifier of a fact, an entity or a source: lower-case words joined by hyphens."""

ShortText = Annotated[str, Field(min_length=1, max_length=300)]


class Frozen(BaseModel):
    """The manner of every model here: immutable, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LocalText(Frozen):
    """Words of our own (never a quote), in English and where available in ko and vi.

    In a dossier either a plain string, which is English, or one key a language.
    """

    en: ShortText
    ko: ShortText | None = None
    vi: ShortText | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_string_is_english(cls, value: Any) -> Any:
        return {"en": value} if isinstance(value, str) else value

    @model_serializer
    def _only_what_is_there(self) -> dict[str, str]:
        return {lang: text for lang in LANGUAGES if (text := getattr(self, lang))}

    def in_language(self, lang: Lang) -> str:
        """The words in lang, or in English where nobody has written them yet."""
        return getattr(self, lang) or self.en
