"""Create the tables of the record and the index of its search."""

from __future__ import annotations

from bot.stores.sql.migrations import Operations

# A later migration that changes these tables first copies them here as they are.
from bot.stores.sql.record_tables import TABLES
from bot.stores.sql.tables import metadata

revision = "0010"
down_revision = "0009"

_SQLITE_SEARCH = (
    """CREATE VIRTUAL TABLE record_search USING fts5(
        words, content='record_sentences', content_rowid='id', columnsize=0,
        tokenize='ascii')""",
    """CREATE TRIGGER record_search_add AFTER INSERT ON record_sentences BEGIN
        INSERT INTO record_search(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER record_search_remove AFTER DELETE ON record_sentences BEGIN
        INSERT INTO record_search(record_search, rowid, words)
        VALUES ('delete', old.id, old.words); END""",
)
_POSTGRESQL_SEARCH = (
    """CREATE INDEX ix_record_search ON record_sentences
        USING gin (to_tsvector('simple', words))""",
)


def upgrade(op: Operations) -> None:
    """Create the tables of the record; the search index holds only ``words``."""
    connection = op.get_bind()
    metadata.create_all(connection, TABLES)
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE_SEARCH if is_sqlite else _POSTGRESQL_SEARCH:
        op.execute(statement)
