"""The rows of slots: their key, their order and their states, as parts of statements."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Row, and_

from bot.core.domain.slots import SlotKey, SlotState, StoredSlot
from bot.stores.sql import tables
from bot.stores.sql.statements import constant

_SLOTS = tables.slots

KEY = (_SLOTS.c.digest, _SLOTS.c.channel, _SLOTS.c.local_date, _SLOTS.c.time_index)
"""The columns of a slot's key, in the order of the key's parts."""

ORDER = (_SLOTS.c.slot_utc, *KEY)
"""The order of slots: by moment, then by key."""

DUE, BUILDING = constant(SlotState.DUE.value), constant(SlotState.BUILDING.value)
"""The states of slots that are not built, as parts of statements."""


def is_slot(key: SlotKey) -> ColumnElement[bool]:
    """Build the condition for the slot with this key."""
    columns = _SLOTS.c
    return and_(
        *(columns.digest == key.digest, columns.channel == key.channel),
        *(columns.local_date == key.day, columns.time_index == key.index),
    )


def key_of(row: Row[tuple[object, ...]]) -> SlotKey:
    """Turn the key columns of a row into a slot key."""
    return SlotKey(row.digest, row.channel, row.local_date, row.time_index)


def slot_of(row: Row[tuple[object, ...]]) -> StoredSlot:
    """Turn a row with all columns of the table into a slot."""
    return StoredSlot(
        key=key_of(row),
        at=row.slot_utc,
        state=SlotState(row.state),
        late=row.late,
        attempts=row.attempts,
        owner=row.owner,
        error=row.error,
    )
