"""Stores editions: digests, alerts and reminders as they were built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    func,
    literal,
    select,
)
from typing_extensions import override

from bot.core.domain.corrections import READ_AFTER
from bot.core.domain.records import (
    DIGESTS,
    STORY_EDITIONS,
    Edition,
    EditionKind,
    History,
    ToldKind,
    ToldLine,
)
from bot.core.ports.stores import EditionStore
from bot.stores.sql import tables
from bot.stores.sql.bodies import Names, keep_bodies, own_text, text_of
from bot.stores.sql.columns import Moment
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.locks import hold_lanes
from bot.stores.sql.statements import chunks, insert_missing, insertion_of_missing

_EDITIONS = tables.editions
_SENTENCES, _SHOWN = tables.edition_sentences, tables.edition_articles
_PASSED = tables.edition_passed
_LINES, _ARTICLES = tables.told_lines, tables.articles

_ALL: Select[tuple[object, ...]] = select(
    *(column for column in _EDITIONS.c if column is not _EDITIONS.c.document),
    text_of(_EDITIONS, _EDITIONS.c.document),
)
NEWEST_FIRST = _ALL.order_by(_EDITIONS.c.at.desc(), _EDITIONS.c.number.desc())
"""The query for all editions, newest first, as most methods return them."""

NO_DOCUMENT = "{}"
"""The JSON document of an edition that only records printed lines."""

_LAST = select(func.max(_EDITIONS.c.number))

LINES = select(_LINES, _EDITIONS.c.at).join(_EDITIONS)
"""The query for told lines, each with the time of its edition."""

EditionRow: TypeAlias = Row[tuple[object, ...]]


class SqlEditions(SqlAdapter, EditionStore):
    """Stores editions in SQLite or PostgreSQL."""

    @override
    @reads
    def history(
        self,
        connection: Connection,
        channel: str,
        *,
        after: datetime,
        kinds: frozenset[EditionKind] = DIGESTS,
    ) -> History:
        printed = _printed(channel, after, kinds)
        sentences = select(_SENTENCES.c.sentence).join(_EDITIONS).where(*printed)
        shown = select(_SHOWN.c.article).join(_EDITIONS).where(*printed)
        passed = select(_PASSED.c.article).join(_EDITIONS).where(*printed)
        latest = func.max(_EDITIONS.c.at).label("last")
        digest = _EDITIONS.c.digest
        lasts = select(digest, latest).where(*printed).group_by(digest)
        by_digest = {row.digest: row.last for row in connection.execute(lasts)}
        return History(
            sentences=frozenset(connection.scalars(sentences)),
            articles=frozenset(connection.scalars(shown)),
            passed=frozenset(connection.scalars(passed)),
            last=max(by_digest.values(), default=None),
            by_digest=by_digest,
            until=connection.scalar(_LAST.where(_EDITIONS.c.channel == channel)) or 0,
        )

    @override
    @writes
    def freeze(self, connection: Connection, edition: Edition) -> Edition:
        return freeze_edition(connection, edition)

    @override
    @reads
    def editions(
        self, connection: Connection, digest: str, limit: int
    ) -> tuple[Edition, ...]:
        chosen = _EDITIONS.c.digest == digest, _of_kinds(STORY_EDITIONS)
        rows = connection.execute(NEWEST_FIRST.where(*chosen).limit(limit)).all()
        return load_editions(connection, rows)

    @override
    @reads
    def channel_editions(
        self,
        connection: Connection,
        channel: str,
        limit: int,
        *,
        kinds: frozenset[EditionKind] = DIGESTS,
    ) -> tuple[Edition, ...]:
        chosen = _EDITIONS.c.channel == channel, _of_kinds(kinds)
        rows = connection.execute(NEWEST_FIRST.where(*chosen).limit(limit)).all()
        return load_editions(connection, rows)

    @override
    @reads
    def told_lines(
        self,
        connection: Connection,
        channel: str,
        *,
        after: datetime,
        kinds: frozenset[EditionKind] = DIGESTS,
    ) -> tuple[ToldLine, ...]:
        printed = _printed(channel, after, kinds)
        order = (_EDITIONS.c.at, _EDITIONS.c.number, _LINES.c.place)
        rows = connection.execute(LINES.where(*printed).order_by(*order))
        return tuple(map(line_of, rows))


def freeze_edition(connection: Connection, edition: Edition) -> Edition:
    """Store an edition and return it.

    If its slot and channel already have an edition, return the stored one instead.
    """
    # The numbers of a channel's editions are in the order of their transactions.
    hold_lanes(connection, [edition.channel])
    plain = ("id", "digest", "channel", "at", "slot")
    names = Names(edition.id, edition.channel)
    shared = keep_bodies(connection, [edition.document], names, edition.at)
    number = connection.scalar(
        insertion_of_missing(connection.dialect.name, _EDITIONS).returning(
            _EDITIONS.c.number
        ),
        {
            "kind": edition.kind.value,
            **{name: getattr(edition, name) for name in plain},
            **own_text(edition.document, shared, "document"),
        },
    )
    if number is None:
        there = (
            _EDITIONS.c.slot == edition.slot,
            _EDITIONS.c.channel == edition.channel,
        )
        rows = connection.execute(_ALL.where(*there)).all()
        return load_editions(connection, rows)[0]
    _add_parts(connection, _SENTENCES.c.sentence, number, edition.sentences)
    _add_parts(connection, _SHOWN.c.article, number, edition.articles)
    _add_parts(connection, _PASSED.c.article, number, edition.passed)
    _add_lines(connection, number, edition.lines)
    _schedule_readings(connection, edition)
    return edition


def has_later_edition(
    connection: Connection, channel: str, after: int, articles: Iterable[str]
) -> bool:
    """Return whether an edition printed or passed over any of ``articles``.

    Only editions in ``channel`` whose number is higher than ``after`` count.
    """
    later = select(_EDITIONS.c.number).where(
        _EDITIONS.c.channel == channel, _EDITIONS.c.number > after
    )
    ids, numbers = frozenset(articles), list(connection.scalars(later))
    return any(
        not ids.isdisjoint(printed)
        for table in (_SHOWN, _PASSED)
        for printed in _parts(connection, table, "article", numbers).values()
    )


def has_outdated_lines(connection: Connection, edition: Edition) -> bool:
    """Return whether a line of ``edition`` is missing from its article's stored text.

    Only texts that were replaced after the edition was made are searched. They do not
    change until the transaction has ended.
    """
    replaced = _replaced_texts(connection, dict(edition.texts))
    return any(
        line.article in replaced and line.text not in replaced[line.article]
        for line in edition.lines
    )


def editions_with(connection: Connection, article: str) -> tuple[Edition, ...]:
    """Return the editions that contain an article, newest first."""
    containing = select(_SHOWN.c.edition).where(_SHOWN.c.article == article)
    query = NEWEST_FIRST.where(_EDITIONS.c.number.in_(containing))
    return load_editions(connection, connection.execute(query).all())


def line_of(row: Row[tuple[object, ...]]) -> ToldLine:
    """Turn a row of the query ``LINES`` into a told line."""
    place = (row.story, row.article, row.start, row.end)
    return ToldLine(*place, ToldKind(row.kind), row.text, row.at)


def _replaced_texts(
    connection: Connection, hashes: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the stored texts whose hash differs from the one in ``hashes``.

    Both mappings have the ids of the articles as keys.
    """
    texts: dict[str, str] = {}
    for chunk in chunks(hashes):
        columns = (_ARTICLES.c.id, _ARTICLES.c.digest, _ARTICLES.c.text)
        stored = select(*columns).where(_ARTICLES.c.id.in_(chunk))
        ordered = stored.order_by(_ARTICLES.c.number)
        kept = ordered.with_for_update(read=True, key_share=True)
        rows = connection.execute(kept)
        texts.update((row.id, row.text) for row in rows if row.digest != hashes[row.id])
    return texts


