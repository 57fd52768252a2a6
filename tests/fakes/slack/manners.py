"""Mistakes that Slack allows an app: pings, unreadable text, unfurled links.

``mistakes`` is for every request that was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.blocks import block_mistakes, view_mistakes, within
from tests.fakes.slack.requests import Recorded
from tests.fakes.slack.values import inner, is_true, text_in

PING = re.compile(r"<(?:@[UW]|!channel|!here|!everyone|!subteam\^)")
_LINK = re.compile(r"<(https?://[^|>\s]+)")

_MESSAGES = frozenset(
    {"chat.postMessage", "chat.postEphemeral", "chat.update", "response_url", "ack"}
)
_VIEWS = frozenset({"views.open", "views.publish", "views.push", "views.update"})
_PINGING = frozenset({"broadcast", "user", "usergroup"})
_TEXT = 40_000


def all_mistakes(requests: Iterable[Recorded]) -> list[str]:
    """The mistakes of all requests, each with its method."""
    return [f"{one.method}: {line}" for one in requests for line in mistakes(one)]


def mistakes(request: Recorded) -> list[str]:
    """What is wrong with one request."""
    if request.method in _VIEWS:
        view = inner(request.payload, "view")
        return view_mistakes(view) + pings(view)
    if request.method == "ack":
        return _answered(request.payload)
    if request.method in _MESSAGES and not is_true(request.payload, "delete_original"):
        return _message(request.method, request.payload)
    return []


def pings(payload: Mapping[str, Json]) -> list[str]:
    """What in a message or view would ping somebody."""
    found = [
        f"pings by {kind}"
        for one in within(dict(payload))
        if (kind := text_in(one, "type")) in _PINGING
    ]
    texts = map(_marked, within(dict(payload)))
    found += [f"pings in {text[:60]!r}" for text in texts if PING.search(text)]
    if is_true(payload, "link_names") or payload.get("parse") == "full":
        found.append("names are looked for")
    return found


def links(payload: Mapping[str, Json]) -> set[str]:
    """Every address that a message or view links to."""
    found: set[str] = set()
    for one in within(dict(payload)):
        found |= {text_in(one, name) for name in ("url", "image_url") if one.get(name)}
        found |= set(_LINK.findall(_marked(one)))
    return found


def _marked(one: JsonObject) -> str:
    """An object's text if it is read as mrkdwn, as a message's own is."""
    text = one.get("text")
    marked = one.get("type") in {"mrkdwn", "markdown", None}
    return text if marked and isinstance(text, str) else ""


def _answered(payload: Mapping[str, Json]) -> list[str]:
    """Of an acknowledgement that says something: a message, a view, or options."""
    view = inner(payload, "view")
    if view:
        return view_mistakes(view) + pings(view)
    if "options" in payload:
        return block_mistakes([_select(payload)])
    return _message("ack", payload) if {"text", "blocks"} & set(payload) else []


def _select(payload: Mapping[str, Json]) -> Json:
    options = payload["options"]
    if not options:
        return {"type": "divider"}
    select: Json = {"type": "static_select", "action_id": "-", "options": options}
    return {"type": "actions", "elements": [select]}


def _message(method: str, payload: Mapping[str, Json]) -> list[str]:
    blocks = payload.get("blocks")
    found = block_mistakes(blocks) if isinstance(blocks, list) else []
    text = text_in(payload, "text")
    if not text.strip():
        found.append("no text for those who listen")
    if len(text) > _TEXT:
        found.append("a text that is cut")
    if method == "chat.postMessage":
        found += [
            f"{name} is not off"
            for name in ("unfurl_links", "unfurl_media")
            if payload.get(name) is not False
        ]
    return found + pings(payload)
