"""Building the index: what is taken in, what is refused, and that a build is all or nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import kvbot.index.build
from kvbot.desk import open_desk
from kvbot.index.build import BuildReport
from kvbot.index.connection import index_path
from kvbot.index.index import Index, open_index
from kvbot.names.decision import Resolution
from kvbot.settings import Settings

QUOTE = "The keepers wrote all of this down in the great book of the light."

SKERRA_FACTS = {
    "agreement": 1,
    "event": 1,
    "programme": 1,
    "remark": 1,
    "role": 3,
    "statistic": 2,
}


def fact(table: str, slug: str, **values: str | int | list[str]) -> str:
    """A fact for a dossier, every value proved by the one quote."""
    given = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    quote = f'references = [{{ exact = "{QUOTE}" }}]'
    return "\n".join([f"[[{table}]]", f'slug = "{slug}"', *given, quote, ""])


def note(slug: str, *tables: str) -> str:
    """The text of a dossier: somebody's own note with the given tables."""
    head = f"""format = 1
[source]
slug = "{slug}"
label = "A note"
published = "2025-04-01"
kind = "note"
file = "{slug}.txt"
sha256 = "{"0" * 64}"
[record]
added = 2025-04-02
"""
    return "\n".join([head, *tables])


def post(slug: str = "keeper-of-eastwick", **values: str) -> str:
    """A role of Aldo Merrin that nothing else states."""
    return fact("roles", slug, **{"person": "aldo-merrin", "title": "keeper", **values})


def organization(slug: str) -> str:
    """A registry file with one body."""
    return f'format = 1\n[[organizations]]\nslug = "{slug}"\nname = "{slug.title()}"\n'


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    async with open_index(tmp_path / "home") as opened:
        yield opened


async def served(index: Index) -> set[tuple[str, str]]:
    """The source and the slug of every report that is served."""
    async with index.snapshot() as base:
        return {(report.source, report.slug) for report in await base.all_reports()}


async def counts(index: Index) -> dict[str, int]:
    async with index.snapshot() as base:
        return await base.counts()


def told(report: BuildReport, base: Path) -> list[str]:
    """The problems of a build, with paths as seen from the base."""
    return [str(problem).replace(f"{base}/", "") for problem in report.problems]


# --- what is taken in ---


async def test_a_first_build_takes_in_every_file(index: Index, base: Path):
    report = await index.refresh([base])
    assert (report.changed, report.problems) == (3, ())
    assert await counts(index) == SKERRA_FACTS


async def test_a_build_over_an_empty_folder_says_so_and_serves_nothing(
    index: Index, tmp_path: Path
):
    (tmp_path / "bare").mkdir()
    report = await index.refresh([tmp_path / "bare"])
    assert [problem.what for problem in report.problems] == ["has no dossier in it"]
    assert await counts(index) == {}


async def test_where_nothing_has_changed_nothing_is_done(index: Index, base: Path):
    first = await index.refresh([base])
    second = await index.refresh([base])
    assert second == BuildReport(first.content_hash, 0, ())
    assert await counts(index) == SKERRA_FACTS


@pytest.fixture
def opened_files() -> Iterator[list[str]]:
    """The name of every file that is opened during a test, as Python itself tells it."""
    names: list[str] = []
    listening = [True]

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if listening and event == "open":
            names.append(str(arguments[0]))

    sys.addaudithook(listen)
    yield names
    listening.clear()


async def test_an_unchanged_file_is_not_even_opened(
    index: Index, base: Path, opened_files: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kvbot.index.build, "RACY_NS", 0)
    await index.refresh([base])
    (base / "new.toml").write_text(note("new", post()))
    opened_files.clear()
    await index.refresh([base])
    assert {name for name in opened_files if name.endswith(".toml")} == {f"{base}/new.toml"}


async def test_only_the_changed_dossier_is_taken_in_again(index: Index, base: Path):
    await index.refresh([base])
    path = base / "visit-notes-2025-03-10.toml"
    path.write_text(path.read_text().replace('title = "secretary"', 'title = "Secretary"'))
    heard: list[tuple[int, int]] = []
    report = await index.refresh([base], lambda *progress: heard.append(progress))
    assert (report.changed, heard) == (1, [(1, 1)])
    assert await counts(index) == SKERRA_FACTS


