"""The contract of ChatStore."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from multiprocessing.connection import Connection as Pipe
from threading import Barrier

import pytest
from sqlalchemy import Connection, func, select

from bot.core.domain.records import (
    Mute,
    StoryEdit,
    StoryEditKind,
    Subscription,
    SubscriptionKind,
)
from bot.core.ports.stores import ChatStore
from bot.stores.sql import SqlStore, open_store
from bot.stores.sql.tables import chat_events
from tests.fakes.chats import MemoryChats

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
MEMORY = timedelta(minutes=10)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DESK, PIER = "slack/C1", "slack/C2"
ODD = "ferry \N{FERRY} \u202e\u200b \N{ARABIC LETTER BEH} %_'\"\\ " + "o" * 5_000
FERRIES = Subscription("slack", "U1", "ferries", time(7, 30), "Europe/Lisbon")
BRIDGES = replace(FERRIES, topic="bridges", at=time(19, 5), timezone="Asia/Tokyo")
OTHERS = replace(FERRIES, person="U2")
FOOTBALL = Mute(DESK, "Football", "U1", NOW)


@pytest.fixture
async def chats(outbox_address: str | None) -> AsyncIterator[ChatStore]:
    """An empty store of wishes, in memory and in each kind of database."""
    if outbox_address is None:
        yield MemoryChats()
        return
    async with open_store(outbox_address) as opened:
        yield opened


async def test_an_event_is_first_seen_once(chats: ChatStore) -> None:
    told = [
        await chats.first_seen("Ev1", NOW + age, MEMORY)
        for age in (0 * SECOND, SECOND, MEMORY - SECOND)
    ]

    assert told == [True, False, False]


async def test_other_events_are_others(chats: ChatStore) -> None:
    await chats.first_seen("Ev1", NOW, MEMORY)

    assert await chats.first_seen("ev1", NOW, MEMORY)


async def test_an_event_is_forgotten_after_its_memory(chats: ChatStore) -> None:
    await chats.first_seen("Ev1", NOW, MEMORY)

    assert await chats.first_seen("Ev1", NOW + MEMORY, MEMORY)
    assert not await chats.first_seen("Ev1", NOW + MEMORY + SECOND, MEMORY)


async def test_an_event_of_a_clock_ahead_was_seen(chats: ChatStore) -> None:
    await chats.first_seen("Ev1", NOW + SECOND, MEMORY)

    assert not await chats.first_seen("Ev1", NOW, MEMORY)


async def test_an_event_that_is_taken_back_is_new_again(chats: ChatStore) -> None:
    await chats.first_seen("Ev1", NOW, MEMORY)
    await chats.first_seen("Ev2", NOW, MEMORY)

    await chats.forget_event("Ev1")
    await chats.forget_event("Ev3")

    assert await chats.first_seen("Ev1", NOW, MEMORY)
    assert not await chats.first_seen("Ev2", NOW, MEMORY)


async def test_an_event_may_have_any_name(chats: ChatStore) -> None:
    for name in ("", "\0", "\ud800", ODD):
        assert await chats.first_seen(name, NOW, MEMORY)
        assert not await chats.first_seen(name, NOW, MEMORY)


async def test_of_many_at_once_one_is_first(database: str) -> None:
    async with open_store(database) as one, open_store(database) as two:
        told = await asyncio.gather(
            *(store.first_seen("Ev1", NOW, MEMORY) for store in (one, two) * 8)
        )

    assert told.count(True) == 1


def see(address: str, start: Barrier, told: Pipe) -> None:
    """Note a hundred events when all are ready, and tell which were new."""

    async def note() -> list[bool]:
        async with open_store(address) as store:
            start.wait()
            names = [f"Ev{number}" for number in range(100)]
            return [await store.first_seen(name, NOW, MEMORY) for name in names]

    told.send(asyncio.run(note()))


@pytest.mark.slow
def test_of_two_processes_one_is_first(database: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    start, pipes = spawn.Barrier(2), [spawn.Pipe(duplex=False) for _ in range(2)]
    processes = [
        spawn.Process(target=see, args=(database, start, told)) for _, told in pipes
    ]
    for process in processes:
        process.start()

    firsts = [heard.recv() for heard, _ in pipes]

    for process in processes:
        process.join()
    assert [sum(both) for both in zip(*firsts, strict=True)] == [1] * 100


async def test_each_holder_has_so_many_and_no_more(chats: ChatStore) -> None:
    told = [await chats.spend({"U1": 2}, NOW, MINUTE) for _ in range(3)]

    assert told == [{}, {}, {"U1": MINUTE}]
    assert await chats.spend({"U2": 2}, NOW, MINUTE) == {}


async def test_a_holder_at_its_limit_learns_how_long_to_wait(chats: ChatStore) -> None:
    for age in (0, 20, 30):
        await chats.spend({"U1": 3}, NOW + age * SECOND, MINUTE)

    waits = await chats.spend({"U1": 3}, NOW + 50 * SECOND, MINUTE)

    assert waits == {"U1": 10 * SECOND}


async def test_uses_become_free_again_one_by_one(chats: ChatStore) -> None:
    for age in (0, 30):
        await chats.spend({"U1": 2}, NOW + age * SECOND, MINUTE)

    told = [
        await chats.spend({"U1": 2}, NOW + age * SECOND, MINUTE)
        for age in (59, 60, 61, 90)
    ]

    assert [bool(waits) for waits in told] == [True, False, True, False]


async def test_a_holder_at_its_limit_costs_other_holders_no_use(
    chats: ChatStore,
) -> None:
    await chats.spend({"U1": 1, "T1": 2}, NOW, MINUTE)

    told = [await chats.spend({"U1": 1, "T1": 2}, NOW, MINUTE) for _ in range(3)]

    assert told == [{"U1": MINUTE}] * 3
    assert await chats.spend({"U2": 1, "T1": 2}, NOW, MINUTE) == {}
    assert await chats.spend({"U3": 1, "T1": 2}, NOW, MINUTE) == {"T1": MINUTE}


async def test_a_used_limit_is_not_a_recorded_event(chats: ChatStore) -> None:
    await chats.spend({"Ev1": 1}, NOW, MINUTE)

    assert await chats.first_seen("Ev1", NOW, MEMORY)


async def test_a_holder_may_have_any_name(chats: ChatStore) -> None:
    for name in ("", "\0", "\ud800", ODD):
        assert await chats.spend({name: 1}, NOW, MINUTE) == {}
        assert await chats.spend({name: 1}, NOW, MINUTE) == {name: MINUTE}


async def test_all_processes_count_together(database: str) -> None:
    async with open_store(database) as one, open_store(database) as two:
        told = await asyncio.gather(
            *(store.spend({"U1": 5, "T1": 30}, NOW, MINUTE) for store in (one, two) * 8)
        )

    assert told.count({}) == 5


async def test_a_note_is_kept_as_it_was_first(chats: ChatStore) -> None:
    await chats.save_note("b:1", "first", NOW)
    await chats.save_note("b:1", "second", NOW + SECOND)

    assert await chats.load_note("b:1") == "first"
    assert await chats.load_note("b:2") is None


async def test_a_note_may_be_any_text(chats: ChatStore) -> None:
    await chats.save_note(ODD, ODD, NOW)

    assert await chats.load_note(ODD) == ODD


async def test_a_wish_is_kept(chats: ChatStore) -> None:
    assert await chats.subscribe(FERRIES)
    assert await chats.subscriptions() == (FERRIES,)


async def test_a_wish_for_the_same_topic_replaces_the_earlier_one(
    chats: ChatStore,
) -> None:
    later = replace(FERRIES, at=time(21), timezone="UTC")
    await chats.subscribe(FERRIES)

    assert not await chats.subscribe(later)
    assert await chats.subscriptions() == (later,)


async def test_wishes_have_an_order_of_their_own(chats: ChatStore) -> None:
    given = (
        *(replace(FERRIES, topic=topic) for topic in ("ä", "z", "a", "Z")),
        *(replace(FERRIES, platform="discord"), OTHERS),
    )
    for wanted in given:
        await chats.subscribe(wanted)

    found = await chats.subscriptions()

    assert [(one.platform, one.person, one.topic) for one in found] == [
        ("discord", "U1", "ferries"),
        *(("slack", "U1", topic) for topic in ("Z", "a", "z", "ä")),
        ("slack", "U2", "ferries"),
    ]


async def test_one_wish_of_one_person_is_ended(chats: ChatStore) -> None:
    for wanted in (FERRIES, BRIDGES, OTHERS):
        await chats.subscribe(wanted)

    assert await chats.unsubscribe("slack", "U1", "ferries") == 1
    assert await chats.unsubscribe("slack", "U1", "ferries") == 0
    assert await chats.subscriptions() == (BRIDGES, OTHERS)


async def test_alerts_and_a_digest_of_one_topic_are_two_wishes(
    chats: ChatStore,
) -> None:
    alerts = replace(FERRIES, at=None)
    assert await chats.subscribe(alerts)
    assert await chats.subscribe(FERRIES)
    assert not await chats.subscribe(alerts)

    assert await chats.subscriptions() == (FERRIES, alerts)


@pytest.mark.parametrize("kind", SubscriptionKind)
async def test_one_of_two_wishes_on_one_topic_is_ended(
    chats: ChatStore, kind: SubscriptionKind
) -> None:
    wishes = (FERRIES, replace(FERRIES, at=None))
    for wanted in wishes:
        await chats.subscribe(wanted)

    assert await chats.unsubscribe("slack", "U1", "ferries", kind=kind) == 1
    kept = tuple(wanted for wanted in wishes if wanted.kind is not kind)
    assert await chats.subscriptions() == kept


async def test_all_wishes_on_a_topic_are_ended(chats: ChatStore) -> None:
    for wanted in (FERRIES, replace(FERRIES, at=None), BRIDGES):
        await chats.subscribe(wanted)

    assert await chats.unsubscribe("slack", "U1", "ferries") == 2
    assert await chats.subscriptions() == (BRIDGES,)


async def test_all_wishes_of_one_person_are_ended(chats: ChatStore) -> None:
    for wanted in (FERRIES, BRIDGES, OTHERS, replace(FERRIES, platform="discord")):
        await chats.subscribe(wanted)

    assert await chats.unsubscribe("slack", "U1", None) == 2
    assert [one.platform for one in await chats.subscriptions()] == ["discord", "slack"]


async def test_a_mute_is_its_channel_s(chats: ChatStore) -> None:
    assert await chats.mute(FOOTBALL)
    assert await chats.mutes(DESK) == (FOOTBALL,)
    assert await chats.mutes(PIER) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [("Football", "FOOTBALL"), ("Straße", "STRASSE"), ("Caf\u00e9", "CAFE\u0301")],
)
async def test_capitals_make_no_other_mute(
    chats: ChatStore, first: str, second: str
) -> None:
    muted = replace(FOOTBALL, what=first)
    await chats.mute(muted)

    assert not await chats.mute(replace(muted, what=second, by="U2"))
    assert await chats.mutes(DESK) == (muted,)
    assert await chats.unmute(DESK, second)
    assert await chats.mutes(DESK) == ()


async def test_a_missing_mute_cannot_be_deleted(chats: ChatStore) -> None:
    await chats.mute(FOOTBALL)

    assert not await chats.unmute(PIER, "Football")
    assert not await chats.unmute(DESK, "Foot")
    assert await chats.mutes(DESK) == (FOOTBALL,)


async def test_the_oldest_mute_is_first(chats: ChatStore) -> None:
    younger = replace(FOOTBALL, what="Chess", since=NOW + SECOND)
    same = replace(FOOTBALL, what="Bridge")
    for mute in (younger, FOOTBALL, same):
        await chats.mute(mute)

    assert await chats.mutes(DESK) == (FOOTBALL, same, younger)


async def test_any_text_can_be_muted(chats: ChatStore) -> None:
    odd = replace(FOOTBALL, what=ODD)
    await chats.mute(odd)

    assert await chats.mutes(DESK) == (odd,)
    assert await chats.unmute(DESK, ODD.upper())


async def test_a_mute_with_unstorable_characters_is_stored_once(
    store: SqlStore,
) -> None:
    odd = replace(FOOTBALL, what="a\0b\ud800")

    assert await store.mute(odd)
    assert not await store.mute(odd)
    assert await store.unmute(DESK, "a\0b\ud800")


async def test_all_is_known_after_a_restart(database: str) -> None:
    async with open_store(database) as before:
        await before.first_seen("Ev1", NOW, MEMORY)
        await before.spend({"U1": 1}, NOW, MINUTE)
        await before.save_note("b:1", "body", NOW)
        await before.subscribe(FERRIES)
        await before.mute(FOOTBALL)

    async with open_store(database) as after:
        assert not await after.first_seen("Ev1", NOW + SECOND, MEMORY)
        assert await after.spend({"U1": 1}, NOW, MINUTE) == {"U1": MINUTE}
        assert await after.load_note("b:1") == "body"
        assert await after.subscriptions() == (FERRIES,)
        assert await after.mutes(DESK) == (FOOTBALL,)


async def test_old_notes_are_forgotten_and_wishes_stay(store: SqlStore) -> None:
    await store.save_note("old", "body", NOW)
    await store.save_note("again", "body", NOW)
    await store.save_note("again", "body", NOW + SECOND)
    await store.subscribe(FERRIES)
    await store.mute(FOOTBALL)

    await store.purge(NOW + SECOND)

    assert await store.load_note("old") is None
    assert await store.load_note("again") == "body"
    assert await store.subscriptions() == (FERRIES,)
    assert await store.mutes(DESK) == (FOOTBALL,)


async def test_events_do_not_pile_up(store: SqlStore) -> None:
    for number in range(20):
        await store.first_seen(f"Ev{number}", NOW + number * MEMORY, MEMORY)

    assert await store.database.read(count_events) == 2


async def test_used_limits_are_deleted_after_their_window(store: SqlStore) -> None:
    for number in range(20):
        await store.spend({f"U{number}": 1}, NOW + number * MINUTE, MINUTE)

    assert await store.database.read(count_events) == 2


def count_events(connection: Connection) -> int | None:
    """How many events are remembered."""
    return connection.scalar(select(func.count()).select_from(chat_events))


EDIT = StoryEdit(
    DESK, StoryEditKind.SPLIT, ("a",), ("b", "c"), "“Ferry” out of it", "U1", NOW
)


async def test_edits_come_back_by_number_in_their_channel_alone(
    chats: ChatStore,
) -> None:
    merge = replace(EDIT, kind=StoryEditKind.MERGE, title=ODD[:80])
    first, second = await chats.edit_story(EDIT), await chats.edit_story(merge)
    other = await chats.edit_story(replace(EDIT, channel=PIER))

    assert (first, second) == (replace(EDIT, number=1), replace(merge, number=2))
    assert await chats.story_edits(DESK) == (first, second)
    assert await chats.story_edits(PIER) == (other,)
    assert set(await chats.story_edits()) == {first, second, other}
    assert other.number == 1


async def test_an_edit_is_undone_once(chats: ChatStore) -> None:
    kept = await chats.edit_story(EDIT)
    await chats.edit_story(replace(EDIT, channel=PIER))

    assert await chats.undo_edit(DESK, kept.number)
    assert not await chats.undo_edit(DESK, kept.number)
    assert await chats.story_edits(DESK) == ()
    assert len(await chats.story_edits(PIER)) == 1
