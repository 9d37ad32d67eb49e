"""What the bot needs to know beyond the settings of the library."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import (  # type: ignore[attr-defined]
    getproxies_environment,
    proxy_bypass_environment,
)

from pydantic import Field

from kvbot.errors import KvbotError
from kvbot.model.text import Frozen
from kvbot.settings import BadSetting

DISCORD_API = "https://discord.com/api/v10"
"""Where Discord itself answers. Source: Discord, API reference."""


class NoToken(KvbotError):
    """No token is set."""

    def __init__(self) -> None:
        super().__init__(
            "DISCORD_TOKEN is not set; copy the token of your application from Discord's "
            "developer portal into .env, see the README"
        )


class NoGuilds(KvbotError):
    """The allow-list is empty."""

    def __init__(self) -> None:
        super().__init__(
            "KVBOT_GUILDS is empty, so nobody may use the bot; set it to the ids of your "
            "servers, separated by commas"
        )


class BotSettings(Frozen):
    """How to reach Discord and whom to serve. See .env.example for every variable.

    token is left out of what is printed. quick_channels: where every message is a question.
    """

    token: str = Field(repr=False)
    guilds: tuple[int, ...]
    api_base: str | None = None
    proxy: str | None = Field(default=None, repr=False)
    quick_channels: tuple[int, ...] = ()
    log_questions: bool = False


def read_bot_settings(environment: Mapping[str, str]) -> BotSettings:
    """The settings in an environment; an empty variable counts as not set.

    Raises NoToken, NoGuilds, and BadSetting for a value that cannot be used.
    """
    given = {key: value.strip() for key, value in environment.items() if value.strip()}
    if "DISCORD_TOKEN" not in given:
        raise NoToken
    guilds = _ids("KVBOT_GUILDS", given.get("KVBOT_GUILDS", ""))
    if not guilds:
        raise NoGuilds
    api_base = _api_base(given["DISCORD_API_BASE"]) if "DISCORD_API_BASE" in given else None
    return BotSettings(
        token=given["DISCORD_TOKEN"],
        guilds=guilds,
        api_base=api_base,
        proxy=_proxy(given, api_base or DISCORD_API),
        quick_channels=_ids("KVBOT_QUICK_CHANNELS", given.get("KVBOT_QUICK_CHANNELS", "")),
        log_questions=_switch("KVBOT_LOG_QUESTIONS", given.get("KVBOT_LOG_QUESTIONS", "no")),
    )


def _ids(variable: str, value: str) -> tuple[int, ...]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise BadSetting(variable, value, "write ids (long numbers), separated by commas")
    return tuple(dict.fromkeys(map(int, parts)))


def _api_base(value: str) -> str:
    address = urlsplit(value)
    if address.scheme not in ("http", "https") or not address.hostname:
        remedy = "write the address with its version, such as http://127.0.0.1:8080/api/v10"
        raise BadSetting("DISCORD_API_BASE", value, remedy)
    return value.rstrip("/")


def _proxy(environment: Mapping[str, str], api_base: str) -> str | None:
    """The proxy for an address, by HTTPS_PROXY, HTTP_PROXY and NO_PROXY in any case of letters."""
    address = urlsplit(api_base)
    # The standard library reads these variables from os.environ only; `.env` counts here too.
    named = {
        key.lower().removesuffix("_proxy"): value
        for key, value in environment.items()
        if key.lower().endswith("_proxy")
    }
    proxies = {**getproxies_environment(), **named}
    if proxy_bypass_environment(address.netloc, proxies):
        return None
    return proxies.get(address.scheme)


def _switch(variable: str, value: str) -> bool:
    if value.casefold() not in ("yes", "no"):
        raise BadSetting(variable, value, "write yes or no")
    return value.casefold() == "yes"
