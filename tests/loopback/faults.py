"""Faults that a test switches on: requests that fail, and requests that are never answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.loopback.world import Payload

USUAL_BODIES: Mapping[int, Payload] = {
    401: {"message": "401: Unauthorized", "code": 0},
    403: {"message": "Missing Access", "code": 50001},
    404: {"message": "404: Not Found", "code": 0},
    500: {"message": "500: Internal Server Error", "code": 0},
    502: {"message": "502: Bad Gateway", "code": 0},
    503: {"message": "503: Service Unavailable", "code": 0},
}
"""What Discord says with a status, where the test does not."""


@dataclass(eq=False)
class Fault:
    """Something that goes wrong with the next requests of a kind.

    pattern is searched for in the path after /api/v10. status is None for a request that hangs.
    carried_out: whether only the answer to it fails or hangs. severed: whether the connection
    breaks instead of hanging. times: how often it still happens.
    hits: how often it has.
    """

    method: str
    pattern: re.Pattern[str]
    times: int
    status: int | None = None
    body: Payload | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    carried_out: bool = False
    severed: bool = False
    hits: int = 0
    _hit: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def concerns(self, method: str, path: str) -> bool:
        """Whether this request is to fail."""
        return self.times > 0 and self.method in ("*", method) and bool(self.pattern.search(path))

    def hit(self) -> None:
        """Count a request that is failing."""
        self.times -= 1
        self.hits += 1
        self._hit.set()

    async def reached(self, timeout: float = 5) -> None:  # noqa: ASYNC109
        """Wait for the first request that it concerns, timeout seconds at most (TimeoutError)."""
        async with asyncio.timeout(timeout):
            await self._hit.wait()

    def release(self) -> None:
        """Let hanging requests go on as if nothing had been, and concern no more of them."""
        self.times = 0
        self._released.set()

    async def hang(self) -> None:
        """Wait until released."""
        await self._released.wait()


class Faults:
    """The faults that are switched on, the oldest first."""

    def __init__(self) -> None:
        self._all: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on."""
        self._all.append(fault)
        return fault

    def next(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, which is used up by one."""
        for fault in self._all:
            if fault.concerns(method, path):
                fault.hit()
                return fault
        return None

    def release(self) -> None:
        """Switch everything off."""
        for fault in self._all:
            fault.release()
        self._all.clear()


def rate_limited(retry_after: float, *, everywhere: bool) -> tuple[Payload, dict[str, str]]:
    """The body and headers of a 429. retry_after: seconds.

    everywhere: whether it is the limit of the whole application. Without a Via header discord.py
    takes a 429 for a ban by Cloudflare.
    """
    body = {
        "message": "You are being rate limited.",
        "retry_after": retry_after,
        "global": everywhere,
    }
    headers = {
        "Via": "1.1 google",
        "Retry-After": str(max(1, round(retry_after))),
        "X-RateLimit-Limit": "1",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": str(retry_after),
        "X-RateLimit-Scope": "global" if everywhere else "user",
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    return body, headers
