"""Routes about channels and the messages in them."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.loopback.errors import (
    ApiError,
    Violation,
    invalid_form_body,
    missing_access,
    missing_permissions,
    not_the_author,
    unknown,
)
from tests.loopback.message_rules import check_message
from tests.loopback.messages import Message
from tests.loopback.platform import Call, Platform
from tests.loopback.world import Channel, Payload, Permission

REPLY = 19


def channel(platform: Platform, call: Call) -> Payload:
    """GET /channels/{channel_id}."""
    return _channel(platform, call).payload()


def typing(platform: Platform, call: Call) -> None:
    """POST /channels/{channel_id}/typing."""
    platform.typing.append(_channel(platform, call))


def list_messages(platform: Platform, call: Call) -> list[Payload]:
    """GET /channels/{channel_id}/messages: the newest first."""
    place = _channel(platform, call)
    before = int(call.query.get("before", 2**63))
    after = int(call.query.get("after", 0))
    there = [
        message
        for message in platform.messages.values()
        if message.channel is place and after < message.id < before and not _hidden(message)
    ]
    limit = int(call.query.get("limit", 50))
    chosen = there[:limit] if "after" in call.query else there[-limit:]
    return [message.payload() for message in reversed(chosen)]


def create_message(platform: Platform, call: Call) -> Payload:
    """POST /channels/{channel_id}/messages."""
    place = _channel(platform, call)
    if not place.app_permissions & Permission.SEND_MESSAGES:
        raise missing_permissions()
    if (before := _sent_before(platform, place, call)) is not None:
        return before.payload() | _nonce(call)
    referenced = _referenced(platform, call)
    check_message(platform, call, call.body)
    message = platform.message(
        place,
        platform.world.bot,
        type=REPLY if referenced else 0,
        referenced=referenced,
        nonce=call.body.get("nonce"),
    )
    message.apply(call.body, platform.attach(call.files, call.body))
    platform.publish("MESSAGE_CREATE", message)
    platform.changed()
    return message.payload() | _nonce(call)


def get_message(platform: Platform, call: Call) -> Payload:
    """GET /channels/{channel_id}/messages/{message_id}."""
    return _message(platform, call).payload()


def edit_message(platform: Platform, call: Call) -> Payload:
    """PATCH /channels/{channel_id}/messages/{message_id}."""
    message = _message(platform, call)
    if message.author is not platform.world.bot:
        raise not_the_author()
    check_message(platform, call, call.body, message)
    change(platform, message, call.body, call)
    return message.payload()


def change(platform: Platform, message: Message, body: Payload, call: Call) -> None:
    """Edit a message as the body says, and tell of it."""
    message.apply(body, platform.attach(call.files, body))
    message.edited_at = datetime.now(UTC).isoformat()
    if platform.recording:
        message.edits.append(body)
    platform.publish("MESSAGE_UPDATE", message)


def delete_message(platform: Platform, call: Call) -> None:
    """DELETE /channels/{channel_id}/messages/{message_id}."""
    message = _message(platform, call)
    foreign = message.author is not platform.world.bot
    if foreign and not message.channel.app_permissions & Permission.MANAGE_MESSAGES:
        raise missing_permissions()
    platform.remove(message)


def react(platform: Platform, call: Call) -> None:
    """PUT …/reactions/{emoji_name}/@me."""
    message = _message(platform, call)
    if call.arguments["emoji_name"] not in message.reactions:
        message.reactions.append(call.arguments["emoji_name"])


def unreact(platform: Platform, call: Call) -> None:
    """DELETE …/reactions/{emoji_name}/@me."""
    message = _message(platform, call)
    if call.arguments["emoji_name"] in message.reactions:
        message.reactions.remove(call.arguments["emoji_name"])


def _channel(platform: Platform, call: Call) -> Channel:
    """The channel in the path, which the bot must see."""
    found = platform.world.channels.get(call.id("channel_id"))
    if found is None:
        raise unknown("Channel")
    foreign = found.guild is not None and not found.guild.joined
    if foreign or not found.app_permissions & Permission.VIEW_CHANNEL:
        raise missing_access()
    return found


def _hidden(message: Message) -> bool:
    """Whether the routes of the channel do not show the message; a webhook shows ephemeral ones."""
    return message.deleted or message.ephemeral


def _message(platform: Platform, call: Call) -> Message:
    place = _channel(platform, call)
    found = platform.messages.get(call.id("message_id"))
    if found is None or found.channel is not place or _hidden(found):
        raise unknown("Message")
    return found


def _referenced(platform: Platform, call: Call) -> Message | None:
    """The message that the new one replies to; None where it may be missing and is."""
    reference = call.body.get("message_reference")
    if not reference:
        return None
    found = platform.messages.get(int(reference.get("message_id", 0)))
    if found is not None and not _hidden(found):
        return found
    if reference.get("fail_if_not_exists", True):
        raise _unknown_reference()
    return None


def _sent_before(platform: Platform, place: Channel, call: Call) -> Message | None:
    """The message that an enforced nonce is of; deleted or not. Source: Discord, Create Message."""
    if not call.body.get("enforce_nonce"):
        return None
    there = (message for message in platform.messages.values() if message.channel is place)
    return next((message for message in there if message.nonce == call.body["nonce"]), None)


def _unknown_reference() -> ApiError:
    code = "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"
    return invalid_form_body([Violation("message_reference", "Unknown message", code)])


def _nonce(call: Call) -> Payload:
    return {"nonce": call.body["nonce"]} if "nonce" in call.body else {}
