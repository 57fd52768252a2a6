"""Items, in the database, from their first poll to their end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Row, select, update

from bot.core.items import Item
from bot.core.records import ItemStatus, PendingItem
from bot.stores.sql import tables
from bot.stores.sql.statements import chunks

_ITEMS, _LINKS, _SOURCES = tables.items, tables.item_sources, tables.sources


def pending(
    connection: Connection, now: datetime, limit: int
) -> tuple[PendingItem, ...]:
    """Items whose page is to be read."""
    rows = connection.execute(
        select(_ITEMS)
        .where(_ITEMS.c.status == ItemStatus.PENDING.value, _ITEMS.c.due <= now)
        .order_by(_ITEMS.c.seen, _ITEMS.c.id)
        .limit(limit)
    ).all()
    brought = item_sources(connection, [row.id for row in rows])
    return tuple(_pending_item(row, brought.get(row.id, ())) for row in rows)


def item_sources(
    connection: Connection, ids: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """The addresses of the sources of items, in the order in which they brought it."""
    found: dict[int, list[str]] = {}
    for chunk in chunks(ids):
        rows = connection.execute(
            select(_LINKS.c.item, _SOURCES.c.url)
            .join(_SOURCES, _SOURCES.c.id == _LINKS.c.source)
            .where(_LINKS.c.item.in_(chunk))
            .order_by(_LINKS.c.item, _LINKS.c.first, _LINKS.c.source)
        )
        for item, url in rows:
            found.setdefault(item, []).append(url)
    return {item: tuple(urls) for item, urls in found.items()}


def postpone(connection: Connection, item: PendingItem, until: datetime) -> None:
    """Read an item later; of two that tell the same attempt one is counted."""
    connection.execute(
        update(_ITEMS)
        .where(
            _ITEMS.c.id == item.id,
            _ITEMS.c.status == ItemStatus.PENDING.value,
            _ITEMS.c.attempts == item.attempts,
        )
        .values(due=until, attempts=item.attempts + 1)
    )


def settle(
    connection: Connection,
    item: PendingItem,
    status: ItemStatus,
    note: str | None,
    same_as: str | None,
) -> None:
    """End an item that becomes no article."""
    article = (
        select(tables.articles.c.number)
        .where(tables.articles.c.id == same_as)
        .scalar_subquery()
    )
    end_item(
        connection,
        item.id,
        status=status.value,
        note=note,
        article=None if same_as is None else article,
    )


def end_item(connection: Connection, item: int, **values: object) -> bool:
    """End a pending item, whose text is needed no more; false if it was not pending."""
    ended = connection.execute(
        update(_ITEMS)
        .where(_ITEMS.c.id == item, _ITEMS.c.status == ItemStatus.PENDING.value)
        .values(content="", **values)
    )
    return ended.rowcount == 1


def _pending_item(
    row: Row[tuple[object, ...]], sources: tuple[str, ...]
) -> PendingItem:
    item = Item(
        guid=row.guid,
        url=row.url,
        title=row.title,
        published=row.published,
        content=row.content,
        authors=row.authors,
    )
    return PendingItem(row.id, item, sources, row.seen, row.attempts)
