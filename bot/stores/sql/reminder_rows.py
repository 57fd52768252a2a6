"""Deletes reminders, and joins those of events that turn out to be the same."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, delete, exists, update

from bot.stores.sql.reminder_tables import posted, uses

_KEY = (posted.c.channel, posted.c.first, posted.c.before, posted.c.sequence)


def join_reminders(connection: Connection, uid: str, other: str) -> None:
    """Assign the messages on the event ``uid`` to ``other``, which is the same event.

    If a channel had the same message on both events, one row stays.
    """
    same = posted.alias("same")
    is_same = and_(*(same.c[column.name] == column for column in _KEY))
    of_both = exists().where(same.c.event == other, is_same)
    of_event = posted.c.event == uid
    connection.execute(delete(posted).where(of_event, of_both))
    connection.execute(update(posted).where(of_event).values(event=other))


def delete_reminders(connection: Connection, before: datetime) -> None:
    """Delete messages on events that ended before ``before``.

    Also delete the records of reminders that were last used before then.
    """
    is_over = posted.c.last < before.date()
    connection.execute(delete(posted).where(is_over))
    connection.execute(delete(uses).where(uses.c.used < before))
