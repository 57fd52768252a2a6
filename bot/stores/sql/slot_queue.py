"""Stores the slots of the outbox, and leases them to builders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache, partial
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    func,
    insert,
    not_,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert
from typing_extensions import override

from bot.core.domain.errors import StoreError
from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    MessageState,
    NewMessage,
    PlannedSlot,
    SkipReason,
    SlotKey,
    SlotState,
    StoredSlot,
    build_lease,
    idempotency_key_of,
)
from bot.core.ports.outbox import SlotQueue, blocking_cutoff
from bot.stores.sql import tables
from bot.stores.sql.bodies import Names, keep_bodies, own_text
from bot.stores.sql.columns import Moment, storable, to_microseconds
from bot.stores.sql.database import (
    Database,
    SqlAdapter,
    reads,
    writes,
)
from bot.stores.sql.editions import freeze_edition, has_outdated_lines
from bot.stores.sql.locks import (
    ClaimRow,
    Queue,
    add_lanes,
    hold_lanes,
    holding_lanes,
    take_in_lanes,
)
from bot.stores.sql.partitions import (
    OF_DAYS,
    Days,
    UnfinishedDays,
    are_noted,
    is_on,
    is_review_due,
    missing_partitions,
    noted_days,
    of_days,
    review_days,
    try_to_add,
)
from bot.stores.sql.statements import (
    chunks,
    constant,
    insertion_of_missing,
    is_one_of,
)
from bot.stores.sql.turns import Turn, in_turns, run_in_turns
from bot.stores.sql.watermarks import PLANNED, RESTORED, advance, watermark

_SLOTS = tables.slots
_CHANNEL = _SLOTS.c.channel

KEY = (_SLOTS.c.digest, _SLOTS.c.channel, _SLOTS.c.local_date, _SLOTS.c.time_index)
"""The columns of a slot's key, in the order of the key's parts."""

ORDER = (_SLOTS.c.slot_utc, *KEY)
"""The order of slots: by moment, then by key."""

DUE, BUILDING = constant(SlotState.DUE.value), constant(SlotState.BUILDING.value)
"""The states of slots that are not built, as parts of statements."""

_ROWS = 10_000
"""The maximum number of slots that are added by one statement."""

_RESTORED = timedelta(days=1)
"""The time after a restore in which an alert may have been posted before it.

The alert was then posted after the backup was made.
"""


@dataclass(frozen=True, slots=True)
class SlotClaim:
    """A request of ``owner`` to lease a slot or a message for the duration ``lease``.

    Slots that were first claimed after ``cutoff`` still block later slots of their
    channel; see ``blocking_cutoff``.
    """

    owner: str
    now: datetime
    lease: timedelta
    cutoff: datetime


_Kind: TypeAlias = tuple[bool, bool, SkipReason | None]
"""Whether a slot is skipped or late, and why it is skipped."""


@dataclass(frozen=True, slots=True)
class _StoredSlot:
    """A slot whose messages are stored: its row number, key, moment and edition's id."""

    number: int
    key: SlotKey
    at: datetime
    edition: str | None = None


