"""What the operator is told of a real store, however often the bot is started anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.delivery.planner import plan_slots
from bot.core.domain.configuration import Configuration, Destination
from bot.core.domain.slots import BUILD_LEASE
from bot.core.messages.markdown import to_markdown
from bot.core.operations.monitor import Monitor, MonitorDeps
from bot.core.operations.notifier import Notifier
from bot.core.text.redaction import Redaction
from bot.stores.sql import SqlStore, open_store
from tests.fakes.plans import make_configuration, make_plan, make_topic
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeJournal, FakeMessenger

PLAN = make_plan(make_topic("https://lenna-gazette.example/"), at="07:30")
CONFIGURATION = replace(
    make_configuration(PLAN), operator=(Destination("fake", "ops"),)
)
BEFORE = datetime(2026, 3, 2, 8, tzinfo=UTC)
NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)


async def look(
    store: SqlStore,
    posts: FakeMessenger,
    *,
    at: datetime = NOW,
    configuration: Configuration = CONFIGURATION,
) -> None:
    """What a process that was just started looks at."""
    clock, event_log = FakeClock(at), FakeJournal()
    scene = MonitorDeps(
        clock, FakeConfiguration(configuration), store, store, event_log
    )
    notices = Notifier(clock, store, {"fake": posts}, event_log, Redaction().text)
    await Monitor(scene, notices).run()
    assert event_log.entries == []


def texts(posts: FakeMessenger) -> list[str]:
    return [to_markdown(message) for _, message in posts.posts.values()]


async def test_digests_missed_in_three_days_are_told_once(store: SqlStore) -> None:
    slots = plan_slots([PLAN], since=BEFORE, now=NOW)
    await store.plan(slots, until=NOW)
    posts = FakeMessenger()

    for minute in range(3):
        await look(store, posts, at=NOW + timedelta(minutes=minute))

    (text,) = texts(posts)
    assert "morning of 3 Mar 2026 was skipped in fake/desk" in text
    assert "morning of 4 Mar 2026 was skipped in fake/desk" in text
    assert "5 Mar" not in text


async def test_a_digest_that_is_given_up_again_after_a_retry_is_told_again(
    store: SqlStore,
) -> None:
    posts = FakeMessenger()
    (slot,) = plan_slots([PLAN], since=NOW - timedelta(hours=1), now=NOW)
    await store.plan([slot], until=NOW)

    for hour in range(2):
        at = NOW + timedelta(hours=hour)
        taken = await store.claim_slot("me", at, BUILD_LEASE)
        assert taken is not None
        await store.return_slot(taken, error="no such channel", again=None)
        await look(store, posts, at=at)
        await look(store, posts, at=at)
        await store.requeue(slot.key, at)
        await look(store, posts, at=at)

    assert len(texts(posts)) == 2
    assert all("failed in fake/desk: no such channel" in one for one in texts(posts))


async def test_what_one_process_told_no_other_tells(database: str) -> None:
    posts = FakeMessenger()
    async with open_store(database) as one, open_store(database) as other:
        await one.plan(plan_slots([PLAN], since=BEFORE, now=NOW), until=NOW)
        for store in (one, other, one):
            await look(store, posts)

    assert len(texts(posts)) == 1


async def test_a_new_operator_hears_of_what_is_wrong(store: SqlStore) -> None:
    await store.plan(plan_slots([PLAN], since=BEFORE, now=NOW), until=NOW)
    first, second = FakeMessenger(), FakeMessenger()
    moved = replace(CONFIGURATION, operator=(Destination("fake", "night"),))

    await look(store, first)
    await look(store, second, configuration=moved)

    assert len(texts(first)) == len(texts(second)) == 1
