"""Store the articles that editions passed over in a table of their own.

Before, they were stored as hashes among the keys of sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    Table,
    bindparam,
    column,
    delete,
    insert,
    select,
    table,
)

from bot.stores.sql.columns import NUMBER, Words
from bot.stores.sql.migrations import Operations

revision = "0007"
down_revision = "0006"

_ARTICLES = table("articles", column("id", Words))
_SENTENCES = table(
    "edition_sentences",
    *(column("edition", NUMBER), column("place", Integer), column("sentence", Words)),
)
_ROWS = 1_000


def upgrade(op: Operations) -> None:
    """Create ``edition_passed``; move the articles there from ``edition_sentences``."""
    edition = ForeignKey("editions.number", ondelete="CASCADE")
    passed = op.create_table(
        "edition_passed",
        Column("edition", NUMBER, edition, primary_key=True, nullable=False),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("article", Words, nullable=False),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    _move(connection, passed, _articles_by_key(connection))


def _articles_by_key(connection: Connection) -> Mapping[str, str]:
    return {_key(id_): id_ for id_ in connection.scalars(select(_ARTICLES.c.id))}


def _key(article: str) -> str:
    words = " ".join(f"… {article}".split()).encode("utf-8", "surrogatepass")
    return blake2b(words, digest_size=16).hexdigest()


def _move(connection: Connection, passed: Table, articles: Mapping[str, str]) -> None:
    is_moved = (
        _SENTENCES.c.edition == bindparam("of_edition"),
        _SENTENCES.c.place == bindparam("at_place"),
    )
    rows = [
        {"edition": row.edition, "place": row.place, "article": articles[row.sentence]}
        for row in connection.execute(select(_SENTENCES))
        if row.sentence in articles
    ]
    for start in range(0, len(rows), _ROWS):
        moved = rows[start : start + _ROWS]
        connection.execute(insert(passed), moved)
        keys = [
            {"of_edition": row["edition"], "at_place": row["place"]} for row in moved
        ]
        connection.execute(delete(_SENTENCES).where(*is_moved), keys)