async def test_a_file_that_was_touched_but_is_equal_counts_as_unchanged(index: Index, base: Path):
    first = await index.refresh([base])
    os.utime(base / "registry.toml", (1, 1))
    assert await index.refresh([base]) == BuildReport(first.content_hash, 0, ())


async def test_a_change_that_leaves_size_and_time_of_the_file_is_noticed(index: Index, base: Path):
    path = base / "visit-notes-2025-03-10.toml"
    before = path.stat()
    await index.refresh([base])
    path.write_text(path.read_text().replace("merrin-guild-secretary", "merrin-guild-sacristan"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (await index.refresh([base])).changed == 1
    assert ("visit-notes-2025-03-10", "merrin-guild-sacristan") in await served(index)


async def test_a_removed_dossier_takes_its_facts_and_its_source_with_it(index: Index, base: Path):
    await index.refresh([base])
    (base / "visit-notes-2025-03-10.toml").unlink()
    report = await index.refresh([base])
    assert (report.changed, report.problems) == (1, ())
    assert {source for source, _ in await served(index)} == {"gazette-2024-05-02"}
    async with index.snapshot() as snapshot:
        assert [source.slug for source in await snapshot.all_sources()] == ["gazette-2024-05-02"]


async def test_a_new_dossier_joins_the_others(index: Index, base: Path):
    await index.refresh([base])
    before = await served(index)
    (base / "deeper").mkdir()
    (base / "deeper" / "note.toml").write_text(note("note", post()))
    assert (await index.refresh([base])).changed == 1
    assert await served(index) == before | {("note", "keeper-of-eastwick")}


async def test_a_renamed_file_stays_one_dossier(index: Index, base: Path):
    first = await index.refresh([base])
    before = await served(index)
    (base / "visit-notes-2025-03-10.toml").rename(base / "a-visit.toml")
    report = await index.refresh([base])
    assert (report.content_hash, report.problems) == (first.content_hash, ())
    assert await served(index) == before
    assert await counts(index) == SKERRA_FACTS


# --- what is refused ---

BAD = {
    "not TOML": b"format = ",
    "not UTF-8": b"\xff\xfe",
    "no format": b'[source]\nslug = "x"\n',
    "an unknown key": note("gazette-2024-05-02", post(colour="red")).encode(),
    "a fact without a quote": b'format = 1\n[[roles]]\nslug = "a"\nperson = "b"\ntitle = "c"\n',
    "an unknown entity": note("gazette-2024-05-02", post(person="nobody")).encode(),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
async def test_a_dossier_that_goes_bad_keeps_its_last_good_version(
    index: Index, base: Path, content: bytes
):
    first = await index.refresh([base])
    before = await served(index)
    (base / "gazette-2024-05-02.toml").write_bytes(content)
    report = await index.refresh([base])
    assert report.content_hash == first.content_hash
    assert await served(index) == before
    assert {problem.path for problem in report.problems} == {f"{base}/gazette-2024-05-02.toml"}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
async def test_a_problem_is_told_by_every_build_until_it_is_mended(
    index: Index, base: Path, content: bytes
):
    path = base / "bad.toml"
    path.write_bytes(content.replace(b"gazette-2024-05-02", b"bad"))
    first = await index.refresh([base])
    again = await index.refresh([base])
    assert first.problems
    assert (again.changed, again.problems) == (0, first.problems)
    path.write_text(note("bad", post()))
    mended = await index.refresh([base])
    assert (mended.changed, mended.problems) == (1, ())
    assert ("bad", "keeper-of-eastwick") in await served(index)


async def test_a_bad_new_dossier_stays_out_while_everything_else_goes_on(index: Index, base: Path):
    (base / "bad.toml").write_text(note("bad", post("bad-post"), "[[roles]]"))
    (base / "good.toml").write_text(note("good", post("good-post")))
    report = await index.refresh([base])
    found = await served(index)
    assert ("good", "good-post") in found
    assert "bad" not in {source for source, _ in found}
    assert {problem.path for problem in report.problems} == {f"{base}/bad.toml"}


async def test_a_refused_file_that_is_deleted_is_forgotten(index: Index, base: Path):
    (base / "bad.toml").write_text("format =")
    await index.refresh([base])
    (base / "bad.toml").unlink()
    assert (await index.refresh([base])).problems == ()


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            [fact("roles", "slb-guild-mou-2024", person="aldo-merrin", title="keeper")],
            'new.toml: role "slb-guild-mou-2024": is of type agreement in gazette-2024-05-02.toml; '
            "give one of the two another slug",
        ),
        (
            [
                fact(
                    "agreements",
                    "slb-guild-mou-2024",
                    kind="treaty",
                    parties=["lighthouse-board", "skerra"],
                )
            ],
            'new.toml: agreement "slb-guild-mou-2024": is about something else in '
            "gazette-2024-05-02.toml: these must be the same in both: parties; mend it, give it "
            'another slug, or mark it with disputes = "gazette-2024-05-02"',
        ),
        (
            [
                fact(
                    "agreements",
                    "slb-guild-mou-2024",
                    kind="memorandum of understanding",
                    parties=["pilots-guild", "lighthouse-board", "skerra"],
                )
            ],
            'new.toml: agreement "slb-guild-mou-2024": is about something else in '
            "gazette-2024-05-02.toml: these must be the same in both: parties; mend it, give it "
            'another slug, or mark it with disputes = "gazette-2024-05-02"',
        ),
        (
            [post(person="old-nan")],
            'new.toml: role "keeper-of-eastwick", person: entity "old-nan" is not in the registry; '
            "declare it in the registry (kvbot stamp proposes an entry), or mend the slug",
        ),
        (
            [fact("statistics", "gulls", measure="gulls", subject="skerra", value=3, unit="gulls")],
            'new.toml: statistic "gulls", measure: measure "gulls" is not in the registry; '
            "declare it in the registry under [[measures]], or mend the slug",
        ),
        (
            [fact("roles", "r", person="aldo-merrin", title="keeper", related=["lost-fact"])],
            'new.toml: role "r": fact "lost-fact" is not in the base; '
            "state that fact in a dossier, or mend the slug",
        ),
        (
            [fact("remarks", "r", speaker="aldo-merrin", occasion="lost-fact", gist="sang")],
            'new.toml: remark "r": fact "lost-fact" is not in the base; '
            "state that fact in a dossier, or mend the slug",
        ),
        (
            [post(disputes="lost-letter")],
            'new.toml: role "keeper-of-eastwick", disputes: source "lost-letter" is not in the '
            "base; add its dossier, or mend the slug",
        ),
        (
            ['[[places]]\nslug = "skerra"\nname = "Skerra"'],
            'new.toml: entity "skerra" is declared in registry.toml too; '
            "declare it once; another file may add names with extends",
        ),
        (
            ['[[measures]]\nslug = "ship-calls"\nname = "calls"'],
            'new.toml: measure "ship-calls" is declared in registry.toml too; '
            "declare it once; another file may add names with extends",
        ),
        (
            ['[[places]]\nextends = "atlantis"\nnames = [{ text = "Atlantis" }]'],
            'new.toml: extends: entity "atlantis" is not in the registry; '
            "declare it in the registry (kvbot stamp proposes an entry), or mend the slug",
        ),
        (
            ['[[places]]\nslug = "north-head"\nname = "North Head"\nwithin = "atlantis"'],
            'new.toml: entity "north-head": entity "atlantis" is not in the registry; '
            "declare it in the registry (kvbot stamp proposes an entry), or mend the slug",
        ),
    ],
)
async def test_what_clashes_with_the_rest_of_the_base_is_refused_with_a_remedy(
    index: Index, base: Path, tables: list[str], message: str
):
    await index.refresh([base])
    before = await served(index)
    (base / "new.toml").write_text(note("new", *tables))
    assert told(await index.refresh([base]), base) == [message]
    assert await served(index) == before


