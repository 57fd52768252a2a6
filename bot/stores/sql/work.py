"""Shows the work of all processes, from their leases and the states of rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select
from typing_extensions import override

from bot.core.domain.records import ItemStatus
from bot.core.domain.slots import MessageState, SlotState
from bot.core.domain.work import ProcessWork, WorkState
from bot.core.ports.work import WorkStore
from bot.stores.sql import tables
from bot.stores.sql.claim_order import IS_WAITING, UNFINISHED
from bot.stores.sql.database import SqlAdapter, reads
from bot.stores.sql.watermarks import PLANNED, watermark

_SLOTS, _MESSAGES, _ITEMS = tables.slots, tables.outbox, tables.items
_LEASES = tables.alert_leases
_RECENT = timedelta(days=1)

State = TypeVar("State", bound=StrEnum)


class SqlWork(SqlAdapter, WorkStore):
    """Shows the work in SQLite or PostgreSQL."""

    @override
    @reads
    def work(self, connection: Connection, now: datetime) -> WorkState:
        since = now - _RECENT
        is_recent = _SLOTS.c.slot_utc >= since
        slots = _counting(_SLOTS.c.state, _SLOTS).where(
            _SLOTS.c.state.in_(UNFINISHED) | is_recent
        )
        messages = _counting(_MESSAGES.c.state, _MESSAGES.join(_SLOTS)).where(
            IS_WAITING | is_recent
        )
        items = _counting(_ITEMS.c.status, _ITEMS).where(
            (_ITEMS.c.status == ItemStatus.PENDING.value) | (_ITEMS.c.seen >= since)
        )
        oldest = (
            select(func.min(_SLOTS.c.slot_utc))
            .select_from(_MESSAGES.join(_SLOTS))
            .where(IS_WAITING)
        )
        return WorkState(
            planned=watermark(connection, PLANNED),
            processes=tuple(_processes(connection, now)),
            slots=_counts(connection, slots, SlotState),
            messages=_counts(connection, messages, MessageState),
            items=_counts(connection, items, ItemStatus),
            oldest=connection.scalar(oldest),
        )


def _processes(connection: Connection, now: datetime) -> Iterator[ProcessWork]:
    """Yield each process with a valid lease, by name."""
    building = _counting(_SLOTS.c.owner, _SLOTS).where(
        _SLOTS.c.state == SlotState.BUILDING.value, _SLOTS.c.lease_until > now
    )
    sending = _counting(_MESSAGES.c.owner, _MESSAGES.join(_SLOTS)).where(
        IS_WAITING,
        _MESSAGES.c.state == MessageState.SENDING.value,
        _MESSAGES.c.lease_until > now,
    )
    builds = {row[0]: row[1] for row in connection.execute(building)}
    sends = {row[0]: row[1] for row in connection.execute(sending)}
    leased = select(_LEASES.c.owner).where(_LEASES.c.lease_until > now)
    alerts = set(connection.scalars(leased))
    for owner in sorted({*builds, *sends, *alerts}):
        yield ProcessWork(
            owner, builds.get(owner, 0), sends.get(owner, 0), alerts=owner in alerts
        )


def _counting(column: ColumnElement[str], rows: FromClause) -> Select[str, int]:
    return select(column, func.count()).select_from(rows).group_by(column)


def _counts(
    connection: Connection, counting: Select[str, int], states: type[State]
) -> dict[State, int]:
    rows = connection.execute(counting)
    return {states(row[0]): row[1] for row in rows}
