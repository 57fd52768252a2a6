"""How fast a platform lets itself be asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.platforms.faults import Call

_ROUNDING = 1e-6
"""Seconds since 1970 are floats with seven digits behind the point."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Requests a second, of the whole bot and of posts to one channel; 0 is no limit.

    ``burst`` of them may come at once.
    """

    everywhere: float = 0.0
    channel: float = 0.0
    burst: int = 1

    def pacer(self) -> Pacer:
        """Somebody who counts."""
        return Pacer(self)


@dataclass(slots=True)
class Pacer:
    """Counts requests; those that are refused do not count."""

    pace: Pace
    _next: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def wait(self, call: Call, channel: str, now: datetime) -> float:
        """By how many seconds this request comes too early; 0 lets it through."""
        limits = self._limits(call, channel)
        if not limits:
            return 0.0
        moment = now.timestamp()
        slack = {key: (self.pace.burst - 1) / rate for key, rate in limits}
        wait = max(self._next[key] - slack[key] - moment for key, _ in limits)
        if wait > _ROUNDING:
            return wait
        for key, rate in limits:
            self._next[key] = max(self._next[key], moment) + 1 / rate
        return 0.0

    def _limits(self, call: Call, channel: str) -> list[tuple[str, float]]:
        limits = []
        if self.pace.everywhere:
            limits.append(("", self.pace.everywhere))
        if self.pace.channel and call is Call.POST:
            limits.append((channel, self.pace.channel))
        return limits


NO_PACE = Pace()
