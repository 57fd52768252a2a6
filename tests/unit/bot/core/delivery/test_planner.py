from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.core.delivery.planner import to_utc


@pytest.mark.parametrize(
    ("day", "wall", "zone", "moment"),
    [
        # Skipped times move on by the gap.
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30"),
        ("2026-10-04", "02:00", "Australia/Lord_Howe", "2026-10-03T15:30"),
        # Of times that come twice, the first counts.
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30"),
    ],
)
def test_wall_time_becomes_one_moment(
    day: str, wall: str, zone: str, moment: str
) -> None:
    found = to_utc(date.fromisoformat(day), time.fromisoformat(wall), ZoneInfo(zone))

    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)
