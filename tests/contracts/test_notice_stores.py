"""The contract of NoticeStore."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.core.domain.operator_notices import MAX_BATCH_LINES, Incident, NoticeBatch
from bot.core.domain.slots import (
    BUILD_LEASE,
    PlannedSlot,
    SkipReason,
    SlotKey,
    SlotState,
)
from bot.stores.sql import SqlStore, open_store

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DESK = "slack/C1"
FERRY = Incident("source:ferry", "the ferry's feed keeps failing")
BRIDGE = Incident("source:bridge", "the bridge's feed keeps failing")


async def note(
    store: SqlStore, *incidents: Incident, channel: str = DESK, at: datetime = NOW
) -> None:
    await store.note(channel, "source", incidents, now=at)


async def tell(store: SqlStore, at: datetime = NOW) -> list[tuple[str, bool]]:
    """Post all waiting notices; return their texts, and whether each is over."""
    told: list[tuple[str, bool]] = []
    while batch := await store.claim_batch(DESK, at, MINUTE):
        told.extend((one.incident.text, one.over) for one in batch.notices)
        await store.settle_batch(batch.idempotency_key)
    return told


def told(batch: NoticeBatch | None) -> list[str]:
    assert batch is not None
    return [notice.incident.key for notice in batch.notices]


async def test_an_incident_is_reported_once(store: SqlStore) -> None:
    await note(store, FERRY)
    first = await tell(store)
    await note(store, FERRY, at=NOW + MINUTE)

    assert first == [(FERRY.text, False)]
    assert await tell(store) == []


async def test_an_incident_that_ends_before_its_report_is_dropped(
    store: SqlStore,
) -> None:
    await note(store, FERRY)
    await note(store)

    assert await tell(store) == []


async def test_each_channel_gets_the_report(store: SqlStore) -> None:
    await note(store, FERRY)
    await note(store, FERRY, channel="discord/7")
    await tell(store)

    assert told(await store.claim_batch("discord/7", NOW, MINUTE)) == [FERRY.key]


async def test_many_troubles_are_few_messages(store: SqlStore) -> None:
    incidents = [
        Incident(f"source:{n:02}", f"feed {n}") for n in range(MAX_BATCH_LINES + 1)
    ]
    await note(store, *incidents)

    first = await store.claim_batch(DESK, NOW, MINUTE)
    assert first is not None
    await store.settle_batch(first.idempotency_key)
    second = await store.claim_batch(DESK, NOW, MINUTE)

    assert told(first) == [incident.key for incident in incidents[:-1]]
    assert told(second) == [incidents[-1].key]


async def test_a_message_that_was_not_settled_is_taken_again_as_it_was(
    store: SqlStore,
) -> None:
    await note(store, FERRY)
    first = await store.claim_batch(DESK, NOW, MINUTE)
    await note(store, FERRY, BRIDGE)
    again = await store.claim_batch(DESK, NOW + MINUTE, MINUTE)

    assert first is not None
    assert again is not None
    assert told(again) == told(first) == [FERRY.key]
    assert again.idempotency_key == first.idempotency_key
    assert (first.attempts, again.attempts) == (1, 2)
    assert again.first_try == first.first_try == NOW


async def test_of_two_processes_one_posts_a_message(database: str) -> None:
    async with open_store(database) as one, open_store(database) as two:
        both = (one, two)
        await asyncio.gather(*(note(store, FERRY) for store in both))
        claims = [store.claim_batch(DESK, NOW, MINUTE) for store in both * 4]

        sheets = [batch for batch in await asyncio.gather(*claims) if batch]

    assert [told(batch) for batch in sheets] == [[FERRY.key]]


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