class SqlSlotQueue(SqlAdapter, SlotQueue):
    """Stores slots in SQLite or PostgreSQL."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._turn = Turn()
        self._reviewed: datetime | None = None

    @override
    @reads
    def planned_until(self, connection: Connection) -> datetime | None:
        return watermark(connection, PLANNED)

    @override
    async def plan(
        self, slots: Collection[PlannedSlot], until: datetime | None
    ) -> tuple[SlotKey, ...]:
        if until is not None and not self.database.is_sqlite:
            await self._keep_days(until)
        added = await self._plan(slots, until)
        self.database.days.forget()
        return added

    async def _keep_days(self, now: datetime) -> None:
        """Add the partitions of today and tomorrow, and review the unfinished days."""
        if not is_review_due(self._reviewed, now):
            return
        missing = await self.database.read(partial(missing_partitions, now=now))
        for partition in missing:
            # Without it, rows are in another partition.
            with suppress(StoreError):
                adding = partial(try_to_add, partition=partition)
                await self.database.write(adding)
        await self.database.write(partial(review_days, now=now))
        self._reviewed = now

    @writes
    def _plan(
        self,
        connection: Connection,
        slots: Collection[PlannedSlot],
        until: datetime | None,
    ) -> tuple[SlotKey, ...]:
        if until is not None:
            advance(connection, PLANNED, until)
        if not slots:
            return ()
        added = add_slots(connection, slots)
        return tuple(key for key in dict.fromkeys(s.key for s in slots) if key in added)

    @override
    async def claim_slot(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        awake: datetime | None = None,
        building: Collection[SlotKey] = (),
    ) -> StoredSlot | None:
        claim = SlotClaim(owner, now, lease, blocking_cutoff(now, awake))
        has_more, slot = True, None

        def claim_next(connection: Connection) -> tuple[StoredSlot | None, bool]:
            self.database.days.read(connection)
            place = self.database.days, self._turn
            return _claim(connection, _Slots(connection, claim, building, *place))

        while has_more and slot is None:
            slot, has_more = await self.database.claim(claim_next)
        return slot

    @override
    @writes
    def store_messages(
        self,
        connection: Connection,
        slot: StoredSlot,
        edition: Edition | None,
        messages: Collection[NewMessage],
    ) -> bool:
        hold_lanes(connection, [slot.key.channel])
        leased = select(_SLOTS).where(is_slot(slot.key), _is_leased(slot))
        row = connection.execute(leased.with_for_update()).one_or_none()
        if row is None:
            return False
        if row.state != SlotState.BUILDING.value:
            return True
        if edition is not None:
            if has_outdated_lines(connection, edition):
                return False
            freeze_edition(connection, edition)
        attempted = _attempted(connection, row.slot_utc)
        name = None if edition is None else edition.id
        stored = _StoredSlot(row.id, slot.key, row.slot_utc, name)
        _add_messages(connection, stored, messages, attempted)
        state = SlotState.BUILT if messages else SlotState.POSTED
        connection.execute(
            update(_SLOTS)
            .where(_SLOTS.c.id == row.id, is_on(_SLOTS.c.local_date, slot.key.day))
            .values(state=state.value, lease_until=None, error=None)
        )
        return True

    @override
    @writes
    def return_slot(
        self,
        connection: Connection,
        slot: StoredSlot,
        *,
        error: str,
        again: datetime | None,
    ) -> bool:
        state = SlotState.DEAD if again is None else SlotState.DUE
        values: dict[str, object] = {"state": state.value, "error": error}
        if again is not None:
            values["next_at"] = again
        returned = connection.execute(
            update(_SLOTS)
            .where(is_slot(slot.key), _is_leased(slot))
            .where(_SLOTS.c.state == SlotState.BUILDING.value)
            .values(owner=None, lease_until=None, **values)
        )
        return returned.rowcount == 1


def add_slots(
    connection: Connection, slots: Iterable[PlannedSlot]
) -> Collection[SlotKey]:
    """Add those of ``slots`` that do not exist yet; return their keys.

    Of slots with the same key, the first is added.
    """
    unique: dict[SlotKey, PlannedSlot] = {}
    for slot in slots:
        unique.setdefault(slot.key, slot)
    add_lanes(connection, {key.channel for key in unique})
    kinds: defaultdict[_Kind, list[PlannedSlot]] = defaultdict(list)
    for slot in unique.values():
        kinds[slot.skipped, slot.late, slot.reason].append(slot)
    added = set[SlotKey]()
    for same in kinds.values():
        for some in chunks(same, _ROWS):
            numbers = _add(connection, some)
            if len(numbers) == len(some):
                added.update(slot.key for slot in some)
            else:
                added.update(_keys(connection, numbers))
    return added


def _add(connection: Connection, slots: Sequence[PlannedSlot]) -> Sequence[int]:
    """Add slots of one kind; return the row numbers of those that did not exist."""
    dialect = connection.dialect.name
    lists = None if dialect == "sqlite" else _lists(slots)
    if lists is None:
        rows = [_row(slot) for slot in slots]
        return connection.scalars(_adding(dialect), rows).all()
    return connection.scalars(_ADDING, {**_row(slots[0]), **lists}).all()


def _keys(connection: Connection, numbers: Collection[int]) -> Iterable[SlotKey]:
    """Yield the keys of the slots with these row numbers."""
    for some in chunks(numbers):
        wanted: Select[Any] = select(*KEY).where(_SLOTS.c.id.in_(some))
        yield from map(key_of, connection.execute(wanted))


def _lists(slots: Sequence[PlannedSlot]) -> dict[str, str] | None:
    """Return each column of the slots as one text for PostgreSQL.

    The driver takes several times as long for an array. Return ``None`` if a value has
    the character that separates the values.
    """
    keys = [slot.key for slot in slots]
    lists = {
        "digests": [storable(key.digest) for key in keys],
        "channels": [storable(key.channel) for key in keys],
        "days": [key.day.isoformat() for key in keys],
        "indexes": [str(key.index) for key in keys],
        "moments": [str(to_microseconds(slot.at)) for slot in slots],
    }
    texts = {name: _SEPARATOR.join(values) for name, values in lists.items()}
    most = len(slots) - 1
    return texts if all(t.count(_SEPARATOR) == most for t in texts.values()) else None


def add_built_slot(
    connection: Connection,
    key: SlotKey,
    at: datetime,
    messages: Collection[NewMessage],
) -> int | None:
    """Add a slot together with its finished messages; return the slot's row number.

    Return ``None`` and add nothing if the slot exists.
    """
    built = {**_row(PlannedSlot(key, at)), "state": SlotState.BUILT.value}
    adding = _adding(connection.dialect.name)
    number = connection.scalar(adding, built)
    if number is None:
        return None
    # An alert is built from articles that a restored database fetches again.
    attempted = _attempted(connection, at - _RESTORED)
    _add_messages(connection, _StoredSlot(number, key, at), messages, attempted)
    return number


def is_slot(key: SlotKey) -> ColumnElement[bool]:
    """Build the condition for the slot with this key."""
    columns = _SLOTS.c
    return and_(
        *(columns.digest == key.digest, columns.channel == key.channel),
        *(is_on(columns.local_date, key.day), columns.time_index == key.index),
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


def _claim(connection: Connection, slots: _Slots) -> tuple[StoredSlot | None, bool]:
    """Lease the next slot.

    If there is none, the second value says whether another transaction may get one.
    """
    taken = take_in_lanes(connection, slots, 1)
    if not taken.rows:
        return None, taken.has_more
    return slot_of(taken.rows[0]), False


@dataclass(frozen=True, slots=True)
class _Queries:
    """The queries for slots.

    ``late`` finds the slots that come after all others. Among the others, workspaces
    take turns: PostgreSQL runs ``early_in_turns``, and SQLite runs ``early`` once per
    workspace.
    """

    early: Select[Any]
    early_in_turns: Select[Any]
    late: Select[Any]


@dataclass(frozen=True, slots=True)
class _Slots(Queue):
    """The slots that one claim may lease, for one transaction.

    Slots in ``building`` are left out.
    """

    connection: Connection
    claim: SlotClaim
    building: Collection[SlotKey]
    unfinished: UnfinishedDays
    turn: Turn

    @override
    def find(
        self, most: int, *, beside: Collection[str] = (), hold: bool = False
    ) -> Sequence[ClaimRow]:
        if not beside:
            candidates = self._find(most, hold=hold)
            channels = {key.channel for key in self.building}
            if not any(row.channel in channels for row in candidates):
                return candidates
        left_out = [is_slot(key) for key in self.building]
        left_out.append(_CHANNEL.in_(beside))
        return self._find(most, *left_out, hold=hold)

    def _find(
        self, most: int, *left_out: ColumnElement[bool], hold: bool
    ) -> Sequence[ClaimRow]:
        dialect = self.connection.dialect.name

        def find_in(days: Days) -> Sequence[ClaimRow]:
            if left_out:
                queries = _queries_without(dialect, days, *left_out, hold=hold)
            else:
                queries = _queries(dialect, days, hold=hold)
            return self._first(most, queries)

        return self.unfinished.rows_of(self.connection, find_in)

    def _first(self, most: int, queries: _Queries) -> Sequence[ClaimRow]:
        if self.connection.dialect.name == "sqlite":
            wanted = self._parameters(most)
            early = queries.early
            candidates = run_in_turns(self.connection, early, _UNBUILT, wanted, most)
        else:
            candidates = self._run(queries.early_in_turns, most)
        return candidates or self._run(queries.late, most)

    @override
    def take(self, candidates: Sequence[ClaimRow]) -> Sequence[ClaimRow]:
        self.turn.take(candidates[-1].channel)
        if self.connection.dialect.name != "sqlite":
            numbers = {"numbers": [row.id for row in candidates]}
            wanted = self._parameters(1) | numbers
            query = _next_of_numbers(self.unfinished.days)
            candidates = self.connection.execute(query, wanted).all()
        taken: list[ClaimRow] = []
        for row in candidates:
            until = self.claim.now + build_lease(self.claim.lease, row.attempts + 1)
            values = {"number": row.id, "owner_": self.claim.owner, "until": until}
            leasing = _LEASING.where(is_on(_SLOTS.c.local_date, row.local_date))
            taken += self.connection.execute(leasing, {**values, "now": self.claim.now})
        return taken

    def _run(
        self, query: Select[tuple[int, int, str, int]], most: int = 1
    ) -> Sequence[ClaimRow]:
        return self.connection.execute(query, self._parameters(most)).all()

    def _parameters(self, most: int) -> dict[str, object]:
        moments = {"now": self.claim.now, "cutoff": self.claim.cutoff}
        return {
            **moments,
            "last": self.turn.last,
            "without": [],
            "most": most,
            "least": 1,
        }


def _is_leased(slot: StoredSlot) -> ColumnElement[bool]:
    """Build the condition that the lease of ``slot`` was not taken by a later claim."""
    return and_(
        _SLOTS.c.owner.is_not(None),
        _SLOTS.c.owner == slot.owner,
        _SLOTS.c.attempts == slot.attempts,
    )


def _attempted(connection: Connection, at: datetime) -> dict[str, object]:
    """Return the columns to set in new messages of a slot whose moment is ``at``.

    If the database was restored after ``at``, the messages may have been posted after
    the backup. Then they count as attempted, so that the sender looks for them before
    it posts them.
    """
    restored = watermark(connection, RESTORED)
    if restored is None or restored < at:
        return {}
    return {"attempts": 1, "first_try": at}


def _add_messages(
    connection: Connection,
    slot: _StoredSlot,
    messages: Collection[NewMessage],
    attempted: Mapping[str, object],
) -> None:
    names = Names(slot.edition, slot.key.channel)
    shared = keep_bodies(connection, (each.body for each in messages), names, slot.at)
    rows = [
        {
            "slot": slot.number,
            "edition": slot.edition,
            "part": message.number,
            **own_text(message.body, shared, "body"),
            "reply_to": message.reply_to,
            "day": slot.key.day,
            "nonce": idempotency_key_of(slot.key, message.number),
            "state": MessageState.PENDING.value,
            **attempted,
        }
        for message in messages
    ]
    if rows:
        connection.execute(insert(tables.outbox), rows)


_SEPARATOR = "\x1f"
_ADDING = text("""
    INSERT INTO slots (digest, channel, local_date, time_index, slot_utc, next_at,
        state, late, error)
    SELECT digest, channel, CAST(day AS date), CAST(index AS integer),
        CAST(moment AS bigint), CAST(moment AS bigint),
        CAST(:state AS text), CAST(:late AS boolean), CAST(:error AS text)
    FROM unnest(string_to_array(:digests, chr(31)),
        string_to_array(:channels, chr(31)), string_to_array(:days, chr(31)),
        string_to_array(:indexes, chr(31)), string_to_array(:moments, chr(31)))
        AS planned (digest, channel, day, index, moment)
    ON CONFLICT DO NOTHING
    RETURNING id""")
"""Adds slots of one kind that do not exist yet in PostgreSQL."""


@cache
def _adding(dialect: str) -> ReturningInsert[int]:
    return insertion_of_missing(dialect, _SLOTS).returning(_SLOTS.c.id)


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


_NOW = bindparam("now", type_=Moment)
_IS_DUE = and_(_SLOTS.c.state == DUE, _SLOTS.c.next_at <= _NOW)
_IS_EXPIRED = and_(_SLOTS.c.state == BUILDING, _SLOTS.c.lease_until <= _NOW)


@lru_cache(OF_DAYS)
def _next_slot(dialect: str, days: Days) -> Select[tuple[int, int, str, int]]:
    """Build the query for the slots that are due or whose lease expired, in order.

    In PostgreSQL they are of ``days``, and have the columns ``noted_days``.
    A slot that is being built blocks the due slots of its channel while its lease is
    valid. It also blocks them if it was first claimed after the cutoff.
    """
    other = _SLOTS.alias("other")
    building = select(other.c.channel).where(other.c.state == BUILDING)
    building = building.where(*of_days(days, other.c.local_date))
    is_leased = other.c.lease_until > _NOW
    is_blocking = func.coalesce(other.c.begun, other.c.slot_utc) > _CUTOFF
    is_first = _CHANNEL.not_in(building.where(or_(is_leased, is_blocking)))
    is_alone = _CHANNEL.not_in(building.where(is_leased))
    due, expired = and_(_IS_DUE, is_first), and_(_IS_EXPIRED, is_alone)
    columns = _SLOTS.c.id, _SLOTS.c.id.label("slot"), _CHANNEL, _SLOTS.c.attempts
    noted = () if dialect == "sqlite" else noted_days()
    query = select(*columns, _SLOTS.c.local_date, *noted).select_from(_SLOTS)
    of_slots = of_days(days, _SLOTS.c.local_date)
    return query.where(or_(due, expired), *of_slots).order_by(*ORDER)


_UNBUILT = DUE, BUILDING
_CUTOFF = bindparam("cutoff", type_=Moment)
_IS_EARLY = or_(_SLOTS.c.begun.is_(None), _SLOTS.c.begun > _CUTOFF)
"""Matches slots that were first claimed after the cutoff, or never.

