"""The contract of WorkStore."""

from __future__ import annotations

from datetime import timedelta

from bot.core.domain.slots import MessageState, SlotState
from bot.core.domain.work import ProcessWork
from bot.stores.sql import SqlStore
from tests.fakes import outboxes
from tests.fakes.outboxes import LEASE, MINUTE, NIGHT, NOW, build, make_slot

DAY = timedelta(days=1)


async def test_the_last_planning_is_shown(store: SqlStore) -> None:
    await store.plan([make_slot()], NOW)

    work = await store.work(NOW)

    assert work.planned == NOW
    assert (work.slots, work.unbuilt) == ({SlotState.DUE: 1}, 1)


async def test_valid_leases_show_who_works(store: SqlStore) -> None:
    await store.plan([make_slot(), make_slot(NIGHT)], NOW)
    await store.claim_slot("one", NOW, LEASE)
    await store.claim_slot("two", NOW, LEASE)
    await store.lease_alerts("two", NOW, LEASE)

    work = await store.work(NOW)

    assert work.processes == (
        ProcessWork("one", building=1),
        ProcessWork("two", building=1, alerts=True),
    )
    assert (await store.work(NOW + LEASE)).processes == ()


async def test_messages_are_counted_by_state(store: SqlStore) -> None:
    await build(store, make_slot(at=NOW - MINUTE), parts=3)
    await outboxes.send(store)
    await store.claim_message("one", NOW, LEASE)

    work = await store.work(NOW)

    assert work.messages == {
        MessageState.SENT: 1,
        MessageState.SENDING: 1,
        MessageState.PENDING: 1,
    }
    assert (work.unsent, work.oldest) == (2, NOW - MINUTE)
    assert work.processes == (ProcessWork("one", sending=1),)


async def test_what_waits_is_counted_however_old_it_is(store: SqlStore) -> None:
    await build(store, make_slot(), parts=2)

    work = await store.work(NOW + 30 * DAY)

    assert (work.slots, work.unsent) == ({SlotState.BUILT: 1}, 2)
    assert work.oldest == NOW
