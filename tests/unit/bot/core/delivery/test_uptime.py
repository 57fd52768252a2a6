"""How long a process has been awake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.delivery.uptime import SUSPENDED_AFTER, AwakeTracker

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def test_who_did_not_look_for_long_was_not_awake() -> None:
    uptime = AwakeTracker()
    uptime.observe(NOW)

    assert uptime.awake_since(NOW + SUSPENDED_AFTER) == NOW
    assert (
        uptime.awake_since(NOW + SUSPENDED_AFTER + SECOND)
        == NOW + SUSPENDED_AFTER + SECOND
    )


def test_a_clock_that_is_set_back_begins_anew() -> None:
    uptime = AwakeTracker()
    uptime.observe(NOW)

    assert uptime.observe(NOW - HOUR) == NOW - HOUR
