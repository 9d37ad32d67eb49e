"""Backing up what a team owns, and bringing it back."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kvbot.keeping
from kvbot.keeping import MANIFEST, BackupExists, BadBackup, UnreadableDatabase, backup, restore

OWNED = {
    "dossiers/visit.toml": b"format = 1\n",
    "dossiers/2025/방문.toml": b"# 2025\n",
    "originals/visit.txt": bytes(range(256)) * 40,
}


def write_files(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def pack(path: Path, files: dict[str, bytes], manifest: object) -> Path:
    """A zip file with these files and this manifest."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        if manifest is not None:
            archive.writestr(MANIFEST, json.dumps(manifest))
    return path


def manifest_of(files: dict[str, bytes]) -> dict[str, object]:
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {"format": 1, "made": "2025-01-07T08:00:00Z", "files": hashes}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with files that a team owns, and some that can be made anew."""
    made_anew = {"index-1.sqlite": b"index", "dossiers/.visit.toml.part": b"half"}
    return write_files(tmp_path / "home", OWNED | made_anew)


def test_what_was_backed_up_is_restored_byte_for_byte(home, tmp_path):
    written = backup(home, tmp_path / "backup.zip")
    read = restore(tmp_path / "elsewhere", tmp_path / "backup.zip")
    assert files_in(tmp_path / "elsewhere") == OWNED
    assert read == written
    assert written.files.keys() == OWNED.keys()


def test_a_home_that_is_empty_or_not_there_yet_makes_a_backup_too(tmp_path):
    backup(tmp_path / "nowhere", tmp_path / "backup.zip")
    assert restore(tmp_path / "home", tmp_path / "backup.zip").files == {}


def test_what_a_restore_replaces_is_kept_beside_it(home, tmp_path):
    backup(home, tmp_path / "backup.zip")
    (home / "dossiers" / "visit.toml").write_bytes(b"changed since\n")
    (home / "dossiers" / "new.toml").write_bytes(b"added since\n")
    before = files_in(home)
    restore(home, tmp_path / "backup.zip")
    now = files_in(home)
    assert {name: now[name] for name in OWNED} == OWNED
    assert "dossiers/new.toml" not in now
    assert sorted(now.values()) == sorted([*before.values(), *OWNED.values()])


def test_each_restore_keeps_what_it_replaces_under_a_name_of_its_own(home, tmp_path):
    backup(home, tmp_path / "backup.zip")
    for _ in range(3):
        restore(home, tmp_path / "backup.zip")
    assert len(list(home.glob("dossiers.before-*"))) == 3


def test_a_backup_overwrites_nothing(home, tmp_path):
    target = tmp_path / "backup.zip"
    target.write_bytes(b"an older backup")
    with pytest.raises(BackupExists, match="choose another name"):
        backup(home, target)
    assert target.read_bytes() == b"an older backup"


def test_a_backup_that_fails_leaves_nothing_behind(home, tmp_path):
    (home / "bot.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(UnreadableDatabase, match="file is not a database"):
        backup(home, tmp_path / "backup.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def rows_of(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [n for (n,) in db.execute("SELECT n FROM log ORDER BY n")]


def open_database(path: Path) -> sqlite3.Connection:
    """A database in WAL mode with the rows 1 and 2, which are not in its main file yet."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA wal_autocheckpoint = 0")
    db.execute("CREATE TABLE log (n INTEGER)")
    db.execute("INSERT INTO log VALUES (1), (2)")
    return db


def test_a_database_that_is_being_written_to_is_copied_whole(home, tmp_path):
    with closing(open_database(home / "bot.db")) as bot:
        bot.execute("BEGIN IMMEDIATE")
        bot.execute("INSERT INTO log VALUES (3)")
        manifest = backup(home, tmp_path / "backup.zip")
        bot.execute("COMMIT")
    restore(tmp_path / "elsewhere", tmp_path / "backup.zip")
    assert "bot.db" in manifest.files
    assert rows_of(tmp_path / "elsewhere" / "bot.db") == [1, 2]
    assert rows_of(home / "bot.db") == [1, 2, 3]


def test_what_the_old_database_had_not_written_home_stays_with_the_old_one(home, tmp_path):
    with closing(open_database(home / "bot.db")) as bot:
        backup(home, tmp_path / "backup.zip")
        bot.execute("INSERT INTO log VALUES (3)")
        crashed = shutil.copytree(home, tmp_path / "crashed")
    assert (crashed / "bot.db-wal").stat().st_size > 0
    restore(crashed, tmp_path / "backup.zip")
    (kept,) = (p for p in crashed.glob("bot.db.before-*") if not p.name.endswith(("-wal", "-shm")))
    assert rows_of(crashed / "bot.db") == [1, 2]
    assert rows_of(kept) == [1, 2, 3]


