"""Use case: what the operator watches is looked at again and again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from bot.core.domain.alerts import Notice, Trouble
from bot.core.domain.configuration import Configuration, Destination
from bot.core.domain.errors import StoreError
from bot.core.domain.slots import NONCE_LENGTH
from bot.core.operations.alert_rules import (
    DELIVERY,
    LOOKED_BACK,
    SOURCE,
    delivery_troubles,
    source_troubles,
    store_trouble,
)
from bot.core.operations.notifier import Notices
from bot.core.ports.metrics import NO_METER, Level, Meter
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, ConfigurationSource, Journal
from bot.core.ports.stores import SourceStore

PATIENCE = timedelta(minutes=1)
"""How long the store may be out of use before the operator is told."""

Reports = Mapping[str, Callable[[], Collection[Trouble]]]
"""What only this process knows, by family: asked each time, kept when it changes."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is looked at."""

    clock: Clock
    configuration: ConfigurationSource
    sources: SourceStore
    outbox: Outbox
    journal: Journal
    meter: Meter = NO_METER


@dataclass(slots=True)
class Oversight:
    """Notes how much waits, finds troubles and has them told."""

    scene: Scene
    notices: Notices
    reports: Reports = field(default_factory=dict)
    _kept: dict[str, tuple[object, ...]] = field(default_factory=dict, init=False)
    _failing: datetime | None = field(default=None, init=False)
    _outage: Notice | None = field(default=None, init=False)

    async def look(self) -> None:
        """Look once; whatever goes wrong, it is looked again."""
        try:
            configuration = await self.scene.configuration.current()
            await self._look(configuration)
        except Exception as error:  # noqa: BLE001 - this keeps the bot alive
            self.scene.journal.error("oversight failed", reason=repr(error))

    async def _look(self, configuration: Configuration) -> None:
        channels = configuration.operator
        try:
            await self._measure()
            if channels:
                await self._tell(configuration)
        except StoreError as error:
            await self._store_fails(channels, error)
        else:
            await self._store_works(channels)

    async def _measure(self) -> None:
        now = self.scene.clock.now()
        depth, oldest = await self.scene.outbox.depth(now)
        overdue = timedelta(0) if oldest is None else max(timedelta(0), now - oldest)
        self.scene.meter.set(Level.OUTBOX_DEPTH, depth)
        self.scene.meter.set(Level.OUTBOX_OLDEST, overdue.total_seconds())

    async def _tell(self, configuration: Configuration) -> None:
        channels = configuration.operator
        states = await self.scene.sources.states()
        troubles = source_troubles(configuration.sources, states)
        await self.notices.note(channels, SOURCE, troubles)
        since = self.scene.clock.now() - LOOKED_BACK
        slots = await self.notices.store.given_up(since)
        await self.notices.note(channels, DELIVERY, delivery_troubles(slots))
        for family, report in self.reports.items():
            await self._note_change(channels, family, report())
        await self.notices.send(channels)

    async def _note_change(
        self,
        channels: Sequence[Destination],
        family: str,
        troubles: Collection[Trouble],
    ) -> None:
        """Keep what this process finds, unless it found the same the last time.

        Another process may find the contrary; neither must undo what the other told.
        """
        found = (*channels, *troubles)
        if self._kept.get(family) != found:
            await self.notices.note(channels, family, troubles)
            self._kept[family] = found

    async def _store_fails(
        self, channels: Sequence[Destination], error: StoreError
    ) -> None:
        now = self.scene.clock.now()
        self.scene.journal.error("store cannot be used", reason=str(error))
        self._failing = self._failing or now
        if self._outage is not None or now - self._failing < PATIENCE:
            return
        notice = Notice(0, store_trouble(error), self._failing)
        if await self.notices.tell_at_once(channels, notice, nonce=_nonce(notice)):
            self._outage = notice

    async def _store_works(self, channels: Sequence[Destination]) -> None:
        self._failing = None
        if self._outage is None:
            return
        over = Notice(0, self._outage.trouble, self._outage.at, over=True)
        if await self.notices.tell_at_once(channels, over, nonce=_nonce(over)):
            self._outage = None


def _nonce(notice: Notice) -> str:
    name = f"{notice.trouble.key}|{notice.over}|{notice.at.isoformat()}"
    return sha256(name.encode()).hexdigest()[:NONCE_LENGTH]
