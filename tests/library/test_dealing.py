"""What is kept between questions, and when it is dropped: the cards of facts, and the index."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

import kvbot
from kvbot.desk import Desk, open_desk
from kvbot.index.index import open_index
from kvbot.model.answers import Answer
from kvbot.settings import Settings
from kvbot.words.render import render
from tests.indexing import StartFrom
from tests.nordic import NORDIC, QUESTIONS, TODAY, asked, opening, told

IN_EVERY_LANGUAGE = [question["question"] for question in QUESTIONS]


@pytest.fixture
def copied(tmp_path: Path, nordic_home: Path, start_from: StartFrom) -> Settings:
    """Settings for a copy of the Nordic base, to change, with its index built."""
    base = Path(shutil.copytree(NORDIC, tmp_path / "base"))
    start_from(nordic_home)
    return Settings(seeds=(base,), home=tmp_path / "home")


@pytest.fixture
async def desk(copied: Settings) -> AsyncIterator[Desk]:
    async with open_desk(copied) as opened:
        await opened.refresh()
        yield opened


def replace_in(copied: Settings, name: str, old: str, new: str) -> None:
    """Change a file of the base, wherever it has these words."""
    path = copied.seeds[0] / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


CHANGES = [
    pytest.param(
        *("oslo-summit-2021-09-10.toml", "61_300", "62_300"),
        *("did the ferries carry 61,300 passengers in 2020?", "yes", "no"),
        id="a figure",
    ),
    pytest.param(
        *("oslo-summit-2021-09-10.toml", 'date = "2021-09-02"', 'date = "2021-09-03"'),
        *("was the ventspils contract signed on 2 september 2021?", "yes", "no"),
        id="a day",
    ),
    pytest.param(
        *("sea-days-2018-11-30.toml", 'person = "astrid-fossvik"', 'person = "henrik-solbakkmo"'),
        *("is henrik solbakkmo the mayor of havnesund?", "no", "yes"),
        id="a post",
    ),
    pytest.param(
        *("registry/places.toml", 'name = "Riga"\nwithin = "latvia"', 'name = "Riga"'),
        *("was the wind mou signed in latvia?", "yes", "no"),
        id="where a place lies",
    ),
]
"""A file, what is changed in it, a question, and how its answer begins before and after."""

each_change = pytest.mark.parametrize(
    ("name", "old", "new", "question", "before", "after"), CHANGES
)


@each_change
async def test_a_question_is_answered_by_the_base_as_it_is_now(
    desk, copied, name, old, new, question, before, after
):
    assert opening(await asked(desk, question)) == before
    replace_in(copied, name, old, new)
    await desk.refresh()
    assert opening(await asked(desk, question)) == after


@each_change
async def test_what_another_process_has_built_is_answered_from_at_once(
    desk, copied, name, old, new, question, before, after
):
    assert opening(await asked(desk, question)) == before
    replace_in(copied, name, old, new)
    async with open_desk(copied) as other:
        await other.refresh()
    assert opening(await asked(desk, question)) == after


async def test_a_fact_that_is_gone_is_told_no_more_and_told_again_once_it_is_back(desk, copied):
    question = "how many field stations does nici run abroad"
    dossier = copied.seeds[0] / "wind-memorandum-2016-06-15.toml"
    first = await asked(desk, question)
    dossier.rename(dossier.with_suffix(".away"))
    await desk.refresh()
    assert opening(await asked(desk, question)) == "declined"
    dossier.with_suffix(".away").rename(dossier)
    await desk.refresh()
    assert await asked(desk, question) == first
    assert told(first) == ["nici-field-stations-abroad-2016"]


NAMES = [
    pytest.param(
        *("registry/people.toml", "Astrid", "Aslaug"),
        *("mayor of havnesund", "Astrid Fossvik", "Aslaug Fossvik"),
        id="a person",
    ),
    pytest.param(
        *("registry/measures.toml", '"ferry crossings"', '"trips by ferry"'),
        *("ferry crossings in 2017", "ferry crossings", "trips by ferry"),
        id="a measure",
    ),
    pytest.param(
        *("oslo-summit-2021-09-10.toml", '"2021-09-10"\nlang', '"2021-09-11"\nlang'),
        *("cost of the quay in ventspils", "10 September 2021", "11 September 2021"),
        id="a source",
    ),
]
"""A file, what is changed in it, a question, and what its first line has before and after."""


@pytest.mark.parametrize(("name", "old", "new", "question", "before", "after"), NAMES)
async def test_what_a_record_is_called_is_told_as_the_base_has_it_now(
    desk, copied, name, old, new, question, before, after
):
    for _ in range(2):
        assert before in render(await asked(desk, question), "en").headline
    replace_in(copied, name, old, new)
    assert (await desk.refresh()).problems == ()
    headline = render(await asked(desk, question), "en").headline
    assert after in headline
    assert before not in headline


async def test_a_record_is_read_once_for_a_state_of_the_base(copied):
    async with open_index(copied.home) as index:
        await index.refresh(copied.seeds)
        async with index.snapshot() as base:
            first = await base.entities(["riga", "oslo", "nowhere"])
        async with index.snapshot() as base:
            again = await base.entities(["oslo", "bergen"])
        replace_in(copied, "registry/places.toml", 'name = "Riga"', 'name = "Rigga"')
        await index.refresh(copied.seeds)
        async with index.snapshot() as base:
            anew = await base.entities(["riga", "oslo"])
    assert [*first] == ["oslo", "riga"]
    assert again["oslo"] is first["oslo"]
    assert (first["riga"].name, anew["riga"].name) == ("Riga", "Rigga")
    assert anew["oslo"] is not first["oslo"]


@pytest.mark.parametrize("question", IN_EVERY_LANGUAGE[::6])
async def test_a_question_that_is_asked_twice_has_equal_answers(nordic, question):
    assert await asked(nordic, question) == await asked(nordic, question)


def test_no_answer_depends_on_what_was_asked_before_it(nordic_home):
    settings = Settings(seeds=(NORDIC,), home=nordic_home)

    async def ask_all(questions: list[str]) -> list[Answer]:
        async with open_desk(settings) as desk:
            return [await desk.ask(question, TODAY) for question in questions]

    @cache
    def alone(question: str) -> Answer:
        return asyncio.run(ask_all([question]))[0]

    @examples(max_examples=25, deadline=None)
    @given(st.lists(st.sampled_from(IN_EVERY_LANGUAGE), min_size=2, max_size=8))
    def holds(questions: list[str]) -> None:
        assert asyncio.run(ask_all(questions)) == [alone(question) for question in questions]

    holds()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the program."""
    folder = tmp_path_factory.mktemp("program")
    source = Path(kvbot.__file__).parent
    shutil.copytree(source, folder / "kvbot", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def name_of_index(package: Path) -> str:
    """What the program in a folder calls its index."""
    code = "from pathlib import Path; from kvbot.index.connection import index_path as path\n"
    code += "import kvbot; print(kvbot.__file__, path(Path('home')).name)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    program, name = ran.stdout.split()
    assert Path(program).is_relative_to(package)
    return name


def name_after_a_line_more(package: Path, file: str) -> str:
    """What the index is called while a file of the program has a comment more."""
    path = package / "kvbot" / file
    text = path.read_bytes()
    path.write_bytes(text + b"\n# A line more.\n")
    try:
        return name_of_index(package)
    finally:
        path.write_bytes(text)


@pytest.mark.parametrize(
    "table",
    [
        "ask/questions/en.toml",
        "ask/questions/ko.toml",
        "ask/questions/rules.toml",
        "names/korean.toml",
    ],
)
def test_a_change_of_a_table_of_words_or_names_makes_a_new_index(package, table):
    assert name_after_a_line_more(package, table) != name_of_index(package)


@pytest.mark.parametrize("other", ["words/en.toml", "desk/ask.py"])
def test_a_change_of_what_the_index_does_not_hold_keeps_it(package, other):
    assert name_after_a_line_more(package, other) == name_of_index(package)
