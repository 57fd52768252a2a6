"""Messages that may have been posted since a backup count as attempted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.domain.slots import MessageState, SlotState
from bot.scheduling import SystemClock
from bot.stores.sql import open_maintenance, open_store
from tests.fakes.alerts import make_alerted, make_post
from tests.fakes.outboxes import (
    LEASE,
    MINUTE,
    NIGHT,
    NOW,
    build,
    edition_of,
    make_parts,
    make_slot,
    send,
    states,
    take_part,
    take_slot,
)

pytestmark = pytest.mark.both_databases

TOMORROW = timedelta(days=1)


def restore_yesterday(address: str, file: Path) -> None:
    """Fill a database from a backup of itself."""
    with open_maintenance(address) as maintenance:
        maintenance.restore(str(file), force=True)


def backup(address: str, file: Path) -> None:
    """Back a database up."""
    with open_maintenance(address) as maintenance:
        maintenance.backup(str(file))


async def test_slots_and_parts_are_in_a_backup(
    database: str, new_database: str, tmp_path: Path
) -> None:
    async with open_store(database) as store:
        await build(store, make_slot(), make_slot(NIGHT), parts=1)
        await store.plan([make_slot(index=1)], NOW + MINUTE)
        await send(store)
        told = await states(store)
    backup(database, tmp_path / "backup")

    with open_maintenance(new_database) as maintenance:
        maintenance.restore(str(tmp_path / "backup"), force=False)

    async with open_store(new_database) as store:
        assert await states(store) == told
        assert await store.planned_until() == NOW + MINUTE
        assert (await take_part(store)).body == '{"text": "first 0"}'


async def test_parts_that_were_sent_since_the_backup_count_as_attempted(
    database: str, tmp_path: Path
) -> None:
    async with open_store(database) as store:
        await build(store, make_slot(), parts=2)
        backup(database, tmp_path / "backup")
        await send(store)

    restore_yesterday(database, tmp_path / "backup")

    async with open_store(database) as store:
        for number in range(2):
            part = await send(store, now=NOW + TOMORROW)
            assert (part.number, part.attempts, part.first_try) == (number, 2, NOW)


async def test_a_restore_ends_the_leases_of_the_backup(
    database: str, tmp_path: Path
) -> None:
    async with open_store(database) as store:
        await build(store, make_slot(), parts=1)
        part = await take_part(store)
        await store.plan([make_slot(index=1)], NOW)
        slot = await take_slot(store)
    backup(database, tmp_path / "backup")

    restore_yesterday(database, tmp_path / "backup")

    async with open_store(database) as store:
        assert not await store.has_lease(part, "one", NOW)
        assert not await store.store_messages(slot, edition_of(slot), make_parts())
        assert await states(store) == [
            (SlotState.DUE, ()),
            (SlotState.BUILT, (MessageState.PENDING,)),
        ]


async def test_an_alert_after_a_restore_is_looked_for_first(
    database: str, new_database: str, tmp_path: Path
) -> None:
    async with open_store(database) as store:
        await store.begin_alerts([("outages", "console/desk")], NOW)
    backup(database, tmp_path / "backup")
    with open_maintenance(new_database) as maintenance:
        maintenance.restore(str(tmp_path / "backup"), force=False)
    now = SystemClock().now()

    async with open_store(new_database) as store:
        await store.post_alert(make_post(make_alerted("a", at=now)))
        message = await store.claim_message("bot", now, LEASE)

    assert message is not None
    assert message.attempts == 2
    assert message.first_try is not None
    assert message.first_try < now - timedelta(hours=12)
