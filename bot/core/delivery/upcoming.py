"""Lists when each digest goes out next to each of its channels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.delivery.planner import (
    GRACE,
    ScheduledSlot,
    coming_slots,
    plan_slots,
)
from bot.core.digests.mutes import ChannelMutes
from bot.core.domain.configuration import Destination, DigestPlan
from bot.core.domain.errors import PostError
from bot.core.domain.slots import (
    SlotKey,
    SlotKind,
    SlotState,
    StoredSlot,
    channel_of,
)
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock

MOST_TIMES = 3
"""The maximum number of next times that are listed for a channel."""

_STORED = timedelta(days=3)
_DIGESTS = {SlotKind.SCHEDULED, SlotKind.REQUESTED}
_UNFINISHED = {SlotState.DUE, SlotState.BUILDING, SlotState.BUILT}


@dataclass(frozen=True, slots=True)
class MissedSlot:
    """A slot that was missed because no bot ran.

    A bot that runs before ``until`` posts it late.
    """

    key: SlotKey
    at: datetime

    @property
    def until(self) -> datetime:
        """Return the time after which the slot is skipped."""
        return self.at + GRACE


@dataclass(frozen=True, slots=True)
class UpcomingDestination:
    """A channel of a digest: its next slots, and its overdue slots.

    ``missed`` slots are posted late when a bot runs; ``waiting`` slots are in the
    outbox. ``muted`` lists the words and sources that the channel mutes.
    """

    destination: Destination
    next: tuple[ScheduledSlot, ...]
    missed: tuple[MissedSlot, ...] = ()
    waiting: tuple[StoredSlot, ...] = ()
    muted: tuple[str, ...] = ()

    @property
    def channel(self) -> str:
        """Return the name of the channel in the store."""
        return channel_of(self.destination)


@dataclass(frozen=True, slots=True)
class UpcomingDigest:
    """A digest with its channels."""

    plan: DigestPlan
    destinations: tuple[UpcomingDestination, ...]


@dataclass(frozen=True, slots=True)
class UpcomingDigests:
    """Lists the slots that the planner will add, and those that wait in the outbox."""

    clock: Clock
    outbox: Outbox
    mutes: ChannelMutes

    async def of(
        self, plans: Sequence[DigestPlan], *, muting: Collection[str] | None = None
    ) -> tuple[UpcomingDigest, ...]:
        """Return these digests with the next slots of each of their channels.

        A slot that is stored is not planned again, even if its time was moved. With
        ``muting``, only the mutes of these channels are included, because a channel's
        mutes are shown only to its own people.

        Raises:
            StoreError: the store cannot be used.
        """
        now = self.clock.now()
        until = await self.outbox.planned_until() or now
        planning = _Planning(now, until, await self.outbox.slots(now - _STORED))
        channels = {channel_of(to): None for plan in plans for to in plan.to}
        muted = {
            channel: await self._muted(channel)
            for channel in channels
            if muting is None or channel in muting
        }
        return tuple(_digest(plan, planning, muted) for plan in plans)

    async def _muted(self, channel: str) -> tuple[str, ...]:
        """Return the mutes of a channel; none while its platform does not answer."""
        try:
            return await self.mutes.texts(channel)
        except PostError:
            return ()


def _digest(
    plan: DigestPlan, planning: _Planning, muted: Mapping[str, tuple[str, ...]]
) -> UpcomingDigest:
    channels = {channel_of(to): to for to in plan.to}
    missed, coming = planning.missed(plan), planning.coming(plan)
    destinations = [
        UpcomingDestination(
            to,
            tuple(coming.get(channel, ()))[:MOST_TIMES],
            tuple(missed.get(channel, ())),
            tuple(planning.waiting.get((plan.id, channel), ())),
            muted.get(channel, ()),
        )
        for channel, to in channels.items()
    ]
    return UpcomingDigest(plan, tuple(destinations))


class _Planning:
    """Finds slots that are not stored yet, without storing them."""

    def __init__(
        self, now: datetime, until: datetime, stored: Iterable[StoredSlot]
    ) -> None:
        self._now, self._until = now, until
        self._keys: set[SlotKey] = set()
        self.waiting: dict[tuple[str, str], list[StoredSlot]] = {}
        for slot in stored:
            key = slot.key
            self._keys.add(key)
            if slot.state in _UNFINISHED and key.kind in _DIGESTS:
                self.waiting.setdefault((key.digest, key.channel), []).append(slot)

    def missed(self, plan: DigestPlan) -> Mapping[str, Sequence[MissedSlot]]:
        """Return, for each channel, the slots that a bot that starts now posts late."""
        missed: dict[str, list[MissedSlot]] = {}
        for slot in plan_slots([plan], since=self._until, now=self._now):
            if not slot.skipped and slot.key not in self._keys:
                row = MissedSlot(slot.key, slot.at)
                missed.setdefault(slot.key.channel, []).append(row)
        return missed

    def coming(self, plan: DigestPlan) -> Mapping[str, Sequence[ScheduledSlot]]:
        """Return, for each channel, the slots that a bot will add later."""
        coming: dict[str, list[ScheduledSlot]] = {}
        for slot in coming_slots(plan, after=max(self._now, self._until)):
            if slot.key not in self._keys:
                coming.setdefault(slot.key.channel, []).append(slot)
        return coming
