"""The contract of an outbox in a database, for several processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from dataclasses import dataclass
from itertools import pairwise
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
    make_parts,
    make_slot,
    take_part,
    take_slot,
)

pytestmark = pytest.mark.both_databases

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


def take_with_others(address: str, owner: str, start: Barrier, told: Pipe) -> None:
    """Claim when all processes are ready, and send the result."""

    async def run() -> None:
        async with open_store(address) as store:
            start.wait()
            told.send(await take_slots(store, owner))

    asyncio.run(run())


@pytest.mark.slow
async def test_processes_that_claim_at_once_never_get_the_same(
    database: str,
) -> None:
    async with open_store(database) as store:
        keys = await store.plan([make_slot(channel) for channel in CHANNELS], NOW)
    context = multiprocessing.get_context("spawn")
    start, (told, tell) = context.Barrier(3), context.Pipe(duplex=False)
    processes = [
        context.Process(target=take_with_others, args=(database, f"{n}", start, tell))
        for n in range(3)
    ]

    for process in processes:
        process.start()
    taken = [key for _ in processes for key in told.recv()]

    for process in processes:
        process.join()
    assert sorted(taken) == sorted(map(str, keys))


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of a channel, and when it was claimed and marked."""

    channel: str
    turn: tuple[int, int]
    claimed: float
    marked: float


def send_with_others(address: str, owner: str, start: Barrier, told: Pipe) -> None:
    """Claim and mark messages by several senders, and send what was done."""

    async def send(outbox: Outbox) -> list[Sent]:
        done = []
        while part := await outbox.claim_message(owner, NOW, LEASE):
            claimed = time.monotonic()
            assert await outbox.mark_sent(part, owner, f"{owner} {claimed}")
            turn = part.slot.index, part.number
            done.append(Sent(part.slot.channel, turn, claimed, time.monotonic()))
        return done

    async def run() -> None:
        async with open_store(address) as store:
            start.wait()
            done = await asyncio.gather(*(send(store) for _ in range(4)))
            told.send([each for some in done for each in some])

    asyncio.run(run())


@pytest.mark.slow
async def test_processes_that_send_at_once_keep_the_order_of_each_channel(
    database: str,
) -> None:
    slots = [
        make_slot(channel, at=NOW - MINUTE * (3 - index), index=index)
        for channel in CHANNELS
        for index in range(3)
    ]
    async with open_store(database) as store:
        await build(store, *slots)
    context = multiprocessing.get_context("spawn")
    start, (told, tell) = context.Barrier(4), context.Pipe(duplex=False)
    processes = [
        context.Process(target=send_with_others, args=(database, f"{n}", start, tell))
        for n in range(4)
    ]

    for process in processes:
        process.start()
    sent: list[Sent] = [each for _ in processes for each in told.recv()]

    for process in processes:
        process.join()
    turns = [(index, number) for index in range(3) for number in range(2)]
    for channel in CHANNELS:
        own = [each for each in sent if each.channel == channel]
        ordered = sorted(own, key=lambda each: each.claimed)
        assert [each.turn for each in ordered] == turns
        # The answer to a mark may arrive after the next claim, but not after its end.
        assert all(one.claimed < other.marked for one, other in pairwise(ordered))


@pytest.mark.parametrize("number", [1, 40])
async def test_what_is_claimed_and_marked_at_once_is_answered_each(
    database: str, number: int
) -> None:
    async with open_store(database) as store:
        slots = [make_slot(f"console/{n:02}", digest=f"{n:02}") for n in range(number)]
        await build(store, *slots, parts=1)

        claims = (store.claim_message("one", NOW, LEASE) for _ in range(number + 2))
        claimed = await asyncio.gather(*claims)
        parts = [part for part in claimed if part is not None]
        marks = (store.mark_sent(part, "one", f"id {part.id}") for part in parts)
        marked = await asyncio.gather(*marks, store.mark_sent(parts[0], "two", "late"))

        found = await store.deliveries(failed=False, limit=100)
        ids = [part.message_id for _, (part,) in found]

    assert claimed[number:] == [None, None]
    assert [part.slot.channel for part in parts] == [s.key.channel for s in slots]
    assert marked == [True] * number + [False]
    assert sorted(ids, key=str) == sorted((f"id {part.id}" for part in parts), key=str)
