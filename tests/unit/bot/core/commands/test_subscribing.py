from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.core.commands.requests import InteractionContext, Person
from bot.core.commands.responses import Answer
from bot.core.commands.subscribing import (
    Subscribing,
    SubscriptionStores,
)
from bot.core.commands.time_parsing import Zones
from bot.core.digests.subscriptions import personal_channel, personal_id
from bot.core.domain.configuration import Configuration, Topic
from bot.core.domain.records import Edition, Subscription
from bot.core.domain.slots import SlotKey
from bot.stores.sql import SqlStore, open_store
from tests.fakes.contexts import BEN, NOW, in_channel, in_person
from tests.fakes.ports import FakeClock, FakeJournal

FERRIES = Topic("ferries", "Ferries of the coast", ())
BRIDGES = Topic("bridges", "Bridges", ())
DIRECT = in_person()
ZONES = Zones(available_timezones())
PLAIN = Configuration((FERRIES, BRIDGES), (), timezone=ZoneInfo("Europe/Lisbon"))


@dataclass(slots=True)
class Counter:
    """The use case with its store, at a time that moves."""

    store: SqlStore
    configuration: Configuration = PLAIN
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))
    event_log: FakeJournal = field(default_factory=FakeJournal)
    changes: list[datetime] = field(default_factory=list)

    @property
    def subscribing(self) -> Subscribing:
        """It."""
        stores = SubscriptionStores(self.store, self.store)

        def changed() -> None:
            self.changes.append(self.clock.now())

        return Subscribing(self.clock, stores, ZONES, self.event_log, changed)

    async def subscribe(self, *words: str, context: InteractionContext = DIRECT) -> str:
        """What the answer to ``/brief subscribe`` with these options says."""
        options = dict(zip(("name", "time", "timezone"), words, strict=False))
        return text(
            await self.subscribing.subscribe(context, options, self.configuration)
        )

    async def unsubscribe(
        self, name: str = "", *, context: InteractionContext = DIRECT
    ) -> str:
        """What the answer to ``/brief unsubscribe`` says."""
        return text(
            await self.subscribing.unsubscribe(
                context, {"name": name}, self.configuration
            )
        )

    async def kept(self) -> list[Subscription]:
        """What is in the store."""
        return list(await self.store.subscriptions())

    async def post(self, wanted: Subscription, day: date) -> None:
        """Let the digest of a day have been made."""
        id_ = personal_id(wanted)
        channel = personal_channel(wanted.platform, wanted.person)
        slot = str(SlotKey(id_, channel, day, 0))
        at = self.clock.now()
        await self.store.freeze(Edition(f"{id_}-1", id_, channel, at, "{}", slot))


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    async with open_store("sqlite://") as store:
        yield Counter(store)


def text(answer: Answer) -> str:
    """The lines of an answer."""
    rows = [row for section in answer.message.sections for row in section.rows]
    return "\n".join(part.text for row in rows for part in row.parts)


async def test_a_subscription_says_what_comes_when(counter: Counter) -> None:
    told = await counter.subscribe("ferries", "7.30", "berlin")

    assert told == (
        "Done: you get Ferries of the coast by direct message every day at 07:30 "
        "(Europe/Berlin).\nThe first digest comes today at 07:30."
    )
    assert await counter.kept() == [
        Subscription("slack", "U1", "ferries", time(7, 30), "Europe/Berlin")
    ]
    assert counter.changes == [NOW]
    assert counter.event_log.events("info") == ["subscribed"]


async def test_a_time_that_is_past_comes_tomorrow(counter: Counter) -> None:
    told = await counter.subscribe("ferries", "6:59", "Europe/Berlin")

    assert told.endswith("The first digest comes tomorrow at 06:59.")


async def test_today_is_the_person_s_own(counter: Counter) -> None:
    counter.clock.move(timedelta(hours=10))
    told = await counter.subscribe("ferries", "8am", "Asia/Tokyo")

    assert told.endswith("The first digest comes today at 08:00.")


@pytest.mark.parametrize(
    ("known", "kept"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("Mars/Base", "Europe/Lisbon"),
        ("", "Europe/Lisbon"),
    ],
)
async def test_the_zone_that_the_platform_knows_comes_first(
    counter: Counter, known: str, kept: str
) -> None:
    person = Person("U1", timezone=known)
    await counter.subscribe("ferries", "7", context=in_channel(person))

    assert [one.timezone for one in await counter.kept()] == [kept]


async def test_who_changes_one_thing_keeps_the_other(counter: Counter) -> None:
    await counter.subscribe("ferries", "7am", "Asia/Tokyo")
    told = await counter.subscribe("ferries", "", "Europe/Berlin")
    await counter.subscribe("ferries", "9am")

    assert told.startswith("Changed: you get Ferries of the coast")
    assert [(one.at, one.timezone) for one in await counter.kept()] == [
        (time(9), "Europe/Berlin")
    ]


async def test_a_digest_of_today_is_not_promised_again(counter: Counter) -> None:
    await counter.subscribe("ferries", "05:00", "UTC")
    (wanted,) = await counter.kept()
    await counter.post(wanted, NOW.date())

    told = await counter.subscribe("ferries", "20:00")

    assert told.endswith("The next digest comes tomorrow at 20:00.")


async def test_a_time_that_the_clock_skips_comes_later(counter: Counter) -> None:
    counter.clock = FakeClock(datetime(2026, 3, 28, 22, tzinfo=UTC))

    told = await counter.subscribe("ferries", "02:30", "Europe/Berlin")

    assert told.endswith("The first digest comes tomorrow at 03:30.")


async def test_without_a_topic_all_are_ended(counter: Counter) -> None:
    for topic in ("ferries", "bridges"):
        await counter.subscribe(topic)
    await counter.subscribe("ferries", context=in_person(BEN))

    told = await counter.unsubscribe()

    assert told == "Unsubscribed from Bridges and Ferries of the coast."
    assert [one.person for one in await counter.kept()] == ["U2"]


@pytest.mark.parametrize("name", ["ferries now", "alerts on ferries of the coast"])
async def test_alerts_end_alone(counter: Counter, name: str) -> None:
    await counter.subscribe("ferries")
    await counter.subscribe("ferries", "now")

    told = await counter.unsubscribe(name)

    assert told == "Unsubscribed from alerts on Ferries of the coast."
    assert [one.at for one in await counter.kept()] == [time(8)]


async def test_a_digest_ends_without_the_alerts_on_its_topic(counter: Counter) -> None:
    await counter.subscribe("ferries")
    await counter.subscribe("ferries", "now")

    told = await counter.unsubscribe("ferries")

    assert told == (
        "Unsubscribed from Ferries of the coast.\nYou still get alerts on Ferries of "
        "the coast: “/brief unsubscribe ferries now”."
    )
    assert [one.at for one in await counter.kept()] == [None]
