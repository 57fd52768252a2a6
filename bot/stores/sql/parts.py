"""The queue of messages, in the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    func,
    select,
    tuple_,
    update,
)
from typing_extensions import override

from bot.core.domain.slots import MessageState, OutboxMessage, SlotState
from bot.core.ports.outbox import MessageQueue, blocking_cutoff
from bot.stores.sql import tables
from bot.stores.sql.claim_order import UNSENT, next_part
from bot.stores.sql.columns import Moment
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.slots import KEY, Claim, key_of

_SLOTS, _PARTS = tables.slots, tables.outbox


class SqlMessageQueue(SqlAdapter, MessageQueue):
    """Stores parts in SQLite or PostgreSQL."""

    @override
    async def claim_message(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        channels: Collection[str] | None = None,
        awake: datetime | None = None,
    ) -> OutboxMessage | None:
        claim = Claim(owner, now, lease, blocking_cutoff(now, awake))
        return await self.database.write(
            lambda connection: _claim(connection, claim, channels)
        )

    @override
    @reads
    def has_lease(
        self, connection: Connection, part: OutboxMessage, owner: str, now: datetime
    ) -> bool:
        leased = _is_leased(part, owner), _PARTS.c.lease_until > now
        return connection.scalar(select(_PARTS.c.id).where(*leased)) is not None

    @override
    @reads
    def previous_message(
        self, connection: Connection, part: OutboxMessage
    ) -> str | None:
        key = part.slot
        earlier = (
            select(_PARTS.c.message_id)
            .join(_SLOTS, _SLOTS.c.id == _PARTS.c.slot)
            .where(
                _SLOTS.c.digest == key.digest,
                _SLOTS.c.channel == key.channel,
                tuple_(_SLOTS.c.local_date, _SLOTS.c.time_index) < (key.day, key.index),
                _PARTS.c.part == 0,
                _PARTS.c.state == MessageState.SENT.value,
            )
            .order_by(_SLOTS.c.local_date.desc(), _SLOTS.c.time_index.desc())
            .limit(1)
        )
        message: str | None = connection.scalar(earlier)
        return message

    @override
    @writes
    def mark_sent(
        self, connection: Connection, part: OutboxMessage, owner: str, message_id: str
    ) -> bool:
        slot = _release(
            connection,
            part,
            owner,
            state=MessageState.SENT.value,
            message_id=message_id,
        )
        if slot is None:
            return False
        unsent = select(_PARTS.c.id).where(
            _PARTS.c.slot == slot, _PARTS.c.state != MessageState.SENT.value
        )
        connection.execute(
            update(_SLOTS)
            .where(_SLOTS.c.id == slot, ~unsent.exists())
            .values(state=SlotState.POSTED.value)
        )
        return True

    @override
    @writes
    def retry_message(
        self,
        connection: Connection,
        part: OutboxMessage,
        owner: str,
        *,
        error: str,
        again: datetime,
        not_sent: bool = False,
    ) -> bool:
        values: dict[str, object] = {"error": error, "next_at": again}
        if not_sent:
            values["attempts"] = _PARTS.c.attempts - 1
        state = MessageState.PENDING.value
        return _release(connection, part, owner, state=state, **values) is not None

    @override
    @writes
    def dead_letter(
        self, connection: Connection, part: OutboxMessage, owner: str, *, error: str
    ) -> bool:
        slot = _release(
            connection, part, owner, state=MessageState.DEAD.value, error=error
        )
        if slot is None:
            return False
        kill_slots(connection, [slot], error)
        return True


def kill_slots(connection: Connection, slots: Collection[int], error: str) -> None:
    """Mark slots, by row number, and their unsent parts as dead."""
    values = {"error": error, "owner": None, "lease_until": None}
    connection.execute(
        update(_PARTS)
        .where(_PARTS.c.slot.in_(slots), _PARTS.c.state.in_(UNSENT))
        .values(state=MessageState.DEAD.value, **values)
    )
    connection.execute(
        update(_SLOTS)
        .where(_SLOTS.c.id.in_(slots))
        .values(state=SlotState.DEAD.value, **values)
    )


def part_of(row: Row[tuple[object, ...]]) -> OutboxMessage:
    """Return the part in a row of ``WITH_PARENT``."""
    return OutboxMessage(
        id=row.id,
        slot=key_of(row),
        number=row.part,
        body=row.body,
        idempotency_key=row.nonce,
        state=MessageState(row.state),
        attempts=row.attempts,
        first_try=row.first_try,
        message_id=row.message_id,
        parent=row.parent,
        error=row.error,
        since=row.since,
    )


def _claim(
    connection: Connection, claim: Claim, channels: Collection[str] | None
) -> OutboxMessage | None:
    number = next_part(connection, claim.now, claim.cutoff, channels)
    if number is None:
        return None
    until = claim.now + claim.lease
    values = {"number": number, "owner_": claim.owner, "until": until}
    connection.execute(_LEASING, {**values, "now": claim.now})
    return part_of(connection.execute(_PART, {"number": number}).one())


def _release(
    connection: Connection, part: OutboxMessage, owner: str, **changes: object
) -> int | None:
    """End the owner's lease and change the part; return the row number of its slot."""
    values = {"error": None, "owner": None, "lease_until": None, **changes}
    slot: int | None = connection.scalar(
        update(_PARTS)
        .where(_is_leased(part, owner))
        .values(**values)
        .returning(_PARTS.c.slot)
    )
    return slot


def _is_leased(part: OutboxMessage, owner: str) -> ColumnElement[bool]:
    """Match the part if the owner claimed it and no later claim took it."""
    return and_(
        _PARTS.c.id == part.id,
        _PARTS.c.state == MessageState.SENDING.value,
        _PARTS.c.owner == owner,
        _PARTS.c.attempts == part.attempts,
    )


_FIRST = tables.outbox.alias("first")
_ABOVE = and_(_FIRST.c.slot == _PARTS.c.slot, _FIRST.c.part == 0, _PARTS.c.part > 0)

WITH_PARENT = (
    select(
        _PARTS,
        *KEY,
        _FIRST.c.message_id.label("parent"),
        _SLOTS.c.next_at.label("since"),
    )
    .join(_SLOTS, _SLOTS.c.id == _PARTS.c.slot)
    .outerjoin(_FIRST, _ABOVE)
)
"""Parts with the keys of their slots and the message ids of their first parts."""

_PART = WITH_PARENT.where(_PARTS.c.id == bindparam("number"))
_LEASING = (
    update(_PARTS)
    .where(_PARTS.c.id == bindparam("number"))
    .values(
        state=MessageState.SENDING.value,
        attempts=_PARTS.c.attempts + 1,
        first_try=func.coalesce(_PARTS.c.first_try, bindparam("now", type_=Moment)),
        owner=bindparam("owner_"),
        lease_until=bindparam("until"),
    )
)
