"""python -m docs.pictures: pictures of what the bot shows, as PNG files beside this one.

The real bot answers over the shipped base, on a Discord on loopback; what it sends is drawn
as on a phone. The content is the same each time, but for ages, which count from today.

Wanted on the machine, none of it for anything else: the project installed with [bot,dev];
Chromium on PATH; the fonts Noto Sans, Noto Sans Mono and Noto Sans CJK KR, without which
Hangul and Vietnamese show as boxes or in other widths (Debian: chromium, fonts-noto-core,
fonts-noto-mono, fonts-noto-cjk); and pngquant, without which the files are three times as large.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

from docs.pictures.camera import NoBrowser, opened_camera
from docs.pictures.drawing import page
from docs.pictures.scenes import SCENES, Failed, Scene, played

HERE = Path(__file__).parent


def main() -> int:
    """Take the pictures. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m docs.pictures", description=__doc__)
    names = [scene.picture for scene in SCENES]
    parser.add_argument("picture", nargs="*", help=f"some of {', '.join(names)}; else all")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder to write to")
    arguments = parser.parse_args()
    wanted = arguments.picture or names
    if unknown := set(wanted) - set(names):
        parser.error(f"no picture is called {', '.join(sorted(unknown))}")
    scenes = tuple(scene for scene in SCENES if scene.picture in wanted)
    try:
        asyncio.run(_take(scenes, arguments.out))
    except (NoBrowser, Failed) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


async def _take(scenes: tuple[Scene, ...], folder: Path) -> None:
    shown = await played(scenes)
    async with opened_camera() as camera:
        for one in shown:
            file = folder / f"{one.scene.picture}.png"
            file.write_bytes(_smaller(await camera.picture(page(one))))
            sys.stdout.write(f"{file.name}  {file.stat().st_size / 1024:.0f} KB\n")


def _smaller(png: bytes) -> bytes:
    """A picture in a palette of colours, where pngquant is there to find it."""
    program = shutil.which("pngquant")
    if program is None:
        return png
    command = [program, "--speed", "1", "--strip", "64", "-"]
    return subprocess.run(command, input=png, capture_output=True, check=True).stdout  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
