"""The first schema."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)

from bot.stores.sql.columns import NUMBER
from bot.stores.sql.migrations import Operations

revision = "0001"
down_revision = None

_SQLITE_SEARCH = (
    """CREATE VIRTUAL TABLE article_search USING fts5(
        title, text, content='articles', content_rowid='number',
        tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER article_search_add AFTER INSERT ON articles BEGIN
        INSERT INTO article_search(rowid, title, text)
        VALUES (new.number, new.title, new.text); END""",
    """CREATE TRIGGER article_search_remove AFTER DELETE ON articles BEGIN
        INSERT INTO article_search(article_search, rowid, title, text)
        VALUES ('delete', old.number, old.title, old.text); END""",
)
# A tsvector holds at most one megabyte, positions and all: 200,000 characters fit even
# where each word is another and each character takes four bytes.
_POSTGRESQL_SEARCH = (
    """ALTER TABLE articles ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', left(coalesce(title, ''), 1000)), 'A') ||
        to_tsvector('simple', left(text, 200000))) STORED""",
    "CREATE INDEX ix_articles_search ON articles USING gin (search)",
)


def upgrade(op: Operations) -> None:
    """Make every table."""
    _make_sources(op)
    _make_articles(op)
    _make_items(op)
    _make_item_links(op)
    _make_fingerprints(op)
    _make_briefings(op)
    _make_editions(op)
    _make_edition_parts(op)
    op.create_table(
        "slots",
        Column("key", Text, primary_key=True),
        Column("at", BigInteger, nullable=False),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_SEARCH if sqlite else _POSTGRESQL_SEARCH:
        op.execute(statement)


def _make_sources(op: Operations) -> None:
    op.create_table(
        "sources",
        Column("id", NUMBER, primary_key=True),
        Column("url", Text, nullable=False, unique=True),
        Column("kind", Text),
        Column("due", BigInteger),
        Column("etag", Text),
        Column("modified", Text),
        Column("body_hash", Text),
        Column("tried", BigInteger),
        Column("read", BigInteger),
        Column("moved", Text),
        Column("gone", Boolean, nullable=False, server_default=text("false")),
        Column("resting", Boolean, nullable=False, server_default=text("false")),
        Column("failures", Integer, nullable=False, server_default=text("0")),
        Column("failing", BigInteger),
        Column("error", Text),
        Column("told", BigInteger),
        Column("brought", Integer, nullable=False, server_default=text("0")),
        Column("listed", BigInteger),
        sqlite_autoincrement=True,
    )


def _make_articles(op: Operations) -> None:
    op.create_table(
        "articles",
        Column("number", NUMBER, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("seen", BigInteger, nullable=False, index=True),
        Column("origin", Text, nullable=False),
        Column("digest", Text, nullable=False, index=True),
        Column("published", BigInteger),
        Column("copy_of", Text),
        Column("story", Text),
        Column("hashes", Integer, nullable=False),
        Column("url", Text),
        Column("title", Text),
        Column("day", Date),
        Column("site", Text),
        Column("lang", Text),
        Column("authors", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("fingerprint", LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )


def _make_items(op: Operations) -> None:
    op.create_table(
        "items",
        Column("id", NUMBER, primary_key=True),
        Column("status", Text, nullable=False),
        Column("seen", BigInteger, nullable=False, index=True),
        Column("due", BigInteger, nullable=False),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column(
            "article",
            NUMBER,
            ForeignKey("articles.number", ondelete="SET NULL"),
            index=True,
        ),
        Column("note", Text),
        Column("guid", Text),
        Column("url", Text),
        Column("title", Text),
        Column("published", BigInteger),
        Column("authors", Text, nullable=False),
        Column("content", Text, nullable=False),
        sqlite_autoincrement=True,
    )
    pending = text("status = 'pending'")
    op.create_index(
        "ix_items_pending",
        "items",
        ["due"],
        sqlite_where=pending,
        postgresql_where=pending,
    )


def _make_item_links(op: Operations) -> None:
    op.create_table(
        "item_keys",
        Column("key", LargeBinary, primary_key=True),
        Column("item", NUMBER, _belongs("items.id"), nullable=False, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_sources",
        Column("item", NUMBER, _belongs("items.id"), primary_key=True),
        Column("source", NUMBER, _belongs("sources.id"), primary_key=True, index=True),
        Column("first", BigInteger, nullable=False),
        Column("last", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _make_fingerprints(op: Operations) -> None:
    op.create_table(
        "fingerprints",
        Column("period", Integer, primary_key=True, autoincrement=False),
        Column("hash", BigInteger, primary_key=True, autoincrement=False),
        Column("article", NUMBER, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


def _make_briefings(op: Operations) -> None:
    op.create_table(
        "briefings",
        Column("digest", Text, primary_key=True),
        Column("engine", Text, primary_key=True),
        Column("form", Integer, primary_key=True, autoincrement=False),
        Column("document", Text, nullable=False),
    )


def _make_editions(op: Operations) -> None:
    op.create_table(
        "editions",
        Column("number", NUMBER, primary_key=True),
        Column("id", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("channel", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("slot", Text),
        Column("document", Text, nullable=False),
        UniqueConstraint("slot", "channel", name="uq_editions_slot"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_editions_channel", "editions", ["channel", "at"])
    op.create_index("ix_editions_digest", "editions", ["digest", "at"])


def _make_edition_parts(op: Operations) -> None:
    op.create_table(
        "edition_sentences",
        Column("edition", NUMBER, _belongs("editions.number"), primary_key=True),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("sentence", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "edition_articles",
        Column("edition", NUMBER, _belongs("editions.number"), primary_key=True),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("article", Text, nullable=False, index=True),
        sqlite_with_rowid=False,
    )


def _belongs(column: str) -> ForeignKey:
    """Belonging to a row, with which it goes."""
    return ForeignKey(column, ondelete="CASCADE")
