"""The command line and the console: what they print, where, and with which exit status."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kvbot.cli.main import run
from kvbot.index.connection import index_path


class Printed(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        (line,) = self.out.splitlines()
        found: dict[str, Any] = json.loads(line)
        return found


Kvbot = Callable[..., Printed]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def surroundings(
    base: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The environment of the commands: the base of Skerra, and no `.env` in sight."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    for name in [name for name in os.environ if name.startswith("KVBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KVBOT_SEEDS", str(base))
    monkeypatch.setenv("KVBOT_HOME", str(home))
    return dict(os.environ)


@pytest.fixture
def kvbot(capsys: pytest.CaptureFixture[str]) -> Kvbot:
    """Run a command in this process."""

    def call(*args: str) -> Printed:
        capsys.readouterr()
        status = run(args)
        return Printed(status, *capsys.readouterr())

    return call


@pytest.fixture
def built(kvbot: Kvbot) -> None:
    """An index that is there: on a busy machine a process that builds it shows its progress."""
    assert kvbot("build").status == 0


def process(*args: str | bytes, typed: str | bytes = "") -> Printed:
    """Run a command in a process of its own, with something typed on its standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "kvbot", *args],
        input=typed.encode() if isinstance(typed, str) else typed,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Printed(done.returncode, done.stdout.decode(), done.stderr.decode())


# --- exit statuses and errors ---


@pytest.mark.parametrize(
    ("status", "args"),
    [
        (0, ["who", "SLB"]),
        (0, ["who", "Skerra", "Lighthouse", "Board"]),
        (0, ["who", "SLB", "--as-of", "2024-05"]),
        (0, ["agreements"]),
        (0, ["agreements", "2024"]),
        (0, ["agreements", "since", "2022"]),
        (0, ["agreements", "--party", "SLB", "--kind", "MoU", "--place", "Norholm"]),
        (0, ["stats"]),
        (0, ["stats", "ship", "calls", "--of", "Norholm"]),
        (0, ["timeline"]),
        (0, ["timeline", "SLB", "--from", "2024", "--to", "2025-03-10"]),
        (0, ["timeline", "SLB", "--from", "2024", "--to", "2024"]),
        (0, ["sources"]),
        (0, ["sources", "gazette-2024-05-02"]),
        (0, ["resolve", "SLB"]),
        (0, ["brief", "SLB"]),
        (0, ["brief", "SLB", "--with", "Norholm Pilots' Guild", "--since", "2025"]),
        (0, ["brief", "SLB", "--to", "docx"]),
        (0, ["brief", "SLB", "--to", "pdf", "--lang", "ko"]),
        (0, ["brief", "SLB", "--json", "--lang", "vi", "--today", "2026"]),
        (0, ["build"]),
        (0, ["--help"]),
        (0, ["who", "--help"]),
        (0, ["resolve", "--help"]),
        (0, ["--version"]),
        (1, ["who", "Merrin"]),
        (1, ["who", "Atlantis"]),
        (1, ["who", ""]),
        (1, ["who", "--", "-x"]),
        (1, ["agreements", "1999"]),
        (1, ["agreements", "--party", "Atlantis"]),
        (1, ["stats", "gulls"]),
        (1, ["timeline", "--to", "1700"]),
        (1, ["sources", "gull"]),
        (1, ["resolve", "Merrin"]),
        (1, ["resolve", "Atlantis"]),
        (1, ["brief", "Merrin"]),
        (1, ["brief", "Atlantis", "--to", "docx"]),
        (1, ["brief", "SLB", "--with", "Merrin"]),
        (1, ["brief", "x" * 200]),
        (1, ["brief", " "]),
    ],
)
def test_the_exit_status_tells_whether_something_was_found(
    kvbot: Kvbot, status: int, args: list[str]
):
    printed = kvbot(*args)
    assert (printed.status, printed.err) == (status, "")
    assert printed.out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["whom", "SLB"], "No such command 'whom'; see kvbot --help"),
        (["who"], "Missing argument 'NAME...'; see kvbot who --help"),
        (["who", "SLB", "--to", "docx"], "No such option '--to'"),
        (["brief"], "Missing argument 'NAME...'; see kvbot brief --help"),
        (["brief", "SLB", "--to", "odt"], "Invalid value for '--to'"),
        (["brief", "SLB", "--since", "soon"], "'soon' is no date"),
        (["brief", "SLB", "--out", " "], "' ' is no file name"),
        (["brief", "SLB", "--out", "b.rtf"], "b.rtf is no name for such a file; end it in .md, "),
        (["brief", "SLB", "--to", "docx", "--out", "b.pdf"], "such a file; end it in .docx"),
        (["brief", "SLB", "--out", "no/such/folder.docx"], "cannot be written (No such file"),
        (["brief", "SLB", "--out", "no/such/folder.pdf"], "cannot be written (No such file"),
        (["brief", "SLB", "--out", "."], "cannot be written (Is a directory)"),
        (["brief", "x" * 301], "what you typed has 301 characters"),
        (["who", "SLB", "--today", "soon"], "'soon' is no date; write 2024, 2024-09 or 2024-09-19"),
        (["who", "SLB", "--as-of", "2024-13"], "'2024-13' is no date"),
        (["who", "SLB", "--lang", "fr"], "Invalid value for '--lang'"),
        (["who", "x" * 301], "what you typed has 301 characters"),
        (["agreements", "soon"], "'soon' is no period; write 2024, 2022-2024"),
        (["agreements", "--kind", "pact"], "'pact' is no kind of agreement; write one of: "),
        (["timeline", "--from", "never"], "'never' is no date"),
        (["timeline", "--from", "2025", "--to", "2024"], "2025 is later than 2024"),
        (
            ["timeline", "SLB", "--from", "2024-05-02", "--to", "2024-05-01"],
            "2024-05-02 is later than 2024-05-01",
        ),
        (["agreements", "2024" + " " * 57], "' is no period; write 2024, 2022-2024"),
        (["resolve"], "give either a NAME or --batch FILE; see kvbot resolve --help"),
        (["resolve", "--registry", "none.jsonl", "SLB"], "'none.jsonl' does not exist"),
        (["stamp", "none.toml"], "'none.toml' does not exist"),
        (["new", "none.txt"], "'none.txt' does not exist"),
        (["export", "--format", "xml"], "Invalid value for '--format'"),
        (["restore", "none.zip"], "'none.zip' does not exist"),
    ],
)
def test_a_mistake_is_told_in_two_lines_at_most_on_standard_error(
    kvbot: Kvbot, args: list[str], message: str
):
    printed = kvbot(*args)
    assert (printed.status, printed.out) == (2, "")
    assert message in printed.err
    assert printed.err.startswith("kvbot: ")
    assert len(printed.err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("variable", "value"),
    [("KVBOT_LANGUAGE", "fr"), ("KVBOT_TIMEZONE", "Mars/Olympus"), ("KVBOT_HOME", "/dev/null")],
)
def test_a_setting_that_cannot_be_used_is_told_and_not_guessed(
    kvbot: Kvbot, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
):
    monkeypatch.setenv(variable, value)
    printed = kvbot("who", "SLB")
    assert (printed.status, printed.out) == (2, "")
    assert value in printed.err
    assert len(printed.err.splitlines()) == 1


