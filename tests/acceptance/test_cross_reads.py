"""Whatever the people of a workspace ask, they read nothing of another."""

from __future__ import annotations

from random import Random

import pytest

from bot.bootstrap.app_context import open_app
from bot.bootstrap.commands import make_commands
from bot.bootstrap.network import NetworkSettings
from bot.bootstrap.runtime import Runtime
from bot.stores.sql import open_installations
from bot.stores.sql.token_cipher import make_key
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeJournal
from tests.fakes.postgresql import Server
from tests.fakes.tenants import Prying, tenants

pytestmark = pytest.mark.slow

REQUESTS = 300


@pytest.fixture(params=["sqlite", "tenant"])
def store_of_tenants(request: pytest.FixtureRequest, tmp_path: object) -> str:
    """A database; on PostgreSQL that of a role that cannot bypass policies."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/sitrep.db"
    server: Server = request.getfixturevalue("postgresql")
    return server.url_of_a_role("prying")


async def test_no_answer_has_a_secret_of_another_workspace(
    store_of_tenants: str,
) -> None:
    clock, event_log = FakeClock(), FakeJournal()
    runtime = Runtime(
        store_of_tenants, clock, event_log, NetworkSettings(allow_private=True)
    )
    given = FakeConfiguration(tenants())
    async with (
        open_installations(store_of_tenants, make_key()),
        open_app(runtime, given, ()) as app,
    ):
        prying = Prying(make_commands(app), clock, Random(7))  # noqa: S311 - repeatable

        leaks = await prying.read(REQUESTS)

        muted = await app.store.mutes("slack/acme/C1")
    assert leaks == []
    assert event_log.events("error") == []
    assert prying.answered > REQUESTS / 4
    assert muted