async def test_a_second_dossier_of_one_source_is_refused(index: Index, base: Path):
    await index.refresh([base])
    (base / "twin.toml").write_text(note("gazette-2024-05-02", post()))
    assert told(await index.refresh([base]), base) == [
        'twin.toml: source "gazette-2024-05-02" is declared in gazette-2024-05-02.toml too; '
        "give this document a slug of its own"
    ]


async def test_of_two_new_files_that_declare_the_same_the_first_by_name_is_served(
    index: Index, base: Path
):
    for name in ("first", "second"):
        (base / f"{name}.toml").write_text(organization("lamp-makers"))
    report = await index.refresh([base])
    assert told(report, base) == [
        'second.toml: entity "lamp-makers" is declared in first.toml too; '
        "declare it once; another file may add names with extends"
    ]


async def test_the_same_parties_in_another_order_are_the_same_fact(index: Index, base: Path):
    await index.refresh([base])
    parties = ["pilots-guild", "lighthouse-board"]
    (base / "new.toml").write_text(
        note("new", fact("agreements", "slb-guild-mou-2024", kind="treaty", parties=parties))
    )
    assert (await index.refresh([base])).problems == ()


async def test_a_report_that_is_marked_as_disputing_another_may_differ_from_it(
    index: Index, base: Path
):
    await index.refresh([base])
    (base / "new.toml").write_text(
        note(
            "new",
            fact(
                "agreements",
                "slb-guild-mou-2024",
                kind="treaty",
                parties=["skerra", "pilots-guild"],
                disputes="gazette-2024-05-02",
            ),
        )
    )
    report = await index.refresh([base])
    assert told(report, base) == [
        'new.toml: agreement "slb-guild-mou-2024": is about something else in '
        "visit-notes-2025-03-10.toml: these must be the same in both: parties; mend it, give it "
        'another slug, or mark it with disputes = "visit-notes-2025-03-10"'
    ]
    (base / "visit-notes-2025-03-10.toml").unlink()
    assert (await index.refresh([base])).problems == ()
    assert ("new", "slb-guild-mou-2024") in await served(index)


