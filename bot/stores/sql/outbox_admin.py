"""Lists and changes the outbox's slots for the operator."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, case, func, select, update
from typing_extensions import override

from bot.core.domain.slots import (
    MessageState,
    OutboxMessage,
    SlotKey,
    SlotState,
    StoredSlot,
)
from bot.core.ports.outbox import OutboxAdmin
from bot.stores.sql import tables
from bot.stores.sql.claim_order import IS_WAITING, UNFINISHED
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.locks import hold_lanes
from bot.stores.sql.message_queue import (
    WITH_PARENT,
    carriers_of,
    kill_slots,
    message_of,
)
from bot.stores.sql.slot_rows import ORDER, is_slot, key_of, slot_of
from bot.stores.sql.statements import chunks

_SLOTS, _MESSAGES = tables.slots, tables.outbox

DROPPED = "the channel was removed from the configuration"
UNWANTED = "the subscription was cancelled"
_UNFINISHED = select(_SLOTS.c.id).where(_SLOTS.c.state.in_(UNFINISHED))

_DEPTH = (
    select(func.count(), func.min(_SLOTS.c.slot_utc))
    .select_from(_MESSAGES.join(_SLOTS))
    .where(IS_WAITING)
)


class SqlOutboxAdmin(SqlAdapter, OutboxAdmin):
    """Lists and changes the slots in SQLite or PostgreSQL."""

    @override
    @writes
    def drop_channels(
        self, connection: Connection, channels: Collection[str], now: datetime
    ) -> int:
        hold_lanes(connection, channels)
        slots: list[int] = []
        for chunk in chunks(channels):
            of_channels = _SLOTS.c.channel.in_(chunk)
            slots.extend(connection.scalars(_UNFINISHED.where(of_channels)))
        return _drop(connection, slots, DROPPED)

    @override
    @reads
    def waiting_slots(self, connection: Connection) -> tuple[SlotKey, ...]:
        unfinished = select(_SLOTS).where(_SLOTS.c.state.in_(UNFINISHED))
        return tuple(map(key_of, connection.execute(unfinished.order_by(*ORDER))))

    @override
    @reads
    def slots(self, connection: Connection, since: datetime) -> tuple[StoredSlot, ...]:
        is_unfinished = _SLOTS.c.state.in_(UNFINISHED)
        listed = select(_SLOTS).where(is_unfinished | (_SLOTS.c.slot_utc >= since))
        return tuple(map(slot_of, connection.execute(listed.order_by(*ORDER))))

    @override
    @writes
    def drop_slots(
        self, connection: Connection, slots: Collection[SlotKey], now: datetime
    ) -> int:
        hold_lanes(connection, [key.channel for key in slots])
        keys = set(slots)
        numbers = (connection.scalar(_UNFINISHED.where(is_slot(key))) for key in keys)
        dropped = [number for number in numbers if number is not None]
        return _drop(connection, dropped, UNWANTED)

    @override
    @reads
    def deliveries(
        self, connection: Connection, *, failed: bool, limit: int
    ) -> tuple[tuple[StoredSlot, tuple[OutboxMessage, ...]], ...]:
        return latest_deliveries(connection, failed=failed, limit=limit)

    @override
    @writes
    def requeue(self, connection: Connection, slot: SlotKey, now: datetime) -> bool:
        hold_lanes(connection, [slot.channel])
        is_dead = _SLOTS.c.state == SlotState.DEAD.value
        number = connection.scalar(select(_SLOTS.c.id).where(is_slot(slot), is_dead))
        if number is None:
            return False
        # The count keeps one attempt, so that the sender looks for the message first.
        connection.execute(
            update(_MESSAGES)
            .where(
                _MESSAGES.c.slot == number, _MESSAGES.c.state == MessageState.DEAD.value
            )
            .values(
                state=MessageState.PENDING.value,
                attempts=case((_MESSAGES.c.attempts > 0, 1), else_=0),
                next_at=now,
                error=None,
            )
        )
        counting = select(func.count()).select_from(_MESSAGES)
        has_messages = connection.scalar(counting.where(_MESSAGES.c.slot == number))
        state, begun = (SlotState.BUILT, None) if has_messages else (SlotState.DUE, now)
        connection.execute(
            update(_SLOTS)
            .where(_SLOTS.c.id == number)
            .values(state=state.value, attempts=0, next_at=now, begun=begun, error=None)
        )
        return True

    @override
    @reads
    def depth(
        self, connection: Connection, now: datetime
    ) -> tuple[int, datetime | None]:
        count, oldest = connection.execute(_DEPTH).one()
        return count, oldest


def latest_deliveries(
    connection: Connection, *, failed: bool, limit: int
) -> tuple[tuple[StoredSlot, tuple[OutboxMessage, ...]], ...]:
    """Return the latest slots with their messages, newest first.

    With ``failed`` only dead letters count.
    """
    latest = select(_SLOTS).order_by(*(column.desc() for column in ORDER)).limit(limit)
    if failed:
        latest = latest.where(_SLOTS.c.state == SlotState.DEAD.value)
    rows = connection.execute(latest).all()
    messages = _messages(connection, [row.id for row in rows])
    return tuple((slot_of(row), tuple(messages.get(row.id, ()))) for row in rows)


def _drop(connection: Connection, slots: Collection[int], error: str) -> int:
    return sum(kill_slots(connection, chunk, error) for chunk in chunks(slots))


def _messages(
    connection: Connection, slots: Collection[int]
) -> dict[int, list[OutboxMessage]]:
    messages: dict[int, list[OutboxMessage]] = {}
    for chunk in chunks(slots):
        rows = connection.execute(
            WITH_PARENT.where(_MESSAGES.c.slot.in_(chunk)).order_by(_MESSAGES.c.part)
        ).all()
        carriers = carriers_of(connection, rows)
        for row in rows:
            messages.setdefault(row.slot, []).append(message_of(row, carriers))
    return messages
