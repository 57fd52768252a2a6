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
    FromClause,
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
    SENDING,
    UNFINISHED,
    UNSENT,
    Choice,
    MessageLimits,
    is_free,
    next_messages,
    next_of_slots,
)
from bot.stores.sql.columns import Moment, storable
from bot.stores.sql.database import Database, SqlAdapter, claims, reads
from bot.stores.sql.locks import ClaimRow, Queue, take_in_lanes
from bot.stores.sql.slot_rows import KEY, ORDER, key_of
from bot.stores.sql.statements import constant, is_one_of
from bot.stores.sql.turns import Turn

_SLOTS, _MESSAGES = tables.slots, tables.outbox
_NONE = constant(0)

_Claim: TypeAlias = tuple[int, str, int]
_Answer: TypeAlias = tuple[OutboxMessage | None, bool]
"""The answer to a claim or to a post.

For a claim, it is the message, and whether another transaction may find more. For a
post, it says whether the message is marked as sent.
"""


@dataclass(frozen=True, slots=True)
class MessageClaim:
    """A request to lease a message to one of these channels, or to any channel.

    Messages to the platforms ``without`` are left out.
    """

    owner: str
    now: datetime
    lease: timedelta
    awake: datetime | None
    channels: frozenset[str] | None
    without: frozenset[str] = frozenset()

    def kind(self) -> Hashable:
        """Return a key; one transaction serves the waiting claims with the same key."""
        return self.owner, self.lease, self.awake, self.channels, self.without


@dataclass(frozen=True, slots=True)
class _Lease:
    """A message that ``owner`` has claimed."""

    message: OutboxMessage
    owner: str

    @property
    def claim(self) -> _Claim:
        """Return the row number of the message, its owner and the count of claims."""
        return self.message.id, storable(self.owner), self.message.attempts


@dataclass(frozen=True, slots=True)
class _Post(_Lease):
    """A claimed message that was posted as the platform's ``message_id``."""

    message_id: str


@dataclass(frozen=True, slots=True)
class _LeaseCheck(_Lease):
    """A question whether the lease of a message ends after ``now``."""

    now: datetime


class SqlMessageQueue(SqlAdapter, MessageQueue):
    """Stores messages in SQLite or PostgreSQL.

    One transaction serves all senders that ask at the same time.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        turn = Turn()
        self._calls: Batches[MessageClaim | _Post, _Answer] = Batches(
            lambda calls: database.claim(partial(_answer, calls=calls, turn=turn))
        )
        self._leases: Batches[_LeaseCheck, bool] = Batches(
            lambda leases: database.look(partial(_are_held, leases=leases))
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
        claim = MessageClaim(owner, now, lease, awake, chosen, frozenset(without))
        has_more, message = True, None
        while has_more and message is None:
            message, has_more = await self._calls.add(claim)
        return message

    @override
    async def has_lease(
        self, message: OutboxMessage, owner: str, now: datetime
    ) -> bool:
        return await self._leases.add(_LeaseCheck(message, owner, now))

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
        _, is_marked = await self._calls.add(_Post(message, owner, message_id))
        return is_marked

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
    """Mark unfinished slots and their unsent messages as dead.

    ``slots`` are row numbers. Return how many slots were unfinished.
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


def message_of(
    row: Row[tuple[object, ...]], carriers: Mapping[int, str | None]
) -> OutboxMessage:
    """Turn a row of the query ``WITH_PARENT`` into a message.

    ``carriers`` maps the numbers of messages to which others reply to their ids on the
    platform.
    """
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
        parent=carriers.get(row.reply_to) or row.parent,
        error=row.error,
        since=row.since,
    )


def carriers_of(
    connection: Connection, rows: Sequence[Row[tuple[object, ...]]]
) -> Mapping[int, str | None]:
    """Map the messages to which these rows reply to their ids on the platform."""
    numbers = {row.reply_to for row in rows} - {None}
    if not numbers:
        return {}
    columns = _MESSAGES.c.id, _MESSAGES.c.message_id
    carriers = connection.execute(select(*columns).where(_MESSAGES.c.id.in_(numbers)))
    return {row.id: row.message_id for row in carriers}


