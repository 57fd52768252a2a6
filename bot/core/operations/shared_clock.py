"""A clock that processes on several machines share: that of their database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from typing_extensions import override

from bot.core.domain.errors import StoreError
from bot.core.ports.services import Clock, EventLog

TOLERANCE: Final = timedelta(seconds=1)
"""The smallest difference between the clocks that is corrected.

If the database takes longer than this to answer, its answer is ignored.
"""

ServerTime = Callable[[], Awaitable[datetime | None]]
"""A function that asks the database's server for its time.

It returns ``None`` if the database is a file on this machine.
"""


@dataclass(slots=True)
class SharedClock(Clock):
    """The machine's clock, corrected to the clock of the database's server.

    Leases are times in the database. If a machine's clock were minutes ahead, its
    process would take messages that another process is sending, and post them again.
    """

    machine: Clock
    event_log: EventLog
    tolerance: timedelta = TOLERANCE
    _ahead: timedelta = field(default=timedelta(0), init=False)

    @override
    def now(self) -> datetime:
        return self.machine.now() - self._ahead

    async def align(self, server_time: ServerTime) -> None:
        """Measure by how much the machine's clock is ahead of the server's."""
        before, there = self.machine.now(), None
        with suppress(StoreError):
            there = await server_time()
        took = self.machine.now() - before
        if there is None or not timedelta(0) <= took <= self.tolerance:
            return
        ahead = before + took / 2 - there
        if abs(ahead) <= self.tolerance:
            ahead = timedelta(0)
        if abs(ahead - self._ahead) > self.tolerance:
            self._tell(ahead)
            self._ahead = ahead

    def _tell(self, ahead: timedelta) -> None:
        if not ahead:
            self.event_log.info(
                "this machine's clock agrees with the database server's again"
            )
            return
        self.event_log.warning(
            "this machine's clock differs from the database server's; Sitrep uses the server's time; correct this machine's clock",
            seconds_ahead=round(ahead.total_seconds(), 1),
        )
