"""Use case: digests go out: slots are planned, built, and their parts sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.delivery.planner import plan_slots
from bot.core.delivery.sender import Sender
from bot.core.delivery.slot_builder import Builder
from bot.core.digests.subscriptions import is_personal
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.errors import PostError
from bot.core.domain.slots import (
    ASKED_FOR,
    Part,
    PlannedSlot,
    SkipReason,
    SlotKey,
    SlotState,
    StoredSlot,
    channel_of,
)
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, Journal

_LATEST = 200


@dataclass(frozen=True, slots=True)
class Delivery:
    """Everything between a time and a post; each step may be cut short at any point."""

    clock: Clock
    outbox: Outbox
    builder: Builder
    sender: Sender
    journal: Journal

    async def plan(self, plans: Iterable[DigestPlan], *, started: datetime) -> None:
        """Plan what has become due since the last time, or since the very start.

        Raises:
            StoreError: the store cannot be used.
        """
        now = self.clock.now()
        since = await self.outbox.planned_until() or started
        slots = plan_slots(plans, since=since, now=now)
        added = frozenset(await self.outbox.plan(slots, until=now))
        for slot in slots:
            # What quiet hours held is told by a newer one.
            if slot.reason is SkipReason.HELD or not slot.skipped:
                continue
            if slot.key in added:
                reason = "late" if slot.reason is None else slot.reason.value
                self.journal.warning(
                    "digest skipped", slot=str(slot.key), reason=reason
                )

    async def drop(self, plans: Iterable[DigestPlan]) -> None:
        """Give up what waits for channels that no digest goes to any more.

        So is what waits of one that its person has ended, who may have others.

        Raises:
            StoreError: the store cannot be used.
        """
        kept = {(plan.id, channel_of(found)) for plan in plans for found in plan.to}
        channels = {channel for _, channel in kept}
        waiting = await self.outbox.waiting_slots()
        gone = {key.channel for key in waiting} - channels
        ended = [
            key
            for key in waiting
            if is_personal(key.digest) and (key.digest, key.channel) not in kept
        ]
        number = 0
        if ended:
            number += await self.outbox.drop_slots(ended, self.clock.now())
        if gone:
            number += await self.outbox.drop_channels(gone, self.clock.now())
        if number:
            self.journal.warning("deliveries dropped", number=number)

    async def build(self) -> None:
        """Build every slot that is due.

        Raises:
            StoreError: the store cannot be used.
        """
        while await self.builder.build_next():
            pass

    async def send(self, channels: Collection[str] | None = None) -> None:
        """Send every part that may be sent, to these channels or to all.

        Raises:
            StoreError: the store cannot be used.
        """
        while await self.sender.send_next(channels):
            pass

    async def post_now(self, plan: DigestPlan) -> tuple[SlotKey, ...]:
        """Post a digest that somebody asked for, to each of its channels.

        What is asked for again in the same second is the same.

        Raises:
            StoreError: the store cannot be used.
            PostError: a channel did not take it, or not yet.
        """
        now = self.clock.now()
        keys = tuple(_asked_for(plan, now))
        await self.outbox.plan([PlannedSlot(key, now) for key in keys], until=None)
        await self.build()
        # What goes elsewhere may need what this process is not connected to.
        await self.send(frozenset(key.channel for key in keys))
        limit = _LATEST + len(keys)
        latest = await self.outbox.deliveries(failed=False, limit=limit)
        outcomes = {slot.key: (slot, parts) for slot, parts in latest}
        for key in keys:
            _check(*outcomes[key])
        return keys


def _asked_for(plan: DigestPlan, now: datetime) -> Iterable[SlotKey]:
    local = now.astimezone(plan.timezone)
    second = (local.hour * 60 + local.minute) * 60 + local.second
    for destination in plan.to:
        channel = channel_of(destination)
        yield SlotKey(plan.id, channel, local.date(), ASKED_FOR + second)


def _check(slot: StoredSlot, parts: tuple[Part, ...]) -> None:
    """Refuse a slot that is not posted, with what kept it back."""
    if slot.state is SlotState.POSTED:
        return
    errors = (slot.error, *(part.error for part in parts))
    reason = next(filter(None, errors), "another process has it in hand")
    again = (
        "" if slot.state is SlotState.DEAD else "; it is tried again while sitrep runs"
    )
    raise PostError(f"{slot.key.channel}: {reason}{again}")
