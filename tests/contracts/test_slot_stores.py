"""What every SlotStore promises."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time

from bot.core.model import Slot
from bot.core.stores import SlotStore
from bot.stores.sql import open_store
from tests.fakes.plans import make_plan


def make_slot(day: int = 2) -> Slot:
    at = datetime(2026, 3, day, 7, 30, tzinfo=UTC)
    return Slot(make_plan(), date(2026, 3, day), time(7, 30), at)


async def test_a_slot_is_taken_once(store: SlotStore) -> None:
    answers = [await store.claim(make_slot()) for _ in range(3)]

    assert answers == [True, False, False]


async def test_of_many_who_ask_at_once_one_takes_the_slot(store: SlotStore) -> None:
    answers = await asyncio.gather(*(store.claim(make_slot()) for _ in range(8)))

    assert sorted(answers) == [False] * 7 + [True]


async def test_taken_slots_are_planned(store: SlotStore) -> None:
    before = await store.planned()

    await store.claim(make_slot(2))
    await store.claim(make_slot(3))

    assert before == frozenset()
    assert await store.planned() == {
        "morning/2026-03-02/07:30",
        "morning/2026-03-03/07:30",
    }


async def test_of_two_processes_one_takes_the_slot(database: str) -> None:
    async with open_store(database) as one, open_store(database) as two:
        claims = [store.claim(make_slot()) for store in (one, two) for _ in range(8)]

        answers = await asyncio.gather(*claims)

    assert sum(answers) == 1


async def test_a_taken_slot_is_known_after_a_restart(database: str) -> None:
    async with open_store(database) as before:
        await before.claim(make_slot())

    async with open_store(database) as after:
        assert not await after.claim(make_slot())
