"""The clock that processes on several machines share."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.core.domain.errors import StoreError
from bot.core.operations.shared_clock import SharedClock
from tests.fakes.ports import FakeClock, FakeJournal

SECOND = timedelta(seconds=1)
DIFFERS = "this machine's clock differs from the database server's; Sitrep uses the server's time; correct this machine's clock"


class Server:
    """A server whose clock is so far behind the machine's."""

    def __init__(self, machine: FakeClock, behind: timedelta) -> None:
        self.machine, self.behind = machine, behind
        self.takes = timedelta()
        self.fails = False

    async def time(self) -> datetime | None:
        """What its clock shows when half of the time that it takes is over."""
        if self.fails:
            raise StoreError("no database server answers there")
        self.machine.move(self.takes / 2)
        at = self.machine.now() - self.behind
        self.machine.move(self.takes / 2)
        return at


async def no_server() -> datetime | None:
    """The database is a file."""
    return None


@pytest.fixture
def machine() -> FakeClock:
    """The machine's clock."""
    return FakeClock()


@pytest.fixture
def journal() -> FakeJournal:
    """What is told."""
    return FakeJournal()


@pytest.mark.parametrize("minutes", [5, -5])
async def test_a_wrong_clock_is_corrected_and_told_once(
    machine: FakeClock, journal: FakeJournal, minutes: int
) -> None:
    server = Server(machine, timedelta(minutes=minutes))
    clock = SharedClock(machine, journal)
    for _ in range(3):
        await clock.align(server.time)

    assert clock.now() == machine.now() - server.behind
    assert journal.events("warning") == [DIFFERS]


async def test_a_slow_or_failing_server_tells_no_time(
    machine: FakeClock, journal: FakeJournal
) -> None:
    server, clock = Server(machine, 300 * SECOND), SharedClock(machine, journal)
    server.takes = 3 * SECOND
    await clock.align(server.time)
    server.fails = True
    await clock.align(server.time)
    await clock.align(no_server)

    assert clock.now() == machine.now()
    assert journal.entries == []
