"""Selects the message to send next, by the order of messages within each channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    tuple_,
)

from bot.core.domain.slots import REQUESTED_FROM, MessageState, SlotState
from bot.core.ports.outbox import HEAD_OF_LINE_ATTEMPTS, HEAD_OF_LINE_HORIZON
from bot.stores.sql import tables
from bot.stores.sql.columns import Moment
from bot.stores.sql.slot_rows import BUILDING, DUE, ORDER
from bot.stores.sql.statements import constant, is_none_of, is_one_of
from bot.stores.sql.turns import Turn, in_turns, run_in_turns

_SLOTS, _MESSAGES = tables.slots, tables.outbox

UNSENT = (MessageState.PENDING.value, MessageState.SENDING.value)
"""The states of unsent messages."""

UNFINISHED = (SlotState.DUE.value, SlotState.BUILDING.value, SlotState.BUILT.value)
"""The states of slots that have something to post."""

_BUILT = constant(SlotState.BUILT.value)
PENDING, SENDING = (
    constant(MessageState.PENDING.value),
    constant(MessageState.SENDING.value),
)
_UNSENT = PENDING, SENDING
_NONE = constant(0)
_STATES = (_BUILT,)

IS_WAITING = and_(_SLOTS.c.state == _BUILT, _MESSAGES.c.state.in_(_UNSENT))
"""Matches the unsent messages among all messages with their slots.

The state of slots has an index, that of messages has none, so that PostgreSQL need not
change indexes when a message is sent.
"""


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """Which messages to find: at most ``most`` that may be sent ``now``.

    A slot that is not built yet blocks later slots of its channel if it was first
    claimed after ``cutoff``.
    """

    now: datetime
    cutoff: datetime
    most: int

    def parameters(self) -> dict[str, object]:
        """Return the parameters of the queries."""
        moments = {"now": self.now, "cutoff": self.cutoff}
        return {**moments, "most": self.most, "soon": self.now + HEAD_OF_LINE_HORIZON}


@dataclass(frozen=True, slots=True)
class Choice:
    """The channels whose messages to find: ``channels``, or all channels if ``None``.

    Channels on the platforms ``without`` and the channels ``beside`` are left out.
    """

    channels: Collection[str] | None = None
    without: Collection[str] = ()
    beside: Collection[str] = ()

    def parameters(self) -> dict[str, object]:
        """Return the parameters of the queries in both databases."""
        channels = {} if self.channels is None else {"channels": list(self.channels)}
        return {"without": list(self.without), **channels}


def next_messages(
    connection: Connection,
    limits: MessageLimits,
    choice: Choice,
    turn: Turn,
    *,
    hold: bool,
) -> Sequence[Row[tuple[int, int, str]]]:
    """Return the next messages to send, one in each channel, with slots and channels.

    Each workspace gets an equal share, beginning with the one after ``turn``. With
    ``hold``, PostgreSQL locks the lanes of the channels until the transaction ends, and
    leaves out channels whose lanes another transaction holds. A lane is the row of a
    channel that is only locked.
    """
    is_chosen = choice.channels is not None
    wanted = {**limits.parameters(), "last": turn.last, **choice.parameters()}
    if connection.dialect.name == "sqlite":
        query = _next("sqlite", is_chosen=is_chosen)
        return run_in_turns(connection, query, _STATES, wanted, limits.most)
    # The others have had their share.
    least = limits.most if choice.beside else 1
    wanted |= {"beside": list(choice.beside), "least": least}
    query = _next_in_turns(is_chosen=is_chosen, hold=hold)
    return connection.execute(query, wanted).all()


def next_of_slots() -> Select[tuple[int, int, str]]:
    """Build the query for the next messages in PostgreSQL that belong to ``slots``.

    ``slots`` is a parameter of the query.
    """
    of_slots = is_one_of("postgresql", _SLOTS.c.id, "slots")
    return _next_message("postgresql").where(of_slots)


def is_free(messages: FromClause) -> ColumnElement[bool]:
    """Build the condition that a message is not leased and need not wait any longer."""
    return or_(_is_pending(messages), _is_expired(messages))


def _is_pending(messages: FromClause) -> ColumnElement[bool]:
    columns, now = messages.c, bindparam("now", type_=Moment)
    may_go = or_(columns.next_at.is_(None), columns.next_at <= now)
    return and_(columns.state == PENDING, may_go)


def _is_expired(messages: FromClause) -> ColumnElement[bool]:
    columns, now = messages.c, bindparam("now", type_=Moment)
    return and_(columns.state == SENDING, columns.lease_until <= now)


def _next_message(dialect: str) -> Select[tuple[int, int, str]]:
    """Build the query for the first unsent messages of slots that may send, in order.

    The query uses indexes, so its cost does not grow with the length of the queue.
    """
    message = _first_unsent(dialect)
    free = and_(_is_pending(message), _is_next(message), ~_sending().exists())
    return (
        select(message.c.id, _SLOTS.c.id.label("slot"), _SLOTS.c.channel)
        .select_from(_SLOTS.join(message, _is_first_of_slot(message)))
        .where(_SLOTS.c.state == _BUILT, or_(_is_expired(message), free))
        .order_by(*ORDER)
    )


def _first_unsent(dialect: str) -> FromClause:
    """Build the query for the first unsent message of the outer slot.

    Without ``LATERAL``, PostgreSQL would join all slots with all messages and sort
    them, although few are needed. With it, PostgreSQL goes through the slots in their
    order. SQLite has no such join, and goes through them in order anyway.
    """
    if dialect == "sqlite":
        return _MESSAGES
    other = tables.outbox.alias("other")
    unsent = other.c.slot == _SLOTS.c.id, other.c.state.in_(_UNSENT)
    first = select(other).where(*unsent).order_by(other.c.part).limit(1)
    return first.correlate(_SLOTS).lateral("message")


def _is_first_of_slot(message: FromClause) -> ColumnElement[bool]:
    if message is not _MESSAGES:
        return true()
    other = tables.outbox.alias("other")
    numbers = select(func.min(other.c.part)).where(
        other.c.slot == _SLOTS.c.id, other.c.state.in_(_UNSENT)
    )
    first = numbers.correlate(_SLOTS).scalar_subquery()
    return and_(message.c.slot == _SLOTS.c.id, message.c.part == first)


def _sending() -> Select[int]:
    """Build the query for leased messages in the channel of the outer query's slot."""
    slots, messages = tables.slots.alias("beside"), tables.outbox.alias("sending")
    return (
        _built(slots)
        .join(messages, messages.c.slot == slots.c.id)
        .where(messages.c.state == SENDING)
    )


