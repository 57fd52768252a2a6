"""PostgreSQL hides the rows of a workspace from all others."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import ProgrammingError

from bot.core.domain.errors import StoreError
from bot.core.domain.workspaces import ACTING_FOR
from bot.stores.sql import open_installations, open_maintenance
from bot.stores.sql.database import Database
from bot.stores.sql.isolation import bypasses_isolation, conditions
from bot.stores.sql.tables import metadata, mutes, slots
from bot.stores.sql.token_cipher import make_key
from tests.fakes.postgresql import Server
from tests.fakes.workspace_rows import NAMES, fill, value_of

HIDDEN = {"installations", "paces"}
ISOLATED = [name for name in conditions() if name not in HIDDEN]


@contextmanager
def acting(workspace: str) -> Iterator[None]:
    token = ACTING_FOR.set(workspace)
    try:
        yield
    finally:
        ACTING_FOR.reset(token)


@pytest.fixture(scope="module")
def tenant(postgresql: Server) -> str:
    """A database of a role that cannot bypass policies, with a row of each workspace."""
    address = postgresql.url_of_a_role("tenant")
    with open_maintenance(address) as maintenance:
        maintenance.upgrade()
    return address


@pytest.fixture
async def database(tenant: str, postgresql: Server) -> AsyncIterator[Database]:
    async with open_installations(tenant, make_key()):
        pass
    postgresql.clear(tenant.replace("//tenant@", "//sitrep@"))
    opened = Database(tenant)
    opened.write_now(fill)
    try:
        yield opened
    finally:
        opened.close_now()


def seen(connection: Connection) -> dict[str, int]:
    """The numbers of visible rows by table, of those with rows of workspaces."""
    return {
        name: len(connection.execute(select(metadata.tables[name])).all())
        for name in ISOLATED
    }


def is_kept(database: Database) -> list[str]:
    """The tables of which each workspace does not see exactly its own row."""
    wrong: set[str] = set()
    for name in NAMES:
        with acting(name):
            rows = database.read_now(seen)
        wrong.update(table for table, number in rows.items() if number != 1)
    return sorted(wrong)


async def test_each_workspace_sees_its_own_rows_only(database: Database) -> None:
    assert is_kept(database) == []
    assert set(database.read_now(seen).values()) == {len(NAMES)}
    with acting("acme"):
        channels = database.read_now(lambda c: c.scalars(select(slots.c.channel)).all())
    assert channels == ["slack/acme/C1"]
    with acting("acm"):
        assert set(database.read_now(seen).values()) == {0}
    database.close_now()


def str_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False).replace("+psycopg", "")


async def test_a_workspace_cannot_write_for_another(database: Database) -> None:
    def mute(connection: Connection) -> None:
        row = {each.name: value_of(each, 3, "globex") for each in mutes.c}
        connection.execute(insert(mutes), row)

    with acting("acme"), pytest.raises((StoreError, ProgrammingError)):
        database.write_now(mute)
    with acting("globex"):
        database.write_now(mute)
    database.close_now()


async def test_a_workspace_cannot_change_what_it_does_not_see(
    database: Database,
) -> None:
    with acting("acme"):
        database.write_now(lambda c: c.execute(slots.update().values(error="lost")))

    rows = database.read_now(lambda c: c.execute(select(slots)).all())
    assert {row.channel: row.error for row in rows} == {
        "slack/acme/C1": "lost",
        "slack/globex/C1": "text 2",
    }
    database.close_now()


async def test_work_in_threads_runs_for_the_workspace_of_its_caller(
    database: Database,
) -> None:
    with acting("acme"):
        rows = await database.read(seen)
    everything = await database.read(seen)

    assert set(rows.values()) == {1}
    assert set(everything.values()) == {2}
    database.close_now()


async def test_no_workspace_reads_tokens(database: Database) -> None:
    address = str_of(database)
    async with open_installations(address, make_key()) as store:
        with acting("acme"):
            assert await store.installations("slack") == ()
        assert await store.is_isolated()
    database.close_now()


async def test_a_role_that_bypasses_policies_is_noticed(database: Database) -> None:
    owner = Database(str_of(database).replace("//tenant@", "//sitrep@"))

    assert owner.read_now(bypasses_isolation)
    assert not database.read_now(bypasses_isolation)
    owner.close_now()
    database.close_now()
