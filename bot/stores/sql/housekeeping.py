"""Forgetting what is old."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from bot.core.domain.records import ItemStatus
from bot.stores.sql import tables
from bot.stores.sql.chats import forget_chats
from bot.stores.sql.deliveries import WAITING
from bot.stores.sql.fingerprints import WINDOW, period
from bot.stores.sql.notices import forget_notices

_ARTICLES, _ITEMS, _LINKS = tables.articles, tables.items, tables.item_sources
_SOURCES, _PRINTS, _BRIEFINGS = tables.sources, tables.fingerprints, tables.briefings
_EDITIONS, _SLOTS = tables.editions, tables.slots

FORGOTTEN = "waited too long"


def forget_articles(connection: Connection, before: datetime, limit: int) -> int:
    """Remove some of the old articles; how many."""
    old = select(_ARTICLES.c.number).where(_ARTICLES.c.seen < before)
    oldest = old.order_by(_ARTICLES.c.seen).limit(limit)
    removed = connection.execute(
        delete(_ARTICLES).where(_ARTICLES.c.number.in_(oldest))
    )
    return removed.rowcount


def forget_editions(connection: Connection, before: datetime) -> None:
    """Remove the old editions."""
    connection.execute(delete(_EDITIONS).where(_EDITIONS.c.at < before))


def forget_slots(connection: Connection, before: datetime) -> None:
    """Remove the old slots of which nothing is to be posted, with their parts."""
    connection.execute(
        delete(_SLOTS).where(_SLOTS.c.slot_utc < before, _SLOTS.c.state.not_in(WAITING))
    )


def forget_briefings(connection: Connection, _: datetime) -> None:
    """Remove the briefings of texts that no article has any more."""
    texts = select(_ARTICLES.c.digest)
    connection.execute(delete(_BRIEFINGS).where(_BRIEFINGS.c.digest.not_in(texts)))


def forget_fingerprints(connection: Connection, before: datetime) -> None:
    """Remove the hashes by which nothing is looked for any more."""
    last = connection.scalar(select(func.max(_ARTICLES.c.seen)))
    kept = before if last is None else max(before, last - WINDOW)
    connection.execute(delete(_PRINTS).where(_PRINTS.c.period < period(kept)))


def forget_items(connection: Connection, before: datetime) -> None:
    """Remove old items, but not those that may still be in a feed.

    A feed still has what its last poll with items showed, however long ago that was:
    since then it was not modified. An item that stays loses its text.
    """
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
        .values(status=ItemStatus.SKIPPED.value, note=FORGOTTEN)
    )


REST = (
    *(forget_editions, forget_slots, forget_notices, forget_chats),
    *(forget_briefings, forget_fingerprints, forget_items),
)
"""What is done after the articles, each on its own: others write in between."""
