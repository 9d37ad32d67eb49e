"""Routes by which a bot answers interactions: the callback, and the webhook that goes with it."""

from __future__ import annotations

from collections.abc import Callable

from tests.loopback import channels
from tests.loopback.errors import (
    Violation,
    already_acknowledged,
    invalid_form_body,
    invalid_webhook_token,
    unknown,
)
from tests.loopback.exchange import Callback, CallbackType, Exchange, InteractionType
from tests.loopback.message_rules import check_message
from tests.loopback.messages import Message, MessageFlag
from tests.loopback.modal_rules import choice_violations, modal_violations
from tests.loopback.platform import Call, Platform
from tests.loopback.world import Payload

CHAT_INPUT_COMMAND = 20
CONTEXT_MENU_COMMAND = 23
REPLY = 19

ACKNOWLEDGE_WITHIN = 3.0
"""Seconds that Discord waits for the callback."""

MESSAGES = frozenset({CallbackType.CHANNEL_MESSAGE, CallbackType.DEFERRED_CHANNEL_MESSAGE})
UPDATES = frozenset({CallbackType.DEFERRED_UPDATE_MESSAGE, CallbackType.UPDATE_MESSAGE})

ALLOWED: dict[int, frozenset[CallbackType]] = {
    InteractionType.APPLICATION_COMMAND: MESSAGES | {CallbackType.MODAL},
    InteractionType.MESSAGE_COMPONENT: MESSAGES | UPDATES | {CallbackType.MODAL},
    InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE: frozenset({CallbackType.AUTOCOMPLETE_RESULT}),
    InteractionType.MODAL_SUBMIT: MESSAGES | UPDATES,
}
"""How each kind of interaction may be acknowledged."""


# -- the callback --------------------------------------------------------------------------


def callback(platform: Platform, call: Call) -> Payload | None:
    """POST /interactions/{interaction_id}/{interaction_token}/callback."""
    exchange = _acknowledgeable(platform, call)
    kind = _kind(call, exchange)
    data: Payload = call.body.get("data") or {}
    ACKNOWLEDGED[kind](platform, call, exchange, data)
    exchange.acknowledge(Callback(kind, data))
    if call.query.get("with_response") not in ("true", "1"):
        return None
    return _callback_response(exchange, kind)


def _acknowledgeable(platform: Platform, call: Call) -> Exchange:
    """The interaction in the path, unless it is unknown, late or done."""
    exchange = platform.exchanges.get(call.arguments["interaction_token"])
    if exchange is None or exchange.expired:
        raise unknown("interaction")
    if str(exchange.interaction["id"]) != call.arguments["interaction_id"]:
        raise unknown("interaction")
    if exchange.age > ACKNOWLEDGE_WITHIN:
        platform.complain(call, f"acknowledged after {exchange.age:.1f} s: {exchange}")
        raise unknown("interaction")
    if exchange.callback is not None:
        raise already_acknowledged()
    return exchange


def _kind(call: Call, exchange: Exchange) -> CallbackType:
    """The type of the callback, if it fits the interaction."""
    given = call.body.get("type")
    allowed = ALLOWED.get(exchange.interaction["type"], frozenset())
    if exchange.message is None:
        allowed -= UPDATES
    if given not in allowed:
        raise invalid_form_body(
            [Violation("type", f"{given} is no answer to {exchange}", "BASE_TYPE_CHOICES")]
        )
    return CallbackType(given)


def _send(platform: Platform, call: Call, exchange: Exchange, data: Payload) -> None:
    """Type 4: a new message."""
    check_message(platform, call, data, at="data")
    exchange.original = _new_message(platform, exchange, data)
    exchange.original.apply(data, platform.attach(call.files, data))
    _publish(platform, exchange, exchange.original)


def _defer(platform: Platform, call: Call, exchange: Exchange, data: Payload) -> None:
    """Type 5: the bot is thinking."""
    exchange.original = _new_message(platform, exchange, data)
    exchange.original.flags |= MessageFlag.LOADING
    platform.publish("MESSAGE_CREATE", exchange.original)


def _defer_update(platform: Platform, call: Call, exchange: Exchange, data: Payload) -> None:
    """Type 6: the message of the component stays as it is for now."""
    exchange.original = exchange.message


def _update(platform: Platform, call: Call, exchange: Exchange, data: Payload) -> None:
    """Type 7: a change of the message of the component."""
    assert exchange.message is not None
    check_message(platform, call, data, exchange.message, at="data")
    exchange.original = exchange.message
    channels.change(platform, exchange.message, data, call)
    exchange.note(exchange.message)


def _offer(platform: Platform, call: Call, exchange: Exchange, data: Payload) -> None:
    """Type 8: choices for what is being typed."""
    platform.refuse(call, choice_violations(data, _focused_type(exchange)))


def _open_modal(platform: Platform, call: Call, exchange: Exchange, data: Payload) -> None:
    """Type 9: a form."""
    platform.refuse(call, modal_violations(data))


