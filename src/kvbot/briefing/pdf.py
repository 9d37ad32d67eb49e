"""A briefing as PDF: A4, tagged for screen readers, its notes grouped by source at the end."""

from __future__ import annotations

from datetime import date

from kvbot.briefing.model import Briefing
from kvbot.typeset.engine import set_pages

TEMPLATE = "briefing.typ"


def pdf(briefing: Briefing) -> bytes:
    """The briefing as PDF; the same briefing gives the same bytes. Raises NotTypeset."""
    return set_pages(TEMPLATE, briefing, date.fromisoformat(briefing.today))
