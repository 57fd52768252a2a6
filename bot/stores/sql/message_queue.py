"""Stores the messages of the outbox, and leases them to senders."""

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

from bot.core.domain.slots import (
    REMINDERS_FROM,
    MessageState,
    OutboxMessage,
    SlotState,
)
from bot.core.ports.outbox import MessageQueue, blocking_cutoff
from bot.stores.sql import tables
from bot.stores.sql.claim_order import UNSENT, next_message
from bot.stores.sql.columns import Moment
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.slot_queue import KEY, SlotClaim, key_of

_SLOTS, _MESSAGES = tables.slots, tables.outbox


class SqlMessageQueue(SqlAdapter, MessageQueue):
    """Stores messages in SQLite or PostgreSQL."""

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
        claim = SlotClaim(owner, now, lease, blocking_cutoff(now, awake))
        return await self.database.write(
            lambda connection: _claim(connection, claim, channels)
        )

    @override
    @reads
    def has_lease(
        self, connection: Connection, message: OutboxMessage, owner: str, now: datetime
    ) -> bool:
        leased = _is_leased(message, owner), _MESSAGES.c.lease_until > now
        return connection.scalar(select(_MESSAGES.c.id).where(*leased)) is not None

    @override
    @reads
    def previous_message(
        self, connection: Connection, message: OutboxMessage
    ) -> str | None:
        key = message.slot
        earlier = (
            select(_MESSAGES.c.message_id)
            .join(_SLOTS, _SLOTS.c.id == _MESSAGES.c.slot)
            .where(
                _SLOTS.c.digest == key.digest,
                _SLOTS.c.channel == key.channel,
                tuple_(_SLOTS.c.local_date, _SLOTS.c.time_index) < (key.day, key.index),
                _SLOTS.c.time_index < REMINDERS_FROM,
                _MESSAGES.c.part == 0,
                _MESSAGES.c.state == MessageState.SENT.value,
            )
            .order_by(_SLOTS.c.local_date.desc(), _SLOTS.c.time_index.desc())
            .limit(1)
        )
        message_id: str | None = connection.scalar(earlier)
        return message_id

    @override
    @writes
    def mark_sent(
        self,
        connection: Connection,
        message: OutboxMessage,
        owner: str,
        message_id: str,
    ) -> bool:
        slot = _release(
            connection,
            message,
            owner,
            state=MessageState.SENT.value,
            message_id=message_id,
        )
        if slot is None:
            return False
        unsent = select(_MESSAGES.c.id).where(
            _MESSAGES.c.slot == slot, _MESSAGES.c.state != MessageState.SENT.value
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
        message: OutboxMessage,
        owner: str,
        *,
        error: str,
        again: datetime,
        not_sent: bool = False,
    ) -> bool:
        values: dict[str, object] = {"error": error, "next_at": again}
        if not_sent:
            values["attempts"] = _MESSAGES.c.attempts - 1
        state = MessageState.PENDING.value
        return _release(connection, message, owner, state=state, **values) is not None

    @override
    @writes
    def dead_letter(
        self, connection: Connection, message: OutboxMessage, owner: str, *, error: str
    ) -> bool:
        slot = _release(
            connection, message, owner, state=MessageState.DEAD.value, error=error
        )
        if slot is None:
            return False
        kill_slots(connection, [slot], error)
        return True


def kill_slots(connection: Connection, slots: Collection[int], error: str) -> None:
    """Mark slots, by row number, and their unsent messages as dead."""
    values = {"error": error, "owner": None, "lease_until": None}
    connection.execute(
        update(_MESSAGES)
        .where(_MESSAGES.c.slot.in_(slots), _MESSAGES.c.state.in_(UNSENT))
        .values(state=MessageState.DEAD.value, **values)
    )
    connection.execute(
        update(_SLOTS)
        .where(_SLOTS.c.id.in_(slots))
        .values(state=SlotState.DEAD.value, **values)
    )


def message_of(row: Row[tuple[object, ...]]) -> OutboxMessage:
    """Turn a row of the query ``WITH_PARENT`` into a message."""
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
    connection: Connection, claim: SlotClaim, channels: Collection[str] | None
) -> OutboxMessage | None:
    number = next_message(connection, claim.now, claim.cutoff, channels)
    if number is None:
        return None
    until = claim.now + claim.lease
    values = {"number": number, "owner_": claim.owner, "until": until}
    connection.execute(_LEASING, {**values, "now": claim.now})
    return message_of(connection.execute(_MESSAGE, {"number": number}).one())


def _release(
    connection: Connection, message: OutboxMessage, owner: str, **changes: object
) -> int | None:
    """End the lease of ``owner`` and change the message; return its slot's row number.

    If ``owner`` no longer holds the lease, change nothing and return ``None``.
    """
    values = {"error": None, "owner": None, "lease_until": None, **changes}
    slot: int | None = connection.scalar(
        update(_MESSAGES)
        .where(_is_leased(message, owner))
        .values(**values)
        .returning(_MESSAGES.c.slot)
    )
    return slot


def _is_leased(message: OutboxMessage, owner: str) -> ColumnElement[bool]:
    """Build the condition that ``owner`` still holds the lease of ``message``."""
    return and_(
        _MESSAGES.c.id == message.id,
        _MESSAGES.c.state == MessageState.SENDING.value,
        _MESSAGES.c.owner == owner,
        _MESSAGES.c.attempts == message.attempts,
    )


_FIRST, _CARRIER = map(tables.outbox.alias, ("first", "carrier"))
_ABOVE = and_(
    _FIRST.c.slot == _MESSAGES.c.slot, _FIRST.c.part == 0, _MESSAGES.c.part > 0
)

WITH_PARENT = (
    select(
        _MESSAGES,
        *KEY,
        func.coalesce(_CARRIER.c.message_id, _FIRST.c.message_id).label("parent"),
        _SLOTS.c.next_at.label("since"),
    )
    .join(_SLOTS, _SLOTS.c.id == _MESSAGES.c.slot)
    .outerjoin(_FIRST, _ABOVE)
    .outerjoin(_CARRIER, _CARRIER.c.id == _MESSAGES.c.reply_to)
)
"""The query for messages, each with its slot's key and the id of the message in whose
thread it is.
"""

_MESSAGE = WITH_PARENT.where(_MESSAGES.c.id == bindparam("number"))
_LEASING = (
    update(_MESSAGES)
    .where(_MESSAGES.c.id == bindparam("number"))
    .values(
        state=MessageState.SENDING.value,
        attempts=_MESSAGES.c.attempts + 1,
        first_try=func.coalesce(_MESSAGES.c.first_try, bindparam("now", type_=Moment)),
        owner=bindparam("owner_"),
        lease_until=bindparam("until"),
    )
)
