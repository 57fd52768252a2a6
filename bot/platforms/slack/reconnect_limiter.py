"""Limits how often the socket reconnects: fast after one loss, slowly after many."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

WINDOW = 60.0
"""The span in seconds in which tries are counted."""

PAUSES = (0.0, 0.5, 2.0, 5.0, 10.0, 15.0)
"""The delay in seconds after the previous try, by the number of tries in the window."""


@dataclass(slots=True)
class SlackReconnectLimiter:
    """Spaces tries: about eight a minute at most."""

    pauses: tuple[float, ...] = PAUSES
    window: float = WINDOW
    _tries: deque[float] = field(default_factory=deque, init=False)

    def wait(self, now: float) -> float:
        """The seconds to wait before the next try; records that try."""
        while self._tries and self._tries[0] <= now - self.window:
            self._tries.popleft()
        pause = self.pauses[min(len(self._tries), len(self.pauses) - 1)]
        begun = now if not self._tries else max(now, self._tries[-1] + pause)
        self._tries.append(begun)
        return begun - now
