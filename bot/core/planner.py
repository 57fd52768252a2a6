"""From the configuration and the time to the slots that are due: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.model import DigestPlan, Slot, Weekday

GRACE = timedelta(hours=6)
"""A slot that could not be served in time is still served this long afterwards."""

_WEEKDAYS = tuple(Weekday)
_ONE_DAY = timedelta(days=1)


def due_slots(
    plans: Iterable[DigestPlan],
    *,
    since: datetime,
    now: datetime,
    planned: Collection[str],
) -> tuple[Slot, ...]:
    """The slots after ``since`` and up to ``now`` that are not planned yet, in order.

    ``since`` and ``now`` are aware; what is older than ``GRACE`` is left out.
    """
    start = max(since, now - GRACE)
    slots = (slot for plan in plans for slot in _slots(plan, start, now))
    due = (slot for slot in slots if slot.key not in planned)
    return tuple(sorted(due, key=lambda slot: (slot.at, slot.key)))


def next_slot(plan: DigestPlan, *, after: datetime) -> Slot | None:
    """The first slot after this moment; ``None`` when the plan has no day or time."""
    a_week_on = after + 8 * _ONE_DAY
    slots = _slots(plan, after, a_week_on)
    return min(slots, key=lambda slot: slot.at, default=None)


def to_utc(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The moment at which the zone's clock shows this time.

    A time that the clock skips moves on by the length of the gap; of a time that it
    shows twice, the first counts.
    """
    return datetime.combine(day, wall.replace(fold=0), zone).astimezone(UTC)


def _slots(plan: DigestPlan, start: datetime, end: datetime) -> Iterator[Slot]:
    """The plan's slots with ``start < at <= end``."""
    for day in _days(start - _ONE_DAY, end + _ONE_DAY):
        if _WEEKDAYS[day.weekday()] not in plan.days:
            continue
        for wall in plan.at:
            at = to_utc(day, wall, plan.timezone)
            if start < at <= end:
                yield Slot(plan, day, wall, at)


def _days(first: datetime, last: datetime) -> Iterator[date]:
    """Every day from the first to the last; zones differ by up to a day from UTC."""
    day = first.astimezone(UTC).date()
    while day <= last.astimezone(UTC).date():
        yield day
        day += _ONE_DAY
