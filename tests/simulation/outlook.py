"""An outbox that gives the next moment with something to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.core.domain.slots import SlotKey
from bot.core.ports.outbox import blocking_cutoff
from tests.fakes.outbox.channel_queue import Lane
from tests.fakes.outbox.memory import MemoryOutbox


class OpenOutbox(MemoryOutbox):
    """The outbox in memory, which lets its tests look ahead."""

    def next_moment(self) -> datetime | None:
        """When a slot or part may be taken at the earliest; ``None`` when none is left.

        It may be long ago.
        """
        moments = (moment for lane in self._lanes.values() for moment in _moments(lane))
        return min(moments, default=None)

    def has(self, key: SlotKey) -> bool:
        """Whether the slot is planned."""
        return key in self._slots

    def carrier(self, key: SlotKey) -> int | None:
        """The row of a slot's first message; ``None`` if the slot is not built."""
        slot = self._slots.get(key)
        return slot.parts[0].id if slot is not None and slot.parts else None


def _moments(lane: Lane) -> Iterator[datetime]:
    building = lane.building
    yield from (slot.lease_until for slot in building if slot.lease_until is not None)
    if not building:
        yield from (slot.next_at for slot in lane.slots)
    if lane.sending is not None and lane.sending.lease_until is not None:
        yield lane.sending.lease_until
    elif (first := lane.first_part()) is not None:
        moment = first.next_at or first.slot.at
        # One that is held up goes when something became of those before it.
        if not lane.is_blocked(first.slot, moment, blocking_cutoff(moment, None)):
            yield moment
