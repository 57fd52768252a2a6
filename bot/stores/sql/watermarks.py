"""Watermarks: named times that never move back."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import Connection, bindparam, select

from bot.stores.sql import tables
from bot.stores.sql.statements import Insert, insertion

_MARKS = tables.marks

PLANNED = "planned"
"""The name of the time up to which all slots are planned."""

RESTORED = "restored"
"""The name of the time of the last restore; messages of earlier slots may have been
posted since the backup.
"""

_READING = select(_MARKS.c.at).where(_MARKS.c.name == bindparam("mark"))


def watermark(connection: Connection, name: str) -> datetime | None:
    """Return the time of a watermark; ``None`` if it was never set."""
    at: datetime | None = connection.scalar(_READING, {"mark": name})
    return at


def advance(connection: Connection, name: str, at: datetime) -> None:
    """Advance the named watermark to at least this time."""
    connection.execute(_advancing(connection.dialect.name), {"name": name, "at": at})


@cache
def _advancing(dialect: str) -> Insert:
    adding = insertion(dialect, _MARKS)
    return adding.on_conflict_do_update(
        index_elements=[_MARKS.c.name],
        set_={"at": adding.excluded.at},
        where=_MARKS.c.at < adding.excluded.at,
    )
