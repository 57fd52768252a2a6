from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from bot.core.delivery.planner import AHEAD, coming_slots
from bot.core.delivery.upcoming import (
    MOST_TIMES,
    UpcomingDestination,
    UpcomingDigests,
)
from bot.core.delivery.upcoming_listing import UpcomingListing, next_times
from bot.core.digests.mutes import ChannelMutes
from bot.core.domain.configuration import (
    Destination,
    DigestPlan,
    QuietHours,
    Weekday,
)
from bot.core.domain.errors import PostError
from bot.core.domain.records import Mute
from bot.core.domain.slots import (
    ALERTS_FROM,
    CORRECTIONS_FROM,
    PlannedSlot,
    SlotKey,
    SlotState,
)
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import ChannelNames
from bot.stores.sql import SqlStore, open_store
from tests.fakes.planned_slots import PlannedSlots, every
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DESK = "fake/desk"
NIGHT = QuietHours(time(22), time(7))
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")


class MuteNames(ChannelNames):
    """Does not answer."""

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        raise PostError("no answer")


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    async with open_store("sqlite://") as opened:
        yield opened


async def upcoming(
    store: SqlStore, plan: DigestPlan, now: datetime = NOW
) -> UpcomingDestination:
    """The only channel of a digest, with what comes there."""
    reader = UpcomingDigests(FakeClock(now), store, ChannelMutes(store))
    (digest,) = await reader.of([plan])
    (destination,) = digest.destinations
    return destination


def times(destination: UpcomingDestination) -> list[str]:
    """The next times of a channel in UTC."""
    return [f"{slot.at:%d %H:%M}" for slot in destination.next]


def quiet(plan: DigestPlan, hours: QuietHours = NIGHT) -> DigestPlan:
    """The digest with quiet hours in its channel."""
    return replace(plan, to=(Destination("fake", "desk", hours),))


def lines(text: str) -> list[str]:
    return text.replace("\xa0", " ").splitlines()


async def test_the_next_times_of_a_channel_are_in_order(store: SqlStore) -> None:
    plan = make_plan(at="12:00 07:30 20:00 05:00")

    destination = await upcoming(store, plan)

    assert times(destination) == ["02 07:30", "02 12:00", "02 20:00"]
    assert len(destination.next) == MOST_TIMES


async def test_days_without_the_digest_are_passed_over(store: SqlStore) -> None:
    destination = await upcoming(store, make_plan(days="sun"), NOW)

    assert times(destination) == ["08 07:30", "15 07:30"]


async def test_of_times_that_quiet_hours_hold_the_newest_remains(
    store: SqlStore,
) -> None:
    destination = await upcoming(store, quiet(make_plan(at="05:00 06:30 12:00")))

    first, noon, _ = destination.next
    assert (first.at, first.meant) == (NOW + HOUR, NOW + HOUR / 2)
    assert (first.held, noon.held) == (True, False)


async def test_a_slot_that_was_posted_does_not_come_again_at_a_later_time(
    store: SqlStore,
) -> None:
    key = SlotKey("morning", DESK, date(2026, 3, 2), 0)
    await store.plan([PlannedSlot(key, NOW - HOUR)], until=NOW)

    destination = await upcoming(store, make_plan(at="18:00"))

    assert times(destination) == ["03 18:00", "04 18:00", "05 18:00"]


async def test_slots_that_are_not_finished_wait(store: SqlStore) -> None:
    long_ago = NOW - 30 * DAY
    key = SlotKey("morning", DESK, long_ago.date(), 0)
    correction = replace(key, index=CORRECTIONS_FROM)
    alert = replace(key, index=ALERTS_FROM)
    other = replace(key, channel="fake/hall")
    slots = [PlannedSlot(each, long_ago) for each in (key, correction, alert, other)]
    await store.plan(slots, until=NOW)

    destination = await upcoming(store, make_plan())

    (waiting,) = destination.waiting
    assert (waiting.key, waiting.at, waiting.state) == (key, long_ago, SlotState.DUE)


async def test_a_slot_missed_while_no_bot_ran_is_still_to_come(
    store: SqlStore,
) -> None:
    await store.plan([], until=NOW - 2 * DAY)

    early = await upcoming(store, make_plan(), NOW + 2 * HOUR)
    late = await upcoming(store, make_plan(), NOW + 8 * HOUR)

    (missed,) = early.missed
    assert (missed.at, missed.until) == (NOW + 1.5 * HOUR, NOW + 7.5 * HOUR)
    assert late.missed == ()


async def test_nothing_is_missed_before_the_first_start(store: SqlStore) -> None:
    assert (await upcoming(store, make_plan(), NOW + 2 * HOUR)).missed == ()


async def test_what_a_channel_leaves_out_is_listed(store: SqlStore) -> None:
    for what, hours in (("storm", 2), ("lenna-gazette.example", 1)):
        await store.mute(Mute(DESK, what, "U1", NOW - hours * HOUR))

    destination = await upcoming(store, make_plan())

    assert destination.muted == ("storm", "lenna-gazette.example")


async def test_a_platform_that_does_not_answer_hides_no_time(store: SqlStore) -> None:
    mutes = ChannelMutes(store, MuteNames())

    (digest,) = await UpcomingDigests(FakeClock(NOW), store, mutes).of([make_plan()])

    assert [each.muted for each in digest.destinations] == [()]
    assert times(digest.destinations[0])[0] == "02 07:30"


async def test_only_the_mutes_of_the_wanted_channels_are_loaded(
    store: SqlStore,
) -> None:
    await store.mute(Mute(DESK, "storm", "U1", NOW))
    reader = UpcomingDigests(FakeClock(NOW), store, ChannelMutes(store))

    answers = [
        await reader.of([make_plan()], muting=channels) for channels in ((), (DESK,))
    ]

    muted = [each.muted for (digest,) in answers for each in digest.destinations]
    assert muted == [(), ("storm",)]


