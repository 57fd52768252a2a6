"""Texts that rows share in a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.core.domain.errors import StoreError
from bot.core.domain.records import Edition
from bot.core.domain.slots import NewMessage
from bot.stores.sql import SqlStore, open_maintenance, open_store, schema, tables
from bot.stores.sql.bodies import bodies
from tests.fakes.outboxes import (
    DESK,
    NIGHT,
    edition_of,
    make_slot,
    take_part,
    take_slot,
)
from tests.fakes.records import DAY, NOW

LONG = "The ferry stays in port until Thursday. " * 9


async def number_of_bodies(store: SqlStore) -> int | None:
    """How many texts are shared."""
    counting = select(func.count()).select_from(bodies)
    return await store.database.read(lambda connection: connection.scalar(counting))


async def build(
    store: SqlStore, channel: str, text: str, *, at: datetime = NOW
) -> Edition:
    """Build a digest whose edition and message have a text with their names in it."""
    await store.plan([make_slot(channel, at=at)], at)
    slot = await take_slot(store, now=at)
    name = f"edition of {channel}"
    text = f"{text} {name} in {channel}"
    edition = replace(edition_of(slot), id=name, document=text)
    assert await store.store_messages(slot, edition, [NewMessage(0, text)])
    return edition


async def test_texts_of_two_channels_are_stored_once_and_come_back(
    store: SqlStore,
) -> None:
    editions = [await build(store, channel, LONG) for channel in (DESK, NIGHT)]

    stored = await store.editions("morning", 5)
    parts = [await take_part(store) for _ in editions]

    assert await number_of_bodies(store) == 1
    assert {each.document for each in stored} == {each.document for each in editions}
    assert {part.body for part in parts} == {each.document for each in editions}


@pytest.mark.parametrize("text", ["short", f"{LONG}\x01", f"{LONG}\x02", "x" * 150])
async def test_other_texts_have_rows_of_their_own(store: SqlStore, text: str) -> None:
    edition = await build(store, DESK, text)

    assert await number_of_bodies(store) == 0
    assert (await take_part(store)).body == edition.document
    assert await store.editions("morning", 5) == (edition,)


@pytest.mark.both_databases
async def test_a_text_is_kept_as_long_as_a_row_has_it(store: SqlStore) -> None:
    edition = await build(store, DESK, LONG)

    await store.purge(NOW + 2 * DAY)
    waiting = await take_part(store)
    assert waiting.body == edition.document
    assert await store.mark_sent(waiting, "one", "id")
    await store.purge(NOW + 2 * DAY)

    assert await number_of_bodies(store) == 0


@pytest.fixture
def older(new_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database that a program before this migration created."""
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "HEAD", schema.OLDEST)
        with open_maintenance(new_database) as maintenance:
            maintenance.upgrade()
    return new_database


async def test_no_text_is_shared_while_older_programs_may_read_it(
    older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(older) as store:
        edition = await build(store, DESK, LONG)
        assert await number_of_bodies(store) == 0
        await store.database.write(schema.exclude_older)
        await build(store, NIGHT, LONG)
        assert await number_of_bodies(store) == 1
        assert (await take_part(store)).body == edition.document

    monkeypatch.setattr(schema, "HEAD", schema.OLDEST)
    with pytest.raises(StoreError, match="a newer version of Sitrep created"):
        async with open_store(older):
            pass


async def test_an_older_program_reads_what_this_one_built(
    older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(older) as store:
        edition = await build(store, DESK, LONG)

    monkeypatch.setattr(schema, "HEAD", schema.OLDEST)
    async with open_store(older) as store:
        own = select(tables.outbox.c.body)
        stored = await store.database.read(lambda connection: connection.scalar(own))

    assert stored == edition.document


@pytest.mark.both_databases
@pytest.mark.parametrize("number", [0, 1])
async def test_a_restored_database_shares_texts_if_its_backup_does(
    older: str, database: str, tmp_path: Path, number: int
) -> None:
    async with open_store(database) as store:
        await build(store, DESK, LONG if number else "short")
    with open_maintenance(database) as maintenance:
        maintenance.backup(str(tmp_path / "backup"))

    with open_maintenance(older) as maintenance:
        maintenance.restore(str(tmp_path / "backup"), force=False)
        shares = maintenance.database.read_now(schema.shares_texts)

    assert shares == bool(number)
