"""Fault plans for posts, histories and threads, and nonces that last for minutes.

This is the model of ``tests.fakes.platforms`` with a whole Discord below it, so that
every test of deliveries can run on the real wire. simcord knows no nonces; these are
ours: the author's same nonce, with ``enforce_nonce``, gives the message that is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from typing_extensions import override

from tests.fakes.discord.requests import Asked, refused, too_early
from tests.fakes.discord.service import PAGE, Service
from tests.fakes.json_types import Json
from tests.fakes.platforms.discord import NONCE, DiscordModel
from tests.fakes.platforms.faults import Call, Plan, no_faults
from tests.fakes.platforms.pace import NO_PACE, Pace
from tests.fakes.platforms.platform import Posted
from tests.fakes.platforms.wires import Answer, NoAnswer, Request

MEMORY = timedelta(minutes=5)
"""How long a nonce is known; Discord says "the past few minutes"."""


@dataclass(slots=True)
class Scripted:
    """An answer to the next ``times`` requests of a method and a path with wildcards."""

    method: str
    path: str
    answer: Answer
    times: int

    def is_for(self, request: Request) -> bool:
        """Whether it answers this request."""
        known = self.method in {"*", request.method}
        return known and fnmatchcase(request.path, self.path)


class WireModel(DiscordModel):
    """Serves requests, or does what was planned or ``scripted`` instead."""

    def __init__(
        self,
        service: Service,
        plan: Plan = no_faults,
        *,
        pace: Pace = NO_PACE,
        memory: timedelta = MEMORY,
    ) -> None:
        super().__init__(plan, pace=pace, memory=memory, page=PAGE)
        self.service = service
        self.scripted: list[Scripted] = []

    @override
    def handle(self, request: Request, now: datetime) -> Answer | NoAnswer:
        """Serve a request, or do what was scripted or planned instead."""
        for one in self.scripted:
            if one.is_for(request):
                one.times -= 1
                self.scripted = [other for other in self.scripted if other.times > 0]
                return one.answer
        if _call(request) is None:
            self.settle(now)
            return self.serve(request, now)
        return super().handle(request, now)

    @override
    def meaning(self, request: Request) -> tuple[Call, str]:
        where = request.path.split("/")[1]
        return _call(request) or Call.READ, self._home(where)

    @override
    def serve(self, request: Request, now: datetime) -> Answer:
        asked = request if isinstance(request, Asked) else _asked(request)
        with self.service.world.backend.clock.at(now):
            if _call(asked) is Call.POST:
                return self._take(asked, now)
            return self.service.serve(asked)

    @override
    def busy(self, seconds: float) -> Answer:
        return too_early(seconds)

    @override
    def chatter(self, channel: str, text: str, now: datetime) -> str:
        backend = self.service.world.backend
        stranger = backend.make_user("stranger", bot=True)
        with backend.clock.at(now):
            message = backend.create_message(int(channel), stranger.id, text)
        return str(message.id)

    def _take(self, asked: Asked, now: datetime) -> Answer:
        """Let a message stand, once."""
        nonce = asked.payload.get("nonce")
        if isinstance(nonce, str) and len(nonce) > NONCE:
            return refused(400, 50035, "Invalid Form Body: nonce")
        key = "" if nonce is None else str(nonce)
        known = self._nonces.get(key) if asked.payload.get("enforce_nonce") else None
        if known is not None and now - known.at < self._memory:
            return Answer(200, known.body | {"nonce": key})
        answer = self.service.serve(asked)
        if answer.status >= 300:
            return answer
        return self._noted(asked.parts[1], key, answer, now)

    def _noted(self, where: str, key: str, answer: Answer, now: datetime) -> Answer:
        """Remember what was posted; a forum's post tells of its thread."""
        body = answer.body
        starter = body.get("message")
        message = starter if isinstance(starter, dict) else body
        home = self._home(where)
        parent = where if home != where else None
        id_ = str(message["id"])
        posted = Posted(id_, home, key, parent, now, message)
        self.posted.append(posted)
        if not key or message is starter:
            return answer
        self._nonces[key] = posted
        # The answer tells the nonce, the history does not.
        return Answer(answer.status, body | {"nonce": key}, answer.headers)

    def _home(self, where: str) -> str:
        """The channel itself, or the one that a thread belongs to."""
        backend = self.service.world.backend
        channel = backend.channels.get(int(where)) if where.isdigit() else None
        is_thread = channel is not None and channel.is_thread
        return str(channel.parent_id) if channel is not None and is_thread else where


def _call(request: Request) -> Call | None:
    """What of that which a plan knows is asked for, if any."""
    payload: Json = request.payload.get("message")
    match request.method, *request.path.split("/"):
        case "POST", "channels", _, "messages":
            return Call.POST
        case "POST", "channels", _, "threads":
            return Call.POST if payload is not None else Call.THREAD
        case "POST", "channels", _, "messages", _, "threads":
            return Call.THREAD
        case "GET", "channels", _, "messages":
            return Call.READ
        case _:
            return None


def _asked(request: Request) -> Asked:
    """A request that came without a wire."""
    is_read = request.method == "GET"
    query = {name: str(value) for name, value in request.payload.items()}
    body: Json = None if is_read else dict(request.payload)
    return Asked(
        request.method, request.path, request.payload, body, query if is_read else {}
    )
