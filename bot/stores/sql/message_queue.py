"""Stores the messages of the outbox, and leases them to senders."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    func,
    select,
    text,
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
from bot.stores.sql.batches import Batches
from bot.stores.sql.bodies import Names, text_of
from bot.stores.sql.claim_order import (
    UNFINISHED,
    UNSENT,
    Choice,
    MessageLimits,
    is_free,
    messages_of,
    next_messages,
)
from bot.stores.sql.columns import Moment, storable
from bot.stores.sql.database import Database, SqlAdapter, claims, reads
from bot.stores.sql.locks import ClaimRow, find_in_lanes
from bot.stores.sql.slot_queue import KEY, key_of
from bot.stores.sql.statements import is_one_of

_SLOTS, _MESSAGES = tables.slots, tables.outbox

_Claim: TypeAlias = tuple[int, str, int]
_Claimed: TypeAlias = tuple[OutboxMessage | None, bool]


@dataclass(frozen=True, slots=True)
class _MessageClaim:
    """A request to lease a message to one of these channels, or to any channel.

    ``without`` are the platforms that are left out.
    """

    owner: str
    now: datetime
    lease: timedelta
    awake: datetime | None
    channels: frozenset[str] | None
    without: frozenset[str] = frozenset()

    def kind(self) -> Hashable:
        """Return what the claims have in common that one transaction serves."""
        return self.owner, self.lease, self.awake, self.channels, self.without


@dataclass(frozen=True, slots=True)
class _Post:
    """A message that ``owner`` posted as the platform's ``message_id``."""

    message: OutboxMessage
    owner: str
    message_id: str

    @property
    def claim(self) -> _Claim:
        """Return the row number of the message, its owner and the count of claims."""
        return self.message.id, storable(self.owner), self.message.attempts


@dataclass(frozen=True, slots=True)
class _Lease:
    """A question whether ``owner`` holds the lease of a message until after ``now``."""

    message: OutboxMessage
    owner: str
    now: datetime

    @property
    def claim(self) -> _Claim:
        """Return the row number of the message, its owner and the count of claims."""
        return self.message.id, storable(self.owner), self.message.attempts


