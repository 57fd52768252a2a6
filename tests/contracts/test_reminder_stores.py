"""The contract of ReminderStore."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from bot.core.digests.told_lines import told_event
from bot.core.domain.calendar import CalendarQuery, EventStatus
from bot.core.domain.record import EventChange
from bot.core.domain.reminders import (
    GONE,
    EventState,
    PostedReminder,
    ReminderKind,
    ReminderPost,
    ReminderSetting,
)
from bot.core.domain.slots import NewMessage, OutboxMessage, SlotKey, SlotKind
from bot.stores.sql import SqlStore, open_store
from bot.stores.sql.record_entries import note_changed
from tests.fakes.reminders import DAY, FRIDAY, HOUR, report, withdraw

NOW = datetime(2026, 12, 3, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DESK, HALL = "console/desk", "console/hall"
TUESDAY = date(2026, 12, 8)
NEAR = PostedReminder("harbour", FRIDAY, FRIDAY, ReminderKind.NEAR, NOW, before=DAY)
CANCELLED = PostedReminder(
    *("harbour", FRIDAY, FRIDAY, ReminderKind.CANCELLED, NOW + HOUR), sequence=1
)


HARBOURS = frozenset({"harbours"})
PLANNED = (EventStatus.PLANNED, FRIDAY, FRIDAY, 0)
ENDED = (EventStatus.CANCELLED, FRIDAY, FRIDAY, 1)


def make_post(
    reminder: PostedReminder = NEAR,
    *,
    channel: str = DESK,
    state: EventState | None = PLANNED,
) -> ReminderPost:
    """A message of the digest "coast" on an event; without a state it is lost."""
    return ReminderPost(
        digest="coast",
        channel=channel,
        day=reminder.first - DAY,
        topics=HARBOURS,
        reminder=reminder,
        states=() if state is None else (state,),
        messages=(NewMessage(0, "{}"),),
    )


async def cancel(store: SqlStore) -> None:
    """Let a paper cancel the event."""
    await report(store, "courier", change=EventChange.CANCELLED)


async def send(store: SqlStore, message_id: str, hours: int = 0) -> OutboxMessage:
    """Send the next message."""
    message = await store.claim_message("bot", NOW + hours * HOUR, MINUTE)
    assert message is not None
    assert await store.mark_sent(message, "bot", message_id)
    return message


async def test_a_reminder_is_a_built_slot(store: SqlStore) -> None:
    await report(store, "gazette")
    post = make_post()

    assert await store.post_reminder(post)

    assert await store.claim_slot("bot", NOW, MINUTE) is None
    message = await send(store, "1.0")
    assert message.slot == post.slot
    assert message.slot.kind is SlotKind.REMINDER
    assert SlotKey.parse(str(post.slot)) == post.slot
    assert await store.posted_reminders(DESK, FRIDAY) == (NEAR,)


async def test_the_lines_of_a_reminder_are_watched(store: SqlStore) -> None:
    await report(store, "gazette")
    (event,) = await store.events(CalendarQuery(HARBOURS))
    line = told_event(event, NOW)

    assert await store.post_reminder(replace(make_post(), lines=(line,)))

    assert await store.start_reading(NOW + HOUR - MINUTE) is None
    reading = await store.start_reading(NOW + HOUR)
    assert reading is not None
    assert reading.article.id == event.report.article.id
    assert [each.line for each in reading.lines] == [line]


async def test_a_reminder_is_no_edition_of_its_digest(store: SqlStore) -> None:
    await report(store, "gazette")
    (event,) = await store.events(CalendarQuery(HARBOURS))
    post = replace(make_post(), lines=(told_event(event, NOW),))

    assert await store.post_reminder(post)

    await send(store, "1.0")
    assert await store.editions("coast", 10) == ()
    assert await store.posted_editions("coast", DESK, 10) == ()
    assert await store.told_lines(DESK, after=NOW - DAY) == ()
    assert (await store.history(DESK, after=NOW - DAY)).last is None


async def test_a_channel_gets_a_reminder_once(store: SqlStore) -> None:
    await report(store, "gazette")
    post = make_post()
    later = replace(post, reminder=replace(NEAR, at=NOW + HOUR), digest="other")

    assert await store.post_reminder(post)

    assert not await store.post_reminder(post)
    assert not await store.post_reminder(later)
    assert len(await store.waiting_slots()) == 1


async def test_channels_periods_days_and_events_have_reminders_of_their_own(
    store: SqlStore,
) -> None:
    await report(store, "gazette")
    await report(store, "courier", event="bridge")
    posts = (
        make_post(),
        make_post(channel=HALL),
        make_post(replace(NEAR, before=2 * HOUR)),
        make_post(replace(NEAR, first=TUESDAY, last=TUESDAY)),
        make_post(replace(NEAR, event="bridge")),
    )

    assert [await store.post_reminder(post) for post in posts] == [True] * 5

    assert len({str(post.slot) for post in posts}) == 5
    assert len(await store.posted_reminders(DESK, FRIDAY)) == 4


async def test_a_message_on_an_event_that_changed_since_is_not_stored(
    store: SqlStore,
) -> None:
    await report(store, "gazette")
    post = make_post()
    await cancel(store)

    assert not await store.post_reminder(post)

    assert await store.waiting_slots() == ()


async def test_a_line_whose_article_has_a_new_text_is_not_posted(
    store: SqlStore,
) -> None:
    await report(store, "gazette")

    def change(connection: Connection) -> None:
        note_changed(connection, 1)

    await store.database.write(change)

    assert not await store.post_reminder(make_post())


async def test_what_other_topics_report_changes_nothing(store: SqlStore) -> None:
    await report(store, "gazette")
    post = make_post()
    change = EventChange.CANCELLED
    await report(store, "courier", change=change, topics=["schools"])

    assert await store.post_reminder(post)


async def test_an_event_that_does_not_exist_has_no_reminder(store: SqlStore) -> None:
    assert not await store.post_reminder(make_post())


async def test_a_change_is_posted_in_the_thread_of_the_reminder(
    store: SqlStore,
) -> None:
    await report(store, "gazette")
    await store.post_reminder(make_post())
    await send(store, "1.0")
    await cancel(store)

    assert await store.post_reminder(make_post(CANCELLED, state=ENDED))

    message = await send(store, "1.1", hours=2)
    assert message.parent == "1.0"
    assert await store.posted_reminders(DESK, FRIDAY) == (NEAR, CANCELLED)
    assert not await store.post_reminder(make_post(CANCELLED, state=ENDED))


async def test_further_changes_are_posted_in_the_same_thread(store: SqlStore) -> None:
    await report(store, "gazette")
    await store.post_reminder(make_post())
    await cancel(store)
    await store.post_reminder(make_post(CANCELLED, state=ENDED))
    await send(store, "1.0", hours=2)
    await send(store, "1.1", hours=2)
    await withdraw(store)
    gone = replace(CANCELLED, kind=ReminderKind.GONE, sequence=GONE)

    assert await store.post_reminder(make_post(gone, state=None))

    assert (await send(store, "1.2", hours=2)).parent == "1.0"


async def test_an_event_that_is_reported_again_is_not_lost(store: SqlStore) -> None:
    await report(store, "gazette")
    await store.post_reminder(make_post())
    gone = replace(CANCELLED, kind=ReminderKind.GONE, sequence=GONE)

    assert not await store.post_reminder(make_post(gone, state=None))


async def test_a_change_stands_alone_if_its_reminder_failed(store: SqlStore) -> None:
    await report(store, "gazette")
    await store.post_reminder(make_post())
    message = await store.claim_message("bot", NOW, MINUTE)
    assert message is not None
    await store.dead_letter(message, "bot", error="no such channel")
    await cancel(store)

    await store.post_reminder(make_post(CANCELLED, state=ENDED))

    assert (await send(store, "1.1", hours=2)).parent is None


async def test_events_with_the_same_hash_are_both_posted(store: SqlStore) -> None:
    await report(store, "gazette")
    post = make_post()
    await store.post_reminder(post)

    # A row that is lost leaves its slot behind, as an equal hash does.
    await store.purge(datetime(2027, 1, 1, tzinfo=UTC))
    await report(store, "courier")
    assert await store.post_reminder(post)

    key = post.slot
    assert set(await store.waiting_slots()) == {
        key,
        replace(key, index=key.index + 1),
    }


async def test_events_that_are_one_share_their_messages(store: SqlStore) -> None:
    await report(store, "gazette")
    await report(store, "courier", event="bridge")
    bridge = replace(NEAR, event="bridge")
    own = replace(bridge, before=2 * HOUR)
    for reminder in (NEAR, bridge, own):
        await store.post_reminder(make_post(reminder))

    await store.join_events([], {"bridge": "harbour"})

    joined = await store.posted_reminders(DESK, FRIDAY)
    assert joined == (NEAR, replace(own, event="harbour"))
    assert not await store.post_reminder(make_post(replace(own, event="harbour")))


async def test_a_reminder_exists_since_it_was_first_used(store: SqlStore) -> None:
    key, other = ("coast", DESK, DAY), ("coast", DESK, 2 * HOUR)

    first = await store.begin_reminders([key], NOW)
    again = await store.begin_reminders([key, other], NOW + HOUR)

    assert first == {key: NOW}
    assert again == {key: NOW, other: NOW + HOUR}
    assert await store.begin_reminders([], NOW) == {}


async def test_a_choice_is_stored_under_all_names_of_its_channel(
    store: SqlStore,
) -> None:
    chosen = ReminderSetting(DESK, (DAY, 2 * HOUR), "U1", NOW)

    await store.set_reminders([DESK, HALL], chosen)

    hall = replace(chosen, channel=HALL)
    assert await store.reminder_settings() == {DESK: chosen, HALL: hall}


async def test_a_later_choice_replaces_the_earlier_one(store: SqlStore) -> None:
    await store.set_reminders([DESK], ReminderSetting(DESK, (DAY,), "U1", NOW))

    off = ReminderSetting(DESK, (), "U2", NOW + HOUR)
    await store.set_reminders([DESK], off)

    assert await store.reminder_settings() == {DESK: off}


async def test_reminders_of_events_that_are_over_are_deleted(store: SqlStore) -> None:
    await report(store, "gazette")
    await store.post_reminder(make_post())
    await store.set_reminders([HALL], ReminderSetting(HALL, (), "U1", NOW))

    await store.purge(datetime(2026, 12, 4, tzinfo=UTC))
    assert await store.posted_reminders(DESK, FRIDAY) == (NEAR,)

    await store.purge(datetime(2026, 12, 5, tzinfo=UTC))
    assert await store.posted_reminders(DESK, FRIDAY) == ()
    assert HALL in await store.reminder_settings()


async def test_events_that_are_over_are_not_listed(store: SqlStore) -> None:
    await report(store, "gazette")
    await store.post_reminder(make_post())

    assert await store.posted_reminders(DESK, FRIDAY + DAY) == ()
    assert await store.posted_reminders(HALL, FRIDAY) == ()


async def test_two_processes_post_a_reminder_once(database: str) -> None:
    async with open_store(database) as one, open_store(database) as two:
        await report(one, "gazette")
        post = make_post()

        stored = await asyncio.gather(
            *(each.post_reminder(post) for each in (one, two, one, two))
        )

        assert sorted(stored) == [False, False, False, True]
        assert len(await two.waiting_slots()) == 1