async def test_an_entity_that_a_dossier_needs_cannot_leave_the_registry(index: Index, base: Path):
    await index.refresh([base])
    registry = base / "registry.toml"
    whole = registry.read_text()
    registry.write_text(whole.replace('slug = "ryu-haedeung"', 'slug = "ryu-hae-deung"'))
    report = await index.refresh([base])
    assert told(report, base) == [
        'registry.toml: no longer has entity "ryu-haedeung", which gazette-2024-05-02.toml needs; '
        "put it back, or change that dossier first"
    ]
    async with index.snapshot() as snapshot:
        assert await snapshot.resolve("Ryu Haedeung") == Resolution("resolved", ("ryu-haedeung",))
    registry.write_text(whole)
    assert (await index.refresh([base])).problems == ()


@pytest.mark.parametrize("content", [None, "format = 1\n"], ids=["deleted", "emptied"])
async def test_a_registry_that_dossiers_need_is_served_after_it_is_gone(
    index: Index, base: Path, content: str | None
):
    first = await index.refresh([base])
    registry = base / "registry.toml"
    whole = registry.read_text()
    registry.unlink() if content is None else registry.write_text(content)
    gone = await index.refresh([base])
    assert gone.content_hash == first.content_hash
    assert {problem.path for problem in gone.problems} == {str(registry)}
    assert all("no longer has" in problem.what for problem in gone.problems)
    assert await index.refresh([base]) == BuildReport(first.content_hash, 0, gone.problems)
    registry.write_text(whole)
    assert (await index.refresh([base])).problems == ()
    assert await counts(index) == SKERRA_FACTS


async def test_an_entity_can_be_renamed_in_the_registry_and_in_dossiers_at_once(
    index: Index, base: Path
):
    await index.refresh([base])
    for path in base.glob("*.toml"):
        path.write_text(path.read_text().replace('"ryu-haedeung"', '"ryu-hae-deung"'))
    assert (await index.refresh([base])).problems == ()
    async with index.snapshot() as snapshot:
        assert await snapshot.resolve("Ryu Haedeung") == Resolution("resolved", ("ryu-hae-deung",))


