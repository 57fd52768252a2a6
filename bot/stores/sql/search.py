"""Full-text search, as each kind of database does it."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

_WORD = re.compile(r"\w+")
_MOST_WORDS = 50

_SQLITE = text(
    "SELECT rowid FROM article_search WHERE article_search MATCH :words "
    "ORDER BY bm25(article_search, 5.0, 1.0), rowid DESC LIMIT :limit"
)
_POSTGRESQL = text(
    "SELECT number FROM articles, plainto_tsquery('simple', :words) AS query "
    "WHERE search @@ query "
    "ORDER BY ts_rank_cd(search, query, 1) DESC, number DESC LIMIT :limit"
)


def matching_numbers(connection: Connection, words: str, limit: int) -> list[int]:
    """The numbers of the articles with all these words, the best match first."""
    found = _WORD.findall(words)[:_MOST_WORDS]
    if not found:
        return []
    if connection.dialect.name == "sqlite":
        quoted = " ".join(f'"{word}"' for word in found)
        statement, asked = _SQLITE, quoted
    else:
        statement, asked = _POSTGRESQL, " ".join(found)
    return list(connection.scalars(statement, {"words": asked, "limit": limit}))
