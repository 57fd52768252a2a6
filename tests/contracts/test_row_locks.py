"""Two transactions in PostgreSQL at once: what the locks of rows keep, and only they.

Each case stops one transaction between two of its statements, lets another one run as far
as it comes, and looks at the outcome. Without the locks each outcome is wrong.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TypeAlias

import pytest
from sqlalchemy import Connection, Engine, event, func, select, text

from bot.core.domain.errors import StoreError
from bot.core.domain.operator_notices import Incident
from bot.core.domain.records import Arrival, Validators
from bot.core.domain.slots import MessageState, OutboxMessage, SlotState
from bot.stores.sql import SqlStore, open_store, tables
from bot.stores.sql.locks import Area, hold, hold_lanes
from bot.stores.sql.slot_queue import add_built_slot
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
Case: TypeAlias = Callable[[SqlStore, SqlStore, "Between"], Awaitable[bool]]

LOCKING = re.compile(r" FOR (UPDATE|KEY SHARE)( OF locks)?( SKIP LOCKED)?$")
HOLDING = text("SELECT FROM outbox FOR UPDATE -- held")
SECONDS = 10
NIGHT = outboxes.NIGHT


def engines(store: SqlStore) -> tuple[Engine, Engine]:
    """The engine of all transactions but claims, and that of claims."""
    return store.database._engine, store.database._claim_engine


@dataclass(frozen=True, slots=True)
class Between:
    """Runs a second transaction between two statements of a first one."""

    postgresql: Server
    address: str

    async def __call__(
        self, first: tuple[SqlStore, Work], before: str, second: tuple[SqlStore, Work]
    ) -> Sequence[object]:
        """Stop the first before a statement; return both results, or errors."""
        stop = Stop(before)
        for engine in engines(first[0]):
            event.listen(engine, "before_cursor_execute", stop)
        works = [asyncio.ensure_future(first[1](first[0]))]
        try:
            assert await asyncio.to_thread(stop.begun.wait, SECONDS)
            works.append(asyncio.ensure_future(second[1](second[0])))
            while not works[1].done() and not await self.waiting():
                await asyncio.wait(works[1:], timeout=0.01)
        finally:
            stop.go_on.set()
        return await asyncio.gather(*works, return_exceptions=True)

    async def waiting(self) -> int:
        """Count the transactions that wait for a lock."""
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND datname = current_database()"
        )
        answer = await asyncio.to_thread(self.postgresql.run, self.address, waiting)
        return int(str(answer))


class Stop:
    """Holds up the first statement that contains some words."""

    def __init__(self, words: str) -> None:
        self.words, self.begun, self.go_on = (
            words,
            threading.Event(),
            threading.Event(),
        )

    def __call__(self, _: object, __: object, statement: str, *___: object) -> None:
        """Wait if this is the statement."""
        if self.words in statement and not self.begun.is_set():
            self.begun.set()
            assert self.go_on.wait(SECONDS)


def without_locks(
    _: object, __: object, statement: str, parameters: object, *___: object
) -> tuple[str, object]:
    """Drop the lock of a statement."""
    return LOCKING.sub("", statement), parameters


@pytest.fixture
async def stores(
    postgresql: Server, postgresql_tables: str
) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    """Two processes with one database, in which all rows to lock exist."""
    postgresql.clear(postgresql_tables)

    def add_rows(connection: Connection) -> None:
        hold(connection, *Area)
        hold_lanes(connection, [DESK, NIGHT])

    address = postgresql_tables
    async with open_store(address) as one, open_store(address) as two:
        await one.database.write(add_rows)
        yield one, two


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


async def one_message_of_a_channel_is_sent_at_a_time(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    await outboxes.build(one, outboxes.make_slot(digest="noon"))

    async def build_earlier(store: SqlStore) -> None:
        await outboxes.build(store, outboxes.make_slot(at=NOW - MINUTE))
        await store.claim_message("two", NOW, LEASE)

    # The claim has found its message, and waits for the row.
    async with holding(one, lambda connection: connection.execute(HOLDING)):
        claiming = asyncio.ensure_future(one.claim_message("one", NOW, LEASE))
        while not await between.waiting():
            assert not claiming.done()
        building = asyncio.ensure_future(build_earlier(two))
        while not building.done() and await between.waiting() < 2:
            await asyncio.wait([building], timeout=0.01)
    await asyncio.gather(claiming, building)
    return await count(one, MessageState.SENDING) == 1


async def count(store: SqlStore, state: MessageState) -> int | None:
    """The number of messages in a state."""
    counting = select(func.count()).where(tables.outbox.c.state == state.value)
    return await store.database.read(lambda connection: connection.scalar(counting))


async def one_digest_of_a_channel_is_built_at_a_time(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    await one.plan([outboxes.make_slot(digest="noon")], NOW)

    async def plan_earlier(store: SqlStore) -> object:
        await store.plan([outboxes.make_slot(at=NOW - MINUTE)], NOW)
        return await store.claim_slot("two", NOW, LEASE)

    taken = await between(
        (one, lambda store: store.claim_slot("one", NOW, LEASE)),
        "UPDATE slots",
        (two, plan_earlier),
    )
    return None in taken


async def a_dropped_slot_has_no_waiting_message(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    await two.plan([outboxes.make_slot()], NOW)
    slot = await outboxes.take_slot(two)
    edition = outboxes.edition_of(slot)
    await between(
        (one, lambda store: store.drop_channels([DESK], NOW)),
        "UPDATE slots",
        (two, lambda s: s.store_messages(slot, edition, outboxes.make_parts())),
    )
    return await count(one, MessageState.PENDING) == 0


async def an_item_of_two_sources_is_stored_once(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    seen = make_sighting("ferry")
    await between(
        (one, lambda store: show(store, seen)),
        "INSERT INTO item_keys",
        (two, lambda store: show(store, seen, url=OTHER)),
    )
    return len(await one.pending(NOW, 10)) == 1


async def who_reads_arrivals_in_order_misses_none(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    ferry, bridge = await wait_for(one, "ferry"), await wait_for(one, "bridge")

    seen: list[Arrival] = []

    async def add_and_read(store: SqlStore) -> None:
        await store.add_article(bridge, make_stored("bridge"))
        seen.extend(await store.arrivals(0, 10))

    await between(
        (one, lambda store: store.add_article(ferry, make_stored("ferry"))),
        "INSERT INTO item_sources",
        (two, add_and_read),
    )
    later = await one.arrivals(max(each.number for each in seen), 10)
    return len(seen) + len(later) == 2


async def no_line_is_printed_whose_article_loses_it(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    reading = await told(one)
    await two.plan([outboxes.make_slot(NIGHT)], NOW)
    slot = await outboxes.take_slot(two)
    texts = {"id-ferry": reading.article.digest}
    printed = edition_of(slot=str(slot.key))
    edition = replace(printed, channel=NIGHT, texts=tuple(texts.items()))
    done = await between(
        (one, lambda s: s.finish_reading(reading, Validators(), version=VERSION)),
        "UPDATE articles",
        (two, lambda s: s.store_messages(slot, edition, outboxes.make_parts())),
    )
    return done == [True, False]


async def a_text_that_changes_while_it_is_recorded_is_recorded_again(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    reading = await told(one)
    due = await one.due_entries(10)
    await between(
        (one, lambda store: store.record(due, [])),
        "DELETE FROM record_due",
        (two, lambda s: s.finish_reading(reading, Validators(), version=VERSION)),
    )
    return len((await one.due_entries(10)).articles) == 1


async def one_process_records(one: SqlStore, two: SqlStore, between: Between) -> bool:
    await wait_for(one, "ferry")
    await one.add_article(await wait_for(one, "ferry"), make_stored("ferry"))
    due = await one.due_entries(10)
    done = await between(
        (one, lambda store: store.record(due, [])),
        "DELETE FROM record_due",
        (two, lambda store: store.record(due, [])),
    )
    return done == [True, False]


async def one_alert_is_posted_on_a_story(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    posts = [make_post(make_alerted(*"ab")), make_post(make_alerted(*"bc"))]
    done = await between(
        (one, lambda store: store.post_alert(posts[0])),
        "INSERT INTO slots",
        (two, lambda store: store.post_alert(posts[1])),
    )
    return done == [True, False]


async def one_process_evaluates_the_alerts(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    await one.lease_alerts("gone", NOW - HOUR, MINUTE)
    terms = await between(
        (one, lambda store: store.lease_alerts("one", NOW, MINUTE)),
        "UPDATE alert_leases",
        (two, lambda store: store.lease_alerts("two", NOW, MINUTE)),
    )
    return None in terms


async def an_article_is_read_again_by_one_process(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    await told(one)
    readings = await between(
        (one, lambda store: store.start_reading(NOW + DAY)),
        "UPDATE told_articles",
        (two, lambda store: store.start_reading(NOW + DAY)),
    )
    return None in readings


async def an_incident_has_one_notice(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    down = Incident("down", "It is down.", passing=False)
    note: Work = lambda store: store.note(DESK, "sources", [down], now=NOW)  # noqa: E731
    await between((one, note), "INSERT INTO notices", (two, note))
    counting = select(func.count()).select_from(tables.notices)
    return await one.database.read(lambda c: c.scalar(counting)) == 1


async def an_event_of_a_chat_is_answered_once(
    one: SqlStore, two: SqlStore, between: Between
) -> bool:
    see: Work = lambda store: store.first_seen("event", NOW, HOUR)  # noqa: E731
    done = await between((one, see), "INSERT INTO chat_events", (two, see))
    return done == [True, False]


CASES = (
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
)
EACH_CASE = pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)


@EACH_CASE
async def test_between_two_statements_of_another(
    stores: tuple[SqlStore, SqlStore],
    postgresql: Server,
    postgresql_tables: str,
    case: Case,
) -> None:
    assert await case(*stores, Between(postgresql, postgresql_tables))


@EACH_CASE
async def test_without_its_locks_it_fails(
    stores: tuple[SqlStore, SqlStore],
    postgresql: Server,
    postgresql_tables: str,
    case: Case,
) -> None:
    for store in stores:
        for engine in engines(store):
            event.listen(engine, "before_cursor_execute", without_locks, retval=True)

    assert not await case(*stores, Between(postgresql, postgresql_tables))


async def test_a_builder_that_gives_up_a_slot_beside_a_claim_leaves_it_dead(
    stores: tuple[SqlStore, SqlStore], postgresql: Server, postgresql_tables: str
) -> None:
    one, two = stores
    await two.plan([outboxes.make_slot()], NOW)
    lost = await outboxes.take_slot(two, "two")

    taken, returned = await Between(postgresql, postgresql_tables)(
        (one, lambda store: store.claim_slot("one", NOW + LEASE, LEASE)),
        "UPDATE slots",
        (two, lambda store: store.return_slot(lost, error="broken", again=None)),
    )

    assert (taken, returned) == (None, True)
    assert [state for state, _ in await outboxes.states(one)] == [SlotState.DEAD]


async def test_a_sender_that_comes_late_beside_a_claim_keeps_its_message(
    stores: tuple[SqlStore, SqlStore], postgresql: Server, postgresql_tables: str
) -> None:
    one, two = stores
    await outboxes.build(two, outboxes.make_slot(), parts=1)
    late = await outboxes.take_part(two, "two")

    taken, marked = await Between(postgresql, postgresql_tables)(
        (one, lambda store: store.claim_message("one", NOW + LEASE, LEASE)),
        "UPDATE outbox",
        (two, lambda store: store.mark_sent(late, "two", "id")),
    )

    assert (taken, marked) == (None, True)
    assert await outboxes.states(one) == [(SlotState.POSTED, (MessageState.SENT,))]


async def test_two_that_wait_for_each_other_are_both_stored(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    one, two = stores
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
        one.database.write(lambda connection: lock(connection, names)),
        two.database.write(lambda connection: lock(connection, names[::-1])),
    )

    assert len(tries) == 3


async def test_a_transaction_that_always_fails_is_given_up(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    tries: list[None] = []

    def fail(connection: Connection) -> None:
        tries.append(None)
        connection.execute(
            text("DO $$ BEGIN RAISE 'no' USING ERRCODE = '40001'; END $$")
        )

    with pytest.raises(StoreError, match="kept changing the same rows: try again"):
        await stores[0].database.write(fail)

    assert len(tries) == 8


CHANNELS = [f"console/{number:02}" for number in range(30)]


async def test_a_claim_looks_beyond_the_lanes_that_others_hold(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    one, two = stores
    await outboxes.build(two, *map(outboxes.make_slot, CHANNELS))

    async with holding(one, lambda connection: hold_lanes(connection, CHANNELS[:25])):
        claims = (two.claim_message("two", NOW, LEASE) for _ in range(4))
        claimed = await asyncio.gather(*claims)

    assert [part and part.slot.channel for part in claimed] == CHANNELS[25:29]


async def test_a_claim_waits_if_others_hold_all_lanes(
    stores: tuple[SqlStore, SqlStore], postgresql: Server, postgresql_tables: str
) -> None:
    one, two = stores
    await outboxes.build(two, *map(outboxes.make_slot, CHANNELS[:2]))
    waiting = Between(postgresql, postgresql_tables).waiting

    async with holding(one, lambda connection: hold_lanes(connection, CHANNELS[:2])):
        claim = asyncio.ensure_future(two.claim_message("two", NOW, LEASE))
        while not await waiting():
            assert not claim.done()
    claimed = await claim

    assert claimed is not None
    assert claimed.slot.channel == CHANNELS[0]


async def test_channels_without_lanes_get_them_at_once(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    one, two = stores
    await outboxes.build(one, *map(outboxes.make_slot, CHANNELS[:4]), parts=1)
    await one.database.write(lambda c: c.execute(text("DELETE FROM locks")))
    added: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if "INSERT INTO locks" in statement:
            added.append(statement)

    for engine in engines(two):
        event.listen(engine, "before_cursor_execute", note)
    claims = (two.claim_message("two", NOW, LEASE) for _ in range(4))
    claimed = await asyncio.gather(*claims)

    assert [part and part.slot.channel for part in claimed] == CHANNELS[:4]
    assert len(added) == 1


async def test_a_program_that_locks_no_rows_writes_alone(
    stores: tuple[SqlStore, SqlStore], postgresql: Server, postgresql_tables: str
) -> None:
    one, two = stores
    await outboxes.build(two, outboxes.make_slot())
    waiting = Between(postgresql, postgresql_tables).waiting
    older = text("SELECT pg_advisory_xact_lock(7483669)")

    with one.database._engine.begin() as connection:
        connection.execute(older)
        claim = asyncio.ensure_future(two.claim_message("two", NOW, LEASE))
        while not await waiting():
            assert not claim.done()

    assert await claim is not None


async def test_a_claim_beside_an_earlier_digest_takes_that_one(
    stores: tuple[SqlStore, SqlStore], postgresql: Server, postgresql_tables: str
) -> None:
    one, two = stores
    await outboxes.build(one, outboxes.make_slot(digest="noon"))
    earlier = outboxes.make_slot(at=NOW - MINUTE)
    waiting = Between(postgresql, postgresql_tables).waiting

    def add(connection: Connection) -> None:
        hold_lanes(connection, [DESK])
        add_built_slot(connection, earlier.key, earlier.at, outboxes.make_parts())

    async with holding(two, add):
        claim = asyncio.ensure_future(one.claim_message("one", NOW, LEASE))
        while not await waiting():
            assert not claim.done()
    claimed = await claim

    assert isinstance(claimed, OutboxMessage)
    assert claimed.slot == earlier.key


async def test_a_lane_that_others_add_and_delete_meanwhile_is_held(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    one, two = stores
    lane = {"name": "channel console/new"}
    there = text("SELECT name FROM locks WHERE name = :name FOR UPDATE SKIP LOCKED")
    seen: list[str] = []

    def run(statement: str) -> None:
        two.database.write_now(lambda c: c.execute(text(statement), lane))

    def add(_: object, __: object, statement: str, *___: object) -> None:
        if "INSERT INTO locks" in statement and not seen:
            run("INSERT INTO locks VALUES (:name)")

    def remove(_: object, __: object, statement: str, *___: object) -> None:
        if "INSERT INTO locks" in statement:
            if not seen:
                run("DELETE FROM locks WHERE name = :name")
            seen.append(statement)

    engine, _ = engines(one)
    event.listen(engine, "before_cursor_execute", add)
    event.listen(engine, "after_cursor_execute", remove)

    def hold_new(connection: Connection) -> list[str]:
        hold_lanes(connection, ["console/new"])
        own = connection.scalars(text("SELECT name FROM locks"))
        return [name for name in own if name == lane["name"]]

    assert await one.database.write(hold_new) == [lane["name"]]
    assert len(seen) == 2
    free = await two.database.write(lambda c: c.scalars(there, lane).all())
    assert free == [lane["name"]]
