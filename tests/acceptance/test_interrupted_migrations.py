"""A process that is killed while it brings a database up to date leaves it whole."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.core.domain.slots import SlotState
from bot.stores.sql import open_store
from bot.stores.sql.database import Database
from bot.stores.sql.schema import schema_version
from tests.fakes.delivery_bot import DeliveryBot
from tests.fakes.plans import make_plan
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.ports import FakeClock
from tests.fakes.versions import STEP, TODAY, TOMORROW, make_tomorrow, use_tomorrow

pytestmark = [pytest.mark.slow, pytest.mark.process]

MORNING = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
STATEMENTS = """op.execute("UPDATE marks SET taker = 'first'")
    op.execute("DELETE FROM marks WHERE name = 'planned'")
    op.execute("INSERT INTO marks (name, at) VALUES ('planned', 0)")"""
"""A step that would let every slot be planned anew, if it were made by half."""


def upgrade_and_die(
    address: str, word: str, number: int, steps: Path | None = None
) -> None:
    """Upgrade a database, and be killed after so many statements with this word."""
    numbers = count(1)

    def die(*values: object) -> None:
        if word in str(values[2]) and next(numbers) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", die)

    async def upgrade() -> None:
        async with open_store(address):
            pass

    with pytest.MonkeyPatch.context() as changed:
        if steps is not None:
            use_tomorrow(steps, changed)
        asyncio.run(upgrade())


def run_and_die(*arguments: object) -> int | None:
    """Do so in another process; how it ended."""
    process = multiprocessing.get_context("spawn").Process(
        target=upgrade_and_die, args=arguments
    )
    process.start()
    process.join()
    return process.exitcode


def version_of(address: str) -> str | None:
    """The last step that was made."""
    database = Database(address)
    try:
        return database.read_now(schema_version)
    finally:
        database.close_now()


async def deliver(address: str, model: SlackModel, *, hours: float) -> list[SlotState]:
    """Let a bot run from this morning on; what became of the slots."""
    async with open_store(address) as store:
        bot = DeliveryBot(store, FakeClock(MORNING - timedelta(minutes=1)), model)
        plan = make_plan(at="07:30", platform="slack")
        await bot.deliver_for(plan, hours=hours, minutes=15)
        return [slot.state for slot in await bot.slots()]


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(1, marks=pytest.mark.long),
        12,
        pytest.param(30, marks=pytest.mark.long),
    ],
)
async def test_tables_whose_creation_is_killed_half_way_are_created_anew(
    statements: int, new_database: str
) -> None:
    ended = run_and_die(new_database, "CREATE", statements)
    before = version_of(new_database)
    states = await deliver(new_database, SlackModel(), hours=1)

    assert (ended, before) == (-signal.SIGKILL, None)
    assert version_of(new_database) == TODAY
    assert states == [SlotState.POSTED]


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(1, marks=pytest.mark.long),
        2,
        pytest.param(3, marks=pytest.mark.long),
        pytest.param(4, marks=pytest.mark.long),
    ],
)
async def test_a_migration_that_is_killed_half_way_is_made_anew_and_loses_nothing(
    statements: int, new_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = SlackModel()
    with pytest.MonkeyPatch.context() as tomorrow:
        step = make_tomorrow(tmp_path / "versions", tomorrow)
    step.write_text(STEP.format(more=STATEMENTS))
    await deliver(new_database, model, hours=1)

    ended = run_and_die(new_database, " marks ", statements, step.parent)
    before = version_of(new_database)
    states = await deliver(new_database, model, hours=1)
    use_tomorrow(step.parent, monkeypatch)
    await deliver(new_database, model, hours=1)

    assert (ended, before) == (-signal.SIGKILL, TODAY)
    assert version_of(new_database) == TOMORROW
    assert states == [SlotState.POSTED]
    assert len(model.posted) == 1
