"""A model of posting on Discord: a nonce is valid for minutes, and no history shows it.

A thread bears the id of the message that it starts from, and is a channel of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from typing_extensions import override

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.platforms.faults import Call, Fault, Plan, no_faults
from tests.fakes.platforms.pace import NO_PACE, Pace
from tests.fakes.platforms.platform import PlatformModel, Posted
from tests.fakes.platforms.wires import Answer, Request

COMPONENTS, CHARACTERS, NONCE = 40, 4_000, 25
"""What a message may hold: components, characters in all of them, and in its nonce."""

US, THEM = "1200", "1300"

EPOCH_MS = 1_420_070_400_000
"""The first moment of 2015, from which ids count."""

_TEXT_CHANNEL, _FIRST_CHANNEL = 0, 2000

_REFUSALS: Mapping[Fault, tuple[int, int, str]] = {
    Fault.UNAUTHORIZED: (401, 0, "401: Unauthorized"),
    Fault.FORBIDDEN: (403, 50001, "Missing Access"),
    Fault.UNKNOWN_CHANNEL: (404, 10003, "Unknown Channel"),
}


class DiscordModel(PlatformModel):
    """Discord in memory.

    ``memory`` is how long it knows a nonce, ``page`` the most messages that one look
    shows.
    """

    def __init__(
        self,
        plan: Plan = no_faults,
        *,
        pace: Pace = NO_PACE,
        memory: timedelta = timedelta(minutes=5),
        page: int = 100,
    ) -> None:
        super().__init__(plan, pace=pace)
        self._memory = memory
        self._page = page
        self._last = 0
        self._nonces: dict[str, Posted] = {}
        self._threads: dict[str, str] = {}
        self._names: dict[str, str] = {}

    @override
    def meaning(self, request: Request) -> tuple[Call, str]:
        where = self._named(request.path.split("/")[1])
        if request.path.endswith("/threads"):
            return Call.THREAD, where
        if request.path.count("/") == 1:
            return Call.CHANNEL, where
        call = Call.POST if request.method == "POST" else Call.READ
        return call, self._threads.get(where, where)

    @override
    def serve(self, request: Request, now: datetime) -> Answer:
        _, asked, *rest = request.path.split("/")
        where = self._named(asked)
        if not rest:
            return Answer(200, {"id": self._id_of(where), "type": _TEXT_CHANNEL})
        if request.path.endswith("/threads"):
            return self._start(where, rest[1])
        if request.method == "GET":
            return self._shown(where, request.payload)
        return self._post(where, request.payload, now)

    @override
    def broken(self, fault: Fault) -> Answer:
        return Answer(502, _error(0, "Bad Gateway"))

    @override
    def busy(self, seconds: float) -> Answer:
        body: JsonObject = {
            "message": "You are being rate limited.",
            "retry_after": seconds,
            "global": False,
        }
        return Answer(429, body, {"Retry-After": str(max(1, round(seconds + 0.499)))})

    @override
    def refusal(self, fault: Fault, call: Call) -> Answer:
        status, code, words = _REFUSALS[fault]
        return Answer(status, _error(code, words))

    @override
    def chatter(self, channel: str, text: str, now: datetime) -> str:
        components: list[Json] = [{"type": 10, "content": text}]
        return self._stand(channel, "", components, THEM, now).id

    def _id_of(self, channel: str) -> str:
        """The id of a channel, which tests call by a name."""
        for id_, name in self._names.items():
            if name == channel:
                return id_
        id_ = str(_FIRST_CHANNEL + len(self._names))
        self._names[id_] = channel
        return id_

    def _named(self, where: str) -> str:
        return self._names.get(where, where)

    def _start(self, channel: str, message: str) -> Answer:
        if message in self._threads:
            words = "A thread has already been created for this message"
            return Answer(400, _error(160004, words))
        if not any(one.id == message for one in self.posted):
            return Answer(404, _error(10008, "Unknown Message"))
        self._threads[message] = channel
        return Answer(201, {"id": message, "parent_id": channel})

    def _post(self, where: str, payload: Mapping[str, Json], now: datetime) -> Answer:
        components, nonce = payload.get("components"), payload.get("nonce")
        texts = _contents(components)
        bad_nonce = isinstance(nonce, str) and len(nonce) > NONCE
        long = sum(map(len, texts)) > CHARACTERS or len(texts) > COMPONENTS
        if not texts or "" in texts or long or bad_nonce:
            return Answer(400, _error(50035, "Invalid Form Body"))
        key = nonce if isinstance(nonce, str) else ""
        known = self._nonces.get(key) if payload.get("enforce_nonce") else None
        if known is not None and now - known.at < self._memory:
            return Answer(200, known.body)
        posted = self._stand(where, key, components, US, now)
        if key:
            self._nonces[key] = posted
        # The answer tells the nonce, the history does not.
        return Answer(200, posted.body | {"nonce": key})

    def _stand(
        self, where: str, key: str, components: Json, author: str, now: datetime
    ) -> Posted:
        self._last = max(self._last + 1, snowflake(now))
        parent = where if where in self._threads else None
        body: JsonObject = {
            "id": str(self._last),
            "channel_id": where,
            "components": components,
            "author": {"id": author},
        }
        channel = self._threads.get(where, where)
        posted = Posted(str(self._last), channel, key, parent, now, body)
        self.posted.append(posted)
        return posted

    def _shown(self, where: str, payload: Mapping[str, Json]) -> Answer:
        """The messages that come right after an id, the newest first."""
        after = int(str(payload.get("after", "0")))
        found = [
            one
            for one in self.posted
            if one.body["channel_id"] == where and int(one.id) > after
        ]
        page: list[Json] = [one.body for one in reversed(found[: self._page])]
        return Answer(200, {"messages": page})


def snowflake(moment: datetime) -> int:
    """The first id of a moment."""
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since // timedelta(milliseconds=1) - EPOCH_MS) << 22


def _contents(components: Json) -> list[str]:
    """The texts of all components, also of those inside a container."""
    if not isinstance(components, list):
        return []
    return [text for one in components for text in _texts(one)]


def _texts(component: Json) -> list[str]:
    if not isinstance(component, dict):
        return []
    if "components" in component:
        return _contents(component["components"])
    return [str(component["content"])] if "content" in component else []


def _error(code: int, words: str) -> JsonObject:
    return {"code": code, "message": words}
