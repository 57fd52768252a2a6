"""How many briefings people may ask for, in a window that moves with the time."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.chat.refusals import Refusal, RefusedError
from bot.core.chat.requests import Asking

WINDOW = timedelta(minutes=1)

OF_A_PERSON = 5
"""Briefings that one person may ask for within the window."""

OF_A_SERVER = 30
"""Briefings that all people of one server or workspace may ask for within it."""

_SWEEP = 1_000


@dataclass(slots=True)
class Quotas:
    """Counts what was asked for; what is refused does not count.

    It is forgotten at a restart: the window is shorter than one.
    """

    _taken: dict[str, deque[datetime]] = field(default_factory=dict)

    def take(self, asking: Asking, now: datetime) -> None:
        """Count one briefing for this person and their server.

        Raises:
            RefusedError: either has had all that may be had; it says when to retry.
        """
        limits = _limits(asking)
        for who, most in limits.items():
            wait = self._wait(who, most, now)
            if wait is not None:
                raise RefusedError(Refusal.TOO_OFTEN, _told(most, wait))
        for who in limits:
            self._taken.setdefault(who, deque()).append(now)
        if len(self._taken) > _SWEEP:
            self._sweep(now)

    def _wait(self, who: str, most: int, now: datetime) -> timedelta | None:
        """How long until there is room; ``None`` if there is."""
        taken = self._taken.get(who, deque())
        while taken and now - taken[0] >= WINDOW:
            taken.popleft()
        return None if len(taken) < most else WINDOW - (now - taken[0])

    def _sweep(self, now: datetime) -> None:
        """Forget those who have asked for nothing within the window."""
        old = [who for who, taken in self._taken.items() if now - taken[-1] >= WINDOW]
        for who in old:
            del self._taken[who]


def _limits(asking: Asking) -> Mapping[str, int]:
    """Whose briefings are counted, and how many they may have."""
    platform, server = asking.place.platform, asking.place.server
    limits = {f"{platform}/@{asking.person.id}": OF_A_PERSON}
    if server is not None:
        limits[f"{platform}/{server}"] = OF_A_SERVER
    return limits


def _told(most: int, wait: timedelta) -> str:
    # A second that has begun counts: who comes back then is not refused again.
    seconds = -int(-wait.total_seconds() // 1)
    unit = "second" if seconds == 1 else "seconds"
    who = "You" if most == OF_A_PERSON else "All people here together"
    return f"{who} can have {most} briefings a minute. Try again in {seconds} {unit}."
