"""Measures for how long a process has polled the outbox without a gap."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

SUSPENDED_AFTER = timedelta(minutes=2)
"""The time without a poll of the outbox after which a process counts as suspended.

The process normally polls every second. A post takes 30 seconds at most, and so does
each page of a channel history that the sender reads before the post.
"""


@dataclass(slots=True)
class AwakeTracker:
    """Tracks since when a process has polled the outbox without a gap.

    The uptime starts anew when the process starts, was suspended or could not reach its
    store, and when its clock was set. Messages count waiting times only within it.
    """

    _since: datetime | None = field(default=None, init=False)
    _last: datetime | None = field(default=None, init=False)

    def awake_since(self, now: datetime) -> datetime:
        """Return the start of the current uptime; ``now`` if a new uptime begins now."""
        started, last = self._since, self._last
        if started is None or last is None or abs(now - last) > SUSPENDED_AFTER:
            return now
        return min(started, now)

    def observe(self, now: datetime) -> datetime:
        """Record a poll of the outbox at ``now``; return the start of the uptime."""
        self._since, self._last = self.awake_since(now), now
        return self._since
