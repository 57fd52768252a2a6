"""The contract of NoticeStore."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.domain.operator_notices import MAX_BATCH_LINES, Incident, NoticeBatch
from bot.core.domain.slots import (
    BUILD_LEASE,
    PlannedSlot,
    SkipReason,
    SlotKey,
    SlotState,
)
from bot.core.ports.stores import NoticeStore
from bot.stores.sql import SqlStore, open_store
from tests.fakes.notices import MemoryNotices

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DESK = "slack/C1"
FERRY = Incident("source:ferry", "the ferry's feed keeps failing")
BRIDGE = Incident("source:bridge", "the bridge's feed keeps failing")
MISSED = Incident("source:missed", "one was missed", passing=True)


@pytest.fixture
async def notices(outbox_address: str | None) -> AsyncIterator[NoticeStore]:
    """An empty store of notices, in memory and in each kind of database."""
    if outbox_address is None:
        yield MemoryNotices()
        return
    async with open_store(outbox_address) as opened:
        yield opened


async def note(
    store: NoticeStore, *incidents: Incident, channel: str = DESK, at: datetime = NOW
) -> None:
    await store.note(channel, "source", incidents, now=at)


async def tell(store: NoticeStore, at: datetime = NOW) -> list[tuple[str, bool]]:
    """Post all waiting notices; return their texts, and whether each is over."""
    told: list[tuple[str, bool]] = []
    while batch := await store.claim_batch(DESK, at, MINUTE):
        told.extend((one.incident.text, one.over) for one in batch.notices)
        await store.settle_batch(batch.idempotency_key)
    return told


def told(batch: NoticeBatch | None) -> list[str]:
    assert batch is not None
    return [notice.incident.key for notice in batch.notices]


async def test_an_incident_is_reported_once(notices: NoticeStore) -> None:
    await note(notices, FERRY)
    first = await tell(notices)
    await note(notices, FERRY, at=NOW + MINUTE)

    assert first == [(FERRY.text, False)]
    assert await tell(notices) == []


async def test_the_end_of_an_incident_is_reported_once(notices: NoticeStore) -> None:
    await note(notices, FERRY)
    await tell(notices)
    await note(notices)
    first = await tell(notices)
    await note(notices)

    assert first == [(FERRY.text, True)]
    assert await tell(notices) == []


async def test_an_incident_that_returns_is_reported_again(notices: NoticeStore) -> None:
    told = []
    for minute, incidents in enumerate(([FERRY], [], [FERRY])):
        await note(notices, *incidents, at=NOW + minute * MINUTE)
        told.extend(await tell(notices, NOW + minute * MINUTE))

    assert [over for _, over in told] == [False, True, False]


async def test_an_incident_that_ends_before_its_report_is_dropped(
    notices: NoticeStore,
) -> None:
    await note(notices, FERRY)
    await note(notices)

    assert await tell(notices) == []


async def test_a_trouble_with_another_text_is_the_same(notices: NoticeStore) -> None:
    await note(notices, FERRY)
    await tell(notices)
    await note(notices, Incident(FERRY.key, "in other words"))

    assert await tell(notices) == []


async def test_a_passing_incident_is_reported_without_an_end(
    notices: NoticeStore,
) -> None:
    await note(notices, MISSED)
    first = await tell(notices)
    await note(notices)

    assert first == [(MISSED.text, False)]
    assert await tell(notices) == []


async def test_families_do_not_end_each_other(notices: NoticeStore) -> None:
    await note(notices, FERRY)
    await tell(notices)
    await notices.note(DESK, "platform", (), now=NOW)

    assert await tell(notices) == []


async def test_each_channel_gets_the_report(notices: NoticeStore) -> None:
    await note(notices, FERRY)
    await note(notices, FERRY, channel="discord/7")
    await tell(notices)

    assert told(await notices.claim_batch("discord/7", NOW, MINUTE)) == [FERRY.key]


async def test_many_troubles_are_few_messages(notices: NoticeStore) -> None:
    incidents = [
        Incident(f"source:{n:02}", f"feed {n}") for n in range(MAX_BATCH_LINES + 1)
    ]
    await note(notices, *incidents)

    first = await notices.claim_batch(DESK, NOW, MINUTE)
    assert first is not None
    await notices.settle_batch(first.idempotency_key)
    second = await notices.claim_batch(DESK, NOW, MINUTE)

    assert told(first) == [incident.key for incident in incidents[:-1]]
    assert told(second) == [incidents[-1].key]


async def test_a_message_is_one_process_s_for_its_lease(notices: NoticeStore) -> None:
    await note(notices, FERRY)
    await notices.claim_batch(DESK, NOW, MINUTE)
    await note(notices, FERRY, BRIDGE)

    assert await notices.claim_batch(DESK, NOW, MINUTE) is None


async def test_a_message_that_was_not_settled_is_taken_again_as_it_was(
    notices: NoticeStore,
) -> None:
    await note(notices, FERRY)
    first = await notices.claim_batch(DESK, NOW, MINUTE)
    await note(notices, FERRY, BRIDGE)
    again = await notices.claim_batch(DESK, NOW + MINUTE, MINUTE)

    assert first is not None
    assert again is not None
    assert told(again) == told(first) == [FERRY.key]
    assert again.idempotency_key == first.idempotency_key
    assert (first.attempts, again.attempts) == (1, 2)
    assert again.first_try == first.first_try == NOW


async def test_an_incident_that_ends_during_its_post_is_reported_as_over(
    notices: NoticeStore,
) -> None:
    await note(notices, FERRY)
    batch = await notices.claim_batch(DESK, NOW, MINUTE)
    assert batch is not None
    await note(notices)
    await notices.settle_batch(batch.idempotency_key)

    assert await tell(notices) == [(FERRY.text, True)]


async def test_of_two_processes_one_posts_a_message(database: str) -> None:
    async with open_store(database) as one, open_store(database) as two:
        both = (one, two)
        await asyncio.gather(*(note(store, FERRY) for store in both))
        claims = [store.claim_batch(DESK, NOW, MINUTE) for store in both * 4]

        sheets = [batch for batch in await asyncio.gather(*claims) if batch]

    assert [told(batch) for batch in sheets] == [[FERRY.key]]


async def test_posted_notices_survive_a_restart(database: str) -> None:
    async with open_store(database) as before:
        await note(before, FERRY)
        await tell(before)

    async with open_store(database) as after:
        await note(after, FERRY)
        assert await tell(after) == []


async def test_skipped_and_dead_slots_are_listed(store: SqlStore) -> None:
    days = [NOW.date() - timedelta(days=ago) for ago in (2, 1, 0)]
    keys = [SlotKey("morning", DESK, day, 0) for day in days]
    old = NOW - timedelta(days=9)
    await store.plan(
        [
            PlannedSlot(keys[0], old, skipped=True, reason=SkipReason.LATE),
            PlannedSlot(keys[1], NOW, skipped=True, reason=SkipReason.LATE),
        ],
        NOW,
    )
    await store.plan([PlannedSlot(keys[2], NOW)], NOW)
    slot = await store.claim_slot("me", NOW, BUILD_LEASE)
    assert slot is not None
    await store.return_slot(slot, error="no", again=None)

    found = await store.failed_slots(NOW - timedelta(days=7))

    assert [(one.key, one.state, one.error) for one in found] == [
        (keys[1], SlotState.SKIPPED, "late"),
        (keys[2], SlotState.DEAD, "no"),
    ]


async def test_old_notices_are_forgotten(store: SqlStore) -> None:
    await note(store, FERRY)
    await store.purge(NOW + MINUTE)

    assert await tell(store) == []
