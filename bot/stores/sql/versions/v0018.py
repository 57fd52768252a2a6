"""Make claims cheap in PostgreSQL, and let workspaces take turns.

A changed row stays in its page if there is room, and if no index has a column that
changed; the next statement that reads the page removes the old row. So the states of
messages have no index any more. Lanes and slots get columns that the database fills in:
it uses no index for an expression that a policy of a workspace could hide.
"""

from __future__ import annotations

from sqlalchemy import text

from bot.stores.sql.migrations import Operations

revision = "0018"
down_revision = "0016"

_ROOM = "fillfactor = 70"
_PARTS = text("""
    SELECT c.relname FROM pg_class c
    LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
    WHERE c.relkind = 'r' AND 'outbox' IN (
        c.relname, (SELECT p.relname FROM pg_class p WHERE p.oid = i.inhparent)
    ) AND c.relnamespace = current_schema()::regnamespace""")
_TURN = "slot_utc, digest, channel, local_date, time_index"
_UNFINISHED = "WHERE state IN ('due', 'building', 'built')"
_POSTGRESQL = (
    """ALTER TABLE locks ADD COLUMN lane text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN starts_with(name, 'channel ') THEN substr(name, 9) END) STORED""",
    "CREATE INDEX ix_locks_lane ON locks (lane)",
    """ALTER TABLE slots ADD COLUMN workspace text COLLATE "C" GENERATED ALWAYS AS (
        rtrim(channel, replace(channel, '/', ''))) STORED""",
    f"CREATE INDEX ix_slots_workspace ON slots (state, workspace, {_TURN}) {_UNFINISHED}",
    "DROP INDEX ix_slots_turn",
    f"ALTER TABLE slots SET ({_ROOM})",
)


def upgrade(op: Operations) -> None:
    """Change the indexes, and leave room in each page."""
    op.drop_index("ix_outbox_state", "outbox")
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        return
    for statement in _POSTGRESQL:
        op.execute(statement)
    for name in connection.scalars(_PARTS).all():
        op.execute(f"ALTER TABLE {name} SET ({_ROOM})")
