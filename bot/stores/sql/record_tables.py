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
"""Claims; one without ``text`` is the part of its sentence from ``start`` to ``end``.

One with a ``surname`` has no other name of its speaker, whom the story may tell.
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
"""Events; ``sequence`` counts the changes of an event that its reports do not show."""

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
"""Every report of an event, with the days that it gives, and the day it moves from."""

Index("ix_record_reports_first", *reports.c["first", "event", "article"])
Index("ix_record_reports_last", *reports.c["last", "first", "event", "article"])

regrouped = Table(
    "record_regrouped",
    metadata,
    _of_article(primary_key=True),
    sqlite_with_rowid=False,
)
"""Articles whose events are compared with those of their new story."""

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
"""Recorded articles whose text, sources or page changed since."""

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
"""Hashes of what must not come back: names with their number of words, keys of items.

``words`` is 0 for the key of an item.
"""

TABLES = (
    *(articles, topics, speakers, sentences, claims),
    *(events, reports, regrouped, due, marks, forgotten),
)
"""All tables of the record."""
