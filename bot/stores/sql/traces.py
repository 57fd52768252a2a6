"""Looking articles up: by key, by likeness, by words."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.core.domain.records import ItemStatus, ItemTrace, StoredArticle
from bot.stores.sql import tables
from bot.stores.sql.articles import brought_by, load_articles
from bot.stores.sql.editions import editions_with
from bot.stores.sql.fingerprints import twin_numbers
from bot.stores.sql.items import item_sources
from bot.stores.sql.polls import key_digest
from bot.stores.sql.search import matching_numbers

_ITEMS, _KEYS = tables.items, tables.item_keys


def trace(connection: Connection, key: str) -> ItemTrace | None:
    """What became of the item with a key."""
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
        article = _in_order(connection, [row.article])[0]
    return ItemTrace(
        status=ItemStatus(row.status),
        sources=item_sources(connection, [row.id]).get(row.id, ()),
        seen=row.seen,
        article=article,
        note=row.note,
        editions=() if article is None else editions_with(connection, article.id),
    )


def twins(connection: Connection, article: StoredArticle) -> tuple[StoredArticle, ...]:
    """Earlier articles that may be this one, with fingerprints."""
    return _in_order(connection, twin_numbers(connection, article), whole=True)


def search(connection: Connection, words: str, limit: int) -> tuple[StoredArticle, ...]:
    """Articles with all these words, the best match first, without fingerprints."""
    return _in_order(connection, matching_numbers(connection, words, limit))


def _in_order(
    connection: Connection, numbers: Collection[int], *, whole: bool = False
) -> tuple[StoredArticle, ...]:
    """The articles with these numbers, in this order."""
    brought = brought_by(connection, numbers)
    found = load_articles(connection, brought, whole=whole)
    return tuple(found[number] for number in numbers if number in found)
