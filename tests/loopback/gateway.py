"""Discord's gateway, version 10: the websocket by which a client hears what happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.sessions import CloseCode, Connection, Intent, Opcode, Session
from tests.loopback.transport import compressor
from tests.loopback.world import Guild, Payload, World

GUILD_EVENTS = ("GUILD_", "CHANNEL_", "THREAD_")
"""Events whose names begin so take the GUILDS intent, but for those about members."""


class Gateway:
    """Accepts clients, and tells them what happens.

    address: where clients connect, `ws://…`. heartbeat_interval: seconds.
    heartbeat_acks: set it to False and heartbeats go unanswered.
    allow_message_content: False refuses clients that ask for the message content intent.
    """

    def __init__(
        self, world: World, token: str, changed: Callable[[], None], heartbeat_interval: float
    ) -> None:
        self.world = world
        self.address = ""
        self.heartbeat_interval = heartbeat_interval
        self.heartbeat_acks = True
        self.allow_message_content = True
        self.identifies = 0
        self.resumes = 0
        self.sessions: dict[str, Session] = {}
        self._token = token
        self._changed = changed
        self._numbers = count(1)
        self._connections: set[Connection] = set()

    # -- telling clients -------------------------------------------------------------------

    def dispatch(self, event: str, data: Any) -> None:
        """Tell every client that asked for this kind of event."""
        self.tell(event, lambda _: data, _intent_for(event))

    def tell(self, event: str, data_for: Callable[[Session], Any], intent: int = 0) -> None:
        """Tell every client that has the intent, each in the words for its session."""
        for session in list(self.sessions.values()):
            if session.wants(intent):
                session.dispatch(event, data_for(session))

    @property
    def ready(self) -> bool:
        """Whether a client is connected and has been told of its guilds."""
        return any(session.ready and session.connected for session in self.sessions.values())

    # -- faults ----------------------------------------------------------------------------

    async def drop(self, code: int) -> None:
        """Close every connection; with 1006, without a word, as a broken line would."""
        for connection in self._detach_all():
            if code == 1006:
                connection.sever()
            else:
                await connection.close(code)

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell clients that their session is invalid, and forget it unless it may be resumed."""
        for connection in self._detach_all():
            connection.send(Opcode.INVALID_SESSION, resumable)
        if not resumable:
            self.sessions.clear()

    async def reconnect(self) -> None:
        """Ask clients to connect anew and to resume."""
        for connection in self._detach_all():
            connection.send(Opcode.RECONNECT, None)

    def _detach_all(self) -> list[Connection]:
        detached = [session.detach() for session in self.sessions.values()]
        return [connection for connection in detached if connection is not None]

    async def close(self) -> None:
        """Say good-bye to everyone."""
        for connection in list(self._connections):
            await connection.close(1001)

    # -- one connection --------------------------------------------------------------------

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one client from its handshake to its end."""
        wanted = request.query.get("compress")
        compress = compressor(wanted) if wanted else None
        if wanted and compress is None:
            raise web.HTTPBadRequest(text=f"cannot compress as {wanted}")
        socket = web.WebSocketResponse(max_msg_size=16_384, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(socket, compress, request.transport)
        self._connections.add(connection)
        try:
            await self._serve(connection)
        finally:
            self._connections.discard(connection)
            await self._part(connection)
        return socket

    async def _serve(self, connection: Connection) -> None:
        interval = round(self.heartbeat_interval * 1000)
        connection.send(Opcode.HELLO, {"heartbeat_interval": interval, "_trace": []})
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT:
                return await connection.close(CloseCode.DECODE_ERROR)
            code = self._receive(connection, json.loads(frame.data))
            if code is not None:
                return await connection.close(code)
        return None

    async def _part(self, connection: Connection) -> None:
        """Let go of a connection that ended; a client that closed it cleanly is gone for good."""
        session = connection.session
        if session is not None and session.connection is connection:
            session.detach()
            if connection.socket.close_code in (1000, 1001):
                self.sessions.pop(session.id, None)
        await connection.close(1000)
        self._changed()

    def _receive(self, connection: Connection, payload: Payload) -> CloseCode | None:
        """Act on what a client sent. Returns the code to close with where it was wrong."""
        opcode = payload["op"]
        data: Any = payload.get("d")
        if opcode == Opcode.HEARTBEAT:
            self._beat(connection, data)
            return None
        if opcode == Opcode.IDENTIFY:
            return self._identify(connection, data)
        if opcode == Opcode.RESUME:
            return self._resume(connection, data)
        if connection.session is None:
            return CloseCode.NOT_AUTHENTICATED
        if opcode == Opcode.REQUEST_GUILD_MEMBERS:
            self._chunk(connection.session, data)
            return None
        if opcode in (Opcode.PRESENCE_UPDATE, Opcode.VOICE_STATE_UPDATE):
            return None
        return CloseCode.UNKNOWN_OPCODE

    def _beat(self, connection: Connection, sequence: int | None) -> None:
        if connection.session is not None:
            connection.session.acknowledge(sequence)
        if self.heartbeat_acks:
            connection.send(Opcode.HEARTBEAT_ACK, None)

    def _identify(self, connection: Connection, data: Payload) -> CloseCode | None:
        if connection.session is not None:
            return CloseCode.ALREADY_AUTHENTICATED
        if data["token"].removeprefix("Bot ") != self._token:
            return CloseCode.AUTHENTICATION_FAILED
        if data["intents"] & Intent.MESSAGE_CONTENT and not self.allow_message_content:
            return CloseCode.DISALLOWED_INTENTS
        self.identifies += 1
        self._forget_the_disconnected()
        session = Session(f"session-{next(self._numbers)}", data["intents"])
        self.sessions[session.id] = session
        session.attach(connection)
        self._greet(session)
        return None

    def _forget_the_disconnected(self) -> None:
        self.sessions = {key: held for key, held in self.sessions.items() if held.connected}

    def _greet(self, session: Session) -> None:
        """Send READY, in which guilds are unavailable, and then a GUILD_CREATE for each."""
        joined = [guild for guild in self.world.guilds.values() if guild.joined]
        session.dispatch(
            "READY",
            {
                "v": 10,
                "user": self.world.bot.payload() | {"verified": True, "mfa_enabled": False},
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in joined],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": self.address,
                "application": {"id": str(self.world.bot.id), "flags": 0},
                "private_channels": [],
            },
        )
        if session.wants(Intent.GUILDS):
            for guild in joined:
                created = guild.create_payload(everybody=session.wants(Intent.GUILD_MEMBERS))
                session.dispatch("GUILD_CREATE", {**created, "unavailable": False})
        session.ready = True
        self._changed()

    def _resume(self, connection: Connection, data: Payload) -> CloseCode | None:
        if data["token"].removeprefix("Bot ") != self._token:
            return CloseCode.AUTHENTICATION_FAILED
        session = self.sessions.get(data["session_id"] or "")
        if session is None or not session.can_resume_from(data["seq"] or 0):
            connection.send(Opcode.INVALID_SESSION, False)
            return None
        self.resumes += 1
        session.resume(connection, data["seq"] or 0)
        self._changed()
        return None

    def _chunk(self, session: Session, data: Payload) -> None:
        """Answer a request for the members of a guild in one piece."""
        guild = self.world.guilds[int(data["guild_id"])]
        wanted = _matching(guild, data)
        chunk: Payload = {
            "guild_id": str(guild.id),
            "members": wanted,
            "chunk_index": 0,
            "chunk_count": 1,
        }
        if "nonce" in data:
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk)


def _matching(guild: Guild, data: Payload) -> list[Payload]:
    ids = {int(number) for number in data.get("user_ids") or ()}
    prefix = data.get("query") or ""
    return [
        member.payload()
        for member in guild.members.values()
        if (member.id in ids if ids else member.user.name.startswith(prefix))
    ]


def _intent_for(event: str) -> int:
    if event.startswith("GUILD_MEMBER_"):
        return Intent.GUILD_MEMBERS
    return Intent.GUILDS if event.startswith(GUILD_EVENTS) else 0
