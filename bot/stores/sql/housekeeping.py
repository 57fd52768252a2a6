"""Deletes old articles, items, editions and other rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, delete, func, select, text, update
from typing_extensions import override

from bot.core.domain.records import ItemStatus
from bot.core.ports.stores import Housekeeping
from bot.core.text.identity import HASH_LENGTH
from bot.stores.sql import tables
from bot.stores.sql.bodies import delete_bodies
from bot.stores.sql.chats import delete_chats
from bot.stores.sql.claim_order import UNFINISHED
from bot.stores.sql.columns import Words
from bot.stores.sql.database import SqlAdapter
from bot.stores.sql.dump import SEARCH
from bot.stores.sql.fingerprints import WINDOW, period
from bot.stores.sql.locks import Area, delete_unused_lanes, hold
from bot.stores.sql.notices import delete_notices
from bot.stores.sql.paces import delete_paces
from bot.stores.sql.reminder_rows import delete_reminders

_ARTICLES, _ITEMS, _LINKS = tables.articles, tables.items, tables.item_sources
_SOURCES, _PRINTS, _BRIEFINGS = tables.sources, tables.fingerprints, tables.briefings
_EDITIONS, _SLOTS = tables.editions, tables.slots
_ALERTS = tables.alerts

EXPIRED = "the item became too old before its page was read"

_BATCH = 500
"""The maximum number of articles that one transaction deletes."""

_SLOTS_BATCH = 2_000
"""The maximum number of slots that one transaction deletes, with their messages."""

_MERGED_PAGES = 500
"""The number of pages of a search index, about 2 MB, that one purge merges."""


class SqlHousekeeping(SqlAdapter, Housekeeping):
    """Deletes old rows in SQLite or PostgreSQL."""

    @override
    async def purge(self, before: datetime) -> int:
        # Each step is its own transaction, so that other writers wait only briefly.
        removed = await self._in_portions(_delete_articles, before)
        await self._in_portions(_delete_slots, before)
        for step in STEPS:
            await self.database.write(partial(step, before=before))
        return removed

    async def _in_portions(
        self, delete_some: Callable[[Connection, datetime], int], before: datetime
    ) -> int:
        removed = 0
        while some := await self.database.write(
            lambda connection: delete_some(connection, before)
        ):
            removed += some
        return removed


def _delete_articles(connection: Connection, before: datetime) -> int:
    hold(connection, Area.NEWS)
    old = select(_ARTICLES.c.number).where(_ARTICLES.c.seen < before)
    oldest = old.order_by(_ARTICLES.c.seen).limit(_BATCH)
    removed = connection.execute(
        delete(_ARTICLES).where(_ARTICLES.c.number.in_(oldest))
    )
    return removed.rowcount


def _delete_editions(connection: Connection, before: datetime) -> None:
    connection.execute(delete(_EDITIONS).where(_EDITIONS.c.at < before))


def _delete_alerts(connection: Connection, before: datetime) -> None:
    used = func.coalesce(_ALERTS.c.used, _ALERTS.c.since)
    connection.execute(delete(_ALERTS).where(used < before))
    for table in (tables.alert_stories, tables.alert_left):
        connection.execute(delete(table).where(table.c.at < before))


def _delete_slots(connection: Connection, before: datetime) -> int:
    finished = _SLOTS.c.slot_utc < before, _SLOTS.c.state.not_in(UNFINISHED)
    oldest = (
        select(_SLOTS.c.id)
        .where(*finished)
        .order_by(_SLOTS.c.slot_utc)
        .limit(_SLOTS_BATCH)
    )
    return connection.execute(delete(_SLOTS).where(_SLOTS.c.id.in_(oldest))).rowcount


def _delete_unused(connection: Connection, before: datetime) -> None:
    """Delete what slots used: lanes, paces and shared texts."""
    delete_unused_lanes(connection)
    delete_paces(connection)
    delete_bodies(connection, before)


def _delete_briefings(connection: Connection, before: datetime) -> None:  # noqa: ARG001 - like the other steps
    """Delete cached briefings whose text is not the text of any stored article."""
    briefed = func.substr(_BRIEFINGS.c.digest, 1, HASH_LENGTH, type_=Words)
    stored = select(_ARTICLES.c.digest)
    connection.execute(delete(_BRIEFINGS).where(briefed.not_in(stored)))


def _delete_fingerprints(connection: Connection, before: datetime) -> None:
    """Delete hashes of articles that are too old for new copies to appear."""
    last = connection.scalar(select(func.max(_ARTICLES.c.seen)))
    kept = before if last is None else max(before, last - WINDOW)
    connection.execute(delete(_PRINTS).where(_PRINTS.c.period < period(kept)))


def _delete_items(connection: Connection, before: datetime) -> None:
    """Delete items seen before ``before``, except those that a feed may still list.

    A feed may still list the items of its last poll that returned any: when it answers
    "not modified", its list is unchanged. These items lose only their text.
    """
    hold(connection, Area.NEWS)
    old = (_ITEMS.c.seen < before, _ITEMS.c.article.is_(None))
    listed = (
        select(_LINKS.c.item)
        .join(_SOURCES, _SOURCES.c.id == _LINKS.c.source)
        .where(
            _LINKS.c.item == _ITEMS.c.id,
            (_LINKS.c.last >= before)
            | (
                (_LINKS.c.last >= _SOURCES.c.listed)
                & (_SOURCES.c.tried >= before)
                & ~_SOURCES.c.gone
            ),
        )
        .exists()
    )
    connection.execute(delete(_ITEMS).where(*old, ~listed))
    connection.execute(
        update(_ITEMS).where(*old, _ITEMS.c.content != "").values(content="")
    )
    connection.execute(
        update(_ITEMS)
        .where(*old, _ITEMS.c.status == ItemStatus.PENDING.value)
        .values(status=ItemStatus.SKIPPED.value, note=EXPIRED)
    )


def _merge_search(connection: Connection, before: datetime) -> None:  # noqa: ARG001 - like the other steps
    """Remove words of deleted sentences from SQLite's search index, some at a time.

    The words stay in the index until its pages are merged; without this, the index of a
    week grew to four times its size.
    """
    if connection.dialect.name != "sqlite":
        return
    merge = f"INSERT INTO {SEARCH} ({SEARCH}, rank) VALUES ('merge', -{_MERGED_PAGES})"  # noqa: S608 - the name of a table
    connection.execute(text(merge))


STEPS = (
    *(_delete_editions, _delete_unused, _delete_alerts, delete_reminders),
    *(
        delete_notices,
        delete_chats,
        _delete_briefings,
        _delete_fingerprints,
        _delete_items,
        _merge_search,
    ),
)
"""The steps that follow the deletion of articles and slots."""