def _printed(
    channel: str, after: datetime, kinds: frozenset[EditionKind]
) -> tuple[ColumnElement[bool], ...]:
    """Build the conditions for editions of these kinds in a channel after a time."""
    return _EDITIONS.c.channel == channel, _EDITIONS.c.at > after, _of_kinds(kinds)


def _of_kinds(kinds: frozenset[EditionKind]) -> ColumnElement[bool]:
    return _EDITIONS.c.kind.in_(sorted(kind.value for kind in kinds))


def load_editions(
    connection: Connection, rows: Sequence[EditionRow]
) -> tuple[Edition, ...]:
    """Build editions from ``rows``, and load their lines and articles."""
    numbers = [row.number for row in rows]
    sentences = _parts(connection, _SENTENCES, "sentence", numbers)
    shown = _parts(connection, _SHOWN, "article", numbers)
    passed = _parts(connection, _PASSED, "article", numbers)
    lines = _lines(connection, numbers)
    return tuple(
        Edition(
            id=row.id,
            digest=row.digest,
            channel=row.channel,
            at=row.at,
            document=_document(row),
            slot=row.slot,
            sentences=tuple(sentences.get(row.number, ())),
            articles=tuple(shown.get(row.number, ())),
            passed=tuple(passed.get(row.number, ())),
            lines=tuple(lines.get(row.number, ())),
            kind=EditionKind(row.kind),
        )
        for row in rows
    )


def _document(row: EditionRow) -> str:
    own: str = row.document
    return own if row.shared is None else Names(row.id, row.channel).shown(own)


def _add_parts(
    connection: Connection, column: Column[str], number: int, values: Iterable[str]
) -> None:
    rows = (
        {"edition": number, "place": place, column.name: value}
        for place, value in enumerate(values)
    )
    insert_missing(connection, column.table, rows)


def _add_lines(connection: Connection, number: int, lines: Sequence[ToldLine]) -> None:
    plain = ("story", "article", "start", "end", "text")
    rows = (
        {
            **{name: getattr(line, name) for name in plain},
            "edition": number,
            "place": place,
            "kind": line.kind.value,
        }
        for place, line in enumerate(lines)
    )
    insert_missing(connection, _LINES, rows)


def _schedule_readings(connection: Connection, edition: Edition) -> None:
    """Schedule readings of the articles whose lines the edition prints.

    An article that is scheduled already keeps its schedule.
    """
    moments = literal(edition.at, Moment), literal(edition.at + READ_AFTER[0], Moment)
    ids = tuple(dict.fromkeys(line.article for line in edition.lines))
    for chunk in chunks(ids):
        articles = select(_ARTICLES.c.number, *moments).where(_ARTICLES.c.id.in_(chunk))
        adding = insertion_of_missing(connection.dialect.name, tables.told_articles)
        columns = ("article", "since", "due")
        # Without a condition SQLite takes ON CONFLICT for a part of the selection.
        connection.execute(adding.from_select(columns, articles))


def _lines(connection: Connection, numbers: list[int]) -> dict[int, list[ToldLine]]:
    lines: dict[int, list[ToldLine]] = {}
    for chunk in chunks(numbers):
        chosen = LINES.where(_LINES.c.edition.in_(chunk)).order_by(_LINES.c.place)
        for row in connection.execute(chosen):
            lines.setdefault(row.edition, []).append(line_of(row))
    return lines


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
