"""How often a connection may be tried: quickly after one loss, slowly after many."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

WINDOW = 60.0
"""Seconds in which tries are counted."""

PAUSES = (0.0, 0.5, 2.0, 5.0, 10.0, 15.0)
"""Seconds between a try and the one before, by how many there were in the window."""


@dataclass(slots=True)
class SlackReconnectLimiter:
    """Keeps tries apart: at most some eight a minute, however connections end."""

    pauses: tuple[float, ...] = PAUSES
    window: float = WINDOW
    _tries: deque[float] = field(default_factory=deque, init=False)

    def wait(self, now: float) -> float:
        """How many seconds are to pass before a try is made; it counts from then on."""
        while self._tries and self._tries[0] <= now - self.window:
            self._tries.popleft()
        pause = self.pauses[min(len(self._tries), len(self.pauses) - 1)]
        begun = now if not self._tries else max(now, self._tries[-1] + pause)
        self._tries.append(begun)
        return begun - now
