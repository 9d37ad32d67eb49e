"""Reports of errors: from the reader to the curators and back, and what is kept meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import read_bot_settings
from tests.app.conftest import Running, running
from tests.app.helpers import (
    HOSTILE,
    calls,
    foreign_marks,
    labels,
    language_of,
    live_marks,
    write_dossier,
)
from tests.loopback.exchange import Exchange
from tests.loopback.messages import Message
from tests.loopback.server import DiscordServer
from tests.loopback.world import EVERYONE, Channel, Guild, Member, Permission, Role

WRONG, GROUND = "It was signed in Eastwick", "I was there, see my diary"


class Team:
    """A guild with curators, as its manager has set it up, and a reader who reports."""

    def __init__(self, discord: DiscordServer, guild: Guild, manager: Member) -> None:
        self.discord, self.guild, self.manager = discord, guild, manager
        self.desk: Channel = guild.add_channel("curators")
        self.role: Role = guild.add_role("Curator")
        self.curator = guild.add_member("curator", roles=[self.role], locale="ko")

    async def set_up(self, *, channel: bool = True) -> None:
        """Choose the role and the channel in /settings."""
        card = await (await self.discord.slash("settings", user=self.manager)).reply()
        chosen = await self.discord.choose(card, "roles", [self.role], user=self.manager)
        await chosen.reply()
        if channel:
            chosen = await self.discord.choose(
                card, "curator-channel", [self.desk], user=self.manager
            )
            await chosen.reply()

    async def report(self, by: Member, wrong: str = WRONG, ground: str = GROUND) -> Exchange:
        """Report the first claim of the agreements."""
        card = await (await self.discord.slash("agreements", user=by)).reply()
        button = next(b for b in card.buttons if ":report:" in (b.custom_id or ""))
        opened = await self.discord.press(card, button.custom_id or "", user=by)
        fields = {"claim": ["0"], "wrong": wrong, "ground": ground}
        sent = await self.discord.submit(opened, fields)
        await sent.reply()
        return sent

    async def posted(self, number: int = 1) -> Message:
        """The report as the curators see it."""
        await self.discord.until(lambda: len(self.discord.messages_in(self.desk)) >= number)
        return self.discord.messages_in(self.desk)[number - 1]

    async def close(
        self, message: Message, outcome: str = "close-right", answer: str = ""
    ) -> Message:
        """Let the curator close a report."""
        button = next(b for b in message.buttons if outcome in (b.custom_id or ""))
        opened = await self.discord.press(message, button.custom_id or "", user=self.curator)
        return await (await self.discord.submit(opened, {"answer": answer})).reply()

    def told(self, member: Member) -> list[str]:
        """What the bot wrote to somebody directly."""
        return [m.text for m in self.discord.messages_in(self.discord.direct_messages(member))]


@pytest.fixture
def team(discord: DiscordServer, guild: Guild, channel: Channel, manager: Member) -> Team:
    return Team(discord, guild, manager)


# --- from the reader to the curators ---


async def test_the_form_asks_which_claim_what_is_wrong_and_on_what_ground(bot, discord, user):
    card = await (await discord.slash("timeline", user=user)).reply()
    opened = await discord.press(card, "Report an error", user=user)
    await opened.acknowledged()
    fields = [part["component"] for part in opened.modal["components"]]
    assert [field["custom_id"] for field in fields] == ["claim", "wrong", "ground"]
    claims = [option["label"] for option in fields[0]["options"]]
    assert any("memorandum of understanding between SLB" in claim for claim in claims)
    assert any("Hourly reports of fog" in claim for claim in claims)


async def test_a_report_reaches_the_curators_and_the_reader_is_thanked(bot, team: Team, user):
    await team.set_up()
    thanks = await (await team.report(user)).reply()
    assert thanks.ephemeral
    assert "1" in thanks.text
    posted = await team.posted()
    assert WRONG in posted.text
    assert GROUND in posted.text
    assert "memorandum of understanding between SLB" in posted.text
    assert len(posted.buttons) == 2


async def test_a_report_from_a_direct_message_reaches_the_curators_of_the_server(
    bot, team: Team, user, discord
):
    await team.set_up()
    await discord.user_says(user.user, None, "Who is SLB?")
    direct = discord.direct_messages(user)
    await discord.until(lambda: len(discord.messages_in(direct)) == 2)
    card = discord.messages_in(direct)[1]
    opened = await discord.press(card, "Report an error", user=user.user)
    fields = {"claim": ["0"], "wrong": WRONG, "ground": GROUND}
    await (await discord.submit(opened, fields)).reply()
    assert WRONG in (await team.posted()).text


async def test_without_curators_nobody_is_said_to_have_the_report(bot, team: Team, user):
    thanks = await (await team.report(user)).reply()
    assert "no curators yet" in thanks.text
    await team.set_up()
    thanks = await (await team.report(user)).reply()
    assert "with the curators" in thanks.text


async def test_nothing_that_a_reporter_writes_is_live(bot, team: Team, user):
    await team.set_up()
    for number, text in enumerate(HOSTILE):
        await team.report(user, text, text)
        posted = (await team.posted(number + 1)).text
        by_us = f"<@{user.id}>"
        shown = "\n".join(line for line in posted.split("\n") if by_us not in line)
        assert foreign_marks(shown.replace("**:", ":").replace("**", "")) == []


async def test_a_report_of_a_claim_that_has_changed_is_kept_all_the_same(
    base: Path, run: Running, team: Team, discord, user
):
    async with run():
        await team.set_up()
        card = await (await discord.slash("agreements", user=user)).reply()
        opened = await discord.press(card, "Report an error", user=user)
        await opened.acknowledged()
    for dossier in ("gazette-2024-05-02", "visit-notes-2025-03-10"):
        (base / f"{dossier}.toml").unlink()
    write_dossier(base, "left", [calls(3)])
    async with run():
        sent = await discord.submit(opened, {"claim": ["0"], "wrong": WRONG, "ground": GROUND})
        assert "1" in (await sent.reply()).text
        assert WRONG in (await team.posted()).text


async def test_without_a_curator_channel_a_report_waits_for_slash_reports(bot, team: Team, user):
    await team.set_up(channel=False)
    await team.report(user)
    shown = await (await team.discord.slash("reports", user=team.curator)).reply()
    assert shown.ephemeral
    assert WRONG in shown.text
    assert team.discord.messages_in(team.desk) == []


async def test_where_the_bot_may_not_write_to_the_curators_slash_reports_still_shows_it(
    bot, team: Team, user
):
    await team.set_up()
    team.desk.app_permissions = EVERYONE & ~Permission.SEND_MESSAGES
    assert "1" in (await (await team.report(user)).reply()).text
    shown = await (await team.discord.slash("reports", user=team.curator)).reply()
    assert WRONG in shown.text


async def test_reports_survive_a_restart(run: Running, team: Team, user):
    async with run():
        await team.set_up()
        await team.report(user)
        posted = await team.posted()
    async with run():
        shown = await (await team.discord.slash("reports", user=team.curator)).reply()
        assert WRONG in shown.text
        await team.close(posted, "close-corrected")
        await team.discord.until(lambda: team.told(user))


async def test_slash_reports_shows_the_oldest_first_and_how_many_wait(bot, team: Team, user):
    await team.set_up(channel=False)
    for number in range(5):
        await team.report(user, f"wrong no. {number}: {'and so on ' * 50}")
    shown = await (await team.discord.slash("reports", user=team.curator)).reply()
    assert "wrong no. 0" in shown.text
    assert "wrong no. 4" not in shown.text
    assert "5" in shown.text.split("\n")[0]
    await team.close(shown)
    later = await (await team.discord.slash("reports", user=team.curator)).reply()
    assert "wrong no. 0" not in later.text
    assert "wrong no. 1" in later.text


async def test_slash_reports_says_when_none_waits(bot, team: Team, user):
    await team.set_up()
    shown = await (await team.discord.slash("reports", user=team.curator)).reply()
    assert shown.ephemeral
    assert labels(shown) == []


# --- and back ---


@pytest.mark.parametrize("outcome", ["close-corrected", "close-right"])
async def test_when_a_curator_closes_a_report_the_reporter_is_told(bot, team: Team, user, outcome):
    await team.set_up()
    await team.report(user)
    posted = await team.posted()
    closed = await team.close(posted, outcome, "Thank you, *mended* <@1>")
    assert closed.ephemeral
    assert language_of(closed.text) == "ko"
    await team.discord.until(lambda: team.told(user))
    (told,) = team.told(user)
    assert language_of(told) == "en"
    assert live_marks(told) == []
    assert "mended" in told
    assert "memorandum of understanding" in told
    await team.discord.until(lambda: not posted.buttons)


async def test_the_reporter_is_told_in_the_language_in_which_the_report_was_made(
    bot, team: Team, guild
):
    await team.set_up()
    reporter = guild.add_member("báo", locale="vi")
    await team.report(reporter)
    await team.close(await team.posted())
    await team.discord.until(lambda: team.told(reporter))
    assert language_of(team.told(reporter)[0]) == "vi"


async def test_with_closed_direct_messages_the_reporter_is_told_at_the_next_command(
    bot, team: Team, user, discord
):
    await team.set_up()
    await team.report(user)
    number = discord.direct_messages(user).id
    body = {"message": "Cannot send messages to this user", "code": 50007}
    refused = discord.fail("POST", f"/channels/{number}/messages", status=403, body=body)
    await team.close(await team.posted(), "close-corrected", "Mended in the dossier")
    await refused.reached()
    asked = await discord.slash("agreements", user=user)
    assert "30 April 2024" in (await asked.reply()).text
    told = await asked.reply(number=2)
    assert told.ephemeral
    assert "Mended in the dossier" in told.text
    again = await discord.slash("agreements", user=user)
    await (await discord.slash("help", user=user)).reply()
    assert len(again.messages) == 1


async def test_who_could_not_be_told_is_told_after_a_restart(
    run: Running, team: Team, user, discord
):
    async with run():
        await team.set_up()
        await team.report(user)
        number = discord.direct_messages(user).id
        body = {"message": "Cannot send messages to this user", "code": 50007}
        refused = discord.fail("POST", f"/channels/{number}/messages", status=403, body=body)
        await team.close(await team.posted(), "close-right", "It stands")
        await refused.reached()
    async with run():
        asked = await discord.slash("stats", user=user)
        assert "It stands" in (await asked.reply(number=2)).text


async def test_a_report_is_closed_once(bot, team: Team, user, discord):
    await team.set_up()
    await team.report(user)
    posted = await team.posted()
    button = posted.buttons[0].custom_id or ""
    first = await discord.press(posted, button, user=team.curator)
    second = await discord.press(posted, button, user=team.curator)
    await (await discord.submit(first, {"answer": "one"})).reply()
    late = await (await discord.submit(second, {"answer": "two"})).reply()
    assert late.ephemeral
    await discord.until(lambda: team.told(user))
    assert len(team.told(user)) == 1
    assert "one" in team.told(user)[0]


async def test_a_deleted_message_of_the_curators_hinders_nothing(bot, team: Team, user, discord):
    await team.set_up()
    await team.report(user)
    posted = await team.posted()
    opened = await discord.press(posted, posted.buttons[0].custom_id or "", user=team.curator)
    await opened.acknowledged()
    await discord.delete_message(posted)
    await (await discord.submit(opened, {"answer": "done"})).reply()
    await discord.until(lambda: team.told(user))


# --- only curators ---


async def test_only_curators_see_and_close_reports(bot, team: Team, user, guild, discord):
    await team.set_up()
    await team.report(user)
    posted = await team.posted()
    for somebody in (user, guild.add_member("other", roles=[guild.add_role("Other")])):
        shown = await (await discord.slash("reports", user=somebody)).reply()
        assert shown.ephemeral
        assert WRONG not in shown.text
        pressed = await discord.press(posted, posted.buttons[0].custom_id or "", user=somebody)
        told = await pressed.reply()
        assert told.ephemeral
        assert pressed.modal is None
    opened = await discord.press(posted, posted.buttons[0].custom_id or "", user=team.curator)
    forged = await discord.submit(opened, {"answer": "no"}, user=user)
    assert (await forged.reply()).ephemeral
    again = await (await discord.slash("reports", user=team.curator)).reply()
    assert WRONG in again.text


async def test_curators_of_one_guild_have_nothing_to_do_with_reports_of_another(
    discord, guild, team: Team, settings, user, environment
):
    other = discord.add_guild("Pilots")
    other.add_channel("general")
    foreign = other.add_role("Pilot curator")
    manager = other.add_member("chief", permissions=Permission.MANAGE_GUILD)
    curator = other.add_member("other curator", roles=[foreign])
    environment["KVBOT_GUILDS"] = f"{guild.id},{other.id}"
    async with running(discord, read_bot_settings(environment), settings):
        await team.set_up()
        card = await (await discord.slash("settings", user=manager)).reply()
        await (await discord.choose(card, "roles", [foreign], user=manager)).reply()
        await team.report(user)
        posted = await team.posted()
        shown = await (await discord.slash("reports", user=curator)).reply()
        assert WRONG not in shown.text
        data = {"custom_id": posted.buttons[0].custom_id, "component_type": 2}
        sent = await discord.interaction({"type": 3, "data": data}, user=curator, message=shown)
        await sent.acknowledged()
        if sent.modal:
            await (await discord.submit(sent, {"answer": "taken"})).reply()
        mine = await (await discord.slash("reports", user=team.curator)).reply()
        assert WRONG in mine.text


# --- forgetting ---


async def test_forget_me_deletes_what_is_kept_and_what_was_posted(
    bot, team: Team, user, discord, settings
):
    await team.set_up()
    await team.report(user)
    posted = await team.posted()
    assert str(user.id) in posted.text
    done = await (await discord.slash("forget-me", user=user)).reply()
    assert done.ephemeral
    assert "1 report" in done.text
    await discord.until(lambda: posted.deleted or WRONG not in posted.text)
    if not posted.deleted:
        assert str(user.id) not in posted.text
        assert posted.buttons == []
    shown = await (await discord.slash("reports", user=team.curator)).reply()
    assert WRONG not in shown.text
    assert (await bot.store.forget(user.id)) == []


async def test_after_forget_me_nothing_of_the_reporter_is_in_the_file(
    run: Running, team: Team, user, discord, settings
):
    async with run():
        await team.set_up()
        await team.report(user, "a-very-telling-sentence")
        await team.posted()
        await (await discord.slash("forget-me", user=user)).reply()
    left = b"".join(path.read_bytes() for path in settings.home.glob("bot.db*"))
    assert b"a-very-telling-sentence" not in left


async def test_forget_me_leaves_what_others_reported(bot, team: Team, user, guild, discord):
    await team.set_up()
    other = guild.add_member("other")
    await team.report(other, "from the other one")
    await (await discord.slash("forget-me", user=user)).reply()
    shown = await (await discord.slash("reports", user=team.curator)).reply()
    assert "from the other one" in shown.text


async def test_a_curator_can_be_forgotten_too(bot, team: Team, user, discord):
    await team.set_up()
    await team.report(user)
    await team.close(await team.posted())
    done = await (await discord.slash("forget-me", user=team.curator)).reply()
    assert done.ephemeral