The other slots come last.
"""


def _queries_without(
    dialect: str, days: Days, *left_out: ColumnElement[bool], hold: bool
) -> _Queries:
    """Build the queries for slots; with ``hold``, they hold lanes in PostgreSQL."""
    query = _next_slot(dialect, days).where(*map(not_, left_out))
    early = query.where(_IS_EARLY)
    late = query.where(not_(_IS_EARLY)).limit(bindparam("most", type_=Integer))
    return _Queries(
        early,
        in_turns(early, days, *_UNBUILT, hold=hold),
        holding_lanes(late, _CHANNEL) if hold else late,
    )


@lru_cache(OF_DAYS)
def _next_of_numbers(days: Days) -> Select[Any]:
    """Return the query for those of the next slots in PostgreSQL with these ``numbers``."""
    of_numbers = is_one_of("postgresql", _SLOTS.c.id, "numbers")
    return _next_slot("postgresql", days).where(of_numbers, *are_noted(days))


@lru_cache(OF_DAYS)
def _queries(dialect: str, days: Days, *, hold: bool) -> _Queries:
    """Return the queries for all slots, from a cache.

    Building them takes longer than running them.
    """
    return _queries_without(dialect, days, hold=hold)


_LEASING = (
    update(_SLOTS)
    # Its builder may have returned it since it was found.
    .where(_SLOTS.c.id == bindparam("number"), or_(_IS_DUE, _IS_EXPIRED))
    .values(
        state=BUILDING,
        attempts=_SLOTS.c.attempts + 1,
        owner=bindparam("owner_"),
        lease_until=bindparam("until"),
        begun=func.coalesce(_SLOTS.c.begun, _NOW),
    )
    .returning(_SLOTS)
)
