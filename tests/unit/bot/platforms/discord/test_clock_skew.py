from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.discord.event_handlers import ClockSkew

MADE = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@pytest.mark.parametrize("ahead", [-40.0, 0.0, 3.0, 40.0])
def test_a_clock_that_is_wrong_makes_no_event_old(ahead: float) -> None:
    lateness = ClockSkew()
    lateness.age(MADE, MADE + seconds(ahead + 0.1))

    assert lateness.age(MADE, MADE + seconds(ahead + 0.3)) == seconds(0.2)


def test_an_event_that_was_held_up_is_old() -> None:
    lateness = ClockSkew()
    lateness.age(MADE, MADE + seconds(0.1))

    assert lateness.age(MADE, MADE + seconds(5.1)) == seconds(5)


def test_a_clock_that_was_set_ahead_counts_anew() -> None:
    lateness = ClockSkew()
    lateness.age(MADE, MADE)

    assert lateness.age(MADE, MADE + timedelta(hours=1)) == seconds(0)
    assert lateness.age(MADE, MADE + timedelta(hours=1, seconds=3)) == seconds(3)