def test_without_a_base_the_answer_is_unknown_and_the_error_says_what_to_set(
    kvbot: Kvbot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KVBOT_SEEDS", "nowhere")
    printed = kvbot("who", "SLB")
    assert printed.status == 1
    assert "nowhere" in printed.err
    assert "put dossiers (*.toml) there, or set KVBOT_SEEDS" in kvbot("build").err


def test_a_bad_dossier_is_warned_of_while_questions_are_answered(kvbot: Kvbot, base: Path):
    (base / "bad.toml").write_text("format =")
    printed = kvbot("who", "SLB")
    assert printed.status == 0
    assert printed.err == (
        f"kvbot: 1 of the files cannot be used as they are, {base}/bad.toml first; "
        "run kvbot build to see what to mend\n"
    )


def damage_a_table(path: Path, table: str) -> None:
    """Overwrite a page of an index that holds the beginning of a table."""
    with sqlite3.connect(path) as base:
        ((page,),) = base.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
        ((size,),) = base.execute("PRAGMA page_size")
    base.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\x55" * size
    path.write_bytes(content)


def test_an_index_whose_list_of_files_is_damaged_is_made_anew(kvbot: Kvbot, home: Path):
    kvbot("build")
    damage_a_table(index_path(home), "file")
    assert kvbot("who", "SLB").status == 0


def test_an_index_that_is_damaged_deep_inside_is_told_with_its_remedy(kvbot: Kvbot, home: Path):
    kvbot("build")
    path = index_path(home)
    damage_a_table(path, "entity")
    printed = kvbot("who", "SLB")
    assert (printed.status, printed.out) == (2, "")
    assert printed.err == (
        f"kvbot: {path} cannot be used (database disk image is malformed); "
        "remove it: it is made anew from the dossiers\n"
    )
    path.unlink()
    assert kvbot("who", "SLB").status == 0


# --- JSON ---

KEYS = ["question", "status", "title", "text", "claims", "citations", "choices", "caveats"]


@pytest.mark.parametrize(
    ("args", "question", "status"),
    [
        (["who", "SLB"], "SLB", "answered"),
        (["who", "Tova", "Merrin"], "Tova Merrin", "answered"),
        (["who", "  sLb "], "  sLb ", "answered"),
        (["who", "Merrin"], "Merrin", "ambiguous"),
        (["who", "Atlantis"], "Atlantis", "unknown"),
        (["who", "SLB", "--as-of", "2024"], "SLB --as-of 2024", "answered"),
        (["agreements", "2024"], "2024", "answered"),
        (["agreements", "--party", "SLB"], "--party SLB", "answered"),
        (["stats", "ship calls", "--of", "Norholm"], "ship calls --of Norholm", "answered"),
        (["stats", "gulls"], "gulls", "unknown"),
        (["timeline", "SLB", "--from", "2024"], "SLB --from 2024", "answered"),
        (["sources"], "", "answered"),
    ],
)
def test_json_is_one_object_on_one_line_with_the_question_verbatim(
    kvbot: Kvbot, args: list[str], question: str, status: str
):
    answer = kvbot(*args, "--json").json
    assert [key for key in answer if key != "sources"] == KEYS
    assert (answer["question"], answer["status"]) == (question, status)


def test_json_cites_the_exact_words_with_publisher_and_date(kvbot: Kvbot):
    answer = kvbot("agreements", "2024", "--json").json
    first, *_ = answer["citations"]
    assert first == {
        "number": 1,
        "source": "gazette-2024-05-02",
        "title": "Board and pilots agree to share fog reports",
        "publisher": "Skerra Lighthouse Board (SLB)",
        "published": "2024-05-02",
        "paragraph": 3,
        "quote": "The Skerra Lighthouse Board (SLB) and the Norholm Pilots' Guild signed a "
        "memorandum of understanding in Norholm on 30 April 2024.",
    }
    note = answer["citations"][-1]
    assert (note["source"], note["publisher"]) == ("visit-notes-2025-03-10", None)


def test_json_offers_the_entities_that_may_be_meant(kvbot: Kvbot):
    answer = kvbot("who", "Merrin", "--json").json
    assert answer["choices"] == [
        {"id": "aldo-merrin", "name": "Aldo Merrin", "kind": "person"},
        {"id": "tova-merrin", "name": "Tova Merrin", "kind": "person"},
    ]
    assert (answer["claims"], answer["citations"]) == ([], [])


def test_json_of_sources_has_the_catalogue(kvbot: Kvbot):
    answer = kvbot("sources", "--json").json
    assert [source["source"] for source in answer["sources"]] == [
        "visit-notes-2025-03-10",
        "gazette-2024-05-02",
    ]
    assert answer["claims"] == []


def test_json_prints_letters_of_every_script_as_they_are(kvbot: Kvbot):
    printed = kvbot("who", "류해등", "--json")
    assert '"question": "류해등"' in printed.out


# --- options of every query ---


def test_today_decides_how_old_an_answer_is(kvbot: Kvbot):
    young = kvbot("who", "Ryu Haedeung", "--today", "2025-05-01").out
    old = kvbot("who", "Ryu Haedeung", "--today", "2025-05-02").out
    assert "may have changed" not in young
    assert "12 months old, may have changed" in old


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "30 April 2024"), ("ko", "2024년 4월 30일"), ("vi", "ngày 30 tháng 4 năm 2024")],
)
def test_the_language_is_that_of_the_option_or_of_the_settings(
    kvbot: Kvbot, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
):
    assert said.casefold() in kvbot("agreements", "--lang", lang).out.casefold()
    monkeypatch.setenv("KVBOT_LANGUAGE", lang)
    assert said.casefold() in kvbot("agreements").out.casefold()


