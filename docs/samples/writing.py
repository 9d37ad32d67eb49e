"""The samples: which they are, and what is in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kvbot.briefing.fitting import compose
from kvbot.briefing.formats import content_of
from kvbot.desk import open_desk
from kvbot.model.queries import Brief, BriefingFormat
from kvbot.model.text import Lang
from kvbot.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"
DAY = date(2026, 11, 30)


class Sample(NamedTuple):
    """A briefing in a language and a format."""

    name: str
    about: str
    lang: Lang
    to: BriefingFormat

    @property
    def file(self) -> str:
        """What its file is called."""
        return f"{self.name}-{self.lang}.{self.to}"


SAMPLES = (
    Sample("kosme", "KOSME", "en", "docx"),
    Sample("kosme", "KOSME", "en", "md"),
    Sample("kosme", "KOSME", "en", "pdf"),
    Sample("kosme", "KOSME", "vi", "docx"),
    Sample("kosme", "KOSME", "vi", "pdf"),
    Sample("hai-phong", "Hai Phong", "en", "docx"),
    Sample("hai-phong", "Hai Phong", "en", "md"),
    Sample("hai-phong", "Hai Phong", "en", "pdf"),
    Sample("hai-phong", "Hai Phong", "ko", "docx"),
    Sample("hai-phong", "Hai Phong", "ko", "pdf"),
    Sample("south-korea", "South Korea", "en", "pdf"),  # has figures to compare
)


async def written() -> dict[str, bytes]:
    """The content of each sample by the name of its file."""
    with TemporaryDirectory() as home:
        async with open_desk(Settings(seeds=(SEEDS,), home=Path(home))) as desk:
            await desk.refresh()
            made = {}
            for sample in SAMPLES:
                answer = await desk.answer(Brief(about=sample.about), sample.about, DAY)
                made[sample.file] = content_of(compose(answer, sample.lang, DAY), sample.to)
            return made
