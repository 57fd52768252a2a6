"""Sources and their items, in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import TypeAlias

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.core.items import Item
from bot.core.model import SourceKind
from bot.core.records import (
    ItemStatus,
    PendingItem,
    Sighting,
    SourceState,
    Validators,
)
from bot.stores.sql import tables
from bot.stores.sql.statements import (
    chunks,
    insert_missing,
    insertion,
    upsertion,
)

_ITEMS, _KEYS, _LINKS = tables.items, tables.item_keys, tables.item_sources
_SOURCES = tables.sources

_ADDING = insert(_ITEMS).returning(_ITEMS.c.id, sort_by_parameter_order=True)
_LISTING = (
    update(_SOURCES)
    .where(_SOURCES.c.id == bindparam("number"))
    .values(listed=bindparam("now"))
)
_KNOWN = select(_KEYS.c.key, _KEYS.c.item).where(
    _KEYS.c.key.in_(bindparam("keys", expanding=True))
)

Owner: TypeAlias = int
"""An item's id; below 0 it stands for the first, second, ... new one of a poll."""


def key_digest(key: str) -> bytes:
    """What is kept of a key: 16 bytes, whatever its length."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def states(connection: Connection) -> dict[str, SourceState]:
    """The states of all sources that were polled."""
    rows = connection.execute(select(_SOURCES).where(_SOURCES.c.kind.is_not(None)))
    return {row.url: _state(row) for row in rows}


def record_poll(
    connection: Connection,
    state: SourceState,
    sightings: Collection[Sighting],
    now: datetime,
) -> int:
    """Keep a poll's outcome; the number of new items."""
    known = _known_keys(connection, sightings)
    new, keys, owners = _sort(sightings, known)
    source = _save_state(connection, state, len(new))
    ids = _add_items(connection, new, now)

    def item(owner: Owner) -> int:
        return ids[-owner - 1] if owner < 0 else owner

    insert_missing(
        connection, _KEYS, ({"key": key, "item": item(o)} for key, o in keys.items())
    )
    _link(connection, source, sorted(item(owner) for owner in owners), now)
    return len(new)


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


def source_numbers(connection: Connection, urls: Iterable[str]) -> list[int]:
    """The numbers of sources, which are made for those that have none."""
    wanted = tuple(dict.fromkeys(urls))
    insert_missing(connection, _SOURCES, ({"url": url} for url in wanted))
    numbers: dict[str, int] = {}
    for chunk in chunks(wanted):
        rows = connection.execute(
            select(_SOURCES.c.url, _SOURCES.c.id).where(_SOURCES.c.url.in_(chunk))
        )
        numbers.update((url, number) for url, number in rows)
    return [numbers[url] for url in wanted if url in numbers]


def _known_keys(
    connection: Connection, sightings: Iterable[Sighting]
) -> dict[bytes, Owner]:
    digests = {key_digest(key) for sighting in sightings for key in sighting.keys}
    known: dict[bytes, Owner] = {}
    for chunk in chunks(sorted(digests)):
        rows = connection.execute(_KNOWN, {"keys": chunk})
        known.update((key, item) for key, item in rows)
    return known


def _sort(
    sightings: Iterable[Sighting], known: dict[bytes, Owner]
) -> tuple[list[Sighting], dict[bytes, Owner], set[Owner]]:
    """The new items, the new keys with their owners, and all owners that were seen."""
    new: list[Sighting] = []
    keys: dict[bytes, Owner] = {}
    seen: set[Owner] = set()
    for sighting in sightings:
        digests = [key_digest(key) for key in sighting.keys]
        if not digests:
            continue  # it could never be known again
        owner = next((known[key] for key in digests if key in known), None)
        if owner is None:
            new.append(sighting)
            owner = -len(new)
        fresh = {key: owner for key in digests if key not in known}
        keys.update(fresh)
        known.update(fresh)
        seen.add(owner)
    return new, keys, seen


_PLAIN = (
    *("body_hash", "tried", "read", "moved", "gone", "resting"),
    *("failures", "failing", "error", "told"),
)
"""The fields of a state that stand in a column of their name."""


@cache
def _saving(dialect: str) -> ReturningInsert[int]:
    """Add a state, or change it; the number of items grows by ``new``."""
    saved = insertion(dialect, _SOURCES)
    names = ("kind", "due", "etag", "modified", *_PLAIN)
    changed = {name: saved.excluded[name] for name in names}
    more = _SOURCES.c.brought + bindparam("new", type_=Integer)
    return saved.on_conflict_do_update(
        index_elements=[_SOURCES.c.url], set_={**changed, "brought": more}
    ).returning(_SOURCES.c.id)


def _save_state(connection: Connection, state: SourceState, new: int) -> int:
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


def _state(row: Row[tuple[object, ...]]) -> SourceState:
    return SourceState(
        url=row.url,
        kind=SourceKind(row.kind),
        due=row.due,
        validators=Validators(row.etag, row.modified),
        items=row.brought,
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _add_items(
    connection: Connection, new: Collection[Sighting], now: datetime
) -> list[int]:
    rows = [_item_row(sighting, now) for sighting in new]
    if not rows:
        return []
    return list(connection.scalars(_ADDING, rows))


def _item_row(sighting: Sighting, now: datetime) -> dict[str, object]:
    item = sighting.item
    waits = sighting.status is ItemStatus.PENDING
    return {
        "status": sighting.status.value,
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
