"""Keeping what a poll brought, in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import blake2b
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.core.domain.records import ItemStatus, PolledItem, SourceState
from bot.stores.sql import tables
from bot.stores.sql.sources import save_state
from bot.stores.sql.statements import chunks, insert_missing, upsertion

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


def record_poll(
    connection: Connection,
    state: SourceState,
    sightings: Collection[PolledItem],
    now: datetime,
) -> int:
    """Keep a poll's outcome; the number of new items."""
    known = _known_keys(connection, sightings)
    new, keys, owners = _sort(sightings, known)
    source = save_state(connection, state, len(new))
    ids = _add_items(connection, new, now)

    def item(owner: Owner) -> int:
        return ids[-owner - 1] if owner < 0 else owner

    insert_missing(
        connection, _KEYS, ({"key": key, "item": item(o)} for key, o in keys.items())
    )
    _link(connection, source, sorted(item(owner) for owner in owners), now)
    return len(new)


def _known_keys(
    connection: Connection, sightings: Iterable[PolledItem]
) -> dict[bytes, Owner]:
    digests = {key_digest(key) for sighting in sightings for key in sighting.keys}
    known: dict[bytes, Owner] = {}
    for chunk in chunks(sorted(digests)):
        rows = connection.execute(_KNOWN, {"keys": chunk})
        known.update((key, item) for key, item in rows)
    return known


def _sort(
    sightings: Iterable[PolledItem], known: dict[bytes, Owner]
) -> tuple[list[PolledItem], dict[bytes, Owner], set[Owner]]:
    """The new items, the new keys with their owners, and all owners that were seen."""
    new: list[PolledItem] = []
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


def _add_items(
    connection: Connection, new: Collection[PolledItem], now: datetime
) -> list[int]:
    rows = [_item_row(sighting, now) for sighting in new]
    if not rows:
        return []
    return list(connection.scalars(_ADDING, rows))


def _item_row(sighting: PolledItem, now: datetime) -> dict[str, object]:
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
