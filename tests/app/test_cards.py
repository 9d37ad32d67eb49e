"""What a card says and how: for a phone, with its sources, and with nothing live in it."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.markup import escape, one_line
from bot.cards.pages import pages, source_pages
from bot.cards.plain import fits_a_message
from bot.texts import texts_of
from kvbot.desk import open_desk
from kvbot.model.queries import Who
from kvbot.settings import Settings
from kvbot.words.render import Rendered, render
from tests.app.conftest import SKERRA, Ask, Running
from tests.app.helpers import (
    HOSTILE,
    calls,
    first_line,
    foreign_marks,
    labels,
    live_marks,
    quoted,
    visible,
    write_dossier,
)
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import Member

ASKED = [
    ("who", {"name": "SLB"}),
    ("who", {"name": "Norholm"}),
    ("who", {"name": "Tova Merrin"}),
    ("who", {"name": "Lâm Thị Hải Đăng"}),
    ("agreements", {}),
    ("agreements", {"year": "1999"}),
    ("stats", {}),
    ("timeline", {}),
    ("sources", {}),
    ("who", {"name": "Merrin"}),
    ("who", {"name": "nobody at all"}),
]

IN_LANGUAGE = ["en", "ko", "vi"]


def claims_on(message: Message) -> int:
    """How many claims a page tells: its lines with marks that are no quotes and no sources."""
    lines = message.text.split("\n")
    told = [line for line in lines if re.search(r"\[\d+\]", line)]
    return sum(not line.startswith(("-# ", "> ")) for line in told)


def colour(message: Message) -> int:
    return int(message.components[0]["accent_color"])


async def turned(discord: DiscordServer, message: Message, user: Member) -> Message:
    """The next page of a card."""
    return await (await discord.press(message, "▶", user=user)).reply()


# --- for a phone ---


@pytest.mark.parametrize("language", IN_LANGUAGE)
async def test_the_first_line_is_the_answer_in_at_most_120_characters(ask: Ask, language):
    for command, options in ASKED:
        card = await ask(command, {**options, "language": language})
        assert 0 < len(first_line(card)) <= 120, first_line(card)


async def test_the_longest_names_and_titles_still_leave_120_characters(base: Path, run: Running):
    long = "Intergovernmental Office for the Lighting of Every Cape, Reef and Skerry of the Islands"
    (base / "more.toml").write_text(
        'format = 1\n[[organizations]]\nslug = "office"\n'
        f'name = "{long}, and for {long}"\n[[people]]\nslug = "ona-vey"\nname = "Ona Vey"\n',
        encoding="utf-8",
    )
    title = f"Acting Deputy Keeper of the *Great* _Lamp_ of the {long}"
    quote = "Ona Vey has kept the lamp of the office for a long time"
    role = (
        f'[[roles]]\nslug = "vey-keeper"\nperson = "ona-vey"\norganization = "office"\n'
        f'title = {quoted(title)}\nreferences = [{{ exact = "{quote}", paragraph = 1 }}]\n'
    )
    write_dossier(base, "office-paper", [role])
    async with run() as bot:
        for name in ("Ona Vey", f"{long}, and for {long}"):
            told = await bot.answers.tell(Who(name=name), "en")
            for page in told.pages:
                assert len(visible(page.head)) <= 120
                assert "\n" not in page.head


async def test_the_first_page_has_five_claims_and_about_900_characters(
    base: Path, run: Running, discord: DiscordServer, user: Member
):
    role = "".join(
        f'[[roles]]\nslug = "merrin-post-{n}"\nperson = "tova-merrin"\n'
        f'title = "Keeper of lamp number {n}"\nas_of = "19{n:02}"\nreferences = '
        f'[{{ exact = "Tova Merrin kept the lamp with number {n}", paragraph = {n} }}]\n'
        for n in range(10, 22)
    )
    papers = [calls(n) for n in range(1, 30)]
    write_dossier(base, "lamps", [role, *papers], title="Lamps and those who kept them")
    async with run():
        for command, options in [*ASKED, ("stats", {"of": "Norholm"}), ("timeline", {})]:
            card = await (await discord.slash(command, options, user=user)).reply()
            assert claims_on(card) <= 5, card.text
            if claims_on(card) > 1:
                assert len(visible(card.text)) <= 990, card.text


async def test_the_pages_together_tell_every_claim_once_and_each_begins_with_the_answer(
    base: Path, run: Running, discord: DiscordServer, user: Member
):
    write_dossier(base, "lists", [calls(n) for n in range(1, 30)], title="Lists of calls")
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
        answer, told = first_line(card), re.findall(r"^• (.*?) \[", card.text, re.MULTILINE)
        last = int(re.search(r"1/(\d+)", " ".join(labels(card)))[1])
        for number in range(2, last + 1):
            card = await turned(discord, card, user)
            assert first_line(card) == answer
            assert f"{number}/{last}" in labels(card)
            told += re.findall(r"^• (.*?) \[", card.text, re.MULTILINE)
        assert len(told) == len(set(told)) == 30
        assert card.button("▶").disabled
        back = await (await discord.press(card, "◀", user=user)).reply()
        assert f"{last - 1}/{last}" in labels(back)


async def test_a_long_catalogue_loses_no_source(
    base: Path, run: Running, discord: DiscordServer, user: Member
):
    titles = [f"Paper {n}: {'what was said of the lamps and of the fog ' * 6}" for n in range(9)]
    for number, title in enumerate(titles):
        facts = [calls(number + 1, year=1500)]
        write_dossier(base, f"long-{number}", facts, title=title.strip())
    async with run():
        card = await (await discord.slash("sources", user=user)).reply()
        seen = card.text
        while not card.button("▶").disabled:
            card = await turned(discord, card, user)
            seen += card.text
        assert all(f"long-{number}" in seen for number in range(9))


async def test_each_source_is_named_once_with_publisher_date_and_kind(ask: Ask):
    card = await ask("timeline")
    (news,) = [line for line in card.text.split("\n") if "press release" in line]
    assert "SLB" in news
    assert "2 May 2024" in news
    (note,) = [line for line in card.text.split("\n") if "publisher not stated" in line]
    assert "Notes of a visit to the pilots" in note
    assert "10 March 2025" in note
    assert note.endswith("own note")


@pytest.mark.parametrize("kind", ["news", "press release", "note"])
@pytest.mark.parametrize("publisher", ["pilots-guild", None])
async def test_a_source_says_who_published_it_when_and_what_kind_of_document_it_is(
    base: Path, run: Running, discord: DiscordServer, user: Member, kind: str, publisher: str | None
):
    write_dossier(base, "paper", [calls(9)], published="2021-07-05", kind=kind, publisher=publisher)
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
    (line,) = [line for line in card.text.split("\n") if "5 July 2021" in line]
    assert line.endswith({"note": "own note"}.get(kind, kind))
    assert ("Norholm Pilots' Guild" if publisher else "publisher not stated") in line


async def test_many_sources_with_long_titles_are_all_named_and_no_caveat_is_lost(
    base: Path, run: Running, discord: DiscordServer, user: Member
):
    for number in range(5):
        title = f"Paper {number}: {'what was said of the lamps and of the fog ' * 6}".strip()
        write_dossier(
            base, f"long-{number}", [calls(number + 1, year=2024)], title=title, kind="note"
        )
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
        pages_seen = [card.text]
        while labels(card)[0] == "◀" and not card.button("▶").disabled:
            card = await turned(discord, card, user)
            pages_seen.append(card.text)
    for text in pages_seen:
        cited = set(re.findall(r"\[(\d+)\]", re.sub(r"^-# .*$", "", text, flags=re.MULTILINE)))
        foot = "".join(line for line in text.split("\n") if line.startswith("-# ["))
        assert cited <= set(re.findall(r"\[(\d+)\]", foot))
        assert len(re.findall("Paper", foot)) == len(set(re.findall(r"Paper \d", foot)))
    assert "own notes" in pages_seen[0]
    assert "these documents are not the world" in pages_seen[0]


async def test_ages_and_caveats_are_told(ask: Ask):
    planned = await ask("timeline", {"from": "2024-09", "to": "2024-09"})
    assert "announced; not reported as held" in planned.text
    assert "2 years old, may have changed" in planned.text
    noted = await ask("timeline")
    assert "own note; date worked out from “since last autumn”" in noted.text
    for card in (planned, noted):
        assert "Only what is on record here: these documents are not the world." in card.text


async def test_every_kind_of_answer_has_a_colour_of_its_own(ask: Ask):
    kinds = ["who", "agreements", "stats", "timeline", "sources"]
    cards = [await ask(kind, {"name": "SLB"} if kind == "who" else {}) for kind in kinds]
    unknown = await ask("who", {"name": "nobody at all"})
    ambiguous = await ask("who", {"name": "Merrin"})
    assert len({*map(colour, cards), colour(unknown)}) == 6
    assert colour(unknown) == colour(ambiguous)
    assert {colour(await ask("who", {"name": "Ryu Haedeung"}))} == {colour(cards[0])}


# --- nothing live ---

text_of_anybody = st.lists(
    st.one_of(
        st.sampled_from([*HOSTILE, "[", "](", ")", "<", ">", "\\", "@", "*", "\n", "\r", " ", "#"]),
        st.sampled_from(["http:", "//", "1", ".", "-", "everyone", "_", "`", ":", "t:1"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    ),
    max_size=8,
).map("".join)


@given(text_of_anybody)
@hypothesis.settings(max_examples=400, deadline=None)
def test_no_text_is_live_once_it_is_escaped(text: str):
    assert live_marks(escape(text)) == []
    assert live_marks(one_line(text)) == []
    assert "\n" not in one_line(text)


@given(text_of_anybody)
@hypothesis.settings(max_examples=150, deadline=None)
def test_a_reader_sees_the_text_as_it_was_written(text: str):
    turned_marks = r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    as_written = re.sub(turned_marks, "", re.sub(r"\r\n?", "\n", text))
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text)) == as_written


@given(text_of_anybody)
@hypothesis.settings(max_examples=150, deadline=None)
def test_a_plain_message_is_never_live(text: str):
    assert not fits_a_message(text) or live_marks(text) == []


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """A real answer, to put other words into."""
    base = tmp_path_factory.mktemp("skerra") / "base"
    shutil.copytree(SKERRA, base)

    async def told() -> Rendered:
        settings = Settings(seeds=(base,), home=base.parent / "home")
        async with open_desk(settings) as desk:
            await desk.refresh()
            answer = await desk.answer(Who(name="Tova Merrin"), "", date(2026, 11, 22))
        return render(answer, "en")

    return asyncio.run(told())


WORDS = {"text", "aside", "brief", "title", "publisher", "quote", "line", "heading", "more"}
LISTS_OF_WORDS = {"labels", "caveats", "offers"}


def reworded(value: Any, texts: Iterator[str], key: str = "") -> Any:
    """The same thing with other texts, wherever a document has a say."""
    if isinstance(value, dict):
        return {name: reworded(inner, texts, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [reworded(inner, texts, key) for inner in value]
    return next(texts) if key in WORDS | LISTS_OF_WORDS | {"headline"} else value


@given(texts=st.lists(text_of_anybody, min_size=3, max_size=12))
@hypothesis.settings(max_examples=100, deadline=None)
def test_whatever_a_document_says_nothing_on_a_page_is_live(rendered: Rendered, texts: list[str]):
    told = Rendered.model_validate(reworded(rendered.model_dump(), cycle(texts)))
    drawn = [*pages(told, texts_of("en")), *source_pages(told, texts_of("en"))]
    assert len(drawn) >= 2
    for page in drawn:
        for part in (page.head, *page.blocks, page.foot):
            assert foreign_marks(part) == []


async def test_a_base_full_of_markup_gives_cards_without_any(
    base: Path, run: Running, discord: DiscordServer, user: Member
):
    printable = [text.replace("\u202e", "") for text in HOSTILE]
    for number, text in enumerate(printable):
        note = f"note = {quoted(text)}\n"
        fact = calls(number + 1, quote=f"{text} and so it is").replace("value", f"{note}value")
        programme = (
            f'[[programmes]]\nslug = "programme-{number}"\nname = {quoted(text)}\n'
            f'organizations = ["lighthouse-board"]\nreferences = [{{ exact = '
            f"{quoted('called ' + text + ' by all')}, paragraph = 3 }}]\n"
        )
        write_dossier(base, f"paper-{number}", [fact, programme], title=text)
    async with run():
        seen = []
        for command, options in [*ASKED, ("stats", {"of": "Norholm"})]:
            card = await (await discord.slash(command, options, user=user)).reply()
            seen.append(card.text)
            if "Sources" in labels(card):
                seen.append((await (await discord.press(card, "Sources", user=user)).reply()).text)
            while "▶" in labels(card) and not card.button("▶").disabled:
                card = await turned(discord, card, user)
                seen.append(card.text)
        for text in seen:
            assert foreign_marks(text) == []
    assert all(text.split()[0] in "".join(map(visible, seen)) for text in printable)


@pytest.mark.parametrize(
    ("command", "option"), [("who", "name"), ("agreements", "party"), ("agreements", "year")]
)
async def test_what_somebody_types_is_never_echoed_live(ask: Ask, command: str, option: str):
    for typed in HOSTILE:
        card = await ask(command, {option: typed})
        assert card.ephemeral
        assert foreign_marks(card.text) == []