ACKNOWLEDGED: dict[CallbackType, Callable[[Platform, Call, Exchange, Payload], None]] = {
    CallbackType.CHANNEL_MESSAGE: _send,
    CallbackType.DEFERRED_CHANNEL_MESSAGE: _defer,
    CallbackType.DEFERRED_UPDATE_MESSAGE: _defer_update,
    CallbackType.UPDATE_MESSAGE: _update,
    CallbackType.AUTOCOMPLETE_RESULT: _offer,
    CallbackType.MODAL: _open_modal,
}


def _focused_type(exchange: Exchange) -> int:
    """The type of the option that is being typed; 3, a string, if none is marked."""
    options = list(exchange.data.get("options") or ())
    for option in options:
        if option.get("focused"):
            return int(option.get("type") or 3)
        options.extend(option.get("options") or ())
    return 3


def _callback_response(exchange: Exchange, kind: CallbackType) -> Payload:
    interaction: Payload = {
        "id": str(exchange.interaction["id"]),
        "type": exchange.interaction["type"],
    }
    resource: Payload = {"type": int(kind)}
    if exchange.original is not None:
        interaction |= {
            "response_message_id": str(exchange.original.id),
            "response_message_loading": exchange.original.loading,
            "response_message_ephemeral": exchange.original.ephemeral,
        }
        resource["message"] = exchange.original.payload()
    return {"interaction": interaction, "resource": resource}


# -- the webhook ---------------------------------------------------------------------------


def create_followup(platform: Platform, call: Call) -> Payload:
    """POST /webhooks/{webhook_id}/{webhook_token}: another message.

    After a deferral it takes the place of the message that says that the bot is thinking.
    """
    exchange = _exchange(platform, call)
    original = exchange.original
    check_message(platform, call, call.body)
    if original is not None and original.loading and not original.deleted:
        return _complete(platform, call, exchange, original)
    message = _new_message(platform, exchange, call.body, original)
    message.apply(call.body, platform.attach(call.files, call.body))
    _publish(platform, exchange, message)
    return message.payload()


def get_message(platform: Platform, call: Call) -> Payload:
    """GET …/messages/{message_id}."""
    return _message(platform, call, _exchange(platform, call)).payload()


def edit_message(platform: Platform, call: Call) -> Payload:
    """PATCH …/messages/{message_id}."""
    exchange = _exchange(platform, call)
    message = _message(platform, call, exchange)
    check_message(platform, call, call.body, message)
    return _complete(platform, call, exchange, message)


def delete_message(platform: Platform, call: Call) -> None:
    """DELETE …/messages/{message_id}."""
    platform.remove(_message(platform, call, _exchange(platform, call)))


def _complete(platform: Platform, call: Call, exchange: Exchange, message: Message) -> Payload:
    channels.change(platform, message, call.body, call)
    exchange.note(message)
    return message.payload()


def _exchange(platform: Platform, call: Call) -> Exchange:
    """The interaction whose webhook is in the path; it exists once it is acknowledged."""
    exchange = platform.exchanges.get(call.arguments["webhook_token"])
    if exchange is None or call.id("webhook_id") != platform.world.bot.id:
        raise unknown("Webhook")
    if exchange.expired:
        raise invalid_webhook_token()
    if exchange.callback is None:
        raise unknown("Webhook")
    return exchange


def _message(platform: Platform, call: Call, exchange: Exchange) -> Message:
    """The message in the path, if it belongs to the interaction."""
    if call.arguments["message_id"] == "@original":
        found = exchange.original
    else:
        found = platform.messages.get(call.id("message_id"))
    if found is None or found.deleted:
        raise unknown("Message")
    if found is not exchange.original and found not in exchange.messages:
        raise unknown("Message")
    return found


def _new_message(
    platform: Platform, exchange: Exchange, body: Payload, original: Message | None = None
) -> Message:
    """A message of the application in the channel of the interaction."""
    referenced = original or exchange.message
    return platform.message(
        exchange.channel,
        platform.world.bot,
        type=REPLY if referenced else _type_of_answer(exchange),
        flags=(body.get("flags") or 0) & MessageFlag.EPHEMERAL,
        referenced=referenced,
        webhook_id=platform.world.bot.id,
        interaction_metadata=_metadata(exchange),
    )


def _type_of_answer(exchange: Exchange) -> int:
    if exchange.interaction["type"] != InteractionType.APPLICATION_COMMAND:
        return 0
    in_chat = (exchange.data.get("type") or 1) == 1
    return CHAT_INPUT_COMMAND if in_chat else CONTEXT_MENU_COMMAND


def _metadata(exchange: Exchange) -> Payload | None:
    if exchange.user is None:
        return None
    return {
        "id": str(exchange.interaction["id"]),
        "type": exchange.interaction["type"],
        "user": exchange.user.payload(),
        "authorizing_integration_owners": exchange.interaction.get(
            "authorizing_integration_owners", {}
        ),
    }


def _publish(platform: Platform, exchange: Exchange, message: Message) -> None:
    platform.publish("MESSAGE_CREATE", message)
    exchange.note(message)
