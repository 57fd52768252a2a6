"""Articles, in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select, update

from bot.core.domain.records import ItemStatus, Origin, PendingItem, StoredArticle
from bot.stores.sql import tables
from bot.stores.sql.fingerprints import index_fingerprint
from bot.stores.sql.items import end_item, leave_stand_in
from bot.stores.sql.sources import source_numbers
from bot.stores.sql.statements import chunks, insert_missing, insertion_of_missing
from summarizers.model import Article

_ARTICLES, _ITEMS, _LINKS = tables.articles, tables.items, tables.item_sources
_SOURCES = tables.sources

LIGHT = tuple(
    column for column in _ARTICLES.c if column.name not in {"fingerprint", "hashes"}
)
"""All of an article but its fingerprint, which only its twins are found by."""

ArticleRow: TypeAlias = Row[tuple[object, ...]]
Brought: TypeAlias = dict[int, tuple[str, ...]]
"""The addresses of sources, by the number of the article that they brought."""


def add_article(
    connection: Connection, item: PendingItem, article: StoredArticle
) -> bool:
    """Keep an article and end its item; false if either was done before.

    The item is the one that counts: two processes that read its page at two moments
    may have found two texts.
    """
    number = _insert(connection, article) if _waits(connection, item) else None
    if number is None:
        _end_as_known(connection, item, article)
        return False
    leave_stand_in(connection, item.id, article.id)
    end_item(connection, item.id, status=ItemStatus.READ.value, article=number)
    brought = source_numbers(connection, article.sources)
    insert_missing(
        connection,
        _LINKS,
        (
            {"item": item.id, "source": source, "first": item.seen, "last": item.seen}
            for source in brought
        ),
    )
    index_fingerprint(connection, number, article)
    return True


def articles(
    connection: Connection,
    sources: Collection[str],
    after: datetime,
    until: datetime,
) -> tuple[StoredArticle, ...]:
    """What these sources brought in a time, without fingerprints."""
    window = (_ARTICLES.c.seen > after, _ARTICLES.c.seen <= until)
    wanted = frozenset(sources)
    found = {
        number: urls
        for number, urls in _brought(connection, *window).items()
        if not wanted.isdisjoint(urls)
    }
    loaded = load_articles(connection, found).values()
    return tuple(sorted(loaded, key=lambda article: (article.seen, article.id)))


def load_articles(
    connection: Connection, brought: Brought, *, whole: bool = False
) -> dict[int, StoredArticle]:
    """The articles with these numbers; only whole ones have their fingerprints."""
    columns = _ARTICLES.c if whole else LIGHT
    found: dict[int, StoredArticle] = {}
    for chunk in chunks(brought):
        rows = connection.execute(select(*columns).where(_ARTICLES.c.number.in_(chunk)))
        for row in rows:
            prints = row.fingerprint if whole else ()
            found[row.number] = _stored_article(row, brought[row.number], prints)
    return found


def brought_by(connection: Connection, numbers: Collection[int]) -> Brought:
    """The sources of each of these articles, the first to bring it first."""
    found: Brought = {}
    for chunk in chunks(numbers):
        found |= _brought(connection, _ARTICLES.c.number.in_(chunk))
    return found


def set_stories(connection: Connection, stories: Mapping[str, str]) -> None:
    """Put articles into stories."""
    rows = [{"of": article, "put": story} for article, story in sorted(stories.items())]
    if rows:
        connection.execute(
            update(_ARTICLES)
            .where(_ARTICLES.c.id == bindparam("of"))
            .values(story=bindparam("put")),
            rows,
        )


def _stored_article(
    row: ArticleRow, sources: tuple[str, ...], fingerprint: tuple[int, ...]
) -> StoredArticle:
    return StoredArticle(
        id=row.id,
        article=Article(
            text=row.text,
            title=row.title,
            url=row.url,
            published=row.day,
            site=row.site,
            lang=row.lang,
            authors=row.authors,
        ),
        sources=sources,
        seen=row.seen,
        origin=Origin(row.origin),
        digest=row.digest,
        published=row.published,
        fingerprint=fingerprint,
        copy_of=row.copy_of,
        story=row.story,
    )


def _waits(connection: Connection, item: PendingItem) -> bool:
    status = connection.scalar(select(_ITEMS.c.status).where(_ITEMS.c.id == item.id))
    return status == ItemStatus.PENDING.value


def _insert(connection: Connection, stored: StoredArticle) -> int | None:
    """Add the row; its number, or ``None`` if there is one with this id."""
    article = stored.article
    plain = ("id", "seen", "digest", "published", "copy_of", "story", "fingerprint")
    read = ("url", "title", "site", "lang", "authors", "text")
    values = {
        **{name: getattr(stored, name) for name in plain},
        **{name: getattr(article, name) for name in read},
        "day": article.published,
        "origin": stored.origin.value,
        "hashes": len(stored.fingerprint),
    }
    adding = insertion_of_missing(connection.dialect.name, _ARTICLES)
    number: int | None = connection.scalar(adding.returning(_ARTICLES.c.number), values)
    return number


def _end_as_known(
    connection: Connection, item: PendingItem, article: StoredArticle
) -> None:
    """Let an item that brought an article again count for it."""
    number = connection.scalar(
        select(_ARTICLES.c.number).where(_ARTICLES.c.id == article.id)
    )
    if number is not None:
        end_item(connection, item.id, status=ItemStatus.KNOWN.value, article=number)


def _brought(connection: Connection, *which: ColumnElement[bool]) -> Brought:
    rows = connection.execute(
        select(_ARTICLES.c.number, _SOURCES.c.url)
        .join(_ITEMS, _ITEMS.c.article == _ARTICLES.c.number)
        .join(_LINKS, _LINKS.c.item == _ITEMS.c.id)
        .join(_SOURCES, _SOURCES.c.id == _LINKS.c.source)
        .where(*which)
        .order_by(_ARTICLES.c.number, _LINKS.c.first, _SOURCES.c.id)
    )
    found: dict[int, dict[str, None]] = {}
    for number, url in rows:
        found.setdefault(number, {})[url] = None
    return {number: tuple(urls) for number, urls in found.items()}