def _is_next(message: FromClause) -> ColumnElement[bool]:
    """Build the condition that a slot may send before all other slots of its channel.

    ``message`` is its first unsent message.

    A slot whose first message was attempted is finished first. Otherwise slots send in
    their order, and wait for earlier slots that are not built yet.
    """
    begun = or_(message.c.part > _NONE, message.c.attempts > _NONE)
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
        .where(other.c.state == _BUILT)
        .correlate(_SLOTS)
    )


def _unbuilt() -> Select[int]:
    """Build the query for earlier slots that block the outer query's slot.

    They belong to the same channel and are not built yet.
    """
    other = tables.slots.alias("unbuilt")
    soon, cutoff = (bindparam(name, type_=Moment) for name in ("soon", "cutoff"))
    waiting = and_(
        other.c.state == DUE,
        other.c.attempts < constant(HEAD_OF_LINE_ATTEMPTS),
        other.c.next_at <= soon,
    )
    building = and_(
        other.c.state == BUILDING,
        other.c.attempts <= constant(HEAD_OF_LINE_ATTEMPTS),
        other.c.lease_until <= soon,
    )
    return (
        select(other.c.id)
        .where(_SLOTS.c.time_index < constant(REQUESTED_FROM))
        .where(other.c.channel == _SLOTS.c.channel, _is_earlier(other))
        .where(other.c.state.in_((DUE, BUILDING)), or_(waiting, building))
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
        firsts.c.slot == other.c.id, firsts.c.part == _NONE, firsts.c.attempts > _NONE
    )
    return tried.correlate(other).exists()


@cache
def _next(dialect: str, *, is_chosen: bool) -> Select[tuple[int, int, str]]:
    query = _next_message(dialect)
    if not is_chosen:
        return query
    return query.where(is_one_of(dialect, _SLOTS.c.channel, "channels"))


@cache
def _next_in_turns(*, is_chosen: bool, hold: bool) -> Select[tuple[int, int, str]]:
    query = _next("postgresql", is_chosen=is_chosen)
    beside = is_none_of(_SLOTS.c.channel, "beside")
    return in_turns(query.where(beside), *_STATES, hold=hold)
