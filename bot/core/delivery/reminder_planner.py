"""Decides which messages on events are due in a channel. Pure functions.

An event has a day and no clock time: it counts as beginning at ``EVENT_TIME`` of its
first day. An event of a week or a month has reminders of whole days only. An event of a
whole year or without a day has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.delivery.planner import GRACE, PUNCTUAL, quiet_until, to_utc
from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.configuration import Destination, DigestPlan
from bot.core.domain.record import Precision
from bot.core.domain.reminders import (
    AT_ONCE,
    EVENT_TIME,
    GONE,
    PostedReminder,
    ReminderKey,
    ReminderKind,
)
from bot.core.domain.slots import channel_of

_DAY = timedelta(days=1)
_WITHDRAWN = frozenset({ReminderKind.CANCELLED, ReminderKind.GONE})


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """The times before an event at which a digest reminds one of its channels."""

    plan: DigestPlan
    to: Destination
    periods: tuple[timedelta, ...]

    @property
    def channel(self) -> str:
        """Return the name of the channel in the store."""
        return channel_of(self.to)

    @property
    def topics(self) -> frozenset[str]:
        """Return the ids of the digest's topics."""
        return frozenset(topic.id for topic in self.plan.topics)

    @property
    def keys(self) -> tuple[ReminderKey, ...]:
        """Return the key of each reminder."""
        return tuple((self.plan.id, self.channel, period) for period in self.periods)

    def periods_of(self, event: CalendarEvent) -> tuple[timedelta, ...]:
        """Return the times before this event at which the channel is reminded."""
        if event.first is None or event.status is EventStatus.CANCELLED:
            return ()
        match event.precision:
            case Precision.DAY:
                return self.periods
            case Precision.WEEK | Precision.MONTH:
                return tuple(each for each in self.periods if not each % _DAY)
            case _:
                return ()

    def end_of(self, day: date) -> datetime:
        """Return the end of a local day."""
        return to_utc(day + _DAY, time(), self.plan.timezone)

    def moment(self, day: date, before: timedelta) -> datetime:
        """Return the time of a reminder; during quiet hours, the end of these.

        Whole days are counted on the calendar, so that a clock change does not matter.
        """
        days, rest = divmod(before, _DAY)
        zone, quiet = self.plan.timezone, self.to.quiet
        at = to_utc(day - days * _DAY, EVENT_TIME, zone) - rest
        return at if quiet is None else quiet_until(at, quiet, zone) or at


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A message on an event that is due, and the ``earlier`` message on the same event.

    ``event`` is ``None`` if no article reports the event any more. ``day`` is the local
    day of the slot. From the time ``until`` on, the message is outdated. If the message
    is late, ``delayed`` is the time at which it was due.
    """

    event: CalendarEvent | None
    posted: PostedReminder
    day: date
    until: datetime
    earlier: PostedReminder | None = None
    delayed: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReminderPlanner:
    """Plans the messages of a rule.

    ``starts`` maps each reminder to the time since which it exists.
    """

    rule: ReminderRule
    starts: Mapping[ReminderKey, datetime]
    now: datetime

    def due(
        self,
        events: Iterable[CalendarEvent],
        posted: Iterable[PostedReminder],
        *,
        lost: Collection[str] = (),
    ) -> tuple[DueReminder, ...]:
        """Return the messages to post now, the nearest event first.

        ``posted`` are the earlier messages of the channel in order. ``lost`` are the
        ids of events of these messages that no article reports any more. During quiet
        hours nothing is due.
        """
        quiet, zone = self.rule.to.quiet, self.rule.plan.timezone
        if quiet is not None and quiet_until(self.now, quiet, zone):
            return ()
        history: dict[str, list[PostedReminder]] = {}
        for each in posted:
            history.setdefault(each.event, []).append(each)
        due = [
            message
            for event in events
            if (message := self._due(event, history.get(event.uid, [])))
        ]
        due += (message for uid in lost if (message := self._gone(history[uid][-1])))
        return tuple(
            sorted(due, key=lambda each: (each.posted.first, each.posted.event))
        )

    def _due(
        self, event: CalendarEvent, earlier: Sequence[PostedReminder]
    ) -> DueReminder | None:
        near = self._near(event, earlier)
        if near is not None or not earlier:
            return near
        return self._change(event, earlier[-1])

    def _near(
        self, event: CalendarEvent, earlier: Collection[PostedReminder]
    ) -> DueReminder | None:
        """Return the newest reminder whose time has come, unless it is too late."""
        periods, first, last = self.rule.periods_of(event), event.first, event.last
        if first is None or last is None:
            return None
        times = [(self.rule.moment(first, each), -each) for each in periods]
        passed = [pair for pair in times if pair[0] <= self.now]
        if not passed:
            return None
        at, before = max(passed)[0], -max(passed)[1]
        is_last, is_news = before == min(periods), first_seen(event) > at
        until = self._until(first, at, is_last=is_last, is_new=is_news and not earlier)
        since = self.starts.get((self.rule.plan.id, self.rule.channel, before))
        is_posted = any((e.first, e.before) == (first, before) for e in earlier)
        if is_posted or since is None or at < since or self.now >= until:
            return None
        posted = PostedReminder(
            *(event.uid, first, last, ReminderKind.NEAR, self.now), before=before
        )
        is_late = not is_news and self.now - at > PUNCTUAL
        return DueReminder(
            event,
            posted,
            day=at.astimezone(self.rule.plan.timezone).date(),
            until=self.rule.end_of(first),
            delayed=at if is_late else None,
        )

    def _until(
        self, first: date, at: datetime, *, is_last: bool, is_new: bool
    ) -> datetime:
        """Return the time until which a reminder that is due ``at`` may be posted late.

        That is ``GRACE`` after ``at``. The last reminder of an event (``is_last``) may
        be posted until the event begins, even if that is later. A reminder of an event
        that is reported only now (``is_new``) must be posted before the event begins.
        No reminder is posted after the ``first`` day.
        """
        begins, until = self.rule.moment(first, AT_ONCE), at + GRACE
        until = max(until, begins) if is_last else until
        until = min(until, begins) if is_new else until
        return min(until, self.rule.end_of(first))

    def _change(self, event: CalendarEvent, last: PostedReminder) -> DueReminder | None:
        """Return a message if the event differs from the last message on it."""
        is_told = last.before == AT_ONCE and last.sequence == event.sequence
        if is_told or self.now >= self.rule.end_of(last.last):
            return None
        is_over, days = last.kind in _WITHDRAWN, (last.first, last.last)
        if event.status is EventStatus.CANCELLED:
            change = (ReminderKind.CANCELLED, days)
            return None if is_over else self._after(last, event, *change)
        if is_over or not _is_within(event, last):
            if event.first is not None and event.last is not None:
                days = (event.first, event.last)
            return self._after(last, event, ReminderKind.MOVED, days)
        return None

    def _gone(self, last: PostedReminder) -> DueReminder | None:
        if last.kind in _WITHDRAWN or self.now >= self.rule.end_of(last.last):
            return None
        days = (last.first, last.last)
        return self._after(last, None, ReminderKind.GONE, days)

    def _after(
        self,
        earlier: PostedReminder,
        event: CalendarEvent | None,
        kind: ReminderKind,
        days: tuple[date, date],
    ) -> DueReminder:
        """Return a message on a change of an event, which follows ``earlier``."""
        sequence = GONE if event is None else event.sequence
        posted = PostedReminder(
            *(earlier.event, *days, kind, self.now), sequence=sequence
        )
        until = self.rule.end_of(max(days[1], earlier.last))
        return DueReminder(event, posted, earlier.first, until, earlier)


def first_seen(event: CalendarEvent) -> datetime:
    """Return the time at which Sitrep first saw an article with this event."""
    return min(each.seen for each in (event.report.article, *event.papers))


def _is_within(event: CalendarEvent, posted: PostedReminder) -> bool:
    """Return whether the message's days include the event's days, or vice versa."""
    if event.first is None or event.last is None:
        return False
    now, then = (event.first, event.last), (posted.first, posted.last)
    inner, outer = sorted((now, then), key=lambda days: days[1] - days[0])
    return outer[0] <= inner[0] and inner[1] <= outer[1]