# --- on the terminal ---


def test_the_answer_is_the_first_line_and_the_quotes_stand_below(kvbot: Kvbot):
    lines = kvbot("who", "Tova Merrin", "--today", "2024-06-01").out.splitlines()
    assert lines[0] == (
        "On 2 May 2024: Tova Merrin, Keeper-General, Skerra Lighthouse Board (SLB) [1]; "
        "nothing later on record"
    )
    assert " [1] “Keeper-General Tova Merrin signed for the Board”  ¶4" in lines
    assert lines[-1] == "Only what is on record here: these documents are not the world."


@pytest.mark.parametrize("command", [["stats", "ship calls"], ["timeline", "--lang", "ko"]])
def test_a_picture_of_the_answer_is_written_where_one_asks_for_it(
    kvbot: Kvbot, base: Path, command: list[str]
):
    opening = (
        '[[events]]\nslug = "opening"\nkind = "opening"\nname.en = "Opening"\ndate = "1971"\n'
        'references = [{ exact = "both say that they will share reports of fog", paragraph = 3 }]\n'
    )
    notes = base / "visit-notes-2025-03-10.toml"
    notes.write_text(f"{notes.read_text('utf-8')}\n{opening}", encoding="utf-8")
    printed = kvbot(*command, "--picture", "answer.png")
    assert (printed.status, printed.err) == (0, "")
    assert Path("answer.png").read_bytes().startswith(b"\x89PNG")
    assert printed.out == kvbot(*command).out


@pytest.mark.parametrize(
    ("command", "file", "status", "said"),
    [
        (["stats", "--of", "Norholm"], "one.png", 0, "nothing to see side by side"),
        (["stats", "nothing like it"], "none.png", 1, "nothing to see side by side"),
        (["stats", "ship calls"], "no-folder/x.png", 2, "no-folder/x.png"),
        (["stats", "ship calls"], "there.png", 2, "choose another"),
    ],
)
def test_a_picture_that_cannot_be_written_is_told(
    kvbot: Kvbot, command: list[str], file: str, status: int, said: str
):
    Path("there.png").write_bytes(b"mine")
    printed = kvbot(*command, "--picture", file)
    assert (printed.status, said in printed.err) == (status, True)
    assert [path.name for path in Path().iterdir()] == ["there.png"]
    assert Path("there.png").read_bytes() == b"mine"


def test_choices_are_listed_with_what_to_type(kvbot: Kvbot):
    lines = kvbot("who", "Merrin").out.splitlines()
    assert lines[1:] == [
        " • Aldo Merrin, secretary, Norholm Pilots' Guild (aldo-merrin)",
        " • Tova Merrin, Keeper-General, SLB (tova-merrin)",
    ]


HOSTILE = "[red]Norholm[/red] \x1b[31m\x1b]0;mine\x07 [link=x] {name} \u202e"


