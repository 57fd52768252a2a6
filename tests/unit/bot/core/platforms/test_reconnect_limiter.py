from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.platforms.reconnect_limiter import MOST_A_MINUTE, ReconnectLimiter
from bot.platforms.discord.service import MOST_AN_HOUR


def storm(
    breaker: ReconnectLimiter, seconds: float, *, lasts: float = 0.003
) -> list[float]:
    """When connections are made that are all closed after so long."""
    now, made = 1000.0, []
    while now < 1000.0 + seconds:
        now += breaker.wait(now)
        breaker.note(now)
        made.append(now)
        now += lasts
    return made


def most_within(made: list[float], span: float) -> int:
    return max(sum(start <= one < start + span for one in made) for start in made)


@pytest.mark.parametrize("lasts", [0.003, 0.5, 4.0])
def test_a_storm_is_slow(lasts: float) -> None:
    made = storm(ReconnectLimiter(MOST_AN_HOUR), 7200, lasts=lasts)

    assert most_within(made, 60) <= MOST_A_MINUTE
    assert most_within(made, 3600) <= MOST_AN_HOUR


def test_the_first_reconnection_is_at_once() -> None:
    breaker = ReconnectLimiter()
    breaker.note(1000.0)

    assert breaker.wait(1000.1) == 0


def test_what_is_long_past_counts_no_more() -> None:
    breaker = ReconnectLimiter()
    storm(breaker, 600)

    assert breaker.wait(1000.0 + 600 + 3700) == 0


@given(st.lists(st.floats(0, 300), max_size=60))
def test_no_wait_is_longer_than_an_hour(gaps: list[float]) -> None:
    breaker, now = ReconnectLimiter(), 0.0

    for gap in gaps:
        now += gap
        wait = breaker.wait(now)
        assert 0 <= wait <= 3600
        now += wait
        breaker.note(now)
