"""A process that is killed while it brings a database up to date leaves it whole."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, Engine, event, text

from bot.core.domain.slots import SlotState
from bot.stores.sql import open_store
from bot.stores.sql.database import Database
from bot.stores.sql.schema import HEAD, make_schema, schema_version
from tests.fakes.bureau import Bureau
from tests.fakes.plans import make_plan
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.ports import FakeClock

pytestmark = pytest.mark.slow

FIRST = "0001"
MORNING = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
POSTED = """
INSERT INTO editions (id, digest, channel, at, slot, document)
VALUES ('first', 'morning', 'slack/desk', :at, 'morning/2026-03-02/07:30', '{}')
"""


def upgrade_and_die(address: str, statements: int) -> None:
    """Bring a database up to date, and be killed in the middle of it."""
    numbers = count(1)

    def die(*_: object) -> None:
        if next(numbers) == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", die)

    async def upgrade() -> None:
        async with open_store(address):
            pass

    asyncio.run(upgrade())


@pytest.fixture
def old_database(new_database: str) -> str:
    """A database of the first version, which has posted this morning's digest."""

    def fill(connection: Connection) -> None:
        make_schema(connection, "news", FIRST)
        at = int(MORNING.timestamp() * 1_000_000)
        slot = {"key": "morning/2026-03-02/07:30", "at": at, "digest": "morning"}
        columns = "INSERT INTO slots VALUES (:key, :at)"
        connection.execute(text(columns), slot)
        connection.execute(text(POSTED), slot)

    database = Database(new_database)
    database.write_now(fill)
    database.close_now()
    return new_database


def version_of(address: str) -> str | None:
    """The last step that was made."""
    database = Database(address)
    try:
        return database.read_now(schema_version)
    finally:
        database.close_now()


@pytest.mark.parametrize("statements", [8, 16, 25])
async def test_a_migration_that_is_killed_half_way_is_made_anew_and_posts_nothing_again(
    statements: int, old_database: str
) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=upgrade_and_die, args=(old_database, statements)
    )
    process.start()
    process.join()
    before = version_of(old_database)

    async with open_store(old_database) as store:
        clock = FakeClock(MORNING + timedelta(minutes=1))
        bureau = Bureau(store, clock, SlackModel())
        await bureau.deliver_for(make_plan(platform="slack"), hours=25, minutes=15)
        states = [slot.state for slot in await bureau.slots()]

    assert (process.exitcode, before) == (-signal.SIGKILL, FIRST)
    assert version_of(old_database) == HEAD
    assert states == [SlotState.POSTED] * 2
    assert len(bureau.model.posted) == 1