async def test_a_dossier_that_clashes_only_with_a_refused_one_is_served(index: Index, base: Path):
    (base / "a.toml").write_text(note("gazette-2024-05-02", post(person="nobody")))
    report = await index.refresh([base])
    assert {problem.path for problem in report.problems} == {f"{base}/a.toml"}
    assert await counts(index) == SKERRA_FACTS


async def test_what_needs_a_refused_dossier_is_refused_with_it(index: Index, base: Path):
    (base / "a.toml").write_text(note("a", post("chosen", title="keeper", disputes="b")))
    (base / "b.toml").write_text(note("b", post("other", person="nobody")))
    report = await index.refresh([base])
    assert {problem.path for problem in report.problems} == {f"{base}/a.toml", f"{base}/b.toml"}
    assert {"a", "b"}.isdisjoint(source for source, _ in await served(index))


async def test_a_refused_dossier_is_tried_again_when_another_file_changes(index: Index, base: Path):
    (base / "new.toml").write_text(note("new", post(organization="lamp-makers")))
    assert (await index.refresh([base])).problems
    (base / "lamp-makers.toml").write_text(organization("lamp-makers"))
    assert (await index.refresh([base])).problems == ()
    assert ("new", "keeper-of-eastwick") in await served(index)


# --- the content hash ---


async def test_the_same_dossiers_have_the_same_hash_in_whatever_order_they_came(
    index: Index, base: Path, tmp_path: Path
):
    at_once = await index.refresh([base])
    growing = tmp_path / "growing"
    growing.mkdir()
    async with open_index(tmp_path / "other home") as other:
        for path in sorted(base.glob("*.toml"), reverse=True):
            (growing / path.name).write_bytes(path.read_bytes())
            one_by_one = await other.refresh([growing])
    assert one_by_one.problems == ()
    assert one_by_one.content_hash == at_once.content_hash


async def test_a_change_gives_another_hash_and_its_undoing_the_old_one(index: Index, base: Path):
    first = await index.refresh([base])
    path = base / "visit-notes-2025-03-10.toml"
    whole = path.read_text()
    path.write_text(whole + "# seen again\n")
    assert (await index.refresh([base])).content_hash != first.content_hash
    path.write_text(whole)
    assert (await index.refresh([base])).content_hash == first.content_hash


# --- all or nothing ---

DOZENS = 36

STOPPING_BUILD = """
import asyncio, sys
from pathlib import Path
from kvbot.index.index import open_index

def wait_for_leave(done, total):
    print(done, flush=True)
    sys.stdin.readline()

async def build(home, base):
    async with open_index(Path(home)) as index:
        await index.refresh([Path(base)], wait_for_leave)

asyncio.run(build(*sys.argv[1:]))
"""
"""A build that reports each dossier on its standard output and waits for a line to go on."""


def add_dozens(base: Path) -> None:
    for number in range(DOZENS):
        slug = f"log-{number:02}"
        (base / f"{slug}.toml").write_text(note(slug, post(f"watch-{number:02}")))