class SqlMessageQueue(SqlAdapter, MessageQueue):
    """Stores messages in SQLite or PostgreSQL.

    One transaction serves all senders that ask at the same time.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._claims = Batches(
            lambda claims: database.claim(partial(_claim, claims=claims)),
            _MessageClaim.kind,
        )
        self._posts: Batches[_Post, bool] = Batches(
            lambda posts: database.claim(partial(_mark, posts=posts))
        )
        self._leases: Batches[_Lease, bool] = Batches(
            lambda leases: database.read(partial(_are_held, leases=leases))
        )

    @override
    async def claim_message(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        channels: Collection[str] | None = None,
        without: Collection[str] = (),
        awake: datetime | None = None,
    ) -> OutboxMessage | None:
        chosen = None if channels is None else frozenset(channels)
        claim = _MessageClaim(owner, now, lease, awake, chosen, frozenset(without))
        has_more, message = True, None
        while has_more and message is None:
            message, has_more = await self._claims.add(claim)
        return message

    @override
    async def has_lease(
        self, message: OutboxMessage, owner: str, now: datetime
    ) -> bool:
        return await self._leases.add(_Lease(message, owner, now))

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
    async def mark_sent(
        self, message: OutboxMessage, owner: str, message_id: str
    ) -> bool:
        return await self._posts.add(_Post(message, owner, message_id))

    @override
    @claims
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
    @claims
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


def kill_slots(connection: Connection, slots: Collection[int], error: str) -> int:
    """Mark unfinished slots, by row number, and their unsent messages as dead.

    Return how many slots were unfinished.
    """
    values = {"error": error, "owner": None, "lease_until": None}
    connection.execute(
        update(_MESSAGES)
        .where(_MESSAGES.c.slot.in_(slots), _MESSAGES.c.state.in_(UNSENT))
        .values(state=MessageState.DEAD.value, **values)
    )
    killed = connection.execute(
        update(_SLOTS)
        .where(_SLOTS.c.id.in_(slots), _SLOTS.c.state.in_(UNFINISHED))
        .values(state=SlotState.DEAD.value, **values)
    )
    return killed.rowcount


def message_of(row: Row[tuple[object, ...]]) -> OutboxMessage:
    """Turn a row of the query ``WITH_PARENT`` into a message."""
    return OutboxMessage(
        id=row.id,
        slot=key_of(row),
        number=row.part,
        body=_body(row),
        idempotency_key=row.nonce,
        state=MessageState(row.state),
        attempts=row.attempts,
        first_try=row.first_try,
        message_id=row.message_id,
        parent=row.parent,
        error=row.error,
        since=row.since,
    )


def _body(row: Row[tuple[object, ...]]) -> str:
    own: str = row.body
    return own if row.shared is None else Names(row.edition, row.channel).shown(own)


def _claim(
    connection: Connection, claims: Sequence[_MessageClaim]
) -> Sequence[_Claimed]:
    """Lease a message for each of these equal claims, as far as there are any.

    Return with each whether another transaction may find more.
    """
    first, now = claims[0], min(claim.now for claim in claims)
    cutoff = blocking_cutoff(now, first.awake)

    def find(
        most: int, *, slots: Collection[int] | None, beside: Collection[str]
    ) -> Sequence[ClaimRow]:
        limits = MessageLimits(now, cutoff, most)
        if slots is not None:
            return messages_of(connection, limits, slots)
        choice = Choice(first.channels, first.without, beside)
        return next_messages(connection, limits, choice)

    free = find_in_lanes(connection, find, len(claims))
    numbers = [row.id for row in free.rows]
    left: list[_Claimed] = [(None, free.has_more)] * (len(claims) - len(numbers))
    if not numbers:
        return left
    values = {"owner_": first.owner, "until": now + first.lease, "now": now}
    dialect = connection.dialect.name
    connection.execute(_leasing(dialect), {**values, "numbers": numbers})
    mine = {"numbers": numbers, "owner_": first.owner}
    leased = connection.execute(_claimed(dialect), mine)
    rows = {row.id: message_of(row) for row in leased}
    return [(rows.get(number), True) for number in numbers] + left


def _are_held(connection: Connection, leases: Sequence[_Lease]) -> Sequence[bool]:
    """Return for each lease whether it is valid."""
    numbers = {"numbers": [lease.message.id for lease in leases]}
    ends = {
        (row.id, row.owner, row.attempts): row.lease_until
        for row in connection.execute(_leased(connection.dialect.name), numbers)
    }
    return [lease.claim in ends and ends[lease.claim] > lease.now for lease in leases]


def _mark(connection: Connection, posts: Sequence[_Post]) -> Sequence[bool]:
    """Mark messages as sent, and slots without other messages as posted."""
    releasing = _released if connection.dialect.name == "sqlite" else _released_at_once
    slots = releasing(connection, posts)
    if slots:
        posted = {"slots": sorted(set(slots.values()))}
        connection.execute(_posted(connection.dialect.name), posted)
    return [post.claim in slots for post in posts]


def _released(connection: Connection, posts: Sequence[_Post]) -> Mapping[_Claim, int]:
    """Mark messages as sent; map the claims that held to the row numbers of slots."""
    slots: dict[_Claim, int] = {}
    for post in posts:
        values = {"state": MessageState.SENT.value, "message_id": post.message_id}
        slot = _release(connection, post.message, post.owner, **values)
        if slot is not None:
            slots[post.claim] = slot
    return slots


def _released_at_once(
    connection: Connection, posts: Sequence[_Post]
) -> Mapping[_Claim, int]:
    """Do the same as ``_released`` with one statement of PostgreSQL."""
    columns = {
        "ids": [post.message.id for post in posts],
        "attempts": [post.message.attempts for post in posts],
        "owners": [storable(post.owner) for post in posts],
        "posts": [storable(post.message_id) for post in posts],
    }
    rows = connection.execute(_SENT, columns)
    return {(row.id, row.owner, row.attempts): row.slot for row in rows}


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

WITH_PARENT: Select[tuple[object, ...]] = (
    select(
        *(column for column in _MESSAGES.c if column is not _MESSAGES.c.body),
        text_of(_MESSAGES, _MESSAGES.c.body),
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


@cache
def _leasing(dialect: str) -> Update:
    now = bindparam("now", type_=Moment)
    return (
        update(_MESSAGES)
        # Its sender may have released it since it was found.
        .where(is_one_of(dialect, _MESSAGES.c.id, "numbers"), is_free(_MESSAGES))
        .values(
            state=MessageState.SENDING.value,
            attempts=_MESSAGES.c.attempts + 1,
            first_try=func.coalesce(_MESSAGES.c.first_try, now),
            owner=bindparam("owner_"),
            lease_until=bindparam("until"),
        )
    )


@cache
def _claimed(dialect: str) -> Select[tuple[object, ...]]:
    return WITH_PARENT.where(
        is_one_of(dialect, _MESSAGES.c.id, "numbers"),
        _MESSAGES.c.state == MessageState.SENDING.value,
        _MESSAGES.c.owner == bindparam("owner_"),
    )


@cache
def _leased(dialect: str) -> Select[tuple[object, ...]]:
    columns = "id", "owner", "attempts", "lease_until"
    return select(*(_MESSAGES.c[name] for name in columns)).where(
        is_one_of(dialect, _MESSAGES.c.id, "numbers"),
        _MESSAGES.c.state == MessageState.SENDING.value,
    )


_SENT = text(
    "UPDATE outbox SET state = 'sent', message_id = sent.message_id, error = NULL, "
    "owner = NULL, lease_until = NULL "
    "FROM unnest(CAST(:ids AS bigint[]), CAST(:owners AS text[]), "
    "CAST(:attempts AS integer[]), CAST(:posts AS text[])) "
    "AS sent (id, owner, attempts, message_id) "
    "WHERE outbox.id = sent.id AND outbox.state = 'sending' "
    "AND outbox.owner = sent.owner AND outbox.attempts = sent.attempts "
    "RETURNING outbox.id, outbox.slot, sent.owner, sent.attempts"
)
"""Marks messages as sent in PostgreSQL, like ``_release`` one of them."""

_UNSENT_OF_SLOT = select(_MESSAGES.c.id).where(
    _MESSAGES.c.slot == _SLOTS.c.id, _MESSAGES.c.state != MessageState.SENT.value
)


@cache
def _posted(dialect: str) -> Update:
    return (
        update(_SLOTS)
        .where(is_one_of(dialect, _SLOTS.c.id, "slots"), ~_UNSENT_OF_SLOT.exists())
        .values(state=SlotState.POSTED.value)
    )
