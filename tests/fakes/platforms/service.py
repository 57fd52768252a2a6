"""One bot or more on a database and a platform, each a process of its own.

What is done to one of them leaves the others as they are.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import Popen
from time import sleep
from typing import TypeVar

from sqlalchemy import Connection, text

from bot.core.domain.errors import StoreError, StoreFault
from bot.core.domain.slots import OutboxMessage, SlotState, StoredSlot
from bot.stores.sql.database import Database
from bot.stores.sql.outbox_admin import latest_deliveries
from tests.fakes import report_files
from tests.fakes.command import Forked
from tests.fakes.platforms.bot import Edition, Order
from tests.fakes.platforms.crashes import BOT, begin
from tests.fakes.platforms.grounds import Ground, places, running
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.killing import Replicas, wait_for
from tests.fakes.wires import Wires

SPEED = 25.0
"""A minute of the bot's takes so many times less; what the machine takes stays."""

PATIENCE = 90.0
"""So many seconds are waited for what should come about much sooner."""

OVER = frozenset({SlotState.POSTED, SlotState.SKIPPED, SlotState.DEAD})

Read = TypeVar("Read")

_GLANCE = 0.02
_REPORTS = 2
_SENDING = text("SELECT DISTINCT owner FROM outbox WHERE state = 'sending'")


