"""Defines the tables of the database, as they are after the last migration."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.stores.sql.columns import (
    NUMBER,
    Moment,
    Names,
    Numbers,
    SortedWords,
    Words,
)

metadata = MetaData()


def _owner(
    name: str, row: str, *, primary_key: bool = False, index: bool = False
) -> Column[int]:
    """Build the column ``name`` that refers to ``row``; both are deleted together."""
    owner = ForeignKey(row, ondelete="CASCADE")
    return Column(name, owner, primary_key=primary_key, nullable=False, index=index)


sources = Table(
    "sources",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("url", Words, nullable=False, unique=True),
    Column("kind", Text),
    Column("due", Moment),
    Column("etag", Words),
    Column("modified", Words),
    Column("body_hash", Words),
    Column("tried", Moment),
    Column("read", Moment),
    Column("moved", Words),
    Column("gone", Boolean, nullable=False, server_default=text("false")),
    Column("resting", Boolean, nullable=False, server_default=text("false")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("failing", Moment),
    Column("error", Words),
    Column("told", Moment),
    Column("brought", Integer, nullable=False, server_default=text("0")),
    Column("listed", Moment),
    Column("title", Words),
    Column("followed", Boolean, nullable=False, server_default=text("false")),
    sqlite_autoincrement=True,
)
"""Sources; one that was never polled has no kind.

``listed`` is the time of the last poll that listed items, ``brought`` the number of
items that the source listed so far, ``title`` the title of a feed; ``followed`` pages
are indexes of articles.
"""

articles = Table(
    "articles",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("seen", Moment, nullable=False, index=True),
    Column("origin", Text, nullable=False),
    Column("digest", Words, nullable=False, index=True),
    Column("published", Moment),
    Column("copy_of", Words),
    Column("story", Words),
    Column("hashes", Integer, nullable=False),
    Column("url", Words),
    Column("title", Words),
    Column("day", Date),
    Column("site", Words),
    Column("lang", Words),
    Column("authors", Names, nullable=False),
    Column("text", Words, nullable=False),
    Column("fingerprint", Numbers, nullable=False),
    Column("etag", Words),
    Column("modified", Words),
    sqlite_autoincrement=True,
)
"""Articles; ``hashes`` is the length of the fingerprint.

