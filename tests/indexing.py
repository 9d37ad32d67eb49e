"""The index of a base that many tests begin with, built once and copied into each test's home.

An index calls a file by its path from where the build ran. It is therefore built in a
folder in which the base is `base`, and a test that begins with it works in its own folder,
where its base has the same name. Each test still looks at every one of its files when it
opens the base: one that differs from what was built is read anew.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path

from kvbot.desk import open_desk
from kvbot.settings import Settings

SKERRA = Path(__file__).parent / "library" / "skerra"

StartFrom = Callable[[Path], None]
"""Copy a built home into this test's, and work beside it."""


def built_home(folder: Path, more: Mapping[str, str] | None = None, base: Path = SKERRA) -> Path:
    """A KVBOT_HOME in folder, with the index of a base and of more dossiers.

    more: the text of each dossier by its file name.
    """
    base = shutil.copytree(base, folder / "base")
    for name, text in (more or {}).items():
        (base / name).write_text(text)
    with chdir(folder):
        asyncio.run(_build(Settings(seeds=(base,), home=folder / "home")))
    return folder / "home"


async def _build(settings: Settings) -> None:
    async with open_desk(settings) as desk:
        await desk.refresh()
