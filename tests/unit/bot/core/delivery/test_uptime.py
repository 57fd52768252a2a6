"""How long a process has been awake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.delivery.uptime import BREAK, Vigil

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def test_who_begins_is_awake_from_now_on() -> None:
    assert Vigil().since(NOW) == NOW


def test_who_looks_again_and_again_was_awake_all_the_time() -> None:
    vigil = Vigil()
    for seconds in range(0, 3600, 100):
        vigil.look(NOW + seconds * SECOND)

    assert vigil.since(NOW + HOUR) == NOW


def test_who_did_not_look_for_long_was_not_awake() -> None:
    vigil = Vigil()
    vigil.look(NOW)

    assert vigil.since(NOW + BREAK) == NOW
    assert vigil.since(NOW + BREAK + SECOND) == NOW + BREAK + SECOND


def test_to_ask_is_not_to_look() -> None:
    vigil = Vigil()
    vigil.look(NOW)
    vigil.since(NOW + BREAK)

    assert vigil.since(NOW + 2 * BREAK) == NOW + 2 * BREAK


def test_after_a_break_it_begins_anew() -> None:
    vigil = Vigil()
    vigil.look(NOW)

    assert vigil.look(NOW + HOUR) == NOW + HOUR
    assert vigil.look(NOW + HOUR + SECOND) == NOW + HOUR


def test_a_clock_that_is_set_back_begins_anew() -> None:
    vigil = Vigil()
    vigil.look(NOW)

    assert vigil.look(NOW - HOUR) == NOW - HOUR


def test_a_clock_that_is_set_back_a_little_makes_no_time() -> None:
    vigil = Vigil()
    vigil.look(NOW)

    assert vigil.look(NOW - SECOND) == NOW - SECOND
    assert vigil.look(NOW + SECOND) == NOW - SECOND
