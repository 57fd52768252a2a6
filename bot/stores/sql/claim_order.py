"""Selects the message to send next: the order of messages within each channel."""

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
"""The states of unbuilt slots; naming them lets a query use ``ix_slots_channel``."""


def next_message(
    connection: Connection,
    now: datetime,
    cutoff: datetime,
    channels: Collection[str] | None = None,
) -> int | None:
    """Return the row number of the next message to send, if one can be sent.

    With ``channels`` only messages to these channels count. Unbuilt slots block later
    slots if they were first claimed after ``cutoff``.
    """
    moments = {"now": now, "soon": now + HEAD_OF_LINE_HORIZON, "cutoff": cutoff}
    if channels is None:
        return connection.scalars(_NEXT, moments).one_or_none()
    chosen = {**moments, "channels": list(channels)}
    return connection.scalars(_NEXT_OF, chosen).one_or_none()


def _next_message() -> Select[int]:
    """Select the first unsent message of the first slot that may send.

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
    """Select the number of the first unsent message of the slot in the outer query."""
    other = tables.outbox.alias("other")
    numbers = select(func.min(other.c.part)).where(
        other.c.slot == _SLOTS.c.id, other.c.state.in_(UNSENT)
    )
    return numbers.correlate(_SLOTS).scalar_subquery()


def _sending() -> Select[int]:
    """Select the leased messages in the channel of the slot in the outer query."""
    slots, messages = tables.slots.alias("beside"), tables.outbox.alias("sending")
    return (
        _built(slots)
        .join(messages, messages.c.slot == slots.c.id)
        .where(messages.c.state == MessageState.SENDING.value)
    )


def _is_next() -> ColumnElement[bool]:
    """Match a slot that goes before all others of its channel.

    A slot whose first message was attempted is finished first. Otherwise slots go in order,
    and wait for earlier unbuilt slots.
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
    """Select slots with unsent messages in the channel of the outer query's slot."""
    return (
        select(other.c.id)
        .where(other.c.channel == _SLOTS.c.channel)
        .where(other.c.state == SlotState.BUILT.value)
        .correlate(_SLOTS)
    )


def _unbuilt() -> Select[int]:
    """Select earlier unbuilt slots in the channel that block the outer query's slot."""
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
    """Match slots of ``other`` that come before the outer query's slot in the order."""
    columns = [column for column in ORDER if column is not _SLOTS.c.channel]
    return tuple_(*(other.c[column.name] for column in columns)) < tuple_(*columns)


def _is_begun(other: FromClause) -> ColumnElement[bool]:
    """Match slots whose first message was attempted, so that it may be posted."""
    firsts = tables.outbox.alias("firsts")
    tried = select(firsts.c.id).where(
        firsts.c.slot == other.c.id, firsts.c.part == 0, firsts.c.attempts > 0
    )
    return tried.correlate(other).exists()


_NEXT = _next_message()
_NEXT_OF = _next_message().where(
    _SLOTS.c.channel.in_(bindparam("channels", expanding=True))
)
