"""Finds the editions of posted digests."""

from __future__ import annotations

from sqlalchemy import Connection, select
from typing_extensions import override

from bot.core.domain.records import Edition
from bot.core.domain.slots import REMINDERS_FROM, SlotState
from bot.core.ports.posted_editions import PostedEditionStore
from bot.stores.sql import tables
from bot.stores.sql.database import SqlAdapter, reads
from bot.stores.sql.editions import NEWEST_FIRST, load_editions
from bot.stores.sql.slot_rows import key_of

_EDITIONS, _SLOTS = tables.editions, tables.slots


class SqlPostedEditions(SqlAdapter, PostedEditionStore):
    """Finds posted editions in SQLite or PostgreSQL."""

    @override
    @reads
    def posted_editions(
        self,
        connection: Connection,
        digest: str,
        channel: str,
        limit: int,
        *,
        skip: int = 0,
    ) -> tuple[Edition, ...]:
        posted = connection.execute(
            select(_SLOTS)
            .where(_SLOTS.c.digest == digest, _SLOTS.c.channel == channel)
            .where(_SLOTS.c.state == SlotState.POSTED.value)
            .where(_SLOTS.c.time_index < REMINDERS_FROM)
            .order_by(_SLOTS.c.slot_utc.desc(), _SLOTS.c.id.desc())
            .limit(limit)
            .offset(skip)
        )
        slots = [str(key_of(row)) for row in posted]
        of_slots = _EDITIONS.c.channel == channel, _EDITIONS.c.slot.in_(slots)
        rows = connection.execute(NEWEST_FIRST.where(*of_slots)).all()
        return load_editions(connection, rows)