def test_escapes_and_markup_in_what_is_typed_are_not_carried_out(kvbot: Kvbot):
    printed = kvbot("who", HOSTILE)
    assert printed.out.splitlines() == [
        "“[red]Norholm[/red] [31m ]0;mine [link=x] {name}” is not on record here."
    ]


def test_escapes_and_markup_in_dossiers_are_not_carried_out(kvbot: Kvbot, base: Path):
    notes = base / "visit-notes-2025-03-10.toml"
    notes.write_text(
        notes.read_text()
        .replace('label = "Notes', 'label = "[b]Notes')
        .replace('title = "secretary"', 'title = "[red]secretary"')
        .replace('exact = "Aldo', 'exact = "\\u001B[2J[/b]Aldo')
    )
    printed = kvbot("who", "Aldo Merrin")
    assert printed.status == 0
    assert "\x1b" not in printed.out
    assert "\x07" not in printed.out
    assert "[red]secretary" in printed.out
    assert "“[2J[/b]Aldo Merrin" in printed.out
    assert "[b]Notes" in printed.out


ESCAPE = "\x1b[31mred\x1b]0;mine\x07\x9b1m\u202e"


@pytest.mark.parametrize(
    "args",
    [
        [ESCAPE],
        ["who", ESCAPE * 20],
        ["who", "SLB", f"--{ESCAPE}"],
        ["who", "SLB", "--lang", ESCAPE],
        ["who", "SLB", "--today", ESCAPE],
        ["agreements", ESCAPE],
        ["agreements", "--kind", ESCAPE],
        ["new", ESCAPE],
        ["restore", ESCAPE],
        ["resolve", "--registry", ESCAPE, "SLB"],
    ],
)
def test_an_error_carries_no_escapes(kvbot: Kvbot, args: list[str]):
    printed = kvbot(*args)
    assert printed.status == 2
    assert all(c.isprintable() for c in printed.err.replace("\n", ""))


def test_a_problem_of_a_dossier_carries_no_escapes(kvbot: Kvbot, base: Path):
    (base / f"{ESCAPE}.toml").write_text(f'format = 1\n"{ESCAPE}" = 1\n'.replace("\x1b", "\\u001b"))
    (base / "bad.toml").write_text('format = 1\n[[places]]\nslug = "\\u001b[31m"\nname = "x"\n')
    for command in (["build"], ["who", "SLB"], ["doctor"]):
        printed = kvbot(*command)
        assert "red]0;mine" in (printed.err + printed.out).replace(" ", "")
        assert all(c.isprintable() for c in (printed.err + printed.out).replace("\n", ""))


def test_on_a_real_terminal_nothing_that_was_typed_reaches_it_as_an_escape(
    surroundings: dict[str, str],
):
    leader, follower = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kvbot", "who", HOSTILE],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**surroundings, "TERM": "xterm-256color", "COLUMNS": "200"},
    ) as shown:
        os.close(follower)
        seen = b""
        while piece := read_some(leader):
            seen += piece
    os.close(leader)
    assert shown.returncode == 1
    assert "[red]Norholm[/red]" in seen.decode()
    assert b"\x1b]0;mine" not in seen
    assert b"\x1b[31m" not in seen


