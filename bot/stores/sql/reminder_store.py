"""Stores of which events channels were reminded, and which reminders people chose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Row, insert, select
from typing_extensions import override

from bot.core.domain.calendar import CalendarQuery
from bot.core.domain.records import Edition, EditionKind
from bot.core.domain.reminders import (
    AT_ONCE,
    PostedReminder,
    ReminderKey,
    ReminderKind,
    ReminderPost,
    ReminderSetting,
    event_state,
)
from bot.core.domain.slots import SlotKey
from bot.core.ports.reminders import ReminderStore
from bot.stores.sql import record_tables
from bot.stores.sql import reminder_tables as tables
from bot.stores.sql.alerts import first_message
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.editions import NO_DOCUMENT, freeze_edition
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.record_events import find_events
from bot.stores.sql.slot_queue import add_built_slot
from bot.stores.sql.statements import upsertion

_POSTED, _USES, _SETTINGS = tables.posted, tables.uses, tables.settings
_DUE = record_tables.due

_SECOND = timedelta(seconds=1)


class SqlReminders(SqlAdapter, ReminderStore):
    """Stores reminders in SQLite or PostgreSQL."""

    @override
    @writes
    def begin_reminders(
        self, connection: Connection, keys: Collection[ReminderKey], now: datetime
    ) -> Mapping[ReminderKey, datetime]:
        rows = [
            {
                "digest": digest,
                "channel": channel,
                "before": before // _SECOND,
                "since": now,
                "used": now,
            }
            for digest, channel, before in sorted(keys)
        ]
        if not rows:
            return {}
        adding = upsertion(connection.dialect.name, _USES, ("used",))
        connection.execute(adding, rows)
        used = connection.execute(select(_USES).where(_USES.c.used == now))
        since = {
            (row.digest, row.channel, row.before * _SECOND): row.since for row in used
        }
        return {key: since[key] for key in keys}

    @override
    @reads
    def posted_reminders(
        self, connection: Connection, channel: str, since: date
    ) -> tuple[PostedReminder, ...]:
        rows = connection.execute(
            select(_POSTED)
            .where(_POSTED.c.channel == channel, _POSTED.c.last >= since)
            .order_by(_POSTED.c.id)
        )
        return tuple(map(_reminder, rows))

    @override
    @writes
    def post_reminder(self, connection: Connection, post: ReminderPost) -> bool:
        hold(connection, Area.RECORD)
        reminder = post.reminder
        on_event = (
            _POSTED.c.channel == post.channel,
            _POSTED.c.event == reminder.event,
        )
        earlier = connection.execute(
            select(_POSTED).where(*on_event).order_by(_POSTED.c.id)
        ).all()
        keys = {(row.first, row.before, row.sequence) for row in earlier}
        before = reminder.before // _SECOND
        is_posted = (reminder.first, before, reminder.sequence) in keys
        if is_posted or not _is_current(connection, post):
            return False
        thread: int | None = None
        if earlier and reminder.before == AT_ONCE:
            thread = earlier[-1].slot
        key, slot = _add_slot(connection, post, thread)
        if post.lines:
            freeze_edition(connection, _edition(post, key))
        row = {
            "channel": post.channel,
            "event": reminder.event,
            "first": reminder.first,
            "last": reminder.last,
            "kind": reminder.kind.value,
            "at": reminder.at,
            "before": before,
            "sequence": reminder.sequence,
            "slot": slot if thread is None else thread,
        }
        connection.execute(insert(_POSTED), row)
        return True

    @override
    @reads
    def reminder_settings(
        self, connection: Connection
    ) -> Mapping[str, ReminderSetting]:
        rows = connection.execute(select(_SETTINGS))
        return {row.channel: _setting(row) for row in rows}

    @override
    @writes
    def set_reminders(
        self,
        connection: Connection,
        channels: Collection[str],
        setting: ReminderSetting,
    ) -> None:
        periods = " ".join(str(each // _SECOND) for each in setting.periods)
        values = {"periods": periods, "by": setting.by, "at": setting.at}
        rows = [{"channel": channel, **values} for channel in sorted(set(channels))]
        adding = upsertion(connection.dialect.name, _SETTINGS, tuple(values))
        connection.execute(adding, rows)


def _is_current(connection: Connection, post: ReminderPost) -> bool:
    """Return whether the event of ``post`` is unchanged since the message was made.

    Return false, too, if the article of the event's line has a new text that is not
    recorded yet.
    """
    uids = frozenset({post.reminder.event})
    events = find_events(connection, CalendarQuery(post.topics, uids=uids))
    numbers = [event.report.article.number for event in events]
    waiting = select(_DUE.c.article).where(_DUE.c.article.in_(numbers))
    is_same = tuple(map(event_state, events)) == post.states
    return is_same and connection.execute(waiting).first() is None


def _add_slot(
    connection: Connection, post: ReminderPost, thread: int | None
) -> tuple[SlotKey, int]:
    """Add the slot of a reminder with its messages; return its key and row number.

    ``thread`` is the row number of the slot in whose thread the reminder is posted.
    """
    first = None if thread is None else first_message(connection, thread)
    carrier = None if first is None else first.id
    messages = [replace(each, reply_to=carrier) for each in post.messages]
    key, at = post.slot, post.reminder.at
    while (slot := add_built_slot(connection, key, at, messages)) is None:
        # Another event of the same day may have the same hash; then take the next key.
        key = replace(key, index=key.index + 1)
    return key, slot


def _edition(post: ReminderPost, slot: SlotKey) -> Edition:
    """Return the edition that records the lines of a message.

    With it, corrections of these lines are looked for.
    """
    name, at = str(slot), post.reminder.at
    return Edition(
        *(name, post.digest, post.channel, at, NO_DOCUMENT),
        slot=name,
        lines=post.lines,
        kind=EditionKind.REMINDER,
    )


def _reminder(row: Row[tuple[object, ...]]) -> PostedReminder:
    return PostedReminder(
        event=row.event,
        first=row.first,
        last=row.last,
        kind=ReminderKind(row.kind),
        at=row.at,
        before=row.before * _SECOND,
        sequence=row.sequence,
    )


def _setting(row: Row[tuple[object, ...]]) -> ReminderSetting:
    periods = tuple(int(each) * _SECOND for each in row.periods.split())
    return ReminderSetting(row.channel, periods, row.by, row.at)
