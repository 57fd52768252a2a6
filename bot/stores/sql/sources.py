"""Sources and their items, in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, Row, select, update
from typing_extensions import override

from bot.core.domain.configuration import SourceKind
from bot.core.domain.records import (
    Item,
    ItemStatus,
    ItemTrace,
    PendingItem,
    PolledItem,
    SourceState,
    Validators,
)
from bot.core.ports.stores import SourceStore
from bot.stores.sql import polls, tables
from bot.stores.sql.article_rows import articles_in_order
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.editions import editions_with
from bot.stores.sql.items import (
    close_item,
    detach_fallback,
    item_sources,
    key_digest,
)

_ARTICLES, _ITEMS, _KEYS = tables.articles, tables.items, tables.item_keys
_SOURCES = tables.sources

_REOPENED = (
    ItemStatus.PENDING.value,
    ItemStatus.READ.value,
    ItemStatus.KNOWN.value,
)
"""The states of items that can become pending again."""


class SqlSources(SqlAdapter, SourceStore):
    """Stores sources and items in SQLite or PostgreSQL."""

    @override
    @reads
    def states(self, connection: Connection) -> Mapping[str, SourceState]:
        rows = connection.execute(select(_SOURCES).where(_SOURCES.c.kind.is_not(None)))
        return {row.url: _state(row) for row in rows}

    @override
    @writes
    def record_poll(
        self,
        connection: Connection,
        state: SourceState,
        polled_items: Collection[PolledItem],
        *,
        now: datetime,
    ) -> int:
        return polls.record_poll(connection, state, polled_items, now)

    @override
    @reads
    def pending(
        self, connection: Connection, now: datetime, limit: int
    ) -> tuple[PendingItem, ...]:
        rows = connection.execute(
            select(_ITEMS)
            .where(_ITEMS.c.status == ItemStatus.PENDING.value, _ITEMS.c.due <= now)
            .order_by(_ITEMS.c.seen, _ITEMS.c.id)
            .limit(limit)
        ).all()
        sources = item_sources(connection, [row.id for row in rows])
        return tuple(_pending_item(row, sources.get(row.id, ())) for row in rows)

    @override
    @writes
    def postpone(
        self, connection: Connection, item: PendingItem, until: datetime
    ) -> None:
        # Two calls for the same attempt count as one.
        connection.execute(
            update(_ITEMS)
            .where(
                _ITEMS.c.id == item.id,
                _ITEMS.c.status.in_(_REOPENED),
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

    @override
    @writes
    def settle(
        self,
        connection: Connection,
        item: PendingItem,
        status: ItemStatus,
        *,
        note: str | None = None,
        same_as: str | None = None,
    ) -> None:
        values: dict[str, object] = {"status": status.value, "note": note}
        if same_as is None:
            close_item(connection, item.id, article=None, **values)
            return
        detach_fallback(connection, item.id, same_as)
        number = select(_ARTICLES.c.number).where(_ARTICLES.c.id == same_as)
        close_item(connection, item.id, article=number.scalar_subquery(), **values)

    @override
    @reads
    def trace(self, connection: Connection, key: str) -> ItemTrace | None:
        row = connection.execute(
            select(_ITEMS.c.id, _ITEMS.c.status, _ITEMS.c.seen, _ITEMS.c.note)
            .add_columns(_ITEMS.c.article)
            .join(_KEYS, _KEYS.c.item == _ITEMS.c.id)
            .where(_KEYS.c.key == key_digest(key))
        ).one_or_none()
        if row is None:
            return None
        article = None
        if row.article is not None:
            article = articles_in_order(connection, [row.article])[0]
        return ItemTrace(
            status=ItemStatus(row.status),
            sources=item_sources(connection, [row.id]).get(row.id, ()),
            seen=row.seen,
            article=article,
            note=row.note,
            editions=() if article is None else editions_with(connection, article.id),
        )


def _state(row: Row[tuple[object, ...]]) -> SourceState:
    return SourceState(
        url=row.url,
        kind=SourceKind(row.kind),
        due=row.due,
        validators=Validators(row.etag, row.modified),
        items=row.brought,
        **{name: getattr(row, name) for name in polls.PLAIN},
    )


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
        has_placeholder=row.article is not None,
    )
