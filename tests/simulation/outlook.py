"""An outbox that gives the next moment with something to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.slots import NewMessage, PlannedSlot, SlotKey, SlotState
from bot.core.messages.codec import message_document
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

    async def post_alert(self, slot: PlannedSlot, above: SlotKey | None) -> bool:
        """Add a built slot with one message, in the thread of the slot above it.

        It is one transaction, as in the store: ``False`` if the slot is there.
        """
        if self.has(slot.key):
            return False
        self._add(slot)
        row, lane = self._slots[slot.key], self._lanes[slot.key.channel]
        lane.remove_slot(row)
        text = Text(str(slot.key))
        message = Message((Section(None, (Row((text,)),)),))
        body = json.dumps(message_document(message), sort_keys=True)
        reply_to = None if above is None else self.carrier(above)
        self._add_part(lane, row, NewMessage(0, body, reply_to))
        row.state = SlotState.BUILT
        return True

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
