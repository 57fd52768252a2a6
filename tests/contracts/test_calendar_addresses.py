"""The contract of CalendarAddressStore."""

from __future__ import annotations

from bot.core.ports.calendar_addresses import CalendarAddress
from bot.stores.sql import SqlStore
from tests.fakes.records import DAY, NOW

DESK = CalendarAddress("slack/C1", "ab" * 32, "U1", NOW)
OTHER = CalendarAddress("discord/7", "cd" * 32, "Ж", NOW)


async def test_each_channel_has_its_own_address(store: SqlStore) -> None:
    await store.keep_address(DESK)
    await store.keep_address(OTHER)

    assert await store.calendar_addresses() == (OTHER, DESK)


async def test_a_new_address_replaces_the_earlier_one(store: SqlStore) -> None:
    later = CalendarAddress("slack/C1", "ef" * 32, "U2", NOW + DAY)

    await store.keep_address(DESK)
    await store.keep_address(later)

    assert await store.calendar_addresses() == (later,)


async def test_a_revoked_address_is_gone(store: SqlStore) -> None:
    await store.keep_address(DESK)
    await store.keep_address(OTHER)

    assert await store.revoke_address("slack/C1")
    assert not await store.revoke_address("slack/C1")
    assert await store.calendar_addresses() == (OTHER,)
