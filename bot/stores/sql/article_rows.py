"""Turns rows of articles into values, with the sources that listed each article."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, select

from bot.core.domain.records import Origin, StoredArticle, Validators
from bot.stores.sql import tables
from bot.stores.sql.statements import chunks
from summarizers.model import Article

_ARTICLES, _ITEMS, _LINKS = tables.articles, tables.items, tables.item_sources
_SOURCES = tables.sources

_LIGHT = tuple(
    column for column in _ARTICLES.c if column.name not in {"fingerprint", "hashes"}
)
"""The columns of an article, except those with its fingerprint."""

SourceTitles: TypeAlias = dict[str, str | None]
"""The URLs of the sources that listed an article, each with its feed's title."""

ArticleSources: TypeAlias = dict[int, SourceTitles]
"""The sources of each article, by its row number."""


def load_articles(
    connection: Connection, sources: ArticleSources, *, whole: bool = False
) -> dict[int, StoredArticle]:
    """Load the articles whose row numbers are the keys of ``sources``, by row number.

    Fingerprints are loaded only if ``whole`` is true.
    """
    columns = _ARTICLES.c if whole else _LIGHT
    articles: dict[int, StoredArticle] = {}
    for chunk in chunks(sources):
        rows = connection.execute(select(*columns).where(_ARTICLES.c.number.in_(chunk)))
        for row in rows:
            fingerprint = row.fingerprint if whole else ()
            articles[row.number] = _article(row, sources[row.number], fingerprint)
    return articles


def articles_in_order(
    connection: Connection, numbers: Collection[int], *, whole: bool = False
) -> tuple[StoredArticle, ...]:
    """Load the articles with these numbers, in the order of the numbers."""
    sources: ArticleSources = {}
    for chunk in chunks(numbers):
        sources |= article_sources(connection, _ARTICLES.c.number.in_(chunk))
    articles = load_articles(connection, sources, whole=whole)
    return tuple(articles[number] for number in numbers if number in articles)


def listed_numbers(
    connection: Connection, sources: Collection[str], *conditions: ColumnElement[bool]
) -> tuple[int, ...]:
    """Return the row numbers of the articles that any of ``sources`` listed.

    Only articles that meet the ``conditions`` count.
    """
    numbers: set[int] = set()
    for chunk in chunks(frozenset(sources)):
        numbers.update(
            connection.scalars(
                select(_ARTICLES.c.number)
                .join(_ITEMS, _ITEMS.c.article == _ARTICLES.c.number)
                .join(_LINKS, _LINKS.c.item == _ITEMS.c.id)
                .join(_SOURCES, _SOURCES.c.id == _LINKS.c.source)
                .where(_SOURCES.c.url.in_(chunk), *conditions)
            )
        )
    return tuple(sorted(numbers))


def article_sources(
    connection: Connection, *conditions: ColumnElement[bool]
) -> ArticleSources:
    """Map each article that meets the conditions to the sources that listed it.

    The sources are in the order in which they listed the article.
    """
    rows = connection.execute(
        select(_ARTICLES.c.number, _SOURCES.c.url, _SOURCES.c.title)
        .join(_ITEMS, _ITEMS.c.article == _ARTICLES.c.number)
        .join(_LINKS, _LINKS.c.item == _ITEMS.c.id)
        .join(_SOURCES, _SOURCES.c.id == _LINKS.c.source)
        .where(*conditions)
        .order_by(_ARTICLES.c.number, _LINKS.c.first, _SOURCES.c.id)
    )
    sources: ArticleSources = {}
    for number, url, title in rows:
        sources.setdefault(number, {})[url] = title
    return sources


def _article(
    row: Row[tuple[object, ...]],
    sources: SourceTitles,
    fingerprint: tuple[int, ...],
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
        sources=tuple(sources),
        seen=row.seen,
        origin=Origin(row.origin),
        digest=row.digest,
        published=row.published,
        fingerprint=fingerprint,
        copy_of=row.copy_of,
        story=row.story,
        validators=Validators(row.etag, row.modified),
        feed=next(filter(None, sources.values()), None),
    )
