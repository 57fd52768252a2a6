"""The contract of ChatStore."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.core.domain.records import (
    Mute,
    StoryEdit,
    StoryEditKind,
    Subscription,
    SubscriptionKind,
)
from bot.stores.sql import SqlStore, open_store

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
MEMORY = timedelta(minutes=10)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DESK, PIER = "slack/C1", "slack/C2"
ODD = "ferry \N{FERRY} \u202e\u200b \N{ARABIC LETTER BEH} %_'\"\\ " + "o" * 5_000
FERRIES = Subscription("slack", "U1", "ferries", time(7, 30), "Europe/Lisbon")
BRIDGES = replace(FERRIES, topic="bridges", at=time(19, 5), timezone="Asia/Tokyo")
OTHERS = replace(FERRIES, person="U2")
FOOTBALL = Mute(DESK, "Football", "U1", NOW)


async def test_an_event_is_first_seen_once(store: SqlStore) -> None:
    told = [
        await store.first_seen("Ev1", NOW + age, MEMORY)
        for age in (0 * SECOND, SECOND, MEMORY - SECOND)
    ]

    assert told == [True, False, False]


async def test_an_event_is_forgotten_after_its_memory(store: SqlStore) -> None:
    await store.first_seen("Ev1", NOW, MEMORY)

    assert await store.first_seen("Ev1", NOW + MEMORY, MEMORY)
    assert not await store.first_seen("Ev1", NOW + MEMORY + SECOND, MEMORY)


async def test_an_event_that_is_taken_back_is_new_again(store: SqlStore) -> None:
    await store.first_seen("Ev1", NOW, MEMORY)
    await store.first_seen("Ev2", NOW, MEMORY)

    await store.forget_event("Ev1")
    await store.forget_event("Ev3")

    assert await store.first_seen("Ev1", NOW, MEMORY)
    assert not await store.first_seen("Ev2", NOW, MEMORY)


async def test_an_event_may_have_any_name(store: SqlStore) -> None:
    for name in ("", "\0", "\ud800", ODD):
        assert await store.first_seen(name, NOW, MEMORY)
        assert not await store.first_seen(name, NOW, MEMORY)


async def test_a_holder_at_its_limit_learns_how_long_to_wait(store: SqlStore) -> None:
    for age in (0, 20, 30):
        await store.spend({"U1": 3}, NOW + age * SECOND, MINUTE)

    waits = await store.spend({"U1": 3}, NOW + 50 * SECOND, MINUTE)

    assert waits == {"U1": 10 * SECOND}


async def test_uses_become_free_again_one_by_one(store: SqlStore) -> None:
    for age in (0, 30):
        await store.spend({"U1": 2}, NOW + age * SECOND, MINUTE)

    told = [
        await store.spend({"U1": 2}, NOW + age * SECOND, MINUTE)
        for age in (59, 60, 61, 90)
    ]

    assert [bool(waits) for waits in told] == [True, False, True, False]


async def test_a_holder_at_its_limit_costs_other_holders_no_use(
    store: SqlStore,
) -> None:
    await store.spend({"U1": 1, "T1": 2}, NOW, MINUTE)

    told = [await store.spend({"U1": 1, "T1": 2}, NOW, MINUTE) for _ in range(3)]

    assert told == [{"U1": MINUTE}] * 3
    assert await store.spend({"U2": 1, "T1": 2}, NOW, MINUTE) == {}
    assert await store.spend({"U3": 1, "T1": 2}, NOW, MINUTE) == {"T1": MINUTE}


async def test_all_processes_count_together(database: str) -> None:
    async with open_store(database) as one, open_store(database) as two:
        told = await asyncio.gather(
            *(store.spend({"U1": 5, "T1": 30}, NOW, MINUTE) for store in (one, two) * 8)
        )

    assert told.count({}) == 5


async def test_a_note_is_kept_as_it_was_first(store: SqlStore) -> None:
    await store.save_note("b:1", "first", NOW)
    await store.save_note("b:1", "second", NOW + SECOND)

    assert await store.load_note("b:1") == "first"
    assert await store.load_note("b:2") is None


async def test_a_wish_for_the_same_topic_replaces_the_earlier_one(
    store: SqlStore,
) -> None:
    later = replace(FERRIES, at=time(21), timezone="UTC")
    await store.subscribe(FERRIES)

    assert not await store.subscribe(later)
    assert await store.subscriptions() == (later,)


async def test_wishes_have_an_order_of_their_own(store: SqlStore) -> None:
    given = (
        *(replace(FERRIES, topic=topic) for topic in ("ä", "z", "a", "Z")),
        *(replace(FERRIES, platform="discord"), OTHERS),
    )
    for wanted in given:
        await store.subscribe(wanted)

    found = await store.subscriptions()

    assert [(one.platform, one.person, one.topic) for one in found] == [
        ("discord", "U1", "ferries"),
        *(("slack", "U1", topic) for topic in ("Z", "a", "z", "ä")),
        ("slack", "U2", "ferries"),
    ]


@pytest.mark.parametrize("kind", SubscriptionKind)
async def test_one_of_two_wishes_on_one_topic_is_ended(
    store: SqlStore, kind: SubscriptionKind
) -> None:
    wishes = (FERRIES, replace(FERRIES, at=None))
    for wanted in wishes:
        await store.subscribe(wanted)

    assert await store.unsubscribe("slack", "U1", "ferries", kind=kind) == 1
    kept = tuple(wanted for wanted in wishes if wanted.kind is not kind)
    assert await store.subscriptions() == kept


async def test_all_wishes_of_one_person_are_ended(store: SqlStore) -> None:
    for wanted in (FERRIES, BRIDGES, OTHERS, replace(FERRIES, platform="discord")):
        await store.subscribe(wanted)

    assert await store.unsubscribe("slack", "U1", None) == 2
    assert [one.platform for one in await store.subscriptions()] == ["discord", "slack"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Football", "FOOTBALL"), ("Straße", "STRASSE"), ("Caf\u00e9", "CAFE\u0301")],
)
async def test_capitals_make_no_other_mute(
    store: SqlStore, first: str, second: str
) -> None:
    muted = replace(FOOTBALL, what=first)
    await store.mute(muted)

    assert not await store.mute(replace(muted, what=second, by="U2"))
    assert await store.mutes(DESK) == (muted,)
    assert await store.unmute(DESK, second)
    assert await store.mutes(DESK) == ()


async def test_the_oldest_mute_is_first(store: SqlStore) -> None:
    younger = replace(FOOTBALL, what="Chess", since=NOW + SECOND)
    same = replace(FOOTBALL, what="Bridge")
    for mute in (younger, FOOTBALL, same):
        await store.mute(mute)

    assert await store.mutes(DESK) == (FOOTBALL, same, younger)


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


EDIT = StoryEdit(
    DESK, StoryEditKind.SPLIT, ("a",), ("b", "c"), "“Ferry” out of it", "U1", NOW
)


async def test_edits_come_back_by_number_in_their_channel_alone(
    store: SqlStore,
) -> None:
    merge = replace(EDIT, kind=StoryEditKind.MERGE, title=ODD[:80])
    first, second = await store.edit_story(EDIT), await store.edit_story(merge)
    other = await store.edit_story(replace(EDIT, channel=PIER))

    assert (first, second) == (replace(EDIT, number=1), replace(merge, number=2))
    assert await store.story_edits(DESK) == (first, second)
    assert await store.story_edits(PIER) == (other,)
    assert set(await store.story_edits()) == {first, second, other}
    assert other.number == 1


async def test_an_edit_is_undone_once(store: SqlStore) -> None:
    kept = await store.edit_story(EDIT)
    await store.edit_story(replace(EDIT, channel=PIER))

    assert await store.undo_edit(DESK, kept.number)
    assert not await store.undo_edit(DESK, kept.number)
    assert await store.story_edits(DESK) == ()
    assert len(await store.story_edits(PIER)) == 1
