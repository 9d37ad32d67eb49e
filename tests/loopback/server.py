"""A Discord on loopback, to which an unmodified client logs in, and which a test drives.

It speaks the HTTP API and the gateway, both version 10, on 127.0.0.1. Nothing here imports
discord.py: what a test drives is whole, and knows no more of the server than its address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback.driver import Driver
from tests.loopback.faults import USUAL_BODIES, Fault, rate_limited
from tests.loopback.http import PREFIX, install
from tests.loopback.routes import ROUTES
from tests.loopback.world import Guild, Payload

TOKEN = "MTIz.loopback.not-a-secret"  # noqa: S105 - the token of a bot that exists only here


class DiscordServer(Driver):
    """Discord, as far as a bot that answers questions can tell.

    `async with DiscordServer() as discord:` binds a free port. Its address is `api_base`; it
    accepts `token` and no other. What users do is in Driver; this adds what goes wrong.

    checking: whether requests are held to Discord's rules (then `problems` fills). recording:
    whether the bodies of requests are kept. heartbeat_interval: seconds.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        checking: bool = True,
        recording: bool = True,
        heartbeat_interval: float = 41.25,
    ) -> None:
        super().__init__(
            token, checking=checking, recording=recording, heartbeat_interval=heartbeat_interval
        )
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        install(app, self, ROUTES)
        app.router.add_get("/", self._connect)
        app.router.add_get("/attachments/{attachment_id}/{name}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api_base = f"http://{host}:{port}{PREFIX}"
        self.gateway.address = f"ws://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.faults.release()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.next("GET", "/")
        if fault is not None and fault.status is not None:
            return web.Response(status=fault.status)
        if fault is not None:
            await fault.hang()
        return await self.gateway.connect(request)

    async def _download(self, request: web.Request) -> web.Response:
        number = request.match_info["attachment_id"]
        found = self.attachments.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found.data)

    # -- the world -------------------------------------------------------------------------

    def add_guild(self, name: str, *, locale: str = "en-US", joined: bool = True) -> Guild:
        """Make a guild, by default one that the bot is in."""
        return self.world.add_guild(name, locale, joined=joined)

    async def ready(self, timeout: float = 10) -> None:  # noqa: ASYNC109
        """Wait until a client is connected, and has been told of its guilds.

        discord.py's own `on_ready` comes its `guild_ready_timeout` after that.
        Raises TimeoutError after timeout seconds.
        """
        await self.until(lambda: self.gateway.ready, timeout)

    async def dispatch(self, event: str, data: Any) -> None:
        """Send any gateway event to every client that wants its kind."""
        self.gateway.dispatch(event, data)

    # -- what goes wrong -------------------------------------------------------------------

    def fail(
        self,
        method: str,
        path: str,
        *,
        status: int = 500,
        body: Payload | str | None = None,
        headers: Mapping[str, str] | None = None,
        retry_after: float = 0.05,
        everywhere: bool = False,
        times: int = 1,
    ) -> Fault:
        """Let the next requests fail; body and headers are by default what Discord sends.

        method: `*` for any. path: a regular expression, searched for after /api/v10; `^/$` is
        the handshake of the gateway. retry_after (seconds) and everywhere (the limit is that of
        the whole application) are for 429.
        """
        usual: Payload | str = USUAL_BODIES.get(status, {"message": f"{status}", "code": 0})
        usual_headers: Mapping[str, str] = {}
        if status == web.HTTPTooManyRequests.status_code:
            usual, usual_headers = rate_limited(retry_after, everywhere=everywhere)
        return self.faults.add(
            Fault(
                method,
                re.compile(path),
                times,
                status=status,
                body=usual if body is None else body,
                headers=usual_headers if headers is None else headers,
            )
        )

    def hang(self, method: str, path: str, *, times: int = 1) -> Fault:
        """Accept the next requests, and answer them when the fault is released, or never."""
        return self.faults.add(Fault(method, re.compile(path), times))

    def sever(self, method: str, path: str, *, times: int = 1) -> Fault:
        """Break the connection off at the next requests, which are not carried out."""
        return self.faults.add(Fault(method, re.compile(path), times, severed=True))

    def lose_answer(
        self, method: str, path: str, *, status: int | None = None, times: int = 1
    ) -> Fault:
        """Carry out the next requests, and let the answers to them be lost on the way.

        status: what is answered instead; by default nothing.
        """
        body = USUAL_BODIES.get(status or 0)
        lost = Fault(method, re.compile(path), times, status=status, body=body, carried_out=True)
        return self.faults.add(lost)

    async def drop(self, code: int = 4000) -> None:
        """Close the gateway connections; 1006 breaks them off without a closing frame."""
        await self.gateway.drop(code)

    async def invalid_session(self, *, resumable: bool = False) -> None:
        """Tell clients that their session is invalid."""
        await self.gateway.invalidate(resumable=resumable)

    async def reconnect(self) -> None:
        """Ask clients to reconnect (opcode 7)."""
        await self.gateway.reconnect()

    @property
    def heartbeat_acks(self) -> bool:
        """Whether heartbeats are acknowledged; set it to False to stop that."""
        return self.gateway.heartbeat_acks

    @heartbeat_acks.setter
    def heartbeat_acks(self, wanted: bool) -> None:
        self.gateway.heartbeat_acks = wanted

    @property
    def allow_message_content(self) -> bool:
        """Whether the message content intent is granted; False closes with 4014 who asks."""
        return self.gateway.allow_message_content

    @allow_message_content.setter
    def allow_message_content(self, wanted: bool) -> None:
        self.gateway.allow_message_content = wanted

    @property
    def identifies(self) -> int:
        """How often a client started a session."""
        return self.gateway.identifies

    @property
    def resumes(self) -> int:
        """How often a client resumed one."""
        return self.gateway.resumes

    @property
    def intents(self) -> int:
        """The intents with which the client in use identified; 0 if there is none."""
        sessions = list(self.gateway.sessions.values())
        return sessions[-1].intents if sessions else 0