def _body(row: Row[tuple[object, ...]]) -> str:
    own: str = row.body
    return own if row.shared is None else Names(row.edition, row.channel).shown(own)


def _answer(
    connection: Connection, calls: Sequence[MessageClaim | _Post], turn: Turn
) -> Sequence[_Answer]:
    """Mark messages as sent, then lease others, in one transaction."""
    posts = [call for call in calls if isinstance(call, _Post)]
    marked = _mark(connection, posts) if posts else ()
    answers: dict[int, _Answer] = {
        id(post): (None, was) for post, was in zip(posts, marked, strict=True)
    }
    kinds: dict[Hashable, list[MessageClaim]] = {}
    for call in calls:
        if isinstance(call, MessageClaim):
            kinds.setdefault(call.kind(), []).append(call)
    for equal in kinds.values():
        claimed = _claim(connection, equal, turn)
        answers |= zip(map(id, equal), claimed, strict=True)
    return [answers[id(call)] for call in calls]


def _claim(
    connection: Connection, claims: Sequence[MessageClaim], turn: Turn
) -> Sequence[_Answer]:
    """Lease messages for claims of the same kind, one message for each claim.

    If there are fewer messages than claims, the other claims get none.
    """
    first, now = claims[0], min(claim.now for claim in claims)
    cutoff = blocking_cutoff(now, first.awake)
    queue = Messages(connection, first, now, cutoff, turn)
    taken = take_in_lanes(connection, queue, len(claims))
    carriers = carriers_of(connection, taken.rows)
    leased: list[_Answer] = [(message_of(row, carriers), True) for row in taken.rows]
    return leased + [(None, taken.has_more)] * (len(claims) - len(leased))


@dataclass(frozen=True, slots=True)
class Messages(Queue):
    """The messages of one kind of claims, for a transaction."""

    connection: Connection
    claim: MessageClaim
    now: datetime
    cutoff: datetime
    turn: Turn

    @override
    def find(
        self, most: int, *, beside: Collection[str] = (), hold: bool = False
    ) -> Sequence[ClaimRow]:
        choice = Choice(self.claim.channels, self.claim.without, beside)
        limits = MessageLimits(self.now, self.cutoff, most)
        return next_messages(self.connection, limits, choice, self.turn, hold=hold)

    @override
    def take(self, candidates: Sequence[ClaimRow]) -> Sequence[ClaimRow]:
        self.turn.take(candidates[-1].channel)
        limits = MessageLimits(self.now, self.cutoff, len(candidates))
        leased = {"owner_": self.claim.owner, "until": self.now + self.claim.lease}
        wanted = {**limits.parameters(), **leased}
        if self.connection.dialect.name != "sqlite":
            wanted["slots"] = [row.slot for row in candidates]
            return self.connection.execute(_taking(), wanted).all()
        numbers = {"numbers": [row.id for row in candidates]}
        self.connection.execute(_LEASING, wanted | numbers)
        return self.connection.execute(_LEASED, numbers).all()


def _are_held(connection: Connection, leases: Sequence[_LeaseCheck]) -> Sequence[bool]:
    """Return for each lease whether it is valid."""
    numbers = {"numbers": [lease.message.id for lease in leases]}
    query = _leases(connection.dialect.name)
    ends = {
        (row.id, row.owner, row.attempts): row.lease_until
        for row in connection.execute(query, numbers)
    }
    return [lease.claim in ends and ends[lease.claim] > lease.now for lease in leases]


def _mark(connection: Connection, posts: Sequence[_Post]) -> Sequence[bool]:
    """Mark messages as sent, and slots without other messages as posted."""
    if connection.dialect.name != "sqlite":
        columns = {
            "ids": [post.message.id for post in posts],
            "attempts": [post.message.attempts for post in posts],
            "owners": [storable(post.owner) for post in posts],
            "posts": [storable(post.message_id) for post in posts],
        }
        marked = set(map(tuple, connection.execute(_MARKING, columns)))
        return [post.claim in marked for post in posts]
    slots = _released(connection, posts)
    if slots:
        connection.execute(_POSTED, {"slots": sorted(set(slots.values()))})
    return [post.claim in slots for post in posts]


