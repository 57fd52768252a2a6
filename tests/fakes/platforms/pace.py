"""Rate limits of a platform."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.fakes.platforms.faults import Call

_SECOND = 1_000_000
_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """Requests a second, of the whole bot and of posts to one channel; 0 is no limit.

    ``reads`` are those for histories. ``burst`` of them may come at once.
    """

    everywhere: float = 0.0
    channel: float = 0.0
    reads: float = 0.0
    burst: int = 1

    def pacer(self) -> Pacer:
        """Somebody who counts."""
        return Pacer(self)


@dataclass(slots=True)
class Pacer:
    """Counts requests; those that are refused do not count."""

    pace: Pace
    _next: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def wait(self, call: Call, channel: str, now: datetime) -> float:
        """By how many seconds this request comes too early; 0 lets it through."""
        limits = self._limits(call, channel)
        if not limits:
            return 0.0
        # In microseconds: a sum of fractions of seconds would not be exact.
        moment = (now - _START) // timedelta(microseconds=1)
        early = (self.pace.burst - 1) * _SECOND
        wait = max(self._next[key] - int(early / rate) - moment for key, rate in limits)
        if wait > 0:
            return wait / _SECOND
        for key, rate in limits:
            self._next[key] = max(self._next[key], moment) + int(_SECOND / rate)
        return 0.0

    def _limits(self, call: Call, channel: str) -> list[tuple[str, float]]:
        limits = []
        if self.pace.everywhere:
            limits.append(("", self.pace.everywhere))
        if self.pace.channel and call is Call.POST:
            limits.append((channel, self.pace.channel))
        if self.pace.reads and call is Call.READ:
            limits.append(("reads", self.pace.reads))
        return limits


NO_PACE = Pace()
