"""Which files make up the base."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kvbot.dossier.files import Listing, list_dossiers

REMEDY = "put dossiers (*.toml) there, or set KVBOT_SEEDS to the folders that hold them"
LEADS_OUT = "is a symbolic link that leads out of its folder; put a copy of the file there instead"


def put(path: Path) -> Path:
    """A file with something in it, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("format = 1\n", encoding="utf-8")
    return path


def names(listing: Listing) -> list[str]:
    return [file.name for file in listing.files]


def messages(listing: Listing) -> list[str]:
    return [str(problem) for problem in listing.problems]


def test_the_invented_base_is_found_whole(base):
    listing = list_dossiers([base])
    assert [file.path.name for file in listing.files] == [
        "gazette-2024-05-02.toml",
        "registry.toml",
        "visit-notes-2025-03-10.toml",
    ]
    assert listing.problems == ()


def test_files_come_in_the_order_of_their_names_over_all_folders(tmp_path):
    for name in ("one/b.toml", "one/a/z.toml", "one/c.toml", "two/a.toml", "one/Z.toml"):
        put(tmp_path / name)
    ordered = ["one/Z.toml", "one/a/z.toml", "one/b.toml", "one/c.toml", "two/a.toml"]
    for folders in (["one", "two"], ["two", "one"]):
        listing = list_dossiers([tmp_path / folder for folder in folders])
        assert names(listing) == [(tmp_path / name).as_posix() for name in ordered]


def test_a_file_is_named_as_its_folder_was_given(tmp_path, monkeypatch):
    put(tmp_path / "seeds/registry/people.toml")
    monkeypatch.chdir(tmp_path)
    assert names(list_dossiers([Path("seeds")])) == ["seeds/registry/people.toml"]


@pytest.mark.parametrize(
    "passed_over",
    [".hidden.toml", ".git/config.toml", "a/.b/c.toml", "notes.txt", "a.TOML", "a.toml~", "toml"],
)
def test_hidden_files_and_files_of_another_kind_are_passed_over(tmp_path, passed_over):
    kept = put(tmp_path / "kept.toml")
    put(tmp_path / passed_over)
    assert names(list_dossiers([tmp_path])) == [kept.as_posix()]
    assert messages(list_dossiers([tmp_path])) == []


def test_a_folder_may_have_a_name_like_that_of_a_dossier(tmp_path):
    inside = put(tmp_path / "a.toml" / "b.toml")
    assert names(list_dossiers([tmp_path])) == [inside.as_posix()]


def test_a_folder_without_a_dossier_is_a_problem(tmp_path):
    assert messages(list_dossiers([tmp_path])) == [
        f"{tmp_path}: has no dossier in it; {REMEDY}",
    ]


@pytest.mark.parametrize("is_file", [False, True])
def test_a_folder_that_is_not_there_is_a_problem(tmp_path, is_file):
    folder = tmp_path / "nowhere"
    if is_file:
        put(folder)
    assert messages(list_dossiers([folder])) == [f"{folder}: is not a folder; {REMEDY}"]


def test_a_problem_with_one_folder_leaves_the_others_as_they_are(base, tmp_path):
    listing = list_dossiers([tmp_path / "nowhere", base])
    assert names(listing) == names(list_dossiers([base]))
    assert len(listing.problems) == 1


@pytest.mark.parametrize("target", ["outside/secret.toml", "outside", "outside/gone.toml", "."])
def test_a_link_that_leads_out_of_its_folder_is_refused(base, tmp_path, target):
    put(tmp_path / "outside" / "secret.toml")
    link = base / "link.toml"
    link.symlink_to(tmp_path / target)
    listing = list_dossiers([base])
    assert link.as_posix() not in names(listing)
    assert messages(listing) == [f"{link}: {LEADS_OUT}"]


def test_what_lies_behind_a_linked_folder_is_not_read(base, tmp_path):
    put(tmp_path / "outside" / "secret.toml")
    (base / "more").symlink_to(tmp_path / "outside", target_is_directory=True)
    listing = list_dossiers([base])
    assert not any("secret" in name for name in names(listing))
    assert messages(listing) == [f"{base / 'more'}: {LEADS_OUT}"]


def test_a_link_within_its_folder_is_followed(base):
    (base / ".kept").mkdir()
    target = put(base / ".kept" / "people.toml")
    (base / "people.toml").symlink_to(target)
    listing = list_dossiers([base])
    assert (base / "people.toml").as_posix() in names(listing)
    assert messages(listing) == []


def test_the_folder_itself_may_be_a_link(base, tmp_path):
    link = tmp_path / "seeds"
    link.symlink_to(base, target_is_directory=True)
    listing = list_dossiers([link])
    assert len(listing.files) == 3
    assert messages(listing) == []


@pytest.mark.parametrize("target", ["loop.toml", "nothing.toml"])
def test_a_link_that_leads_nowhere_is_passed_over(base, target):
    (base / "loop.toml").symlink_to(base / target)
    listing = list_dossiers([base])
    assert len(listing.files) == 3
    assert messages(listing) == []


def test_what_is_no_regular_file_is_passed_over(base):
    os.mkfifo(base / "pipe.toml")  # reading it would never end
    assert len(list_dossiers([base]).files) == 3


def test_a_folder_that_is_named_twice_or_in_another_spelling_is_one_folder(base, monkeypatch):
    once = list_dossiers([base])
    (base / "more").mkdir()
    monkeypatch.chdir(base.parent)
    for other in (base, f"{base}/", f"{base}/more/..", f"{base}/../base", "base", "./base/."):
        listing = list_dossiers([base, Path(other)])
        assert [file.status.st_ino for file in listing.files] == [
            file.status.st_ino for file in once.files
        ]
        assert listing.problems == ()


def test_a_file_is_named_alike_however_its_folder_was_spelled(base, monkeypatch):
    monkeypatch.chdir(base.parent)
    spellings = [base, Path("base"), Path("./base/../base"), Path(f"{base}/../base")]
    assert {tuple(names(list_dossiers([folder]))) for folder in spellings} == {
        ("base/gazette-2024-05-02.toml", "base/registry.toml", "base/visit-notes-2025-03-10.toml")
    }
