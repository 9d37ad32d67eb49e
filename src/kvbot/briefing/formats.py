"""The formats of a briefing, each loaded when it is asked for, and what its file is called."""

from __future__ import annotations

from importlib import import_module
from typing import get_args

from kvbot.briefing.markdown import markdown
from kvbot.briefing.model import Briefing
from kvbot.errors import KvbotError
from kvbot.model.answers import Named
from kvbot.model.queries import BriefingFormat

FORMATS: tuple[BriefingFormat, ...] = get_args(BriefingFormat)


class NoTypesetting(KvbotError):
    """This installation cannot set pages."""

    def __init__(self) -> None:
        super().__init__("this kvbot sets no PDF; take docx or md")


def content_of(briefing: Briefing, to: BriefingFormat) -> bytes:
    """The briefing as a file of a format. Raises NoTypesetting."""
    if to == "docx":
        from kvbot.briefing.word import word

        return word(briefing)
    return _pdf(briefing) if to == "pdf" else markdown(briefing).encode()


def _pdf(briefing: Briefing) -> bytes:
    try:
        setting = import_module("kvbot.briefing.pdf")
    except ModuleNotFoundError:
        raise NoTypesetting from None
    content: bytes = setting.render(briefing, briefing.lang)
    return content


def file_name(briefing: Briefing, to: BriefingFormat) -> str:
    """A name for the file that is safe anywhere: whom it is about, and the day."""
    about = [v.entity for v in briefing.answer.title.values.values() if isinstance(v, Named)]
    return f"briefing-{'-'.join([*about, briefing.today])}.{to}"
