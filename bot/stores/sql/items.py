"""Items, in the database, from their first poll to their end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Row, insert, literal, select, update

from bot.core.domain.feed import Item
from bot.core.domain.records import ItemStatus, PendingItem
from bot.stores.sql import tables
from bot.stores.sql.statements import chunks

_ITEMS, _LINKS, _SOURCES = tables.items, tables.item_sources, tables.sources
_ARTICLES = tables.articles

_WITH_ARTICLES = (ItemStatus.READ.value, ItemStatus.KNOWN.value)


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
            _ITEMS.c.status.in_((ItemStatus.PENDING.value, *_WITH_ARTICLES)),
            _ITEMS.c.attempts == item.attempts,
        )
        .values(
            status=ItemStatus.PENDING.value,
            due=until,
            attempts=item.attempts + 1,
            note=None,
            content=item.item.content,
        )
    )


def settle(
    connection: Connection,
    item: PendingItem,
    status: ItemStatus,
    note: str | None,
    same_as: str | None,
) -> None:
    """End an item that becomes no article."""
    if same_as is not None:
        leave_stand_in(connection, item.id, same_as)
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


def leave_stand_in(connection: Connection, item: int, article: str) -> None:
    """Give what stood in for a pending item's page an item of its own.

    The item is to count for this ``article`` from now on; what its sources brought
    before, which a channel may have been shown, counts as brought by them still.
    """
    row = connection.execute(
        select(_ITEMS)
        .join(_ARTICLES, _ARTICLES.c.number == _ITEMS.c.article)
        .where(
            _ITEMS.c.id == item,
            _ITEMS.c.status == ItemStatus.PENDING.value,
            _ARTICLES.c.id != article,
        )
    ).one_or_none()
    if row is None:
        return
    values = {name: value for name, value in row._asdict().items() if name != "id"}
    values |= {"status": ItemStatus.READ.value, "content": ""}
    number = connection.scalar(insert(_ITEMS).returning(_ITEMS.c.id), values)
    links = select(
        literal(number), _LINKS.c.source, _LINKS.c.first, _LINKS.c.last
    ).where(_LINKS.c.item == item)
    columns = ("item", "source", "first", "last")
    connection.execute(insert(_LINKS).from_select(columns, links))


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
    return PendingItem(
        row.id,
        item,
        sources,
        row.seen,
        due=row.due,
        attempts=row.attempts,
        stood_in=row.article is not None,
    )
