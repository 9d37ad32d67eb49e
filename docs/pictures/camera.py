"""Pictures of pages, taken by a Chromium without a window.

Source: Chrome DevTools Protocol, https://chromedevtools.github.io/devtools-protocol/.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

WIDTH, SCALE = 390, 2
"""CSS pixels of a phone, and how many pixels of the picture one of them takes."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

START_S, STEP_S = 30, 20
"""How long the browser may take to start, and to do a thing, in seconds."""


class NoBrowser(Exception):
    """There is no Chromium, or it does not start."""

    def __init__(self) -> None:
        super().__init__(f"no browser starts; put one of {', '.join(BROWSERS)} on PATH")


class Camera:
    """A page of a browser, spoken to over its socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)

    async def picture(self, html: str) -> bytes:
        """A page as PNG, as high as it is."""
        await self._do(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH,
            height=1,
            deviceScaleFactor=SCALE,
            mobile=True,
        )
        frames = await self._do("Page.getFrameTree")
        await self._do(
            "Page.setDocumentContent", frameId=frames["frameTree"]["frame"]["id"], html=html
        )
        measured = await self._do(
            "Runtime.evaluate",
            expression="document.fonts.ready.then(() => document.documentElement.scrollHeight)",
            awaitPromise=True,
        )
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": measured["result"]["value"], "scale": 1}
        taken = await self._do("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(taken["data"])

    async def _do(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command; events that come before it are passed over."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(STEP_S):
            while True:
                answer = await self._socket.receive_json()
                if answer.get("id") == number:
                    result: dict[str, Any] = answer["result"]
                    return result


@asynccontextmanager
async def opened_camera() -> AsyncIterator[Camera]:
    """A camera, for as long as it is needed. Raises NoBrowser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise NoBrowser
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
        options += ["--hide-scrollbars", "--disable-gpu", "--no-first-run", "about:blank"]
        if os.geteuid() == 0:  # Chromium does not sandbox what root runs
            options.append("--no-sandbox")
        process = await asyncio.create_subprocess_exec(
            browser, *options, stderr=asyncio.subprocess.PIPE
        )
        try:
            address = await _address(process.stderr)
            async with (
                aiohttp.ClientSession() as session,
                session.put(f"http://{address}/json/new") as made,
                session.ws_connect(
                    (await made.json())["webSocketDebuggerUrl"], max_msg_size=0
                ) as socket,
            ):
                yield Camera(socket)
        finally:
            process.terminate()
            await process.wait()


async def _address(said: asyncio.StreamReader | None) -> str:
    """Host and port at which the browser listens, as it says once it does. Raises NoBrowser."""
    async with asyncio.timeout(START_S):
        while said and (line := await said.readline()):
            if found := re.search(r"ws://([^/]+)/", line.decode(errors="replace")):
                return found[1]
    raise NoBrowser
