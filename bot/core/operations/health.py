"""Answers whether the process is alive and whether it is ready."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.ports.services import Clock

MAX_LAG = 1.0
"""Seconds; an event loop that responds later than this counts as stuck."""

LAG_COUNTS = timedelta(seconds=10)
"""The time for which a late response of the event loop counts."""

MAX_TICK_AGE = timedelta(seconds=60)
"""The time without a run after which the planner counts as stopped.

It normally runs every 15 s.
"""

_PING_SECONDS = 2.0

Ping = Callable[[], Awaitable[object]]
"""A function that sends a query to the database; it raises without an answer."""


@dataclass(frozen=True, slots=True)
class Report:
    """The components that do not work, each with its problem; empty if all work.

    The report is public: it contains no URLs, channel names or error texts.
    """

    missing: Mapping[str, str]

    @property
    def is_good(self) -> bool:
        """Return whether every component works."""
        return not self.missing


@dataclass(slots=True)
class Health:
    """Records the state of the bot's components; reports liveness and readiness."""

    clock: Clock
    ping: Ping
    _ticked: datetime | None = field(default=None, init=False)
    _lag: tuple[float, datetime] | None = field(default=None, init=False)
    _connected: dict[str, bool] = field(default_factory=dict, init=False)
    _expected: frozenset[str] = field(default=frozenset(), init=False)
    _ending: bool = field(default=False, init=False)

    def ticked(self) -> None:
        """Record a run of the planner."""
        self._ticked = self.clock.now()

    def lagged(self, seconds: float) -> None:
        """Record a lag of the event loop; the worst of the last 10 seconds counts."""
        if seconds >= self._lag_now():
            self._lag = seconds, self.clock.now()

    def expect(self, platforms: Iterable[str]) -> None:
        """Set the platforms that must be connected for the bot to be ready."""
        self._expected = frozenset(platforms)

    def connected(self, platform: str, *, well: bool = True) -> None:
        """Record whether a platform is connected; ``well`` is false if it is not."""
        self._connected[platform] = well

    def connected_well(self, platform: str, well: bool) -> None:  # noqa: FBT001 - a fact
        """Record whether a platform is connected, as ``connected`` does.

        ``well`` is positional, so that this method can be a callback.
        """
        self.connected(platform, well=well)

    def unconnected(self) -> tuple[str, ...]:
        """Return the names of the platforms that are not connected, sorted."""
        return tuple(sorted(name for name, well in self._connected.items() if not well))

    def end(self) -> None:
        """Record the shutdown: from now on the bot is not ready."""
        self._ending = True

    def alive(self) -> Report:
        """Report whether the event loop responds; if not, the process must restart."""
        lag = self._lag_now()
        if lag < MAX_LAG:
            return Report({})
        return Report({"loop": f"the event loop reacted {lag:.1f} s late"})

    async def ready(self) -> Report:
        """Report whether database, planner and platforms work and no shutdown has begun."""
        missing = dict(self._unready())
        try:
            await asyncio.wait_for(self.ping(), _PING_SECONDS)
        except Exception:  # noqa: BLE001 - any failure means that it does not answer
            missing["database"] = "does not answer"
        return Report(missing)

    def _unready(self) -> Mapping[str, str]:
        missing = {}
        if self._ending:
            missing["process"] = "is stopping"
        if not any(self._connected.values()):
            missing["platform"] = "no platform is connected"
        for name in sorted(self._expected):
            if not self._connected.get(name, False):
                missing[name] = "is not connected"
        if self._ticked is None:
            missing["planner"] = "has not run yet"
        elif (age := self.clock.now() - self._ticked) > MAX_TICK_AGE:
            missing["planner"] = f"has not run for {age.total_seconds():.0f} s"
        return missing

    def _lag_now(self) -> float:
        if self._lag is None or self.clock.now() - self._lag[1] > LAG_COUNTS:
            return 0.0
        return self._lag[0]
