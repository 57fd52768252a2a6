"""Texts that rows share in a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select

from bot.core.domain.records import Edition
from bot.core.domain.slots import NewMessage
from bot.stores.sql import SqlStore
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
