"""Discord's rules for messages, and kvbot's own: a message pings nobody.

Source of the limits: Discord's documentation of "Create Message" and of embeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.loopback.component_rules import legacy_violations, v2_violations
from tests.loopback.components import displayed_text, media, walk
from tests.loopback.errors import Violation, empty_message, too_large
from tests.loopback.limits import amount, length, under
from tests.loopback.messages import Message, MessageFlag
from tests.loopback.platform import Call, Platform
from tests.loopback.world import Payload

MOST_BYTES = 10 * 1024 * 1024
"""The size of a file that a guild without boosts takes."""

ATTACHMENT = "attachment://"

MISSING_ATTACHMENT = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"


@dataclass(frozen=True)
class Draft:
    """A message as it would be after a request."""

    content: str
    embeds: list[Payload]
    components: list[Payload]
    v2: bool
    files: frozenset[str]
    other: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see. A row of components alone is nothing."""
        seen = self.content.strip() or self.embeds or self.files or self.other
        return not seen and not (self.v2 and self.components)


def check_message(
    platform: Platform, call: Call, body: Payload, previous: Message | None = None, at: str = ""
) -> None:
    """Hold the body of a request that makes or edits a message to the rules.

    previous: the message that is edited. at: where in the request the body is.
    Notes what is wrong, and raises ApiError where Discord would.
    """
    if not platform.checking:
        return
    draft = _draft(call, body, previous)
    platform.refuse(call, under(at, violations(draft)))
    platform.refuse(call, under(at, _file_violations(call, body, draft, previous)))
    if any(len(upload.data) > MOST_BYTES for upload in call.files):
        platform.complain(call, f"a file is larger than {MOST_BYTES} bytes")
        raise too_large()
    if draft.is_empty:
        platform.complain(call, "the message is empty")
        raise empty_message()
    for problem in (*_pings(body), *_unseen_files(call, draft)):
        platform.complain(call, problem)


def _draft(call: Call, body: Payload, previous: Message | None) -> Draft:
    before = previous or Draft("", [], [], v2=False, files=frozenset(), other=False)
    had_v2 = previous is not None and bool(previous.flags & MessageFlag.IS_COMPONENTS_V2)
    return Draft(
        content=(body["content"] or "") if "content" in body else before.content,
        embeds=(body["embeds"] or []) if "embeds" in body else before.embeds,
        components=(body["components"] or []) if "components" in body else before.components,
        v2=had_v2 or bool((body.get("flags") or 0) & MessageFlag.IS_COMPONENTS_V2),
        files=frozenset(_kept_files(body, previous)) | {upload.name for upload in call.files},
        other=bool(body.get("poll") or body.get("sticker_ids")),
    )


def _kept_files(body: Payload, previous: Message | None) -> Iterator[str]:
    for attachment in () if previous is None else previous.attachments:
        listed = {str(entry.get("id")) for entry in body.get("attachments") or ()}
        if "attachments" not in body or str(attachment.id) in listed:
            yield attachment.name


def violations(draft: Draft) -> Iterator[Violation]:
    """What is wrong with a message as it would be."""
    yield from length("content", draft.content, 0, 2000)
    yield from _embeds(draft.embeds)
    if draft.v2:
        yield from _legacy_fields(draft)
        yield from v2_violations(draft.components)
    else:
        yield from legacy_violations(draft.components)


def _legacy_fields(draft: Draft) -> Iterator[Violation]:
    used = {"content": draft.content, "embeds": draft.embeds, "poll": draft.other}
    for name in (name for name, value in used.items() if value):
        message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        yield Violation(name, message, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2")


def _embeds(embeds: Sequence[Payload]) -> Iterator[Violation]:
    yield from amount("embeds", embeds, 0, 10)
    for index, embed in enumerate(embeds):
        yield from under(f"embeds.{index}", _embed(embed))
    if sum(map(_embed_size, embeds)) > 6000:
        message = "Embed size exceeds maximum size of 6000"
        yield Violation("embeds", message, "MAX_EMBED_SIZE_EXCEEDED")


def _embed(embed: Payload) -> Iterator[Violation]:
    yield from length("title", embed.get("title"), 0, 256)
    yield from length("description", embed.get("description"), 0, 4096)
    yield from length("footer.text", (embed.get("footer") or {}).get("text"), 0, 2048)
    yield from length("author.name", (embed.get("author") or {}).get("name"), 0, 256)
    rows = embed.get("fields") or []
    yield from amount("fields", rows, 0, 25)
    for index, row in enumerate(rows):
        yield from length(f"fields.{index}.name", row.get("name"), 1, 256)
        yield from length(f"fields.{index}.value", row.get("value"), 1, 1024)


def _embed_size(embed: Payload) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for row in embed.get("fields") or ():
        texts += [row.get("name"), row.get("value")]
    return sum(len(text or "") for text in texts)


def _file_violations(
    call: Call, body: Payload, draft: Draft, previous: Message | None
) -> Iterator[Violation]:
    """Files that are described but were not sent, or shown but are not there."""
    yield from amount("attachments", draft.files, 0, 10)
    known = {str(upload.index) for upload in call.files}
    known |= {str(a.id) for a in (() if previous is None else previous.attachments)}
    for index, entry in enumerate(body.get("attachments") or ()):
        if str(entry.get("id")) not in known:
            path = f"attachments.{index}.id"
            yield Violation(path, "There is no such file.", "ATTACHMENT_NOT_FOUND")
    for name in _shown_files(draft) - draft.files:
        message = f"The referenced attachment was not found: {name}"
        yield Violation(
            "components", message, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
        )


def _shown_files(draft: Draft) -> set[str]:
    items = [item for component in walk(draft.components) for item in media(component)]
    for embed in draft.embeds:
        items += [embed[key] for key in ("image", "thumbnail") if embed.get(key)]
    urls = [item.get("url") or "" for item in items]
    return {url.removeprefix(ATTACHMENT) for url in urls if url.startswith(ATTACHMENT)}


def _unseen_files(call: Call, draft: Draft) -> Iterator[str]:
    """Files that nobody will see, because Components V2 show only what a component refers to."""
    if draft.v2:
        for name in {upload.name for upload in call.files} - _shown_files(draft):
            yield f"no component shows the file {name}"


def _pings(body: Payload) -> Iterator[str]:
    """Where a text might notify someone: whatever it quotes, kvbot never does."""
    says_something = body.get("content") or body.get("embeds")
    if not says_something and not displayed_text(body.get("components") or ()):
        return
    allowed = body.get("allowed_mentions")
    if allowed is None or allowed.get("parse") is None:
        yield "allowed_mentions does not forbid mentions"
    elif any(allowed.get(key) for key in ("parse", "users", "roles", "replied_user")):
        yield f"allowed_mentions lets someone be mentioned: {allowed}"
