"""Limits how often a platform reconnects; the pauses grow with each connection."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

_MINUTE, _HOUR = 60.0, 3600.0

MOST_A_MINUTE = 8
"""The maximum number of connections of one shard in a minute."""

_PAUSES = (0.0, 0.0, 1.0, 2.0, 5.0, 10.0, 15.0)
"""The delay in seconds by the number of connections of a shard in the last minute."""


@dataclass(slots=True)
class ReconnectLimiter:
    """Limits how often a platform connects; times are the event loop's, in seconds.

    ``most_an_hour`` is the maximum number of connections of one shard in an hour.
    """

    most_an_hour: int = 60 * MOST_A_MINUTE
    shards: int = 1
    _made: deque[float] = field(default_factory=deque, init=False)

    def wait(self, now: float) -> float:
        """Return the seconds to wait before the next connection."""
        while self._made and self._made[0] <= now - _HOUR:
            self._made.popleft()
        recent = [made for made in self._made if made > now - _MINUTE]
        step = min(len(recent) // self.shards, len(_PAUSES) - 1)
        paced = self._made[-1] + _PAUSES[step] - now if self._made else 0.0
        bounds = (
            self._room(recent, MOST_A_MINUTE, _MINUTE, now),
            self._room(list(self._made), self.most_an_hour, _HOUR, now),
        )
        return max(0.0, paced, *bounds)

    def note(self, now: float) -> bool:
        """Record a connection at ``now``; return whether the next pause is a long one.

        It is long after five connections of each shard within a minute.
        """
        self._made.append(now)
        recent = sum(made > now - _MINUTE for made in self._made)
        return recent // self.shards >= len(_PAUSES) - 2

    def _room(self, made: list[float], most: int, span: float, now: float) -> float:
        """Return the seconds until a limit allows one more connection.

        The limit allows ``most`` connections of each shard within ``span`` seconds;
        ``made`` are the times of the connections in this period.
        """
        limit = most * self.shards
        return made[-limit] + span - now if len(made) >= limit else 0.0
