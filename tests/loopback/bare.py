"""A client with no library in between, for what discord.py would never send."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp

from tests.loopback.server import DiscordServer
from tests.loopback.sessions import Intent, Opcode
from tests.loopback.world import Payload

Answer = tuple[int, Any]
"""A status and what came with it as JSON."""


class BareClient:
    """Sends requests as they are given, and hears the gateway."""

    def __init__(self, server: DiscordServer, session: aiohttp.ClientSession) -> None:
        self.application = f"/applications/{server.world.bot.id}"
        self._server = server
        self._session = session
        self._headers = {"Authorization": f"Bot {server.token}"}

    @classmethod
    @asynccontextmanager
    async def connected(cls, server: DiscordServer) -> AsyncIterator[Self]:
        """A client that has not identified yet."""
        async with aiohttp.ClientSession() as session:
            yield cls(server, session)

    async def send(self, method: str, path: str, body: Any = None) -> Answer:
        """Send JSON, or nothing if body is None."""
        url = self._server.api_base + path
        async with self._session.request(method, url, json=body, headers=self._headers) as response:
            kind = response.headers.get("Content-Type")
            return response.status, await response.json() if kind == "application/json" else None

    async def upload(self, path: str, body: Payload, files: dict[str, bytes]) -> Answer:
        """Send a multipart form."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("payload_json", json.dumps(body))
        for index, (name, data) in enumerate(files.items()):
            form.add_field(f"files[{index}]", io.BytesIO(data), filename=name)
        url = self._server.api_base + path
        async with self._session.post(url, data=form, headers=self._headers) as response:
            return response.status, await response.json()

    @asynccontextmanager
    async def gateway(self) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """A connection to the gateway that has heard HELLO."""
        async with self._session.ws_connect(self._server.gateway.address) as socket:
            hello = await socket.receive_json(timeout=2)
            assert hello["op"] == Opcode.HELLO
            yield socket

    async def identify(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        *,
        token: str | None = None,
        intents: int = Intent.GUILDS,
    ) -> aiohttp.WSMessage:
        """Identify, and return what comes back: READY, or that the connection was closed."""
        data = {"token": token or self._server.token, "intents": intents, "properties": {}}
        await socket.send_json({"op": Opcode.IDENTIFY, "d": data})
        return await socket.receive(timeout=2)
