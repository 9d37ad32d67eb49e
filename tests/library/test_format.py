"""The reference of the dossier format says what the models read."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from docs.format.writing import FACTS, written
from kvbot.model.facts import AgreementKind, EventKind

PAGE = Path(__file__).parents[2] / "docs" / "format.md"


def test_the_page_is_as_the_models_are():
    assert PAGE.read_text("utf-8") == written(), "run python -m docs.format"


def test_every_value_of_a_kind_is_listed():
    page = written()
    missing = [k for k in (*get_args(AgreementKind), *get_args(EventKind)) if f"`{k}`" not in page]
    assert missing == []


def test_every_table_of_facts_has_its_fields():
    page = written()
    for name, model in FACTS.items():
        table = page.split(f"### [[{name}]]")[1].split("###")[0]
        own = set(model.model_fields) - {"type"}
        assert {f for f in own if f"| `{f}` |" in table} >= set(model.identity_fields) - {"type"}
