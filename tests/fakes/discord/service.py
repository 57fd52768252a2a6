"""Discord's REST interface: simcord's routes, and those that it lacks.

simcord answers for channels, threads, forums, direct messages, commands, interactions
and their webhooks, with Discord's own error codes. Ours are histories that go on after
an id, one thread a message, doors that are closed to direct messages, tokens that are
too old, and the few routes that simcord lacks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError
from simcord.http import RouteNotImplemented, UnsupportedField
from simcord.http import routes as _routes  # noqa: F401 - registers simcord's routes
from simcord.http._helpers import message_response
from simcord.http.router import RequestContext, dispatch

from tests.fakes.discord.requests import LISTED, Asked, refused
from tests.fakes.discord.world import World
from tests.fakes.json_types import Json, JsonObject
from tests.fakes.platforms.wires import Answer

PAGE = 100
"""The most messages that one look at a history shows."""

_STARTS = 1000
_FOLLOW_UPS = 5

Noted = Callable[[float], None]


@dataclass(slots=True)
class Service:
    """Serves requests from a world.

    ``gaps`` are the requests that no peer here can answer; ``closed_doors`` the users
    who take no direct messages; ``acknowledging`` is called at the moment, in the loop's
    seconds, at which an interaction is answered.
    """

    world: World
    gateway_url: str = ""
    starts: int = _STARTS
    shards: int = 1
    gaps: list[str] = field(default_factory=list)
    closed_doors: set[int] = field(default_factory=set)
    acknowledging: dict[int, Noted] = field(default_factory=dict)

    def serve(self, asked: Asked) -> Answer:
        """Do what is asked and answer it."""
        match asked.method, *asked.parts:
            case "GET", "gateway", *_:
                answer = self._gateway()
            case "GET", "applications", "@me":
                answer = self._route(asked, "/oauth2/applications/@me")
            case "GET", "channels", channel, "messages" if "around" not in asked.query:
                answer = self._history(asked, int(channel))
            case "POST", "channels", _, "messages", message, "threads":
                answer = self._thread(asked, int(message))
            case "POST", "interactions", interaction, _, "callback":
                answer = self._callback(asked, int(interaction))
            case _:
                answer = self._refusal(asked) or self._route(asked)
        return answer

    def _refusal(self, asked: Asked) -> Answer | None:
        """What Discord refuses and simcord would not."""
        match asked.method, *asked.parts:
            case "POST", "channels", channel, "messages" if self._is_closed(channel):
                return refused(403, 50007, "Cannot send messages to this user")
            case _, "webhooks", _, token, *_ if self._is_too_old(token):
                return refused(401, 50027, "Invalid Webhook Token")
            case "POST", "webhooks", _, token if self._is_used_up(token):
                words = "This interaction has no more follow-up messages"
                return refused(400, 40094, words)
            case _:
                return None

    def _route(self, asked: Asked, path: str | None = None) -> Answer:
        """Let simcord answer."""
        try:
            told = dispatch(
                self.world.backend,
                asked.method,
                path or f"/{asked.path}",
                json=asked.body,
                params=dict(asked.query),
                files=list(asked.files),
                message_content_access=False,
            )
        except (RouteNotImplemented, UnsupportedField) as gap:
            self.gaps.append(str(gap))
            return refused(501, 0, str(gap))
        except BackendError as error:
            return Answer(error.status, error.to_json())
        except (KeyError, TypeError, ValueError) as error:
            return refused(400, 50035, f"Invalid Form Body: {error!r}")
        return _answer(told)

    def _gateway(self) -> Answer:
        limit: JsonObject = {
            "total": _STARTS,
            "remaining": self.starts,
            "reset_after": 14_400_000,
            "max_concurrency": 1,
        }
        body: JsonObject = {
            "url": self.gateway_url,
            "shards": self.shards,
            "session_start_limit": limit,
        }
        return Answer(200, body)

    def _callback(self, asked: Asked, interaction: int) -> Answer:
        answer = self._route(asked)
        if answer.status >= 400:
            return answer
        noted = self.acknowledging.pop(interaction, None)
        if noted is not None:
            noted(asyncio.get_running_loop().time())
        wanted = asked.query.get("with_response", "").lower() in {"1", "true"}
        return answer if wanted else Answer(204, {})

    def _thread(self, asked: Asked, message: int) -> Answer:
        if message in self.world.backend.channels:
            words = "A thread has already been created for this message"
            return refused(400, 160004, words)
        if not 1 <= len(str(asked.payload.get("name", ""))) <= 100:
            return refused(400, 50035, "Invalid Form Body: name")
        answer = self._route(asked)
        return Answer(201, answer.body) if answer.status == 200 else answer

    def _history(self, asked: Asked, channel: int) -> Answer:
        """The messages before an id, or those right after one; the newest first.

        simcord would show the newest of all that come after an id.
        """
        limit = int(asked.query.get("limit", 50))
        if not 1 <= limit <= PAGE:
            return refused(400, 50035, "Invalid Form Body: limit")
        backend = self.world.backend
        context = RequestContext(backend, {}, message_content_access=False)
        try:
            context.require_channel_permissions(channel)
        except BackendError as error:
            return Answer(error.status, error.to_json())
        if not channel_accessible(backend, channel, backend.bot_user.id, history=True):
            return Answer(200, {LISTED: []})
        before, after = (
            int(asked.query.get("before", 1 << 64)),
            asked.query.get("after"),
        )
        found = sorted(
            (one for one in backend.messages[channel].values() if not one.is_ephemeral),
            key=lambda one: one.id,
        )
        found = [one for one in found if int(after or 0) < one.id < before]
        page = found[-limit:] if after is None else found[:limit]
        told: list[Json] = [message_response(context, one) for one in reversed(page)]
        return Answer(200, {LISTED: told})

    def _is_closed(self, channel: str) -> bool:
        known = self.world.backend.channels.get(int(channel))
        return known is not None and bool(self.closed_doors & set(known.recipient_ids))

    def _is_used_up(self, token: str) -> bool:
        """Whether it is the sixth message where only the user brought the app."""
        backend = self.world.backend
        known = backend.interaction_tokens.get(token)
        record = backend.interactions[known] if known is not None else None
        if record is None or record.guild_id is None or record.loading:
            return False
        foreign = not backend.has_bot(record.guild_id)
        return foreign and len(record.followup_ids) >= _FOLLOW_UPS

    def _is_too_old(self, token: str) -> bool:
        backend = self.world.backend
        known = backend.interaction_tokens.get(token)
        if known is None:
            return False
        end = backend.interactions[known].expires_at
        return end is not None and backend.now_iso() >= end


def _answer(told: Any) -> Answer:
    if told is None:
        return Answer(204, {})
    return Answer(200, told if isinstance(told, dict) else {LISTED: told})
