"""Store the lines that editions print, and take those of the stored editions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    column,
    insert,
    select,
    table,
)

from bot.stores.sql.columns import NUMBER, Words
from bot.stores.sql.migrations import Operations

revision = "0002"
down_revision = "0001"

_KINDS = ("sentence", "claim", "risk")
_EDITIONS = table("editions", column("number", BigInteger), column("document", Text))
_ROWS = 100


def upgrade(op: Operations) -> None:
    """Create the table, and fill it."""
    _fill(op.get_bind(), _told_lines(op))


def _told_lines(op: Operations) -> Table:
    edition = ForeignKey("editions.number", ondelete="CASCADE")
    lines = op.create_table(
        "told_lines",
        Column("edition", NUMBER, edition, primary_key=True, nullable=False),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("story", Words, nullable=False),
        Column("article", Words, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("text", Words, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_lines_article", "told_lines", ["article"])
    return lines


def _fill(connection: Connection, lines: Table) -> None:
    stream = connection.execute(
        select(_EDITIONS), execution_options={"yield_per": _ROWS}
    )
    for editions in stream.partitions():
        if rows := [row for edition in editions for row in _lines(edition)]:
            connection.execute(insert(lines), rows)


def _lines(edition: Row[tuple[Any, ...]]) -> Iterator[Mapping[str, object]]:
    """Yield a row for each line below the headlines of an edition."""
    place = 0
    for story in json.loads(edition.document).get("stories", ()):
        for kind in _KINDS:
            if quote := story.get(kind):
                copied = {name: quote[name] for name in ("article", "start", "end")}
                where = {"edition": edition.number, "place": place, "kind": kind}
                yield {**where, **copied, "story": story["id"], "text": quote["text"]}
                place += 1
