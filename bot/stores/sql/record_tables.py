"""Defines the record's tables, as they are after the last migration."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from bot.stores.sql.columns import NUMBER, Moment, SortedWords, Words
from bot.stores.sql.tables import metadata


def _of_article(*, primary_key: bool = False, index: bool = False) -> Column[int]:
    """Build the column that refers to the recorded article to which a row belongs."""
    owner = ForeignKey("record_articles.number", ondelete="CASCADE")
    return Column(
        "article", owner, primary_key=primary_key, nullable=False, index=index
    )


articles = Table(
    "record_articles",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=False),
    Column("id", Words, nullable=False, unique=True),
    Column("seen", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    Column("original", Words, nullable=False, index=True),
    Column("url", Words),
    Column("title", Words),
    Column("paper", Words),
    Column("site", Words),
    Column("lang", Words),
    Column("story", Words, index=True),
)
"""Recorded articles, with the numbers that they have in the table of articles."""

Index("ix_record_articles_seen", articles.c.seen, articles.c.number)

topics = Table(
    "record_topics",
    metadata,
    _of_article(primary_key=True),
    Column("topic", Words, primary_key=True),
    sqlite_with_rowid=False,
)
"""The topics of recorded articles."""

Index("ix_record_topics", topics.c.topic, topics.c.article)

speakers = Table(
    "record_speakers",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("name", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", SortedWords, nullable=False, index=True),
    Column("surname", SortedWords, nullable=False, index=True),
    Column("role", Words),
    Column("roles", Words, nullable=False),
    sqlite_autoincrement=True,
)
"""Speakers, with a line for each role; two people with the same name are two rows."""

sentences = Table(
    "record_sentences",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    _of_article(index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Words, nullable=False),
    Column("words", Text, nullable=False),
    Column("fragment", Text),
    Column("carries", Boolean, nullable=False),
)
"""Sentences; the index of the search has their ``words``.

Their ids grow, and no id is used again.
"""

claims = Table(
    "record_claims",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _of_article(index=True),
    Column("sentence", NUMBER, nullable=False),
    Column("speaker", NUMBER),
    Column("surname", Words),
    Column("source", Words),
    Column("role", Words),
    Column("cue", Words),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Words),
    Column("kind", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Claims. One without ``text`` is the part of its sentence from ``start`` to ``end``. A
claim with a ``surname`` gives only this name of its speaker; other articles of the
story may give the full name.
"""

Index("ix_record_claims_speaker", claims.c.speaker, claims.c.article)
Index(
    "ix_record_claims_surname",
    claims.c.surname,
    sqlite_where=claims.c.surname.is_not(None),
    postgresql_where=claims.c.surname.is_not(None),
)

events = Table(
    "record_events",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("uid", Words, nullable=False, unique=True),
    Column("sequence", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""Events; ``sequence`` counts an event's changes, including those whose reports are
deleted.
"""

reports = Table(
    "record_reports",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column(
        "event",
        ForeignKey("record_events.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    _of_article(index=True),
    Column("sentence", NUMBER, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("precision", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("was", Date),
    sqlite_autoincrement=True,
)
"""The reports of events, with the days that each gives, and the day from which it moves
the event.
"""

Index("ix_record_reports_first", *reports.c["first", "event", "article"])
Index(
    "ix_record_reports_last",
    *reports.c["last", "first", "event", "article"],
    sqlite_where=reports.c.first != reports.c.last,
    postgresql_where=reports.c.first != reports.c.last,
)

regrouped = Table(
    "record_regrouped",
    metadata,
    _of_article(primary_key=True),
    sqlite_with_rowid=False,
)
"""Articles that joined another story; their events are compared with the events there.
"""

due = Table(
    "record_due",
    metadata,
    Column(
        "article",
        ForeignKey("articles.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sqlite_with_rowid=False,
)
"""Recorded articles whose text, sources or page changed since they were recorded."""

marks = Table(
    "record_marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", NUMBER, nullable=False),
)
"""The numbers of the last ``arrival`` that was recorded and of the last ``sentence``."""

forgotten = Table(
    "forgotten",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("words", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Hashes of forgotten names and of the keys of forgotten items, which are refused.
``words`` is a name's number of words, and 0 for the key of an item.
"""

TABLES = (
    *(articles, topics, speakers, sentences, claims),
    *(events, reports, regrouped, due, marks, forgotten),
)
"""All tables of the record."""
