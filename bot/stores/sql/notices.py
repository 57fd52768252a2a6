"""Stores the notices for the operator."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, insert, select, update
from typing_extensions import override

from bot.core.domain.operator_notices import (
    Incident,
    Notice,
    NoticeBatch,
    batch_key,
    changes,
    next_batch,
)
from bot.core.domain.slots import SlotState, StoredSlot
from bot.core.ports.stores import NoticeStore
from bot.stores.sql import tables
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.slot_rows import ORDER, slot_of
from bot.stores.sql.statements import chunks

_NOTICES, _SLOTS = tables.notices, tables.slots

_GIVEN_UP = (SlotState.SKIPPED.value, SlotState.DEAD.value)


class SqlNotices(SqlAdapter, NoticeStore):
    """Stores notices in SQLite or PostgreSQL."""

    @override
    async def note(
        self,
        channel: str,
        family: str,
        incidents: Collection[Incident],
        *,
        now: datetime,
    ) -> None:
        # Usually nothing changed, and a read need not wait for a lock.
        stored = await self.database.read(
            lambda connection: _family(connection, channel, family)
        )
        changed = changes(stored, incidents, now)
        if changed.new or changed.gone:
            await self.database.write(
                lambda connection: _note(connection, channel, family, incidents, now)
            )

    @override
    async def claim_batch(
        self, channel: str, now: datetime, lease: timedelta
    ) -> NoticeBatch | None:
        if not await self.database.read(
            lambda connection: _waiting(connection, channel)
        ):
            return None
        return await self.database.write(
            lambda connection: _claim(connection, channel, now, lease)
        )

    @override
    @writes
    def settle_batch(self, connection: Connection, idempotency_key: str) -> None:
        connection.execute(
            update(_NOTICES)
            .where(_NOTICES.c.sheet == idempotency_key)
            .values(told=True, lease_until=None)
        )

    @override
    @reads
    def failed_slots(
        self, connection: Connection, since: datetime
    ) -> tuple[StoredSlot, ...]:
        rows = connection.execute(
            select(_SLOTS)
            .where(_SLOTS.c.state.in_(_GIVEN_UP), _SLOTS.c.slot_utc >= since)
            .order_by(*ORDER)
        )
        return tuple(map(slot_of, rows))


def delete_notices(connection: Connection, before: datetime) -> None:
    """Delete notices that are older than ``before``.

    If an incident is still active, its notice is sent once more.
    """
    connection.execute(delete(_NOTICES).where(_NOTICES.c.at < before))


def _family(connection: Connection, channel: str, family: str) -> list[Notice]:
    rows = connection.execute(
        select(_NOTICES)
        .where(_NOTICES.c.channel == channel, _NOTICES.c.family == family)
        .order_by(_NOTICES.c.id)
    )
    return [_notice(row) for row in rows]


def _note(
    connection: Connection,
    channel: str,
    family: str,
    incidents: Iterable[Incident],
    now: datetime,
) -> None:
    hold(connection, Area.NOTICES)
    changed = changes(_family(connection, channel, family), incidents, now)
    for chunk in chunks(changed.gone):
        connection.execute(delete(_NOTICES).where(_NOTICES.c.id.in_(chunk)))
    rows = [_row(notice, channel, family) for notice in changed.new]
    if rows:
        connection.execute(insert(_NOTICES), rows)


def _waiting(connection: Connection, channel: str) -> list[Row[tuple[object, ...]]]:
    """Return the rows of the notices that wait in ``channel``, oldest first."""
    rows = connection.execute(
        select(_NOTICES)
        .where(_NOTICES.c.channel == channel, ~_NOTICES.c.told)
        .order_by(_NOTICES.c.id)
    )
    return list(rows)


def _claim(
    connection: Connection, channel: str, now: datetime, lease: timedelta
) -> NoticeBatch | None:
    hold(connection, Area.NOTICES)
    rows = {row.id: row for row in _waiting(connection, channel)}
    lines = next_batch(_notice(row) for row in rows.values())
    if not lines:
        return None
    first = rows[lines[0].id]
    if first.lease_until is not None and first.lease_until > now:
        return None
    idempotency_key = first.sheet or batch_key(channel, lines[0])
    batch = NoticeBatch(
        idempotency_key, lines, first.attempts + 1, first.first_try or now
    )
    connection.execute(
        update(_NOTICES)
        .where(_NOTICES.c.id.in_([line.id for line in lines]))
        .values(
            sheet=idempotency_key,
            attempts=batch.attempts,
            first_try=batch.first_try,
            lease_until=now + lease,
        )
    )
    return batch


def _row(notice: Notice, channel: str, family: str) -> dict[str, object]:
    return {
        "channel": channel,
        "family": family,
        "key": notice.incident.key,
        "text": notice.incident.text,
        "passing": notice.incident.passing,
        "over": notice.over,
        "at": notice.at,
    }


def _notice(row: Row[tuple[object, ...]]) -> Notice:
    return Notice(
        row.id,
        Incident(row.key, row.text, row.passing),
        row.at,
        over=row.over,
        batch=row.sheet,
        told=row.told,
    )
