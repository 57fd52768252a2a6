"""Looking articles up: by key, by likeness, by words."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.core.records import ItemStatus, StoredArticle, Trace
from bot.stores.sql import tables
from bot.stores.sql.articles import (
    brought_by,
    load_articles,
    stored_article,
)
from bot.stores.sql.editions import editions_with
from bot.stores.sql.fingerprints import twin_numbers
from bot.stores.sql.search import matching_numbers
from bot.stores.sql.sources import item_sources, key_digest
from bot.stores.sql.statements import chunks

_ARTICLES, _ITEMS, _KEYS = tables.articles, tables.items, tables.item_keys


def trace(connection: Connection, key: str) -> Trace | None:
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
        article = load_articles(connection, brought_by(connection, [row.article]))[0]
    return Trace(
        status=ItemStatus(row.status),
        sources=item_sources(connection, [row.id]).get(row.id, ()),
        seen=row.seen,
        article=article,
        note=row.note,
        editions=() if article is None else editions_with(connection, article.id),
    )


def twins(connection: Connection, article: StoredArticle) -> tuple[StoredArticle, ...]:
    """Earlier articles that may be this one, with fingerprints."""
    return _in_order(connection, twin_numbers(connection, article))


def search(connection: Connection, words: str, limit: int) -> tuple[StoredArticle, ...]:
    """Articles with all these words, the best match first."""
    return _in_order(connection, matching_numbers(connection, words, limit))


def _in_order(
    connection: Connection, numbers: Collection[int]
) -> tuple[StoredArticle, ...]:
    """The whole articles with these numbers, in this order."""
    brought = brought_by(connection, numbers)
    found: dict[int, StoredArticle] = {}
    for chunk in chunks(numbers):
        rows = connection.execute(
            select(_ARTICLES).where(_ARTICLES.c.number.in_(chunk))
        )
        found.update(
            (row.number, stored_article(row, brought[row.number], row.fingerprint))
            for row in rows
        )
    return tuple(found[number] for number in numbers if number in found)
