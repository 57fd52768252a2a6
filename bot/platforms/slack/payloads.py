"""Answers as what is posted to Slack: a pure translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.commands.responses import Answer, Button, Menu
from bot.core.domain.messages import Message
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.splitting import split
from bot.platforms.slack.blocks import MOST_BLOCKS, to_blocks
from bot.platforms.slack.elements import length, plain
from bot.platforms.slack.fallback_text import to_text
from bot.platforms.slack.limits import LIMITS

MARK = "sitrep:"
"""What each of our action ids begins with."""

MENU = f"{MARK}menu"

STILL: JsonObject = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "parse": "none",
    "mrkdwn": False,
}
"""What keeps Slack from making anything of the words."""

LABEL, PROMPT, STATE = 75, 150, 150
_MOST_BUTTONS, _MOST_CHOICES = 25, 100


def message_payload(message: Message, controls: Sequence[Json] = ()) -> JsonObject:
    """What is posted of a message that fits into one, with what can be clicked."""
    blocks = to_blocks(message, most=MOST_BLOCKS - len(controls))
    return {"text": to_text(message), "blocks": [*blocks, *controls], **STILL}


def message_payloads(message: Message) -> list[JsonObject]:
    """What is posted of a message, in as many parts as it takes."""
    return [message_payload(part) for part in split(message, LIMITS)]


def answer_payloads(answer: Answer) -> list[JsonObject]:
    """What is shown of an answer, but for its thread; its buttons are below the last."""
    controls = to_controls(answer)
    limits = LIMITS
    room = replace(
        limits,
        characters=limits.characters - length(controls),
        rows=limits.rows - len(controls),
    )
    *others, last = split(answer.message, room)
    return [*map(message_payload, others), message_payload(last, controls)]


def to_controls(answer: Answer) -> list[Json]:
    """The buttons and the menu of an answer as blocks."""
    rows: list[Json] = []
    buttons: list[Json] = list(_buttons(answer.buttons[:_MOST_BUTTONS]))
    if buttons:
        rows.append({"type": "actions", "elements": buttons})
    if answer.menu is not None and answer.menu.choices:
        rows.append({"type": "actions", "elements": [_select(answer.menu)]})
    return rows


def option(label: str, state: str) -> JsonObject:
    """One of a list, which sends its state back."""
    return {"text": plain(label, longest=LABEL), "value": state[:STATE]}


def _buttons(buttons: tuple[Button, ...]) -> Iterator[JsonObject]:
    for number, one in enumerate(buttons):
        button: JsonObject = {
            "type": "button",
            "action_id": f"{MARK}{number}",
            "text": plain(one.label, longest=LABEL),
            "value": one.state,
        }
        yield {**button, "style": "primary"} if one.main else button


def _select(menu: Menu) -> JsonObject:
    chosen = menu.choices[:_MOST_CHOICES]
    options: list[Json] = [option(one.label, one.state) for one in chosen]
    return {
        "type": "static_select",
        "action_id": MENU,
        "placeholder": plain(menu.prompt, longest=PROMPT),
        "options": options,
    }
