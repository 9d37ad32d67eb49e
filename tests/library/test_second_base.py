"""The invented base of Norway and Latvia: it builds, and its questions hold to its documents.

tests/bases/nordic/ has a registry, three dossiers, the documents that they quote (originals/)
and questions.jsonl, to be asked on 2022-03-01. It is there to show that nothing in the program
knows the shipped base.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from kvbot.desk import open_desk
from kvbot.dossier.originals import folded, verify
from kvbot.dossier.reading import read_dossier
from kvbot.model.facts import FactType
from kvbot.names.folding import fold_words
from kvbot.settings import Settings

NORDIC = Path(__file__).parents[1] / "bases" / "nordic"
ORIGINALS = NORDIC / "originals"
DOSSIERS = sorted(NORDIC.glob("*.toml"))
FILES = sorted(NORDIC.rglob("*.toml"))
DOCUMENTS = [folded(path.read_text("utf-8")) for path in sorted(ORIGINALS.glob("*.txt"))]
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (NORDIC / "questions.jsonl").read_text("utf-8").splitlines()
]


def by_name(path: Path) -> str:
    return path.stem


def by_id(question: dict[str, Any]) -> str:
    return str(question["id"])


each_dossier = pytest.mark.parametrize("path", DOSSIERS, ids=by_name)
each_answerable = pytest.mark.parametrize(
    "question", [question for question in QUESTIONS if question["answerable"]], ids=by_id
)


def words(text: str) -> str:
    """A text as words between blanks, so that a part of a word is not found in it."""
    return f" {' '.join(fold_words(text))} "


def quoted_paragraphs() -> set[str]:
    """Every paragraph from which the base quotes, as the questions have it: `source#4`."""
    dossiers = [read_dossier(path.name, path.read_bytes()) for path in DOSSIERS]
    return {
        f"{dossier.source.slug}#{quote.paragraph}"
        for dossier in dossiers
        if dossier.source
        for _, quote in dossier.quotes()
    }


async def test_the_second_base_builds_without_a_problem_and_every_name_has_a_quote(tmp_path):
    async with open_desk(Settings(seeds=(NORDIC,), home=tmp_path)) as desk:
        report = await desk.refresh()
        assert report.problems == ()
        assert report.changed == len(FILES)
        assert await desk.loose_names() == []


async def test_the_second_base_has_every_type_of_fact(tmp_path):
    async with open_desk(Settings(seeds=(NORDIC,), home=tmp_path)) as desk:
        await desk.refresh()
        assert set(await desk.counts()) == set(get_args(FactType))


@each_dossier
def test_every_quote_of_the_second_base_is_in_its_document(path):
    dossier = read_dossier(path.name, path.read_bytes())
    assert verify(path.name, dossier, ORIGINALS) == []


def test_the_second_base_names_nothing_of_the_shipped_one():
    seeds = Path(__file__).parents[2] / "seeds"
    shipped, here = (
        {
            entity.slug
            for path in folder.rglob("*.toml")
            for entity in read_dossier(path.name, path.read_bytes()).entities()
        }
        for folder in (seeds, NORDIC)
    )
    assert here
    assert shipped.isdisjoint(here)


def test_every_question_stands_once_and_an_unanswerable_one_expects_nothing():
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question["question"] for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert bool(question["expect"]) == question["answerable"] == bool(question["evidence"])


@each_answerable
def test_the_evidence_of_a_question_is_a_paragraph_from_which_the_base_quotes(question):
    assert set(question["evidence"]) <= quoted_paragraphs()


@each_answerable
def test_what_a_question_expects_is_in_the_words_of_the_documents(question):
    told = "".join(words(text) for text in DOCUMENTS)
    for variants in question["expect"]:
        assert any(words(variant) in told for variant in variants), variants
