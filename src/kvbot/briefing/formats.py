"""The formats of a briefing, and what its file is called."""

from __future__ import annotations

from typing import get_args

from kvbot.briefing.markdown import markdown
from kvbot.briefing.model import Briefing
from kvbot.briefing.pdf import pdf
from kvbot.model.queries import BriefingFormat

FORMATS: tuple[BriefingFormat, ...] = get_args(BriefingFormat)


def content_of(briefing: Briefing, to: BriefingFormat) -> bytes:
    """The briefing as a file of a format. Raises NotTypeset."""
    match to:
        case "docx":
            from kvbot.briefing.word import word

            return word(briefing)
        case "pdf":
            return pdf(briefing)
        case "md":
            return markdown(briefing).encode()


def file_name(briefing: Briefing, to: BriefingFormat) -> str:
    """A name for the file that is safe anywhere: whom it is about, and the day."""
    return f"briefing-{'-'.join([*briefing.answer.title.named, briefing.today])}.{to}"
