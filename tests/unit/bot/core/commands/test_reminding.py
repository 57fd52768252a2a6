from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import time, timedelta
from zoneinfo import available_timezones

import pytest
from typing_extensions import override

from bot.core.commands.reminding import Reminding
from bot.core.commands.requests import InteractionContext
from bot.core.commands.subscribing import Subscribing, SubscriptionStores
from bot.core.commands.time_parsing import Zones
from bot.core.domain.configuration import Configuration, Destination, Topic
from bot.core.domain.records import Subscription
from bot.core.domain.reminders import ReminderSetting
from bot.core.ports.services import ChannelNames
from bot.stores.sql import SqlStore, open_store
from tests.fakes.contexts import NOW, in_channel, in_person
from tests.fakes.ports import FakeClock, FakeJournal
from tests.fakes.reminders import make_rule

DESK, NAMED, OWN = "slack/C1", "slack/#desk", "slack/@U1"
MANAGER, MEMBER = in_channel(manages=True), in_channel()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFF = (
    "Reminders of events are off in this channel.\n"
    "“/brief remind 1 day, 2 hours” turns them on."
)


class Names(ChannelNames):
    """The desk has a name."""

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        return {DESK: (NAMED,), NAMED: (DESK,)}.get(channel, ())


@dataclass(slots=True)
class Counter:
    """The command with its store, and a digest that goes to the desk."""

    store: SqlStore
    event_log: FakeJournal
    configured: tuple[timedelta, ...] = ()
    channel: str = "#desk"

    async def remind(self, when: str = "", who: InteractionContext = MANAGER) -> str:
        """What the answer to ``/brief remind`` says."""
        clock, zones = FakeClock(NOW), Zones(available_timezones())
        stores = SubscriptionStores(self.store, self.store)
        personal = Subscribing(clock, stores, zones, self.event_log)
        reminding = Reminding(clock, self.store, personal, self.event_log, Names())
        plan = replace(
            make_rule(*self.configured).plan, to=(Destination("slack", self.channel),)
        )
        topics = (Topic("harbours", "Harbours", ()),)
        configuration = Configuration(topics, (plan,))
        answer = await reminding.remind(who, {"when": when}, configuration)
        rows = [row for section in answer.message.sections for row in section.rows]
        return "\n".join(part.text for row in rows for part in row.parts)

    async def periods(self) -> dict[str, tuple[timedelta, ...]]:
        """What is chosen, by channel."""
        settings = await self.store.reminder_settings()
        return {channel: each.periods for channel, each in settings.items()}


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    async with open_store("sqlite://") as store:
        yield Counter(store, FakeJournal())


async def test_a_manager_chooses_periods_for_the_channel(counter: Counter) -> None:
    told = await counter.remind("2 hours, 1 day")

    assert told == (
        "Reminders of events in this channel: 1 day and 2 hours before.\n"
        "“/brief remind off” turns them off."
    )
    settings = await counter.store.reminder_settings()
    assert settings[DESK] == ReminderSetting(DESK, (DAY, 2 * HOUR), "U1", NOW)
    assert counter.event_log.entries == [
        (
            "info",
            "person changed reminders",
            {"channel": DESK, "person": "U1", "what": "2 hours, 1 day"},
        )
    ]


async def test_a_choice_holds_for_every_name_of_the_channel(counter: Counter) -> None:
    await counter.remind("1 day")

    assert await counter.periods() == {DESK: (DAY,), NAMED: (DAY,)}


async def test_off_turns_configured_reminders_off(counter: Counter) -> None:
    counter.configured = (DAY,)

    assert await counter.remind("off") == OFF
    assert await counter.remind() == OFF
    assert (await counter.periods())[DESK] == ()


async def test_everybody_chooses_for_their_own_digests(counter: Counter) -> None:
    own = Subscription("slack", "U1", "harbours", time(8), "Europe/Berlin")
    await counter.store.subscribe(own)

    told = await counter.remind("2 hours", in_person())

    assert told.startswith("Reminders of events in your own digests: 2 hours before.")
    assert await counter.periods() == {OWN: (2 * HOUR,)}
