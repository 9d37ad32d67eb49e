"""What the bot sends, as HTML that looks like Discord on a phone.

Only components that the bot uses are drawn; another one raises KeyError. The words of
Discord's own client (who sees a message, what a menu without a choice says) are near to it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from docs.pictures.markdown import inline, to_html
from docs.pictures.scenes import Shown
from tests.loopback.components import ComponentType
from tests.loopback.messages import MessageFlag

PHONE = Template((Path(__file__).parent / "phone.html").read_text(encoding="utf-8"))

Payload = Mapping[str, Any]

STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}
"""Source: Discord, Button Styles."""

ONLY_YOU = {
    "en": "Only you can see this",
    "ko": "회원님만 볼 수 있어요",
    "vi": "Chỉ bạn mới nhìn thấy tin nhắn này",
}

NOTHING_CHOSEN = "—"


def page(shown: Shown) -> str:
    """A page with a message, or with a form to fill in."""
    content = _form(shown) if shown.is_form else _message(shown)
    return PHONE.substitute(lang=_lang(shown), content=content)


def _lang(shown: Shown) -> str:
    return shown.scene.locale.partition("-")[0]


# --- messages ---


def _message(shown: Shown) -> str:
    sent = shown.payload
    draw = Artist(shown.names, shown.files)
    only_you = sent["flags"] & MessageFlag.EPHEMERAL
    pressed = f' <span class="pressed">{escape(shown.scene.press)}</span>'
    return "".join(
        (
            f'<p class="asked"><code>{escape(shown.scene.typed)}</code>',
            pressed if shown.scene.press else "",
            '</p><article><i class="avatar">kv</i><div>',
            '<p class="author">kvbot <b>APP</b></p>',
            to_html(sent["content"]) if sent["content"] else "",
            draw.all(sent["components"]),
            *(_attachment(file) for file in sent["attachments"] if not _is_shown(file, sent)),
            f'<p class="only-you">{ONLY_YOU[_lang(shown)]}</p>' if only_you else "",
            "</div></article>",
        )
    )


def _attachment(file: Payload) -> str:
    size = f"{file['size'] / 1024:.1f} KB"
    return f'<p class="file">{escape(file["filename"])}<small>{size}</small></p>'


def _is_shown(file: Payload, sent: Payload) -> bool:
    """Whether a file is in a gallery, and not a line of its own."""
    galleries = [c for c in _inside(sent["components"]) if c["type"] == ComponentType.MEDIA_GALLERY]
    return any(item["media"]["url"] == file["url"] for held in galleries for item in held["items"])


def _inside(components: Iterable[Payload]) -> Iterable[Payload]:
    """The components at the top and in containers."""
    for component in components:
        yield component
        yield from component.get("components") or ()


# --- forms ---


def _form(shown: Shown) -> str:
    draw = Artist(shown.names)
    title = escape(shown.payload["title"])
    return (
        f'<header class="form"><i class="avatar">kv</i><h1>{title}</h1><b>✕</b></header>'
        f'<main class="form">{draw.all(shown.payload["components"])}'
        '<button class="primary">Submit</button></main>'
    )


# --- components ---


class Artist:
    """Draws components. names: of roles and channels, by id. files: pictures by address."""

    def __init__(self, names: Mapping[str, str], files: Mapping[str, bytes] = {}) -> None:
        self._names = names
        self._files = files
        self._drawn_by: dict[int, Callable[[Payload], str]] = {
            ComponentType.ACTION_ROW: self._row,
            ComponentType.BUTTON: self._button,
            ComponentType.STRING_SELECT: self._select,
            ComponentType.ROLE_SELECT: self._select,
            ComponentType.CHANNEL_SELECT: self._select,
            ComponentType.TEXT_INPUT: self._input,
            ComponentType.TEXT_DISPLAY: self._text,
            ComponentType.MEDIA_GALLERY: self._gallery,
            ComponentType.SEPARATOR: self._separator,
            ComponentType.CONTAINER: self._container,
            ComponentType.LABEL: self._label,
        }

    def all(self, components: Iterable[Payload]) -> str:
        """Components one below the other."""
        return "".join(self._drawn_by[component["type"]](component) for component in components)

    def _container(self, container: Payload) -> str:
        colour = container.get("accent_color")
        accent = "" if colour is None else f' style="--accent: #{colour:06x}"'
        return f'<section class="container"{accent}>{self.all(container["components"])}</section>'

    def _row(self, row: Payload) -> str:
        return f'<div class="row">{self.all(row["components"])}</div>'

    def _button(self, button: Payload) -> str:
        off = " disabled" if button.get("disabled") else ""
        return f'<button class="{STYLES[button["style"]]}"{off}>{escape(button["label"])}</button>'

    def _text(self, text: Payload) -> str:
        return f'<div class="text">{to_html(text["content"])}</div>'

    def _gallery(self, gallery: Payload) -> str:
        return "".join(self._picture(item) for item in gallery["items"])

    def _picture(self, item: Payload) -> str:
        content = b64encode(self._files[item["media"]["url"]]).decode()
        alternative = escape(item.get("description") or "")
        return f'<img src="data:image/png;base64,{content}" alt="{alternative}">'

    def _separator(self, separator: Payload) -> str:
        return "<hr>" if separator.get("divider", True) else '<div class="gap"></div>'

    def _select(self, select: Payload) -> str:
        chosen = [o["label"] for o in select.get("options") or () if o.get("default")]
        chosen += [self._names[str(d["id"])] for d in select.get("default_values") or ()]
        many = select.get("max_values", 1) > 1
        said = "".join(f"<b>{escape(c)}</b>" if many else escape(c) for c in chosen)
        waiting = escape(select.get("placeholder") or NOTHING_CHOSEN)
        shown = f"<span>{said}</span>" if said else f'<span class="waiting">{waiting}</span>'
        return f'<div class="select">{shown}<i></i></div>'

    def _label(self, label: Payload) -> str:
        required = label["component"].get("required", True)
        mark = '<b class="required">*</b>' if required else ""
        described = label.get("description")
        below = f"<small>{inline(described)}</small>" if described else ""
        field = self.all([label["component"]])
        return f"<label>{escape(label['label'])}{mark}{below}</label>{field}"

    def _input(self, field: Payload) -> str:
        waiting = f'<span class="waiting">{escape(field.get("placeholder") or "")}</span>'
        kind = "long" if field["style"] == 2 else "short"  # Source: Discord, Text Input Styles
        return f'<div class="input {kind}">{escape(field.get("value") or "") or waiting}</div>'
