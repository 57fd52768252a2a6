"""Whose turn it is among the parts of each channel, in the database."""

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

from bot.core.domain.slots import REQUESTED_FROM, PartState, SlotState
from bot.core.ports.outbox import HOLDING_AHEAD, HOLDING_TRIES
from bot.stores.sql import tables
from bot.stores.sql.columns import Moment
from bot.stores.sql.slots import ORDER

_SLOTS, _PARTS = tables.slots, tables.outbox

UNSENT = (PartState.PENDING.value, PartState.SENDING.value)
"""The states of parts that are to be sent."""

UNBUILT = (SlotState.DUE.value, SlotState.BUILDING.value)
"""The states of slots that are to be built; the index of channels has them."""


def next_part(
    connection: Connection,
    now: datetime,
    after: datetime,
    channels: Collection[str] | None = None,
) -> int | None:
    """The number of the next part that may be sent, to these channels or to any.

    Slots that are to be built are waited for if they were begun ``after`` a moment.
    """
    moments = {"now": now, "soon": now + HOLDING_AHEAD, "after": after}
    if channels is None:
        return connection.scalars(_NEXT, moments).one_or_none()
    chosen = {**moments, "channels": list(channels)}
    return connection.scalars(_NEXT_OF, chosen).one_or_none()


def _next_part() -> Select[int]:
    """The next part of all channels: the first unsent one of a slot, in their order.

    This is found without looking at all that waits.
    """
    now = bindparam("now", type_=Moment)
    built = _SLOTS.c.state == SlotState.BUILT.value
    left = and_(_PARTS.c.state == PartState.SENDING.value, _PARTS.c.lease_until <= now)
    free = and_(
        _PARTS.c.state == PartState.PENDING.value,
        or_(_PARTS.c.next_at.is_(None), _PARTS.c.next_at <= now),
        ~_sending().exists(),
        _has_turn(),
    )
    return (
        select(_PARTS.c.id)
        .join(_SLOTS, _SLOTS.c.id == _PARTS.c.slot)
        .where(built, _PARTS.c.part == _first_unsent(), or_(left, free))
        .order_by(*ORDER)
        .limit(1)
    )


def _first_unsent() -> ScalarSelect[int]:
    """The number of a slot's first part that is unsent."""
    others = tables.outbox.alias("others")
    numbers = select(func.min(others.c.part)).where(
        others.c.slot == _SLOTS.c.id, others.c.state.in_(UNSENT)
    )
    return numbers.correlate(_SLOTS).scalar_subquery()


def _sending() -> Select[int]:
    """The parts of a slot's channel that are being sent."""
    others, parts = tables.slots.alias("beside"), tables.outbox.alias("sending")
    return (
        _built(others)
        .join(parts, parts.c.slot == others.c.id)
        .where(parts.c.state == PartState.SENDING.value)
    )


def _has_turn() -> ColumnElement[bool]:
    """That a slot goes before all others of its channel.

    One that was begun is ended first; or else they go in their order, and wait for
    those before them that are to be built.
    """
    begun = or_(_PARTS.c.part > 0, _PARTS.c.attempts > 0)
    rival, earlier, other = map(tables.slots.alias, ("rival", "earlier", "other"))
    first = and_(
        ~_built(earlier).where(_is_earlier(earlier)).exists(),
        ~_unbuilt().exists(),
        ~_built(other).where(_is_begun(other), other.c.id != _SLOTS.c.id).exists(),
    )
    last = _built(rival).where(_is_begun(rival), _is_earlier(rival))
    return or_(and_(begun, ~last.exists()), and_(~begun, first))


def _built(others: FromClause) -> Select[int]:
    """The slots of a slot's channel that have parts to be sent."""
    return (
        select(others.c.id)
        .where(others.c.channel == _SLOTS.c.channel)
        .where(others.c.state == SlotState.BUILT.value)
        .correlate(_SLOTS)
    )


def _unbuilt() -> Select[int]:
    """The earlier slots of its channel, to be built soon, that a slot waits for."""
    others = tables.slots.alias("unbuilt")
    soon, after = (bindparam(name, type_=Moment) for name in ("soon", "after"))
    waiting = and_(
        others.c.state == SlotState.DUE.value,
        others.c.attempts < HOLDING_TRIES,
        others.c.next_at <= soon,
    )
    building = and_(
        others.c.state == SlotState.BUILDING.value,
        others.c.attempts <= HOLDING_TRIES,
        others.c.lease_until <= soon,
    )
    return (
        select(others.c.id)
        .where(_SLOTS.c.time_index < REQUESTED_FROM)
        .where(others.c.channel == _SLOTS.c.channel, _is_earlier(others))
        .where(others.c.state.in_(UNBUILT), or_(waiting, building))
        .where(func.coalesce(others.c.begun, others.c.slot_utc) > after)
        .correlate(_SLOTS)
    )


def _is_earlier(others: FromClause) -> ColumnElement[bool]:
    """That a slot of the same channel goes before another one, by their order."""
    columns = [column for column in ORDER if column is not _SLOTS.c.channel]
    return tuple_(*(others.c[one.name] for one in columns)) < tuple_(*columns)


def _is_begun(others: FromClause) -> ColumnElement[bool]:
    """That the first message of a slot was tried, and may stand there."""
    firsts = tables.outbox.alias("firsts")
    tried = select(firsts.c.id).where(
        firsts.c.slot == others.c.id, firsts.c.part == 0, firsts.c.attempts > 0
    )
    return tried.correlate(others).exists()


_NEXT = _next_part()
_NEXT_OF = _next_part().where(
    _SLOTS.c.channel.in_(bindparam("channels", expanding=True))
)
