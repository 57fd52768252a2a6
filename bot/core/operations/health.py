"""Whether the bot lives, and whether it is ready for work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.ports.services import Clock

MOST_LAG = 1.0
"""Seconds; a loop that answers later than this is taken for stuck."""

LAG_COUNTS = timedelta(seconds=10)
"""How long a late answer of the loop is held against it."""

OLDEST_TICK = timedelta(seconds=60)
"""A planner that has not looked for so long does not run: it looks every 15 s."""

_PING_SECONDS = 2.0

Ping = Callable[[], Awaitable[object]]
"""Asks the database anything; raises when it does not answer."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is missing, by the name of the part that misses it; nothing when all works.

    It goes to whoever asks, and so tells no address, no name of a channel, no error.
    """

    missing: Mapping[str, str]

    @property
    def is_good(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(slots=True)
class Health:
    """What the bot's parts tell of themselves, and what follows from it."""

    clock: Clock
    ping: Ping
    _ticked: datetime | None = field(default=None, init=False)
    _lag: tuple[float, datetime] | None = field(default=None, init=False)
    _connected: dict[str, bool] = field(default_factory=dict, init=False)
    _expected: frozenset[str] = field(default=frozenset(), init=False)
    _ending: bool = field(default=False, init=False)

    def ticked(self) -> None:
        """The planner has looked for what is due."""
        self._ticked = self.clock.now()

    def lagged(self, seconds: float) -> None:
        """The event loop answered so late; the worst of the last seconds counts."""
        if seconds >= self._lag_now():
            self._lag = seconds, self.clock.now()

    def expect(self, platforms: Iterable[str]) -> None:
        """These are to be connected, each of them; the others may be."""
        self._expected = frozenset(platforms)

    def connected(self, platform: str, *, well: bool = True) -> None:
        """A platform can be posted to, or cannot any more."""
        self._connected[platform] = well

    def connected_well(self, platform: str, well: bool) -> None:  # noqa: FBT001 - a fact
        """As ``connected``, for platforms that tell it as a fact."""
        self.connected(platform, well=well)

    def unconnected(self) -> tuple[str, ...]:
        """The platforms that cannot be posted to, by name."""
        return tuple(sorted(name for name, well in self._connected.items() if not well))

    def end(self) -> None:
        """The bot was told to end: it is not ready from now on."""
        self._ending = True

    def alive(self) -> Report:
        """Whether the event loop answers in time; else the process should be ended."""
        lag = self._lag_now()
        if lag < MOST_LAG:
            return Report({})
        return Report({"loop": f"answered {lag:.1f} s late"})

    async def ready(self) -> Report:
        """Whether database, planner and platforms work, and no end is near."""
        missing = dict(self._unready())
        try:
            await asyncio.wait_for(self.ping(), _PING_SECONDS)
        except Exception:  # noqa: BLE001 - whatever it is, there is no answer
            missing["database"] = "does not answer"
        return Report(missing)

    def _unready(self) -> Mapping[str, str]:
        missing = {}
        if self._ending:
            missing["process"] = "is ending"
        if not any(self._connected.values()):
            missing["platform"] = "none is connected"
        for name in sorted(self._expected):
            if not self._connected.get(name, False):
                missing[name] = "is not connected"
        if self._ticked is None:
            missing["planner"] = "has not looked yet"
        elif (age := self.clock.now() - self._ticked) > OLDEST_TICK:
            missing["planner"] = f"has not looked for {age.total_seconds():.0f} s"
        return missing

    def _lag_now(self) -> float:
        if self._lag is None or self.clock.now() - self._lag[1] > LAG_COUNTS:
            return 0.0
        return self._lag[0]
