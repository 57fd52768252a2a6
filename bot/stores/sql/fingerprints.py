"""An index of fingerprint hashes, which finds earlier articles with a similar text.

The index is partitioned by periods of ten days: a search skips old periods, and
housekeeping deletes whole periods.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.core.domain.records import StoredArticle
from bot.stores.sql import tables
from bot.stores.sql.statements import chunks, insert_missing

WINDOW = timedelta(days=30)
"""Copies of an article are recognised for this long after the article was seen."""

_PERIOD = timedelta(days=10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 20
"""The maximum number of articles that are returned; the most similar ones are chosen.
"""

_SHARE = 0.5
"""The smallest part of the shorter fingerprint's hashes that a copy shares."""

_PRINTS, _ARTICLES = tables.fingerprints, tables.articles


def period(moment: datetime) -> int:
    """Return the number of the ten-day period that contains ``moment``, from 1970."""
    return (moment - _EPOCH) // _PERIOD


def index_fingerprint(
    connection: Connection, number: int, article: StoredArticle
) -> None:
    """Add the hashes of an article to the index."""
    when = period(article.seen)
    rows = (
        {"period": when, "hash": hash_, "article": number}
        for hash_ in article.fingerprint
    )
    insert_missing(connection, _PRINTS, rows)


def twin_numbers(connection: Connection, article: StoredArticle) -> list[int]:
    """Return the row numbers of earlier articles that ``article`` may be a copy of.

    The most similar articles come first.
    """
    earlier = (_ARTICLES.c.seen <= article.seen, _ARTICLES.c.id != article.id)
    same = select(_ARTICLES.c.number).where(
        _ARTICLES.c.digest == article.digest, *earlier
    )
    equal = list(connection.scalars(same.order_by(_ARTICLES.c.seen).limit(_MOST)))
    shared = _shared(connection, article)
    ranked: list[tuple[float, datetime, int]] = []
    for chunk in chunks(shared):
        rows = connection.execute(
            select(_ARTICLES.c.number, _ARTICLES.c.hashes, _ARTICLES.c.seen).where(
                _ARTICLES.c.number.in_(chunk), *earlier
            )
        )
        for number, hashes, seen in rows:
            share = shared[number] / min(hashes, len(article.fingerprint))
            ranked.append((-share, seen, number))
    near = [number for share, _, number in sorted(ranked) if -share >= _SHARE]
    return list(dict.fromkeys(equal + near))[:_MOST]


def _shared(connection: Connection, article: StoredArticle) -> Counter[int]:
    """Count, for each recent article, the hashes that it shares with ``article``."""
    periods = range(period(article.seen - WINDOW), period(article.seen) + 1)
    shared: Counter[int] = Counter()
    for chunk in chunks(article.fingerprint):
        rows = connection.execute(
            select(_PRINTS.c.article, func.count().label("shared"))
            .where(_PRINTS.c.period.in_(periods), _PRINTS.c.hash.in_(chunk))
            .group_by(_PRINTS.c.article)
        )
        shared.update({row.article: row.shared for row in rows})
    return shared