def read_some(descriptor: int) -> bytes:
    """What there is to read from a terminal; nothing once its other end is closed."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("command", ["who", "resolve", "stats", "agreements --party"])
@pytest.mark.usefixtures("built")
def test_bytes_that_are_no_text_are_a_name_like_any_other(command: str):
    printed = process(*command.split(), b"\xff\xfe\xed\xa0\x80", "--json")
    assert (printed.status, printed.err) == (1, "")
    assert printed.json["status"] == "unknown"


# --- resolve ---


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("SLB", "resolved: lighthouse-board", ("resolved", ["lighthouse-board"])),
        ("Merrin", "ambiguous: aldo-merrin, tova-merrin", None),
        ("Atlantis", "unknown", ("unknown", [])),
    ],
)
def test_resolve_prints_what_a_name_means(
    kvbot: Kvbot, name: str, line: str, found: tuple[str, list[str]] | None
):
    status, ids = found or ("ambiguous", ["aldo-merrin", "tova-merrin"])
    assert kvbot("resolve", name).out == f"{line}\n"
    assert kvbot("resolve", name, "--json").json == {"query": name, "status": status, "ids": ids}


def test_a_batch_prints_one_object_a_line_in_the_order_of_its_lines(kvbot: Kvbot, tmp_path: Path):
    lines = [
        "Merrin",
        "",
        "SLB",
        " slb ",
        "Nor\x0bholm",
        "Nor\u2028holm",
        "x" * 301,
        "\ud55c",
        "SLB",
    ]
    batch = tmp_path / "names.txt"
    batch.write_bytes("\n".join(lines).encode())
    printed = kvbot("resolve", "--batch", str(batch), "--json")
    found = [json.loads(line) for line in printed.out.splitlines()]
    assert printed.status == 0
    assert [item["query"] for item in found] == lines
    assert [item["status"] for item in found] == [
        "ambiguous",
        "unknown",
        "resolved",
        "resolved",
        "resolved",
        "resolved",
        "unknown",
        "unknown",
        "resolved",
    ]
    assert all(item.keys() == {"query", "status", "ids"} for item in found)
    assert printed.err.startswith("kvbot: what you typed has 301 characters")


@pytest.mark.parametrize(
    ("content", "queries"),
    [
        (b"", []),
        (b"SLB", ["SLB"]),
        (b"SLB\n", ["SLB"]),
        (b"SLB\r\nNorholm\r\n", ["SLB", "Norholm"]),
        (b"\xef\xbb\xbfSLB\n", ["SLB"]),
        (b"SLB\n\nNorholm", ["SLB", "", "Norholm"]),
    ],
)
def test_the_lines_of_a_batch_end_as_editors_end_them(
    kvbot: Kvbot, tmp_path: Path, content: bytes, queries: list[str]
):
    batch = tmp_path / "names.txt"
    batch.write_bytes(content)
    printed = kvbot("resolve", "--batch", str(batch), "--json")
    assert [json.loads(line)["query"] for line in printed.out.splitlines()] == queries


def test_a_batch_of_bytes_that_are_no_text_is_handled_to_the_end(kvbot: Kvbot, tmp_path: Path):
    batch = tmp_path / "names.txt"
    batch.write_bytes(b"\xff\xfe\nSLB\n")
    printed = kvbot("resolve", "--batch", str(batch))
    assert (printed.status, printed.out) == (0, "unknown\nresolved: lighthouse-board\n")


def test_resolve_can_try_a_registry_of_its_own(kvbot: Kvbot, tmp_path: Path):
    registry = tmp_path / "registry.jsonl"
    registry.write_text('{"id": "gull-rock", "kind": "place", "name": "Gull Rock"}\n')
    found = kvbot("resolve", "gull rokc", "--registry", str(registry), "--json").json
    assert found == {"query": "gull rokc", "status": "resolved", "ids": ["gull-rock"]}
    assert kvbot("resolve", "SLB", "--registry", str(registry)).status == 1


def test_a_bad_line_of_a_registry_is_a_bad_file(kvbot: Kvbot, tmp_path: Path):
    registry = tmp_path / "registry.jsonl"
    registry.write_text("{}\n")
    printed = kvbot("resolve", "SLB", "--registry", str(registry))
    assert (printed.status, printed.out) == (2, "")
    assert f"{registry}: line 1 is no entity; write " in printed.err


# --- the console ---


@pytest.mark.usefixtures("built")
def test_the_console_answers_line_after_line_and_leaves_when_the_input_ends():
    printed = process(typed="/who SLB\n\n   \nTova Merrin\n/agreements 2024")
    assert (printed.status, printed.err) == (0, "")
    prompts = [line for line in printed.out.splitlines() if line.startswith("kvbot> ")]
    assert prompts == ["kvbot> /who SLB", "kvbot> Tova Merrin", "kvbot> /agreements 2024"]
    assert "Tova Merrin, Keeper-General" in printed.out
    assert "1 agreement on record here" in printed.out


@pytest.mark.parametrize("leave", ["/quit", "/exit"])
def test_the_console_leaves_when_asked_to(leave: str):
    printed = process(typed=f"/sources\n{leave}\n/who SLB\n")
    assert printed.status == 0
    assert "2 sources" in printed.out
    assert "SLB [" not in printed.out


@pytest.mark.usefixtures("built")
def test_the_console_goes_on_after_a_line_that_it_cannot_read():
    mistakes = [
        "/whom SLB",
        "/",
        "/who",
        "/agreements soon",
        "/agreements kind: pact",
        "/stats --nonsense",
        f"/who {'x' * 301}",
        "/timeline from: never",
    ]
    printed = process(typed="\n".join([*mistakes, "/who SLB"]))
    assert printed.status == 0
    complaints = printed.err.splitlines()
    assert len(complaints) == len(mistakes)
    assert all(line.startswith("kvbot: ") for line in complaints)
    assert "/whom is no command here. Type a question, or /who" in complaints[0]
    assert "Skerra Lighthouse Board" in printed.out


@pytest.mark.usefixtures("built")
def test_the_console_takes_options_as_discord_shows_them_and_as_a_shell_does():
    lines = [
        "/agreements party: Norholm Pilots' Guild kind: MoU place: Norholm",
        "/agreements 2024 --party SLB",
        "/stats ship calls of: Eastwick",
        "/timeline from: 2024-09 to: 2024-09",
        "/who SLB as-of: 2024 lang: ko today: 2025-01-01",
        "/who --help",
    ]
    printed = process(typed="\n".join(lines))
    assert (printed.status, printed.err) == (0, "")
    answers = printed.out.split("kvbot> ")[1:]
    assert "memorandum of understanding" in answers[0]
    assert "1 agreement on record here" in answers[1]
    assert "nearly 1,300" in answers[2]
    assert "Festival of Lamps" in answers[3]
    assert "수록" in answers[4]
    assert "Usage: /who" in printed.out


@pytest.mark.usefixtures("built")
def test_what_is_typed_in_the_console_is_never_markup_or_a_shell_line():
    printed = process(typed="/who \"SLB\n/who '\n/who [red]SLB[/red]\n/who $HOME `id`\n")
    assert (printed.status, printed.err) == (0, "")
    assert "“[red]SLB[/red]” is not on record here." in printed.out
    assert "“$HOME `id`” is not on record here." in printed.out


def test_bytes_that_are_no_text_do_not_end_the_console(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8:strict")
    printed = process(typed=b"\xff\xfe\n/who SLB\n")
    assert printed.status == 0
    assert "Skerra Lighthouse Board" in printed.out


def test_the_console_sees_a_dossier_that_comes_while_it_runs(base: Path):
    with subprocess.Popen(
        [sys.executable, "-m", "kvbot"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as console:
        assert console.stdin
        assert console.stdout
        console.stdin.write("/who Gull Rock\n")
        console.stdin.flush()
        console.stdout.readline()
        assert "is not on record here" in console.stdout.readline()
        (base / "rock.toml").write_text(
            'format = 1\n[[places]]\nslug = "gull-rock"\nname = "Gull Rock"\n'
        )
        out, _ = console.communicate("/who Gull Rock\n", timeout=60)
    assert "Gull Rock: 0 facts on record here" in out


# --- the base: build, verify, doctor ---


def test_build_tells_what_is_served_and_what_had_changed(kvbot: Kvbot):
    first, second = kvbot("build"), kvbot("build")
    assert (first.status, second.status) == (0, 0)
    counts = "1 agreement, 1 event, 1 programme, 1 remark, 3 roles, 2 statistics"
    assert first.out.splitlines()[0].endswith(f": {counts}")
    assert first.out.splitlines()[1] == "3 of the files had changed"
    assert second.out.splitlines() == [first.out.splitlines()[0], "up to date"]


def test_build_tells_every_problem_on_a_line_of_its_own_every_time(kvbot: Kvbot, base: Path):
    (base / "bad.toml").write_text("format = 2\nlight = true\n")
    for _ in range(2):
        printed = kvbot("build")
        assert printed.status == 2
        assert len(printed.err.splitlines()) == 2
        assert all(f"{base}/bad.toml: " in line for line in printed.err.splitlines())
        assert all("; " in line for line in printed.err.splitlines())


def test_build_tells_of_names_that_no_quote_has(kvbot: Kvbot, base: Path):
    registry = base / "registry.toml"
    whole = registry.read_text()
    registry.write_text(whole.replace('text = "SLB"', 'text = "SLBO"'))
    printed = kvbot("build")
    assert printed.status == 2
    assert "no quote of a fact in gazette-2024-05-02 has the name 'SLBO' in it" in printed.err


def test_verify_proves_every_quote_against_the_originals(kvbot: Kvbot, originals: Path):
    good = kvbot("verify", "--originals", str(originals))
    assert (good.status, good.err) == (0, "")
    assert "every one is in its original" in good.out
    (originals / "gazette.txt").write_text("another text")
    bad = kvbot("verify", "--originals", str(originals))
    assert bad.status == 2
    assert "gazette" in bad.err


def test_doctor_tells_what_is_in_order_and_what_to_mend(kvbot: Kvbot, base: Path):
    lines = [line for line in kvbot("doctor").out.splitlines() if "clock" not in line]
    assert len(lines) >= 4
    assert all(line.startswith("ok ") for line in lines)
    (base / "bad.toml").write_text("format =")
    printed = kvbot("doctor")
    assert printed.status == 2
    assert any(
        line.startswith("to mend") and f"{base}/bad.toml" in line
        for line in printed.out.splitlines()
    )


# --- export, backup, restore ---


def test_export_as_json_lines_is_the_whole_base_with_names_for_identifiers(kvbot: Kvbot):
    printed = kvbot("export", "--format", "jsonl")
    found = [json.loads(line) for line in printed.out.splitlines()]
    kinds = [item["record"] for item in found]
    assert printed.status == 0
    assert [kinds.count(kind) for kind in ("source", "entity", "measure", "report")] == [
        2,
        9,
        1,
        10,
    ]
    mou = next(item for item in found if item.get("fact") == "slb-guild-mou-2024")
    assert mou["parties"] == ["Skerra Lighthouse Board (SLB)", "Norholm Pilots' Guild"]
    assert mou["representatives"][0] == {
        "person": "Tova Merrin",
        "party": "Skerra Lighthouse Board (SLB)",
    }
    assert mou["place"] == "Norholm"
    assert mou["references"][0]["exact"].startswith("The Skerra Lighthouse Board (SLB)")
    assert mou["source"]["slug"] == "gazette-2024-05-02"


def test_export_as_csv_has_a_line_for_each_report(kvbot: Kvbot):
    exported = kvbot("export", "--format", "csv").out
    assert exported.startswith("\ufeff")  # spreadsheets take it for UTF-8 by this mark
    header, *rows = csv.reader(StringIO(exported.removeprefix("\ufeff")))
    assert header == [
        *("fact", "type", "text", "source", "title", "publisher", "published", "quotes")
    ]
    assert len(rows) == 10
    assert all(row[0] and row[-1] for row in rows)


def test_export_as_sqlite_is_a_database(kvbot: Kvbot, tmp_path: Path):
    out = tmp_path / "base.sqlite"
    assert kvbot("export", "--format", "sqlite", "--out", str(out)).status == 0
    with sqlite3.connect(out) as base:
        ((reports,),) = base.execute("SELECT count(*) FROM report")
    base.close()
    assert reports == 10


@pytest.mark.parametrize("form", ["jsonl", "csv", "sqlite"])
def test_export_writes_to_a_file_what_it_prints_and_never_over_another(
    kvbot: Kvbot, tmp_path: Path, form: str
):
    out = tmp_path / "out"
    assert kvbot("export", "--format", form, "--out", str(out)).out == ""
    content = out.read_bytes()
    again = kvbot("export", "--format", form, "--out", str(out))
    assert (again.status, out.read_bytes()) == (2, content)
    assert "is there already; choose another name" in again.err
    if form != "sqlite":
        assert kvbot("export", "--format", form).out.encode().splitlines() == content.splitlines()


def test_what_was_backed_up_can_be_restored(kvbot: Kvbot, home: Path, tmp_path: Path):
    own = home / "dossiers" / "rock.toml"
    own.parent.mkdir(parents=True)
    own.write_text('format = 1\n[[places]]\nslug = "gull-rock"\nname = "Gull Rock"\n')
    archive = tmp_path / "backup.zip"
    assert kvbot("backup", str(archive)).status == 0
    assert kvbot("backup", str(archive)).status == 2
    shutil.rmtree(home)
    assert kvbot("who", "Gull Rock").status == 1
    assert kvbot("restore", str(archive)).status == 0
    assert kvbot("who", "Gull Rock").status == 0


def test_a_file_that_is_no_backup_changes_nothing(kvbot: Kvbot, home: Path, tmp_path: Path):
    kvbot("build")
    (tmp_path / "no.zip").write_bytes(b"no zip")
    before = sorted(home.rglob("*"))
    printed = kvbot("restore", str(tmp_path / "no.zip"))
    assert (printed.status, sorted(home.rglob("*"))) == (2, before)
    assert "is no backup of kvbot" in printed.err


# --- adding a document by hand ---

NOTE = """Supper at the Gull Inn

