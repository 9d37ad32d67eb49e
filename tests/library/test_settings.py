"""Settings from the environment and `.env`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kvbot.settings import (
    BadSetting,
    Settings,
    UnreadableEnvironment,
    read_environment,
    read_settings,
)

ROOT = Path(__file__).parents[2]
HOME_OF_THE_USER = Path("~").expanduser()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Settings(seeds=(Path("seeds"),), home=Path(".kvbot"), language="en", zone="UTC")),
        ({"KVBOT_SEEDS": "", "KVBOT_HOME": " ", "KVBOT_LANGUAGE": "", "KVBOT_TIMEZONE": "\t"},
         Settings()),
        ({"KVBOT_SEEDS": "a"}, Settings(seeds=(Path("a"),))),
        ({"KVBOT_SEEDS": os.pathsep.join(["a", " ", "b c", ""])},
         Settings(seeds=(Path("a"), Path("b c")))),
        ({"KVBOT_SEEDS": os.pathsep.join(["~/a", "b"])},
         Settings(seeds=(HOME_OF_THE_USER / "a", Path("b")))),
        ({"KVBOT_HOME": "~/kvbot"}, Settings(home=HOME_OF_THE_USER / "kvbot")),
        ({"KVBOT_LANGUAGE": "vi"}, Settings(language="vi")),
        ({"KVBOT_TIMEZONE": "Asia/Seoul"}, Settings(zone="Asia/Seoul")),
        ({"KVBOT_SOMETHING": "else", "PATH": "/bin"}, Settings()),
    ],
)  # fmt: skip
def test_each_variable_has_a_default_and_counts_as_not_set_when_empty(environment, expected):
    assert read_settings(environment) == expected


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("KVBOT_LANGUAGE", "fr", "write en, ko, vi"),
        ("KVBOT_LANGUAGE", "English", "write en, ko, vi"),
        ("KVBOT_TIMEZONE", "Seoul", "such as Asia/Seoul"),
        ("KVBOT_TIMEZONE", "Asia", "such as Asia/Seoul"),
        ("KVBOT_TIMEZONE", "../../outside", "such as Asia/Seoul"),
        ("KVBOT_TIMEZONE", "UTC\0", "such as Asia/Seoul"),
        ("KVBOT_SEEDS", os.pathsep, "write the folders"),
        ("KVBOT_SEEDS", "~no such user/seeds", "write the full path"),
        ("KVBOT_HOME", "~no such user/home", "write the full path"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_what_to_write(variable, value, remedy):
    with pytest.raises(BadSetting, match=re.escape(remedy)) as caught:
        read_settings({variable: value})
    assert (caught.value.variable, caught.value.value) == (variable, value)
    assert str(caught.value).startswith(f"{variable} = {value!r} cannot be used; ")


def test_the_time_zone_is_that_of_the_settings():
    assert read_settings({"KVBOT_TIMEZONE": "Asia/Seoul"}).timezone == ZoneInfo("Asia/Seoul")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with no setting in the environment."""
    for variable in [name for name in os.environ if name.startswith("KVBOT_")]:
        monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_env(folder: Path, content: str) -> None:
    (folder / ".env").write_text(content, encoding="utf-8")


def test_without_a_file_there_is_only_the_environment(folder, monkeypatch):
    monkeypatch.setenv("KVBOT_LANGUAGE", "ko")
    assert read_environment() == dict(os.environ)


def test_the_environment_wins_over_the_file(folder, monkeypatch):
    write_env(folder, "# ours\nKVBOT_LANGUAGE=ko\nexport KVBOT_HOME='the team'\nKVBOT_SEEDS\n")
    monkeypatch.setenv("KVBOT_LANGUAGE", "vi")
    found = read_settings(read_environment())
    assert found == Settings(language="vi", home=Path("the team"))


def test_the_file_counts_only_for_this_run(folder):
    write_env(folder, "KVBOT_LANGUAGE=ko\n")
    assert read_environment()["KVBOT_LANGUAGE"] == "ko"
    assert "KVBOT_LANGUAGE" not in os.environ


def test_a_file_of_a_folder_above_does_not_count(folder, monkeypatch):
    write_env(folder, "KVBOT_LANGUAGE=ko\n")
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert "KVBOT_LANGUAGE" not in read_environment()


def test_a_file_that_is_not_utf_8_is_refused(folder):
    (folder / ".env").write_bytes(b"KVBOT_HOME=caf\xe9\n")
    with pytest.raises(UnreadableEnvironment, match="save it as UTF-8"):
        read_environment()


def test_own_dossiers_join_the_base_once_there_are_any(tmp_path):
    settings = Settings(seeds=(Path("seeds"),), home=tmp_path)
    assert settings.folders == (Path("seeds"),)
    settings.own_dossiers.mkdir()
    assert settings.folders == (Path("seeds"),)
    (settings.own_dossiers / "2025").mkdir()
    (settings.own_dossiers / "2025" / "visit.toml").touch()
    assert settings.folders == (Path("seeds"), tmp_path / "dossiers")


@pytest.mark.parametrize(
    ("variable", "default"),
    [
        ("KVBOT_SEEDS", "seeds"),
        ("KVBOT_HOME", ".kvbot"),
        ("KVBOT_TIMEZONE", "UTC"),
        ("KVBOT_LANGUAGE", "en"),
    ],
)
def test_the_example_file_gives_each_default(variable, default):
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    (written,) = re.findall(rf"^#?{variable}=(.*)$", example, re.MULTILINE)
    assert written.rstrip("/") == default
    assert read_settings({variable: default}) == Settings()
