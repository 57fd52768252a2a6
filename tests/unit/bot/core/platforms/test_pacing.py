"""Requests keep to rate limits that are known."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.domain.errors import RateLimitedError, StoreError
from bot.core.platforms import pacing
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


async def test_a_wait_among_all_processes_is_kept() -> None:
    asked: list[tuple[str, float, float]] = []

    async def reserve(name: str, interval: float, longest: float) -> float:
        asked.append((name, interval, longest))
        return 3 * QUICK

    pace, begun = Pace(QUICK, Reservations(reserve), 1.0), now()
    await pace.turn("bot")

    assert now() - begun >= 3 * QUICK
    assert asked == [("bot", QUICK, 1.0)]
    assert 0 < pace.wait("bot") <= QUICK


async def test_others_that_use_up_the_limit_leave_no_turn() -> None:
    async def reserve(_: str, __: float, ___: float) -> float:
        return 7.0

    with pytest.raises(RateLimitedError):
        await Pace(QUICK, Reservations(reserve)).turn("bot")


async def test_if_reservations_fail_a_process_keeps_its_own_pace() -> None:
    async def fail(_: str, __: float, ___: float) -> float:
        raise StoreError("the database is gone")

    pace, begun = Pace(QUICK, Reservations(fail)), now()
    await asyncio.gather(*(pace.turn("bot") for _ in range(25)))

    assert now() - begun >= 24 * QUICK


async def test_reservations_that_come_late_are_not_used_together() -> None:
    """Those of a slow database: each says that its request may go at once."""

    async def reserve(_: str, __: float, ___: float) -> float:
        await asyncio.sleep(QUICK)
        return 0.0

    pace, begun = Pace(QUICK, Reservations(reserve)), now()
    await asyncio.gather(*(pace.turn("bot") for _ in range(25)))

    assert now() - begun >= 24 * QUICK


async def test_a_reservation_that_takes_too_long_admits_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def hang(_: str, __: float, ___: float) -> float:
        await asyncio.Event().wait()
        return 0.0

    monkeypatch.setattr(pacing, "RESERVING_SECONDS", 0.05)
    pace = Pace(QUICK, Reservations(hang))

    with pytest.raises(RateLimitedError):
        await asyncio.wait_for(pace.turn("bot"), 5)


async def test_a_reservation_may_take_longer_than_the_longest_turn() -> None:
    """On a busy machine it would otherwise never be in time for a fast clock."""

    async def dawdle(_: str, __: float, ___: float) -> float:
        await asyncio.sleep(0.1)
        return 0.0

    await Pace(QUICK, Reservations(dawdle), longest=0.05).turn("bot")
