"""What the tests of the library and of the bot begin with alike."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.indexing import StartFrom, built_home


@pytest.fixture(scope="session")
def skerra_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the index of Skerra, to copy."""
    return built_home(tmp_path_factory.mktemp("skerra"))


@pytest.fixture
def start_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StartFrom:
    """Copy a built home into this test's, and work beside it."""

    def copy(home: Path) -> None:
        shutil.copytree(home, tmp_path / "home", dirs_exist_ok=True)
        monkeypatch.chdir(tmp_path)

    return copy
