"""The contract of ReminderStore."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.core.digests.told_lines import told_event
from bot.core.domain.calendar import CalendarQuery, EventStatus
from bot.core.domain.record import EventChange
from bot.core.domain.reminders import (
    EventState,
    PostedReminder,
    ReminderKind,
    ReminderPost,
    ReminderSetting,
)
from bot.core.domain.slots import NewMessage, OutboxMessage, SlotKey, SlotKind
from bot.stores.sql import SqlStore
from bot.stores.sql.record_entries import note_changed
from tests.fakes.reminders import DAY, FRIDAY, HOUR, report

NOW = datetime(2026, 12, 3, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DESK, HALL = "console/desk", "console/hall"
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


async def test_a_choice_is_stored_under_all_names_of_its_channel(
    store: SqlStore,
) -> None:
    chosen = ReminderSetting(DESK, (DAY, 2 * HOUR), "U1", NOW)

    await store.set_reminders([DESK, HALL], chosen)

    hall = replace(chosen, channel=HALL)
    assert await store.reminder_settings() == {DESK: chosen, HALL: hall}


async def test_reminders_of_events_that_are_over_are_deleted(store: SqlStore) -> None:
    await report(store, "gazette")
    await store.post_reminder(make_post())
    await store.set_reminders([HALL], ReminderSetting(HALL, (), "U1", NOW))

    await store.purge(datetime(2026, 12, 4, tzinfo=UTC))
    assert await store.posted_reminders(DESK, FRIDAY) == (NEAR,)

    await store.purge(datetime(2026, 12, 5, tzinfo=UTC))
    assert await store.posted_reminders(DESK, FRIDAY) == ()
    assert HALL in await store.reminder_settings()
