"""Requests held to Discord's own description of its API, where that is at hand.

The description (OpenAPI 3.1, whose schemas are JSON Schema 2020-12) is not part of this
repository; neither it nor jsonschema need be there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.loopback.errors import Violation
from tests.loopback.platform import Call

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"

Check = Callable[[Any], Iterator[Violation]]


def violations(call: Call) -> Iterator[Violation]:
    """What the description objects to in the body of a request."""
    check = _check(call.method, call.template)
    if check is None or call.fields is None:
        return
    yield from check(_as_described(call.fields))


@cache
def _description() -> Any:
    """The description, or an empty one where it or jsonschema is missing."""
    if not find_spec("jsonschema") or not DESCRIPTION.is_file():
        return {"paths": {}}
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))


@cache
def _registry() -> Any:
    """The description under a name that schemas can refer to."""
    draft = import_module("referencing.jsonschema").DRAFT202012
    registry = import_module("referencing").Registry()
    return registry.with_resource("discord:", draft.create_resource(_description()))


@cache
def _check(method: str, template: str) -> Check | None:
    """What checks the bodies of an operation, made when it is first used."""
    operation = _description()["paths"].get(template, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    pointer = "/".join(("paths", _escaped(template), method.lower(), "requestBody", "content"))
    schema = {"$ref": f"discord:#/{pointer}/{_escaped('application/json')}/schema"}
    validator = import_module("jsonschema").Draft202012Validator(schema, registry=_registry())

    def check(body: Any) -> Iterator[Violation]:
        for error in validator.iter_errors(body):
            yield _violation(error)

    return check


def _escaped(step: str) -> str:
    """A step of a JSON pointer (RFC 6901) as it stands in the fragment of an address."""
    return step.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def _violation(error: Any) -> Violation:
    """The most telling part of an error: of a union, what is wrong with the likeliest member."""
    telling = import_module("jsonschema.exceptions").best_match([error]) or error
    path = ".".join(str(step) for step in telling.absolute_path)
    message = re.sub(r"\s+", " ", telling.message)[:300]
    return Violation(path, f"{message} (Discord's description)", "SCHEMA")


def _as_described(body: Any) -> Any:
    """The body with identifiers as the strings that the description wants.

    discord.py writes some of them as integers, which Discord takes: of files, of the message
    that is replied to, of who receives direct messages, and of who may be mentioned.
    """
    if not isinstance(body, dict):
        return body
    return {key: _rewritten(key, value) for key, value in body.items()}


def _rewritten(key: str, value: Any) -> Any:
    if key == "data":
        return _as_described(value)
    if key == "attachments" and value:
        return [{**entry, "id": str(entry["id"])} for entry in value]
    if key == "message_reference" and value:
        return {k: str(v) if k.endswith("_id") else v for k, v in value.items()}
    if key == "recipient_id":
        return str(value)
    if key == "allowed_mentions" and value:
        lists = {k: [str(i) for i in value[k]] for k in ("users", "roles") if value.get(k)}
        return {**value, **lists}
    return value
