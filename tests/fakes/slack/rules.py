"""Rules of Slack that the emulator lacks, applied before and after it.

Who is no member cannot post or read; blocks are checked; a thread has a first message; a
message names its app; a person has a time zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.blocks import block_mistakes, characters, view_mistakes
from tests.fakes.slack.histories import MOST, told
from tests.fakes.slack.seeds import APP, BOT
from tests.fakes.slack.upstream import Upstream
from tests.fakes.slack.values import inner, text_in

HISTORIES = frozenset({"conversations.history", "conversations.replies"})

_WRITES = frozenset(
    {"chat.postMessage", "chat.postEphemeral", "chat.update", "chat.scheduleMessage"}
)
_TOO_LONG = 13_200
_TIME_ZONES = frozenset({"users.info", "users.list"})


def refused(error: str, **more: Json) -> JsonObject:
    """An answer that refuses."""
    return {"ok": False, "error": error, **more}


@dataclass(slots=True)
class Rules:
    """Asks the emulator by Slack's rules.

    ``deleted`` are channels that are no more; ``page`` is the most messages that one
    look shows.
    """

    upstream: Upstream
    deleted: set[str] = field(default_factory=set[str])
    page: int = MOST

    async def ask(self, method: str, payload: Mapping[str, Json]) -> JsonObject:
        """The answer to the app."""
        asked = self._known(method, payload)
        error = await self._against(method, asked)
        if error:
            return refused(error)
        if method in HISTORIES:
            return await told(self.upstream, method, asked, page=self.page)
        answer = await self.upstream.as_app(method, asked)
        return self._zoned(answer) if method in _TIME_ZONES else answer

    def _known(self, method: str, payload: Mapping[str, Json]) -> JsonObject:
        """The request with what Slack adds: the app's name, a channel's id."""
        asked = dict(payload)
        name = text_in(payload, "channel").removeprefix("#")
        if method == "chat.postMessage":
            asked |= {"bot_id": BOT, "app_id": APP}
            asked["channel"] = self.upstream.channels.get(name, name)
        return asked

    async def _against(self, method: str, payload: JsonObject) -> str:
        """The error that Slack answers with, if any."""
        if method.startswith("views."):
            view = inner(payload, "view")
            return "invalid_arguments" if view and view_mistakes(view) else ""
        if method not in _WRITES | HISTORIES:
            return ""
        error = content_error(payload) if method in _WRITES else ""
        return error or await self._place(payload)

    async def _place(self, payload: JsonObject) -> str:
        channel = text_in(payload, "channel")
        if channel in self.deleted:
            return "channel_not_found"
        found = await self.upstream.as_self("conversations.info", channel=channel)
        told_of = inner(found, "channel")
        if found["ok"] and not (told_of["is_im"] or told_of["is_member"]):
            return "not_in_channel"
        parent = text_in(payload, "thread_ts")
        if not parent or not found["ok"]:
            return ""
        thread = await self.upstream.as_self(
            "conversations.replies", channel=channel, ts=parent
        )
        return "" if thread.get("messages") else "thread_not_found"

    def _zoned(self, answer: JsonObject) -> JsonObject:
        """People with their time zones."""
        people = answer.get("members", [answer.get("user")])
        for one in people if isinstance(people, list) else []:
            if isinstance(one, dict):
                zone = self.upstream.workspace.people.get(text_in(one, "name"))
                one["tz"] = zone or "Etc/UTC"
        return answer


def content_error(payload: Mapping[str, Json]) -> str:
    """The error that a message's blocks are refused with, if any."""
    blocks = payload.get("blocks")
    if not isinstance(blocks, list):
        return ""
    number = characters(blocks)
    if number > _TOO_LONG:
        return "msg_blocks_too_long"
    found = set(block_mistakes(blocks)) - {f"{number} characters in all"}
    return "invalid_blocks" if found else ""
