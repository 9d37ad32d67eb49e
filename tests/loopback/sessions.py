"""What the gateway keeps of one client: its connection, and the events that it may have missed."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from enum import IntEnum, IntFlag
from typing import Any

from aiohttp import web

from tests.loopback.transport import Compress
from tests.loopback.world import Payload

KEPT_EVENTS = 10_000
"""How many events a session keeps for a client that is away; who misses more starts anew."""


class Opcode(IntEnum):
    """The kinds of gateway payload."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    VOICE_STATE_UPDATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class CloseCode(IntEnum):
    """Why the gateway closes a connection."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    DISALLOWED_INTENTS = 4014


class Intent(IntFlag):
    """Which events a client wants, as far as they occur here."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


class Connection:
    """One websocket to a client. What is sent leaves in order, without waiting for it."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        compress: Compress | None,
        transport: asyncio.BaseTransport | None,
    ) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._transport = transport
        self._compress = compress
        self._outgoing: asyncio.Queue[str | None] = asyncio.Queue()
        self._writing = asyncio.create_task(self._write())

    def send(self, opcode: Opcode, data: Any) -> None:
        """Send a payload that is not an event."""
        self.send_text(json.dumps({"op": opcode, "d": data, "s": None, "t": None}))

    def send_text(self, text: str) -> None:
        """Send a payload that is already written as JSON."""
        self._outgoing.put_nowait(text)

    async def _write(self) -> None:
        while (text := await self._outgoing.get()) is not None:
            try:
                await self._put(text)
            except ConnectionError:
                return  # the client has gone; its session keeps the events

    async def _put(self, text: str) -> None:
        if self._compress is None:
            await self.socket.send_str(text)
        else:
            await self.socket.send_bytes(self._compress(text))

    def sever(self) -> None:
        """End the connection without a closing frame, as a broken line does."""
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()

    async def close(self, code: int) -> None:
        """Send what is waiting, then close with a code."""
        self._outgoing.put_nowait(None)
        await self._writing
        await self.socket.close(code=code)


class Session:
    """A client that has identified; it outlives its connections."""

    def __init__(self, session_id: str, intents: int) -> None:
        self.id = session_id
        self.intents = intents
        self.ready = False
        self.connection: Connection | None = None
        self._sequence = 0
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT_EVENTS)

    @property
    def connected(self) -> bool:
        """Whether events reach the client now."""
        return self.connection is not None

    def wants(self, intent: int) -> bool:
        """Whether the client asked for events of this intent (0: everyone gets them)."""
        return self.intents & intent == intent

    def dispatch(self, event: str, data: Any) -> None:
        """Send an event, or keep it until the client resumes."""
        self._sequence += 1
        payload: Payload = {"op": Opcode.DISPATCH, "d": data, "s": self._sequence, "t": event}
        text = json.dumps(payload, separators=(",", ":"))
        self._kept.append((self._sequence, text))
        if self.connection is not None:
            self.connection.send_text(text)

    def acknowledge(self, sequence: int | None) -> None:
        """Forget what the client says that it has seen."""
        while self._kept and sequence is not None and self._kept[0][0] <= sequence:
            self._kept.popleft()

    def can_resume_from(self, sequence: int) -> bool:
        """Whether every event after this one is still kept."""
        oldest = self._kept[0][0] if self._kept else self._sequence + 1
        return oldest - 1 <= sequence <= self._sequence

    def resume(self, connection: Connection, sequence: int) -> None:
        """Go on over a new connection with what the client missed."""
        self.attach(connection)
        self.acknowledge(sequence)
        for _, text in self._kept:
            connection.send_text(text)
        self.dispatch("RESUMED", {"_trace": []})

    def attach(self, connection: Connection) -> None:
        """Let events go over this connection from now on."""
        self.connection = connection
        connection.session = self

    def detach(self) -> Connection | None:
        """Keep events from now on. Returns the connection that was in use."""
        connection, self.connection = self.connection, None
        return connection
