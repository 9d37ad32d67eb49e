"""Write the reference of the dossier format anew."""

from __future__ import annotations

from pathlib import Path

from docs.format.writing import written

TARGET = Path(__file__).parent.parent / "format.md"


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
