"""Slots, in the database: planned, built by one builder at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.core.domain.slots import (
    PlannedSlot,
    SlotKey,
    SlotState,
    StoredSlot,
    build_lease,
)
from bot.stores.sql import tables
from bot.stores.sql.columns import Moment
from bot.stores.sql.marks import PLANNED, advance, mark_of
from bot.stores.sql.statements import insertion_of_missing

_SLOTS = tables.slots

KEY = (_SLOTS.c.digest, _SLOTS.c.channel, _SLOTS.c.local_date, _SLOTS.c.time_index)
"""The columns of a slot's key, in its order."""

ORDER = (_SLOTS.c.slot_utc, *KEY)
"""The columns by which slots go: by their moment, then by their key."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who would take something, when, and for how long.

    Slots that were begun ``after`` a moment are still waited for.
    """

    owner: str
    now: datetime
    lease: timedelta
    after: datetime


def planned_until(connection: Connection) -> datetime | None:
    """Up to which moment all slots were planned."""
    return mark_of(connection, PLANNED)


def plan(
    connection: Connection, slots: Collection[PlannedSlot], until: datetime | None
) -> tuple[SlotKey, ...]:
    """Add slots that are not there; the keys of those that were added."""
    if until is not None:
        advance(connection, PLANNED, until)
    adding = _adding(connection.dialect.name)
    rows = [_row(slot) for slot in slots]
    added = {key_of(row) for row in connection.execute(adding, rows)} if rows else set()
    return tuple(key for key in dict.fromkeys(s.key for s in slots) if key in added)


def claim_slot(
    connection: Connection, claim: Claim, beside: Collection[SlotKey] = ()
) -> StoredSlot | None:
    """Take the earliest slot that may be built, but for those ``beside``."""
    others = _NEXT.where(not_(or_(*map(is_slot, beside)))) if beside else _NEXT
    moments = {"now": claim.now, "after": claim.after}
    found = connection.execute(others, moments).one_or_none()
    if found is None:
        return None
    until = claim.now + build_lease(claim.lease, found.attempts + 1)
    held = {"number": found.id, "owner_": claim.owner, "until": until}
    held |= {"now": claim.now}
    return slot_of(connection.execute(_TAKING, held).one())


def return_slot(
    connection: Connection, slot: StoredSlot, error: str, again: datetime | None
) -> bool:
    """Let a slot be built later, or never."""
    state = SlotState.DEAD if again is None else SlotState.DUE
    changes: dict[str, object] = {} if again is None else {"next_at": again}
    returned = connection.execute(
        update(_SLOTS)
        .where(is_slot(slot.key), is_held(slot))
        .where(_SLOTS.c.state == SlotState.BUILDING.value)
        .values(state=state.value, error=error, owner=None, lease_until=None, **changes)
    )
    return returned.rowcount == 1


def is_slot(key: SlotKey) -> ColumnElement[bool]:
    """That a slot has this key."""
    values = (key.digest, key.channel, key.day, key.index)
    return and_(*(column == value for column, value in zip(KEY, values, strict=True)))


def is_held(slot: StoredSlot) -> ColumnElement[bool]:
    """That a slot is still that of the claim that gave this value."""
    return and_(
        _SLOTS.c.owner.is_not(None),
        _SLOTS.c.owner == slot.owner,
        _SLOTS.c.attempts == slot.attempts,
    )


def key_of(row: Row[tuple[object, ...]]) -> SlotKey:
    """The key in a row with its columns."""
    return SlotKey(row.digest, row.channel, row.local_date, row.time_index)


def slot_of(row: Row[tuple[object, ...]]) -> StoredSlot:
    """The slot in a row with all columns."""
    return StoredSlot(
        key=key_of(row),
        at=row.slot_utc,
        state=SlotState(row.state),
        late=row.late,
        attempts=row.attempts,
        owner=row.owner,
        error=row.error,
    )


@cache
def _adding(dialect: str) -> ReturningInsert[tuple[str, str, date, int]]:
    return insertion_of_missing(dialect, _SLOTS).returning(*KEY)


def _row(slot: PlannedSlot) -> dict[str, object]:
    state = SlotState.SKIPPED if slot.skipped else SlotState.DUE
    return {
        "digest": slot.key.digest,
        "channel": slot.key.channel,
        "local_date": slot.key.day,
        "time_index": slot.key.index,
        "slot_utc": slot.at,
        "next_at": slot.at,
        "state": state.value,
        "late": slot.late,
        "error": None if slot.reason is None else slot.reason.value,
    }


def _next_slot() -> Select[tuple[int, int]]:
    """The earliest slot that is due or whose builder's lease has run out.

    In a channel in which a slot is being built, or is still waited for after its
    builder was lost, no other one is due. Those that are waited for no more come last.
    """
    now, after = (bindparam(name, type_=Moment) for name in ("now", "after"))
    others = _SLOTS.alias("others")
    building = select(others.c.channel).where(
        others.c.state == SlotState.BUILDING.value
    )
    in_hands = others.c.lease_until > now
    awaited = func.coalesce(others.c.begun, others.c.slot_utc) > after
    due = and_(
        _SLOTS.c.state == SlotState.DUE.value,
        _SLOTS.c.next_at <= now,
        _SLOTS.c.channel.not_in(building.where(or_(in_hands, awaited))),
    )
    left = and_(
        _SLOTS.c.state == SlotState.BUILDING.value,
        _SLOTS.c.lease_until <= now,
        _SLOTS.c.channel.not_in(building.where(in_hands)),
    )
    columns = _SLOTS.c.id, _SLOTS.c.attempts
    last = case((_SLOTS.c.begun <= after, 1), else_=0)
    return select(*columns).where(or_(due, left)).order_by(last, *ORDER).limit(1)


_NEXT = _next_slot()
_TAKING = (
    update(_SLOTS)
    .where(_SLOTS.c.id == bindparam("number"))
    .values(
        state=SlotState.BUILDING.value,
        attempts=_SLOTS.c.attempts + 1,
        owner=bindparam("owner_"),
        lease_until=bindparam("until"),
        begun=func.coalesce(_SLOTS.c.begun, bindparam("now", type_=Moment)),
    )
    .returning(_SLOTS)
)
