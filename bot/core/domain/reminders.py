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
"""The shortest and the longest time between a reminder and its event."""

MOST_PERIODS = 5
"""The maximum number of reminders of one event in a channel."""

DEFAULT_PERIODS = (timedelta(days=1),)
"""The times before an event for a channel that turns on reminders without a time."""

AT_ONCE = timedelta()
"""The value of ``before`` in a message on a change of an event.

Such a message has no fixed time before the event.
"""

GONE = -1
"""The value of ``sequence`` in a message that no article reports the event any more."""

ReminderKey: TypeAlias = tuple[str, str, timedelta]
"""The id of a digest, one of its channels, and a time between reminder and event."""

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

    ``day`` is the local day of the slot. ``states`` has the state of the event from
    which the message was made, as articles of ``topics`` report it. It is empty if no
    article reports the event any more. ``lines`` are the lines that the message prints;
    later corrections of them are looked for.
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

    ``by`` is the id of the person who chose them, ``at`` the time of the choice.
    """

    channel: str
    periods: tuple[timedelta, ...]
    by: str
    at: datetime


def event_state(event: CalendarEvent) -> EventState:
    """Return the values of an event from which a message on it was made.

    If one of them changes, the message is outdated.
    """
    return event.status, event.first, event.last, event.sequence
