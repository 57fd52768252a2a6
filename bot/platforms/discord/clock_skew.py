"""Estimates the age of events although the clocks of both sides differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

_CHANGED = timedelta(minutes=1)


@dataclass(slots=True)
class ClockSkew:
    """Compares the delay of each event with the smallest one so far.

    A clock that is some seconds ahead would otherwise make every event look too old. If
    the delay grows by a minute or more, a clock was set, and the estimate starts again:
    Discord itself refuses events that are really that late.
    """

    _smallest: timedelta | None = field(default=None, init=False)

    def age(self, at: datetime, now: datetime) -> timedelta:
        """The age at this machine's ``now`` of an event of Discord's time ``at``."""
        delay = now - at
        if (
            self._smallest is None
            or delay < self._smallest
            or delay - self._smallest > _CHANGED
        ):
            self._smallest = delay
        return delay - self._smallest