def _released(connection: Connection, posts: Sequence[_Post]) -> Mapping[_Claim, int]:
    """Mark messages as sent; map the valid claims to the row numbers of their slots.

    A claim is valid if its process still had the lease.
    """
    slots: dict[_Claim, int] = {}
    for post in posts:
        values = {"state": MessageState.SENT.value, "message_id": post.message_id}
        slot = _release(connection, post.message, post.owner, **values)
        if slot is not None:
            slots[post.claim] = slot
    return slots


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


def _with_parent(messages: FromClause) -> Select[tuple[object, ...]]:
    """Build the query for these messages, each with its slot and its parent.

    A slot is given by its key and its moment. The parent is the platform's id of the
    slot's first message, if that is another one.
    """
    first = tables.outbox.alias("first")
    columns = messages.c
    is_above = and_(
        first.c.slot == columns.slot,
        *(first.c.part == _NONE, columns.part > _NONE),
    )
    return (
        select(
            *(column for column in columns if column.name != "body"),
            text_of(messages, columns.body),
            *KEY,
            first.c.message_id.label("parent"),
            _SLOTS.c.next_at.label("since"),
        )
        .select_from(messages)
        .join(_SLOTS, _SLOTS.c.id == columns.slot)
        .outerjoin(first, is_above)
    )


def _leasing() -> Update:
    now = bindparam("now", type_=Moment)
    # Its sender may have released it since it was found.
    return (
        update(_MESSAGES)
        .where(is_free(_MESSAGES))
        .values(
            state=SENDING,
            attempts=_MESSAGES.c.attempts + constant(1),
            first_try=func.coalesce(_MESSAGES.c.first_try, now),
            owner=bindparam("owner_"),
            lease_until=bindparam("until"),
        )
    )


@cache
def _taking() -> Select[tuple[object, ...]]:
    """Build the statement that leases messages in PostgreSQL and returns them."""
    first = next_of_slots().subquery("next")
    is_first = _MESSAGES.c.id == first.c.id, _MESSAGES.c.slot == first.c.slot
    leasing = _leasing().where(*is_first)
    leased = leasing.returning(_MESSAGES).cte("leased")
    return _with_parent(leased).order_by(*ORDER)


WITH_PARENT = _with_parent(_MESSAGES)
_NUMBERED = is_one_of("sqlite", _MESSAGES.c.id, "numbers")
_LEASING = _leasing().where(_NUMBERED)
_LEASED = WITH_PARENT.where(_NUMBERED).order_by(*ORDER)


@cache
def _leases(dialect: str) -> Select[tuple[int, str, int, datetime]]:
    columns = "id", "owner", "attempts", "lease_until"
    return select(*(_MESSAGES.c[name] for name in columns)).where(
        is_one_of(dialect, _MESSAGES.c.id, "numbers"),
        _MESSAGES.c.state == SENDING,
    )


_MARKING = text("""
    WITH sent AS (
        UPDATE outbox SET state = 'sent', message_id = post.message_id,
            error = NULL, owner = NULL, lease_until = NULL
        FROM unnest(CAST(:ids AS bigint[]), CAST(:owners AS text[]),
            CAST(:attempts AS integer[]), CAST(:posts AS text[]))
            AS post (id, owner, attempts, message_id)
        WHERE outbox.id = post.id AND outbox.state = 'sending'
            AND outbox.owner = post.owner AND outbox.attempts = post.attempts
        RETURNING outbox.id, outbox.slot, post.owner, post.attempts),
    posted AS (
        UPDATE slots SET state = 'posted'
        WHERE id IN (SELECT slot FROM sent)
            AND NOT EXISTS (
                SELECT FROM outbox AS other
                WHERE other.slot = slots.id
                AND other.state <> 'sent' AND other.id NOT IN (SELECT id FROM sent)))
    SELECT id, owner, attempts FROM sent""")
"""Marks messages as sent in PostgreSQL, and their slots as posted if these have no others."""

_UNSENT_OF_SLOT = select(_MESSAGES.c.id).where(
    _MESSAGES.c.slot == _SLOTS.c.id, _MESSAGES.c.state != MessageState.SENT.value
)
_POSTED = (
    update(_SLOTS)
    .where(is_one_of("sqlite", _SLOTS.c.id, "slots"), ~_UNSENT_OF_SLOT.exists())
    .values(state=SlotState.POSTED.value)
)
