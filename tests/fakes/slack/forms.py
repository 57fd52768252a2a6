"""Clicks and form input: values of elements as Slack sends them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.screen import Sight
from tests.fakes.slack.values import inner, objects, text_in

Value = str | tuple[str, ...]
"""What is typed or chosen: several of what several may be chosen of."""

_NAMES = {
    "plain_text_input": "value",
    "url_text_input": "value",
    "email_text_input": "value",
    "number_input": "value",
    "timepicker": "selected_time",
    "datepicker": "selected_date",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "users_select": "selected_user",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "multi_users_select": "selected_users",
}
"""Where elements of a type have their value; all others have options."""

_SEVERAL = frozenset({"checkboxes", "multi_static_select", "multi_external_select"})
_EXTERNAL = frozenset({"external_select", "multi_external_select"})


def element(sight: Sight, action: str) -> JsonObject:
    """What of a message or view has this id, or else these words on it.

    Raises:
        AssertionError: there is no such thing to be clicked.
    """
    found = sight.elements()
    for one in found:
        if action in (one["action_id"], text_in(inner(one, "text"), "text")):
            return one
    known = [text_in(one, "action_id") for one in found]
    raise AssertionError(f"nothing to click named {action!r}, only {known}")


def acted(one: JsonObject, value: Value | None) -> JsonObject:
    """An element as it is told of when it was clicked or something was chosen."""
    told = ("type", "action_id", "block_id", "text", "value")
    if one["type"] == "button":
        return {name: one[name] for name in told if name in one}
    return {**{name: one[name] for name in told[:3]}, **filled(one, value)}


def filled(one: JsonObject, value: Value | None) -> JsonObject:
    """The value of an element: what was put in, or what it began with.

    Raises:
        AssertionError: there is no such option.
    """
    kind = text_in(one, "type")
    name = _NAMES.get(kind)
    if name is not None:
        begun = one.get(name.replace("selected", "initial", 1)) or one.get(
            "initial_value"
        )
        return {"type": kind, name: begun if value is None else _json(value)}
    begun_with = objects(one, "initial_options") or [inner(one, "initial_option")]
    chosen = [
        _option(one, text) for text in (_several(value) if value is not None else ())
    ]
    if value is None:
        chosen = [option for option in begun_with if option]
    if kind in _SEVERAL:
        return {"type": kind, "selected_options": list(chosen)}
    return {"type": kind, "selected_option": chosen[0] if chosen else None}


def state(view: Sight, values: Mapping[str, Value]) -> JsonObject:
    """The values of a modal's inputs, by block and action.

    Raises:
        AssertionError: a value is for none of them, or a needed one is missing.
    """
    known = {text_in(one, "action_id") for one in view.elements()}
    assert set(values) <= known, f"{set(values) - known} not among {known}"
    found: JsonObject = {}
    for one in view.elements():
        if one["type"] != "button":
            action = text_in(one, "action_id")
            told: Json = {action: filled(one, values.get(action))}
            found[text_in(one, "block_id")] = told
    return found


def named(view: JsonObject) -> JsonObject:
    """A view whose blocks all have ids, as Slack gives them."""
    blocks: list[Json] = [
        {"block_id": f"block-{number}", **block}
        for number, block in enumerate(objects(view, "blocks"))
    ]
    return {**view, "blocks": blocks}


def _option(one: JsonObject, text: str) -> JsonObject:
    """An option by its value or its words; an external one is as it was suggested."""
    groups = objects(one, "option_groups")
    options = objects(one, "options") + [
        option for group in groups for option in objects(group, "options")
    ]
    for option in options:
        if text in (option.get("value"), text_in(inner(option, "text"), "text")):
            return option
    if one["type"] in _EXTERNAL:
        return {"text": {"type": "plain_text", "text": text}, "value": text}
    raise AssertionError(f"no option {text!r} in {one['action_id']}")


def _several(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _json(value: Value) -> Json:
    return value if isinstance(value, str) else list(value)
