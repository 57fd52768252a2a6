"""Turns digest plans and a time into slots that are due or to come. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.core.domain.configuration import Destination, DigestPlan, QuietHours, Weekday
from bot.core.domain.slots import PlannedSlot, SkipReason, SlotKey, channel_of

GRACE = timedelta(hours=6)
"""How late a missed slot may still be posted."""

PUNCTUAL = timedelta(minutes=2)
"""The time after its moment within which a slot is still planned as punctual.

A slot that is planned later counts as late.
"""

AHEAD = timedelta(days=15)
"""The time ahead for which slots are listed; each weekday occurs twice in it."""

_WEEKDAYS = tuple(Weekday)
_ONE_DAY = timedelta(days=1)
# Quiet hours hold a slot for up to a day, and zones are up to a day behind UTC.
_BEFORE = 2 * _ONE_DAY


def plan_slots(
    plans: Iterable[DigestPlan], *, since: datetime, now: datetime
) -> tuple[PlannedSlot, ...]:
    """Return the slots with ``since < time <= now``, in order; both times are aware.

    Consecutive calls return each slot once. Of the missed slots of one digest and
    channel, only the newest is posted, and only if it is not older than ``GRACE``; the
    others are marked as skipped.
    """
    slots = (
        slot
        for plan in plans
        for dues in _dues(plan, since, now)
        for slot in _settled(dues, now)
    )
    return tuple(sorted(slots, key=lambda slot: (slot.at, slot.key)))


@dataclass(frozen=True, slots=True)
class ScheduledSlot:
    """A slot to post at ``at``; both times are in UTC.

    ``meant`` is the time in the plan, with the delay that spreads its channels.
    """

    key: SlotKey
    at: datetime
    meant: datetime

    @property
    def held(self) -> bool:
        """Return whether quiet hours delay the slot from ``meant`` until ``at``."""
        return self.at != self.meant


def coming_slots(plan: DigestPlan, *, after: datetime) -> tuple[ScheduledSlot, ...]:
    """Return the slots to post in the time ``AHEAD`` after ``after``, by channel.

    The slots of a channel are in order. Of several that quiet hours hold until the same
    time, only the newest is posted.
    """
    return tuple(
        due
        for dues in _dues(plan, after, after + AHEAD)
        for due, newer in _with_newer(dues)
        if not _is_covered(due, newer)
    )


def quiet_until(moment: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """Return when the quiet hours around the moment end; ``None`` outside of them."""
    today = moment.astimezone(zone).date()
    over_midnight = _ONE_DAY if quiet.end < quiet.start else timedelta()
    for day in (today - _ONE_DAY, today):
        end = to_utc(day + over_midnight, quiet.end, zone)
        if to_utc(day, quiet.start, zone) <= moment < end:
            return end
    return None


@lru_cache(maxsize=1_000)
def to_utc(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Convert the zone's local date and time to UTC.

    If the clock change skips the local time, it moves on by the length of the gap. If
    the local time occurs twice, the first one counts.
    """
    return datetime.combine(day, wall.replace(fold=0), zone).astimezone(UTC)


def spread_delay(channel: str, spread: timedelta) -> timedelta:
    """Return by how many seconds a channel's slots follow the times of their plan.

    The delay is below ``spread`` and depends on the channel alone, so that a channel
    keeps its place from day to day, even if other channels are added or removed.
    """
    seconds = int(spread.total_seconds())
    if not seconds:
        return timedelta()
    place = int.from_bytes(sha256(channel.encode()).digest()[:8])
    return timedelta(seconds=place % seconds)


