"""Store which pages are followed as indexes of articles.

All versions of a page that is a source get the URL of the source, so that they do not
count as articles of an index.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    column,
    func,
    select,
    table,
    text,
    update,
)

from bot.stores.sql.migrations import Operations

revision = "0004"
down_revision = "0003"

_ARTICLES = table("articles", column("number"), column("url"))
_ITEMS = table("items", *map(column, ("id", "article", "status", "url")))
_LINKS = table("item_sources", column("item"), column("source"))
_SOURCES = table("sources", *map(column, ("id", "kind", "url")))


def upgrade(op: Operations) -> None:
    """Add the column ``followed`` to ``sources``, and set the URLs of page versions.

    The next poll of a changed page fills the column.
    """
    followed = Column("followed", Boolean, nullable=False, server_default=text("false"))
    op.add_column("sources", followed)
    is_version: tuple[ColumnElement[bool], ...] = (
        _LINKS.c.item == _ITEMS.c.id,
        _SOURCES.c.id == _LINKS.c.source,
        _SOURCES.c.kind == "page",
        _SOURCES.c.url == _ITEMS.c.url,
        _ITEMS.c.status == "read",
    )
    versions = select(_ITEMS.c.article).where(*is_version)
    url = (
        select(func.min(_ITEMS.c.url))
        .where(_ITEMS.c.article == _ARTICLES.c.number, *is_version)
        .scalar_subquery()
    )
    op.execute(
        update(_ARTICLES).where(_ARTICLES.c.number.in_(versions)).values(url=url)
    )
