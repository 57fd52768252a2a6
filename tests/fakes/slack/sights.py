"""Changes that people see after one request of the app."""

from __future__ import annotations

from tests.fakes.json_types import JsonObject
from tests.fakes.slack.requests import Recorded
from tests.fakes.slack.screen import Sight
from tests.fakes.slack.values import inner, text_in

_VIEWS = {
    "views.open": "modal",
    "views.push": "modal",
    "views.update": "modal",
    "views.publish": "home",
}
_CHANGES = {
    "chat.postMessage": ("post", "ts"),
    "chat.postEphemeral": ("post", "message_ts"),
    "chat.update": ("edit", "ts"),
    "chat.delete": ("delete", "ts"),
}
_CONTENT = ("text", "blocks", "metadata")


def sight_of(request: Recorded, answer: JsonObject) -> Sight | None:
    """What changes on a screen, if anything."""
    method, payload = request.method, request.payload
    if method in _VIEWS:
        view = inner(answer, "view")
        change = "home" if view["type"] == "home" else _VIEWS[method]
        user = text_in(payload, "user_id") or None
        return Sight(change, text_in(view, "id"), "", user, None, view, method)
    made = _CHANGES.get(method)
    if made is None:
        return None
    change, ts = made[0], text_in(answer, made[1]) or text_in(payload, made[1])
    channel = text_in(answer, "channel") or text_in(payload, "channel")
    body = {name: payload[name] for name in _CONTENT if name in payload}
    user = text_in(payload, "user") or None
    parent = text_in(payload, "thread_ts") or None
    return Sight(change, ts, channel, user, parent, body, method)
