"""Translates modals and the home page to Slack's views; the functions are pure."""

from __future__ import annotations

from bot.core.commands.responses import Answer, ChoiceField, Modal, TextField
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack.blocks import to_blocks
from bot.platforms.slack.elements import plain
from bot.platforms.slack.payloads import MARK, option, to_controls

DIALOG = f"{MARK}dialog"
"""The callback id of every modal."""

VALUE = f"{MARK}value"
"""The action id of a field; the id of its block is the field's name."""

MAX_BLOCKS = 100
"""The maximum number of blocks in a view."""

_TITLE, _LABEL, _HINT = 24, 2_000, 150
_LONGEST = 3_000
_MAX_CHOICES = 100


def to_modal(dialog: Modal, *, about: str) -> JsonObject:
    """Translate the modal to a view; Slack returns ``about`` with the person's input.

    ``about`` may have up to 3,000 characters.
    """
    fields: list[Json] = [_input(field) for field in dialog.fields]
    return {
        "type": "modal",
        "callback_id": DIALOG,
        "private_metadata": about,
        "title": plain(dialog.title, longest=_TITLE),
        "submit": plain(dialog.send, longest=_TITLE),
        "close": plain("Cancel", longest=_TITLE),
        "blocks": fields,
    }


def to_home(answer: Answer) -> JsonObject:
    """Make the view of the app's home page for one person."""
    controls = to_controls(answer)
    blocks = to_blocks(answer.message, most=MAX_BLOCKS - len(controls))
    return {"type": "home", "blocks": [*blocks, *controls]}


def _input(field: TextField | ChoiceField) -> JsonObject:
    element = _text(field) if isinstance(field, TextField) else _choice(field)
    return {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label, longest=_LABEL),
        "element": {**element, "action_id": VALUE},
    }


def _text(field: TextField) -> JsonObject:
    element: JsonObject = {
        "type": "plain_text_input",
        "multiline": field.lines,
        "max_length": min(field.longest, _LONGEST),
    }
    if field.hint:
        element["placeholder"] = plain(field.hint, longest=_HINT)
    return element


def _choice(field: ChoiceField) -> JsonObject:
    chosen = field.choices[:_MAX_CHOICES]
    options: list[Json] = [option(choice.label, choice.state) for choice in chosen]
    element: JsonObject = {
        "type": "static_select" if field.most == 1 else "multi_static_select",
        "options": options,
        "placeholder": plain(field.label, longest=_HINT),
    }
    return element if field.most == 1 else {**element, "max_selected_items": field.most}
