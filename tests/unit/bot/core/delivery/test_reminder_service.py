"""Reminders of events, from the calendar to the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.core.delivery.reminder_service import ReminderService, ReminderStores
from bot.core.delivery.sender import Sender
from bot.core.digests.mutes import ChannelMutes
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
)
from bot.core.domain.errors import PostError
from bot.core.domain.record import EventChange
from bot.core.domain.records import Mute
from bot.core.domain.reminders import ReminderSetting
from bot.core.domain.slots import SlotState
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import ChannelNames
from bot.stores.sql import SqlStore, open_store
from tests.fakes.ports import FakeClock, FakeJournal, FakeMessenger
from tests.fakes.reminders import (
    DAY,
    HOUR,
    LINE,
    berlin,
    make_rule,
    report,
    withdraw,
)

DESK, HALL = "fake/desk", (Destination("fake", "hall"),)
OFF = "The harbour of Lenna will not close after all, Ida Brandt said."


@dataclass(slots=True)
class Bureau:
    """A bot with its record, its digests and one channel."""

    clock: FakeClock
    store: SqlStore
    messenger: FakeMessenger
    event_log: FakeJournal
    configuration: Configuration
    service: ReminderService

    async def look(self, when: str) -> int:
        """Post what is due; returns how many messages were stored."""
        self.clock.move(berlin(when) - self.clock.now())
        number = await self.service.evaluate(self.configuration)
        sender = Sender(
            *("bot", self.clock, self.store, {"fake": self.messenger}, self.event_log)
        )
        while await sender.send_next():
            pass
        return number

    async def cancel(self) -> None:
        """Let a paper cancel the event."""
        await report(self.store, "courier", change=EventChange.CANCELLED, line=OFF)

    @property
    def texts(self) -> list[str]:
        """The posted messages, as Markdown."""
        return [to_markdown(message) for _, message in self.messenger.posts.values()]


def service(
    clock: FakeClock, store: SqlStore, names: ChannelNames | None = None
) -> ReminderService:
    """The reminders of a process."""
    mutes = ChannelMutes(store, names)
    stores = ReminderStores(store, store, store)
    return ReminderService(clock, stores, mutes, {}, FakeJournal())


@asynccontextmanager
async def open_bureau(
    *plans: DigestPlan, names: ChannelNames | None = None
) -> AsyncIterator[Bureau]:
    """A bot that has reminded since the first of December, with one event on Friday.

    Without ``plans`` a digest reminds of it a day and two hours before.
    """
    clock = FakeClock(berlin("2026-12-01 12:00"))
    async with open_store("sqlite://") as store:
        await report(store, "gazette")
        configuration = Configuration((), plans or (make_rule(DAY, 2 * HOUR).plan,))
        bureau = Bureau(
            *(clock, store, FakeMessenger(), FakeJournal(), configuration),
            service(clock, store, names),
        )
        await bureau.look("2026-12-01 12:00")
        yield bureau


async def test_a_restarted_process_and_another_one_remind_nobody_again() -> None:
    async with open_bureau() as bureau:
        await bureau.look("2026-12-03 09:00")
        for _ in range(2):
            bureau.service = service(bureau.clock, bureau.store)
            assert await bureau.look("2026-12-03 09:01") == 0


async def test_two_digests_of_a_channel_remind_it_once() -> None:
    plan = make_rule(DAY).plan
    other = replace(plan, id="harbours", remind=(DAY,))
    async with open_bureau(plan, other) as bureau:
        assert await bureau.look("2026-12-03 09:00") == 1
        assert await bureau.look("2026-12-03 09:01") == 0


async def test_a_digest_reminds_only_of_its_own_topics() -> None:
    async with open_bureau(make_rule(DAY, topics=["schools"]).plan) as bureau:
        assert await bureau.look("2026-12-03 09:00") == 0

        await report(bureau.store, "courier", topics=["schools"], line="School closes.")
        assert await bureau.look("2026-12-03 09:01") == 1

    assert LINE not in bureau.texts[0]


async def test_what_a_channel_chose_replaces_the_configuration() -> None:
    async with open_bureau() as bureau:
        chosen = ReminderSetting(DESK, (3 * HOUR,), "U1", bureau.clock.now())
        await bureau.store.set_reminders([DESK], chosen)

        assert await bureau.look("2026-12-03 09:00") == 0
        assert await bureau.look("2026-12-04 06:00") == 1
        assert await bureau.look("2026-12-04 07:00") == 0


async def test_a_channel_that_turned_them_off_gets_no_reminders() -> None:
    async with open_bureau() as bureau:
        off = ReminderSetting(DESK, (), "U1", bureau.clock.now())
        await bureau.store.set_reminders([DESK], off)

        assert await bureau.look("2026-12-03 09:00") == 0


async def test_a_cancellation_follows_the_reminder_in_its_thread() -> None:
    async with open_bureau() as bureau:
        await bureau.look("2026-12-03 09:00")
        await bureau.cancel()

        assert await bureau.look("2026-12-03 10:00") == 1
        assert await bureau.look("2026-12-03 11:00") == 0

    (reminder, above), (_, carrier) = bureau.messenger.parents.items()
    assert (above, carrier) == (None, reminder)
    text = bureau.texts[1]
    assert "CANCELLED · coast" in text
    assert text.index(OFF) < text.index(LINE)


async def test_a_withdrawn_report_is_told_without_its_line() -> None:
    async with open_bureau() as bureau:
        await bureau.look("2026-12-03 09:00")
        await withdraw(bureau.store)

        assert await bureau.look("2026-12-03 10:00") == 1
        assert await bureau.look("2026-12-03 11:00") == 0

    assert "NO LONGER REPORTED · coast" in bureau.texts[1]
    assert LINE not in bureau.texts[1]


async def test_a_muted_word_or_source_is_not_announced() -> None:
    async with open_bureau() as bureau:
        for what in ("Ida Brandt", "lenna-gazette.example"):
            await bureau.store.mute(Mute(DESK, what, "U1", bureau.clock.now()))
            assert await bureau.look("2026-12-03 09:00") == 0
            await bureau.store.unmute(DESK, what)

        assert await bureau.look("2026-12-03 09:00") == 1


async def test_a_reminder_that_cannot_be_sent_in_time_is_never_sent() -> None:
    async with open_bureau() as bureau:
        well, bureau.messenger = bureau.messenger, FakeMessenger(PostError("no answer"))
        await bureau.look("2026-12-04 07:00")
        bureau.messenger = well
        await bureau.look("2026-12-05 00:00")
        ((slot, _),) = await bureau.store.deliveries(failed=True, limit=5)

    assert bureau.texts == []
    assert slot.state is SlotState.DEAD
    assert slot.error == "reminder not posted: its event has begun or is over"