def kill_build_at(nth: int, home: Path, base: Path) -> None:
    """Start a build in a process of its own and kill it when it has read n dossiers."""
    command = [sys.executable, "-c", STOPPING_BUILD, str(home), str(base)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        for done in range(1, nth + 1):
            assert process.stdout.readline() == f"{done}\n"
            if done < nth:
                process.stdin.write("\n")
                process.stdin.flush()
        process.kill()
    assert process.returncode == -signal.SIGKILL


async def test_a_build_that_is_killed_leaves_the_base_as_it_was(base: Path, tmp_path: Path):
    home = tmp_path / "home"
    async with open_index(home) as index:
        before = await index.refresh([base])
    add_dozens(base)
    for nth in (1, DOZENS // 2, DOZENS):
        await asyncio.to_thread(kill_build_at, nth, home, base)
        async with open_index(home) as index:
            assert await counts(index) == SKERRA_FACTS
    async with open_index(home) as index:
        after = await index.refresh([base])
        assert after.problems == ()
        assert after.content_hash != before.content_hash
        assert (await counts(index))["role"] == SKERRA_FACTS["role"] + DOZENS


async def test_a_first_build_that_is_killed_can_be_done_again(base: Path, tmp_path: Path):
    await asyncio.to_thread(kill_build_at, 2, tmp_path / "home", base)
    async with open_index(tmp_path / "home") as index:
        assert (await index.refresh([base])).changed == 3
        assert await counts(index) == SKERRA_FACTS


async def test_a_build_that_is_broken_off_by_an_error_leaves_the_base_as_it_was(
    index: Index, base: Path
):
    def fail(done: int, total: int) -> None:
        raise KeyboardInterrupt

    await index.refresh([base])
    add_dozens(base)
    with pytest.raises(KeyboardInterrupt):
        await index.refresh([base], fail)
    assert await counts(index) == SKERRA_FACTS
    assert (await index.refresh([base])).changed == DOZENS


async def test_a_reader_sees_one_state_while_a_build_commits(
    index: Index, base: Path, tmp_path: Path
):
    await index.refresh([base])
    add_dozens(base)
    async with open_index(tmp_path / "home") as reader:
        async with reader.snapshot() as snapshot:
            before = await snapshot.counts()
            await index.refresh([base])
            assert await snapshot.counts() == before == SKERRA_FACTS
        assert (await counts(reader))["role"] == SKERRA_FACTS["role"] + DOZENS


async def test_builds_at_the_same_time_all_end_well(base: Path, tmp_path: Path):
    add_dozens(base)

    async def build() -> BuildReport:
        async with open_index(tmp_path / "home") as index:
            return await index.refresh([base])

    reports = await asyncio.gather(*(build() for _ in range(4)))
    assert len({report.content_hash for report in reports}) == 1
    assert sorted(report.changed for report in reports) == [0, 0, 0, DOZENS + 3]
    assert not any(report.problems for report in reports)


async def test_builds_in_two_processes_both_end_well(base: Path, tmp_path: Path):
    add_dozens(base)
    environment = {**os.environ, "KVBOT_SEEDS": str(base), "KVBOT_HOME": str(tmp_path / "home")}
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kvbot", "build", env=environment, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [(await process.communicate())[0].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert said[0].splitlines()[0] == said[1].splitlines()[0]


async def test_while_another_process_writes_a_query_has_what_is_served_and_a_build_waits(
    index: Index, base: Path, tmp_path: Path
):
    first = await index.refresh([base])
    (base / "new.toml").write_text(note("new", post()))
    with closing(sqlite3.connect(index_path(tmp_path / "home"), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        report = await asyncio.wait_for(index.refresh([base]), timeout=20)
        assert report == BuildReport(first.content_hash, 0, ())
        build = asyncio.create_task(index.refresh([base], wait=True))
        await asyncio.wait({build}, timeout=0.2)
        assert not build.done()
        assert await counts(index) == SKERRA_FACTS
        writer.execute("ROLLBACK")
        assert (await build).changed == 1
    assert ("new", "keeper-of-eastwick") in await served(index)


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("great book", True),
        ("keepers", True),
        ("keeper", False),
        ("reat book", False),
        ("the light", True),
        ("the ligh", False),
        ("등대", True),
        ("대에서", False),
        ("Board (SLB)", True),
        ("SLB", True),
        ("SL", False),
        ("the  light", False),
    ],
)
async def test_a_name_is_of_a_document_only_where_it_stands_there_as_a_whole_word(
    index: Index, base: Path, name: str, *, stands: bool
):
    quote = "The keepers wrote in the great book of the light, the Board (SLB), 등대에서."
    text = note("new", post().replace(QUOTE, quote))
    text += f'[[organizations]]\nslug = "named"\nname = "Named"\nnames = [{{ text = "{name}" }}]\n'
    (base / "new.toml").write_text(text)
    assert (await index.refresh([base])).problems == ()
    loose = [problem.what for problem in await index.loose_names()]
    async with index.snapshot() as snapshot:
        named = [found.name.text for found in await snapshot.names_in_documents("named")]
    assert named == ([name] if stands else [])
    assert loose == ([] if stands else [f"no quote of a fact in new has the name {name!r} in it"])


# --- the index file itself ---


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: b"this is no database" * 1000,
        lambda whole: b"\0" * 100 + whole[100:],
        lambda whole: whole[:4096],
        lambda whole: whole[: len(whole) // 2],
    ],
    ids=["empty", "other content", "no header", "one page left", "half of it left"],
)
async def test_a_damaged_index_is_made_anew(base: Path, tmp_path: Path, damage):
    home = tmp_path / "home"
    async with open_index(home) as index:
        first = await index.refresh([base])
    path = index_path(home)
    path.write_bytes(damage(path.read_bytes()))
    async with open_index(home) as index:
        assert await index.refresh([base]) == BuildReport(first.content_hash, 3, ())
        assert await counts(index) == SKERRA_FACTS


async def test_an_index_file_without_tables_is_filled(base: Path, tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    with sqlite3.connect(index_path(home)) as other:
        other.execute("CREATE TABLE something_else (x)")
    other.close()
    async with open_index(home) as index:
        assert (await index.refresh([base])).changed == 3
        assert await counts(index) == SKERRA_FACTS


async def test_a_deleted_index_is_made_anew_and_equal(base: Path, tmp_path: Path):
    home = tmp_path / "home"
    async with open_index(home) as index:
        first = await index.refresh([base])
    index_path(home).unlink()
    async with open_index(home) as index:
        assert await index.refresh([base]) == first


async def test_a_copy_of_the_index_is_whole(index: Index, base: Path, tmp_path: Path):
    first = await index.refresh([base])
    copy_home = tmp_path / "copy"
    copy_home.mkdir()
    await index.copy_to(index_path(copy_home))
    async with open_index(copy_home) as copy:
        assert await copy.refresh([base]) == BuildReport(first.content_hash, 0, ())
        assert await counts(copy) == SKERRA_FACTS


async def test_an_index_that_is_deleted_while_it_is_open_is_made_anew_and_read(settings: Settings):
    async with open_desk(settings) as desk:
        before = await desk.refresh()
        for file in settings.home.glob("index-*"):
            file.unlink()
        after = await desk.refresh()
        assert (after.content_hash, len(await desk.sources())) == (before.content_hash, 2)
        (settings.seeds[0] / "visit-notes-2025-03-10.toml").unlink()
        await desk.refresh()
        assert len(await desk.sources()) == 1


async def test_an_index_that_is_overwritten_while_it_is_open_is_made_anew(settings: Settings):
    async with open_desk(settings) as desk:
        before = await desk.refresh()
        (path,) = settings.home.glob("index-*.sqlite")
        for file in settings.home.glob("index-*"):
            file.unlink()
        path.write_bytes(b"no database at all, but text that somebody put there " * 100)
        after = await desk.refresh()
        assert after.content_hash == before.content_hash
        assert len(await desk.sources()) == 2


@pytest.mark.parametrize("step", range(0, 36, 5))
async def test_an_index_that_is_spoiled_during_a_build_is_made_anew_once(
    settings: Settings, step: int
):
    """Two who find it damaged, one of them in the midst of it, do not spoil each other's work."""
    async with open_desk(settings) as desk:
        before = await desk.refresh()
        add_dozens(settings.seeds[0])
        others: list[asyncio.Task[BuildReport]] = []

        def spoil(done: int, _total: int) -> None:
            if done == step + 1 and not others:
                for suffix in ("", "-wal"):
                    index = index_path(settings.home)
                    index.with_name(index.name + suffix).write_bytes(b"no database " * 4000)
                others.append(asyncio.create_task(desk.refresh()))

        first = await desk.refresh(spoil)
        (second,) = await asyncio.gather(*others)
        assert first.content_hash == second.content_hash != before.content_hash
        assert (await desk.counts())["role"] == SKERRA_FACTS["role"] + DOZENS
