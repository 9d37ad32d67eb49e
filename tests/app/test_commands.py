"""The slash commands: their definitions, their options, and what may be typed into them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import bot.locale
from tests.app.conftest import Ask, Running
from tests.app.helpers import (
    VIETNAMESE,
    calls,
    first_line,
    language_of,
    visible,
    write_dossier,
)
from tests.loopback.interactions import command_reference
from tests.loopback.server import DiscordServer
from tests.loopback.world import Guild, Member

LOCALES = Path(bot.locale.__file__).parent

QUERIES = {
    "who": ["name", "as-of"],
    "agreements": ["year", "party", "kind", "place"],
    "stats": ["topic", "of"],
    "timeline": ["about", "from", "to"],
    "sources": ["source"],
}
OTHERS = ["brief", "help", "about", "settings", "reports", "gaps", "forget-me"]
QUESTIONS = {"ask": ["question"], "check": ["text"]}
MENUS = ["Check against sources", "Answer this"]


def described(definition: dict[str, Any]) -> list[dict[str, Any]]:
    """A command and its options, each with a description."""
    return [definition, *(definition.get("options") or ())]


def flat(texts: dict[str, Any], head: str = "") -> dict[str, str]:
    """The texts of a locale file by their dotted keys."""
    found: dict[str, str] = {}
    for key, value in texts.items():
        if isinstance(value, dict):
            found |= flat(value, f"{head}{key}.")
        else:
            found[head + key] = value
    return found


def locale(lang: str) -> dict[str, str]:
    return flat(tomllib.loads((LOCALES / f"{lang}.toml").read_text(encoding="utf-8")))


# --- definitions ---


async def test_the_commands_are_those_of_the_guild_and_none_is_global(bot, discord, guild):
    assert set(discord.registered(guild)) == {*QUERIES, *QUESTIONS, *MENUS, *OTHERS}
    assert discord.registered() == {}


@pytest.mark.parametrize("command", QUERIES)
async def test_a_query_has_its_options_and_show_and_language(bot, discord, guild, command):
    options = {o["name"]: o for o in discord.registered(guild)[command]["options"]}
    assert list(options) == [*QUERIES[command], "show", "language"]
    assert [c["value"] for c in options["show"]["choices"]] == ["only me", "everyone"]
    assert [c["value"] for c in options["language"]["choices"]] == ["en", "ko", "vi"]
    assert [name for name in options if options[name].get("required")] == (
        ["name"] if command == "who" else []
    )


async def test_names_are_english_and_descriptions_are_localised(bot, discord, guild):
    commands = discord.registered(guild)
    for definition in (commands[name] for name in commands.keys() - set(MENUS)):
        for part in described(definition):
            assert re.fullmatch(r"[a-z-]+", part["name"])
            assert not part.get("name_localizations")
            told = part["description_localizations"]
            assert set(told) == {"ko", "vi"}
            assert re.search("[가-힣]", told["ko"])
            assert VIETNAMESE.search(told["vi"]) or part["name"] == "year"
            assert len({part["description"], told["ko"], told["vi"]}) == 3


async def test_the_menus_of_a_message_are_named_in_three_languages(bot, discord, guild):
    for name in MENUS:
        names = discord.registered(guild)[name]["name_localizations"]
        assert re.search("[가-힣]", names["ko"])
        assert VIETNAMESE.search(names["vi"])


async def test_what_can_be_completed_is_completed(bot, discord, guild):
    completed = {
        f"{name} {option['name']}"
        for name, definition in discord.registered(guild).items()
        for option in definition.get("options") or ()
        if option.get("autocomplete")
    }
    wanted = {"who name", "agreements year", "agreements party", "agreements place"}
    assert wanted | {"stats topic", "stats of", "timeline about", "sources source"} <= completed


@pytest.mark.parametrize("lang", ["ko", "vi"])
def test_the_texts_of_the_bot_have_the_same_keys_and_values_in_every_language(lang):
    english, other = locale("en"), locale(lang)

    def names(text: str) -> set[str]:
        return {field for _, field, _, _ in Formatter().parse(text) if field}

    assert set(english) == set(other)
    assert {k for k in english if names(english[k]) != names(other[k])} == set()


def test_vietnamese_is_written_with_diacritics():
    bare = {k for k, v in locale("vi").items() if not VIETNAMESE.search(v)}
    assert bare <= {"about.version"}


# --- completion ---


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Sker", "lighthouse-board"),
        ("slb", "lighthouse-board"),
        ("스케라", "lighthouse-board"),
        ("스", "lighthouse-board"),
        ("류해", "ryu-haedeung"),
        ("Lâm Th", "lam-thi-hai-dang"),
        ("lam thi", "lam-thi-hai-dang"),
        ("LÂM", "lam-thi-hai-dang"),
        ("Hải Đ", "lam-thi-hai-dang"),
        ("  pilots", "pilots-guild"),
    ],
)
async def test_a_name_is_completed_in_any_script(bot, discord, user, typed, slug):
    offered = await discord.autocomplete("who", {"name": typed}, focused="name", user=user)
    assert slug in {choice["value"].removeprefix("id:") for choice in offered.choices}


@pytest.mark.parametrize(
    ("command", "option", "typed", "names"),
    [
        ("agreements", "year", "", ["2024"]),
        ("agreements", "year", "20", ["2024"]),
        ("agreements", "year", "19", []),
        ("stats", "topic", "ship", ["ship calls"]),
        ("stats", "topic", "port", ["ship calls"]),
        ("stats", "topic", "선박", ["ship calls"]),
    ],
)
async def test_years_and_topics_on_record_are_offered(
    bot, discord, user, command, option, typed, names
):
    offered = await discord.autocomplete(command, {option: typed}, focused=option, user=user)
    assert [choice["name"] for choice in offered.choices] == names


async def test_only_places_are_offered_as_a_place_and_no_people_as_a_party(bot, discord, user):
    places = await discord.autocomplete("agreements", {"place": "nor"}, focused="place", user=user)
    assert [choice["value"] for choice in places.choices] == ["id:norholm"]
    parties = await discord.autocomplete("agreements", {"party": "mer"}, focused="party", user=user)
    assert parties.choices == []


async def test_topics_and_kinds_are_offered_in_the_language_of_the_asker(bot, discord, guild):
    korean = guild.add_member("지민", locale="ko")
    offered = await discord.autocomplete("stats", {"topic": ""}, focused="topic", user=korean)
    assert [choice["name"] for choice in offered.choices] == ["선박 입항"]
    figures = await (await discord.slash("stats", {"topic": "선박 입항"}, user=korean)).reply()
    assert "412" in figures.text
    kinds = await discord.autocomplete("agreements", {"kind": ""}, focused="kind", user=korean)
    assert "양해각서" in {choice["name"] for choice in kinds.choices}


async def test_two_of_one_name_are_told_apart_by_their_posts(bot, discord, user):
    offered = await discord.autocomplete("who", {"name": "Merrin"}, focused="name", user=user)
    by_value = {choice["value"]: choice["name"] for choice in offered.choices}
    assert "secretary" in by_value["id:aldo-merrin"]
    assert "Keeper-General" in by_value["id:tova-merrin"]


async def test_two_that_read_alike_are_told_apart_all_the_same(
    base: Path, run: Running, discord: DiscordServer, user: Member
):
    long = "Ona " + "Vey " * 40
    people = "".join(
        f'[[people]]\nslug = "ona-{n}"\nname = "{name}"\n'
        for n, name in enumerate(["Ona Vey", "Ona Vey", f"{long}A", f"{long}B"])
    )
    (base / "people.toml").write_text(f"format = 1\n{people}", encoding="utf-8")
    async with run():
        offered = await discord.autocomplete("who", {"name": "Ona"}, focused="name", user=user)
        names = [choice["name"] for choice in offered.choices]
        assert len(names) == len(set(names)) == 4
        chosen = offered.choices[1]["value"]
        card = await (await discord.slash("who", {"name": chosen}, user=user)).reply()
        assert "Ona Vey" in first_line(card)


async def test_at_most_25_choices_are_offered_however_many_there_are(
    base: Path, run: Running, discord: DiscordServer, user: Member
):
    bodies = "".join(
        f'[[organizations]]\nslug = "lodge-{n}"\nname = "Lodge of the {n}th Lamp"\n'
        f'[[measures]]\nslug = "lamps-{n}"\nname.en = "lamps of lodge {n}"\n'
        for n in range(60)
    )
    (base / "lodges.toml").write_text(f"format = 1\n{bodies}", encoding="utf-8")
    facts = [calls(n + 1).replace('"ship-calls"', f'"lamps-{n}"') for n in range(60)]
    write_dossier(base, "lodge-paper", facts)
    for n in range(40):
        write_dossier(base, f"paper-{n}", [calls(n + 1, year=1100)], title=f"Paper no. {n}")
    async with run():
        for command, option, typed in [
            ("who", "name", "Lodge"),
            ("agreements", "party", "Lodge"),
            ("stats", "topic", "lamps"),
            ("sources", "source", "Paper"),
        ]:
            offered = await discord.autocomplete(
                command, {option: typed}, focused=option, user=user
            )
            assert len(offered.choices) == 25


@pytest.mark.parametrize(
    "typed", ["", " ", "x" * 6000, "%", "_", '"', "'; --", "\u0000", "😀", "*"]
)
async def test_whatever_is_typed_completion_answers(bot, discord, user, typed):
    for command, options in QUERIES.items():
        for option in discord.registered(user.guild)[command]["options"]:
            if option.get("autocomplete"):
                name = option["name"]
                offered = await discord.autocomplete(
                    command, {name: typed}, focused=name, user=user
                )
                assert len(offered.choices) <= 25
                assert option["name"] in options


# --- options ---


@pytest.mark.parametrize(
    "name",
    [
        "SLB",
        "slb",
        "스케라 등대청",
        "Skerra Lighthouse Bord",
        "  the Skerra Lighthouse Board ",
        "id:lighthouse-board",
    ],
)
async def test_free_text_is_resolved_like_any_name(ask: Ask, name):
    assert "Skerra Lighthouse Board" in first_line(await ask("who", {"name": name}))


async def test_who_as_of_a_day_tells_only_what_was_on_record_then(ask: Ask):
    assert "may mean one of 2" in first_line(await ask("who", {"name": "Merrin"}))
    before = await ask("who", {"name": "id:aldo-merrin", "as-of": "2024-12-31"})
    assert "secretary" not in before.text
    after = await ask("who", {"name": "id:aldo-merrin", "as-of": "2025"})
    assert "secretary" in after.text


@pytest.mark.parametrize(
    ("year", "found"),
    [
        ("2024", True),
        ("2022-2024", True),
        ("2022 - 2024", True),
        ("since 2022", True),
        ("until 2024", True),
        ("2024-04", True),
        ("2022년 이후", True),
        ("2024년", True),
        ("từ 2022", True),
        ("2023", False),
        ("since 2025", False),
    ],
)
async def test_a_year_is_what_people_type(ask: Ask, year, found):
    card = await ask("agreements", {"year": year})
    assert ("30 April 2024" in card.text) is found


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"party": "SLB"}, True),
        ({"party": "Pilots' Guild"}, True),
        ({"party": "Norholm"}, True),
        ({"party": "Eastwick"}, False),
        ({"kind": "memorandum of understanding"}, True),
        ({"kind": "MoU"}, True),
        ({"kind": "양해각서"}, True),
        ({"kind": "biên bản ghi nhớ"}, True),
        ({"kind": "treaty"}, False),
        ({"place": "Norholm"}, True),
        ({"place": "Eastwick"}, False),
        ({"year": "2024", "party": "SLB", "kind": "mou", "place": "norholm"}, True),
    ],
)
async def test_agreements_are_limited_by_party_kind_and_place(ask: Ask, options, found):
    card = await ask("agreements", options)
    assert ("30 April 2024" in card.text) is found


@pytest.mark.parametrize(
    ("options", "there", "missing"),
    [
        ({}, ["412", "1,300"], []),
        ({"topic": "ship calls"}, ["412", "1,300"], []),
        ({"topic": "ships in port", "of": "Norholm"}, ["412"], ["1,300\n"]),
        ({"of": "Eastwick"}, ["nearly 1,300"], []),
    ],
)
async def test_figures_are_found_by_topic_and_subject(ask: Ask, options, there, missing):
    card = await ask("stats", options)
    assert all(figure in card.text for figure in there)
    assert not any(figure in card.text for figure in missing)


@pytest.mark.parametrize(
    ("options", "there", "missing"),
    [
        ({"from": "2024-05"}, "Festival of Lamps", "30 April 2024"),
        ({"to": "2024-04"}, "30 April 2024", "Festival of Lamps"),
        ({"about": "Ryu Haedeung"}, "30 April 2024", "Festival of Lamps"),
    ],
)
async def test_a_timeline_is_limited_by_whom_it_is_about_and_when(
    ask: Ask, options, there, missing
):
    card = await ask("timeline", options)
    assert there in card.text
    assert missing not in re.sub("^> .*$", "", card.text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "source", ["gazette-2024-05-02", "Board and pilots agree to share fog reports"]
)
async def test_a_source_is_found_by_id_and_title(ask: Ask, source):
    card = await ask("sources", {"source": source})
    assert "Board and pilots agree" in card.text
    assert "Notes of a visit" not in card.text


# --- odd input ---


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("agreements", {"year": "nonsense"}, "nonsense"),
        ("agreements", {"year": "2024-2022"}, "2024-2022"),
        ("agreements", {"year": "9" * 500}, "999"),
        ("agreements", {"kind": "handshake"}, "handshake"),
        ("who", {"name": "SLB", "as-of": "someday"}, "someday"),
        ("timeline", {"from": "2025", "to": "2024"}, "2025"),
        ("timeline", {"from": "31 Feb"}, "31 Feb"),
        ("who", {"name": "y" * 6000}, "300 characters"),
        ("stats", {"topic": "y" * 6000}, "300 characters"),
        ("timeline", {"about": "y" * 6000}, "300 characters"),
        ("sources", {"source": "y" * 6000}, ""),
        ("who", {"name": "   "}, ""),
        ("who", {"name": "id:"}, ""),
        ("who", {"name": "id:nobody-at-all"}, ""),
        ("who", {"name": "\u0000\u202e"}, ""),
        ("agreements", {"year": "y" * 6000}, "yyy"),
        ("agreements", {"kind": "y" * 6000}, "yyy"),
    ],
)
async def test_what_cannot_be_understood_is_told_in_a_line_only_to_the_asker(
    ask: Ask, caplog, command, options, says
):
    card = await ask(command, {**options, "show": "everyone"})
    assert card.ephemeral
    assert says in visible(card.text)
    assert len(visible(card.text)) < 350
    assert "not your fault" not in card.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("lang", ["en-US", "ko", "vi"])
async def test_an_error_is_told_in_the_language_of_the_asker(ask: Ask, guild, lang):
    asker = guild.add_member("somebody", locale=lang)
    for options in ({"year": "nonsense"}, {"kind": "nonsense"}, {"party": "x" * 400}):
        told = await ask("agreements", {**options, "show": "everyone"}, user=asker)
        assert language_of(told.text) == lang.split("-")[0]


WRONG_OPTIONS = [
    {"name": "name", "type": 4, "value": 5},
    {"name": "name", "type": 5, "value": True},
    {"name": "name", "type": 3, "value": None},
    {"name": "name", "type": 3, "value": {"a": 1}},
    {"name": "name", "type": 3, "value": ["a"]},
    {"name": "name", "type": 6, "value": "77"},
    {"name": "name", "type": 3},
    {"name": "name"},
    {"name": "name", "type": 1, "options": []},
    {"name": "what", "type": 3, "value": "SLB"},
    {},
]


@pytest.mark.parametrize("option", WRONG_OPTIONS)
@pytest.mark.parametrize("kind", [2, 4])
async def test_an_option_of_a_wrong_type_is_answered(bot, discord, guild, user, option, kind):
    command = command_reference(discord.registered(guild)["who"])
    data = {**command, "options": [{**option, "focused": True} if kind == 4 else option]}
    sent = await discord.interaction({"type": kind, "data": data}, user=user)
    await sent.acknowledged(3)
    if kind == 2:
        assert (await sent.reply()).ephemeral


@pytest.mark.parametrize(
    "change",
    [
        {"data": None},
        {"data": {}},
        {"data": "who"},
        {"data": {"id": "5", "name": "nothing", "type": 1}},
        {"data": {"id": "5", "name": "who", "type": 1}},
        {"data": {"id": "5", "name": "who", "type": 2, "target_id": "1"}},
        {"data": {"id": "5", "name": "who", "type": 3, "target_id": "1"}},
        {"data": {"id": "5", "name": "who", "type": 99}},
        {"data": {"id": "x", "name": "who", "type": 1, "options": None}},
        {"data": {"id": "5", "name": ["who"], "type": 1}},
        {"member": {}},
        {"member": None},
        {"member": "nobody"},
        {"guild_id": "x"},
        {"locale": "tlh"},
        {"locale": None},
        {"channel": None},
        {"channel": {"id": "1", "type": 99}},
        {"app_permissions": "no number"},
        {"entitlements": None},
        {"application_id": None},
        {"version": 7},
    ],
)
@pytest.mark.parametrize("kind", [2, 3, 4, 5])
async def test_every_interaction_that_can_arrive_is_answered(
    bot, discord, guild, user, kind, change
):
    command = command_reference(discord.registered(guild)["help"])
    usual = {2: command, 3: {"custom_id": "kv1:what", "component_type": 2}}
    usual |= {4: {**command, "options": []}, 5: {"custom_id": "kv1:what", "components": []}}
    payload = {"type": kind, "data": usual[kind], **change}
    sent = await discord.interaction(payload, user=user)
    await sent.acknowledged(3)
    again = await discord.slash("help", user=user)
    assert "/who" in (await again.reply()).text


async def test_an_unknown_command_is_told_so(bot, discord, user):
    data = {"id": "5", "name": "marry", "type": 1, "options": []}
    sent = await discord.interaction({"type": 2, "data": data}, user=user)
    message = await sent.reply()
    assert message.ephemeral
    assert "Restart Discord" in message.text


# --- help and about ---


@pytest.mark.parametrize("locale", ["en-US", "ko", "vi"])
async def test_help_gives_examples_in_the_language_of_the_asker(ask: Ask, guild, locale):
    asker = guild.add_member("somebody", locale=locale)
    message = await ask("help", user=asker)
    assert message.ephemeral
    assert language_of(message.text) == locale.split("-")[0]
    assert all(
        f"/{command}" in message.text for command in ("who", "agreements", "stats", "timeline")
    )


async def test_about_tells_version_base_age_counts_and_audience(ask: Ask, bot, guild: Guild):
    from kvbot import __version__

    text = (await ask("about")).text
    assert __version__ in text
    assert bot.answers.content_hash[:8] in text
    assert "9 facts from 2 sources" in text
    assert "10 March 2025" in text
    assert "ago" in text
    assert "Harbour Board" in text
