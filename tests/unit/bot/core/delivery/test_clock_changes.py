"""The days on which clocks change: each time of the day is served exactly once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.fakes.planned_slots import PlannedSlots, every
from tests.fakes.plans import make_plan

MINUTES = timedelta(minutes=5)
DAY = timedelta(days=1)


def served(zone: str, wall: str, day: str, *, step: timedelta) -> list[datetime]:
    """The moments at which a day's digest goes out, when the bot ticks so often."""
    middle = datetime.fromisoformat(day).replace(tzinfo=UTC)
    planned = PlannedSlots(middle - 2 * DAY)
    planned.run(
        every(step, middle - 2 * DAY, middle + 3 * DAY), make_plan(at=wall, zone=zone)
    )
    wanted = date.fromisoformat(day)
    assert planned.again == []
    assert {wanted - DAY, wanted + DAY} <= {slot.key.day for slot in planned.served}
    return [slot.at for slot in planned.served if slot.key.day == wanted]


CASES = [
    (
        "Europe/Berlin",
        "2026-03-29",
        "02:30",
        "2026-03-29T03:30+02:00",
        "skipped_once_at_0330",
    ),
    (
        "Europe/Berlin",
        "2026-10-25",
        "02:30",
        "2026-10-25T02:30+02:00",
        "twice_once_at_the_first_0230",
    ),
    (
        "Europe/Berlin",
        "2026-03-29",
        "00:00",
        "2026-03-29T00:00+01:00",
        "midnight_of_the_change_once",
    ),
    (
        "America/New_York",
        "2026-03-08",
        "02:30",
        "2026-03-08T03:30-04:00",
        "skipped_once_at_0330",
    ),
    (
        "America/New_York",
        "2025-11-02",
        "01:30",
        "2025-11-02T01:30-04:00",
        "twice_once_at_the_first_0130",
    ),
    (
        "Australia/Lord_Howe",
        "2026-10-04",
        "02:00",
        "2026-10-04T02:30+11:00",
        "half_an_hour_skipped_once_at_0230",
    ),
    (
        "Australia/Lord_Howe",
        "2026-04-05",
        "01:45",
        "2026-04-05T01:45+11:00",
        "twice_once_at_the_first_0145",
    ),
    (
        "America/Santiago",
        "2025-09-07",
        "00:00",
        "2025-09-07T01:00-03:00",
        "no_midnight_once_at_0100",
    ),
    (
        "America/Santiago",
        "2026-04-04",
        "23:30",
        "2026-04-04T23:30-03:00",
        "twice_once_at_the_first_2330",
    ),
    (
        "Asia/Beirut",
        "2026-03-29",
        "00:30",
        "2026-03-29T01:30+03:00",
        "no_midnight_once_at_0130",
    ),
    (
        "Asia/Beirut",
        "2025-10-25",
        "23:00",
        "2025-10-25T23:00+03:00",
        "twice_once_at_the_first_2300",
    ),
    (
        "Africa/Cairo",
        "2026-04-24",
        "00:00",
        "2026-04-24T01:00+03:00",
        "no_midnight_once_at_0100",
    ),
    (
        "Africa/Cairo",
        "2025-10-30",
        "23:30",
        "2025-10-30T23:30+03:00",
        "twice_once_at_the_first_2330",
    ),
    (
        "America/Havana",
        "2026-03-08",
        "00:15",
        "2026-03-08T01:15-04:00",
        "no_midnight_once_at_0115",
    ),
    (
        "America/Havana",
        "2025-11-02",
        "00:30",
        "2025-11-02T00:30-04:00",
        "midnight_twice_once_at_the_first",
    ),
    (
        "Africa/Casablanca",
        "2026-02-15",
        "02:30",
        "2026-02-15T02:30+01:00",
        "ramadan_begins_once_at_the_first_0230",
    ),
    (
        "Africa/Casablanca",
        "2026-03-22",
        "02:30",
        "2026-03-22T03:30+01:00",
        "ramadan_ends_once_at_0330",
    ),
    (
        "America/Nuuk",
        "2026-03-28",
        "23:30",
        "2026-03-29T00:30-01:00",
        "skipped_once_after_midnight",
    ),
]


@pytest.mark.parametrize(
    "step", [MINUTES, timedelta(hours=5)], ids=["minutes", "hours"]
)
@pytest.mark.parametrize(
    ("zone", "day", "wall", "moment"),
    [
        pytest.param(*case, id=f"{case[0].rpartition('/')[2]}_{case[2]}_{name}")
        for *case, name in CASES
    ],
)
def test_a_digest_goes_out(
    zone: str, day: str, wall: str, moment: str, step: timedelta
) -> None:
    assert served(zone, wall, day, step=step) == [datetime.fromisoformat(moment)]


def test_the_digest_of_a_day_that_never_was_goes_out_a_day_on() -> None:
    found = served("Pacific/Apia", "07:30", "2011-12-30", step=MINUTES)

    assert found == [datetime.fromisoformat("2011-12-31T07:30+14:00")]
