from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest
from typing_extensions import override

from bot.core.digests.subscriptions import (
    MAX_AGE,
    ConfigWithSubscriptions,
    is_personal_id,
    personal_id,
    with_subscriptions,
)
from bot.core.domain.configuration import (
    AlertCondition,
    Destination,
    Topic,
)
from bot.core.domain.errors import StoreError
from bot.core.domain.records import Subscription
from tests.fakes.chats import MemoryChats
from tests.fakes.plans import make_configuration, make_plan, make_topic
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeJournal

FERRIES = Topic("ferries", "Ferries of the coast", ())
BASE = make_configuration(make_plan(FERRIES))
WANTED = Subscription("slack", "U1", "ferries", time(7, 30), "Asia/Tokyo")


class Chats(MemoryChats):
    """Counts how often subscriptions are read; fails on demand."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.broken = False

    @override
    async def subscriptions(self) -> tuple[Subscription, ...]:
        self.reads += 1
        if self.broken:
            raise StoreError("the disk is full")
        return await super().subscriptions()


class Bench:
    """A configuration with what people want, at a time that moves."""

    def __init__(self, wanted: Sequence[Subscription] = ()) -> None:
        self.chats = Chats()
        self.file = FakeConfiguration(BASE)
        self.clock = FakeClock()
        self.event_log = FakeJournal()
        self.source = ConfigWithSubscriptions(
            self.file, self.chats, self.clock, self.event_log
        )
        self.wanted = wanted

    async def opened(self) -> Bench:
        """It, with what was wanted before."""
        for one in self.wanted:
            await self.chats.subscribe(one)
        return self

    async def digests(self) -> list[str]:
        """The ids of the digests in force."""
        return [plan.id for plan in (await self.source.current()).digests]


def test_a_subscription_is_a_digest_of_every_day() -> None:
    configured, plan = with_subscriptions(BASE, [WANTED]).digests

    assert configured is BASE.digests[0]
    assert plan.topics == (FERRIES,)
    assert plan.at == (time(7, 30),)
    assert len(plan.days) == 7
    assert plan.timezone == ZoneInfo("Asia/Tokyo")
    assert plan.to == (Destination("slack", "@U1"),)
    assert plan.title == "Ferries of the coast"
    assert plan.note == (
        "You get this every day at 07:30 (Asia/Tokyo); /brief unsubscribe ferries "
        "ends it."
    )


@pytest.mark.parametrize(
    ("person", "number"), [("acme/U1", 1), ("globex/U1", 0), ("gone/U1", 0)]
)
@pytest.mark.parametrize("at", [time(7, 30), None])
def test_a_topic_that_a_workspace_gets_no_more_is_no_digest_there(
    person: str, number: int, at: time | None
) -> None:
    to = (Destination("slack", "acme/#ops"),)
    base = replace(BASE, digests=(replace(BASE.digests[0], to=to),), workspaces=())

    plans = with_subscriptions(base, [replace(WANTED, person=person, at=at)]).plans

    assert len(plans) == len(base.plans) + number


async def test_what_others_change_is_seen_within_seconds() -> None:
    bench = await Bench().opened()
    await bench.digests()
    await bench.chats.subscribe(WANTED)

    before = await bench.digests()
    bench.clock.move(MAX_AGE)
    after = await bench.digests()

    assert (before, after) == (["morning"], ["morning", personal_id(WANTED)])


async def test_while_the_store_fails_what_was_known_goes_on() -> None:
    bench = await Bench([WANTED]).opened()
    first = await bench.source.current()
    bench.chats.broken = True
    bench.clock.move(MAX_AGE)

    assert await bench.source.current() is first
    assert bench.event_log.events("warning") == [
        "subscriptions not loaded from the database; Sitrep uses those that it loaded before"
    ]


async def test_nothing_goes_on_while_nothing_is_known() -> None:
    bench = await Bench([WANTED]).opened()
    bench.chats.broken = True

    with pytest.raises(StoreError, match="the disk is full"):
        await bench.source.current()

    bench.chats.broken = False
    assert len(await bench.digests()) == 2


def test_a_subscription_to_alerts_is_an_alert() -> None:
    alerts = replace(WANTED, at=None)
    topic = replace(FERRIES, sources=tuple(make_topic(*"abcd").sources))
    base = replace(BASE, topics=(topic,))

    wanted = with_subscriptions(base, [WANTED, alerts])

    (plan,) = wanted.alerts
    assert len(wanted.digests) == 2
    assert plan.id == f"{personal_id(WANTED)}.now"
    assert is_personal_id(plan.id)
    assert plan.topics == (topic,)
    assert plan.condition == AlertCondition(papers=3)
    assert plan.timezone == ZoneInfo("Asia/Tokyo")
    assert plan.to == (Destination("slack", "@U1"),)
    assert plan.title == "Ferries of the coast"
    assert plan.note == (
        "You get alerts on this topic at once; /brief unsubscribe ferries now ends them."
    )
