"""Buttons, menus and forms: what they do, for whom, and for how long."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.app.conftest import Ask, Running
from tests.app.helpers import (
    calls,
    first_line,
    foreign_marks,
    labels,
    language_of,
    live_marks,
    take_out_aldo_merrin,
    visible,
    write_dossier,
)
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import Channel, Guild, Member, Permission

GONE = "no longer in the base"
OF_A_CARD = ["▶", "Sources", "Copy", "Post", "Report an error"]

QUOTES = [
    "The Skerra Lighthouse Board (SLB) and the Norholm Pilots' Guild signed a memorandum of "
    "understanding in Norholm on 30 April 2024.",
    "They will share reports of fog.",
    "Tova Merrin signed for the Board, and Pilot Master Lam Thi Hai Dang for the Guild.",
    "Mr. Ryu Haedeung, Harbour Master of Eastwick, witnessed the signing.",
    "The memorandum of 30 April 2024 between the Lighthouse Board and the Pilots' Guild is in use",
]


@pytest.fixture
def lists(base: Path) -> Path:
    """A dossier of thirty figures, so that their card has pages."""
    more = "and the year was a long one, with much fog, and few lamps that were lit in time " * 3
    quotes = [f"In {1800 + n} there were {n} ship calls, {more.strip()}" for n in range(30)]
    return write_dossier(base, "lists", [calls(n, quote=quotes[n]) for n in range(1, 30)])


@pytest.fixture
async def pressed(discord: DiscordServer, user: Member):
    """Press a button as the usual asker, and wait for what comes of it."""

    async def press(message: Message, button: str, *, by: Member = user) -> Message:
        return await (await discord.press(message, button, user=by)).reply()

    return press


@pytest.fixture
def stranger(guild: Guild) -> Member:
    return guild.add_member("stranger")


# --- sources ---


async def test_sources_shows_every_quote_in_full_only_to_who_pressed(ask: Ask, pressed):
    shown = await pressed(await ask("agreements"), "Sources")
    assert shown.ephemeral
    assert all(quote in visible(shown.text) for quote in QUOTES)
    assert "press release" in shown.text
    assert "publisher not stated" in shown.text
    assert re.findall(r"\[(\d)\]", shown.text) == ["1", "2", "3", "4", "5"]


async def test_long_lists_of_quotes_page_and_lose_none(lists, run: Running, discord, user, pressed):
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
        shown = await pressed(card, "Sources")
        quotes = re.findall(r"“(.*?)”", visible(shown.text))
        while labels(shown) and not shown.button("▶").disabled:
            shown = await pressed(shown, "▶")
            quotes += re.findall(r"“(.*?)”", visible(shown.text))
    assert len(quotes) == len(set(quotes)) == 30
    assert all(not quote.endswith("…") for quote in quotes)


async def test_sources_say_when_the_base_has_changed_since(
    base, run: Running, discord, user, pressed
):
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
        assert "changed" not in (await pressed(card, "Sources")).text
    write_dossier(base, "more", [calls(7)])
    async with run():
        shown = await pressed(card, "Sources")
    assert "has changed since" in shown.text
    assert "there were 7 ship calls" in shown.text


# --- copy ---


@pytest.mark.parametrize("language", ["en", "ko", "vi"])
async def test_copy_gives_plain_text_with_the_sources_in_words(ask: Ask, pressed, language):
    card = await ask("stats", {"language": language})
    plain = await pressed(card, {"en": "Copy", "ko": "복사", "vi": "Sao chép"}[language])
    assert plain.ephemeral
    assert plain.components == []
    assert plain.embeds == []
    assert live_marks(plain.content) == []
    assert not re.search(r"\*\*|^-# |^> |\\", plain.content, re.MULTILINE)
    assert "412" in plain.content
    assert "“In 2023 the port of Norholm counted 412 ship calls" in plain.content
    assert "Board and pilots agree to share fog reports" in plain.content
    said = {"en": "2 May 2024", "ko": "2024년 5월 2일", "vi": "2 tháng 5 năm 2024"}
    assert said[language] in plain.content


async def test_a_longer_copy_is_a_text_file_with_everything(
    lists, run: Running, discord, user, pressed
):
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
        sent = await pressed(card, "Copy")
        assert sent.ephemeral
        (file,) = sent.attachments
        assert file.name.endswith(".txt")
        text = file.data.decode("utf-8-sig")
    assert all(f"In {1800 + n} there were {n} ship calls" in text for n in range(1, 30))
    assert live_marks(text) == []


async def test_a_copy_that_would_be_live_in_a_message_is_a_text_file(
    base, run: Running, discord, user, pressed
):
    quote = "see http://example.com/<@1> *now* for all ship calls"
    write_dossier(base, "odd", [calls(3, quote=quote, subject="skerra")])
    async with run():
        card = await (await discord.slash("stats", {"of": "Skerra"}, user=user)).reply()
        sent = await pressed(card, "Copy")
    assert live_marks(sent.content) == []
    assert quote in sent.attachments[0].data.decode("utf-8-sig")


async def test_the_catalogue_can_be_copied(ask: Ask, pressed):
    plain = await pressed(await ask("sources"), "Copy")
    assert "Notes of a visit to the pilots" in plain.content
    assert "Board and pilots agree" in plain.content


# --- post ---


async def test_post_puts_the_card_into_the_channel_in_the_language_of_the_server(
    discord, run: Running, guild, pressed
):
    guild.locale = "ko"
    asker = guild.add_member("asker 2", locale="vi")
    async with run():
        card = await (await discord.slash("agreements", user=asker)).reply()
        assert "tháng 4 năm 2024" in card.text
        posted = await pressed(card, "Đăng", by=asker)
        assert not posted.ephemeral
        assert posted.channel is card.channel
        assert "2024년 4월 30일" in posted.text
        assert labels(posted)
        assert "게시" not in labels(posted)
        assert not card.deleted
        quotes = await pressed(posted, "출처", by=asker)
        assert quotes.ephemeral


async def test_a_language_that_was_chosen_is_kept_when_posting(ask: Ask, pressed):
    posted = await pressed(await ask("agreements", {"language": "ko"}), "게시")
    assert "2024년 4월 30일" in posted.text


async def test_a_card_for_everyone_needs_no_post(ask: Ask):
    card = await ask("agreements", {"show": "everyone"})
    assert not card.ephemeral
    assert labels(card) == ["Sources", "Copy", "Report an error"]


async def test_who_may_not_write_in_a_channel_is_not_offered_to_post(
    discord: DiscordServer, run: Running, guild: Guild, user: Member, pressed
):
    async with run():
        card = await (await discord.slash("agreements", user=user)).reply()
        guild.everyone.permissions &= ~Permission.SEND_MESSAGES
        later = await (await discord.slash("agreements", user=user)).reply()
        assert "Post" not in labels(later)
        refused = await pressed(card, "Post")
    assert refused.ephemeral
    assert "nothing was posted" in refused.text
    assert all(m.ephemeral for m in discord.messages_in(card.channel))


async def test_in_a_thread_the_permission_for_threads_counts(
    discord: DiscordServer, run: Running, guild: Guild, user: Member, channel: Channel, pressed
):
    async with run():
        thread = guild.add_thread(channel, "a thread")
        card = await (await discord.slash("agreements", user=user, channel=thread)).reply()
        guild.everyone.permissions &= ~Permission.SEND_MESSAGES_IN_THREADS
        refused = await pressed(card, "Post")
        assert "nothing was posted" in refused.text
        guild.everyone.permissions |= Permission.SEND_MESSAGES_IN_THREADS
        guild.everyone.permissions &= ~Permission.SEND_MESSAGES
        posted = await pressed(card, "Post")
    assert not posted.ephemeral
    assert posted.channel is thread


# --- paging ---


async def test_paging_changes_the_card_in_its_place(lists, run: Running, discord, user, pressed):
    async with run():
        options = {"of": "Norholm", "show": "everyone"}
        card = await (await discord.slash("stats", options, user=user)).reply()
        before = card.text
        turned = await pressed(card, "▶")
        assert turned is card
        assert turned.text != before
        back = await pressed(card, "◀")
    assert back.text == before


async def test_somebody_else_turns_only_a_copy_of_their_own(
    lists, run: Running, discord, user, stranger, pressed
):
    async with run():
        options = {"of": "Norholm", "show": "everyone"}
        card = await (await discord.slash("stats", options, user=user)).reply()
        before = card.text
        theirs = await pressed(card, "▶", by=stranger)
        assert theirs is not card
        assert theirs.ephemeral
        assert card.text == before
        further = await pressed(theirs, "▶", by=stranger)
    assert further is theirs


# --- choices ---


async def test_each_of_two_of_one_name_has_a_button_that_tells_them_apart(ask: Ask, discord, user):
    card = await ask("who", {"name": "Merrin", "show": "everyone"})
    assert card.ephemeral
    assert labels(card) == ["Aldo Merrin", "Tova Merrin"]
    assert "• Aldo Merrin, secretary" in card.text
    assert "• Tova Merrin, Keeper-General" in card.text
    answered = await (await discord.press(card, "Tova Merrin", user=user)).reply()
    assert answered.ephemeral
    assert "Keeper-General" in first_line(answered)
    assert "Sources" in labels(answered)


async def test_where_two_have_the_same_name_the_buttons_tell_what_they_are(
    base, run: Running, discord, user
):
    (base / "club.toml").write_text(
        'format = 1\n[[organizations]]\nslug = "eastwick-club"\nname = "Eastwick"\n',
        encoding="utf-8",
    )
    async with run():
        card = await (await discord.slash("who", {"name": "Eastwick"}, user=user)).reply()
    assert labels(card) == ["Eastwick, place", "Eastwick, organization"]


async def test_what_else_was_asked_is_kept_while_one_chooses(base, run: Running, discord, user):
    for name in ("guild-of-ropes", "guild-of-sails"):
        (base / f"{name}.toml").write_text(
            f'format = 1\n[[organizations]]\nslug = "{name}"\n'
            f'name = "{name.replace("-", " ").title()}"\n'
            f'names = [{{ text = "GRS", kind = "acronym" }}]\n',
            encoding="utf-8",
        )
    write_dossier(
        base,
        "sails",
        [calls(5, subject="guild-of-sails"), calls(6, subject="guild-of-ropes")],
    )
    async with run():
        options = {"topic": "ship calls", "of": "GRS", "language": "ko"}
        card = await (await discord.slash("stats", options, user=user)).reply()
        chosen = await (await discord.press(card, "Guild Of Sails", user=user)).reply()
    assert "Guild Of Sails" in chosen.text
    assert "Guild Of Ropes" not in chosen.text
    assert language_of(first_line(chosen)) == "ko"


async def test_after_a_choice_of_somebody_who_left_the_base_one_is_told_so(
    base, run: Running, discord, user
):
    async with run():
        card = await (await discord.slash("who", {"name": "Merrin"}, user=user)).reply()
    take_out_aldo_merrin(base)
    async with run():
        told = await (await discord.press(card, "Aldo Merrin", user=user)).reply()
        assert GONE in told.text
        assert told.ephemeral


# --- whose ---


@pytest.mark.parametrize("button", OF_A_CARD)
async def test_a_button_of_an_only_me_reply_serves_only_its_owner(
    lists, run: Running, discord, user, stranger, button
):
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
        refused = await (await discord.press(card, button, user=stranger)).reply()
        assert refused.ephemeral
        assert refused is not card
        assert "412" not in refused.text
        assert "Norholm" not in refused.text


async def test_pages_of_quotes_and_menus_of_an_only_me_reply_serve_only_their_owner(
    lists, run: Running, discord, user, stranger, pressed
):
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
        shown = await pressed(card, "Sources")
        refused = await pressed(shown, "▶", by=stranger)
        assert "ship calls" not in refused.text
        menu = await (await discord.slash("who", {"name": "Merrin"}, user=user)).reply()
        refused = await (await discord.press(menu, "Tova Merrin", user=stranger)).reply()
        assert "Keeper" not in refused.text


async def test_everybody_may_use_the_buttons_of_a_card_for_everyone(ask: Ask, pressed, stranger):
    card = await ask("agreements", {"show": "everyone"})
    for button in ("Sources", "Copy"):
        shown = await pressed(card, button, by=stranger)
        assert shown.ephemeral
        assert "30 April 2024" in shown.text


# --- for how long ---


async def test_every_button_and_menu_works_after_a_restart(
    lists, run: Running, discord, user, pressed
):
    async with run():
        card = await (await discord.slash("stats", {"of": "Norholm"}, user=user)).reply()
        menu = await (await discord.slash("who", {"name": "Merrin"}, user=user)).reply()
        quotes = await pressed(card, "Sources")
    async with run():
        assert "ship calls" in (await pressed(card, "Sources")).text
        assert "2/" in " ".join(labels(await pressed(quotes, "▶")))
        assert (await pressed(card, "Copy")).attachments
        assert "ship calls" in (await pressed(card, "Post")).text
        assert "2/" in " ".join(labels(await pressed(card, "▶")))
        opened = await discord.press(card, "Report an error", user=user)
        await opened.acknowledged()
        assert opened.modal is not None
        chosen = await (await discord.press(menu, "Tova Merrin", user=user)).reply()
        assert "Tova Merrin" in first_line(chosen)
    async with run():
        sent = await discord.submit(opened, {"claim": ["0"], "wrong": "x", "ground": "y"})
        assert "1" in (await sent.reply()).text


@pytest.mark.parametrize("button", OF_A_CARD)
@pytest.mark.parametrize(
    "asked", [("stats", {"of": "Eastwick"}), ("who", {"name": "Guild of Ropes"})]
)
async def test_a_button_says_politely_that_what_it_points_to_has_left_the_base(
    base, run: Running, discord, user, button, asked
):
    (base / "ropes.toml").write_text(
        'format = 1\n[[organizations]]\nslug = "ropes"\nname = "Guild of Ropes"\n', encoding="utf-8"
    )
    facts = [calls(n, subject=s) for n in range(1, 15) for s in ("ropes", "eastwick")]
    write_dossier(base, "of-ropes", facts)
    async with run():
        card = await (await discord.slash(*asked, user=user)).reply()
    for gone in ("ropes", "of-ropes", "gazette-2024-05-02"):
        (base / f"{gone}.toml").unlink()
    write_dossier(base, "left", [calls(3)])
    async with run():
        told = await (await discord.press(card, button, user=user)).reply()
        assert told.ephemeral
        assert GONE in told.text


async def test_when_the_facts_of_a_card_for_everyone_are_gone_only_who_presses_is_told(
    lists, run: Running, discord, user, pressed
):
    async with run():
        options = {"of": "Norholm", "show": "everyone"}
        card = await (await discord.slash("stats", options, user=user)).reply()
        before = card.text
    lists.unlink()
    (lists.parent / "gazette-2024-05-02.toml").unlink()
    async with run():
        told = await pressed(card, "▶")
        assert GONE in told.text
        assert told.ephemeral
        assert card.text == before


# --- what nobody offered ---

STRANGE = [
    "",
    "kv0:page:abc",
    "kv1:what",
    "kv1:page",
    "kv1:page:0:0:0:0000",
    "kv1:page:ffffffffffffffff:1:0:ffff",
    "kv1:page:ffffffffffffffff:{user}:0:ffff",
    "kv1:sources:ffffffffffffffff:{user}:9999:ffff",
    "kv1:offer:ffffffffffffffff:{user}:0:ffff",
    "kv1:reported:ffffffffffffffff:{user}:0:ffff",
    "kv1:set-language",
    "kv1:set-what",
    "kv1:close-right",
    "kv1:close-right:1:0:0:0000",
    "kv1:close-what:1:0:0:0000",
    "kv1:closed-right:99999999:0:0:0000",
    "kv1:closed-right:ffff:0:0:0000",
    "kv1:here:ffffffffffffffff:{user}:0:ffff",
    "x" * 100,
    "\u202e<@1>",
]


@pytest.mark.parametrize("custom_id", STRANGE)
@pytest.mark.parametrize("kind", [3, 5])
async def test_a_press_that_nobody_offered_is_answered_in_a_line(
    discord, bot, user, ask: Ask, custom_id, kind
):
    card = await ask("agreements")
    data = {"custom_id": custom_id.format(user=user.id), "component_type": 2, "components": []}
    sent = await discord.interaction({"type": kind, "data": data}, user=user, message=card)
    told = await sent.reply()
    assert told.ephemeral
    assert 10 < len(told.text) < 200
    assert foreign_marks(told.text) == []
    assert "not your fault" not in told.text


async def test_a_button_of_another_version_is_told_so(discord, bot, user, ask: Ask):
    card = await ask("agreements")
    data = {"custom_id": "kv7:turn:1", "component_type": 2}
    sent = await discord.interaction({"type": 3, "data": data}, user=user, message=card)
    assert "another version" in (await sent.reply()).text


@pytest.mark.parametrize(
    "data",
    [
        {"custom_id": None, "component_type": 2},
        {"custom_id": 5, "component_type": 2},
        {"custom_id": "kv1:set-show", "component_type": 3, "values": None},
        {"custom_id": "kv1:set-show", "component_type": 3, "values": [5]},
        {"custom_id": "kv1:set-show", "component_type": 99, "values": {}},
        {"custom_id": "kv1:what", "component_type": "two"},
        {"component_type": 2},
        {},
    ],
)
async def test_a_press_with_odd_data_is_answered(discord, bot, manager, ask: Ask, data):
    card = await ask("agreements")
    sent = await discord.interaction({"type": 3, "data": data}, user=manager, message=card)
    await sent.acknowledged(3)
    assert (await ask("agreements")).text == card.text


@pytest.mark.parametrize(
    "components",
    [
        None,
        [{}],
        [{"type": 18}],
        [{"type": 18, "component": None}],
        [{"type": 18, "component": {"type": 3, "custom_id": "claim", "values": ["77"]}}],
        [{"type": 18, "component": {"type": 3, "custom_id": "claim", "values": []}}],
        [{"type": 1, "components": [{"type": 4, "custom_id": "wrong", "value": None}]}],
        [{"type": 99, "component": {"custom_id": "wrong", "value": {"a": 1}}}],
    ],
)
async def test_a_form_with_odd_fields_is_answered(discord, bot, user, ask: Ask, components):
    card = await ask("agreements")
    custom_id = card.button("Report an error").custom_id.replace("report", "reported")
    data = {"custom_id": custom_id, "components": components}
    sent = await discord.interaction({"type": 5, "data": data}, user=user, message=card)
    assert (await sent.reply()).ephemeral


async def test_a_press_whose_message_is_deleted_meanwhile_ends_in_a_line_for_who_pressed(
    lists, run: Running, discord: DiscordServer, user: Member
):
    async with run() as bot:
        options = {"of": "Norholm", "show": "everyone"}
        card = await (await discord.slash("stats", options, user=user)).reply()
        bot.answers._kept = {}  # as after a new base
        async with bot.answers._desk._index.snapshot():
            pressed = await discord.press(card, "▶", user=user)
            await pressed.acknowledged(3)
            await discord.delete_message(card)
        told = await pressed.reply()
        assert told.ephemeral
        assert told is not card
