"""Store the lines that editions print, and their corrections.

The lines of stored editions are taken from their documents.
"""

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
    text,
)

from bot.stores.sql.columns import NUMBER, Moment, Words
from bot.stores.sql.migrations import Operations

revision = "0002"
down_revision = "0001"

_KINDS = ("sentence", "claim", "risk")
_EDITIONS = table("editions", column("number", BigInteger), column("document", Text))
_ROWS = 100
_SQLITE_SEARCH = """CREATE TRIGGER article_search_change
    AFTER UPDATE OF title, text ON articles BEGIN
    INSERT INTO article_search(article_search, rowid, title, text)
    VALUES ('delete', old.number, old.title, old.text);
    INSERT INTO article_search(rowid, title, text)
    VALUES (new.number, new.title, new.text); END"""


def upgrade(op: Operations) -> None:
    """Create the tables of told lines and corrections; take the lines from editions.

    Add the columns that corrections need, and keep SQLite's search index up to date
    when an article changes.
    """
    _fill(op.get_bind(), _told_lines(op))
    _told_articles(op)
    _corrections(op)
    op.add_column("outbox", Column("reply_to", NUMBER))
    for name in ("etag", "modified"):
        op.add_column("articles", Column(name, Words))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_SQLITE_SEARCH)


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


def _told_articles(op: Operations) -> None:
    article = ForeignKey("articles.number", ondelete="CASCADE")
    op.create_table(
        "told_articles",
        Column("article", NUMBER, article, primary_key=True, nullable=False),
        Column("since", Moment, nullable=False),
        Column("due", Moment),
        Column("readings", Integer, nullable=False, server_default=text("0")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_articles_due", "told_articles", ["due"])


def _corrections(op: Operations) -> None:
    edition = ForeignKey("editions.number", ondelete="CASCADE")
    names = ("now", "link", "note", "title", "paper", "url")
    op.create_table(
        "corrections",
        Column("id", NUMBER, primary_key=True),
        Column("edition", NUMBER, edition, nullable=False),
        Column("place", Integer, nullable=False),
        Column("at", Moment, nullable=False),
        Column("kind", Text, nullable=False),
        Column("printed", Words, nullable=False),
        *(Column(name, Words) for name in names),
        Column("slot", NUMBER),
        sqlite_autoincrement=True,
    )
    for name in ("edition", "at", "slot"):
        op.create_index(f"ix_corrections_{name}", "corrections", [name])


def _fill(connection: Connection, lines: Table) -> None:
    stream = connection.execute(
        select(_EDITIONS), execution_options={"yield_per": _ROWS}
    )
    for editions in stream.partitions():
        if rows := [row for edition in editions for row in _lines(edition)]:
            connection.execute(insert(lines), rows)


def _lines(edition: Row[tuple[Any, ...]]) -> Iterator[Mapping[str, object]]:
    """Yield a row for each line that an edition prints below a headline."""
    place = 0
    for story in json.loads(edition.document).get("stories", ()):
        for kind in _KINDS:
            if quote := story.get(kind):
                copied = {name: quote[name] for name in ("article", "start", "end")}
                where = {"edition": edition.number, "place": place, "kind": kind}
                yield {**where, **copied, "story": story["id"], "text": quote["text"]}
                place += 1
