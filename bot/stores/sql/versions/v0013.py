"""Make the index of the search in PostgreSQL without parsing the tokens as text.

The index of reports by their last days has only those of several days.
"""

from __future__ import annotations

from bot.stores.sql.migrations import Operations

revision = "0013"
down_revision = "0012"

_SEVERAL_DAYS = (
    "DROP INDEX ix_record_reports_last",
    """CREATE INDEX ix_record_reports_last
        ON record_reports (last, first, event, article) WHERE first != last""",
)
_TOKENS = (
    # The planner takes its cost into account only if the function is not inlined.
    """CREATE FUNCTION record_tokens(words text) RETURNS tsvector
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 60 AS $$ BEGIN
        RETURN array_to_tsvector(array_remove(string_to_array(words, ' '), ''));
        END $$""",
    "DROP INDEX ix_record_search",
    "CREATE INDEX ix_record_search ON record_sentences USING gin (record_tokens(words))",
)


def upgrade(op: Operations) -> None:
    """Replace the indexes; that of the search in SQLite has its own tokenizer."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SEVERAL_DAYS if is_sqlite else (*_SEVERAL_DAYS, *_TOKENS):
        op.execute(statement)
