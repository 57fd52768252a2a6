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

    def look(self, now: datetime) -> datetime:
        """Note that it looks now; since when it has, without a break."""
        last, self._last = self._last, now
        if self._since is None or last is None or abs(now - last) > BREAK:
            self._since = now
        self._since = min(self._since, now)
        return self._since