async def test_a_channel_that_is_named_twice_is_listed_once(store: SqlStore) -> None:
    plan = replace(make_plan(), to=(Destination("fake", "desk"),) * 2)

    assert (await upcoming(store, plan)).channel == DESK


@given(
    walls=st.sets(
        st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        max_size=3,
        min_size=1,
    ),
    days=st.sets(st.sampled_from(Weekday), min_size=1),
    zone=st.sampled_from(ZONES),
    hours=st.none() | st.sampled_from([NIGHT, QuietHours(time(1), time(3))]),
    minutes=st.integers(0, 365 * 24 * 60),
)
def test_the_planner_posts_the_slots_that_it_lists(
    walls: Iterable[time],
    days: Iterable[Weekday],
    zone: str,
    hours: QuietHours | None,
    minutes: int,
) -> None:
    plan = make_plan(zone=zone)
    to = (Destination("fake", "desk", hours),)
    plan = replace(plan, at=tuple(walls), days=frozenset(days), to=to)
    begin = NOW + timedelta(minutes=minutes)

    listed = coming_slots(plan, after=begin)

    planned = PlannedSlots(begin)
    ticks = every(timedelta(minutes=1), begin, begin)
    moments = sorted({slot.at for slot in listed} | {begin + AHEAD})
    planned.run((*ticks, *moments), plan)
    served = [(slot.key, slot.at) for slot in planned.served]
    assert sorted(served) == sorted((slot.key, slot.at) for slot in listed)


async def test_times_are_listed_in_the_zone_of_the_digest(store: SqlStore) -> None:
    plan = replace(
        quiet(make_plan(at="06:30 12:00", zone="Europe/Berlin")), title="Ports"
    )
    key = SlotKey("morning", DESK, date(2026, 3, 1), 0)
    await store.plan([PlannedSlot(key, NOW - DAY)], until=NOW - HOUR)
    await store.mute(Mute(DESK, "storm", "U1", NOW))
    reader = UpcomingDigests(FakeClock(NOW + HOUR / 2), store, ChannelMutes(store))
    digests = await reader.of([plan])
    missing = {"fake": ("FAKE_TOKEN", "FAKE_URL")}

    english = UpcomingListing(NOW, missing=missing).message(digests)
    french = UpcomingListing(NOW, "fr", missing=missing).message(digests)

    assert lines(to_markdown(english)) == [
        "**Ports (Europe/Berlin)**",
        "",
        (
            "- **fake/desk** Mon 2 Mar, 12:00 · Tue 3 Mar, 07:00 (due 06:30, quiet hours)"
            " · Tue 3 Mar, 12:00"
        ),
        (
            "  - *Missed on Mon 2 Mar, 07:00: it is posted late if the bot runs before "
            "Mon 2 Mar, 13:00.*"
        ),
        "  - *Due on Sun 1 Mar, 07:00, not posted yet.*",
        (
            "  - *Messages wait, because these variables are not set: FAKE\\_TOKEN, "
            "FAKE\\_URL.*"
        ),
        "  - *Left out: storm*",
    ]
    assert lines(to_markdown(french))[2].startswith(
        "- **fake/desk** lun. 2 mars, 12:00 · mar. 3 mars, 07:00 "
        "(prévu 06:30, heures de silence)"
    )


async def test_an_error_is_listed_without_its_secret(store: SqlStore) -> None:
    key = SlotKey("morning", DESK, date(2026, 3, 1), 0)
    await store.plan([PlannedSlot(key, NOW - DAY)], until=NOW)
    slot = await store.claim_slot("me", NOW, HOUR)
    assert slot is not None
    await store.return_slot(slot, error="token abc is wrong", again=NOW + HOUR)
    reader = UpcomingDigests(FakeClock(NOW), store, ChannelMutes(store))
    digests = await reader.of([make_plan()])
    listing = UpcomingListing(NOW, hide=lambda text: text.replace("abc", "[hidden]"))

    text = to_markdown(listing.message(digests)).replace("\\", "")
    document = str(listing.document(digests[0]))

    assert "not posted yet. (token [hidden] is wrong)" in text
    assert "token [hidden] is wrong" in document


async def test_the_json_has_each_time_with_the_offset_of_its_zone(
    store: SqlStore,
) -> None:
    plan = quiet(make_plan(at="06:30", zone="Europe/Berlin"))
    reader = UpcomingDigests(FakeClock(NOW), store, ChannelMutes(store))
    (digest,) = await reader.of([plan])

    document = json.loads(to_line(UpcomingListing(NOW).document(digest)))

    (destination,) = document["destinations"]
    assert (document["digest"], document["timezone"]) == ("morning", "Europe/Berlin")
    assert destination["quiet"] == {"from": "22:00", "to": "07:00"}
    assert destination["next"][0] == {
        "slot": "morning/2026-03-03/0/fake/desk",
        "at": "2026-03-03T07:00:00+01:00",
        "due": "2026-03-03T06:30:00+01:00",
        "held": True,
    }


async def test_the_log_groups_the_channels_of_one_time(store: SqlStore) -> None:
    names = (("desk", None), ("hall", None), ("bed", NIGHT))
    to = tuple(Destination("fake", name, hours) for name, hours in names)
    plan = replace(make_plan(at="06:30"), to=to)
    reader = UpcomingDigests(FakeClock(NOW), store, ChannelMutes(store))
    (digest,) = await reader.of([plan])

    assert next_times(digest, NOW) == (
        "Mon 2 Mar, 06:30: fake/desk, fake/hall; "
        "Mon 2 Mar, 07:00 (due 06:30, quiet hours): fake/bed"
    )
