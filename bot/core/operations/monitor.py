"""Monitoring: measures the outbox, evaluates the notice rules and sends notices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from bot.core.domain.configuration import Configuration, Destination
from bot.core.domain.errors import StoreError
from bot.core.domain.operator_notices import Incident, Notice
from bot.core.domain.slots import IDEMPOTENCY_KEY_LENGTH
from bot.core.operations.notice_rules import (
    DELIVERY,
    LOOKBACK,
    SOURCE,
    delivery_incidents,
    source_incidents,
    store_incident,
)
from bot.core.operations.notifier import Notifier
from bot.core.ports.metrics import NO_METRICS, GaugeName, Metrics
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, ConfigurationSource, EventLog
from bot.core.ports.stores import SourceStore

OUTAGE_DELAY = timedelta(minutes=1)
"""How long the store must be unusable before the operator is notified."""

Reports = Mapping[str, Callable[[], Collection[Incident]]]
"""Functions that return the incidents only this process knows, by family.

They are called on each run.
"""


@dataclass(frozen=True, slots=True)
class MonitorDeps:
    """The dependencies of the monitor."""

    clock: Clock
    configuration: ConfigurationSource
    sources: SourceStore
    outbox: Outbox
    event_log: EventLog
    metrics: Metrics = NO_METRICS


@dataclass(slots=True)
class Monitor:
    """Records metrics of the outbox, finds incidents and notifies the operator."""

    deps: MonitorDeps
    notices: Notifier
    reports: Reports = field(default_factory=dict)
    _recorded: dict[str, tuple[object, ...]] = field(default_factory=dict, init=False)
    _failing: datetime | None = field(default=None, init=False)
    _outage: Notice | None = field(default=None, init=False)

    async def run(self) -> None:
        """Record metrics, find incidents and post notices, once; an error is logged."""
        try:
            configuration = await self.deps.configuration.current()
            await self._run(configuration)
        except Exception as error:  # noqa: BLE001 - this keeps the bot alive
            self.deps.event_log.error(
                "metrics and operator notices not updated; Sitrep tries again",
                reason=repr(error),
            )

    async def _run(self, configuration: Configuration) -> None:
        channels = configuration.operator
        try:
            await self._measure()
            if channels:
                await self._notify(configuration)
        except StoreError as error:
            await self._store_fails(channels, error)
        else:
            await self._store_works(channels)

    async def _measure(self) -> None:
        now = self.deps.clock.now()
        depth, oldest = await self.deps.outbox.depth(now)
        overdue = timedelta(0) if oldest is None else max(timedelta(0), now - oldest)
        self.deps.metrics.set(GaugeName.OUTBOX_DEPTH, depth)
        self.deps.metrics.set(GaugeName.OUTBOX_OLDEST, overdue.total_seconds())

    async def _notify(self, configuration: Configuration) -> None:
        channels = configuration.operator
        states = await self.deps.sources.states()
        incidents = source_incidents(configuration.sources, states)
        await self.notices.note(channels, SOURCE, incidents)
        since = self.deps.clock.now() - LOOKBACK
        slots = await self.notices.store.failed_slots(since)
        await self.notices.note(channels, DELIVERY, delivery_incidents(slots))
        for family, report in self.reports.items():
            await self._note_change(channels, family, report())
        await self.notices.send(channels)

    async def _note_change(
        self,
        channels: Sequence[Destination],
        family: str,
        incidents: Collection[Incident],
    ) -> None:
        """Store the incidents of a ``family`` if they changed since the last run.

        Several processes may see different incidents. Storing only changes keeps one
        process from undoing the notices of another.
        """
        state = (*channels, *incidents)
        if self._recorded.get(family) != state:
            await self.notices.note(channels, family, incidents)
            self._recorded[family] = state

    async def _store_fails(
        self, channels: Sequence[Destination], error: StoreError
    ) -> None:
        now = self.deps.clock.now()
        self.deps.event_log.error(
            "database cannot be used; Sitrep tries again", reason=str(error)
        )
        self._failing = self._failing or now
        if self._outage is not None or now - self._failing < OUTAGE_DELAY:
            return
        notice = Notice(0, store_incident(error), self._failing)
        if await self.notices.post_unstored(
            channels, notice, idempotency_key=_nonce(notice)
        ):
            self._outage = notice

    async def _store_works(self, channels: Sequence[Destination]) -> None:
        self._failing = None
        if self._outage is None:
            return
        over = Notice(0, self._outage.incident, self._outage.at, over=True)
        if await self.notices.post_unstored(
            channels, over, idempotency_key=_nonce(over)
        ):
            self._outage = None


def _nonce(notice: Notice) -> str:
    name = f"{notice.incident.key}|{notice.over}|{notice.at.isoformat()}"
    return sha256(name.encode()).hexdigest()[:IDEMPOTENCY_KEY_LENGTH]
