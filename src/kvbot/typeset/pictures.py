"""The picture of an answer: figures beside each other, or what happened when."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import computed_field

from kvbot.model.answers import Answer
from kvbot.model.text import Frozen, Lang
from kvbot.names.folding import printable
from kvbot.typeset.bars import BarChart, bar_chart
from kvbot.typeset.engine import set_picture
from kvbot.typeset.notes import Subject
from kvbot.typeset.timeline import TimeChart, time_chart
from kvbot.words.render import Rendered, shortened

TEMPLATE, WIDE = "picture.typ", "wide.typ"
"""A picture as wide as a card, and one as wide as the text of a page."""

ALTERNATIVE = 1024
"""Characters of an alternative text. Source: Discord, Attachment Structure."""


class Picture(Frozen):
    """What a picture shows, as data; draw makes it."""

    chart: BarChart | TimeChart

    @computed_field  # type: ignore[prop-decorator]
    @property
    def alternative(self) -> str:
        """What it shows, in words, for those who cannot see it."""
        return shortened(printable(self.chart.in_words), ALTERNATIVE)

    def draw(self) -> bytes:
        """The picture as PNG, 1,200 pixels wide. Raises NotTypeset."""
        return set_picture(TEMPLATE, self.chart)

    def draw_wide(self) -> bytes:
        """Bars as PNG as wide as the text of a page, 200 pixels an inch. Raises NotTypeset."""
        return set_picture(WIDE, self.chart, ppi=200)


def picture_of(command: str, answer: Answer, rendered: Rendered, lang: Lang) -> Picture | None:
    """The picture of an answer, or None where there is nothing to be seen beside something.

    command: which query it answers. rendered: the same answer in lang; the numbers of
    citations are those that it has.
    """
    draw = _DRAWN.get(command)
    if draw is None or answer.status != "answered":
        return None
    chart = draw(Subject(answer, rendered, lang))
    return Picture(chart=chart) if chart else None


_DRAWN: dict[str, Callable[[Subject], BarChart | TimeChart | None]] = {
    "stats": bar_chart,
    "timeline": time_chart,
}
