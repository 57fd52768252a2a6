"""Every slot of every time zone: ``python -m benchmarks.slots``.

For each zone of the time zone database a digest with twelve times is planned over four
years, in pieces of about a month: each local date must have each time once. Around
every change of a clock it is planned every quarter of an hour as well, where each slot
must be served, once and at its moment. The last line is one JSON object.
"""

from __future__ import annotations

import json
import os
import time as clock
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from bot.core.delivery.planner import plan_slots
from bot.core.domain.configuration import Destination, DigestPlan, Weekday
from bot.core.domain.slots import PlannedSlot

YEARS = 2025, 2028
TIMES = tuple(
    time.fromisoformat(wall)
    for wall in (
        *("00:00", "00:30", "01:00", "01:30", "02:00", "02:30"),
        *("03:00", "05:45", "07:30", "12:00", "18:00", "23:30"),
    )
)
"""Most are in the hours in which clocks change."""

_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)
_PIECE = timedelta(days=31, hours=5, minutes=7, seconds=15)
_MARGIN = timedelta(hours=2)


Tally = Counter[str]
"""The numbers of ``slots`` that were planned, of those ``lost`` and ``doubled``."""


def make_plan(zone: str, times: tuple[time, ...] = TIMES) -> DigestPlan:
    """Return a daily digest to one channel."""
    to = (Destination("console", "stdout"),)
    return DigestPlan("all", (), times, frozenset(Weekday), ZoneInfo(zone), to)


def span(
    first: date, last: date, zone: ZoneInfo, step: timedelta
) -> Iterator[datetime]:
    """Moments from before the first of the zone's dates to after the last."""
    now = datetime.combine(first, time(), zone).astimezone(UTC) - _MARGIN
    end = datetime.combine(last + _DAY, time(), zone).astimezone(UTC) + _MARGIN
    while now < end:
        yield now
        now += step
    yield end


def tally(slots: Iterable[PlannedSlot], first: date, last: date, number: int) -> Tally:
    """How often each of a day's slots, of which there are so many, is among these."""
    found = Counter(slot.key for slot in slots if first <= slot.key.day <= last)
    total, wanted = found.total(), number * ((last - first).days + 1)
    return Tally(slots=total, lost=wanted - len(found), doubled=total - len(found))


def enumerated(plan: DigestPlan, first: date, last: date) -> Tally:
    """Plan in large pieces, in which what is missed is a slot as well."""
    cuts = pairwise(span(first, last, plan.timezone, _PIECE))
    found = (s for since, now in cuts for s in plan_slots([plan], since=since, now=now))
    return tally(found, first, last, len(plan.at))


def ticked(plan: DigestPlan, change: date) -> Tally:
    """Plan around a change as the bot does: only what is served in time counts."""
    last = change + _DAY
    ticks = pairwise(span(change, last, plan.timezone, _QUARTER))
    found = (
        s for since, now in ticks for s in plan_slots([plan], since=since, now=now)
    )
    served = (slot for slot in found if not slot.skipped and not slot.late)
    return tally(served, change, last, len(plan.at))


def changes(zone: ZoneInfo, first: date, last: date) -> Iterator[date]:
    """Yield the local dates on which, or on the day after which, the clock changes."""
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        begins, ends = (_midnight(at).astimezone(zone) for at in (day, day + _DAY))
        if begins.utcoffset() != ends.utcoffset():
            yield begins.date()


def planned(zone: str) -> tuple[Tally, Tally]:
    """Return the zone's slots over the years, and those around its changes."""
    first, last = date(YEARS[0], 1, 1), date(YEARS[1], 12, 31)
    plan = make_plan(zone)
    around = (ticked(plan, day) for day in changes(plan.timezone, first, last))
    return enumerated(plan, first, last), sum(around, start=Tally())


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def main() -> None:
    """Print what was planned, then the figures."""
    started = clock.monotonic()
    zones = sorted(available_timezones())
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        pairs = list(pool.map(planned, zones, chunksize=8))
    whole = sum((pair[0] for pair in pairs), start=Tally())
    around = sum((pair[1] for pair in pairs), start=Tally())
    print(f"{len(zones)} zones, {len(TIMES)} times, {YEARS[0]} to {YEARS[1]}: {whole}")
    print(f"slots every 15 minutes around each change of the clocks: {around}")
    figures = {
        "slots": whole["slots"],
        "lost": whole["lost"] + around["lost"],
        "doubled": whole["doubled"] + around["doubled"],
        "changes_slots": around["slots"],
        "seconds": round(clock.monotonic() - started, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
