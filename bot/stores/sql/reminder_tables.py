"""Defines the tables of reminders, as they are after the last migration."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text, UniqueConstraint

from bot.stores.sql.columns import NUMBER, Moment, Words
from bot.stores.sql.tables import metadata

posted = Table(
    "reminders",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("event", Words, nullable=False),
    Column("first", Date, nullable=False),
    Column("before", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("last", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("slot", NUMBER, nullable=False),
    UniqueConstraint(
        *("channel", "event", "first", "before", "sequence"), name="uq_reminders"
    ),
    sqlite_autoincrement=True,
)
"""Messages on events. ``event`` is the event's UID, ``before`` a number of seconds
before it. ``slot`` is the slot of the message in whose thread later messages on the
event are posted.
"""

Index("ix_reminders_last", posted.c.channel, posted.c.last)

uses = Table(
    "reminder_uses",
    metadata,
    Column("digest", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("before", Integer, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("used", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""Since when each digest reminds each channel for each time before an event."""

settings = Table(
    "reminder_settings",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("periods", Text, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Choices of people in channels: numbers of seconds before an event, none if reminders
are off.
"""

TABLES = (posted, uses, settings)
"""All tables of reminders."""
