"""The tables of what people in chats have asked for, after the last migration."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, Text, UniqueConstraint

from bot.stores.sql.columns import NUMBER, Moment, Words
from bot.stores.sql.tables import metadata

chat_events = Table(
    "chat_events",
    metadata,
    Column("event", LargeBinary, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""The hashes of the events that were answered, and until when they are remembered; and
of what people have had of what is limited, until they may have it again."""

chat_notes = Table(
    "chat_notes",
    metadata,
    Column("note", LargeBinary, primary_key=True),
    Column("body", Words, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
"""What buttons refer to, by the hash of its key."""

personal_digests = Table(
    "personal_digests",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("person", Words, nullable=False),
    Column("topic", Words, nullable=False),
    Column("at", Text, nullable=False),
    Column("timezone", Words, nullable=False),
    UniqueConstraint("platform", "person", "topic", name="uq_personal_digests"),
    sqlite_autoincrement=True,
)
"""The topics that people get by direct message; ``at`` is a time of the day, in ISO's
form."""

mutes = Table(
    "mutes",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("what", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("since", Moment, nullable=False),
    UniqueConstraint("channel", "key", name="uq_mutes"),
    sqlite_autoincrement=True,
)
"""What channels do not want to see; ``key`` is the hash of it in small letters."""