@dataclass(slots=True)
class Service:
    """A digest that comes due in each of ``channels``, each day at ``at``.

    Channels are ids.
    """

    database: str
    folder: Path
    clock: HastyClock
    platform: Ground
    at: datetime
    kind: str
    channels: Sequence[str]
    replicas: int = 1
    _orders: int = field(default=0, init=False)

    @contextmanager
    def bots(
        self,
        *,
        clock: HastyClock | None = None,
        through: Wires | None = None,
        ahead: timedelta = timedelta(),
        module: str = BOT,
        start: type[Popen[bytes]] = Forked,
    ) -> Iterator[Replicas]:
        """Run them until the end of the block, where they are killed.

        They reach database and platform ``through`` wires that can be cut. The clock of
        their machine is ``ahead`` of that of the others.
        """
        self._orders += 1
        path = self.folder / f"order-{self._orders}.json"
        to = [f"{self.kind}/{channel}" for channel in self.channels]
        edition = Edition("daily", f"{self.at:%H:%M:%S}", str(self._texts()), to)
        told = str(clock or self.clock)
        database, place = self.database, self.platform.environment
        if through is not None:
            database, place = through.database, dict(through.environment)
        order = Order(database, told, place, [edition], ahead=ahead.total_seconds())
        order.write(path)
        command = (sys.executable, "-m", module, str(path))
        with Replicas(command, self.replicas, self.log, start) as running:
            yield running

    @property
    def log(self) -> Path:
        """Where all that the bots say stands."""
        return self.folder / "log"

    def said(self, event: str) -> int:
        """How often the bots have said something."""
        return self.log.read_bytes().count(f'"event": "{event}"'.encode())

    def hear(self, event: str, number: int = 1) -> None:
        """Wait until the bots have said something so many times in all."""
        self.wait(lambda: self.said(event) >= number, event)

    def finish(self, slots: int = 1) -> None:
        """Wait until so many slots are there, and nothing is to be done for any."""
        self.wait(lambda: self._is_over(slots), "the end")

    def sender(self) -> int:
        """Wait until a part is on its way; the number of the process that sends it."""
        owners: list[str] = []

        def has_sender() -> bool:
            owners[:] = self._senders()
            return bool(owners)

        self.wait(has_sender, "a part on its way")
        (owner,) = owners
        return int(owner.split("-")[-2])

    @contextmanager
    def sender_stopped(self) -> Iterator[None]:
        """Let the process that sends stand still until the end of the block.

        It does not stop inside a transaction, which would keep the others waiting.
        """
        while True:
            with stopped(self.sender()):
                if self._is_unlocked():
                    yield
                    return
            sleep(_GLANCE)

    def cut_off(self, wires: Wires) -> None:
        """Cut off what sends through wires, while a part is on its way.

        It does not hang inside a transaction, which would keep the others waiting.
        """
        while True:
            self.sender()
            wires.cut()
            if self._is_unlocked():
                return
            wires.mend()

    def wait(self, settled: Callable[[], bool], what: str) -> None:
        """Wait for something.

        Raises:
            AssertionError: it does not come about.
        """
        if not wait_for(settled, PATIENCE, pause=_GLANCE):
            raise AssertionError(f"{what} never came:\n{self.log.read_text()}")

    def pass_time(self, lasts: timedelta) -> None:
        """Let so much time pass on the clock of the bots."""
        sleep(self.clock.real(lasts.total_seconds()))

    def slots(self) -> list[StoredSlot]:
        """All slots, the earliest first."""
        return [slot for slot, _ in self._stored()]

    def states(self) -> list[SlotState]:
        """What became of them."""
        return [slot.state for slot in self.slots()]

    def posted(self) -> list[tuple[str, ...]]:
        """What stands in each channel: the idempotency keys of messages, as they appeared."""
        return [self.platform.keys(channel) for channel in self.channels]

    def wanted(self) -> list[tuple[str, ...]]:
        """What should: all parts of each channel's slots, once and in order."""
        return [
            tuple(
                part.idempotency_key
                for slot, parts in self._stored()
                for part in parts
                if slot.key.channel == f"{self.kind}/{channel}"
            )
            for channel in self.channels
        ]

    def _is_over(self, slots: int) -> bool:
        states = self.states()
        return len(states) == slots and OVER.issuperset(states)

    def _stored(self) -> list[tuple[StoredSlot, tuple[OutboxMessage, ...]]]:
        found = self._read(lambda c: latest_deliveries(c, failed=False, limit=1_000))
        return list(reversed(found))

    def _senders(self) -> Sequence[str]:
        return self._read(lambda connection: list(connection.scalars(_SENDING)))

    def _read(self, work: Callable[[Connection], Read]) -> Read:
        database = Database(self.database)
        try:
            return database.read_now(work)
        finally:
            database.close_now()

    def _is_unlocked(self) -> bool:
        database = Database(self.database)
        try:
            database.write_now(lambda _: None, alone=True)
        except StoreError as error:
            if error.reason is not StoreFault.LOCKED:
                raise
            return False
        else:
            return True
        finally:
            database.close_now()

    def _texts(self) -> Path:
        texts = self.folder / "texts"
        if not texts.exists():
            report_files.write(texts, 0, _REPORTS)
        return texts


@contextmanager
def in_service(
    database: str,
    folder: Path,
    *,
    to: tuple[str, int] = ("slack", 1),
    due: timedelta = timedelta(),
    since: timedelta = timedelta(hours=2),
) -> Iterator[Service]:
    """A digest that is ``due`` so long from now on a platform; no bot runs yet.

    ``to`` is the platform and in how many channels. All is planned up to ``since``
    before the digest is due.
    """
    kind, channels = to
    clock = HastyClock.started(SPEED)
    at = clock.now().replace(microsecond=0) + due
    begin(database, at - since)
    with running(kind, clock, channels) as platform:
        there = places(kind, platform, channels)
        yield Service(database, folder, clock, platform, at, kind, there)


@contextmanager
def stopped(*processes: int) -> Iterator[None]:
    """Let processes stand still until the end of the block."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


def workers(process: int) -> tuple[int, ...]:
    """What works for a process: what is started by what it has started."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # After the name, which may hold anything: the state, and the parent.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(fields[1])
    return tuple(one for one in parents if parents.get(parents[one]) == process)


def is_alive(process: int) -> bool:
    """Whether there is such a process."""
    return Path(f"/proc/{process}").exists()
