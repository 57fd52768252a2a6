from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.core.domain.errors import StoreError
from bot.core.operations.health import MAX_LAG, Health
from tests.fakes.ports import FakeClock


class Database:
    """Answers until it is told not to."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    async def ping(self) -> None:
        """Answer."""
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def health(clock: FakeClock, database: Database) -> Health:
    """That of a bot in which all works."""
    health = Health(clock, database.ping)
    health.ticked()
    health.connected("console")
    return health


async def test_a_bot_in_which_all_works_is_ready(health: Health) -> None:
    assert (await health.ready()).is_good


async def test_a_planner_that_stands_still_is_missed(
    health: Health, clock: FakeClock
) -> None:
    clock.move(timedelta(seconds=60))
    after_a_minute = await health.ready()
    clock.move(timedelta(seconds=15))

    assert after_a_minute.is_good
    assert (await health.ready()).missing == {"planner": "has not run for 75 s"}


@pytest.mark.parametrize("error", [StoreError("database at db.secret"), OSError()])
async def test_a_database_that_does_not_answer_is_missed_without_its_name(
    health: Health, database: Database, error: Exception
) -> None:
    database.error = error

    report = await health.ready()

    assert report.missing == {"database": "does not answer"}


async def test_each_platform_that_is_expected_must_be_connected(
    health: Health,
) -> None:
    health.expect(("slack", "discord"))
    health.connected("slack")
    before = await health.ready()
    health.connected("discord")
    both = await health.ready()
    health.connected("slack", well=False)

    assert before.missing == {"discord": "is not connected"}
    assert both.is_good
    assert (await health.ready()).missing == {"slack": "is not connected"}


async def test_a_bot_that_was_told_to_end_is_not_ready(health: Health) -> None:
    health.end()

    assert (await health.ready()).missing == {"process": "is stopping"}
    assert health.alive().is_good


def test_a_late_loop_is_no_life(health: Health) -> None:
    health.lagged(MAX_LAG / 2)
    before = health.alive()
    health.lagged(MAX_LAG)

    assert before.is_good
    assert health.alive().missing == {"loop": "the event loop reacted 1.0 s late"}
