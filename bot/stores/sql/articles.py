"""Stores articles and their briefings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from typing_extensions import override

from bot.core.domain.records import Arrival, ItemStatus, PendingItem, StoredArticle
from bot.core.ports.stores import ArticleStore
from bot.stores.sql import record_tables, tables
from bot.stores.sql.article_rows import articles_in_order, listed_numbers
from bot.stores.sql.briefing_codec import FORM, from_json, to_json
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.fingerprints import index_fingerprint, twin_numbers
from bot.stores.sql.forgotten import article_texts, names_forgotten
from bot.stores.sql.items import close_item, detach_fallback, source_numbers
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.record_events import note_regrouped
from bot.stores.sql.record_names import name_speakers
from bot.stores.sql.statements import (
    chunks,
    insert_missing,
    insertion_of_missing,
    upsertion,
)
from summarizers.model import Briefing

_ARTICLES, _ITEMS, _LINKS = tables.articles, tables.items, tables.item_sources
_BRIEFINGS = tables.briefings

_REFUSED = {
    "status": ItemStatus.SKIPPED.value,
    **dict.fromkeys(("guid", "url", "title")),
    "authors": (),
}
"""The values of the columns of an item whose page names a forgotten person.

The keys of the item stay, so that it is not fetched again.
"""

_LATEST = (
    select(_ARTICLES.c.number, _ARTICLES.c.id, _ARTICLES.c.seen)
    .where(_ARTICLES.c.number > bindparam("after"))
    .order_by(_ARTICLES.c.number.desc())
    .limit(bindparam("limit"))
)


class SqlArticles(SqlAdapter, ArticleStore):
    """Stores articles in SQLite or PostgreSQL."""

    @override
    @writes
    def add_article(
        self, connection: Connection, item: PendingItem, article: StoredArticle
    ) -> bool:
        return add_article(connection, item, article)

    @override
    @reads
    def twins(
        self, connection: Connection, article: StoredArticle
    ) -> tuple[StoredArticle, ...]:
        numbers = twin_numbers(connection, article)
        return articles_in_order(connection, numbers, whole=True)

    @override
    @reads
    def articles(
        self,
        connection: Connection,
        sources: Collection[str],
        *,
        after: datetime,
        until: datetime,
    ) -> tuple[StoredArticle, ...]:
        window = (_ARTICLES.c.seen > after, _ARTICLES.c.seen <= until)
        numbers = listed_numbers(connection, sources, *window)
        articles = articles_in_order(connection, numbers)
        return tuple(sorted(articles, key=lambda article: (article.seen, article.id)))

    @override
    @reads
    def arrivals(
        self, connection: Connection, after: int, limit: int
    ) -> tuple[Arrival, ...]:
        rows = connection.execute(_LATEST, {"after": after, "limit": limit}).all()
        return tuple(Arrival(row.number, row.id, row.seen) for row in reversed(rows))

    @override
    @reads
    def articles_by_id(
        self, connection: Connection, ids: Collection[str]
    ) -> tuple[StoredArticle, ...]:
        numbers = [
            number
            for chunk in chunks(ids)
            for number in connection.scalars(
                select(_ARTICLES.c.number).where(_ARTICLES.c.id.in_(chunk))
            )
        ]
        articles = articles_in_order(connection, numbers)
        return tuple(sorted(articles, key=lambda article: (article.seen, article.id)))

    @override
    @writes
    def set_stories(self, connection: Connection, stories: Mapping[str, str]) -> None:
        hold(connection, Area.RECORD)
        note_regrouped(connection, stories)
        rows = [{"of": article, "put": story} for article, story in stories.items()]
        if rows:
            for table in (_ARTICLES, record_tables.articles):
                connection.execute(
                    update(table)
                    .where(table.c.id == bindparam("of"))
                    .values(story=bindparam("put")),
                    sorted(rows, key=lambda row: row["of"]),
                )
            name_speakers(connection, stories.values())

    @override
    @reads
    def cached_briefing(
        self, connection: Connection, key: str, engine: str
    ) -> Briefing | None:
        document = connection.scalar(
            select(_BRIEFINGS.c.document).where(
                _BRIEFINGS.c.digest == key,
                _BRIEFINGS.c.engine == engine,
                _BRIEFINGS.c.form == FORM,
            )
        )
        return None if document is None else from_json(document)

    @override
    @writes
    def keep_briefing(
        self, connection: Connection, key: str, engine: str, briefing: Briefing
    ) -> None:
        if names_forgotten(connection, [briefing.article.text]):
            return
        values = {
            "digest": key,
            "engine": engine,
            "form": FORM,
            "document": to_json(briefing),
        }
        keeping = upsertion(connection.dialect.name, _BRIEFINGS, ("document",))
        connection.execute(keeping, values)


def add_article(
    connection: Connection, item: PendingItem, article: StoredArticle
) -> bool:
    """Store ``article`` and close ``item``; return whether the article was stored.

    Return false if the item was closed or the article was stored before. If two
    processes parse the page at different times, their texts may differ; the item's
    state ensures that only the first text is stored.
    """
    hold(connection, Area.NEWS)
    if names_forgotten(connection, article_texts(article)):
        close_item(connection, item.id, **_REFUSED)
        return False
    number = _insert(connection, article) if _is_pending(connection, item) else None
    if number is None:
        _close_as_known(connection, item, article)
        return False
    detach_fallback(connection, item.id, article.id)
    close_item(connection, item.id, status=ItemStatus.READ.value, article=number)
    rows = (
        {"item": item.id, "source": source, "first": item.seen, "last": item.seen}
        for source in source_numbers(connection, article.sources)
    )
    insert_missing(connection, _LINKS, rows)
    index_fingerprint(connection, number, article)
    return True


def _is_pending(connection: Connection, item: PendingItem) -> bool:
    stored = select(_ITEMS.c.status).where(_ITEMS.c.id == item.id)
    status = connection.scalar(stored.with_for_update())
    return status == ItemStatus.PENDING.value


def _insert(connection: Connection, stored: StoredArticle) -> int | None:
    """Add a row for ``stored``; return its number, ``None`` if its id exists."""
    article = stored.article
    plain = ("id", "seen", "digest", "published", "copy_of", "story", "fingerprint")
    read = ("url", "title", "site", "lang", "authors", "text")
    values = {
        **{name: getattr(stored, name) for name in plain},
        **{name: getattr(article, name) for name in read},
        "day": article.published,
        "origin": stored.origin.value,
        "hashes": len(stored.fingerprint),
        "etag": stored.validators.etag,
        "modified": stored.validators.modified,
    }
    adding = insertion_of_missing(connection.dialect.name, _ARTICLES)
    number: int | None = connection.scalar(adding.returning(_ARTICLES.c.number), values)
    return number


def _close_as_known(
    connection: Connection, item: PendingItem, article: StoredArticle
) -> None:
    """Close ``item`` with the status "known" if ``article`` is stored already."""
    number = connection.scalar(
        select(_ARTICLES.c.number).where(_ARTICLES.c.id == article.id)
    )
    if number is not None:
        close_item(connection, item.id, status=ItemStatus.KNOWN.value, article=number)
