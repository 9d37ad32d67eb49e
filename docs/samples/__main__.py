"""Write every sample, from the shipped base, as of one day."""

from __future__ import annotations

import asyncio
from pathlib import Path

from docs.samples.writing import written

HERE = Path(__file__).parent


def main() -> None:
    """Write the files beside this one."""
    for name, content in asyncio.run(written()).items():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()
