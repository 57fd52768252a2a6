"""Creates all tables, with what their definitions cannot say: the search, and storage options."""

from __future__ import annotations

from sqlalchemy import Connection, text

from bot.stores.sql import (
    bodies,
    installation_tables,
    locks,
    paces,
    record_tables,
    reminder_tables,
)
from bot.stores.sql.tables import metadata

_DEFINED = (bodies, installation_tables, locks, paces, record_tables, reminder_tables)
"""The modules that add tables to the metadata, besides ``tables``."""

_SEARCH = {
    "sqlite": (
        """CREATE VIRTUAL TABLE record_search USING fts5(
        words, content='record_sentences', content_rowid='id', columnsize=0, tokenize='ascii')""",
        """CREATE TRIGGER record_search_add AFTER INSERT ON record_sentences BEGIN
        INSERT INTO record_search(rowid, words) VALUES (new.id, new.words); END""",
        """CREATE TRIGGER record_search_remove AFTER DELETE ON record_sentences BEGIN
        INSERT INTO record_search(record_search, rowid, words)
        VALUES ('delete', old.id, old.words); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION record_tokens(words text) RETURNS tsvector
        LANGUAGE plpgsql IMMUTABLE STRICT COST 60 PARALLEL SAFE AS $$ BEGIN
        RETURN array_to_tsvector(array_remove(string_to_array(words, ' '), ''));
        END $$""",
        "CREATE INDEX ix_record_search ON record_sentences USING gin (record_tokens(words))",
    ),
}
_GENERATED = (
    """ALTER TABLE slots ADD COLUMN workspace text COLLATE "C"
    GENERATED ALWAYS AS (rtrim(channel, replace(channel, '/', ''))) STORED""",
    """CREATE INDEX ix_slots_workspace ON slots
    (state, workspace, slot_utc, digest, channel, local_date, time_index)
    WHERE state IN ('due', 'building', 'built')""",
    """ALTER TABLE locks ADD COLUMN lane text COLLATE "C" GENERATED ALWAYS AS
    (CASE WHEN starts_with(name, 'channel ') THEN substr(name, 9) END) STORED""",
    "CREATE INDEX ix_locks_lane ON locks (lane)",
)
"""Columns by which PostgreSQL finds work: where policies hide rows, it uses no index of an expression."""

_OFTEN_CHANGED = (
    *("slots", "outbox", "sources", "items", "told_articles"),
    *("alert_leases", "marks", "chat_events", "notices"),
)
_CLEANED = (
    "autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, "
    "autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05"
)
_FILLED = {"slots": 70, "outbox": 70, "paces": 50}
"""The share of a page that new rows fill, in percent; the rest is for changed rows."""


_VERSION = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"


def create_tables(connection: Connection, version: str) -> None:
    """Create all tables in an empty database, as the migration ``version`` leaves them.

    In PostgreSQL, let those whose rows change often be cleaned often.
    """
    metadata.create_all(connection, checkfirst=False)
    statements = [*_SEARCH[connection.dialect.name], _VERSION]
    if connection.dialect.name == "postgresql":
        statements += _GENERATED
        statements += [
            f"ALTER TABLE {table} SET ({_CLEANED})" for table in _OFTEN_CHANGED
        ]
        statements += [
            f"ALTER TABLE {table} SET (fillfactor = {share})"
            for table, share in _FILLED.items()
        ]
    for statement in statements:
        connection.execute(text(statement))
    noting = text("INSERT INTO alembic_version VALUES (:version)")
    connection.execute(noting, {"version": version})
