"""Keep the slots and messages of each day in a partition of their own in PostgreSQL.

The tables of before become partitions: slots until their last day, and messages without
a day. No row is copied. The default partitions hold the rows of days without a
partition. They stay small: each new partition reads the default one, while others wait.

A unique key of a partitioned table contains the column by which it is partitioned. So a
message no longer refers to its slot by a foreign key, and a trigger deletes the
messages of deleted slots.

Policies that read another table call a function: PostgreSQL would otherwise prepare a
scan of each partition for each statement, even where a policy hides nothing.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Date, text

from bot.stores.sql.migrations import Operations

revision = "0020"
down_revision = "0019"

_NO_DAY = "1970-01-01"
_ROWS = (
    "fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, "
    "autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0, "
    "autovacuum_analyze_scale_factor = 0.05"
)
_KEYS = {
    "slots": (
        "ADD PRIMARY KEY (id, local_date)",
        "ADD CONSTRAINT uq_slots_key UNIQUE (digest, channel, local_date, time_index)",
    ),
    "outbox": (
        "ADD PRIMARY KEY (id, day)",
        "ADD CONSTRAINT uq_outbox_part UNIQUE (slot, part, day)",
    ),
}
_DAYS = {"slots": "local_date", "outbox": "day"}
_INDEXES = (
    "CREATE INDEX ix_slots_slot_utc ON slots (slot_utc)",
    "CREATE INDEX ix_slots_channel ON slots (channel, state, slot_utc)",
    """CREATE INDEX ix_slots_workspace ON slots
        (state, workspace, slot_utc, digest, channel, local_date, time_index)
        WHERE state IN ('due', 'building', 'built')""",
    "CREATE INDEX ix_outbox_shared ON outbox (shared) WHERE shared IS NOT NULL",
)
_FUNCTIONS = (
    # A policy shows no message whose slot is deleted.
    """CREATE FUNCTION delete_messages() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE own text := coalesce(current_setting('sitrep.workspace', true), '');
        BEGIN
        PERFORM set_config('sitrep.workspace', '', true);
        DELETE FROM outbox USING deleted WHERE outbox.slot = deleted.id;
        PERFORM set_config('sitrep.workspace', own, true);
        RETURN NULL; END $$""",
    """CREATE TRIGGER delete_messages AFTER DELETE ON slots
        REFERENCING OLD TABLE AS deleted
        FOR EACH STATEMENT EXECUTE FUNCTION delete_messages()""",
    # A transaction that adds a slot holds the rows until it ends, so that the review,
    # which narrows the days, does not miss the slot.
    """CREATE FUNCTION widen_unfinished(first_day date, last_day date) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
            first bigint := extract(epoch FROM first_day) * 1000000;
            last bigint := extract(epoch FROM last_day) * 1000000;
        BEGIN
        LOOP
            UPDATE marks SET at = first WHERE name = 'unfinished from' AND at > first;
            UPDATE marks SET at = last WHERE name = 'unfinished to' AND at < last;
            PERFORM FROM marks WHERE name LIKE 'unfinished %' ORDER BY name FOR SHARE;
            EXIT WHEN 2 = (SELECT count(*) FROM marks
                WHERE name = 'unfinished from' AND at <= first
                    OR name = 'unfinished to' AND at >= last);
            -- An older program that restores a backup deletes them.
            INSERT INTO marks (name, at)
            VALUES ('unfinished from', 0), ('unfinished to', 253402214400000000)
            ON CONFLICT DO NOTHING;
        END LOOP; END $$""",
    """CREATE FUNCTION note_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM widen_unfinished(min(local_date), max(local_date))
            FROM added HAVING count(*) > 0;
        RETURN NULL; END $$""",
    """CREATE TRIGGER note_added AFTER INSERT ON slots REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION note_added()""",
    """CREATE FUNCTION note_requeued() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM widen_unfinished(CASE
            WHEN EXISTS (SELECT FROM outbox WHERE slot = NEW.id AND day = '1970-01-01')
            THEN DATE '1970-01-01' ELSE NEW.local_date END, NEW.local_date);
        RETURN NULL; END $$""",
    """CREATE TRIGGER note_requeued AFTER UPDATE ON slots FOR EACH ROW
        WHEN (OLD.state IN ('dead', 'posted', 'skipped')
            AND NEW.state IN ('due', 'building', 'built'))
        EXECUTE FUNCTION note_requeued()""",
    # Of an older program, which does not know the column.
    f"""CREATE FUNCTION note_without_day() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM widen_unfinished('{_NO_DAY}', '{_NO_DAY}');
        RETURN NULL; END $$""",
    f"""CREATE TRIGGER note_without_day AFTER INSERT ON outbox FOR EACH ROW
        WHEN (NEW.day = '{_NO_DAY}') EXECUTE FUNCTION note_without_day()""",
    """CREATE FUNCTION is_slot_visible(number bigint, day date) RETURNS boolean
        LANGUAGE plpgsql STABLE AS $$ BEGIN
        IF day = '1970-01-01' THEN
            RETURN EXISTS (SELECT FROM slots WHERE id = number);
        END IF;
        RETURN EXISTS (SELECT FROM slots WHERE id = number AND local_date = day);
        END $$""",
    """CREATE FUNCTION is_body_visible(key bytea) RETURNS boolean
        LANGUAGE plpgsql STABLE AS $$ BEGIN
        RETURN EXISTS (SELECT FROM outbox WHERE shared = key); END $$""",
)
_EVERY_DAY = (
    "INSERT INTO marks (name, at) VALUES "
    "('unfinished from', 0), ('unfinished to', 253402214400000000)"
)
"""Notes all days as unfinished, from 1970-01-01 to 9999-12-31."""

_ANY = "coalesce((SELECT current_setting('sitrep.workspace', true)), '') = ''"
_EDITED = "EXISTS (SELECT 1 FROM editions AS owner WHERE owner.shared = bodies.hash)"
_CONDITIONS = {
    "outbox": f"{_ANY} OR is_slot_visible(slot, day)",
    "bodies": f"{_ANY} OR is_body_visible(hash) OR {_EDITED}",
}
_OLD_KEYS = text("""
    SELECT conname FROM pg_constraint
    WHERE conrelid = CAST(:name AS regclass) AND contype IN ('p', 'u')""")
_OLD_INDEXES = text("""
    SELECT indexname FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = :name""")
_GRANTS = text("""
    SELECT privilege_type, CASE grantee
            WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
        CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
    FROM pg_class, aclexplode(relacl)
    WHERE pg_class.oid = CAST(:name AS regclass) AND grantee <> relowner""")
_OLD = {"slots": "slots_before", "outbox": "outbox_undated"}
_LAST_DAY = text("""
    SELECT coalesce(max(local_date), DATE '1970-01-01') + 1 FROM slots_before""")
_WITHOUT_DAY = f"('{_NO_DAY}') TO ('1970-01-02')"
_POLICIES = text("""
    SELECT tablename, qual FROM pg_policies
    WHERE schemaname = current_schema() AND policyname = 'workspace'
        AND tablename IN ('slots', 'outbox', 'bodies')""")


def upgrade(op: Operations) -> None:
    """Add the day of messages; in PostgreSQL, partition both tables by day."""
    day = Column("day", Date, nullable=False, server_default=_NO_DAY)
    op.add_column("outbox", day)
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        return
    policies = {row[0]: row[1] for row in connection.execute(_POLICIES)}
    for table in policies:
        op.execute(f"DROP POLICY workspace ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE outbox DROP CONSTRAINT outbox_slot_fkey")
    for table in _KEYS:
        _partition(op, connection, table)
    for index in _INDEXES:
        op.execute(index)
    last = connection.scalar(_LAST_DAY)
    bounds = {"slots": f"(MINVALUE) TO ('{last}')", "outbox": _WITHOUT_DAY}
    for table, old in _OLD.items():
        op.execute(
            f"ALTER TABLE {table} ATTACH PARTITION {old} FOR VALUES FROM {bounds[table]}"
        )
        op.execute(
            f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT WITH ({_ROWS})"
        )
    op.execute(_EVERY_DAY)
    for function in _FUNCTIONS:
        op.execute(function)
    for table, condition in policies.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        visible = _CONDITIONS.get(table, condition)
        op.execute(f"CREATE POLICY workspace ON {table} USING ({visible})")


def _partition(op: Operations, connection: Connection, table: str) -> None:
    """Rename a table and its indexes, and create an empty partitioned one in its place."""
    old_table = _OLD[table]
    of_table = {"name": table}
    keys = connection.scalars(_OLD_KEYS, of_table).all()
    old = [f"DROP CONSTRAINT {name}" for name in keys]
    op.execute(f"ALTER TABLE {table} {', '.join(old)}")
    for name in connection.scalars(_OLD_INDEXES, of_table).all():
        op.execute(f"ALTER INDEX {name} RENAME TO {name}_old")
    op.execute(f"ALTER TABLE {table} RENAME TO {old_table}")
    op.execute(f"ALTER TABLE {old_table} SET ({_ROWS})")
    op.execute(
        f"CREATE TABLE {table} (LIKE {old_table} INCLUDING DEFAULTS INCLUDING GENERATED)"
        f" PARTITION BY RANGE ({_DAYS[table]})"
    )
    op.execute(f"ALTER SEQUENCE {table}_id_seq OWNED BY {table}.id")
    for key in _KEYS[table]:
        op.execute(f"ALTER TABLE {table} {key}")
    for privilege, role, option in connection.execute(_GRANTS, {"name": old_table}):
        op.execute(f"GRANT {privilege} ON {table} TO {role}{option}")
