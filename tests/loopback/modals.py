"""What a user fills into a modal, turned into the data of an interaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from tests.loopback.components import ComponentType, walk
from tests.loopback.interactions import Resolved
from tests.loopback.world import Payload, User

SINGLE = (ComponentType.TEXT_INPUT, ComponentType.RADIO_GROUP, ComponentType.CHECKBOX)
"""Fields with one value; the others have a list of values."""

DISPLAYED = (ComponentType.ACTION_ROW, ComponentType.LABEL, ComponentType.TEXT_DISPLAY)
"""What is in a modal without being a field."""


def submission(modal: Payload, given: Mapping[str, Any], user: User) -> Payload:
    """The data of a modal that was submitted.

    given: what was entered, by the custom_id of a field or by its label. What is left out has the
    value that the modal gave it. Raises ValueError for what Discord's client would not accept.
    """
    unknown = set(given) - {name for names in _field_names(modal) for name in names}
    if unknown:
        raise ValueError(f"the modal {modal['title']!r} has no {unknown}")
    form = Form(given, user)
    filled = [form.fill(component) for component in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": filled, **form.resolved.payload()}


def _field_names(modal: Payload) -> Iterator[tuple[str, str]]:
    """The custom_id and the label of each field."""
    for component in walk(modal["components"]):
        if component["type"] == ComponentType.LABEL:
            yield component["component"]["custom_id"], component["label"]
        elif component["type"] not in DISPLAYED:
            yield component["custom_id"], component.get("label") or ""


class Form:
    """A modal while it is being filled in."""

    def __init__(self, given: Mapping[str, Any], user: User) -> None:
        self.resolved = Resolved(user)
        self._given = given
        self._numbers = count(1)

    def fill(self, component: Payload, label: str = "") -> Payload:
        """A component as Discord sends it back: with an id, and without what the bot said of it."""
        kind = component["type"]
        sent: Payload = {"type": kind, "id": component.get("id") or next(self._numbers)}
        if kind == ComponentType.ACTION_ROW:
            return {**sent, "components": [self.fill(field) for field in component["components"]]}
        if kind == ComponentType.LABEL:
            return {**sent, "component": self.fill(component["component"], component["label"])}
        if kind == ComponentType.TEXT_DISPLAY:
            return sent
        return {**sent, **self._field(component, label or component.get("label") or "")}

    def _field(self, component: Payload, label: str) -> Payload:
        named = [name for name in (component["custom_id"], label) if name in self._given]
        entered = self._given[named[0]] if named else _preset(component)
        _accept(component, entered)
        sent: Payload = {"custom_id": component["custom_id"]}
        if component["type"] in SINGLE:
            return {**sent, "value": entered}
        values = [v if isinstance(v, str) else self.resolved.add(v) for v in entered]
        return {**sent, "values": values}


def _preset(component: Payload) -> Any:
    """What a field holds when the user leaves it as it is."""
    if component["type"] == ComponentType.TEXT_INPUT:
        return component.get("value") or ""
    if component["type"] == ComponentType.CHECKBOX:
        return bool(component.get("default"))
    chosen = [o["value"] for o in component.get("options") or () if o.get("default")]
    if component["type"] == ComponentType.RADIO_GROUP:
        return chosen[0] if chosen else None
    return chosen


def _accept(component: Payload, entered: Any) -> None:
    """Raise ValueError if the field does not take what was entered."""
    name = component["custom_id"]
    if component.get("required", True) and entered in ("", [], None):
        raise ValueError(f"{name} is required")
    if component["type"] == ComponentType.TEXT_INPUT:
        _accept_text(component, entered)
    offered = [option["value"] for option in component.get("options") or ()]
    wanted = entered if isinstance(entered, list | tuple) else [entered]
    if offered and entered is not None and not set(wanted) <= set(offered):
        raise ValueError(f"{name} offers {offered}, not {entered}")


def _accept_text(component: Payload, entered: str) -> None:
    least, most = component.get("min_length") or 0, component.get("max_length") or 4000
    if entered and not least <= len(entered) <= most:
        raise ValueError(f"{component['custom_id']} takes {least} to {most} characters")
