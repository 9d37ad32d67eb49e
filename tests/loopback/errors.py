"""How Discord refuses a request.

Codes and wording: Discord's documentation, "Opcodes and Status Codes", "JSON Error Codes".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.loopback.world import Payload


class ApiError(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, code: int, message: str, errors: Payload | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Payload = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


@dataclass(frozen=True)
class Violation:
    """A field of a request that breaks a rule.

    path: where it is, as in `embeds.0.title`. code: Discord's name for the kind of error.
    """

    path: str
    message: str
    code: str = "BASE_TYPE_BAD_LENGTH"

    def __str__(self) -> str:
        return f"{self.path or 'body'}: {self.message}"


def invalid_form_body(violations: Iterable[Violation]) -> ApiError:
    """The error for fields that break rules, nested as Discord nests them."""
    errors: Payload = {}
    for violation in violations:
        place = errors
        for step in filter(None, violation.path.split(".")):
            place = place.setdefault(step, {})
        entry = {"code": violation.code, "message": violation.message}
        place.setdefault("_errors", []).append(entry)
    return ApiError(400, 50035, "Invalid Form Body", errors)


def unauthorized() -> ApiError:
    """The token is not that of the bot."""
    return ApiError(401, 0, "401: Unauthorized")


def not_found() -> ApiError:
    """There is no such route."""
    return ApiError(404, 0, "404: Not Found")


def missing_access() -> ApiError:
    """The bot is not in that guild, or cannot see that channel."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """The bot sees the channel but may not do this in it."""
    return ApiError(403, 50013, "Missing Permissions")


def unknown(what: str) -> ApiError:
    """There is no channel, guild, member, message, user, webhook or interaction like that."""
    codes = {
        "Channel": 10003,
        "Guild": 10004,
        "Member": 10007,
        "Message": 10008,
        "User": 10013,
        "Webhook": 10015,
        "interaction": 10062,
        "application command": 10063,
    }
    return ApiError(404, codes[what], f"Unknown {what}")


def invalid_webhook_token() -> ApiError:
    """The fifteen minutes of an interaction are over."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def already_acknowledged() -> ApiError:
    """An interaction is acknowledged once."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def empty_message() -> ApiError:
    """There is nothing to send."""
    return ApiError(400, 50006, "Cannot send an empty message")


def not_the_author() -> ApiError:
    """A bot edits only its own messages."""
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def too_large() -> ApiError:
    """A file is larger than Discord takes."""
    return ApiError(413, 40005, "Request entity too large")
