"""Stores the data of chat users: snapshots, mutes, subscriptions and story edits."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from operator import attrgetter

from sqlalchemy import Connection, Row, Table, delete, func, insert, select
from typing_extensions import override

from bot.core.domain.records import (
    Mute,
    StoryEdit,
    StoryEditKind,
    Subscription,
    SubscriptionKind,
)
from bot.core.ports.stores import ChatStore
from bot.stores.sql.columns import storable
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.items import key_digest
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.reminder_tables import settings
from bot.stores.sql.statements import upsertion
from bot.stores.sql.tables import (
    calendar_addresses,
    chat_events,
    chat_notes,
    mutes,
    personal_alerts,
    personal_digests,
    story_edits,
)

_SUBSCRIPTION = ("platform", "person", "topic", "timezone")
_TABLES = {
    SubscriptionKind.DIGEST: personal_digests,
    SubscriptionKind.ALERT: personal_alerts,
}
_EDIT = ("channel", "number", "first", "second", "title", "by", "since")


class SqlChats(SqlAdapter, ChatStore):
    """Stores the data of chat users in SQLite or PostgreSQL."""

    @override
    @writes
    def first_seen(
        self, connection: Connection, event: str, now: datetime, memory: timedelta
    ) -> bool:
        hold(connection, Area.CHATS)
        connection.execute(delete(chat_events).where(chat_events.c.until < now))
        key = key_digest(event)
        recorded = select(chat_events.c.at).where(chat_events.c.event == key)
        at = connection.scalar(recorded)
        if at is not None and now - at < memory:
            return False
        add = upsertion(connection.dialect.name, chat_events, ("at", "until"))
        connection.execute(add, {"event": key, "at": now, "until": now + memory})
        return True

    @override
    @writes
    def forget_event(self, connection: Connection, event: str) -> None:
        recorded = chat_events.c.event == key_digest(event)
        connection.execute(delete(chat_events).where(recorded))

    @override
    @writes
    def spend(
        self,
        connection: Connection,
        limits: Mapping[str, int],
        now: datetime,
        window: timedelta,
    ) -> Mapping[str, timedelta]:
        hold(connection, Area.CHATS)
        # A holder with a limit of n has n slots. A used slot is stored as an event until
        # its window ends, so the limit survives a restart and needs no other table.
        slots = {
            holder: _limit_slots(holder, limit) for holder, limit in limits.items()
        }
        used = _used_slots(connection, slots, now - window)
        waits = {
            holder: window - (now - min(used[slot] for slot in own))
            for holder, own in slots.items()
            if all(slot in used for slot in own)
        }
        if not waits:
            free = [next(s for s in own if s not in used) for own in slots.values()]
            _use_slots(connection, free, now, now + window)
        return waits

    @override
    @writes
    def save_note(
        self, connection: Connection, key: str, body: str, now: datetime
    ) -> None:
        add = upsertion(connection.dialect.name, chat_notes, ("at",))
        connection.execute(add, {"note": key_digest(key), "body": body, "at": now})

    @override
    @reads
    def load_note(self, connection: Connection, key: str) -> str | None:
        body: str | None = connection.scalar(
            select(chat_notes.c.body).where(chat_notes.c.note == key_digest(key))
        )
        return body

    @override
    @writes
    def subscribe(self, connection: Connection, wanted: Subscription) -> bool:
        hold(connection, Area.CHATS)
        table = _TABLES[wanted.kind]
        before = _unsubscribe(
            connection, table, (wanted.platform, wanted.person), wanted.topic
        )
        row = {name: getattr(wanted, name) for name in _SUBSCRIPTION}
        if wanted.at is not None:
            row["at"] = wanted.at.isoformat()
        connection.execute(insert(table), row)
        return not before

    @override
    @writes
    def unsubscribe(
        self,
        connection: Connection,
        platform: str,
        person: str,
        topic: str | None,
        *,
        kind: SubscriptionKind | None = None,
    ) -> int:
        kinds = _TABLES if kind is None else (kind,)
        who = platform, person
        return sum(
            _unsubscribe(connection, _TABLES[each], who, topic) for each in kinds
        )

    @override
    @reads
    def subscriptions(self, connection: Connection) -> tuple[Subscription, ...]:
        stored = [
            _subscription(row, kind)
            for kind, table in _TABLES.items()
            for row in connection.execute(select(table))
        ]
        # SQLite and PostgreSQL sort letters differently. Digests come before alerts.
        return tuple(sorted(stored, key=attrgetter("platform", "person", "topic")))

    @override
    @writes
    def mute(self, connection: Connection, mute: Mute) -> bool:
        hold(connection, Area.CHATS)
        key = _mute_key(mute.what)
        stored = select(mutes.c.id).where(mutes.c.channel == mute.channel)
        if connection.scalar(stored.where(mutes.c.key == key)) is not None:
            return False
        row = {
            "channel": mute.channel,
            "key": key,
            "what": mute.what,
            "by": mute.by,
            "since": mute.since,
        }
        connection.execute(insert(mutes), row)
        return True

    @override
    @writes
    def unmute(self, connection: Connection, channel: str, what: str) -> bool:
        muted = (mutes.c.channel == channel, mutes.c.key == _mute_key(what))
        return connection.execute(delete(mutes).where(*muted)).rowcount > 0

    @override
    @reads
    def mutes(self, connection: Connection, channel: str) -> tuple[Mute, ...]:
        rows = connection.execute(
            select(mutes)
            .where(mutes.c.channel == channel)
            .order_by(mutes.c.since, mutes.c.id)
        )
        return tuple(Mute(row.channel, row.what, row.by, row.since) for row in rows)

    @override
    @writes
    def edit_story(self, connection: Connection, edit: StoryEdit) -> StoryEdit:
        hold(connection, Area.CHATS)
        last = connection.scalar(
            select(func.max(story_edits.c.number)).where(
                story_edits.c.channel == edit.channel
            )
        )
        numbered = replace(edit, number=(last or 0) + 1)
        plain = {name: getattr(numbered, name) for name in _EDIT}
        row = {**plain, "kind": numbered.kind.value}
        connection.execute(insert(story_edits), row)
        return numbered

    @override
    @writes
    def undo_edit(self, connection: Connection, channel: str, number: int) -> bool:
        there = (story_edits.c.channel == channel, story_edits.c.number == number)
        return connection.execute(delete(story_edits).where(*there)).rowcount > 0

    @override
    @reads
    def story_edits(
        self, connection: Connection, channel: str | None = None
    ) -> tuple[StoryEdit, ...]:
        columns = story_edits.c
        listed = select(story_edits).order_by(columns.channel, columns.number)
        if channel is not None:
            listed = listed.where(columns.channel == channel)
        return tuple(map(_edit, connection.execute(listed)))


def _edit(row: Row[tuple[object, ...]]) -> StoryEdit:
    values = {name: getattr(row, name) for name in _EDIT}
    return StoryEdit(**values, kind=StoryEditKind(row.kind))


def delete_chats(connection: Connection, before: datetime) -> None:
    """Delete snapshots and story edits stored before a time, and expired events."""
    connection.execute(delete(story_edits).where(story_edits.c.since < before))
    connection.execute(delete(chat_notes).where(chat_notes.c.at < before))
    connection.execute(delete(chat_events).where(chat_events.c.until < before))


def has_user_data(connection: Connection) -> bool:
    """Return whether the database stores any settings that people made in chat."""
    tables = (
        *(personal_digests, personal_alerts, mutes, story_edits),
        *(calendar_addresses, settings),
    )
    counts = (select(func.count()).select_from(table) for table in tables)
    return any(map(connection.scalar, counts))


def _subscription(row: Row[tuple[object, ...]], kind: SubscriptionKind) -> Subscription:
    values = {name: getattr(row, name) for name in _SUBSCRIPTION}
    is_digest = kind is SubscriptionKind.DIGEST
    return Subscription(**values, at=time.fromisoformat(row.at) if is_digest else None)


def _unsubscribe(
    connection: Connection, table: Table, who: tuple[str, str], topic: str | None
) -> int:
    """Delete a person's subscriptions from ``table``; return the number of rows.

    ``who`` is the platform and the person's id there. Without ``topic`` the
    subscriptions to all topics are deleted.
    """
    matching = [table.c.platform == who[0], table.c.person == who[1]]
    if topic is not None:
        matching.append(table.c.topic == topic)
    return connection.execute(delete(table).where(*matching)).rowcount


def _limit_slots(holder: str, limit: int) -> tuple[bytes, ...]:
    return tuple(key_digest(f"share|{number}|{holder}") for number in range(limit))


def _used_slots(
    connection: Connection, slots: Mapping[str, Sequence[bytes]], since: datetime
) -> Mapping[bytes, datetime]:
    """Map each rate-limit slot that was used after ``since`` to the time of its use."""
    every = [slot for own in slots.values() for slot in own]
    events = select(chat_events.c.event, chat_events.c.at).where(
        chat_events.c.event.in_(every)
    )
    return {row.event: row.at for row in connection.execute(events) if row.at > since}


def _use_slots(
    connection: Connection, free: Sequence[bytes], now: datetime, until: datetime
) -> None:
    connection.execute(delete(chat_events).where(chat_events.c.until < now))
    if free:
        add = upsertion(connection.dialect.name, chat_events, ("at", "until"))
        rows = [{"event": slot, "at": now, "until": until} for slot in free]
        connection.execute(add, rows)


def _mute_key(what: str) -> bytes:
    """Return a key of ``what`` that ignores letter case and Unicode composition."""
    return key_digest(unicodedata.normalize("NFC", storable(what)).casefold())
