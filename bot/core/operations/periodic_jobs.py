"""The bot's periodic jobs, from polling sources to sending messages.

A job can be interrupted at any point: the next run continues its unfinished work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.delivery.alerts import AlertService
from bot.core.delivery.dispatcher import Dispatcher
from bot.core.delivery.reminder_service import ReminderService
from bot.core.delivery.service import Delivery
from bot.core.digests.service import DigestService
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import StoreError
from bot.core.domain.slots import channel_of
from bot.core.ports.services import Clock, ConfigurationSource, EventLog
from bot.core.ports.wakeups import LocalWakeups, Wakeups, Work
from bot.core.record.recorder import Recorder


@dataclass(frozen=True, slots=True)
class JobDeps:
    """The dependencies of the periodic jobs."""

    clock: Clock
    configuration: ConfigurationSource
    digest_service: DigestService
    delivery: Delivery
    event_log: EventLog
    alerts: AlertService | None = None
    recorder: Recorder | None = None
    reminders: ReminderService | None = None
    wakeups: Wakeups = field(default_factory=LocalWakeups)


@dataclass(slots=True)
class PeriodicJobs:
    """Runs the bot's jobs; an error ends only the run in which it happens.

    ``since`` is the start of the bot: the first planning covers no earlier time.
    ``ticked`` is called after each planning. If ``helps`` is set, the process is a
    worker, which sends only to platforms that it is connected to.
    """

    deps: JobDeps
    since: datetime
    ticked: Callable[[], None] = lambda: None
    helps: bool = False
    _ending: bool = field(default=False, init=False)
    _running: int = field(default=0, init=False)
    _idle: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _applied: Configuration | None = field(default=None, init=False)
    _channels: frozenset[str] | None = field(default=None, init=False)
    _is_connected: bool = field(default=False, init=False)
    _applying: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _builds: int = field(default=0, init=False)
    _no_builds: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _dispatcher: Dispatcher = field(init=False)

    def __post_init__(self) -> None:
        """Start in the idle state."""
        self._idle.set()
        self._no_builds.set()
        self._dispatcher = Dispatcher(self.deps.delivery.sender, lambda: self._ending)
        self.deps.wakeups.on(Work.SEND, self._dispatcher.wake)

    async def plan(self) -> None:
        """Plan the due slots, after dropping slots that are no longer configured."""
        await self._do("planning digests", self._plan)

    async def build(self) -> None:
        """Build the due slots, one after the other."""
        await self._do("building digests", self._build)

    async def send(self) -> None:
        """Send the due messages, those of several channels at the same time."""
        await self._do("sending messages", self._send)

    async def poll(self) -> None:
        """Poll the due sources; runs of this job may overlap."""
        await self._do("polling sources", self.deps.digest_service.poll)

    async def read(self) -> None:
        """Fetch the articles of pending items; runs of this job may overlap."""
        await self._do("fetching articles", self.deps.digest_service.fetch)

    async def alert(self) -> None:
        """Evaluate the alerts on new articles, and store the messages to post."""
        await self._do("evaluating alerts", self._alert)

    async def remind(self) -> None:
        """Store the messages for the reminders that are due."""
        await self._do("reminding of events", self._remind)

    async def reread(self) -> None:
        """Read the articles of printed lines again, and store their corrections."""
        await self._do("reading articles again", self.deps.digest_service.reread)

    async def purge(self) -> None:
        """Delete articles, digests and entries that are older than their retention."""
        await self._do("deleting old data", self._purge)

    async def record(self) -> None:
        """Add new articles to the record; a worker leaves this to the bot."""
        if not self.helps:
            await self._do("recording articles", self._record)

    async def end(self, seconds: float) -> None:
        """Start no new run, and wait up to ``seconds`` for the runs in progress."""
        self._ending = True
        self._dispatcher.wake()
        self.deps.digest_service.stop()
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            self.deps.event_log.warning(
                "jobs were still running when Sitrep stopped; the next start continues them",
                jobs=self._running,
            )
        if self.deps.alerts is not None:
            # Otherwise another process could not take the work over until the lease
            # ends.
            with suppress(StoreError):
                await self.deps.alerts.stop()

    async def _plan(self, configuration: Configuration) -> None:
        await self._apply_changes(configuration)
        plans = configuration.digests
        if await self.deps.delivery.plan(plans, started=self.since):
            self.deps.wakeups.wake(Work.BUILD)
        self.ticked()

    def _wake(self, stored: int) -> None:
        """Wake a sender if messages were stored.

        This process alone is woken if it can post to all platforms and has a free
        place; otherwise all processes are.
        """
        if not stored:
            return
        if self._is_connected and not self._dispatcher.is_full and not self._ending:
            self.deps.wakeups.wake_here(Work.SEND)
        else:
            self.deps.wakeups.wake(Work.SEND)

    async def _apply_changes(self, configuration: Configuration) -> None:
        """Drop, once, the slots and messages that a changed configuration excludes."""
        async with self._applying:
            if configuration is not self._applied:
                await self.deps.delivery.drop(configuration.plans)
                self.deps.delivery.sender.stopped.configured(configuration.plans)
                self._applied = configuration
                self._channels = self._reached(configuration)
                connected = self.deps.delivery.sender.messengers.keys()
                every = (to for plan in configuration.plans for to in plan.to)
                self._is_connected = {to.platform for to in every} <= connected

    async def _alert(self, configuration: Configuration) -> None:
        if self.deps.alerts is not None:
            await self._apply_changes(configuration)
            self._wake(await self.deps.alerts.evaluate(configuration))

    async def _remind(self, configuration: Configuration) -> None:
        if self.deps.reminders is not None:
            await self._apply_changes(configuration)
            self._wake(await self.deps.reminders.evaluate(configuration))

    async def _record(self, configuration: Configuration) -> None:
        if self.deps.recorder is not None:
            # Wait while a digest is built: it is due at a time and uses the same worker
            # processes.
            await self._no_builds.wait()
            await self.deps.recorder.record_due(configuration)

    async def _purge(self, configuration: Configuration) -> None:
        await self.deps.digest_service.purge(configuration)
        if self.deps.recorder is not None:
            await self.deps.recorder.purge(configuration)

    async def _build(self, configuration: Configuration) -> None:
        await self._apply_changes(configuration)
        self._builds += 1
        self._no_builds.clear()
        try:
            while not self._ending and await self.deps.delivery.builder.build_next():
                self._wake(1)
        finally:
            self._builds -= 1
            if not self._builds:
                self._no_builds.set()

    async def _send(self, configuration: Configuration) -> None:
        await self._apply_changes(configuration)
        await self._dispatcher.run(lambda: self._channels)

    def _reached(self, configuration: Configuration) -> frozenset[str] | None:
        """Return the configured channels on platforms connected to this process.

        Only a worker is limited to these; a bot sends to all channels: ``None``.
        """
        if not self.helps:
            return None
        connected = self.deps.delivery.sender.messengers
        every = (to for plan in configuration.plans for to in plan.to)
        return frozenset(channel_of(to) for to in every if to.platform in connected)

    async def _do(
        self, name: str, work: Callable[[Configuration], Awaitable[object]]
    ) -> None:
        if self._ending:
            return
        self._running += 1
        self._idle.clear()
        try:
            await work(await self.deps.configuration.current())
        except Exception as error:  # noqa: BLE001 - this keeps the bot alive
            self.deps.event_log.error(
                f"{name} failed; Sitrep tries again", reason=repr(error)
            )
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()
