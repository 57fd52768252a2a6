"""Stores the outcome of a poll in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import TypeAlias

from sqlalchemy import Connection, Integer, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.core.domain.records import ItemStatus, PolledItem, SourceState
from bot.stores.sql import tables
from bot.stores.sql.items import key_digest
from bot.stores.sql.statements import chunks, insert_missing, insertion, upsertion

_ITEMS, _KEYS, _LINKS = tables.items, tables.item_keys, tables.item_sources
_SOURCES = tables.sources

PLAIN = (
    *("body_hash", "tried", "read", "moved", "gone", "resting"),
    *("failures", "failing", "error", "told"),
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
"""The id of a stored item; below 0, the negated number of a new item of this poll."""


def record_poll(
    connection: Connection,
    state: SourceState,
    polled_items: Collection[PolledItem],
    now: datetime,
) -> int:
    """Store the state of a source and what it listed; return how many items are new."""
    stored = _stored_keys(connection, polled_items)
    new, keys, listed = _sort(polled_items, stored)
    source = _save_state(connection, state, len(new))
    ids = _add_items(connection, new, now)

    def item(reference: ItemRef) -> int:
        return ids[-reference - 1] if reference < 0 else reference

    rows = ({"key": key, "item": item(reference)} for key, reference in keys.items())
    insert_missing(connection, _KEYS, rows)
    _link(connection, source, sorted(item(reference) for reference in listed), now)
    return len(new)


@cache
def _saving(dialect: str) -> ReturningInsert[int]:
    """Add a state or update it; the number of items grows by ``new``."""
    saved = insertion(dialect, _SOURCES)
    names = ("kind", "due", "etag", "modified", *PLAIN)
    changed = {name: saved.excluded[name] for name in names}
    more = _SOURCES.c.brought + bindparam("new", type_=Integer)
    return saved.on_conflict_do_update(
        index_elements=[_SOURCES.c.url], set_={**changed, "brought": more}
    ).returning(_SOURCES.c.id)


def _save_state(connection: Connection, state: SourceState, new: int) -> int:
    """Store a state with the number of new items; return the source's row number."""
    values = {
        "url": state.url,
        "kind": state.kind.value,
        "due": state.due,
        "etag": state.validators.etag,
        "modified": state.validators.modified,
        "brought": state.items + new,
        **{name: getattr(state, name) for name in PLAIN},
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
    """Return the new items, the new keys with their items, and all listed items.

    The new keys are added to ``stored``.
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
    rows = [
        {"item": item, "source": source, "first": now, "last": now} for item in items
    ]
    if not rows:
        return
    connection.execute(upsertion(connection.dialect.name, _LINKS, ("last",)), rows)
    connection.execute(_LISTING, {"number": source, "now": now})
