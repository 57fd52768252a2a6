"""What became of slots and their parts, in the database, as a whole."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, case, func, select, update

from bot.core.domain.slots import Part, PartState, SlotKey, SlotState, StoredSlot
from bot.stores.sql import tables
from bot.stores.sql.parts import WITH_PARENT, bury, part_of
from bot.stores.sql.slots import ORDER, is_slot, slot_of
from bot.stores.sql.statements import chunks
from bot.stores.sql.turns import UNSENT

_SLOTS, _PARTS = tables.slots, tables.outbox

DROPPED = "its channel is configured no more"
UNWANTED = "nobody is subscribed to it any more"
WAITING = (SlotState.DUE.value, SlotState.BUILDING.value, SlotState.BUILT.value)
"""The states of slots of which something is to be posted."""

_DEPTH = (
    select(func.count(), func.min(_SLOTS.c.slot_utc))
    .select_from(_PARTS.join(_SLOTS))
    .where(_PARTS.c.state.in_(UNSENT))
)


def deliveries(
    connection: Connection, *, failed: bool, limit: int
) -> tuple[tuple[StoredSlot, tuple[Part, ...]], ...]:
    """The latest slots with their parts, the newest first."""
    latest = select(_SLOTS).order_by(*(column.desc() for column in ORDER)).limit(limit)
    if failed:
        latest = latest.where(_SLOTS.c.state == SlotState.DEAD.value)
    rows = connection.execute(latest).all()
    parts = _parts(connection, [row.id for row in rows])
    return tuple((slot_of(row), tuple(parts.get(row.id, ()))) for row in rows)


def drop_channels(connection: Connection, channels: Collection[str]) -> int:
    """Give up what waits for channels; the number of slots."""
    dropped: list[int] = []
    for chunk in chunks(channels):
        waiting = select(_SLOTS.c.id).where(
            _SLOTS.c.state.in_(WAITING), _SLOTS.c.channel.in_(chunk)
        )
        dropped.extend(connection.scalars(waiting))
    for slots in chunks(dropped):
        bury(connection, slots, DROPPED)
    return len(dropped)


def waiting_slots(connection: Connection) -> tuple[SlotKey, ...]:
    """The slots of which something is to be posted, in their order."""
    rows = connection.execute(
        select(_SLOTS).where(_SLOTS.c.state.in_(WAITING)).order_by(*ORDER)
    )
    return tuple(slot_of(row).key for row in rows)


def drop_slots(connection: Connection, slots: Collection[SlotKey]) -> int:
    """Give up what waits of these slots; the number of those that waited."""
    waiting = select(_SLOTS.c.id).where(_SLOTS.c.state.in_(WAITING))
    found = (connection.scalar(waiting.where(is_slot(key))) for key in set(slots))
    dropped = [number for number in found if number is not None]
    for chunk in chunks(dropped):
        bury(connection, chunk, UNWANTED)
    return len(dropped)


def revive(connection: Connection, slot: SlotKey, now: datetime) -> bool:
    """Let a slot that was given up go on."""
    number = connection.scalar(
        select(_SLOTS.c.id).where(is_slot(slot), _SLOTS.c.state == SlotState.DEAD.value)
    )
    if number is None:
        return False
    # One try is left in the count: what was tried is looked for before it is posted.
    connection.execute(
        update(_PARTS)
        .where(_PARTS.c.slot == number, _PARTS.c.state == PartState.DEAD.value)
        .values(
            state=PartState.PENDING.value,
            attempts=case((_PARTS.c.attempts > 0, 1), else_=0),
            next_at=now,
            error=None,
        )
    )
    parts = connection.scalar(
        select(func.count()).select_from(_PARTS).where(_PARTS.c.slot == number)
    )
    state, begun = (SlotState.BUILT, None) if parts else (SlotState.DUE, now)
    changes = {"state": state.value, "attempts": 0, "next_at": now, "begun": begun}
    connection.execute(
        update(_SLOTS).where(_SLOTS.c.id == number).values(error=None, **changes)
    )
    return True


def depth(connection: Connection) -> tuple[int, datetime | None]:
    """How many parts are unsent, and the moment of the oldest one's slot."""
    count, oldest = connection.execute(_DEPTH).one()
    return count, oldest


def _parts(connection: Connection, slots: Collection[int]) -> dict[int, list[Part]]:
    parts: dict[int, list[Part]] = {}
    for chunk in chunks(slots):
        rows = connection.execute(
            WITH_PARENT.where(_PARTS.c.slot.in_(chunk)).order_by(_PARTS.c.part)
        )
        for row in rows:
            parts.setdefault(row.slot, []).append(part_of(row))
    return parts
