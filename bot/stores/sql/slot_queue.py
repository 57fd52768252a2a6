"""Stores the slots of the outbox and the messages that are built from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert
from typing_extensions import override

from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    MessageState,
    NewMessage,
    PlannedSlot,
    SkipReason,
    SlotKey,
    SlotState,
    StoredSlot,
    idempotency_key_of,
)
from bot.core.ports.outbox import SlotQueue, blocking_cutoff
from bot.stores.sql import tables
from bot.stores.sql.bodies import Names, keep_bodies, own_text
from bot.stores.sql.columns import storable, to_microseconds
from bot.stores.sql.database import (
    Database,
    SqlAdapter,
    reads,
    writes,
)
from bot.stores.sql.editions import freeze_edition, has_outdated_lines
from bot.stores.sql.locks import (
    add_lanes,
    hold_lanes,
)
from bot.stores.sql.slot_claims import ClaimableSlots, SlotClaim, claim_next_slot
from bot.stores.sql.slot_rows import KEY, is_slot, key_of
from bot.stores.sql.statements import (
    chunks,
    insertion_of_missing,
)
from bot.stores.sql.turns import Turn
from bot.stores.sql.watermarks import PLANNED, RESTORED, advance, watermark

_SLOTS = tables.slots

_ROWS = 10_000
"""The maximum number of slots that are added by one statement."""

_RESTORED = timedelta(days=1)
"""The time after a restore in which an alert may have been posted before it.

The alert was then posted after the backup was made.
"""

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

    @override
    @reads
    def planned_until(self, connection: Connection) -> datetime | None:
        return watermark(connection, PLANNED)

    @override
    @writes
    def plan(
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
            return claim_next_slot(
                connection, ClaimableSlots(connection, claim, building, self._turn)
            )

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
            .where(_SLOTS.c.id == row.id)
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
