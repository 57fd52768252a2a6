"""Whatever the people of a workspace ask, they read nothing of another."""

from __future__ import annotations

import pytest

from tests.fakes.postgresql import Server
from tests.fakes.tenants import open_prying

pytestmark = [pytest.mark.slow, pytest.mark.process]

REQUESTS = 900
SEEN = {
    *("home", "press", "suggest", "link", "topic", "digest", "topics", "search"),
    *("who", "why", "split", "merge", "next", "sources"),
}
"""What shows people the secret of their own workspace; else it would prove nothing."""


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
    async with open_prying(store_of_tenants, seed=7) as prying:
        leaks = await prying.read(REQUESTS)

        muted = await prying.town.store.mutes("slack/acme/C1")
    assert leaks == []
    assert prying.event_log.events("error") == []
    assert prying.answered > REQUESTS / 4
    assert prying.own.keys() >= SEEN
    assert muted
