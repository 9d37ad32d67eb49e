"""The tables of this folder: TOML files that colleagues can read and extend."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def tables(name: str) -> dict[str, Any]:
    """The tables of a file here, by its name without the ending."""
    path = Path(__file__).with_name(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
