"""Loads an invented record into a database, without the store's transactions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from random import Random

from sqlalchemy import Connection, func, select, text

from benchmarks.record_data import SENTENCES, InventedRecord
from bot.stores.sql import open_maintenance, record_tables, tables
from bot.stores.sql.record_names import VOICE, speaker_row
from bot.stores.sql.statements import insert_rows
from summarizers.model import ClaimKind

_ARTICLES = 1_000
"""The number of articles that are in memory at the same time."""

_HEAD = (
    *("number", "id", "seen", "at", "day", "original", "url", "title"),
    *("paper", "site", "lang", "story"),
)
_LINE = ("id", "article", "start", "end", "text", "words", "fragment", "carries")
_CLAIM = (
    *("article", "sentence", "speaker", "source", "role", "cue"),
    *("start", "end", "text", "kind"),
)
_REPORT = ("event", "article", "sentence", "first", "last", "precision", "change")
_SQLITE_BYTES = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
_POSTGRESQL_BYTES = "SELECT pg_database_size(current_database())"


def load(address: str, invented: InventedRecord) -> int:
    """Fill an empty database; return by how many bytes it grows."""
    with open_maintenance(address) as maintenance:
        maintenance.upgrade()
        database = maintenance.database
        empty = database.read_now(_size)
        index = database.write_now(_drop_index)
        database.write_now(partial(_add_speakers, invented=invented))
        for first in range(1, invented.articles + 1, _ARTICLES):
            last = min(first + _ARTICLES, invented.articles + 1)
            adding = partial(_add, invented=invented, numbers=range(first, last))
            database.write_now(adding)
        database.write_now(partial(_finish, invented=invented, index=index))
        # Otherwise the server would do it by itself, while the questions are asked.
        database.command_now("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")
        return database.read_now(_size) - empty


def _size(connection: Connection) -> int:
    is_sqlite = connection.dialect.name == "sqlite"
    size = text(_SQLITE_BYTES if is_sqlite else _POSTGRESQL_BYTES)
    return int(connection.execute(size).scalar_one())


def _drop_index(connection: Connection) -> str | None:
    """Drop the index of the search in PostgreSQL; return its definition."""
    if connection.dialect.name == "sqlite":
        return None
    named = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_record_search'"
    definition: str = connection.execute(text(named)).scalar_one()
    connection.execute(text("DROP INDEX ix_record_search"))
    return definition


def _add_speakers(connection: Connection, invented: InventedRecord) -> None:
    rows = ([each.id, *speaker_row(each).values()] for each in invented.speakers)
    insert_rows(connection, record_tables.speakers, VOICE, rows)


def _add(connection: Connection, invented: InventedRecord, numbers: range) -> None:
    """Insert the rows of the articles with these numbers."""
    random = Random(f"{numbers} {invented.seed}")  # noqa: S311 - invented
    articles = [invented.article(number, random) for number in numbers]
    heads = ([getattr(each, name) for name in _HEAD] for each in articles)
    insert_rows(connection, record_tables.articles, _HEAD, heads)
    topics = ((n, topic) for n in numbers for topic in invented.topics(random))
    insert_rows(connection, record_tables.topics, ("article", "topic"), topics)
    lines = [row for n in numbers for row in _lines(invented, n, random)]
    sentences = (line for line, _ in lines)
    insert_rows(connection, record_tables.sentences, _LINE, sentences)
    claims = (claim for _, claim in lines)
    insert_rows(connection, record_tables.claims, _CLAIM, claims)
    _add_events(connection, invented, numbers, random)


def _lines(
    invented: InventedRecord, number: int, random: Random
) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
    """Yield the rows of each sentence of an article and of its claim."""
    lines = invented.lines(random)
    starts = accumulate((len(line.text) + 1 for line in lines), initial=0)
    first = (number - 1) * SENTENCES + 1
    for id_, (line, start) in enumerate(zip(lines, starts, strict=False), first):
        speaker = invented.speakers[line.speaker]
        end = start + len(line.text)
        fragment = line.text[1:20]
        yield (
            (id_, number, start, end, line.text, line.words, fragment, True),
            (
                *(number, id_, speaker.id, f"{speaker.role} {speaker.name}"),
                *(speaker.role, line.cue, start, start + line.claim_end),
                *(None, ClaimKind.DIRECT.value),
            ),
        )


def _add_events(
    connection: Connection, invented: InventedRecord, numbers: range, random: Random
) -> None:
    events: list[tuple[object, ...]] = []
    reports: list[tuple[object, ...]] = []
    for number in numbers:
        first = (number - 1) * SENTENCES + 1
        day = invented.article(number, random).day
        for due in invented.dues(number, day, random):
            article, _, index = due.event[1:].partition("-")
            id_ = (int(article) - 1) * invented.events_of_article + int(index) + 1
            if not due.is_moved:
                events.append((id_, due.event, 0))
            change = "moved" if due.is_moved else "none"
            place = first + due.sentence
            reports.append((id_, number, place, due.day, due.day, "day", change))
    insert_rows(connection, record_tables.events, ("id", "uid", "sequence"), events)
    insert_rows(connection, record_tables.reports, _REPORT, reports)


def _finish(
    connection: Connection, invented: InventedRecord, index: str | None
) -> None:
    """Set the marks and the next numbers, and make the index."""
    last = invented.articles
    marks = [("arrival", last), ("sentence", last * SENTENCES)]
    insert_rows(connection, record_tables.marks, ("name", "number"), marks)
    if index is None:
        numbering = text("INSERT INTO sqlite_sequence VALUES ('articles', :last)")
        connection.execute(numbering, {"last": last})
        return
    connection.execute(text(index))
    for table in (record_tables.speakers, record_tables.events):
        highest = select(func.max(table.c.id)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, highest)))
    sequence = func.pg_get_serial_sequence(tables.articles.name, "number")
    connection.execute(select(func.setval(sequence, last)))
