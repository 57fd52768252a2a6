"""From the configuration and the time to the slots that are due: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.domain.configuration import Destination, DigestPlan, QuietHours, Weekday
from bot.core.domain.slots import PlannedSlot, SkipReason, SlotKey, channel_of

GRACE = timedelta(hours=6)
"""A slot that could not be served in time is still served this long afterwards."""

PUNCTUAL = timedelta(minutes=2)
"""A slot that is served at most so long after its moment is in time."""

_WEEKDAYS = tuple(Weekday)
_ONE_DAY = timedelta(days=1)
# Quiet hours hold a slot for up to a day, and zones are up to a day behind UTC.
_BEFORE = 2 * _ONE_DAY


def plan_slots(
    plans: Iterable[DigestPlan], *, since: datetime, now: datetime
) -> tuple[PlannedSlot, ...]:
    """The slots after ``since`` and up to ``now``, both aware, in their order.

    Each slot is found once, whatever the pieces are that time is cut into. Of the slots
    of one digest and channel that were missed the newest is served if it is not older
    than ``GRACE``; the others are skipped.
    """
    slots = (
        slot
        for plan in plans
        for destination in _destinations(plan)
        for slot in _settled(_dues(plan, destination, since, now), now)
    )
    return tuple(sorted(slots, key=lambda slot: (slot.at, slot.key)))


def quiet_until(moment: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet hours that the moment is in, in UTC; ``None`` outside."""
    today = moment.astimezone(zone).date()
    over_midnight = _ONE_DAY if quiet.end < quiet.start else timedelta()
    for day in (today - _ONE_DAY, today):
        end = to_utc(day + over_midnight, quiet.end, zone)
        if to_utc(day, quiet.start, zone) <= moment < end:
            return end
    return None


def to_utc(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The moment at which the zone's clock shows this time.

    A time that the clock skips moves on by the length of the gap; of a time that it
    shows twice, the first counts.
    """
    return datetime.combine(day, wall.replace(fold=0), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Due:
    """A slot that is to be served at ``at``, and was meant for ``meant``."""

    key: SlotKey
    at: datetime
    meant: datetime

    @property
    def held(self) -> bool:
        return self.at != self.meant


def _destinations(plan: DigestPlan) -> Iterable[Destination]:
    """Each channel once, however often it is named."""
    return {channel_of(to): to for to in plan.to}.values()


def _dues(
    plan: DigestPlan, destination: Destination, since: datetime, now: datetime
) -> Sequence[_Due]:
    """The slots with ``since < at <= now``, the newest last."""
    channel, quiet, zone = channel_of(destination), destination.quiet, plan.timezone
    times = _numbered(plan.at)
    dues = []
    for day in _days(since - _BEFORE, now):
        if _WEEKDAYS[day.weekday()] not in plan.days:
            continue
        for index, wall in times:
            meant = at = to_utc(day, wall, zone)
            if quiet is not None:
                at = quiet_until(meant, quiet, zone) or meant
            if since < at <= now:
                dues.append(_Due(SlotKey(plan.id, channel, day, index), at, meant))
    return sorted(dues, key=lambda due: (due.at, due.key))


def _numbered(times: Iterable[time]) -> Sequence[tuple[int, time]]:
    """The times of a day with numbers that no list of another length has.

    One time has 0, two have 1 and 2, three have 3, 4 and 5. So a time that moves keeps
    its number, and is not served again; where one is added or taken away, all that lie
    ahead are new, and none is mistaken for one that was served.
    """
    several = sorted(set(times))
    return tuple(enumerate(several, len(several) * (len(several) - 1) // 2))


def _settled(dues: Sequence[_Due], now: datetime) -> Iterator[PlannedSlot]:
    """What becomes of the slots of one digest and channel, the newest last."""
    for due, newer in zip(dues, (*dues[1:], None), strict=False):
        reason = _skipped(due, newer, now)
        late = reason is None and now - due.at > PUNCTUAL
        yield PlannedSlot(due.key, due.at, late, reason is not None, reason)


def _skipped(due: _Due, newer: _Due | None, now: datetime) -> SkipReason | None:
    """Why a slot is not served, before the next newer one; ``None`` if it is."""
    age = now - due.at
    if newer is not None and due.held and due.at == newer.at:
        return SkipReason.HELD
    if age > GRACE:
        return SkipReason.LATE
    return None if newer is None or age <= PUNCTUAL else SkipReason.OVERTAKEN


def _days(first: datetime, last: datetime) -> Iterator[date]:
    """Every day that a zone has between two moments; zones are up to a day ahead."""
    day = first.astimezone(UTC).date()
    while day <= last.astimezone(UTC).date() + _ONE_DAY:
        yield day
        day += _ONE_DAY
