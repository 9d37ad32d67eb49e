"""Requests held to Discord's own description of its API, where that is at hand.

The description (OpenAPI 3.1, whose schemas are JSON Schema 2020-12) is not part of this
repository; neither it nor jsonschema need be there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.loopback.errors import Violation
from tests.loopback.platform import Call

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"

Check = Callable[[Any], Iterator[Violation]]


def violations(call: Call) -> Sequence[Violation]:
    """What the description objects to in the body of a request."""
    if call.fields is None:
        return ()
    return _violations(call.method, call.template, json.dumps(call.fields))


@cache
def _violations(method: str, template: str, body: str) -> Sequence[Violation]:
    """What is wrong with a body (JSON): looked at once, as every start sends the same commands."""
    check = _check(method, template)
    return tuple(check(json.loads(body))) if check else ()


def is_at_hand() -> bool:
    """Whether requests can be held to the description here."""
    return find_spec("jsonschema") is not None and DESCRIPTION.is_file()


@cache
def _description() -> Any:
    """The description, or an empty one where it is not at hand."""
    if not is_at_hand():
        return {"paths": {}}
    description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    schemas = description["components"]["schemas"]
    # Identifiers are strings there. discord.py also writes integers, which Discord takes: in
    # attachments, message_reference, recipient_id and default_values of selects, for example.
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer"}]}
    return description


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
    """The most telling part of an error."""
    telling = _telling(error)
    path = ".".join(str(step) for step in telling.absolute_path)
    message = re.sub(r"\s+", " ", telling.message)[:300]
    return Violation(path, f"{message} (Discord's description)", "SCHEMA")


def _telling(error: Any) -> Any:
    """Of a union, what is wrong with the member that was meant, as its `type` shows."""
    members: dict[Any, list[Any]] = {}
    for inner in error.context or ():
        members.setdefault(inner.schema_path[0], []).append(inner)
    meant = [errors for errors in members.values() if not any(map(_tells_apart, errors))]
    return _telling(meant[0][0]) if meant else error


def _tells_apart(error: Any) -> bool:
    """Whether an error says that another member of the union was meant."""
    if not error.path:
        return bool(error.validator == "type")
    return list(error.path) == ["type"] and error.validator in ("enum", "const")
