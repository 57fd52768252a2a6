"""Editions and slots, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Column, Connection, Row, Table, func, select

from bot.core.domain.records import Edition, History
from bot.stores.sql import tables
from bot.stores.sql.statements import chunks, insert_missing, insertion_of_missing

_EDITIONS = tables.editions
_SENTENCES, _SHOWN = tables.edition_sentences, tables.edition_articles

EditionRow: TypeAlias = Row[tuple[object, ...]]


def history(connection: Connection, channel: str, after: datetime) -> History:
    """What was printed in a channel after a time."""
    printed = (_EDITIONS.c.channel == channel, _EDITIONS.c.at > after)
    sentences = select(_SENTENCES.c.sentence).join(_EDITIONS).where(*printed)
    shown = select(_SHOWN.c.article).join(_EDITIONS).where(*printed)
    latest = func.max(_EDITIONS.c.at).label("last")
    digest = _EDITIONS.c.digest
    lasts = select(digest, latest).where(*printed).group_by(digest)
    by_digest = {row.digest: row.last for row in connection.execute(lasts)}
    return History(
        sentences=frozenset(connection.scalars(sentences)),
        articles=frozenset(connection.scalars(shown)),
        last=max(by_digest.values(), default=None),
        by_digest=by_digest,
    )


def freeze(connection: Connection, edition: Edition) -> Edition:
    """Keep an edition, unless there is one for its slot and channel: then that one."""
    plain = ("id", "digest", "channel", "at", "slot", "document")
    number = connection.scalar(
        insertion_of_missing(connection.dialect.name, _EDITIONS).returning(
            _EDITIONS.c.number
        ),
        {name: getattr(edition, name) for name in plain},
    )
    if number is None:
        there = (
            _EDITIONS.c.slot == edition.slot,
            _EDITIONS.c.channel == edition.channel,
        )
        rows = connection.execute(select(_EDITIONS).where(*there)).all()
        return load_editions(connection, rows)[0]
    _add_parts(connection, _SENTENCES.c.sentence, number, edition.sentences)
    _add_parts(connection, _SHOWN.c.article, number, edition.articles)
    return edition


def editions(connection: Connection, digest: str, limit: int) -> tuple[Edition, ...]:
    """The last editions of a digest."""
    rows = connection.execute(
        select(_EDITIONS)
        .where(_EDITIONS.c.digest == digest)
        .order_by(_EDITIONS.c.at.desc(), _EDITIONS.c.number.desc())
        .limit(limit)
    ).all()
    return load_editions(connection, rows)


def editions_with(connection: Connection, article: str) -> tuple[Edition, ...]:
    """The editions that have an article, the newest first."""
    rows = connection.execute(
        select(_EDITIONS)
        .where(
            _EDITIONS.c.number.in_(
                select(_SHOWN.c.edition).where(_SHOWN.c.article == article)
            )
        )
        .order_by(_EDITIONS.c.at.desc(), _EDITIONS.c.number.desc())
    ).all()
    return load_editions(connection, rows)


def load_editions(
    connection: Connection, rows: Iterable[EditionRow]
) -> tuple[Edition, ...]:
    """Rows as editions, with what they print."""
    found = tuple(rows)
    numbers = [row.number for row in found]
    sentences = _parts(connection, _SENTENCES, "sentence", numbers)
    shown = _parts(connection, _SHOWN, "article", numbers)
    return tuple(
        Edition(
            id=row.id,
            digest=row.digest,
            channel=row.channel,
            at=row.at,
            document=row.document,
            slot=row.slot,
            sentences=tuple(sentences.get(row.number, ())),
            articles=tuple(shown.get(row.number, ())),
        )
        for row in found
    )


def _add_parts(
    connection: Connection, column: Column[str], number: int, values: Iterable[str]
) -> None:
    rows = (
        {"edition": number, "place": place, column.name: value}
        for place, value in enumerate(values)
    )
    insert_missing(connection, column.table, rows)


def _parts(
    connection: Connection, table: Table, name: str, numbers: list[int]
) -> dict[int, list[str]]:
    parts: dict[int, list[str]] = {}
    for chunk in chunks(numbers):
        rows = connection.execute(
            select(table.c.edition, table.c[name])
            .where(table.c.edition.in_(chunk))
            .order_by(table.c.edition, table.c.place)
        )
        for number, value in rows:
            parts.setdefault(number, []).append(value)
    return parts
