"""The invented base of the island of Skerra, for every test of the library, and the Nordic one.

skerra/ holds its registry and two dossiers, originals/ the documents that they quote: a
press release of 2024-05-02 and a colleague's note of 2025-03-10. Both report the
agreement `slb-guild-mou-2024`; nothing else is reported twice.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kvbot.desk import Desk, open_desk
from kvbot.settings import Settings
from tests.indexing import StartFrom, built_home
from tests.nordic import NORDIC

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder of its own with the registry and both dossiers, to read or to change."""
    return Path(shutil.copytree(HERE / "skerra", tmp_path / "base"))


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    """A folder of its own with the documents that the dossiers quote."""
    return Path(shutil.copytree(HERE / "originals", tmp_path / "originals"))


@pytest.fixture
def settings(base: Path, tmp_path: Path) -> Settings:
    """Settings for the base, with an empty KVBOT_HOME."""
    return Settings(seeds=(base,), home=tmp_path / "home")


@pytest.fixture
async def desk(settings: Settings, skerra_home: Path, start_from: StartFrom) -> AsyncIterator[Desk]:
    """The open desk over the base, its index up to date."""
    start_from(skerra_home)
    async with open_desk(settings) as opened:
        await opened.refresh()
        yield opened


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the index of the shipped base, to copy."""
    return built_home(tmp_path_factory.mktemp("shipped"), base=SEEDS)


@pytest.fixture
async def shipped(tmp_path: Path, shipped_home: Path, start_from: StartFrom) -> AsyncIterator[Desk]:
    """The open desk over the shipped base, its index up to date."""
    base = Path(shutil.copytree(SEEDS, tmp_path / "base"))
    start_from(shipped_home)
    async with open_desk(Settings(seeds=(base,), home=tmp_path / "home")) as opened:
        await opened.refresh()
        yield opened


@pytest.fixture(scope="session")
def nordic_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the index of the Nordic base, built once."""
    return built_home(tmp_path_factory.mktemp("nordic"), base=NORDIC)


@pytest.fixture
async def nordic(nordic_home: Path) -> AsyncIterator[Desk]:
    """The desk over the Nordic base, which is only read."""
    async with open_desk(Settings(seeds=(NORDIC,), home=nordic_home)) as opened:
        await opened.refresh()
        yield opened
