"""Watermarks: named times that never move back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.stores.sql import tables

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
    before = watermark(connection, name)
    if before is None:
        connection.execute(insert(_MARKS), {"name": name, "at": at})
    elif before < at:
        connection.execute(update(_MARKS).where(_MARKS.c.name == name).values(at=at))
