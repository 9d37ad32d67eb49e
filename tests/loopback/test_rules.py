"""What Discord refuses is refused, and everything that is wrong is noted for the test to see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loopback.bare import BareClient
from tests.loopback.openapi import is_at_hand
from tests.loopback.server import DiscordServer
from tests.loopback.sessions import CloseCode, Intent
from tests.loopback.world import Channel, Member, Payload

NOBODY = {"parse": []}
V2 = 1 << 15


@pytest.fixture
def channel(server: DiscordServer) -> Channel:
    return server.add_guild("Harbour Office").add_channel("general")


@pytest.fixture
def ada(channel: Channel) -> Member:
    assert channel.guild is not None
    return channel.guild.add_member("Ada")


def row(*components: Payload) -> Payload:
    return {"type": 1, "components": list(components)}


def button(custom_id: str = "a", **other: Any) -> Payload:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **other}


def select(options: int = 1, **other: Any) -> Payload:
    offered = [{"label": f"{n}", "value": f"{n}"} for n in range(options)]
    return {"type": 3, "custom_id": "s", "options": offered, **other}


def text(content: str) -> Payload:
    return {"type": 10, "content": content}


def embed(**fields: Any) -> Payload:
    return {"embeds": [fields]}


def v2(*components: Payload) -> Payload:
    return {"flags": V2, "components": list(components)}


GOOD = [
    {"content": "x" * 2000},
    embed(description="x" * 4096, title="x" * 256, fields=[{"name": "n", "value": "v"}] * 25),
    {"content": "x", "components": [row(*(button(str(n)) for n in range(5)))]},
    v2({"type": 17, "components": [text("x" * 4000), row(select(25))]}),
    v2({"type": 9, "components": [text("x")], "accessory": button()}),
]

BAD = [
    ({"content": "x" * 2001}, "content"),
    ({"embeds": [{"title": "x"}] * 11}, "embeds"),
    (embed(title="x" * 257), "embeds.0.title"),
    (embed(description="x" * 4097), "embeds.0.description"),
    (embed(title="x", footer={"text": "x" * 2049}), "embeds.0.footer.text"),
    (embed(title="x", author={"name": "x" * 257}), "embeds.0.author.name"),
    (embed(fields=[{"name": "n", "value": "v"}] * 26), "embeds.0.fields"),
    (embed(fields=[{"name": "x" * 257, "value": "v"}]), "embeds.0.fields.0.name"),
    (embed(fields=[{"name": "n", "value": ""}]), "embeds.0.fields.0.value"),
    ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds"),
    ({"content": "x", "components": [row(button(str(n))) for n in range(6)]}, "components"),
    ({"content": "x", "components": [row(*(button(str(n)) for n in range(6)))]}, "components"),
    ({"content": "x", "components": [row(button("a"), button("a"))]}, "components"),
    ({"content": "x", "components": [row(button("x" * 101))]}, "components"),
    ({"content": "x", "components": [row(button(label="x" * 81))]}, "components"),
    ({"content": "x", "components": [row(button(url="https://a.example"))]}, "components"),
    ({"content": "x", "components": [row(select(26))]}, "components"),
    ({"content": "x", "components": [row(select(2, max_values=3))]}, "components"),
    ({"content": "x", "components": [row(select(placeholder="x" * 151))]}, "components"),
    ({"content": "x", "components": [row(select(), button())]}, "components"),
    ({"content": "x", "components": [text("V2 without its flag")]}, "components"),
    (v2() | {"content": "x"}, "content"),
    (v2(text("x")) | {"content": "x"}, "content"),
    (v2(text("x")) | embed(title="x"), "embeds"),
    (v2(*[text("x")] * 41), "components"),
    (v2(*[{"type": 17, "components": [text("x")]}] * 21), "components"),
    (v2(text("x" * 2001), text("x" * 2000)), "components"),
    (v2(text(" ")), "components"),
    (v2(button()), "components"),
    (v2({"type": 9, "components": [text("x")]}), "components"),
    (v2({"type": 13, "file": {"url": "attachment://nowhere.txt"}}), "components"),
    ({"content": "x", "attachments": [{"id": "0", "filename": "a.txt"}]}, "attachments"),
]


def with_nobody(body: Payload) -> Payload:
    return {"allowed_mentions": NOBODY, **body}


@pytest.mark.parametrize("body", GOOD)
async def test_a_message_within_the_limits_is_taken(server, bare, channel, body):
    status, _ = await bare.send("POST", f"/channels/{channel.id}/messages", with_nobody(body))
    assert (status, server.problems) == (200, [])


@pytest.mark.parametrize(("body", "place"), BAD)
async def test_a_message_beyond_a_limit_is_refused_and_noted(server, bare, channel, body, place):
    status, answer = await bare.send("POST", f"/channels/{channel.id}/messages", with_nobody(body))
    assert (status, answer["code"]) == (400, 50035)
    assert any(place in problem for problem in server.problems)
    assert server.messages_in(channel) == []


@pytest.mark.parametrize("body", [{}, {"content": " "}, {"components": [row(button())]}])
async def test_an_empty_message_is_refused(server, bare, channel, body):
    status, answer = await bare.send("POST", f"/channels/{channel.id}/messages", body)
    assert (status, answer["code"], len(server.problems)) == (400, 50006, 1)


@pytest.mark.parametrize(
    "allowed", [None, {}, {"parse": ["users"]}, {"parse": [], "replied_user": True}]
)
async def test_a_text_must_say_that_it_mentions_nobody(server, bare, channel, allowed):
    body = {"content": "x", "allowed_mentions": allowed}
    status, _ = await bare.send("POST", f"/channels/{channel.id}/messages", body)
    assert (status, len(server.problems)) == (200, 1)


async def test_an_edit_is_held_to_what_the_message_already_is(server, bare, channel):
    path = f"/channels/{channel.id}/messages"
    _, made = await bare.send("POST", path, with_nobody({"content": "x"}))
    status, answer = await bare.send("PATCH", f"{path}/{made['id']}", v2(text("y")))
    assert (status, answer["errors"].keys()) == (400, {"content"})
    whole = with_nobody({**v2(text("y")), "content": None})
    status, changed = await bare.send("PATCH", f"{path}/{made['id']}", whole)
    assert (status, changed["content"], changed["flags"] & V2) == (200, "", V2)


async def test_a_file_may_have_ten_mebibytes(server, bare, channel):
    path = f"/channels/{channel.id}/messages"
    status, made = await bare.upload(path, {}, {"a.bin": bytes(10 * 2**20)})
    assert (status, made["attachments"][0]["size"]) == (200, 10 * 2**20)
    status, answer = await bare.upload(path, {}, {"a.bin": bytes(10 * 2**20 + 1)})
    assert (status, answer["code"], len(server.problems)) == (413, 40005, 1)


async def test_a_file_that_no_component_shows_is_noted(server, bare, channel):
    path = f"/channels/{channel.id}/messages"
    await bare.upload(path, with_nobody(v2(text("x"))), {"a.txt": b"a"})
    [problem] = server.problems
    assert "no component shows the file a.txt" in problem


# -- commands ------------------------------------------------------------------------------


def command(name: str = "who", **other: Any) -> Payload:
    return {"type": 1, "name": name, "description": "Ask", **other}


def option(name: str = "name", **other: Any) -> Payload:
    return {"type": 3, "name": name, "description": "A name", **other}


@pytest.mark.parametrize(
    "commands",
    [
        [command("Who")],
        [command("who is")],
        [command("x" * 33)],
        [command(description="")],
        [command(description="x" * 101)],
        [command(name_localizations={"ko": "누구 세요"})],
        [command(name_localizations={"kr": "누구"})],
        [command(description_localizations={"vi": "x" * 101})],
        [command(), command()],
        [command(f"c{n}") for n in range(101)],
        [command(options=[option(f"o{n}") for n in range(26)])],
        [command(options=[option(), option()])],
        [command(options=[option("a"), option("b", required=True)])],
        [command(options=[option(choices=[{"name": "x" * 101, "value": "x"}])])],
        [command(options=[option(choices=[{"name": "x", "value": "x" * 101}])])],
        [command(options=[option(autocomplete=True, choices=[{"name": "x", "value": "x"}])])],
        [command(options=[option(f"o{n}", choices=[
            {"name": f"{i:099}", "value": f"{i:099}"} for i in range(25)
        ]) for n in range(2)])],
    ],
)  # fmt: skip
async def test_a_command_that_breaks_a_rule_is_refused(server, bare, channel, commands):
    path = f"{bare.application}/guilds/{channel.guild.id}/commands"
    status, answer = await bare.send("PUT", path, commands)
    assert (status, answer["code"]) == (400, 50035)
    assert server.problems


async def test_a_command_keeps_its_identifier_when_it_is_registered_again(server, bare, channel):
    path = f"{bare.application}/guilds/{channel.guild.id}/commands"
    localized = command(name_localizations={"ko": "누구", "vi": "ai"})
    _, [first] = await bare.send("PUT", path, [localized])
    _, [again, other] = await bare.send("PUT", path, [command(), command("stats")])
    assert (again["id"], server.problems) == (first["id"], [])
    assert other["id"] != first["id"]


# -- interactions --------------------------------------------------------------------------


def label(**component: Any) -> Payload:
    return {"type": 18, "label": "Words", "component": component}


INPUT: Payload = {"type": 4, "custom_id": "words", "style": 1}
CHOICE = {"name": "x", "value": "x"}


def modal(*components: Payload, title: str = "A note") -> Payload:
    return {
        "type": 9,
        "data": {"title": title, "custom_id": "m", "components": list(components)},
    }


def choices(*offered: Payload) -> Payload:
    return {"type": 8, "data": {"choices": list(offered)}}


def message(kind: int, content: str) -> Payload:
    return {"type": kind, "data": {"content": content, "allowed_mentions": NOBODY}}


COMPONENT, AUTOCOMPLETE = 3, 4


@pytest.mark.parametrize(
    ("kind", "callback"),
    [
        (COMPONENT, modal(label(**INPUT), title="x" * 46)),
        (COMPONENT, modal()),
        (COMPONENT, modal(*[label(**INPUT)] * 2)),
        (COMPONENT, modal(label(**INPUT, placeholder="x" * 101))),
        (COMPONENT, modal(label(**INPUT, max_length=4001))),
        (COMPONENT, modal(label(**INPUT) | {"label": "x" * 46})),
        (COMPONENT, modal(label(**INPUT) | {"description": "x" * 101})),
        (COMPONENT, modal(row(INPUT))),
        (COMPONENT, message(4, "x" * 2001)),
        (COMPONENT, message(7, "there is no message to update")),
        (COMPONENT, choices()),
        (AUTOCOMPLETE, message(4, "x")),
        (AUTOCOMPLETE, choices(*[CHOICE] * 26)),
        (AUTOCOMPLETE, choices({"name": "", "value": "x"})),
        (AUTOCOMPLETE, choices({"name": "x", "value": "x" * 101})),
        (AUTOCOMPLETE, choices({"name": "x", "value": 3})),
    ],
)
async def test_a_callback_that_breaks_a_rule_is_refused(server, bare, ada, kind, callback):
    exchange = await server.interaction({"type": kind, "data": {"custom_id": "x"}}, user=ada)
    route = f"/interactions/{exchange.interaction['id']}/{exchange.token}/callback"
    status, answer = await bare.send("POST", route, callback)
    assert (status, answer["code"]) == (400, 50035)
    assert exchange.callback is None


async def test_an_interaction_is_acknowledged_once_and_in_time(server, bare, ada):
    exchange = await server.interaction({"type": 3, "data": {"custom_id": "x"}}, user=ada)
    route = f"/interactions/{exchange.interaction['id']}/{exchange.token}/callback"
    webhook = f"/webhooks/{server.world.bot.id}"
    answers = [
        await bare.send("POST", f"{webhook}/{exchange.token}", with_nobody({"content": "early"})),
        await bare.send("POST", route, {"type": 5}),
        await bare.send("POST", route, {"type": 5}),
        await bare.send("GET", f"{webhook}/nothing/messages/@original"),
    ]
    server.expire(exchange)
    answers += [
        await bare.send("POST", route, {"type": 5}),
        await bare.send("PATCH", f"{webhook}/{exchange.token}/messages/@original", {}),
    ]
    assert [(status, answer and answer["code"]) for status, answer in answers] == [
        (404, 10015), (204, None), (400, 40060), (404, 10015), (404, 10062), (401, 50027),
    ]  # fmt: skip


# -- the rest ------------------------------------------------------------------------------


async def test_a_route_that_does_not_exist_is_noted(server, bare):
    status, answer = await bare.send("GET", "/nowhere")
    assert (status, answer) == (404, {"message": "404: Not Found", "code": 0})
    assert server.problems == ["GET /nowhere: no such route"]


@pytest.mark.skipif(not is_at_hand(), reason="Discord's description is not at hand")
async def test_a_body_must_fit_discords_description(server, bare, channel):
    body = with_nobody({"content": "x", "tts": "yes"})
    status, _ = await bare.send("POST", f"/channels/{channel.id}/messages", body)
    [problem] = server.problems
    assert (status, "tts" in problem) == (400, True)


async def test_without_checking_everything_is_taken():
    async with DiscordServer(checking=False, recording=False) as server:
        channel = server.add_guild("Harbour Office").add_channel("general")
        async with BareClient.connected(server) as bare:
            path = f"/channels/{channel.id}/messages"
            status, _ = await bare.send("POST", path, {"content": "x" * 3000})
        assert (status, server.problems, server.requests[0].body) == (200, [], None)


@pytest.mark.parametrize(
    ("token", "intents", "code"),
    [
        ("wrong", Intent.GUILDS, CloseCode.AUTHENTICATION_FAILED),
        (None, Intent.MESSAGE_CONTENT, CloseCode.DISALLOWED_INTENTS),
    ],
)
async def test_the_gateway_closes_on_who_may_not_identify(server, token, intents, code):
    server.allow_message_content = False
    async with BareClient.connected(server) as bare, bare.gateway() as socket:
        heard = await bare.identify(socket, token=token, intents=intents)
        assert (heard.data, socket.close_code) == (code, code)


async def test_the_gateway_can_refuse_connections(server):
    server.fail("GET", "^/$", status=503)
    async with BareClient.connected(server) as bare:
        with pytest.raises(Exception, match="503"):
            await bare.gateway().__aenter__()
        async with bare.gateway():
            pass
