"""Reads and changes rows of sources and items, for several adapters of the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import blake2b

from sqlalchemy import Connection, insert, literal, select, update

from bot.core.domain.records import ItemStatus
from bot.stores.sql import tables
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.record_entries import forget_articles
from bot.stores.sql.statements import chunks, insert_missing

_ITEMS, _LINKS, _SOURCES = tables.items, tables.item_sources, tables.sources
_ARTICLES = tables.articles


def key_digest(key: str) -> bytes:
    """Return the stored form of a key: a hash of 16 bytes."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def source_numbers(connection: Connection, urls: Iterable[str]) -> list[int]:
    """Return the row numbers of these sources; add a row for an unknown source."""
    wanted = tuple(dict.fromkeys(urls))
    insert_missing(connection, _SOURCES, ({"url": url} for url in wanted))
    numbers: dict[str, int] = {}
    for chunk in chunks(wanted):
        rows = connection.execute(
            select(_SOURCES.c.url, _SOURCES.c.id).where(_SOURCES.c.url.in_(chunk))
        )
        numbers.update((url, number) for url, number in rows)
    return [numbers[url] for url in wanted if url in numbers]


def item_sources(
    connection: Connection, ids: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """Return each item's sources, in the order in which they listed the item."""
    sources: dict[int, list[str]] = {}
    for chunk in chunks(ids):
        rows = connection.execute(
            select(_LINKS.c.item, _SOURCES.c.url)
            .join(_SOURCES, _SOURCES.c.id == _LINKS.c.source)
            .where(_LINKS.c.item.in_(chunk))
            .order_by(_LINKS.c.item, _LINKS.c.first, _LINKS.c.source)
        )
        for item, url in rows:
            sources.setdefault(item, []).append(url)
    return {item: tuple(urls) for item, urls in sources.items()}


def close_item(connection: Connection, item: int, **values: object) -> bool:
    """Close a pending item and set the columns ``values``; delete the item's text.

    Return false, and change nothing, if the item was not pending.
    """
    closed = connection.execute(
        update(_ITEMS)
        .where(_ITEMS.c.id == item, _ITEMS.c.status == ItemStatus.PENDING.value)
        .values(content="", **values)
    )
    return closed.rowcount == 1


def detach_fallback(connection: Connection, item: int, article: str) -> None:
    """Move the placeholder article of a pending item to a new item.

    The pending item will refer to ``article`` instead. The placeholder is kept because
    a channel may have been shown it. So the new item keeps the sources that listed the
    pending item.
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
    hold(connection, Area.RECORD)
    forget_articles(connection, [row.article])
    values = {name: value for name, value in row._asdict().items() if name != "id"}
    values |= {"status": ItemStatus.READ.value, "content": ""}
    number = connection.scalar(insert(_ITEMS).returning(_ITEMS.c.id), values)
    links = select(
        literal(number), _LINKS.c.source, _LINKS.c.first, _LINKS.c.last
    ).where(_LINKS.c.item == item)
    columns = ("item", "source", "first", "last")
    connection.execute(insert(_LINKS).from_select(columns, links))
