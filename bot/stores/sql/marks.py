"""Moments that the store remembers by name; they never go back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.stores.sql import tables

_MARKS = tables.marks

PLANNED = "planned"
"""Up to when all slots are planned."""

RESTORED = "restored"
"""When the last backup was put back: slots before may have been posted since it."""

_FOUND = select(_MARKS.c.at).where(_MARKS.c.name == bindparam("mark"))


def mark_of(connection: Connection, name: str) -> datetime | None:
    """The moment of this name."""
    found: datetime | None = connection.scalar(_FOUND, {"mark": name})
    return found


def advance(connection: Connection, name: str, at: datetime) -> None:
    """Let the moment of this name be at least that late."""
    before = mark_of(connection, name)
    if before is None:
        connection.execute(insert(_MARKS), {"name": name, "at": at})
    elif before < at:
        connection.execute(update(_MARKS).where(_MARKS.c.name == name).values(at=at))
