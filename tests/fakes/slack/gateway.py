"""Slack's Web API in front of the emulator: access, faults, and what people then see.

Reads may come by GET, though the emulator takes them by POST alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.clocks import Clock
from tests.fakes.json_types import Json, JsonObject
from tests.fakes.platforms.faults import (
    SERVED,
    Call,
    Fault,
    Plan,
    Strike,
    no_faults,
)
from tests.fakes.platforms.pace import NO_PACE, Pace, Pacer
from tests.fakes.platforms.platform import Posted
from tests.fakes.platforms.wires import Answer, NoAnswer
from tests.fakes.slack.distribution import Distribution
from tests.fakes.slack.files import FileStore
from tests.fakes.slack.hub import Hub
from tests.fakes.slack.requests import Recorded
from tests.fakes.slack.rules import Rules, refused
from tests.fakes.slack.screen import Screen
from tests.fakes.slack.seeds import BOT_TOKEN
from tests.fakes.slack.sights import sight_of
from tests.fakes.slack.values import inner, text_in

CALLS = {
    "chat.postMessage": Call.POST,
    "conversations.history": Call.READ,
    "conversations.replies": Call.READ,
}
"""What plans of faults speak of; every other method is served."""

_REFUSALS = {
    Fault.UNAUTHORIZED: "invalid_auth",
    Fault.FORBIDDEN: "not_in_channel",
    Fault.UNKNOWN_CHANNEL: "channel_not_found",
}
_SILENT = frozenset({Fault.SILENT_BEFORE, Fault.SILENT_AFTER, Fault.LATE})
_CUT = frozenset({Fault.CUT_BEFORE, Fault.CUT_AFTER})


@dataclass(slots=True)
class Gateway:
    """Serves the app's requests, each at the time of ``clock``.

    ``plan`` is what goes wrong. ``refusals`` are errors by method, to be answered until
    they are taken out. ``token_error`` is what the app's token is answered with once
    it was revoked. ``files`` are its uploads. ``requests`` are all there were, ``posted`` all messages of the app.
    ``distribution`` knows the other workspaces that installed the app.
    """

    rules: Rules
    hub: Hub
    screen: Screen
    clock: Clock
    pacer: Pacer = field(default_factory=NO_PACE.pacer)
    plan: Plan = no_faults
    refusals: dict[str, str] = field(default_factory=dict[str, str])
    token_error: str = ""
    files: FileStore = field(default_factory=FileStore)
    distribution: Distribution = field(default_factory=Distribution)
    requests: list[Recorded] = field(default_factory=list[Recorded])
    posted: list[Posted] = field(default_factory=list[Posted])
    calls: Counter[Call] = field(default_factory=Counter[Call])
    _late: list[tuple[datetime, Recorded]] = field(
        default_factory=list[tuple[datetime, Recorded]]
    )

    def limit(self, pace: Pace) -> None:
        """Let the app ask no faster than this."""
        self.pacer = pace.pacer()

    async def handle(self, request: Recorded) -> Answer | NoAnswer:
        """Serve a request, or do what the plan has for it."""
        self.requests.append(request)
        await self.settle()
        if request.method == "apps.connections.open":
            return _answer(self.hub.open(request.token))
        if request.method == "oauth.v2.access":
            return _answer(self.distribution.grant(request, self.clock.now()))
        call = CALLS.get(request.method)
        strike = self._strike(call, request)
        if strike is not None:
            return await self._struck(strike, call, request)
        wait = self._wait(call, request)
        return _busy(wait) if wait > 0 else _answer(await self.serve(request))

    async def settle(self) -> None:
        """Let those late requests take effect whose time has come."""
        now = self.clock.now()
        due = [one for when, one in self._late if when <= now]
        self._late = [(when, one) for when, one in self._late if when > now]
        for one in due:
            await self.serve(one)

    async def serve(self, request: Recorded) -> JsonObject:
        """Do what is asked, and let people see it."""
        error = self._against(request)
        if error:
            return refused(error)
        answer = await self.rules.ask(request.method, request.payload)
        if request.method == "auth.test":
            answer = self.distribution.named(request.token, answer)
        if answer.get("ok"):
            await self._show(request, answer)
        return answer

    def _against(self, request: Recorded) -> str:
        if request.token != BOT_TOKEN:
            return self.distribution.error_of(request.token, self.clock.now())
        return self.token_error or self.refusals.get(request.method, "")

    def _strike(self, call: Call | None, request: Recorded) -> Strike | None:
        if call is None:
            return None
        number = self.calls[call]
        self.calls[call] = number + 1
        return self.plan(call, text_in(request.payload, "channel"), number)

    def _wait(self, call: Call | None, request: Recorded) -> float:
        channel = text_in(request.payload, "channel")
        now = self.clock.now()
        return 0.0 if call is None else self.pacer.wait(call, channel, now)

    async def _struck(
        self, strike: Strike, call: Call | None, request: Recorded
    ) -> Answer | NoAnswer:
        fault = strike.fault
        if fault in SERVED:
            await self.serve(request)
        if fault is Fault.LATE:
            self._late.append((self.clock.now() + strike.delay, request))
        if fault in _SILENT or fault in _CUT:
            return NoAnswer(silent=fault in _SILENT)
        if fault is Fault.RATE_LIMITED:
            return _busy(strike.seconds or 1.0)
        broken = self._broken(fault)
        return broken or _answer(refused(_refusal(fault, call)))

    def _broken(self, fault: Fault) -> Answer | None:
        if fault is Fault.ERROR_BEFORE:
            return Answer(503, refused("service_unavailable"))
        if fault is not Fault.ERROR_AFTER:
            return None
        # By its own word, Slack may have done by then what was asked. It says so with
        # either status: so does this, by turns.
        status = 500 if self.calls.total() % 2 else 200
        return Answer(status, refused("internal_error"))

    async def _show(self, request: Recorded, answer: JsonObject) -> None:
        sight = sight_of(request, answer)
        if sight is None:
            return
        await self.screen.show(sight)
        if sight.change == "post" and not sight.is_ephemeral:
            now, body = self.clock.now(), dict(sight.body)
            key = text_in(inner(inner(body, "metadata"), "event_payload"), "key")
            self.posted.append(
                Posted(sight.id, sight.channel, key, sight.parent, now, body)
            )


def _refusal(fault: Fault, call: Call | None) -> str:
    unreadable = fault is Fault.FORBIDDEN and call is Call.READ
    return "missing_scope" if unreadable else _REFUSALS[fault]


def _busy(seconds: float) -> Answer:
    # Slack tells whole seconds.
    wait = str(max(1, round(seconds + 0.499)))
    return Answer(429, refused("ratelimited"), {"Retry-After": wait})


def _answer(body: JsonObject) -> Answer:
    told: Json = body.get("error")
    return Answer(200, body, {"x-slack-failure": str(told)} if told else {})
