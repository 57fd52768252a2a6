"""Stores sources and their items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import TypeAlias

from sqlalchemy import Connection, Integer, Row, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert
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
from bot.stores.sql import tables
from bot.stores.sql.article_rows import articles_in_order
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.editions import editions_with
from bot.stores.sql.forgotten import without_forgotten
from bot.stores.sql.items import (
    close_item,
    detach_fallback,
    item_sources,
    key_digest,
)
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.record_entries import note_changed
from bot.stores.sql.statements import chunks, insert_missing, insertion, upsertion

_ARTICLES, _ITEMS, _KEYS = tables.articles, tables.items, tables.item_keys
_LINKS, _SOURCES = tables.item_sources, tables.sources

_PLAIN = (
    *("body_hash", "tried", "read", "moved", "gone", "resting"),
    *("failures", "failing", "error", "told", "title", "followed"),
)
"""The fields of a source's state whose column has the same name."""

_ADDING = insert(_ITEMS).returning(_ITEMS.c.id, sort_by_parameter_order=True)
_LISTING = (
    update(_SOURCES)
    .where(_SOURCES.c.id == bindparam("number"))
    .values(listed=bindparam("now"))
)
_STORED_KEYS = select(_KEYS.c.key, _KEYS.c.item).where(
    _KEYS.c.key.in_(bindparam("keys", expanding=True))
)

ItemRef: TypeAlias = int
"""The row number of a stored item; for a new item of a poll, its number negated."""

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
        hold(connection, Area.NEWS)
        allowed = without_forgotten(connection, polled_items)
        stored = _stored_keys(connection, allowed)
        new, keys, listed = _sort(allowed, stored)
        source = _save_state(connection, state, len(new))
        ids = _add_items(connection, new, now)

        def item(reference: ItemRef) -> int:
            return ids[-reference - 1] if reference < 0 else reference

        rows = (
            {"key": key, "item": item(reference)} for key, reference in keys.items()
        )
        insert_missing(connection, _KEYS, rows)
        _link(connection, source, sorted(item(reference) for reference in listed), now)
        return len(new)

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
        hold(connection, Area.NEWS)
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


@cache
def _saving(dialect: str) -> ReturningInsert[int]:
    """Build the statement that stores a source's state and returns its row number.

    The statement adds the parameter ``new`` to the number of the source's items.
    """
    saved = insertion(dialect, _SOURCES)
    names = ("kind", "due", "etag", "modified", *_PLAIN)
    changed = {name: saved.excluded[name] for name in names}
    more = _SOURCES.c.brought + bindparam("new", type_=Integer)
    return saved.on_conflict_do_update(
        index_elements=[_SOURCES.c.url], set_={**changed, "brought": more}
    ).returning(_SOURCES.c.id)


def _save_state(connection: Connection, state: SourceState, new: int) -> int:
    """Store a state, add ``new`` to its item count; return the source's row number."""
    values = {
        "url": state.url,
        "kind": state.kind.value,
        "due": state.due,
        "etag": state.validators.etag,
        "modified": state.validators.modified,
        "brought": state.items + new,
        **{name: getattr(state, name) for name in _PLAIN},
    }
    saving = _saving(connection.dialect.name)
    number: int = connection.scalars(saving, {**values, "new": new}).one()
    return number


def _stored_keys(
    connection: Connection, polled_items: Iterable[PolledItem]
) -> dict[bytes, ItemRef]:
    digests = {
        key_digest(key) for polled_item in polled_items for key in polled_item.keys
    }
    stored: dict[bytes, ItemRef] = {}
    for chunk in chunks(sorted(digests)):
        rows = connection.execute(_STORED_KEYS, {"keys": chunk})
        stored.update((key, item) for key, item in rows)
    return stored


def _sort(
    polled_items: Iterable[PolledItem], stored: dict[bytes, ItemRef]
) -> tuple[list[PolledItem], dict[bytes, ItemRef], set[ItemRef]]:
    """Sort a poll's items into new and stored ones; ``stored`` maps keys to items.

    Return the new items, the new keys with the items that they identify, and all items
    that the source lists. The new keys are added to ``stored``.
    """
    new: list[PolledItem] = []
    keys: dict[bytes, ItemRef] = {}
    listed: set[ItemRef] = set()
    for polled_item in polled_items:
        digests = [key_digest(key) for key in polled_item.keys]
        if not digests:
            continue  # a later poll could not recognize it
        item = next((stored[key] for key in digests if key in stored), None)
        if item is None:
            new.append(polled_item)
            item = -len(new)
        fresh = {key: item for key in digests if key not in stored}
        keys.update(fresh)
        stored.update(fresh)
        listed.add(item)
    return new, keys, listed


def _add_items(
    connection: Connection, new: Collection[PolledItem], now: datetime
) -> list[int]:
    rows = [_item_row(polled_item, now) for polled_item in new]
    if not rows:
        return []
    return list(connection.scalars(_ADDING, rows))


def _item_row(polled_item: PolledItem, now: datetime) -> dict[str, object]:
    item = polled_item.item
    waits = polled_item.status is ItemStatus.PENDING
    return {
        "status": polled_item.status.value,
        "seen": now,
        "due": now,
        "guid": item.guid,
        "url": item.url,
        "title": item.title,
        "published": item.published,
        "authors": item.authors,
        "content": item.content if waits else "",
    }


def _link(
    connection: Connection, source: int, items: Iterable[int], now: datetime
) -> None:
    listed = tuple(items)
    if not listed:
        return
    rows = [
        {"item": item, "source": source, "first": now, "last": now} for item in listed
    ]
    connection.execute(upsertion(connection.dialect.name, _LINKS, ("last",)), rows)
    connection.execute(_LISTING, {"number": source, "now": now})
    _note_listed(connection, source, listed, now)


def _note_listed(
    connection: Connection, source: int, items: Collection[int], now: datetime
) -> None:
    """Mark articles to be recorded again if ``source`` listed them for the first time.

    They may belong to more topics now.
    """
    for chunk in chunks(items):
        listed = connection.scalars(
            select(_ITEMS.c.article)
            .join(_LINKS, _LINKS.c.item == _ITEMS.c.id)
            .where(_LINKS.c.item.in_(chunk), _LINKS.c.source == source)
            .where(_LINKS.c.first == now, _ITEMS.c.article.is_not(None))
        )
        for number in listed.all():
            note_changed(connection, number)


def _state(row: Row[tuple[object, ...]]) -> SourceState:
    return SourceState(
        url=row.url,
        kind=SourceKind(row.kind),
        due=row.due,
        validators=Validators(row.etag, row.modified),
        items=row.brought,
        **{name: getattr(row, name) for name in _PLAIN},
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
