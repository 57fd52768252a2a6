"""The common part of both models: channels, faults, and messages that appear late."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override

from tests.fakes.json_types import JsonObject
from tests.fakes.platforms.faults import SERVED, Call, Fault, Plan, Strike, no_faults
from tests.fakes.platforms.pace import NO_PACE, Pace
from tests.fakes.platforms.wires import Answer, Model, NoAnswer, Request

_SILENT = frozenset({Fault.SILENT_BEFORE, Fault.SILENT_AFTER, Fault.LATE})
_CUT = frozenset({Fault.CUT_BEFORE, Fault.CUT_AFTER})
_ERRORS = frozenset({Fault.ERROR_BEFORE, Fault.ERROR_AFTER})


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in a channel, as only the platform knows it.

    ``key`` is the nonce that came with it, whether or not its history tells it.
    ``body`` is the message as the history shows it.
    """

    id: str
    channel: str
    key: str
    parent: str | None
    at: datetime
    body: JsonObject


@dataclass(frozen=True, slots=True)
class _Late:
    due: datetime
    request: Request


class PlatformModel(Model, ABC):
    """A platform in memory; it never asks a clock, but is told the time.

    ``posted`` are all messages in the order in which they appeared.
    """

    def __init__(self, plan: Plan = no_faults, *, pace: Pace = NO_PACE) -> None:
        self.plan = plan
        self.posted: list[Posted] = []
        self.calls: Counter[Call] = Counter()
        self._pacer = pace.pacer()
        self._late: list[_Late] = []

    @override
    def handle(self, request: Request, now: datetime) -> Answer | NoAnswer:
        """Serve one request, or do what the plan has for it."""
        self.settle(now)
        call, channel = self.meaning(request)
        number = self.calls[call]
        self.calls[call] = number + 1
        strike = None if call is Call.CHANNEL else self.plan(call, channel, number)
        if strike is not None:
            return self._struck(strike, request, call, now)
        wait = self._pacer.wait(call, channel, now)
        return self.busy(wait) if wait > 0 else self.serve(request, now)

    def settle(self, now: datetime) -> None:
        """Let those late requests take effect whose time has come."""
        if not self._late:
            return
        due = sorted((one for one in self._late if one.due <= now), key=_due)
        self._late = [one for one in self._late if one.due > now]
        for one in due:
            self.serve(one.request, one.due)

    def delay(self, request: Request, due: datetime) -> None:
        """Let a request that is on its way take effect at this moment."""
        self._late.append(_Late(due, request))

    def keys(self, channel: str) -> tuple[str, ...]:
        """The nonces of a channel's messages and replies as they appeared."""
        return tuple(one.key for one in self.posted if one.channel == channel)

    def _struck(
        self, strike: Strike, request: Request, call: Call, now: datetime
    ) -> Answer | NoAnswer:
        fault = strike.fault
        if fault in SERVED:
            self.serve(request, now)
        if fault is Fault.LATE:
            self.delay(request, now + strike.delay)
        if fault in _SILENT or fault in _CUT:
            return NoAnswer(silent=fault in _SILENT)
        if fault in _ERRORS:
            return self.broken(fault)
        if fault is Fault.RATE_LIMITED:
            return self.busy(strike.seconds or 1.0)
        return self.refusal(fault, call)

    @abstractmethod
    def chatter(self, channel: str, text: str, now: datetime) -> str:
        """Somebody else writes in a channel; the message's id."""

    @abstractmethod
    def meaning(self, request: Request) -> tuple[Call, str]:
        """What a request asks for, and of which channel."""

    @abstractmethod
    def serve(self, request: Request, now: datetime) -> Answer:
        """Do what is asked and answer it."""

    @abstractmethod
    def broken(self, fault: Fault) -> Answer:
        """The answer to a request at which the platform's own servers fail."""

    @abstractmethod
    def busy(self, seconds: float) -> Answer:
        """The answer to a request that comes too early by so much."""

    @abstractmethod
    def refusal(self, fault: Fault, call: Call) -> Answer:
        """The answer to who may not do this."""


def _due(late: _Late) -> datetime:
    return late.due
