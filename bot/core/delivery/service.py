"""The delivery service: plans slots, builds their digests and sends the messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.delivery.digest_builder import SlotBuilder
from bot.core.delivery.planner import plan_slots
from bot.core.delivery.sender import Sender
from bot.core.digests.subscriptions import is_personal_id
from bot.core.domain.configuration import AlertPlan, DigestPlan
from bot.core.domain.errors import PostError
from bot.core.domain.slots import (
    OutboxMessage,
    PlannedSlot,
    SkipReason,
    SlotKey,
    SlotState,
    StoredSlot,
    channel_of,
)
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, EventLog

_LATEST = 200
_JUST, _LEFT = timedelta(seconds=1), timedelta(seconds=5)


@dataclass(slots=True)
class _Turns:
    """Remembers that another process has just planned.

    This process then leaves the planning to it for the time ``_LEFT``.
    """

    _noticed: datetime | None = None

    def leave(self, now: datetime) -> None:
        """Leave the planning to the other process for the time ``_LEFT``."""
        self._noticed = now

    def is_left(self, now: datetime) -> bool:
        """Return whether the other process was noticed less than ``_LEFT`` ago.

        The clock may have been set back meanwhile.
        """
        return self._noticed is not None and abs(now - self._noticed) < _LEFT


@dataclass(frozen=True, slots=True)
class Delivery:
    """Plans, builds and sends digests; a crash at any point of a step loses nothing."""

    clock: Clock
    outbox: Outbox
    builder: SlotBuilder
    sender: Sender
    event_log: EventLog
    _turns: _Turns = field(default_factory=_Turns, init=False)

    async def plan(self, plans: Iterable[DigestPlan], *, started: datetime) -> int:
        """Plan the slots since the last planning, or since ``started`` the first time.

        If another process has just planned, leave the planning to that process for a
        while. Return the number of new slots.

        Raises:
            StoreError: The store cannot be used.
        """
        now = self.clock.now()
        if self._turns.is_left(now):
            return 0
        planned = await self.outbox.planned_until()
        if planned is not None and timedelta() <= now - planned < _JUST:
            self._turns.leave(now)
            return 0
        since = planned or started
        slots = plan_slots(plans, since=since, now=now)
        added = frozenset(await self.outbox.plan(slots, until=now))
        for slot in slots:
            # A newer slot covers one that quiet hours held back.
            if slot.reason is SkipReason.HELD or not slot.skipped:
                continue
            if slot.key in added:
                reason = "late" if slot.reason is None else slot.reason.value
                self.event_log.warning(
                    "digest skipped; Sitrep does not post it later",
                    slot=str(slot.key),
                    reason=reason,
                )
        return len(added)

    async def drop(self, plans: Iterable[DigestPlan | AlertPlan]) -> None:
        """Drop the waiting slots for which ``plans`` have no digest, alert or channel.

        These are slots of channels that no plan uses any more, and slots of personal
        digests and alerts that were cancelled.

        Raises:
            StoreError: the store cannot be used.
        """
        kept = {(plan.id, channel_of(to)) for plan in plans for to in plan.to}
        channels = {channel for _, channel in kept}
        waiting = await self.outbox.waiting_slots()
        unused = {key.channel for key in waiting} - channels
        cancelled = [
            key
            for key in waiting
            if is_personal_id(key.digest) and (key.digest, key.channel) not in kept
        ]
        count = 0
        if cancelled:
            count += await self.outbox.drop_slots(cancelled, self.clock.now())
        if unused:
            count += await self.outbox.drop_channels(unused, self.clock.now())
        if count:
            channels = unused | {key.channel for key in cancelled}
            self.event_log.warning(
                "deliveries cancelled; Sitrep does not post them",
                count=count,
                channels=", ".join(sorted(channels)),
                reason="their channel was removed or their subscription cancelled",
            )

    async def build(self) -> None:
        """Build every due slot.

        Raises:
            StoreError: The store cannot be used.
        """
        while await self.builder.build_next():
            pass

    async def send(self, channels: Collection[str] | None = None) -> None:
        """Send every due message, to these channels or to all.

        Raises:
            StoreError: The store cannot be used.
        """
        while await self.sender.send_next(channels):
            pass

    async def post_now(self, plan: DigestPlan) -> tuple[SlotKey, ...]:
        """Post a requested digest to each of its channels; return the slots' keys.

        A second request in the same second gets the same slots and posts nothing twice.

        Raises:
            StoreError: The store cannot be used.
            PostError: A channel did not accept the digest, or not yet.
        """
        now = self.clock.now()
        keys = tuple(_asked_for(plan, now))
        await self.outbox.plan([PlannedSlot(key, now) for key in keys], until=None)
        await self.build()
        # Other channels may need platforms that this process is not connected to.
        await self.send(frozenset(key.channel for key in keys))
        limit = _LATEST + len(keys)
        latest = await self.outbox.deliveries(failed=False, limit=limit)
        outcomes = {slot.key: (slot, parts) for slot, parts in latest}
        for key in keys:
            _check(*outcomes[key])
        return keys


def _asked_for(plan: DigestPlan, now: datetime) -> Iterable[SlotKey]:
    local = now.astimezone(plan.timezone)
    for destination in plan.to:
        yield SlotKey.requested(plan.id, channel_of(destination), local)


def _check(slot: StoredSlot, parts: tuple[OutboxMessage, ...]) -> None:
    """Raise a ``PostError`` with the reason if the slot's messages are not all posted."""
    if slot.state is SlotState.POSTED:
        return
    errors = (slot.error, *(part.error for part in parts))
    reason = next(filter(None, errors), "another process is working on it")
    again = "" if slot.state is SlotState.DEAD else "; a running bot tries again"
    raise PostError(f"{slot.key.channel}: {reason}{again}")
