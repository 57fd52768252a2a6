"""Two transactions in PostgreSQL at once: the outcome that the locks of rows keep.

Each case lets one transaction come to its first write of a table, lets another one run
as far as it comes, and looks at the outcome. Without the locks each outcome is wrong.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pytest
from sqlalchemy import Connection, func, select, text

from bot.core.domain.errors import StoreError
from bot.core.domain.operator_notices import Incident
from bot.core.domain.records import Arrival, Validators
from bot.core.domain.slots import MessageState, SlotState
from bot.stores.sql import SqlStore, open_store, tables
from bot.stores.sql.locks import Area, hold, hold_lanes
from tests.contracts.test_correction_stores import HOUR, VERSION, edition_of, told
from tests.fakes import outboxes
from tests.fakes.alerts import make_alerted, make_post
from tests.fakes.outboxes import DESK, LEASE, MINUTE
from tests.fakes.postgresql import Server
from tests.fakes.records import (
    DAY,
    NOW,
    OTHER,
    make_sighting,
    make_stored,
    show,
    wait_for,
)

Work: TypeAlias = Callable[[SqlStore], Awaitable[object]]

SECONDS = 10
NIGHT = outboxes.NIGHT


@dataclass(frozen=True, slots=True)
class Processes:
    """Two processes with one database, and a third that can hold a table."""

    one: SqlStore
    two: SqlStore
    third: SqlStore
    postgresql: Server
    address: str

    async def between(self, first: Work, held: str, second: Work) -> Sequence[object]:
        """Stop the first at what a statement locks; return both results, or errors."""
        async with holding(self.third, lambda c: c.execute(text(held))):
            works = [asyncio.ensure_future(first(self.one))]
            await self.come_to_wait(works, 1)
            works.append(asyncio.ensure_future(second(self.two)))
            await self.come_to_wait(works[1:], 2)
        return await asyncio.gather(*works, return_exceptions=True)

    async def come_to_wait(
        self, works: Sequence[asyncio.Future[Any]], number: int
    ) -> None:
        """Wait until this number of transactions wait for a lock, or all is done."""
        while not all(work.done() for work in works) and await self.waiting() < number:
            await asyncio.wait(works, timeout=0.01)

    async def waiting(self) -> int:
        """Count the transactions that wait for a lock."""
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND datname = current_database()"
        )
        answer = await asyncio.to_thread(self.postgresql.run, self.address, waiting)
        return int(str(answer))


@pytest.fixture
async def processes(
    postgresql: Server, postgresql_tables: str
) -> AsyncIterator[Processes]:
    """All rows to lock exist."""
    postgresql.clear(postgresql_tables)

    def add_rows(connection: Connection) -> None:
        hold(connection, *Area)
        hold_lanes(connection, [DESK, NIGHT])

    address = postgresql_tables
    async with (
        open_store(address) as one,
        open_store(address) as two,
        open_store(address) as third,
    ):
        await one.database.write(add_rows)
        yield Processes(one, two, third, postgresql, address)


def write_to(table: str) -> str:
    """What waits for all that writes to a table."""
    return f"LOCK TABLE {table} IN SHARE MODE"


@asynccontextmanager
async def holding(
    store: SqlStore, work: Callable[[Connection], object]
) -> AsyncIterator[None]:
    """Do something in a transaction that lasts until the end of the block."""
    begun, end = threading.Event(), threading.Event()

    def hold_on(connection: Connection) -> None:
        work(connection)
        begun.set()
        assert end.wait(SECONDS)

    working = asyncio.ensure_future(store.database.write(hold_on))
    try:
        assert await asyncio.to_thread(begun.wait, SECONDS)
        yield
    finally:
        end.set()
        await working


async def count(store: SqlStore, state: MessageState) -> int | None:
    """The number of messages in a state."""
    counting = select(func.count()).where(tables.outbox.c.state == state.value)
    return await store.database.read(lambda connection: connection.scalar(counting))


async def one_message_of_a_channel_is_sent_at_a_time(the: Processes) -> bool:
    await outboxes.build(the.one, outboxes.make_slot(digest="noon"))

    async def build_earlier(store: SqlStore) -> None:
        await outboxes.build(store, outboxes.make_slot(at=NOW - MINUTE))
        await store.claim_message("two", NOW, LEASE)

    await the.between(
        lambda store: store.claim_message("one", NOW, LEASE),
        "SELECT FROM outbox FOR UPDATE",
        build_earlier,
    )
    return await count(the.one, MessageState.SENDING) == 1


async def one_digest_of_a_channel_is_built_at_a_time(the: Processes) -> bool:
    await the.one.plan([outboxes.make_slot(digest="noon")], NOW)

    async def plan_earlier(store: SqlStore) -> object:
        await store.plan([outboxes.make_slot(at=NOW - MINUTE)], NOW)
        return await store.claim_slot("two", NOW, LEASE)

    taken = await the.between(
        lambda store: store.claim_slot("one", NOW, LEASE),
        "SELECT FROM slots FOR UPDATE",
        plan_earlier,
    )
    return None in taken


async def a_dropped_slot_has_no_waiting_message(the: Processes) -> bool:
    await the.two.plan([outboxes.make_slot()], NOW)
    slot = await outboxes.take_slot(the.two)
    edition = outboxes.edition_of(slot)
    await the.between(
        lambda store: store.drop_channels([DESK], NOW),
        write_to("outbox"),
        lambda store: store.store_messages(slot, edition, outboxes.make_parts()),
    )
    return await count(the.one, MessageState.PENDING) == 0


async def an_item_of_two_sources_is_stored_once(the: Processes) -> bool:
    seen = make_sighting("ferry")
    await the.between(
        lambda store: show(store, seen),
        write_to("item_keys"),
        lambda store: show(store, seen, url=OTHER),
    )
    return len(await the.one.pending(NOW, 10)) == 1


async def who_reads_arrivals_in_order_misses_none(the: Processes) -> bool:
    ferry, bridge = await wait_for(the.one, "ferry"), await wait_for(the.one, "bridge")
    seen: list[Arrival] = []

    async def add_and_read(store: SqlStore) -> None:
        await store.add_article(bridge, make_stored("bridge"))
        seen.extend(await store.arrivals(0, 10))

    await the.between(
        lambda store: store.add_article(ferry, make_stored("ferry")),
        "SELECT FROM items WHERE id IN (SELECT min(id) FROM items) FOR UPDATE",
        add_and_read,
    )
    later = await the.one.arrivals(max(each.number for each in seen), 10)
    return len(seen) + len(later) == 2


async def no_line_is_printed_whose_article_loses_it(the: Processes) -> bool:
    reading = await told(the.one)
    await the.two.plan([outboxes.make_slot(NIGHT)], NOW)
    slot = await outboxes.take_slot(the.two)
    texts = {"id-ferry": reading.article.digest}
    printed = edition_of(slot=str(slot.key))
    edition = replace(printed, channel=NIGHT, texts=tuple(texts.items()))
    done = await the.between(
        lambda store: store.finish_reading(reading, Validators(), version=VERSION),
        write_to("articles"),
        lambda store: store.store_messages(slot, edition, outboxes.make_parts()),
    )
    return done == [True, False]


async def a_text_that_changes_while_it_is_recorded_is_recorded_again(
    the: Processes,
) -> bool:
    reading = await told(the.one)
    due = await the.one.due_entries(10)
    await the.between(
        lambda store: store.record(due, []),
        write_to("record_articles"),
        lambda store: store.finish_reading(reading, Validators(), version=VERSION),
    )
    return len((await the.one.due_entries(10)).articles) == 1


async def one_process_records(the: Processes) -> bool:
    await the.one.add_article(await wait_for(the.one, "ferry"), make_stored("ferry"))
    due = await the.one.due_entries(10)
    record: Work = lambda store: store.record(due, [])  # noqa: E731
    return await the.between(record, write_to("record_due"), record) == [True, False]


async def one_alert_is_posted_on_a_story(the: Processes) -> bool:
    posts = [make_post(make_alerted(*"ab")), make_post(make_alerted(*"bc"))]
    done = await the.between(
        lambda store: store.post_alert(posts[0]),
        write_to("slots"),
        lambda store: store.post_alert(posts[1]),
    )
    return done == [True, False]


async def one_process_evaluates_the_alerts(the: Processes) -> bool:
    await the.one.lease_alerts("gone", NOW - HOUR, MINUTE)
    terms = await the.between(
        lambda store: store.lease_alerts("one", NOW, MINUTE),
        write_to("alert_leases"),
        lambda store: store.lease_alerts("two", NOW, MINUTE),
    )
    return None in terms


async def an_article_is_read_again_by_one_process(the: Processes) -> bool:
    await told(the.one)
    start: Work = lambda store: store.start_reading(NOW + DAY)  # noqa: E731
    return None in await the.between(start, write_to("told_articles"), start)


async def an_incident_has_one_notice(the: Processes) -> bool:
    down = Incident("down", "It is down.", passing=False)
    note: Work = lambda store: store.note(DESK, "sources", [down], now=NOW)  # noqa: E731
    await the.between(note, write_to("notices"), note)
    counting = select(func.count()).select_from(tables.notices)
    return await the.one.database.read(lambda c: c.scalar(counting)) == 1


async def an_event_of_a_chat_is_answered_once(the: Processes) -> bool:
    see: Work = lambda store: store.first_seen("event", NOW, HOUR)  # noqa: E731
    return await the.between(see, write_to("chat_events"), see) == [True, False]


async def a_builder_that_gives_up_a_slot_beside_a_claim_leaves_it_dead(
    the: Processes,
) -> bool:
    await the.two.plan([outboxes.make_slot()], NOW)
    lost = await outboxes.take_slot(the.two, "two")
    taken, returned = await the.between(
        lambda store: store.return_slot(lost, error="broken", again=None),
        "SELECT FROM slots FOR UPDATE",
        lambda store: store.claim_slot("one", NOW + LEASE, LEASE),
    )
    states = [state for state, _ in await outboxes.states(the.one)]
    return (taken, returned, states) == (True, None, [SlotState.DEAD])


async def a_sender_that_comes_late_beside_a_claim_keeps_its_message(
    the: Processes,
) -> bool:
    await outboxes.build(the.two, outboxes.make_slot(), parts=1)
    late = await outboxes.take_part(the.two, "two")
    marked, taken = await the.between(
        lambda store: store.mark_sent(late, "two", "id"),
        "SELECT FROM outbox FOR UPDATE",
        lambda store: store.claim_message("one", NOW + LEASE, LEASE),
    )
    states = await outboxes.states(the.one)
    posted = [(SlotState.POSTED, (MessageState.SENT,))]
    return (marked, taken, states) == (True, None, posted)


@pytest.mark.parametrize(
    "case",
    [
        one_message_of_a_channel_is_sent_at_a_time,
        one_digest_of_a_channel_is_built_at_a_time,
        a_dropped_slot_has_no_waiting_message,
        an_item_of_two_sources_is_stored_once,
        who_reads_arrivals_in_order_misses_none,
        no_line_is_printed_whose_article_loses_it,
        a_text_that_changes_while_it_is_recorded_is_recorded_again,
        one_process_records,
        one_alert_is_posted_on_a_story,
        one_process_evaluates_the_alerts,
        an_article_is_read_again_by_one_process,
        an_incident_has_one_notice,
        an_event_of_a_chat_is_answered_once,
        a_builder_that_gives_up_a_slot_beside_a_claim_leaves_it_dead,
        a_sender_that_comes_late_beside_a_claim_keeps_its_message,
    ],
    ids=lambda case: case.__name__,
)
async def test_between_two_statements_of_another(
    processes: Processes, case: Callable[[Processes], Awaitable[bool]]
) -> None:
    assert await case(processes)


async def test_two_that_wait_for_each_other_are_both_stored(
    processes: Processes,
) -> None:
    met = threading.Barrier(2)
    tries: list[str] = []

    def lock(connection: Connection, names: Sequence[str]) -> None:
        tries.append(names[0])
        locking = text("SELECT FROM locks WHERE name = :name FOR UPDATE")
        connection.execute(locking, {"name": names[0]})
        if len(tries) <= 2:
            met.wait(SECONDS)
        connection.execute(locking, {"name": names[1]})

    names = [Area.NEWS.value, Area.RECORD.value]
    await asyncio.gather(
        processes.one.database.write(lambda connection: lock(connection, names)),
        processes.two.database.write(lambda connection: lock(connection, names[::-1])),
    )

    assert len(tries) == 3


async def test_a_transaction_that_always_fails_is_given_up(
    processes: Processes,
) -> None:
    fail = text("DO $$ BEGIN RAISE 'no' USING ERRCODE = '40001'; END $$")

    with pytest.raises(StoreError, match="try again"):
        await processes.one.database.write(lambda connection: connection.execute(fail))


CHANNELS = [f"console/{number:02}" for number in range(30)]


async def test_a_claim_looks_beyond_the_lanes_that_others_hold(
    processes: Processes,
) -> None:
    one, two = processes.one, processes.two
    await outboxes.build(two, *map(outboxes.make_slot, CHANNELS))

    async with holding(one, lambda connection: hold_lanes(connection, CHANNELS[:25])):
        claims = (two.claim_message("two", NOW, LEASE) for _ in range(4))
        claimed = await asyncio.gather(*claims)

    assert [part and part.slot.channel for part in claimed] == CHANNELS[25:29]


async def test_a_claim_waits_if_others_hold_all_lanes(processes: Processes) -> None:
    one, two = processes.one, processes.two
    await outboxes.build(two, *map(outboxes.make_slot, CHANNELS[:2]))

    async with holding(one, lambda connection: hold_lanes(connection, CHANNELS[:2])):
        claim = asyncio.ensure_future(two.claim_message("two", NOW, LEASE))
        await processes.come_to_wait([claim], 1)
        assert not claim.done()

    claimed = await claim
    assert claimed is not None
    assert claimed.slot.channel == CHANNELS[0]
