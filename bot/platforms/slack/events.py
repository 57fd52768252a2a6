"""Parses Slack's events, of which every field may be missing. Pure functions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack.payloads import MARK

_MARKED = re.compile(r"<([^<>|]{1,3000})(?:\|[^<>]{0,500})?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_ADDRESSES = frozenset({"url", "from_url", "original_url", "title_link"})
_LEAST_TIME = 1_000_000_000.0
_DEEPEST, _METADATA = 12, 3_000


@dataclass(frozen=True, slots=True)
class SlackEvent:
    """An interaction of a person.

    ``id`` is the same when Slack delivers it again. ``channel`` is empty if the event
    has none, as on the home page; ``thread`` is the first message of its thread. ``at``
    is the time of the interaction, if Slack gives it. ``response_url`` accepts answers
    for half an hour, ``trigger`` opens a modal within 3 seconds.
    """

    id: str
    user: str
    team: str | None = None
    channel: str = ""
    thread: str | None = None
    at: datetime | None = None
    response_url: str | None = None
    trigger: str = ""


def read_event(body: Mapping[str, Json]) -> SlackEvent:
    """Parse a command, an action or another event: who caused it, where and when.

    The result also says how to answer the event.
    """
    inside, container = _inner(body, "event"), _inner(body, "container")
    about = read_about(body)
    user = _text(body, "user_id") or _inner_id(body, "user") or _text(inside, "user")
    team = _text(body, "team_id") or _inner_id(body, "team")
    channel = _text(body, "channel_id") or _inner_id(body, "channel")
    return SlackEvent(
        id=_id(body),
        user=user,
        team=team or _text(_inner(body, "user"), "team_id") or None,
        channel=channel or _text(container, "channel_id") or about.get("channel", ""),
        thread=_thread(body),
        at=_time(body),
        response_url=_text(body, "response_url") or about.get("response_url"),
        trigger=_text(body, "trigger_id"),
    )


def state_of(body: Mapping[str, Json]) -> str | None:
    """Return the payload of Sitrep's pressed button or chosen menu entry, if any."""
    for action in _objects(body.get("actions")):
        if _text(action, "action_id").startswith(MARK):
            chosen = _inner(action, "selected_option")
            return _text(chosen, "value") or _text(action, "value") or None
    return None


def is_home(body: Mapping[str, Json]) -> bool:
    """Return whether the event happened on the app's home page."""
    view = _inner(body, "view")
    tab = _text(_inner(body, "event"), "tab") or _text(view, "type")
    return tab == "home"


def message_text(body: Mapping[str, Json]) -> str:
    """Return all text and URLs in the message for which a shortcut was used."""
    message = _inner(body, "message")
    words = (_text(message, "text"), *_addresses(message))
    return _unmarked("\n".join(dict.fromkeys(filter(None, words))))


def about_dialog(dialog: str, event: SlackEvent) -> str:
    """Encode a modal's metadata: its id ``dialog``, and where the answers to it go.

    Places that do not fit into Slack's limit are left out.
    """
    metadata: JsonObject = {
        "dialog": dialog,
        "channel": event.channel,
        "response_url": event.response_url,
    }
    written = json.dumps({name: value for name, value in metadata.items() if value})
    return written if len(written) <= _METADATA else json.dumps({"dialog": dialog})


def read_about(body: Mapping[str, Json]) -> Mapping[str, str]:
    """Decode the metadata that ``about_dialog`` encoded; empty if it is invalid."""
    try:
        read: Json = json.loads(_text(_inner(body, "view"), "private_metadata"))
    except (ValueError, RecursionError):
        return {}
    metadata = read if isinstance(read, dict) else {}
    return {name: value for name, value in metadata.items() if isinstance(value, str)}


def values_of(body: Mapping[str, Json]) -> Mapping[str, tuple[str, ...]]:
    """Return the values that a person put into a modal's fields, by field name."""
    blocks = _inner(_inner(_inner(body, "view"), "state"), "values")
    return {name: tuple(_values(block)) for name, block in blocks.items()}


def unescaped(text: str) -> str:
    """Restore the characters &, < and >, which Slack escapes in a text."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _values(block: Json) -> Iterator[str]:
    elements = block.values() if isinstance(block, dict) else ()
    for element in elements:
        if isinstance(element, dict):
            yield from filter(None, [unescaped(_text(element, "value"))])
            chosen = [element.get("selected_option")]
            several = element.get("selected_options")
            chosen += several if isinstance(several, list) else []
            yield from filter(None, (_text(choice, "value") for choice in chosen))


def _id(body: Mapping[str, Json]) -> str:
    """Return the event's id; without one, a hash of its content."""
    for name in ("event_id", "trigger_id"):
        id_ = _text(body, name)
        if id_:
            return id_
    written = json.dumps(dict(body), sort_keys=True)
    return blake2b(written.encode(errors="replace"), digest_size=16).hexdigest()


def _thread(body: Mapping[str, Json]) -> str | None:
    for name in ("container", "message"):
        thread = _text(_inner(body, name), "thread_ts")
        if thread:
            return thread
    return None


def _time(body: Mapping[str, Json]) -> datetime | None:
    """Return the time of the interaction; ``None`` if it is missing or very old."""
    actions = (_text(action, "action_ts") for action in _objects(body.get("actions")))
    times = (_text(body, "event_time"), _text(body, "action_ts"), *actions)
    for words in filter(None, times):
        try:
            seconds = float(words)
            if seconds > _LEAST_TIME:
                return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            continue
    return None


def _addresses(value: Json, depth: int = 0) -> Iterator[str]:
    """Yield the URLs of all links of a message."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for inner in value:
            yield from _addresses(inner, depth + 1)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in _ADDRESSES and isinstance(inner, str):
                yield inner
            else:
                yield from _addresses(inner, depth + 1)


def _unmarked(text: str) -> str:
    """Replace Slack's markup of each link by the link's URL."""
    return unescaped(_MARKED.sub(r" \1 ", text))


def _inner(body: Json | Mapping[str, Json], name: str) -> JsonObject:
    value = body.get(name) if isinstance(body, Mapping) else None
    return value if isinstance(value, dict) else {}


def _inner_id(body: Mapping[str, Json], name: str) -> str:
    return _text(_inner(body, name), "id")


def _objects(value: Json) -> list[JsonObject]:
    listed = value if isinstance(value, list) else []
    return [item for item in listed if isinstance(item, dict)]


def _text(body: Json | Mapping[str, Json], name: str) -> str:
    value = body.get(name) if isinstance(body, Mapping) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""
