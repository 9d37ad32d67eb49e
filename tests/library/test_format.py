"""The reference of the dossier format says what the models read."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from docs.format.writing import FACTS, written
from kvbot.model.facts import AgreementKind, EventKind, Report

PAGE = Path(__file__).parents[2] / "docs" / "format.md"


def test_the_page_is_as_the_models_are():
    assert PAGE.read_text("utf-8") == written(), "run python -m docs.format"


def test_every_value_of_a_kind_is_listed():
    page = written()
    missing = [k for k in (*get_args(AgreementKind), *get_args(EventKind)) if f"`{k}`" not in page]
    assert missing == []


@pytest.mark.parametrize(("name", "model"), FACTS.items())
def test_every_table_of_facts_has_the_fields_that_are_its_own(name: str, model: type[Report]):
    table = written().split(f"### [[{name}]]")[1].split("###")[0]
    own = model.model_fields.keys() - Report.model_fields.keys() - {"type"}
    assert own == {field for field in own if f"| `{field}` |" in table}
