"""python -m bench.briefings: how long a briefing takes, from a cold process and in a warm one."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.measuring import TODAY, run, settle
from kvbot.briefing.composing import compose
from kvbot.briefing.formats import NoTypesetting, content_of
from kvbot.desk import open_desk
from kvbot.model.queries import Brief, BriefingFormat
from kvbot.settings import Settings

SEEDS = Path("seeds")
FORMATS: tuple[BriefingFormat, ...] = ("docx", "pdf")
FACTS = 500
COLD, WARM = 5, 15

BODY = """format = 1
[source]
slug = "document"
title = "A document on the Northern Agency"
published = "2025-01-05"
kind = "news"
file = "document.txt"
sha256 = "{zeros}"
[record]
added = 2025-01-06
approved_by = "the benchmark"
[[organizations]]
slug = "northern-agency"
name = "Northern Agency"
[[organizations]]
slug = "southern-agency"
name = "Southern Agency"
[[people]]
slug = "ann-venn"
name = "Ann Venn"
[[measures]]
slug = "offices"
name = "offices"
"""


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory(prefix="kvbot-bench-") as name:
        shipped, many = Path(name, "shipped"), Path(name, "many")
        shutil.copytree(SEEDS, shipped)
        write_subject(many, FACTS)
        print(f"{'briefings':42}{'cold process':>18}{'warm':>18}")
        for label, folder, about in (
            ("KOSME, shipped base", shipped, "KOSME"),
            ("Hai Phong, shipped base", shipped, "Hai Phong"),
            (f"a body with {FACTS} facts", many, "Northern Agency"),
        ):
            settings = Settings(seeds=(folder,), home=Path(name, about))
            for line in _lines(label, settings, about):
                print(line)


def _lines(label: str, settings: Settings, about: str) -> Iterator[str]:
    asyncio.run(_built(settings))
    for to in FORMATS:
        try:
            warm = asyncio.run(_warm(settings, about, to))
        except NoTypesetting:
            continue
        cold = median(_cold(settings, about, to) for _ in range(COLD))
        yield f"  {f'{label}, {to}':40}{1000 * cold:>15,.0f} ms{1000 * warm:>15,.0f} ms"


async def _built(settings: Settings) -> None:
    async with open_desk(settings) as desk:
        await desk.refresh()
    await settle(settings)


def _cold(settings: Settings, about: str, to: BriefingFormat) -> float:
    """Seconds that a process takes from its start to a file on disk."""
    file = settings.home / f"briefing.{to}"
    began = time.perf_counter()
    run(settings, "kvbot", "brief", about, "--to", to, "--out", str(file))
    return time.perf_counter() - began


async def _warm(settings: Settings, about: str, to: BriefingFormat) -> float:
    """Seconds from the question to the bytes, after a first time."""
    async with open_desk(settings) as desk:
        await desk.refresh()
        taken: list[float] = []
        for _ in range(WARM + 1):
            began = time.perf_counter()
            answer = await desk.answer(Brief(about=about), about, TODAY)
            content_of(compose(answer, "en", TODAY), to)
            taken.append(time.perf_counter() - began)
        return median(taken[1:])


# --- a body that much is known of ---


def write_subject(folder: Path, facts: int) -> None:
    """A base with one body that so many facts are about, each with two long quotes."""
    folder.mkdir(parents=True)
    tables = [_fact(number) for number in range(facts)]
    text = "\n".join([BODY.format(zeros="0" * 64), *tables])
    (folder / "document.toml").write_text(text, encoding="utf-8")


def _fact(number: int) -> str:
    table, values = _MAKERS[number % len(_MAKERS)](number)
    fields = [*values]
    references = [
        {
            "exact": f"{'what a document says at some length of the agency, ' * 4}{half} {number}",
            "proves": proved,
            "paragraph": number + 1,
        }
        for half, proved in enumerate((fields[:2], fields[2:]))
    ]
    given = {"slug": f"fact-{number}", **values}
    lines = [f"{key} = {json.dumps(value)}" for key, value in given.items()]
    return "\n".join([f"[[{table}]]", *lines, f"references = [{_inline(references)}]", ""])


def _inline(tables: Sequence[dict[str, object]]) -> str:
    written = (", ".join(f"{k} = {json.dumps(v)}" for k, v in table.items()) for table in tables)
    return ", ".join(f"{{ {table} }}" for table in written)


def _words(number: int) -> str:
    return f"cooperation no. {number} of small and medium enterprises in several fields"


def _day(number: int) -> str:
    return f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}"


_AGENCY, _OTHER, _PERSON = "northern-agency", "southern-agency", "ann-venn"
_MAKERS: tuple[Callable[[int], tuple[str, dict[str, object]]], ...] = (
    lambda n: (
        "agreements",
        {"kind": "contract", "parties": [_AGENCY, _OTHER], "date": _day(n), "scope": _words(n)},
    ),
    lambda n: ("events", {"kind": "forum", "name": _words(n), "date": _day(n), "hosts": [_AGENCY]}),
    lambda n: (
        "statistics",
        {
            "measure": "offices",
            "subject": _AGENCY,
            "value": n,
            "unit": "offices",
            "period": _day(n),
        },
    ),
    lambda n: ("programmes", {"name": _words(n), "organizations": [_AGENCY], "aim": _words(n)}),
    lambda n: (
        "remarks",
        {"speaker": _PERSON, "about": [_AGENCY], "date": _day(n), "gist": f"spoke of {_words(n)}"},
    ),
)


if __name__ == "__main__":
    main()