def assert_refused(home: Path, archive: Path, reason: str) -> None:
    """The backup is refused with a reason, and home is as it was."""
    before = files_in(home.parent)
    with pytest.raises(BadBackup, match=reason) as caught:
        restore(home, archive)
    assert str(caught.value).startswith(f"{archive}: ")
    assert str(caught.value).endswith("; nothing was changed, take another backup")
    assert files_in(home.parent) == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is no backup of kvbot"),
        (b"format = 1\n", "is no backup of kvbot"),
        (b"PK\x03\x04" + b"\0" * 100, "is no backup of kvbot"),
        (None, "is no backup of kvbot"),  # there is no file at all
    ],
)
def test_a_file_that_is_no_archive_is_refused(home, tmp_path, content, reason):
    archive = tmp_path / "backup.zip"
    if content is not None:
        archive.write_bytes(content)
    assert_refused(home, archive, reason)


VISIT = {"dossiers/visit.toml": b"format = 1\n"}


@pytest.mark.parametrize(
    ("files", "manifest", "reason"),
    [
        (VISIT, None, "is incomplete"),  # somebody else's zip file
        (VISIT, [], "is no backup of kvbot"),
        (VISIT, {"files": {}}, "is no backup of kvbot"),
        (VISIT, manifest_of(VISIT) | {"format": 2}, "is no backup of kvbot"),
        ({}, manifest_of(VISIT), "is incomplete"),
        ({"dossiers/visit.toml": b"other"}, manifest_of(VISIT), "is damaged"),
    ],
)
def test_an_archive_that_does_not_keep_its_promise_is_refused(
    home, tmp_path, files, manifest, reason
):
    assert_refused(home, pack(tmp_path / "backup.zip", files, manifest), reason)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.toml",
        "dossiers/../../outside.toml",
        "dossiers/../bot.db",
        "/dossiers/visit.toml",
        "dossiers\\..\\..\\outside.toml",
        "C:/dossiers/visit.toml",
        ".env",
        "dossiers",
        "dossiers/",
        "index-1.sqlite",
        "bot.db/visit.toml",
        "originals.before/visit.txt",
    ],
)
def test_an_archive_with_a_file_that_belongs_elsewhere_is_refused(home, tmp_path, name):
    files = VISIT | {name: b"not ours"}
    assert_refused(home, pack(tmp_path / "backup.zip", files, manifest_of(files)), "holds ")


def test_a_restore_that_cannot_write_leaves_all_as_it_was(home, tmp_path):
    files = {"dossiers/a": b"a file", "dossiers/a/b.toml": b"in a folder of the same name"}
    archive = pack(tmp_path / "backup.zip", files, manifest_of(files))
    before = files_in(home)
    with pytest.raises(OSError, match="dossiers/a"):
        restore(home, archive)
    assert files_in(home) == before
    assert not list(home.glob(".restore-*"))


def test_an_archive_that_unpacks_to_more_than_a_team_owns_is_refused(home, tmp_path, monkeypatch):
    files = {"originals/a.txt": b"a" * 600, "originals/b.txt": b"b" * 600}
    archive = pack(tmp_path / "backup.zip", files, manifest_of(files))
    monkeypatch.setattr(kvbot.keeping, "MAX_BYTES", 1_000)
    assert_refused(home, archive, "is too large to be a backup of kvbot")
    monkeypatch.setattr(kvbot.keeping, "MAX_BYTES", 2_000)
    assert restore(home, archive).files.keys() == files.keys()


def test_a_backup_passes_over_what_symbolic_links_lead_to(home, tmp_path):
    secret = write_files(tmp_path / "elsewhere", {"secret.txt": b"secret"})
    (home / "originals" / "link.txt").symlink_to(secret / "secret.txt")
    (home / "originals" / "folder").symlink_to(secret, target_is_directory=True)
    assert backup(home, tmp_path / "backup.zip").files.keys() == OWNED.keys()


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home of its own, and a good backup to damage."""
    folder = tmp_path_factory.mktemp("workshop")
    write_files(folder / "home", OWNED)
    backup(folder / "home", folder / "good.zip")
    return folder


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_backup_that_was_cut_short_is_refused(workshop, data):
    content = (workshop / "good.zip").read_bytes()
    length = data.draw(st.integers(0, len(content) - 1))
    (workshop / "short.zip").write_bytes(content[:length])
    assert_refused(workshop / "home", workshop / "short.zip", "is no backup|is incomplete")


@settings(max_examples=100, deadline=None)
@given(data=st.data(), flipped=st.integers(1, 255))
def test_a_backup_with_a_damaged_byte_is_refused_or_restored_whole(workshop, data, flipped):
    content = bytearray((workshop / "good.zip").read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= flipped
    (workshop / "damaged.zip").write_bytes(content)
    target = workshop / "target"
    shutil.rmtree(target, ignore_errors=True)
    try:
        restore(target, workshop / "damaged.zip")
    except BadBackup:
        assert not target.exists()
    else:
        assert files_in(target) == OWNED
