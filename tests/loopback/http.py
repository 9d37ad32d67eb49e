"""HTTP: from a request to a Call, and from what a handler returns to a response."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import BodyPartReader, web

from tests.loopback.errors import ApiError, not_found, unauthorized
from tests.loopback.faults import Fault
from tests.loopback.messages import Upload
from tests.loopback.openapi import violations as against_description
from tests.loopback.platform import Call, Platform, Request

Handler = Callable[[Platform, Call], Any]
"""Answers a call with JSON, or with None for 204. Raises ApiError."""

PREFIX = "/api/v10"
OPEN = re.compile(r"/interactions/|/webhooks/|/gateway$")
"""Templates that take no authorization: the token of an interaction is in their path."""

FILE_FIELD = re.compile(r"files\[(\d+)\]")

RATE_LIMIT = {
    "X-RateLimit-Limit": "50",
    "X-RateLimit-Remaining": "49",
    "X-RateLimit-Reset-After": "1.000",
    "X-RateLimit-Bucket": "loopback",
}
"""Room for many requests at once; without these headers discord.py sends one after the other."""


def install(app: web.Application, platform: Platform, routes: Mapping[str, Handler]) -> None:
    """Serve the routes, given as `METHOD /path/{name}`, and refuse everything else."""
    for route, handler in routes.items():
        method, template = route.split(" ")
        app.router.add_route(method, PREFIX + template, _served(platform, template, handler))
    app.router.add_route("*", PREFIX + "/{rest:.*}", _served(platform, "", _no_such_route))


def _no_such_route(platform: Platform, call: Call) -> None:
    platform.complain(call, "no such route")
    raise not_found()


def _served(platform: Platform, template: str, handler: Handler) -> Callable[[web.Request], Any]:
    takes_token = not OPEN.match(template)

    async def serve(request: web.Request) -> web.Response:
        path = request.path.removeprefix(PREFIX)
        fault = platform.faults.next(request.method, path)
        if fault is not None and not fault.carried_out:
            if fault.status is not None:
                return _noted(platform, request, path, _failed(fault), None)
            if fault.severed and request.transport is not None:
                request.transport.abort()
                return web.Response()  # that nobody gets
            await fault.hang()
        call = Call(request.method, path, template, dict(request.match_info), dict(request.query))
        try:
            if takes_token and request.headers.get("Authorization") != f"Bot {platform.token}":
                raise unauthorized()
            await _read_body(request, call)
            platform.refuse(call, against_description(call))
            response = _json(handler(platform, call), RATE_LIMIT if takes_token else None)
        except ApiError as error:
            response = _json(error.body, status=error.status)
        if fault is not None and fault.carried_out:
            if fault.status is not None:
                return _noted(platform, request, path, _failed(fault), call.fields)
            await fault.hang()
        return _noted(platform, request, path, response, call.fields)

    return serve


async def _read_body(request: web.Request, call: Call) -> None:
    """Read JSON, or a multipart form of `payload_json` and `files[n]`."""
    if request.content_type == "application/json" and request.can_read_body:
        call.fields = _decoded(await request.read())
    if request.content_type != "multipart/form-data":
        return
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        numbered = FILE_FIELD.fullmatch(part.name or "")
        if part.name == "payload_json":
            call.fields = _decoded(data)
        elif numbered:
            call.files.append(Upload(part.filename or "", data, int(numbered[1])))


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from None


def _json(
    answer: Any, headers: Mapping[str, str] | None = None, *, status: int = 200
) -> web.Response:
    """A response whose content type is bare: discord.py parses no other as JSON."""
    if answer is None:
        return web.Response(status=204, headers=headers)
    body = json.dumps(answer, separators=(",", ":")).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def _failed(fault: Fault) -> web.Response:
    if isinstance(fault.body, str):
        return web.Response(text=fault.body, status=fault.status or 500, headers=fault.headers)
    return _json(fault.body, fault.headers, status=fault.status or 500)


def _noted(
    platform: Platform, request: web.Request, path: str, response: web.Response, body: Any
) -> web.Response:
    kept = body if platform.recording else None
    platform.requests.append(Request(request.method, path, response.status, kept))
    platform.changed()
    return response