def _destinations(plan: DigestPlan) -> Iterable[Destination]:
    """Return each channel of the plan once, even if the plan names the channel twice."""
    return {channel_of(to): to for to in plan.to}.values()


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time at which slots are due, the same for several channels.

    These channels have the same quiet hours and delay.
    """

    day: date
    index: int
    at: datetime
    meant: datetime

    def of(self, plan: DigestPlan, channel: str) -> ScheduledSlot:
        """Return the slot of a channel."""
        key = SlotKey(plan.id, channel, self.day, self.index)
        return ScheduledSlot(key, self.at, self.meant)


def _dues(
    plan: DigestPlan, since: datetime, now: datetime
) -> Iterator[Sequence[ScheduledSlot]]:
    """Yield each channel's slots of the digest with ``since < at <= now``, in order."""
    shared: dict[tuple[QuietHours | None, timedelta], Sequence[_Moment]] = {}
    for destination in _destinations(plan):
        channel, quiet = channel_of(destination), destination.quiet
        same = quiet, spread_delay(channel, plan.spread)
        if same not in shared:
            shared[same] = _moments(plan, *same, since, now)
        if shared[same]:
            yield [moment.of(plan, channel) for moment in shared[same]]


def _moments(
    plan: DigestPlan,
    quiet: QuietHours | None,
    delay: timedelta,
    since: datetime,
    now: datetime,
) -> Sequence[_Moment]:
    times, zone = _numbered(plan.at), plan.timezone
    moments = []
    for day in _days(since - _BEFORE, now):
        if _WEEKDAYS[day.weekday()] not in plan.days:
            continue
        for index, wall in times:
            meant = to_utc(day, wall, zone)
            at = _after_quiet(meant, quiet, zone) + delay
            # The delay may lead into quiet hours that begin after the digest's time.
            woken = _after_quiet(at, quiet, zone)
            at = at if woken == at else woken + delay
            if since < at <= now:
                moments.append(_Moment(day, index, at, meant + delay))
    return sorted(moments, key=lambda moment: (moment.at, moment.day, moment.index))


def _after_quiet(
    moment: datetime, quiet: QuietHours | None, zone: ZoneInfo
) -> datetime:
    """Return the end of the quiet hours around the moment; outside them, the moment."""
    return moment if quiet is None else quiet_until(moment, quiet, zone) or moment


def _numbered(times: Iterable[time]) -> Sequence[tuple[int, time]]:
    """Number the times of a day so that lists of different lengths share no number.

    One time gets 0, two times get 1 and 2, three times get 3, 4 and 5. A time that is
    moved keeps its number and is not posted twice. If a time is added or removed, all
    times get new numbers, so that no time has the number of a posted one.
    """
    several = sorted(set(times))
    return tuple(enumerate(several, len(several) * (len(several) - 1) // 2))


def _settled(dues: Sequence[ScheduledSlot], now: datetime) -> Iterator[PlannedSlot]:
    """Yield the planned slots of one digest and channel, marked if late or skipped.

    ``dues`` are its due slots in order.
    """
    for due, newer in _with_newer(dues):
        reason = _skipped(due, newer, now)
        late = reason is None and now - due.at > PUNCTUAL
        yield PlannedSlot(due.key, due.at, late, reason is not None, reason)


def _with_newer(
    dues: Sequence[ScheduledSlot],
) -> Iterator[tuple[ScheduledSlot, ScheduledSlot | None]]:
    """Yield each slot with the slot after it; the last one with ``None``."""
    yield from zip(dues, (*dues[1:], None), strict=False)


def _is_covered(due: ScheduledSlot, newer: ScheduledSlot | None) -> bool:
    """Return whether quiet hours hold ``due`` until the moment of the ``newer`` slot."""
    return newer is not None and due.held and due.at == newer.at


def _skipped(
    due: ScheduledSlot, newer: ScheduledSlot | None, now: datetime
) -> SkipReason | None:
    """Return why ``due`` is skipped, given the ``newer`` slot; ``None`` if posted."""
    age = now - due.at
    if _is_covered(due, newer):
        return SkipReason.HELD
    if age > GRACE:
        return SkipReason.LATE
    return None if newer is None or age <= PUNCTUAL else SkipReason.OVERTAKEN


def _days(first: datetime, last: datetime) -> Iterator[date]:
    """Yield every date that is a local date between two moments in some zone.

    Zones are up to a day ahead of UTC.
    """
    day = first.astimezone(UTC).date()
    while day <= last.astimezone(UTC).date() + _ONE_DAY:
        yield day
        day += _ONE_DAY
