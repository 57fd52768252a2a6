"""Every slot is found exactly once, whatever pieces time is cut into."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest

from bot.core.delivery.planner import plan_slots
from tests.fakes.plans import make_plan

TIMES = "00:00 02:00 02:30 12:00 23:30 23:59"
ZONES = sorted(available_timezones())
DAY = timedelta(days=1)


def pieces(seed: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """Times from start to end: some seconds apart, some hours, some days."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    now = start
    while now < end:
        yield now
        now += timedelta(seconds=draw.choice((15, 61, 3_600, 20_011, 90_000, 600_000)))
    yield end


def days(year: int) -> list[date]:
    """Every day of a year but the first and the last three."""
    first = date(year, 1, 4)
    return [first + day * DAY for day in range((date(year, 12, 29) - first).days)]


@pytest.mark.parametrize("year", [1994, 2011, 2025, 2026, 2031])
@pytest.mark.parametrize("part", range(2))
def test_every_zone_has_one_slot_for_each_day_and_time(part: int, year: int) -> None:
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, tzinfo=UTC)
    # Some zones for each year keep this within seconds; the benchmark takes all.
    for zone in ZONES[(part + year) % 30 :: 30]:
        plan = make_plan(at=TIMES, zone=zone)
        cuts = pairwise(pieces(f"{zone} {year}", start, end))

        found = Counter(
            (slot.key.day, slot.key.index)
            for since, now in cuts
            for slot in plan_slots([plan], since=since, now=now)
        )

        assert set(found.values()) == {1}
        assert {(day, 15 + i) for day in days(year) for i in range(6)} <= set(found)
