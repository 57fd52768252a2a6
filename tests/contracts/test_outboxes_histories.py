"""An outbox keeps its promises in any history, and all databases answer like memory."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Never, TypeAlias, TypeVar

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, text
from typing_extensions import override

from bot.core.domain.slots import (
    CORRECTIONS_FROM,
    REQUESTED_FROM,
    MessageState,
    OutboxMessage,
    PlannedSlot,
    SlotKey,
    StoredSlot,
    build_lease,
)
from bot.core.ports.outbox import Outbox, blocking_cutoff
from bot.stores.sql import SqlStore
from bot.stores.sql.database import Database
from bot.stores.sql.schema import upgrade
from tests.fakes.deliveries import (
    BUILDING,
    DEAD,
    NEXT,
    POSTED,
    SKIPPED,
    finished,
    fits,
    follows,
)
from tests.fakes.outbox.memory import MemoryOutbox
from tests.fakes.outboxes import (
    DESK,
    LEASE,
    MINUTE,
    NIGHT,
    NOW,
    edition_of,
    make_key,
    make_parts,
)
from tests.fakes.turns import Turns

pytestmark = pytest.mark.process

SEEDS = range(4)
"""Each makes a share of the histories: a test has a time limit, and 1,000 take long."""

SETTINGS = settings(
    max_examples=settings().max_examples // len(SEEDS),
    stateful_step_count=30,
    deadline=None,
    database=None,
)

Answer = TypeVar("Answer")
Nothing: TypeAlias = MultipleResults[Never]
Call = Callable[[Outbox], Coroutine[Any, Any, Answer]]

OWNERS = st.sampled_from("ab")
MINUTES = st.integers(1, 7).map(lambda minutes: minutes * MINUTE)
AWAKE = st.none() | MINUTES
KEYS = st.builds(
    make_key,
    st.sampled_from((DESK, NIGHT, "slack/acme/#ops")),
    digest=st.sampled_from(("morning", "noon")),
    index=st.sampled_from((0, 1, REQUESTED_FROM, CORRECTIONS_FROM)),
)
PLANNED = st.builds(
    PlannedSlot,
    KEYS,
    st.integers(-2, 2).map(lambda minutes: NOW + minutes * MINUTE),
    skipped=st.integers(0, 5).map(lambda chance: chance == 0),
)


class Histories(RuleBasedStateMachine):
    """Calls both outboxes with the steps of random builders and senders.

    What a builder or a sender holds stays in its hands for ever: it may use it long
    after others have taken it.
    """

    slots = Bundle("slots")
    parts = Bundle("parts")

    def __init__(self, store: SqlStore, run: Callable[..., Any]) -> None:
        super().__init__()
        self.run = run
        # One that has served no workspace yet.
        self.memory, self.store = MemoryOutbox(), SqlStore(store.database)
        self.now = NOW
        self.turns = Turns()
        self.until: datetime | None = None
        self.claims: list[tuple[str, OutboxMessage]] = []
        self.sent: Counter[str] = Counter()
        self.before: dict[SlotKey, tuple[StoredSlot, tuple[OutboxMessage, ...]]] = {}
        store.database.write_now(clear)

    def both(self, call: Call[Answer]) -> Answer:
        """Call both outboxes, and return their common answer."""
        answer: Answer = finished(call(self.memory))
        assert self.run(call(self.store)) == answer
        return answer

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: timedelta) -> None:
        self.now += minutes

    @rule()
    def a_lease_runs_out(self) -> None:
        self.now += LEASE

    @initialize(slots=st.lists(PLANNED, min_size=2, max_size=4))
    def some_slots_are_built(self, slots: list[PlannedSlot]) -> None:
        self.slots_are_planned(slots, asked=False)
        for parts in range(1, 4):
            self.claim_and_build(parts)

    @rule(slot=PLANNED, parts=st.integers(1, 3))
    def another_slot_is_built(self, slot: PlannedSlot, parts: int) -> None:
        self.slots_are_planned([slot], asked=True)
        self.claim_and_build(parts)

    @rule(slots=st.lists(PLANNED, max_size=5), asked=st.booleans())
    def slots_are_planned(self, slots: list[PlannedSlot], *, asked: bool) -> None:
        until = None if asked else self.now
        added = self.both(lambda outbox: outbox.plan(slots, until))
        moments = {slot.key: slot.at for slot in reversed(slots)}
        self.turns.awaited.update({key: moments[key] for key in added})

    @rule(target=slots, owner=OWNERS, awake=AWAKE, building=st.frozensets(KEYS))
    def a_slot_is_claimed(
        self, owner: str, awake: timedelta | None, building: frozenset[SlotKey]
    ) -> StoredSlot | Nothing:
        since = None if awake is None else self.now - 2 * awake
        slot = self.both(
            lambda outbox: outbox.claim_slot(
                owner, self.now, LEASE, awake=since, building=building
            )
        )
        if slot is None:
            return multiple()
        self.turns.begun.setdefault(slot.key, self.now)
        until = self.now + build_lease(LEASE, slot.attempts)
        self.turns.awaited[slot.key] = until
        return slot

    @rule(slot=slots, parts=st.integers(0, 3))
    def a_slot_is_frozen(self, slot: StoredSlot, parts: int) -> None:
        edition, new = edition_of(slot), make_parts(parts)
        self.both(lambda outbox: outbox.store_messages(slot, edition, new))

    @rule(slot=slots, wait=st.none() | MINUTES)
    def a_slot_is_returned(self, slot: StoredSlot, wait: timedelta | None) -> None:
        again = None if wait is None else self.now + wait
        returned = self.both(
            lambda outbox: outbox.return_slot(slot, error="no", again=again)
        )
        if returned and again is not None:
            self.turns.awaited[slot.key] = again

    @rule(target=parts, owner=OWNERS, awake=AWAKE)
    def a_part_is_claimed(
        self, owner: str, awake: timedelta | None
    ) -> tuple[str, OutboxMessage] | Nothing:
        since = None if awake is None else self.now - 2 * awake
        part = self.both(
            lambda outbox: outbox.claim_message(owner, self.now, LEASE, awake=since)
        )
        if part is None:
            return multiple()
        self.turns.after = blocking_cutoff(self.now, since)
        self.turns.check(part, self.before, self.now)
        self.claims.append((owner, part))
        return owner, part

    @rule(claim=parts)
    def a_part_is_sent(self, claim: tuple[str, OutboxMessage]) -> None:
        owner, part = claim
        if self.both(
            lambda outbox: outbox.mark_sent(part, owner, part.idempotency_key)
        ):
            self.sent[part.idempotency_key] += 1

    @rule(claim=parts, wait=MINUTES)
    def a_part_waits(self, claim: tuple[str, OutboxMessage], wait: timedelta) -> None:
        owner, part = claim
        again = self.now + wait
        self.both(
            lambda outbox: outbox.retry_message(part, owner, error="no", again=again)
        )

    @rule(claim=consumes(parts), wait=MINUTES)
    def a_part_was_not_taken(
        self, claim: tuple[str, OutboxMessage], wait: timedelta
    ) -> None:
        owner, part = claim
        again = self.now + wait
        released = self.both(
            lambda outbox: outbox.retry_message(
                part, owner, error="no", again=again, not_sent=True
            )
        )
        if released:
            # Its number may be another's, who then has the part.
            self.claims.remove(claim)

    @rule(claim=consumes(parts))
    def a_part_is_given_up(self, claim: tuple[str, OutboxMessage]) -> None:
        owner, part = claim
        self.both(lambda outbox: outbox.dead_letter(part, owner, error="no"))

    @rule(claim=parts, minutes=MINUTES)
    def a_part_is_held(
        self, claim: tuple[str, OutboxMessage], minutes: timedelta
    ) -> None:
        owner, part = claim
        self.both(lambda outbox: outbox.has_lease(part, owner, self.now + minutes))

    @rule(channel=st.sampled_from((DESK, NIGHT)), sure=st.integers(0, 3))
    def a_channel_is_dropped(self, channel: str, sure: int) -> None:
        if sure == 0:
            self.both(lambda outbox: outbox.drop_channels([channel], self.now))

    @rule(key=KEYS, sure=st.integers(0, 3))
    def a_slot_is_dropped(self, key: SlotKey, sure: int) -> None:
        if sure == 0:
            self.both(lambda outbox: outbox.drop_slots([key], self.now))

    @rule()
    def what_waits_is_told(self) -> None:
        self.both(lambda outbox: outbox.waiting_slots())
        self.both(lambda outbox: outbox.slots(self.now))

    @rule(key=KEYS)
    def a_slot_is_revived(self, key: SlotKey) -> None:
        if self.both(lambda outbox: outbox.requeue(key, self.now)):
            self.turns.awaited[key] = self.turns.begun[key] = self.now

    @rule()
    def all_is_told(self) -> None:
        self.both(lambda outbox: outbox.depth(self.now))
        self.both(lambda outbox: outbox.deliveries(failed=False, limit=3))
        self.both(lambda outbox: outbox.deliveries(failed=True, limit=3))

    @invariant()
    def nobody_has_what_another_has(self) -> None:
        held = [
            part.idempotency_key
            for owner, part in self.claims
            if finished(self.memory.has_lease(part, owner, self.now))
        ]

        assert len(held) == len(set(held))
        assert max(self.sent.values(), default=0) <= 1

    @invariant()
    def what_is_planned_stays_planned(self) -> None:
        until = finished(self.memory.planned_until())

        assert self.until is None or (until is not None and until >= self.until)
        self.until = until

    @invariant()
    def slots_and_parts_fit(self) -> None:
        told = self.told()
        building = Counter(
            slot.key.channel
            for slot, _ in told.values()
            if slot.state is BUILDING and self.turns.awaited[slot.key] > self.now
        )
        sending = Counter(
            part.slot.channel
            for _, parts in told.values()
            for part in parts
            if part.state is MessageState.SENDING
        )

        assert max((building | sending).values(), default=0) <= 1
        for slot, parts in told.values():
            assert fits(slot, parts)

    @invariant()
    def nothing_goes_back(self) -> None:
        told = self.told()

        for key, (slot, parts) in self.before.items():
            now, now_parts = told[key]
            assert now.state in NEXT[slot.state]
            assert now.at == slot.at
            for part, now_part in zip(parts, now_parts, strict=bool(parts)):
                assert follows(now_part, part)
        self.before = told

    def told(self) -> dict[SlotKey, tuple[StoredSlot, tuple[OutboxMessage, ...]]]:
        """All slots and their parts."""
        found = finished(self.memory.deliveries(failed=False, limit=100))
        moments = [(slot.at, slot.key) for slot, _ in found]
        assert all(one > two for one, two in pairwise(moments))
        return {slot.key: (slot, parts) for slot, parts in found}

    @override
    def teardown(self) -> None:
        """At the end, send every waiting part, each once."""
        self.now += timedelta(days=1)
        while self.claim_and_build() or self.claim_and_send():
            pass

        told = self.both(lambda outbox: outbox.deliveries(failed=False, limit=100))
        assert {slot.state for slot, _ in told} <= {POSTED, SKIPPED, DEAD}
        assert self.both(lambda outbox: outbox.depth(self.now)) == (0, None)
        sent = {
            p.idempotency_key
            for _, ps in told
            for p in ps
            if p.state is MessageState.SENT
        }
        assert self.sent == Counter(sent)

    def claim_and_build(self, number: int = 1) -> bool:
        """Build a slot; false if none is due."""
        slot = self.both(lambda outbox: outbox.claim_slot("c", self.now, LEASE))
        if slot is None:
            return False
        edition, parts = edition_of(slot), make_parts(number)
        assert self.both(lambda outbox: outbox.store_messages(slot, edition, parts))
        return True

    def claim_and_send(self) -> bool:
        """Send a part; false if none is due."""
        part = self.both(lambda outbox: outbox.claim_message("c", self.now, LEASE))
        if part is None:
            return False
        assert self.both(
            lambda outbox: outbox.mark_sent(part, "c", part.idempotency_key)
        )
        self.sent[part.idempotency_key] += 1
        return True


def clear(connection: Connection) -> None:
    """Remove all rows, and count from 1 again."""
    tables = ("outbox", "slots", "marks", "editions", "sqlite_sequence")
    for table in tables:
        connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - those above


@contextmanager
def opened() -> Iterator[SqlStore]:
    """A store in memory."""
    database = Database("sqlite://")
    upgrade(database)
    try:
        yield SqlStore(database)
    finally:
        database.close_now()


@pytest.mark.slow
@pytest.mark.parametrize("number", SEEDS)
def test_the_promises_hold_whatever_happens(number: int) -> None:
    with opened() as store, asyncio.Runner() as runner:

        @seed(number)
        class OfThisStore(Histories):
            def __init__(self) -> None:
                super().__init__(store, runner.run)

        run_state_machine_as_test(OfThisStore, settings=SETTINGS)
