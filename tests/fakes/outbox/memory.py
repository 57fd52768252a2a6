"""A model of the outbox in memory: the tests compare the SQL outbox with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from typing_extensions import override

from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    MessageState,
    NewMessage,
    OutboxMessage,
    PlannedSlot,
    SlotKey,
    SlotKind,
    SlotState,
    StoredSlot,
    idempotency_key_of,
)
from bot.core.ports.outbox import Outbox, blocking_cutoff
from tests.fakes.outbox.channel_queue import Lane
from tests.fakes.outbox.rows import PartRow, SlotRow

DROPPED = "the channel was removed from the configuration"
UNWANTED = "the subscription was cancelled"

_WAITING = frozenset({SlotState.DUE, SlotState.BUILDING, SlotState.BUILT})


@dataclass(slots=True)
class Turn:
    """The workspace that was served last: the ones after it are served next."""

    last: str = ""

    def of(self, slot: SlotRow) -> tuple[bool, str]:
        """The sort key of the workspace of a slot."""
        name = _workspace(slot)
        return name <= self.last, name

    def take(self, slot: SlotRow) -> None:
        """Serve the workspace of a slot."""
        self.last = _workspace(slot)


def _workspace(slot: SlotRow) -> str:
    channel = slot.key.channel
    return channel[: channel.rfind("/") + 1]


class MemoryOutbox(Outbox):
    """Keeps slots and parts; ``editions`` are the frozen ones.

    No method waits for anything, so each is one transaction for all tasks of a loop.
    """

    def __init__(self) -> None:
        self.editions: dict[SlotKey, Edition] = {}
        self._until: datetime | None = None
        self._slots: dict[SlotKey, SlotRow] = {}
        self._parts: dict[int, PartRow] = {}
        self._lanes: defaultdict[str, Lane] = defaultdict(Lane)
        self._ids = count(1)
        self._build_turn, self._send_turn = Turn(), Turn()

    @override
    async def planned_until(self) -> datetime | None:
        return self._until

    @override
    async def plan(
        self, slots: Collection[PlannedSlot], until: datetime | None
    ) -> tuple[SlotKey, ...]:
        if until is not None and (self._until is None or until > self._until):
            self._until = until
        return tuple(slot.key for slot in slots if self._add(slot))

    @override
    async def claim_slot(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        awake: datetime | None = None,
        building: Collection[SlotKey] = (),
    ) -> StoredSlot | None:
        after = blocking_cutoff(now, awake)
        lanes = self._lanes.values()
        slots = filter(None, (lane.next_slot(now, after, building) for lane in lanes))
        found = min(
            slots,
            key=lambda slot: (
                slot.is_over(after),
                () if slot.is_over(after) else self._build_turn.of(slot),
                slot.order,
            ),
            default=None,
        )
        if found is None:
            return None
        self._build_turn.take(found)
        self._lanes[found.key.channel].take_slot(found, owner, now, lease)
        return found.value()

    @override
    async def store_messages(
        self, slot: StoredSlot, edition: Edition | None, parts: Collection[NewMessage]
    ) -> bool:
        row = self._slots.get(slot.key)
        if row is None or not row.is_held_by(slot):
            return False
        if row.state is not SlotState.BUILDING:
            return True
        lane = self._lanes[slot.key.channel]
        lane.remove_slot(row)
        if edition is not None:
            self.editions[slot.key] = edition
        for part in sorted(parts, key=lambda part: part.number):
            self._add_part(lane, row, part)
        row.state = SlotState.BUILT if row.parts else SlotState.POSTED
        row.lease_until = row.error = None
        return True

    @override
    async def return_slot(
        self, slot: StoredSlot, *, error: str, again: datetime | None
    ) -> bool:
        row = self._slots.get(slot.key)
        if row is None or not row.is_held_by(slot):
            return False
        if row.state is not SlotState.BUILDING:
            return False
        if again is None:
            self._lanes[slot.key.channel].remove_slot(row)
            row.leave(SlotState.DEAD, error)
        else:
            row.leave(SlotState.DUE, error)
            row.next_at = again
        return True

    @override
    async def claim_message(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        channels: Collection[str] | None = None,
        without: Collection[str] = (),
        awake: datetime | None = None,
    ) -> OutboxMessage | None:
        after = blocking_cutoff(now, awake)
        parts = filter(
            None,
            (
                lane.next_part(now, after)
                for channel, lane in self._lanes.items()
                if (channels is None or channel in channels)
                and channel.partition("/")[0] not in without
            ),
        )
        found = min(
            parts,
            key=lambda part: (self._send_turn.of(part.slot), part.order),
            default=None,
        )
        if found is None:
            return None
        self._send_turn.take(found.slot)
        self._lane(found).take_part(found, owner, now, lease)
        return found.value()

    @override
    async def has_lease(self, part: OutboxMessage, owner: str, now: datetime) -> bool:
        row = self._held(part, owner)
        return row is not None and row.lease_until is not None and row.lease_until > now

    @override
    async def previous_message(self, part: OutboxMessage) -> str | None:
        key = part.slot
        earlier = (
            row
            for row in self._slots.values()
            if (row.key.digest, row.key.channel) == (key.digest, key.channel)
            and (row.key.day, row.key.index) < (key.day, key.index)
            and row.key.kind in {SlotKind.SCHEDULED, SlotKind.REQUESTED}
            and row.parts
            and row.parts[0].state is MessageState.SENT
        )
        last = max(earlier, key=lambda row: (row.key.day, row.key.index), default=None)
        return None if last is None else last.parts[0].message_id

    @override
    async def mark_sent(self, part: OutboxMessage, owner: str, message_id: str) -> bool:
        row = self._held(part, owner)
        if row is None:
            return False
        self._lane(row).remove_part(row)
        row.leave(MessageState.SENT)
        row.message_id = message_id
        if all(other.state is MessageState.SENT for other in row.slot.parts):
            row.slot.state = SlotState.POSTED
        return True

    @override
    async def retry_message(
        self,
        part: OutboxMessage,
        owner: str,
        *,
        error: str,
        again: datetime,
        not_sent: bool = False,
    ) -> bool:
        row = self._held(part, owner)
        if row is None:
            return False
        row.attempts -= not_sent
        self._lane(row).sending = None
        row.leave(MessageState.PENDING, error)
        row.next_at = again
        return True

    @override
    async def dead_letter(self, part: OutboxMessage, owner: str, *, error: str) -> bool:
        row = self._held(part, owner)
        if row is None:
            return False
        self._bury(row.slot, error)
        return True

    @override
    async def drop_channels(self, channels: Collection[str], now: datetime) -> int:
        lanes = [self._lanes[name] for name in set(channels) if name in self._lanes]
        slots = {slot for lane in lanes for slot in lane.slots}
        slots |= {part.slot for lane in lanes for part in lane.parts}
        for slot in slots:
            self._bury(slot, DROPPED)
        return len(slots)

    @override
    async def waiting_slots(self) -> tuple[SlotKey, ...]:
        rows = [row for row in self._slots.values() if row.state in _WAITING]
        return tuple(row.key for row in sorted(rows, key=lambda row: row.order))

    @override
    async def slots(self, since: datetime) -> tuple[StoredSlot, ...]:
        rows = [
            row
            for row in self._slots.values()
            if row.state in _WAITING or row.at >= since
        ]
        return tuple(row.value() for row in sorted(rows, key=lambda row: row.order))

    @override
    async def drop_slots(self, slots: Collection[SlotKey], now: datetime) -> int:
        rows = [self._slots[key] for key in set(slots) if key in self._slots]
        waiting = [row for row in rows if row.state in _WAITING]
        for row in waiting:
            self._bury(row, UNWANTED)
        return len(waiting)

    @override
    async def deliveries(
        self, *, failed: bool, limit: int
    ) -> tuple[tuple[StoredSlot, tuple[OutboxMessage, ...]], ...]:
        rows = [
            row
            for row in self._slots.values()
            if not failed or row.state is SlotState.DEAD
        ]
        rows.sort(key=lambda row: row.order, reverse=True)
        return tuple(
            (row.value(), tuple(part.value() for part in row.parts))
            for row in rows[:limit]
        )

    @override
    async def requeue(self, slot: SlotKey, now: datetime) -> bool:
        row = self._slots.get(slot)
        if row is None or row.state is not SlotState.DEAD:
            return False
        lane = self._lanes[slot.channel]
        row.attempts, row.next_at, row.begun = 0, now, None if row.parts else now
        if not row.parts:
            row.leave(SlotState.DUE)
            lane.add_slot(row)
            return True
        row.leave(SlotState.BUILT)
        for part in row.parts:
            if part.state is MessageState.DEAD:
                part.leave(MessageState.PENDING)
                part.attempts, part.next_at = min(part.attempts, 1), now
                lane.add_part(part)
        return True

    @override
    async def depth(self, now: datetime) -> tuple[int, datetime | None]:
        waiting = [lane.parts for lane in self._lanes.values() if lane.parts]
        oldest = min((parts[0].slot.at for parts in waiting), default=None)
        return sum(map(len, waiting)), oldest

    def _add(self, slot: PlannedSlot) -> bool:
        key, at = slot.key, slot.at
        if key in self._slots:
            return False
        state = SlotState.SKIPPED if slot.skipped else SlotState.DUE
        order = (at, key.digest, key.channel, key.day, key.index)
        row = SlotRow(key, at, order, slot.late, state, next_at=at)
        row.error = None if slot.reason is None else slot.reason.value
        self._slots[key] = row
        if state is SlotState.DUE:
            self._lanes[key.channel].add_slot(row)
        return True

    def _add_part(self, lane: Lane, slot: SlotRow, part: NewMessage) -> None:
        idempotency_key = idempotency_key_of(slot.key, part.number)
        order = (*slot.order, part.number)
        row = PartRow(
            next(self._ids), slot, part.number, part.body, idempotency_key, order
        )
        row.carrier = None if part.reply_to is None else self._parts.get(part.reply_to)
        slot.parts.append(row)
        self._parts[row.id] = row
        lane.add_part(row)

    def _lane(self, part: PartRow) -> Lane:
        return self._lanes[part.slot.key.channel]

    def _held(self, part: OutboxMessage, owner: str) -> PartRow | None:
        row = self._parts.get(part.id)
        return row if row is not None and row.is_held_by(part, owner) else None

    def _bury(self, slot: SlotRow, error: str) -> None:
        lane = self._lanes[slot.key.channel]
        if slot in lane.slots:
            lane.remove_slot(slot)
        for part in slot.parts:
            if part.state in {MessageState.PENDING, MessageState.SENDING}:
                lane.remove_part(part)
                part.leave(MessageState.DEAD, error)
        slot.leave(SlotState.DEAD, error)
