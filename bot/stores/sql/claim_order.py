"""Selects the message to send next, by the order of messages within each channel."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
)

from bot.core.domain.slots import REQUESTED_FROM, MessageState, SlotState
from bot.core.ports.outbox import HEAD_OF_LINE_ATTEMPTS, HEAD_OF_LINE_HORIZON
from bot.stores.sql import tables
from bot.stores.sql.columns import Moment
from bot.stores.sql.slot_queue import ORDER

_SLOTS, _MESSAGES = tables.slots, tables.outbox

UNSENT = (MessageState.PENDING.value, MessageState.SENDING.value)
"""The states of unsent messages."""

UNBUILT = (SlotState.DUE.value, SlotState.BUILDING.value)
"""The states of slots that are not built yet; a query that names them uses the index
``ix_slots_channel``.
"""


def next_message(
    connection: Connection,
    now: datetime,
    cutoff: datetime,
    channels: Collection[str] | None = None,
) -> int | None:
    """Return the row number of the message to send next; ``None`` if none can be sent.

    With ``channels`` only messages to these channels count. A slot that is not built
    yet blocks later slots of its channel if it was first claimed after ``cutoff``.
    """
    moments = {"now": now, "soon": now + HEAD_OF_LINE_HORIZON, "cutoff": cutoff}
    if channels is None:
        return connection.scalars(_NEXT, moments).one_or_none()
    chosen = {**moments, "channels": list(channels)}
    return connection.scalars(_NEXT_OF, chosen).one_or_none()


def _next_message() -> Select[int]:
    """Build the query for the first unsent message of the first slot that may send.

    The query uses indexes, so its cost does not grow with the length of the queue.
    """
    now = bindparam("now", type_=Moment)
    built = _SLOTS.c.state == SlotState.BUILT.value
    expired = and_(
        _MESSAGES.c.state == MessageState.SENDING.value, _MESSAGES.c.lease_until <= now
    )
    free = and_(
        _MESSAGES.c.state == MessageState.PENDING.value,
        or_(_MESSAGES.c.next_at.is_(None), _MESSAGES.c.next_at <= now),
        ~_sending().exists(),
        _is_next(),
    )
    return (
        select(_MESSAGES.c.id)
        .join(_SLOTS, _SLOTS.c.id == _MESSAGES.c.slot)
        .where(built, _MESSAGES.c.part == _first_unsent(), or_(expired, free))
        .order_by(*ORDER)
        .limit(1)
    )


def _first_unsent() -> ScalarSelect[int]:
    """Build the query for the number of the first unsent message of the outer slot."""
    other = tables.outbox.alias("other")
    numbers = select(func.min(other.c.part)).where(
        other.c.slot == _SLOTS.c.id, other.c.state.in_(UNSENT)
    )
    return numbers.correlate(_SLOTS).scalar_subquery()


def _sending() -> Select[int]:
    """Build the query for leased messages in the channel of the outer query's slot."""
    slots, messages = tables.slots.alias("beside"), tables.outbox.alias("sending")
    return (
        _built(slots)
        .join(messages, messages.c.slot == slots.c.id)
        .where(messages.c.state == MessageState.SENDING.value)
    )


def _is_next() -> ColumnElement[bool]:
    """Build the condition that a slot may send before all other slots of its channel.

    A slot whose first message was attempted is finished first. Otherwise slots send in
    their order, and wait for earlier slots that are not built yet.
    """
    begun = or_(_MESSAGES.c.part > 0, _MESSAGES.c.attempts > 0)
    rival, earlier, begun_slot = map(tables.slots.alias, ("rival", "earlier", "begun"))
    first = and_(
        ~_built(earlier).where(_is_earlier(earlier)).exists(),
        ~_unbuilt().exists(),
        ~_built(begun_slot)
        .where(_is_begun(begun_slot), begun_slot.c.id != _SLOTS.c.id)
        .exists(),
    )
    last = _built(rival).where(_is_begun(rival), _is_earlier(rival))
    return or_(and_(begun, ~last.exists()), and_(~begun, first))


def _built(other: FromClause) -> Select[int]:
    """Build the query for slots with unsent messages in the outer slot's channel.

    ``other`` is the table of slots under another name; the "outer slot" is the row of
    the outer query.
    """
    return (
        select(other.c.id)
        .where(other.c.channel == _SLOTS.c.channel)
        .where(other.c.state == SlotState.BUILT.value)
        .correlate(_SLOTS)
    )


def _unbuilt() -> Select[int]:
    """Build the query for earlier slots that block the outer query's slot.

    They belong to the same channel and are not built yet.
    """
    other = tables.slots.alias("unbuilt")
    soon, cutoff = (bindparam(name, type_=Moment) for name in ("soon", "cutoff"))
    waiting = and_(
        other.c.state == SlotState.DUE.value,
        other.c.attempts < HEAD_OF_LINE_ATTEMPTS,
        other.c.next_at <= soon,
    )
    building = and_(
        other.c.state == SlotState.BUILDING.value,
        other.c.attempts <= HEAD_OF_LINE_ATTEMPTS,
        other.c.lease_until <= soon,
    )
    return (
        select(other.c.id)
        .where(_SLOTS.c.time_index < REQUESTED_FROM)
        .where(other.c.channel == _SLOTS.c.channel, _is_earlier(other))
        .where(other.c.state.in_(UNBUILT), or_(waiting, building))
        .where(func.coalesce(other.c.begun, other.c.slot_utc) > cutoff)
        .correlate(_SLOTS)
    )


def _is_earlier(other: FromClause) -> ColumnElement[bool]:
    """Build the condition that a slot of ``other`` comes before the outer slot."""
    columns = [column for column in ORDER if column is not _SLOTS.c.channel]
    return tuple_(*(other.c[column.name] for column in columns)) < tuple_(*columns)


def _is_begun(other: FromClause) -> ColumnElement[bool]:
    """Build the condition that a slot's first message may already be posted."""
    firsts = tables.outbox.alias("firsts")
    tried = select(firsts.c.id).where(
        firsts.c.slot == other.c.id, firsts.c.part == 0, firsts.c.attempts > 0
    )
    return tried.correlate(other).exists()


_NEXT = _next_message()
_NEXT_OF = _next_message().where(
    _SLOTS.c.channel.in_(bindparam("channels", expanding=True))
)
