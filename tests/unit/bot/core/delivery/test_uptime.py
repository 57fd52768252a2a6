"""How long a process has been awake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.delivery.uptime import SUSPENDED_AFTER, AwakeTracker

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def test_who_looks_again_and_again_was_awake_all_the_time() -> None:
    uptime = AwakeTracker()
    for seconds in range(0, 3600, 100):
        uptime.observe(NOW + seconds * SECOND)

    assert uptime.awake_since(NOW + HOUR) == NOW


def test_who_did_not_look_for_long_was_not_awake() -> None:
    uptime = AwakeTracker()
    uptime.observe(NOW)

    assert uptime.awake_since(NOW + SUSPENDED_AFTER) == NOW
    assert (
        uptime.awake_since(NOW + SUSPENDED_AFTER + SECOND)
        == NOW + SUSPENDED_AFTER + SECOND
    )


def test_after_a_break_it_begins_anew() -> None:
    uptime = AwakeTracker()
    uptime.observe(NOW)

    assert uptime.observe(NOW + HOUR) == NOW + HOUR
    assert uptime.observe(NOW + HOUR + SECOND) == NOW + HOUR


def test_a_clock_that_is_set_back_begins_anew() -> None:
    uptime = AwakeTracker()
    uptime.observe(NOW)

    assert uptime.observe(NOW - HOUR) == NOW - HOUR
