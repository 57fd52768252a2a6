"""Requests keep to rate limits that are known."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.domain.errors import RateLimitedError, StoreError
from bot.core.platforms.pacing import Pace, Reservations

QUICK = 0.02


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_requests_of_a_name_keep_their_interval() -> None:
    pace, begun = Pace(QUICK), now()

    await asyncio.gather(*(pace.turn("bot") for _ in range(25)))

    assert now() - begun >= 24 * QUICK


async def test_a_channel_that_must_wait_holds_up_no_other() -> None:
    pace = Pace(60.0)
    pace.hold("desk", 3600.0)

    await asyncio.wait_for(pace.turn("hall"), 5)

    assert pace.wait("desk") > 3500
    assert 50 < pace.wait("hall") <= 60
    assert pace.wait("quay") == 0


async def test_a_shorter_wait_does_not_end_a_longer_one() -> None:
    pace = Pace(1.0)
    pace.hold("desk", 3600.0)
    pace.hold("desk", 1.0)

    assert pace.wait("desk") > 3500


async def test_who_would_wait_too_long_is_told_how_long_and_takes_no_turn() -> None:
    pace = Pace(60.0)
    await pace.turn("desk")

    for _ in range(2):
        with pytest.raises(RateLimitedError) as refused:
            await pace.turn("desk")
        assert 50 < refused.value.wait.total_seconds() <= 60


async def test_if_reservations_fail_a_process_keeps_its_own_pace() -> None:
    async def fail(_: str, __: float, ___: float) -> float:
        raise StoreError("the database is gone")

    pace, begun = Pace(QUICK, Reservations(fail)), now()
    await asyncio.gather(*(pace.turn("bot") for _ in range(25)))

    assert now() - begun >= 24 * QUICK
