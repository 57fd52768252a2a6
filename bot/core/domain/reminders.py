"""Values of reminders: when an event is near, and the messages on it in a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import TypeAlias

from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.records import ToldLine
from bot.core.domain.slots import ALERTS_FROM, REMINDERS_FROM, NewMessage, SlotKey

EVENT_TIME = time(9)
"""The local time at which an event begins for its reminders: reports give only a day."""

SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=30)
"""The limits of the time between a reminder and its event."""

MOST_PERIODS = 5
"""The maximum number of reminders of one event."""

DEFAULT_PERIODS = (timedelta(days=1),)
"""The reminders of a channel that turns them on without stating a time."""

AT_ONCE = timedelta()
"""The period of messages on a change, which have no fixed time before the event."""

GONE = -1
"""The sequence of messages on events that no article reports any more."""

ReminderKey: TypeAlias = tuple[str, str, timedelta]
"""A digest, one of its channels, and the time between a reminder and its event."""

EventState: TypeAlias = tuple[EventStatus, date | None, date | None, int]
"""The status, the days and the sequence of an event."""


class ReminderKind(StrEnum):
    """Why a message on an event is posted.

    ``NEAR``: the event begins soon. The other kinds follow such a reminder. ``MOVED``:
    the event has another day. ``CANCELLED``: a report cancels the event. ``GONE``: no
    article reports the event any more.
    """

    NEAR = "near"
    MOVED = "moved"
    CANCELLED = "cancelled"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PostedReminder:
    """A message on an event in a channel, and the days of the event that it gave.

    ``before`` is the time between a reminder and its event. Messages of other kinds
    have ``AT_ONCE`` there, and the ``sequence`` of the event.
    """

    event: str
    first: date
    last: date
    kind: ReminderKind
    at: datetime
    before: timedelta = AT_ONCE
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class ReminderPost:
    """A message on an event, before it is stored.

    ``day`` is that of the slot. ``states`` has the state of the event from which the
    message was made, as articles of ``topics`` report it. It is empty if no article
    reports the event any more. ``lines`` are those that the message prints, to look for
    corrections of them.
    """

    digest: str
    channel: str
    day: date
    topics: frozenset[str]
    reminder: PostedReminder
    states: tuple[EventState, ...]
    messages: tuple[NewMessage, ...]
    lines: tuple[ToldLine, ...] = ()

    @property
    def slot(self) -> SlotKey:
        """Return the key of the slot, which is the same in every process."""
        posted = self.reminder
        words = f"{posted.event} {posted.first} {posted.before} {posted.sequence}"
        hash_ = int.from_bytes(blake2b(words.encode(), digest_size=8).digest())
        index = REMINDERS_FROM + hash_ % (ALERTS_FROM - REMINDERS_FROM)
        return SlotKey(self.digest, self.channel, self.day, index)


@dataclass(frozen=True, slots=True)
class ReminderSetting:
    """The times before events at which a channel is reminded; none if it is off.

    ``by`` is the person who chose them, ``at`` the time of the choice.
    """

    channel: str
    periods: tuple[timedelta, ...]
    by: str
    at: datetime


def event_state(event: CalendarEvent) -> EventState:
    """Return the values of an event whose change makes a message on it outdated."""
    return event.status, event.first, event.last, event.sequence
