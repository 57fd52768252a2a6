"""A model of posting on Slack: no nonce, metadata in the history, threads by ``ts``.

Every refusal but 429 and 5xx is told with status 200 and ``"ok": false``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from typing_extensions import override

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.platforms.faults import Call, Fault, Plan, no_faults
from tests.fakes.platforms.pace import NO_PACE, Pace
from tests.fakes.platforms.platform import PlatformModel, Posted
from tests.fakes.platforms.wires import Answer, Request

BLOCKS, CHARACTERS, SECTION = 50, 13_200, 3_000
"""What a message may hold: blocks, characters in all of them, and in one."""

US, THEM = "B0SITREP", "B0OTHERS"

_CALLS = {
    "chat.postMessage": Call.POST,
    "conversations.history": Call.READ,
    "conversations.replies": Call.READ,
    "conversations.open": Call.CHANNEL,
}
_REFUSALS = {
    Fault.UNAUTHORIZED: "invalid_auth",
    Fault.FORBIDDEN: "not_in_channel",
    Fault.UNKNOWN_CHANNEL: "channel_not_found",
}


class SlackModel(PlatformModel):
    """Slack in memory; ``page`` is the most messages that one look shows."""

    def __init__(
        self, plan: Plan = no_faults, *, pace: Pace = NO_PACE, page: int = 100
    ) -> None:
        super().__init__(plan, pace=pace)
        self._page = page
        self._last = 0

    @override
    def meaning(self, request: Request) -> tuple[Call, str]:
        return _CALLS[request.path], str(request.payload.get("channel"))

    @override
    def serve(self, request: Request, now: datetime) -> Answer:
        match request.path:
            case "chat.postMessage":
                return self._post(request.payload, now)
            case "conversations.history":
                return self._shown(request.payload, self._is_top)
            case "conversations.open":
                # Tests read direct messages under the name that they are sent to.
                channel: JsonObject = {"id": f"@{request.payload['users']}"}
                return Answer(200, {"ok": True, "channel": channel})
            case _:
                parent = str(request.payload["ts"])
                return self._shown(request.payload, lambda one: _in(one, parent))

    @override
    def broken(self, fault: Fault) -> Answer:
        if fault is Fault.ERROR_AFTER:
            # By its own word, Slack may have done by then what was asked.
            return Answer(200, _error("internal_error"))
        return Answer(503, _error("service_unavailable"))

    @override
    def busy(self, seconds: float) -> Answer:
        # Slack tells whole seconds.
        wait = str(max(1, round(seconds + 0.499)))
        return Answer(429, _error("ratelimited"), {"Retry-After": wait})

    @override
    def refusal(self, fault: Fault, call: Call) -> Answer:
        unreadable = fault is Fault.FORBIDDEN and call is Call.READ
        return Answer(200, _error("missing_scope" if unreadable else _REFUSALS[fault]))

    @override
    def chatter(self, channel: str, text: str, now: datetime) -> str:
        body: JsonObject = {"text": text, "bot_id": THEM}
        return self._stand(channel, "", None, body, now).id

    def _post(self, payload: Mapping[str, Json], now: datetime) -> Answer:
        error = _mistake(payload)
        channel, parent = str(payload["channel"]), _text_at(payload, "thread_ts")
        if error is None and parent is not None and not self._has(channel, parent):
            error = "thread_not_found"
        if error is not None:
            return Answer(200, _error(error))
        body: JsonObject = {
            name: payload[name] for name in ("text", "metadata") if name in payload
        }
        body["bot_id"] = US
        posted = self._stand(channel, _key(payload), parent, body, now)
        return Answer(200, {"ok": True, "channel": channel, "ts": posted.id})

    def _stand(
        self,
        channel: str,
        key: str,
        parent: str | None,
        body: JsonObject,
        now: datetime,
    ) -> Posted:
        self._last = max(self._last + 1, int(now.timestamp() * 1_000_000))
        seconds, micros = divmod(self._last, 1_000_000)
        ts = f"{seconds}.{micros:06d}"
        if parent is not None:
            body["thread_ts"] = parent
        posted = Posted(ts, channel, key, parent, now, body | {"ts": ts})
        self.posted.append(posted)
        return posted

    def _has(self, channel: str, ts: str) -> bool:
        return any(one.id == ts and one.channel == channel for one in self.posted)

    def _is_top(self, one: Posted) -> bool:
        return one.parent is None

    def _shown(
        self, payload: Mapping[str, Json], belongs: Callable[[Posted], bool]
    ) -> Answer:
        """A page of messages, the newest first, with a cursor to those before."""
        channel = str(payload["channel"])
        oldest = _text_at(payload, "oldest") or "0"
        before = _text_at(payload, "cursor") or "9" * 20
        found = [
            one
            for one in reversed(self.posted)
            if one.channel == channel and oldest <= one.id < before and belongs(one)
        ]
        page = found[: self._page]
        more = len(found) > len(page)
        told = bool(payload.get("include_all_metadata"))
        return Answer(
            200,
            {
                "ok": True,
                "messages": [_told(one, metadata=told) for one in page],
                "has_more": more,
                "response_metadata": {"next_cursor": page[-1].id if more else ""},
            },
        )


def _in(one: Posted, parent: str) -> bool:
    return parent in (one.id, one.parent)


def _told(one: Posted, *, metadata: bool) -> JsonObject:
    if metadata:
        return one.body
    return {name: value for name, value in one.body.items() if name != "metadata"}


def _mistake(payload: Mapping[str, Json]) -> str | None:
    """What Slack has against a message, if anything."""
    blocks = payload.get("blocks", [])
    if not isinstance(blocks, list) or not (blocks or payload.get("text")):
        return "no_text"
    texts = list(_texts(blocks))
    if len(blocks) > BLOCKS or any(not 0 < len(text) <= SECTION for text in texts):
        return "invalid_blocks"
    if sum(map(len, texts)) > CHARACTERS:
        return "msg_blocks_too_long"
    return None


def _texts(value: Json) -> Iterator[str]:
    """All texts of blocks, at any depth."""
    match value:
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for name, inner in value.items():
                if name == "text" and isinstance(inner, str):
                    yield inner
                else:
                    yield from _texts(inner)
        case _:
            pass


def _key(payload: Mapping[str, Json]) -> str:
    metadata = payload.get("metadata")
    event = metadata.get("event_payload") if isinstance(metadata, dict) else None
    return str(event.get("key", "")) if isinstance(event, dict) else ""


def _text_at(payload: Mapping[str, Json], name: str) -> str | None:
    value = payload.get(name)
    return value if isinstance(value, str) and value else None


def _error(name: str) -> JsonObject:
    return {"ok": False, "error": name}
