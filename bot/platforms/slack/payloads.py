"""Translates answers to payloads of Slack's API; the functions are pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.commands.responses import Answer, Button, Menu
from bot.core.domain.messages import Image, Message, Row, Section, Style
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.splitting import split
from bot.core.text.labels import labels_for
from bot.core.text.sanitize import sanitized, shortened, with_separators
from bot.platforms.slack.blocks import LIMITS, to_blocks
from bot.platforms.slack.elements import length, plain

_LONGEST, _LONGEST_ALT = 3_000, 2_000
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


MARK = "sitrep:"
"""The prefix of the bot's action ids."""

MENU = f"{MARK}menu"

LITERAL: JsonObject = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "parse": "none",
    "mrkdwn": False,
}
"""The fields of a message that switch off previews, mentions and markup."""

LABEL, PROMPT, STATE = 75, 150, 150
_MAX_BUTTONS, _MAX_CHOICES = 25, 100


def message_payload(message: Message, controls: Sequence[Json] = ()) -> JsonObject:
    """Make the payload of a message that fits Slack's limits, and its ``controls``."""
    blocks = to_blocks(message, most=LIMITS.rows - len(controls))
    return {"text": to_text(message), "blocks": [*blocks, *controls], **LITERAL}


def image_block(image: Image, file: str) -> JsonObject:
    """Make the block that shows an uploaded image; ``file`` is the file's id."""
    alt = shortened(image.alt, _LONGEST_ALT)
    return {"type": "image", "slack_file": {"id": file}, "alt_text": alt}


def message_payloads(message: Message) -> list[JsonObject]:
    """Split a message to fit Slack's limits; return a payload for each part."""
    return [message_payload(part) for part in split(message, LIMITS)]


def answer_payloads(answer: Answer, file: str | None = None) -> list[JsonObject]:
    """Return the payloads of an answer, without those of its thread.

    The last payload has the buttons and the menu. The first payload has the image, if
    ``file``, the id of the uploaded image, is given.
    """
    controls, image = to_controls(answer), answer.message.image
    shown: list[Json] = []
    if file is not None and image is not None:
        shown.append(image_block(image, file))
    below = [*shown, *controls]
    room = replace(
        LIMITS,
        characters=LIMITS.characters - length(below),
        rows=LIMITS.rows - len(below),
    )
    messages = split(answer.message, room)
    last = len(messages) - 1
    return [
        message_payload(
            message,
            [*(shown if number == 0 else ()), *(controls if number == last else ())],
        )
        for number, message in enumerate(messages)
    ]


def without_image(payload: JsonObject) -> JsonObject:
    """Return the payload without its image."""
    blocks = payload.get("blocks")
    every = blocks if isinstance(blocks, list) else []
    kept = [block for block in every if not _is_image(block)]
    return {**payload, "blocks": kept} if len(kept) < len(every) else payload


def _is_image(block: Json) -> bool:
    return isinstance(block, dict) and block.get("type") == "image"


def to_controls(answer: Answer) -> list[Json]:
    """Translate the buttons and the menu of an answer to blocks."""
    rows: list[Json] = []
    buttons: list[Json] = list(_buttons(answer.buttons[:_MAX_BUTTONS]))
    if buttons:
        rows.append({"type": "actions", "elements": buttons})
    if answer.menu is not None and answer.menu.choices:
        rows.append({"type": "actions", "elements": [_select(answer.menu)]})
    return rows


def option(label: str, state: str) -> JsonObject:
    """Make a menu entry; Slack returns ``state`` when a person chooses the entry."""
    return {"text": plain(label, longest=LABEL), "value": state[:STATE]}


def _buttons(buttons: tuple[Button, ...]) -> Iterator[JsonObject]:
    for number, each in enumerate(buttons):
        button: JsonObject = {
            "type": "button",
            "action_id": f"{MARK}{number}",
            "text": plain(each.label, longest=LABEL),
            "value": each.state,
        }
        yield {**button, "style": "primary"} if each.main else button


def _select(menu: Menu) -> JsonObject:
    chosen = menu.choices[:_MAX_CHOICES]
    options: list[Json] = [option(choice.label, choice.state) for choice in chosen]
    return {
        "type": "static_select",
        "action_id": MENU,
        "placeholder": plain(menu.prompt, longest=PROMPT),
        "options": options,
    }


def to_text(message: Message, *, longest: int = _LONGEST) -> str:
    """Return the lines of the message without markup and links.

    Lines that do not fit in ``longest`` characters are left out; "…" stands for them.
    """
    lines: list[str] = []
    left = longest - len("…")
    for line in filter(None, _lines(message)):
        escaped = line.translate(_ESCAPES)
        left -= len(escaped) + 1
        if left < 0:
            lines.append("…")
            break
        lines.append(escaped)
    return "\n".join(lines) or "–"


def _lines(message: Message) -> Iterator[str]:
    colon = labels_for(message.language).colon
    for section in message.sections:
        yield from _section(section, colon)


def _section(section: Section, colon: str) -> Iterator[str]:
    heading = sanitized(section.heading or "")
    if section.inline:
        yield from (f"{heading}{colon}{_line(row, '', colon)}" for row in section.rows)
        return
    yield heading
    for row in section.rows:
        yield _line(row, section.marker_of(row), colon)


def _line(row: Row, marker: str, colon: str) -> str:
    """Return the row as a screen reader reads it, without decorative signs."""
    parts = with_separators(row.parts, colon)
    words = [joint + sanitized(part.text) for joint, part in parts]
    if len(words) > 1 and row.parts[0].style is Style.TITLE:
        words[0] += " –"
    return f"{marker} {''.join(words)}".strip()