``etag`` and ``modified`` are the validators of the page.
"""

items = Table(
    "items",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("status", Text, nullable=False),
    Column("seen", Moment, nullable=False, index=True),
    Column("due", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("article", ForeignKey("articles.number", ondelete="SET NULL"), index=True),
    Column("note", Words),
    Column("guid", Words),
    Column("url", Words),
    Column("title", Words),
    Column("published", Moment),
    Column("authors", Names, nullable=False),
    Column("content", Words, nullable=False),
    sqlite_autoincrement=True,
)
"""Items of sources; ``due`` is when the page of a pending item is fetched."""

Index(
    "ix_items_pending",
    items.c.due,
    sqlite_where=items.c.status == text("'pending'"),
    postgresql_where=items.c.status == text("'pending'"),
)

item_keys = Table(
    "item_keys",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    _owner("item", "items.id", index=True),
    sqlite_with_rowid=False,
)
"""Hashes of the keys that identify items."""

item_sources = Table(
    "item_sources",
    metadata,
    _owner("item", "items.id", primary_key=True),
    _owner("source", "sources.id", primary_key=True, index=True),
    Column("first", Moment, nullable=False),
    Column("last", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""The sources of items, with the first and the last poll that listed the item."""

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("article", NUMBER, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The index of fingerprint hashes; see the module ``fingerprints``."""

briefings = Table(
    "briefings",
    metadata,
    Column("digest", Words, primary_key=True),
    Column("engine", Words, primary_key=True),
    Column("form", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
)
"""Cached briefings by a key that begins with the hash of the text.

``form`` is the version of the encoding.
"""

editions = Table(
    "editions",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("id", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("slot", Words),
    Column("document", Words, nullable=False),
    Column("kind", Text, nullable=False, server_default=text("'digest'")),
    Column("shared", LargeBinary),
    UniqueConstraint("slot", "channel", name="uq_editions_slot"),
    sqlite_autoincrement=True,
)
"""Digests and alerts as they were built; ``shared`` is the hash of the body that is the
document of several.
"""

Index("ix_editions_channel", editions.c.channel, editions.c.at)
Index("ix_editions_digest", editions.c.digest, editions.c.at)
Index(
    "ix_editions_shared",
    editions.c.shared,
    sqlite_where=editions.c.shared.is_not(None),
    postgresql_where=editions.c.shared.is_not(None),
)

edition_sentences = Table(
    "edition_sentences",
    metadata,
    _owner("edition", "editions.number", primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("sentence", Words, nullable=False),
    sqlite_with_rowid=False,
)
"""The keys of the sentences, differing numbers and corrections that editions print.

``place`` counts within an edition.
"""

edition_articles = Table(
    "edition_articles",
    metadata,
    _owner("edition", "editions.number", primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("article", Words, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""The ids of the articles of which editions print or link something, in order."""

edition_passed = Table(
    "edition_passed",
    metadata,
    _owner("edition", "editions.number", primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("article", Words, nullable=False),
    sqlite_with_rowid=False,
)
"""The ids of the articles that editions passed over, in order."""

told_lines = Table(
    "told_lines",
    metadata,
    _owner("edition", "editions.number", primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("story", Words, nullable=False),
    Column("article", Words, nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Words, nullable=False),
    sqlite_with_rowid=False,
)
"""The lines that editions printed, in order; ``article`` is the id of an article."""

told_articles = Table(
    "told_articles",
    metadata,
    _owner("article", "articles.number", primary_key=True),
    Column("since", Moment, nullable=False),
    Column("due", Moment, index=True),
    Column("readings", Integer, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
)
"""Articles to read again; ``since`` is when the first line of each was printed. An
article without ``due`` is not read again.
"""

corrections = Table(
    "corrections",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _owner("edition", "editions.number", index=True),
    Column("place", Integer, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("printed", Words, nullable=False),
    Column("now", Words),
    Column("link", Words),
    Column("note", Words),
    Column("title", Words),
    Column("paper", Words),
    Column("url", Words),
    Column("slot", NUMBER, index=True),
    sqlite_autoincrement=True,
)
"""Told lines that changed; ``edition`` and ``place`` are those of the told line."""

alerts = Table(
    "alerts",
    metadata,
    Column("alert", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("used", Moment),
)
"""Since when an alert exists in a channel, and when a process last used it."""

alert_leases = Table(
    "alert_leases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("owner", Words, nullable=False),
    Column("lease_until", Moment, nullable=False),
    Column("term", Integer, nullable=False),
)
"""The lease of the one process that evaluates the alerts: a single row. ``term`` counts
how often the owner changed.
"""

alert_left = Table(
    "alert_left",
    metadata,
    Column("alert", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("article", Words, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""The ids of articles that an alert left to the digest in a channel."""

alert_stories = Table(
    "alert_stories",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("alert", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("story", Words, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("first", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("deaths", Float, nullable=False),
    Column("slot", NUMBER, nullable=False),
    sqlite_autoincrement=True,
)
"""Stories on which an alert has posted in a channel, with their state at ``at``.

``first`` and ``slot`` are the time and the slot of the first of its ``posts``.
"""

Index(
    "ix_alert_stories",
    *(alert_stories.c.channel, alert_stories.c.at, alert_stories.c.alert),
)

alert_articles = Table(
    "alert_articles",
    metadata,
    _owner("story", "alert_stories.id", primary_key=True),
    Column("article", Words, primary_key=True),
    sqlite_with_rowid=False,
)
"""The ids of the articles of stories on which alerts have posted."""

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)
"""Watermarks by name; see the module ``watermarks``."""

slots = Table(
    "slots",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("digest", SortedWords, nullable=False),
    Column("channel", SortedWords, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("time_index", Integer, nullable=False),
    Column("slot_utc", Moment, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("late", Boolean, nullable=False, server_default=text("false")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("owner", Words),
    Column("error", Words),
    Column("begun", Moment),
    UniqueConstraint(
        "digest", "channel", "local_date", "time_index", name="uq_slots_key"
    ),
    sqlite_autoincrement=True,
)
"""Slots: one digest at one local time in one channel. ``slot_utc`` is its moment,
``next_at`` when it can be built, ``begun`` when it was first claimed.

In PostgreSQL, slots have a generated column ``workspace``, and an index with it in place
of ``ix_slots_turn``."""

Index(
    "ix_slots_turn",
    *(slots.c.state, slots.c.slot_utc, slots.c.digest, slots.c.channel),
    *(slots.c.local_date, slots.c.time_index),
).ddl_if("sqlite")
Index("ix_slots_channel", slots.c.channel, slots.c.state, slots.c.slot_utc)

outbox = Table(
    "outbox",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _owner("slot", "slots.id"),
    Column("part", Integer, nullable=False),
    Column("body", Words, nullable=False),
    Column("nonce", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("first_try", Moment),
    Column("next_at", Moment),
    Column("lease_until", Moment),
    Column("owner", Words),
    Column("message_id", Words),
    Column("error", Words),
    Column("reply_to", NUMBER),
    Column("shared", LargeBinary),
    Column("edition", Words),
    UniqueConstraint("slot", "part", name="uq_outbox_part"),
    sqlite_autoincrement=True,
)
"""The messages of slots; ``part`` is the message's number in its slot.

A message without ``next_at`` can be sent at once. ``reply_to`` is the id of the message
in whose thread the first message of a slot is posted. With ``shared`` the text is the
body with this hash, in which ``edition`` and the channel of the slot are filled in.
"""

Index(
    "ix_outbox_shared",
    outbox.c.shared,
    sqlite_where=outbox.c.shared.is_not(None),
    postgresql_where=outbox.c.shared.is_not(None),
)

notices = Table(
    "notices",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("channel", Words, nullable=False, index=True),
    Column("family", Text, nullable=False),
    Column("key", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("passing", Boolean, nullable=False),
    Column("over", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("told", Boolean, nullable=False, server_default=text("false")),
    Column("sheet", Text, index=True),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("first_try", Moment),
    Column("lease_until", Moment),
    sqlite_autoincrement=True,
)
"""Notices for the operator; ``sheet`` is the idempotency key of the message with it."""

chat_events = Table(
    "chat_events",
    metadata,
    Column("event", LargeBinary, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Hashes of chat events and of used rate limits, and when they expire."""

chat_notes = Table(
    "chat_notes",
    metadata,
    Column("note", LargeBinary, primary_key=True),
    Column("body", Words, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
"""Content that buttons refer to, by the hash of its key."""

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
"""Subscriptions to daily digests; ``at`` is a time of day in ISO format."""

personal_alerts = Table(
    "personal_alerts",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("person", Words, nullable=False),
    Column("topic", Words, nullable=False),
    Column("timezone", Words, nullable=False),
    UniqueConstraint("platform", "person", "topic", name="uq_personal_alerts"),
    sqlite_autoincrement=True,
)
"""Subscriptions to alerts."""

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
"""Mutes of channels; ``key`` is a hash that ignores the case of letters."""

story_edits = Table(
    "story_edits",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("first", Names, nullable=False),
    Column("second", Names, nullable=False),
    Column("title", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("since", Moment, nullable=False),
    UniqueConstraint("channel", "number", name="uq_story_edits"),
    sqlite_autoincrement=True,
)
"""Splits and merges of stories; ``first`` and ``second`` are the ids of articles.

``number`` counts within the channel.
"""

calendar_addresses = Table(
    "calendar_addresses",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("digest", Text, nullable=False),
    Column("by", Words, nullable=False),
    Column("since", Moment, nullable=False),
    UniqueConstraint("channel", name="uq_calendar_addresses"),
    sqlite_autoincrement=True,
)
"""The address of each channel's calendar; ``digest`` is the hash of its token."""
