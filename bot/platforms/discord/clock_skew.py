"""How old an event is when it comes, whatever the clocks of both sides show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

_CHANGED = timedelta(minutes=1)


@dataclass(slots=True)
class ClockSkew:
    """Compares each event's way with the quickest so far.

    A clock that is some seconds ahead would else make every event seem too old. Where
    all seem to be late by a minute or more, a clock was set: then it counts anew. What
    is truly that late, Discord refuses by itself.
    """

    _least: timedelta | None = field(default=None, init=False)

    def age(self, at: datetime, now: datetime) -> timedelta:
        """How old something of Discord's time ``at`` is at this machine's ``now``."""
        way = now - at
        if self._least is None or way < self._least or way - self._least > _CHANGED:
            self._least = way
        return way - self._least
