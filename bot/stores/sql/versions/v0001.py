"""Create the first schema.

It takes the tables from ``tables``. Before that module changes for a second step, copy
the tables into this file as they are: a step must never change.
"""

from __future__ import annotations

from bot.stores.sql.migrations import Operations
from bot.stores.sql.tables import metadata

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
# A tsvector holds at most one megabyte, positions included: 200,000 characters fit even
# if all words differ and each character takes four bytes.
_POSTGRESQL_SEARCH = (
    """ALTER TABLE articles ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', left(coalesce(title, ''), 1000)), 'A') ||
        to_tsvector('simple', left(text, 200000))) STORED""",
    "CREATE INDEX ix_articles_search ON articles USING gin (search)",
)


def upgrade(op: Operations) -> None:
    """Create all tables and the index of the full-text search."""
    connection = op.get_bind()
    metadata.create_all(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE_SEARCH if is_sqlite else _POSTGRESQL_SEARCH:
        op.execute(statement)
