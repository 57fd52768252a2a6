"""Message histories as Slack returns them.

The emulator shows metadata to everyone, knows no time limits, and shows a thread in one
piece: so all of it is read here and told again by Slack's rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.upstream import Upstream
from tests.fakes.slack.values import inner, is_true, objects, text_in

MOST = 999
"""The most messages that one page shows."""

_USUAL = 100


async def told(
    upstream: Upstream, method: str, payload: Mapping[str, Json], *, page: int = MOST
) -> JsonObject:
    """A page of a history or of a thread; ``page`` is the most that it shows."""
    first = await upstream.as_app(method, {**payload, "limit": 1000, "cursor": ""})
    if not first["ok"]:
        return first
    messages = objects(first, "messages")
    while cursor := text_in(inner(first, "response_metadata"), "next_cursor"):
        asked = {**payload, "limit": 1000, "cursor": cursor}
        first = await upstream.as_app(method, asked)
        messages += objects(first, "messages")
    if method == "conversations.replies" and not messages:
        return {"ok": False, "error": "thread_not_found"}
    return _page([one for one in messages if _is_meant(one, payload)], payload, page)


def _is_meant(one: JsonObject, payload: Mapping[str, Json]) -> bool:
    """Whether a message lies within the time that is asked for.

    The first message of a thread is always told.
    """
    ts = text_in(one, "ts")
    oldest, latest = text_in(payload, "oldest"), text_in(payload, "latest")
    if ts == text_in(payload, "ts"):
        return True
    if is_true(payload, "inclusive") and ts in {oldest, latest}:
        return True
    return _time(oldest or "0") < _time(ts) < _time(latest or "9999999999999")


def _time(ts: str) -> tuple[int, int]:
    seconds, _, micros = ts.partition(".")
    return int(seconds), int((micros + "000000")[:6])


def _page(
    messages: list[JsonObject], payload: Mapping[str, Json], page: int
) -> JsonObject:
    cursor = text_in(payload, "cursor")
    places = [text_in(one, "ts") for one in messages]
    if cursor and cursor not in places:
        return {"ok": False, "error": "invalid_cursor"}
    start = places.index(cursor) if cursor else 0
    size = min(int(text_in(payload, "limit") or _USUAL), page)
    end = start + size
    more = end < len(messages)
    shown = is_true(payload, "include_all_metadata")
    return {
        "ok": True,
        "messages": [_told(one, metadata=shown) for one in messages[start:end]],
        "has_more": more,
        "response_metadata": {"next_cursor": places[end] if more else ""},
    }


def _told(one: JsonObject, *, metadata: bool) -> JsonObject:
    return {
        name: value for name, value in one.items() if metadata or name != "metadata"
    }