Greta Oyen told us that she has run the Gull Inn since spring.

Greta Oyen runs the Gull Inn, and the ferry too.
"""

GRETA_AND_INN = """format = 1
[[people]]
slug = "greta-oyen"
name = "Greta Oyen"
[[organizations]]
slug = "gull-inn"
name = "Gull Inn"
"""

FACTS = """
[[roles]]
slug = "oyen-gull-inn"
person = "greta-oyen"
organization = "gull-inn"
title = "innkeeper"
references = [{ exact = "Greta Oyen runs the Gull Inn" }]
"""


def with_date(skeleton: str) -> str:
    """A skeleton in which the day of publication is filled in."""
    assert skeleton.count('# published = "2024-09-19"') == 1
    return skeleton.replace('# published = "2024-09-19"', 'published = "2025-04-01"')


def test_a_document_is_added_filled_in_stamped_and_answered_from(
    kvbot: Kvbot, home: Path, tmp_path: Path
):
    original = tmp_path / "Gull Inn.txt"
    original.write_text(NOTE)

    assert kvbot("new", str(original)).status == 0
    dossier = home / "dossiers" / "Gull Inn.toml"
    assert (home / "originals" / "Gull Inn.txt").read_text() == NOTE
    assert kvbot("new", str(original)).status == 2

    skeleton = dossier.read_text()
    dossier.write_text(with_date(skeleton) + FACTS)
    stamped = kvbot("stamp", str(dossier))
    assert stamped.status == 2
    assert 'slug = "greta-oyen"' in stamped.out
    assert 'slug = "gull-inn"' in stamped.out
    assert 'entity "greta-oyen" is not in the registry' in stamped.err
    assert "paragraph = 3" in dossier.read_text()

    proposed = stamped.out[stamped.out.index("[[people]]") :]
    (home / "dossiers" / "names.toml").write_text(f"format = 1\n{proposed}")
    assert kvbot("stamp", str(dossier)).status == 0
    built = kvbot("build")
    assert (built.status, built.err) == (0, "")
    assert kvbot("verify", "--originals", str(home / "originals")).status == 2

    answer = kvbot("who", "Greta Oyen", "--today", "2025-05-01", "--json").json
    assert answer["text"].splitlines()[0] == (
        "On 1 April 2025: Greta Oyen, innkeeper, Gull Inn [1]; own note; not approved yet; "
        "nothing later on record"
    )
    assert answer["citations"][0] == {
        "number": 1,
        "source": "gull-inn",
        "title": "Gull Inn",
        "publisher": None,
        "published": "2025-04-01",
        "paragraph": 3,
        "quote": "Greta Oyen runs the Gull Inn",
    }


def test_stamp_tells_of_a_quote_that_the_document_does_not_have(
    kvbot: Kvbot, home: Path, tmp_path: Path
):
    original = tmp_path / "inn.txt"
    original.write_text(NOTE)
    kvbot("new", str(original))
    dossier = home / "dossiers" / "inn.toml"
    facts = FACTS.replace("Greta Oyen runs the Gull Inn", "Greta Oyen ran the Gull Inn")
    dossier.write_text(dossier.read_text() + facts)
    (home / "dossiers" / "names.toml").write_text(GRETA_AND_INN)
    printed = kvbot("stamp", str(dossier))
    assert printed.status == 2
    (complaint,) = printed.err.splitlines()
    assert "did you mean 'Greta Oyen runs the Gull Inn" in complaint
    assert kvbot("who", "Greta Oyen").status == 0


def test_build_tells_of_quotes_that_the_original_which_is_kept_does_not_have(
    kvbot: Kvbot, home: Path, tmp_path: Path
):
    original = tmp_path / "inn.txt"
    original.write_text(NOTE)
    kvbot("new", str(original))
    dossier = home / "dossiers" / "inn.toml"
    (home / "dossiers" / "names.toml").write_text(GRETA_AND_INN)
    good = dossier.read_text() + FACTS
    dossier.write_text(good)
    assert kvbot("build").status == 0
    dossier.write_text(good.replace("Greta Oyen runs the Gull Inn", "Greta Oyen ran the Gull Inn"))
    for _ in range(2):
        printed = kvbot("build")
        assert printed.status == 2
        (complaint,) = printed.err.splitlines()
        assert "the original does not say 'Greta Oyen ran the Gull Inn'" in complaint
        assert f"{dossier.name}: " in complaint
    (home / "originals" / "inn.txt").unlink()
    assert kvbot("build").status == 0


def test_new_never_puts_a_document_in_the_place_of_another(
    kvbot: Kvbot, home: Path, tmp_path: Path
):
    original = tmp_path / "inn.txt"
    original.write_text(NOTE)
    kvbot("new", str(original))
    (home / "dossiers" / "inn.toml").unlink()
    original.write_text("Another document\n")
    printed = kvbot("new", str(original))
    assert (printed.status, printed.out) == (2, "")
    assert f"is another document of this name; rename {original} first" in printed.err
    assert (home / "originals" / "inn.txt").read_text() == NOTE
    assert list((home / "dossiers").iterdir()) == []
    original.write_text(NOTE)
    assert kvbot("new", str(original)).status == 0


def test_new_takes_a_document_that_is_kept_already(kvbot: Kvbot, home: Path):
    kept = home / "originals" / "inn.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text(NOTE)
    assert kvbot("new", str(kept)).status == 0
    assert kept.read_text() == NOTE


def test_a_document_that_is_no_text_cannot_be_taken(kvbot: Kvbot, home: Path, tmp_path: Path):
    original = tmp_path / "scan.pdf"
    original.write_bytes(b"%PDF-\xff\xfe")
    printed = kvbot("new", str(original))
    assert (printed.status, printed.out) == (2, "")
    assert "is not UTF-8 text; save its text in a .txt file and take that" in printed.err
    assert not (home / "dossiers").exists()


def test_a_document_whose_name_no_dossier_can_give_is_to_be_renamed(
    kvbot: Kvbot, home: Path, tmp_path: Path
):
    original = tmp_path / "gull\\inn.txt"
    original.write_text(NOTE)
    printed = kvbot("new", str(original))
    assert (printed.status, printed.out) == (2, "")
    assert "has a backslash in its name; rename it first" in printed.err
    assert not (home / "dossiers").exists()


# --- while another process writes ---


def test_a_question_is_answered_while_another_process_holds_the_lock(
    kvbot: Kvbot, base: Path, home: Path
):
    kvbot("build")
    (base / "rock.toml").write_text(
        'format = 1\n[[places]]\nslug = "gull-rock"\nname = "Gull Rock"\n'
    )
    with closing(sqlite3.connect(index_path(home), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        printed = kvbot("who", "SLB")
        assert (printed.status, printed.err) == (0, "")
        assert kvbot("who", "Gull Rock").status == 1
        assert kvbot("resolve", "SLB").status == 0
    assert kvbot("who", "Gull Rock").status == 0


# --- briefings ---


def test_a_briefing_is_printed_as_markdown_or_written_to_a_file_whose_name_is_told(kvbot: Kvbot):
    assert kvbot("brief", "SLB").out.startswith("# Briefing: Skerra Lighthouse Board (SLB)\n")
    written = kvbot("brief", "SLB", "--to", "docx", "--today", "2026-11-30")
    assert written.out == "briefing-lighthouse-board-2026-11-30.docx\n"
    assert Path(written.out.strip()).read_bytes()[:2] == b"PK"


def test_a_briefing_that_may_have_been_edited_is_not_written_over(kvbot: Kvbot):
    names = [kvbot("brief", "SLB", "--to", "docx", "--today", "2026-11-30").out for _ in range(3)]
    stems = [name.strip().removeprefix("briefing-lighthouse-board-2026-11-30") for name in names]
    assert stems == [".docx", "-2.docx", "-3.docx"]


def test_the_file_that_is_named_tells_the_format_and_is_written_over(kvbot: Kvbot):
    for _ in range(2):
        assert kvbot("brief", "SLB", "--out", "meeting.docx").out == "meeting.docx\n"
    assert Path("meeting.docx").read_bytes()[:2] == b"PK"
    assert kvbot("brief", "SLB", "--out", "notes.txt").status == 0
    assert Path("notes.txt").read_text().startswith("# Briefing")


def test_the_console_writes_briefings_too():
    typed = "/brief SLB with: Norholm Pilots' Guild lang: ko\n/brief\n/brief SLB out: b.docx\n"
    printed = process("console", typed=typed)
    assert "# 브리핑: 스케라 등대청(SLB) – Norholm Pilots' Guild" in printed.out
    assert "\nb.docx\n" in printed.out
    assert "Missing argument 'NAME...'" in printed.err
    assert Path("b.docx").exists()
