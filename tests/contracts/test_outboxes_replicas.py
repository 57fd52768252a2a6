"""The contract of an outbox in a database, for several processes."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection as Pipe
from threading import Barrier

import pytest

from bot.core.domain.errors import StoreError
from bot.core.domain.records import History
from bot.core.ports.outbox import Outbox
from bot.stores.sql import SqlStore, open_store
from tests.fakes.outboxes import (
    DESK,
    LEASE,
    MINUTE,
    NOW,
    build,
    edition_of,
    make_key,
    make_parts,
    make_slot,
    take_part,
    take_slot,
)

CHANNELS = tuple(f"console/{number}" for number in range(12))


async def test_an_edition_is_kept_with_the_parts(store: SqlStore) -> None:
    await store.plan([make_slot()], NOW)
    slot = await take_slot(store)

    await store.store_messages(slot, edition_of(slot), make_parts())

    assert await store.editions("morning", 10) == (edition_of(slot),)
    assert await store.history(DESK, after=NOW - MINUTE) == History(
        frozenset({"sentence of first"}),
        frozenset({"id-ferry"}),
        last=NOW,
        by_digest={"morning": NOW},
    )


async def test_a_builder_that_lost_its_slot_keeps_no_edition(store: SqlStore) -> None:
    await store.plan([make_slot()], NOW)
    lost = await take_slot(store)
    again = await take_slot(store, now=NOW + LEASE)

    await store.store_messages(lost, edition_of(lost, "lost"), make_parts())
    assert await store.editions("morning", 10) == ()
    await store.store_messages(again, edition_of(again), make_parts())
    await store.store_messages(again, edition_of(again, "second"), make_parts())

    assert await store.editions("morning", 10) == (edition_of(again),)


async def test_parts_that_cannot_be_stored_leave_no_trace(store: SqlStore) -> None:
    await store.plan([make_slot()], NOW)
    slot = await take_slot(store)
    twice = (*make_parts(1), *make_parts(1))

    with pytest.raises(StoreError, match=r"(?i)unique"):
        await store.store_messages(slot, edition_of(slot), twice)

    assert await store.editions("morning", 10) == ()
    assert await store.store_messages(slot, edition_of(slot), make_parts())


async def test_all_is_known_after_a_restart(database: str) -> None:
    async with open_store(database) as before:
        await build(before, make_slot())
        sending = await take_part(before)
        told = await before.deliveries(failed=False, limit=10)

    async with open_store(database) as after:
        assert await after.planned_until() == NOW
        assert await after.deliveries(failed=False, limit=10) == told
        assert await after.has_lease(sending, "one", NOW)
        assert await after.mark_sent(sending, "one", "id")


async def test_slots_that_two_plan_at_once_are_there_once(database: str) -> None:
    slots = [make_slot(channel) for channel in CHANNELS]
    async with open_store(database) as one, open_store(database) as two:
        answers = await asyncio.gather(
            *(store.plan(slots, NOW) for store in (one, two) for _ in range(4))
        )

    assert sorted(map(len, answers)) == [0] * 7 + [len(CHANNELS)]


async def take_slots(outbox: Outbox, owner: str) -> list[str]:
    """Claim slots until none is due."""
    taken = []
    while slot := await outbox.claim_slot(owner, NOW, LEASE):
        taken.append(str(slot.key))
    return taken


async def take_parts(outbox: Outbox, owner: str) -> list[str]:
    """Claim parts until none is due."""
    taken = []
    while part := await outbox.claim_message(owner, NOW, LEASE):
        taken.append(str(part.slot))
    return taken


TAKING = pytest.mark.parametrize("take", [take_slots, take_parts])
Take = Callable[[Outbox, str], Awaitable[list[str]]]


async def prepare(outbox: Outbox, take: Take) -> list[str]:
    """Add a due slot or part to every channel; return the keys."""
    slots = [make_slot(channel) for channel in CHANNELS]
    if take is take_parts:
        await build(outbox, *slots)
    await outbox.plan(slots, NOW)
    return sorted(str(make_key(channel)) for channel in CHANNELS)


@TAKING
async def test_stores_that_claim_at_once_never_get_the_same(
    database: str, take: Take
) -> None:
    async with open_store(database) as one, open_store(database) as two:
        keys = await prepare(one, take)

        takers = [(store, f"{n}") for n, store in enumerate((one, two) * 3)]
        taken = await asyncio.gather(*(take(store, owner) for store, owner in takers))

    assert sorted(key for some in taken for key in some) == keys


def take_with_others(
    address: str, take: Take, owner: str, start: Barrier, told: Pipe
) -> None:
    """Claim when all processes are ready, and send the result."""

    async def run() -> None:
        async with open_store(address) as store:
            start.wait()
            told.send(await take(store, owner))

    asyncio.run(run())


@pytest.mark.slow
@TAKING
async def test_processes_that_claim_at_once_never_get_the_same(
    database: str, take: Take
) -> None:
    async with open_store(database) as store:
        keys = await prepare(store, take)
    context = multiprocessing.get_context("spawn")
    start, (told, tell) = context.Barrier(3), context.Pipe(duplex=False)
    processes = [
        context.Process(
            target=take_with_others, args=(database, take, f"{n}", start, tell)
        )
        for n in range(3)
    ]

    for process in processes:
        process.start()
    taken = [key for _ in processes for key in told.recv()]

    for process in processes:
        process.join()
    assert sorted(taken) == keys
