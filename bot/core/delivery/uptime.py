"""How long a process has been awake: what waits for it does not wait meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

BREAK = timedelta(minutes=2)
"""Who has not looked for so long was not awake: it looks each second. A post takes
20 seconds at most, and a look for one as long for each page of a history."""


@dataclass(slots=True)
class Vigil:
    """Since when a process has looked at the outbox without a break.

    A process that begins, or goes on after it stood still, or whose store was away,
    has not waited for anything yet. Nor has one whose clock was set.
    """

    _since: datetime | None = field(default=None, init=False)
    _last: datetime | None = field(default=None, init=False)

    def since(self, now: datetime) -> datetime:
        """Since when it has looked without a break; from now on if it has not."""
        begun, last = self._since, self._last
        if begun is None or last is None or abs(now - last) > BREAK:
            return now
        return min(begun, now)

    def look(self, now: datetime) -> datetime:
        """Note that it looked now; since when it has, without a break."""
        self._since, self._last = self.since(now), now
        return self._since
