"""Times that are edited while the bot runs: no second post, and none lost."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from tests.fakes.planned_slots import PlannedSlots, every
from tests.fakes.plans import make_plan

MINUTE = timedelta(minutes=1)
TUESDAY = date(2026, 3, 3)


def clock(hour: int, minute: int = 0) -> datetime:
    """A time on the Tuesday."""
    return datetime(2026, 3, 3, hour, minute, tzinfo=UTC)


def posted(*edits: tuple[int, str]) -> str:
    """When digests are posted on a day on which the times are edited at these hours.

    The first of them were there since the day before.
    """
    planned = PlannedSlots(clock(0) - timedelta(days=1))
    for (hour, times), (end, _) in pairwise([*edits, (24, "")]):
        start = clock(hour) if hour else planned.until
        until = clock(0) + timedelta(hours=end)
        planned.run(every(MINUTE, start, until), make_plan(at=times))
    today = [slot for slot in planned.served if slot.key.day == TUESDAY]
    return " ".join(f"{slot.at:%H:%M}" for slot in today)


@pytest.mark.parametrize(
    ("before", "after", "moments"),
    [
        pytest.param("10:00", "11:00", "11:00", id="moved_later_posts_then"),
        pytest.param("10:00", "09:00", "09:00", id="moved_earlier_posts_then"),
        pytest.param("10:00", "07:00", "", id="moved_into_the_past_posts_tomorrow"),
        pytest.param("10:00", "09:00 10:00", "09:00 10:00", id="added_posts_both"),
        pytest.param("10:00", "07:00 10:00", "10:00", id="added_in_the_past_posts_one"),
        pytest.param("10:00 12:00", "12:00", "12:00", id="taken_away_posts_the_other"),
    ],
)
def test_times_edited_before_posting(before: str, after: str, moments: str) -> None:
    assert posted((0, before), (8, after)) == moments


@pytest.mark.parametrize(
    ("before", "after", "moments"),
    [
        pytest.param("07:00", "08:30", "07:00", id="moved_later_posts_no_second"),
        pytest.param("07:00", "06:00", "07:00", id="moved_earlier_posts_no_second"),
        pytest.param(
            "07:00 18:00",
            "09:00 18:00",
            "07:00 18:00",
            id="moved_posts_no_second_and_the_next",
        ),
        pytest.param(
            "07:00 18:00",
            "07:00 17:00",
            "07:00 17:00",
            id="moved_ahead_posts_then",
        ),
        pytest.param(
            "07:30", "06:00 07:30", "07:30", id="added_before_posts_no_second"
        ),
        pytest.param(
            "07:30 18:00",
            "06:00 07:30 18:00",
            "07:30 18:00",
            id="added_before_posts_no_second_and_the_next",
        ),
        pytest.param("07:30", "07:30 12:00", "07:30 12:00", id="added_after_posts_it"),
        pytest.param(
            "07:30", "12:00 07:30", "07:30 12:00", id="added_in_front_posts_it"
        ),
        pytest.param(
            "07:30 18:00", "18:00", "07:30 18:00", id="taken_away_posts_the_next"
        ),
        pytest.param(
            "07:30 18:00", "07:30", "07:30", id="taken_away_ahead_posts_no_more"
        ),
        pytest.param("07:30", "07:30 07:30", "07:30", id="written_twice_is_once"),
    ],
)
def test_times_edited_after_posting(before: str, after: str, moments: str) -> None:
    assert posted((0, before), (8, after)) == moments


def test_lists_of_different_lengths_share_no_number() -> None:
    lists = ["07:00", "07:00 08:00", "07:00 08:00 09:00", "07:00 08:00 09:00 10:00"]

    found = [
        PlannedSlots(clock(0)).tick(clock(12), make_plan(at=times)) for times in lists
    ]

    numbers = Counter(slot.key.index for slots in found for slot in slots)
    assert numbers == Counter(range(10))
