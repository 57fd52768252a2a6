"""The contract of InstallationStore."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, insert, select, update

from bot.core.domain.errors import StoreError
from bot.core.domain.installations import Installation
from bot.stores.sql import SqlInstallations, open_installations
from bot.stores.sql.database import Database
from bot.stores.sql.installation_tables import installations
from bot.stores.sql.tables import editions, metadata
from bot.stores.sql.token_cipher import make_key
from tests.fakes.records import NOW
from tests.fakes.workspace_rows import fill, value_of

KEY, HOUR = make_key(), timedelta(hours=1)
ACME = Installation(
    "slack", "T000000001", "Acme", "xoxb-acme", NOW, ("chat:write", "commands")
)
GLOBEX = replace(ACME, server="T000000002", title="Globex", token="xoxb-globex")  # noqa: S106
ROTATING = replace(ACME, refresh_token="xoxe-1", expires=NOW + HOUR)  # noqa: S106
RENEWED = replace(
    ROTATING,
    token="xoxb-new",  # noqa: S106
    refresh_token="xoxe-2",  # noqa: S106
    expires=NOW + 13 * HOUR,
)


@pytest.fixture
async def installed(database: str) -> AsyncIterator[SqlInstallations]:
    async with open_installations(database, KEY) as store:
        yield store


def in_database(address: str, work: Callable[[Connection], Any]) -> Any:
    """Do something with the tables themselves."""
    opened = Database(address)
    try:
        return opened.write_now(work)
    finally:
        opened.close_now()


def written(address: str) -> str:
    """All rows of the table."""
    rows = in_database(address, lambda c: c.execute(select(installations)).all())
    return repr(rows)


async def test_an_installation_comes_back_as_it_was(
    installed: SqlInstallations,
) -> None:
    for each in (ROTATING, GLOBEX):
        await installed.save_installation(each)

    assert await installed.installation("slack", ACME.server) == ROTATING
    assert await installed.installations("slack") in {
        (ROTATING, GLOBEX),
        (GLOBEX, ROTATING),
    }
    assert await installed.installation("discord", ACME.server) is None


async def test_no_row_holds_a_token_or_the_id_of_a_workspace(
    database: str, installed: SqlInstallations
) -> None:
    await installed.save_installation(ROTATING)

    rows = written(database)

    assert "slack" in rows
    for secret in (ACME.server, ACME.title, ACME.token, "xoxe-1"):
        assert secret not in rows


async def test_keys_are_exchanged_without_losing_a_token(database: str) -> None:
    new = make_key()
    async with open_installations(database, KEY) as store:
        await store.save_installation(ACME)
    async with open_installations(database, f"{new},{KEY}") as store:
        await store.save_installation(GLOBEX)

    async with open_installations(database, new) as store:
        assert len(await store.installations("slack")) == 2
        assert await store.reseal() == 0


async def test_tokens_cannot_be_exchanged_between_workspaces(
    database: str, installed: SqlInstallations
) -> None:
    for each in (ACME, GLOBEX):
        await installed.save_installation(each)

    def swap(connection: Connection) -> None:
        sealed = connection.execute(select(installations.c.sealed)).scalars().all()
        for row, other in zip(
            connection.execute(select(installations.c.key)).scalars().all(),
            reversed(sealed),
            strict=True,
        ):
            changed = update(installations).where(installations.c.key == row)
            connection.execute(changed.values(sealed=other))

    in_database(database, swap)

    with pytest.raises(StoreError, match="another workspace"):
        await installed.installation("slack", ACME.server)


async def test_one_process_exchanges_a_token(
    installed: SqlInstallations, database: str
) -> None:
    await installed.save_installation(ROTATING)
    await installed.save_installation(GLOBEX)
    due = {"due": NOW + 2 * HOUR, "now": NOW}

    assert await installed.due_installations("slack", **due) == (ACME.server,)
    async with AsyncExitStack() as stack:
        stores = [
            await stack.enter_async_context(open_installations(database, KEY))
            for _ in range(3)
        ]
        claims = await asyncio.gather(
            *(store.claim_refresh("slack", ACME.server, **due) for store in stores * 5)
        )

    assert sorted(filter(None, claims), key=str) == [ROTATING]
    assert await installed.due_installations("slack", **due) == ()
    assert await installed.save_refreshed(ROTATING, RENEWED)
    assert await installed.installation("slack", ACME.server) == RENEWED
    assert await installed.claim_refresh("slack", ACME.server, **due) is None
    assert await installed.claim_refresh("slack", GLOBEX.server, **due) is None


async def test_a_claim_ends_when_its_process_dies(installed: SqlInstallations) -> None:
    await installed.save_installation(ROTATING)
    due = NOW + 2 * HOUR
    await installed.claim_refresh("slack", ACME.server, due=due, now=NOW)

    later = NOW + timedelta(minutes=1)
    again = await installed.claim_refresh("slack", ACME.server, due=due, now=later)

    assert again == ROTATING


OWN = ("channel", "person")
DEPENDENT = {
    *("edition_sentences", "edition_articles", "edition_passed", "told_lines"),
    *("corrections", "outbox", "alert_articles", "bodies", "locks"),
}
"""The tables whose rows belong to one with a channel, or have its name."""


async def test_all_data_of_a_workspace_is_removed_and_none_of_another(
    database: str, installed: SqlInstallations
) -> None:
    in_database(database, fill)
    await installed.save_installation(ACME)

    assert await installed.remove_workspace("slack", ACME.server, "acme", before=NOW)

    left = in_database(database, _left)
    owned = {
        table.name
        for table in metadata.sorted_tables
        if table.name in DEPENDENT or any(name in table.c for name in OWN)
    }
    assert len(owned) > len(DEPENDENT) + 8
    # Paces have hashes; those that are over are removed. Triggers note days as marks.
    others = left.keys() - owned - {"installations", "paces", "marks"}
    assert {name: left[name] for name in owned} == dict.fromkeys(owned, 1)
    assert {name: left[name] for name in others} == dict.fromkeys(others, 2)


async def test_what_others_store_beside_a_removal_is_removed(
    database: str, installed: SqlInstallations
) -> None:
    await installed.save_installation(ACME)
    other, begun, end = Database(database), threading.Event(), threading.Event()
    row = {each.name: value_of(each, 1, "acme") for each in editions.c}

    def store(connection: Connection) -> None:
        connection.execute(insert(editions), row)
        begun.set()
        assert end.wait(10)

    storing = asyncio.create_task(other.write(store))
    assert await asyncio.to_thread(begun.wait, 10)
    removing = asyncio.create_task(
        installed.remove_workspace("slack", ACME.server, "acme", before=NOW)
    )
    await asyncio.wait([removing], timeout=0.3)
    end.set()
    await storing

    assert await removing
    other.close_now()
    assert in_database(database, _left)["editions"] == 0


async def test_the_file_forgets_the_bytes_of_a_workspace(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'sitrep.db'}"
    async with open_installations(address, KEY) as store:
        in_database(address, fill)
        await store.save_installation(ACME)
        await store.remove_workspace("slack", ACME.server, "acme", before=NOW)

    content = _content(tmp_path)

    assert b"slack/globex/" in content
    assert b"slack/acme/" not in content
    assert b"acme/U1" not in content


def _content(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def _left(connection: Connection) -> dict[str, int]:
    def number(table: Table) -> int:
        return connection.scalar(select(func.count()).select_from(table)) or 0

    return {table.name: number(table) for table in metadata.sorted_tables}
