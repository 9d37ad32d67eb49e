"""Settings, read once from the environment and `.env`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kvbot.errors import KvbotError
from kvbot.model.text import LANGUAGES, Frozen, Lang


class BadSetting(KvbotError):
    """A setting has a value that cannot be used."""

    def __init__(self, variable: str, value: str, remedy: str) -> None:
        self.variable, self.value = variable, value
        super().__init__(f"{variable} = {value!r} cannot be used; {remedy}")


class UnreadableEnvironment(KvbotError):
    """The file `.env` is not text."""

    def __init__(self) -> None:
        super().__init__(".env is not UTF-8 text; save it as UTF-8")


class Settings(Frozen):
    """Where the base is and how to speak. See .env.example for every variable."""

    seeds: tuple[Path, ...] = (Path("seeds"),)
    home: Path = Path(".kvbot")
    language: Lang = "en"
    zone: str = "UTC"

    @property
    def timezone(self) -> tzinfo:
        """The time zone in which `today` is reckoned."""
        return ZoneInfo(self.zone)

    @property
    def own_dossiers(self) -> Path:
        """Where a team keeps the dossiers that it adds."""
        return self.home / "dossiers"

    @property
    def originals(self) -> Path:
        """Where kvbot new keeps a copy of each document that a team adds."""
        return self.home / "originals"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder of the base: the shipped seeds and, once there are any, own dossiers."""
        has_own = self.own_dossiers.is_dir() and any(self.own_dossiers.rglob("*.toml"))
        return (*self.seeds, self.own_dossiers) if has_own else self.seeds


def read_environment() -> dict[str, str]:
    """The variables of `.env`, overruled by those of the environment.

    Raises UnreadableEnvironment.
    """
    return _written_in(Path(".env")) | dict(os.environ)


def _written_in(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    from dotenv import dotenv_values  # only where there is a file: it costs a start 10 ms

    try:
        return {key: value for key, value in dotenv_values(file).items() if value is not None}
    except UnicodeDecodeError:
        raise UnreadableEnvironment from None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment; an empty variable counts as not set.

    Raises BadSetting for a value that cannot be used.
    """
    given = {key: value for key, value in environment.items() if value.strip()}
    return Settings(
        seeds=_folders(given.get("KVBOT_SEEDS", "seeds")),
        home=_folder("KVBOT_HOME", given.get("KVBOT_HOME", ".kvbot")),
        language=_language(given.get("KVBOT_LANGUAGE", "en")),
        zone=_zone(given.get("KVBOT_TIMEZONE", "UTC")),
    )


def _folders(value: str) -> tuple[Path, ...]:
    named = [folder.strip() for folder in value.split(os.pathsep) if folder.strip()]
    if not named:
        raise BadSetting("KVBOT_SEEDS", value, "write the folders of the fact base")
    return tuple(_folder("KVBOT_SEEDS", folder) for folder in named)


def _folder(variable: str, value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise BadSetting(variable, value, "nobody has that name; write the full path") from None


def _language(value: str) -> Lang:
    for lang in LANGUAGES:
        if value == lang:
            return lang
    raise BadSetting("KVBOT_LANGUAGE", value, "write " + ", ".join(LANGUAGES))


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        remedy = "write the name of a time zone such as Asia/Seoul or Asia/Ho_Chi_Minh"
        raise BadSetting("KVBOT_TIMEZONE", value, remedy) from None
