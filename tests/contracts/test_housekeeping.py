"""The contract of the stores for deletion."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select

from bot.core.digests.composer import briefing_key
from bot.core.domain.records import ItemStatus
from bot.core.domain.slots import MessageState, SlotState
from bot.stores.sql import SqlStore, housekeeping, tables
from summarizers.model import Briefing
from tests.fakes import outboxes
from tests.fakes.records import (
    DAY,
    FEED,
    NOW,
    add_at_once,
    make_edition,
    make_sighting,
    make_stored,
    show,
    wait_for,
)

LATER = NOW + 90 * DAY


async def add(store: SqlStore, name: str) -> None:
    """Let the feed show an item now, and read it."""
    await store.add_article(await wait_for(store, name), make_stored(name))


async def test_old_articles_and_editions_go(store: SqlStore) -> None:
    await add(store, "ferry")
    await add(store, "bridge")
    await store.freeze(make_edition())

    assert await store.purge(LATER) == 2
    assert await store.articles([FEED], after=NOW - DAY, until=LATER) == ()
    assert await store.editions("morning", 10) == ()
    assert await store.purge(LATER) == 0


async def test_more_articles_go_than_one_step_takes(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "_BATCH", 10)
    await add_at_once(store, [f"item {number}" for number in range(25)])

    assert await store.purge(LATER) == 25


async def test_an_item_that_left_its_feed_is_deleted(store: SqlStore) -> None:
    await add(store, "ferry")
    await show(store, make_sighting("bridge"), at=LATER)

    await store.purge(LATER)

    assert await store.trace("ferry") is None
    assert await show(store, make_sighting("ferry"), at=LATER) == 1


async def test_an_item_that_its_feed_still_lists_is_never_new_again(
    store: SqlStore,
) -> None:
    await add(store, "ferry")
    await show(store, make_sighting("ferry"), at=LATER)

    await store.purge(LATER)

    assert await show(store, make_sighting("ferry"), at=LATER) == 0


async def test_an_item_that_waited_too_long_is_closed(store: SqlStore) -> None:
    await show(store, make_sighting("ferry"))
    await show(store, make_sighting("ferry"), at=LATER)

    await store.purge(LATER)

    found = await store.trace("ferry")
    assert await store.pending(LATER, 10) == ()
    assert found is not None
    assert (found.status, found.note) == (
        ItemStatus.SKIPPED,
        "the item became too old before its page was read",
    )


async def test_a_briefing_goes_with_the_last_article_of_its_text(
    store: SqlStore,
) -> None:
    await add(store, "ferry")
    kept = make_stored("bridge", text="The bridge is open.", seen=LATER)
    await store.add_article(await wait_for(store, "bridge", at=LATER), kept)
    for stored in (make_stored(), kept):
        briefing = Briefing(stored.article, "fast", "en")
        await store.keep_briefing(briefing_key(stored), "fast", briefing)

    await store.purge(LATER)

    assert await store.cached_briefing(briefing_key(make_stored()), "fast") is None
    assert await store.cached_briefing(briefing_key(kept), "fast") is not None


async def test_old_finished_slots_are_deleted_with_their_parts(
    store: SqlStore,
) -> None:
    await outboxes.build(store, outboxes.make_slot(), parts=1)
    await outboxes.send(store)
    skipped = outboxes.make_slot(index=1, skipped=True)
    younger = outboxes.make_slot(index=2, at=LATER, skipped=True)
    await store.plan([skipped, younger], NOW)

    await store.purge(LATER)

    assert await outboxes.states(store) == [(SlotState.SKIPPED, ())]
    assert await store.database.read(count_parts) == 0


async def test_old_slots_that_wait_stay(store: SqlStore) -> None:
    await outboxes.build(store, outboxes.make_slot(), outboxes.make_slot("night"))
    await outboxes.send(store)
    await store.plan([outboxes.make_slot(index=n) for n in (1, 2)], NOW)
    await outboxes.take_slot(store)
    told = await outboxes.states(store)

    await store.purge(LATER)

    assert await outboxes.states(store) == told
    assert {state for state, _ in told} == {
        *(SlotState.DUE, SlotState.BUILDING, SlotState.BUILT)
    }
    assert (SlotState.BUILT, (MessageState.SENT, MessageState.PENDING)) in told


def count_parts(connection: Connection) -> int | None:
    """How many parts there are, whosever they are."""
    return connection.scalar(select(func.count()).select_from(tables.outbox))
