"""The custom_id of a component: what it does and what it points to, in 100 characters.

What a person sees may be pressed years later, by a bot that has been restarted since: all
that is needed stands in the id or, by its key, in bot.db.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FORM = re.compile(
    r"kv1:(?P<action>[a-z-]{1,20})"
    r"(?::(?P<key>[0-9a-f]{1,16}):(?P<owner>\d{1,20}):(?P<page>\d{1,4}):(?P<digest>[0-9a-f]{4}))?"
)


class PointsTo(NamedTuple):
    """What a component does. key: of the card's state. owner: whose card it is.

    digest: of the answer as it was shown, to tell when it has changed.
    """

    action: str
    key: str = ""
    owner: int = 0
    page: int = 0
    digest: str = "0000"

    def to(self, action: str, page: int = 0) -> str:
        """The custom_id of another action on the same card."""
        return f"kv1:{action}:{self.key}:{self.owner}:{page}:{self.digest}"


def plain_id(action: str) -> str:
    """The custom_id of what belongs to no card."""
    return f"kv1:{action}"


def read_id(custom_id: str) -> PointsTo | None:
    """What a custom_id says, or None if it is none of ours."""
    found = _FORM.fullmatch(custom_id)
    if found is None:
        return None
    if found["key"] is None:
        return PointsTo(found["action"])
    return PointsTo(
        found["action"], found["key"], int(found["owner"]), int(found["page"]), found["digest"]
    )


def owned_by(custom_id: str, owner: int) -> str:
    """The same custom_id on the card of somebody else."""
    at = read_id(custom_id)
    return at._replace(owner=owner).to(at.action, at.page) if at and at.key else custom_id
