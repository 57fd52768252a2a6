"""The store in an SQL database: a single class implements all its ports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import DateTime, func, select

from bot.core.ports.outbox import Outbox
from bot.stores.sql.alerts import SqlAlerts
from bot.stores.sql.articles import SqlArticles
from bot.stores.sql.calendar_addresses import SqlCalendarAddresses
from bot.stores.sql.chats import SqlChats
from bot.stores.sql.corrections import SqlCorrections
from bot.stores.sql.database import Database
from bot.stores.sql.editions import SqlEditions
from bot.stores.sql.housekeeping import SqlHousekeeping
from bot.stores.sql.message_queue import SqlMessageQueue
from bot.stores.sql.notices import SqlNotices
from bot.stores.sql.outbox_admin import SqlOutboxAdmin
from bot.stores.sql.posted_editions import SqlPostedEditions
from bot.stores.sql.record_entries import SqlRecord
from bot.stores.sql.record_events import SqlCalendar
from bot.stores.sql.record_search import SqlRecordSearch
from bot.stores.sql.reminder_store import SqlReminders
from bot.stores.sql.schema import upgrade
from bot.stores.sql.slot_queue import SqlSlotQueue
from bot.stores.sql.sources import SqlSources
from bot.stores.sql.work import SqlWork


class SqlStore(
    SqlSources,
    SqlArticles,
    SqlEditions,
    SqlPostedEditions,
    SqlCorrections,
    SqlAlerts,
    SqlHousekeeping,
    SqlRecord,
    SqlRecordSearch,
    SqlCalendar,
    SqlReminders,
    SqlNotices,
    SqlChats,
    SqlCalendarAddresses,
    SqlSlotQueue,
    SqlMessageQueue,
    SqlOutboxAdmin,
    SqlWork,
    Outbox,
):
    """Implements every port of the store on one SQLite or PostgreSQL database.

    ``upgraded`` are the last migrations before and after it was opened, if it existed and
    a migration was missing.
    """

    upgraded: tuple[str, str] | None = None

    async def server_time(self) -> datetime | None:
        """Return the time of PostgreSQL's clock; ``None`` for SQLite, which has none.

        Raises:
            StoreError: the server does not answer.
        """
        if self.database.is_sqlite:
            return None
        asking = select(func.clock_timestamp(type_=DateTime(timezone=True)))
        return await self.database.read(lambda connection: connection.scalar(asking))


@asynccontextmanager
async def open_store(address: str) -> AsyncIterator[SqlStore]:
    """Open the database at the URL ``address``, and migrate it to the newest schema.

    Raises:
        StoreError: the database cannot be opened, or a newer program migrated it.
    """
    database = Database(address, in_use=True)
    try:
        before, after = await asyncio.to_thread(upgrade, database)
        store = SqlStore(database)
        if before not in {None, after}:
            store.upgraded = before, after
        yield store
    finally:
        await asyncio.to_thread(database.close_now)
