"""Refuses forgotten names and items when they arrive again.

Only their hashes are stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, select

from bot.core.domain.records import Item, PolledItem, StoredArticle
from bot.core.record.mentions import name_orders, runs_of_words
from bot.stores.sql.items import key_digest
from bot.stores.sql.record_tables import forgotten
from bot.stores.sql.statements import chunks, insert_missing


def forget_names(connection: Connection, keys: Iterable[str]) -> None:
    """Store hashes of the names ``keys``; texts with these names are refused later.

    The names are in lower case without accents.
    """
    rows = [
        {"key": _name_digest(order), "words": order.count(" ") + 1}
        for key in keys
        for order in name_orders(key)
    ]
    insert_missing(connection, forgotten, rows)


def forget_keys(connection: Connection, digests: Iterable[bytes]) -> None:
    """Store ``digests``, the hashes of keys; items with these keys are refused."""
    rows = [{"key": digest, "words": 0} for digest in digests]
    insert_missing(connection, forgotten, rows)


def names_forgotten(connection: Connection, texts: Iterable[str | None]) -> bool:
    """Return whether any of ``texts`` contains a name that was forgotten on request."""
    lengths = _lengths(connection)
    if not lengths:
        return False
    return bool(_stored(connection, _digests(texts, lengths)))


def article_texts(article: StoredArticle) -> Sequence[str | None]:
    """Return the texts of an article that may name a person."""
    content = article.article
    return (content.text, content.title, content.url, content.site, *content.authors)


def without_forgotten(
    connection: Connection, polled_items: Collection[PolledItem]
) -> tuple[PolledItem, ...]:
    """Return those of a poll's items that were not forgotten."""
    lengths = _lengths(connection)
    digests = {
        index: {key_digest(key) for key in polled_item.keys}
        | (_digests(_item_texts(polled_item.item), lengths) if lengths else set())
        for index, polled_item in enumerate(polled_items)
    }
    refused = _stored(connection, frozenset().union(*digests.values()))
    return tuple(
        polled_item
        for index, polled_item in enumerate(polled_items)
        if refused.isdisjoint(digests[index])
    )


def _item_texts(item: Item) -> Sequence[str | None]:
    return (item.title, item.url, item.guid, item.content, *item.authors)


def _lengths(connection: Connection) -> tuple[int, ...]:
    """Return the different numbers of words in forgotten names, such as 1 and 2."""
    named = select(forgotten.c.words).where(forgotten.c.words > 0).distinct()
    return tuple(connection.scalars(named))


def _digests(texts: Iterable[str | None], lengths: Collection[int]) -> set[bytes]:
    runs = {run for text in texts if text for run in runs_of_words(text, lengths)}
    return set(map(_name_digest, runs))


def _stored(connection: Connection, digests: Collection[bytes]) -> frozenset[bytes]:
    return frozenset(
        key
        for chunk in chunks(digests)
        for key in connection.scalars(
            select(forgotten.c.key).where(forgotten.c.key.in_(chunk))
        )
    )


def _name_digest(key: str) -> bytes:
    return key_digest(f"name:{key}")
