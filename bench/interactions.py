"""python -m bench.interactions: the bot through a Discord on loopback, beside a trivial bot.

Interactions a second, and milliseconds from INTERACTION_CREATE to the callback; the server
takes its share of the same processor. Memory is that of the bot's process.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.access import COMMANDS_A_MINUTE
from tests.loopback.exchange import Exchange
from tests.loopback.server import DiscordServer
from tests.loopback.world import Guild, Member

AT_ONCE = (1, 50, 200)
NAMES = (
    *("KOSME", "중진공", "VISTIP", "Hai Phong", "Kim Ki-mun", "김기문", "Oh Youngju", "Hải Phòng"),
    *("Cheongju", "Chungbuk Technopark", "MSS", "Bui Thi Huy Hop", "mayor of Cheongju", "Hanoi"),
)
YEARS = ("2022", "2023", "2024", "2025", "2022-2024", "since 2022", "since 2024")
MEBIBYTE_IN_KIB = 1024


class Times(NamedTuple):
    """How many a second, and milliseconds to the callback."""

    rate: float
    median: float
    p99: float


class Asker:
    """Many people, so that nobody exceeds what one person may ask in a minute."""

    def __init__(self, discord: DiscordServer, guild: Guild) -> None:
        self._discord = discord
        self._guild = guild
        self._asked = 0
        self._user = self._next()
        self._names = itertools.cycle(NAMES)
        self._years = itertools.cycle(YEARS)
        self._beginnings = itertools.cycle(name[:n] for n in range(1, 5) for name in NAMES)

    def _next(self) -> Member:
        self._user = self._guild.add_member(f"asker {self._asked}")
        return self._user

    async def who(self) -> Exchange:
        """Ask for a name."""
        return await self._command("who", {"name": next(self._names)})

    async def agreements(self) -> Exchange:
        """Ask for a year."""
        return await self._command("agreements", {"year": next(self._years)})

    async def _command(self, name: str, options: dict[str, str]) -> Exchange:
        self._asked += 1
        if self._asked % COMMANDS_A_MINUTE == 0:
            self._next()
        return await self._discord.slash(name, options, user=self._user)

    async def autocomplete(self) -> Exchange:
        """Type a beginning."""
        typed = {"name": next(self._beginnings)}
        return await self._discord.autocomplete(
            "who", typed, focused="name", user=self._user, timeout=None
        )


async def _times(send: Callable[[], Awaitable[Exchange]], total: int, at_once: int) -> Times:
    """Send so many interactions, so many of them under way at a time."""
    left = itertools.count()
    taken: list[float] = []

    async def one_after_the_other() -> None:
        while next(left) < total:
            exchange = await send()
            await exchange.acknowledged(timeout=30)
            taken.append(1000 * (exchange.acknowledged_after or 0.0))

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
    rate = total / (time.perf_counter() - began)
    return Times(rate, median(taken), quantiles(taken, n=100)[98])


@asynccontextmanager
async def _process(
    module: str, discord: DiscordServer, guild: Guild, home: Path
) -> AsyncIterator[tuple[asyncio.subprocess.Process, float]]:
    """A bot in a process of its own, and the seconds until it was ready."""
    environment = {
        **os.environ,
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_BASE": discord.api_base,
        "KVBOT_GUILDS": str(guild.id),
        "KVBOT_HOME": str(home),
    }
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await discord.ready(timeout=60)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        await process.wait()


def _forget(discord: DiscordServer) -> None:
    """Let the server forget what went through it: the measured bot must not pay for that."""
    discord.exchanges.clear()
    discord.messages.clear()
    gc.collect()


def _resident_mib(process: asyncio.subprocess.Process) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / MEBIBYTE_IN_KIB


async def _measure(module: str, home: Path, total: int, long: int) -> None:
    async with DiscordServer(checking=False, recording=False) as discord:
        guild = discord.add_guild("Bench")
        guild.add_channel("general")
        async with _process(module, discord, guild, home) as (process, start):
            asker = Asker(discord, guild)
            print(f"{module}: ready after {1000 * start:,.0f} ms")
            for send in (asker.who, asker.agreements, asker.autocomplete):
                await _times(send, 2 * 4 * len(NAMES), 5)  # what is made once is made here
                for at_once in AT_ONCE:
                    times = await _times(send, total, at_once)
                    _forget(discord)
                    print(
                        f"  {send.__name__:14}{at_once:>5} at once {times.rate:>8,.0f} a second"
                        f"{times.median:>9.1f} ms median{times.p99:>9.1f} ms 99th percentile"
                    )
            if long and sys.platform == "linux":
                await _memory(discord, asker, process, long)


async def _memory(
    discord: DiscordServer, asker: Asker, process: asyncio.subprocess.Process, long: int
) -> None:
    """Memory after a tenth, half and all of many interactions of all three kinds."""
    sends = itertools.cycle((asker.who, asker.agreements, asker.autocomplete))
    done = 0
    for mark in (long // 10, long // 2, long):
        while done < mark:
            await _times(lambda: next(sends)(), long // 10, 50)
            done += long // 10
            _forget(discord)
        print(f"  memory after {done:>7,} interactions {_resident_mib(process):>8.1f} MiB")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.interactions", description=__doc__)
    parser.add_argument("--interactions", type=int, default=2000, help="of each kind and load")
    parser.add_argument("--long", type=int, default=100_000, help="for memory; 0: not measured")
    arguments = parser.parse_args()
    gc.disable()  # the server's own pauses are not the bot's
    with TemporaryDirectory(prefix="kvbot-bench-") as home:
        for module, long in (("bench.trivial", 0), ("bot", arguments.long)):
            asyncio.run(_measure(module, Path(home), arguments.interactions, long))


if __name__ == "__main__":
    main()
