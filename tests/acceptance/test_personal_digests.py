"""What people ask for reaches them: through the real store, onto a platform's model."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.core.commands.story_editing import StoryEditing
from bot.core.digests.service import FixedConfiguration
from bot.core.digests.story_edits import RecentStories
from bot.core.domain.configuration import Topic
from bot.core.domain.records import Mute, Subscription
from bot.core.domain.slots import SlotState
from bot.core.messages.codec import parse_message
from bot.core.messages.markdown import to_markdown
from bot.core.operations.periodic_jobs import JobDeps, PeriodicJobs
from tests.fakes.contexts import in_person
from tests.fakes.platforms.apis import make_messenger
from tests.fakes.platforms.faults import Fault, Strike, scripted
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.platforms.wires import MemoryWire
from tests.fakes.ports import FakeClock
from tests.fakes.reports import BRIDGE, FERRY, FERRY_LATER, SCHOOL
from tests.fakes.town import GAZETTE, Paper, Report, Town, open_town

NIGHT = datetime(2026, 3, 2, 20, tzinfo=UTC)
ADA = Subscription("slack", "U1", "coast", time(7, 30), "Asia/Tokyo")
BEN = replace(ADA, person="U2", timezone="Europe/Berlin")


@dataclass(slots=True)
class Bot:
    """A bot on Slack, whose time moves."""

    town: Town
    slack: SlackModel
    jobs: PeriodicJobs

    async def run_for(self, *, hours: float, minutes: float = 30) -> None:
        """Let so much time pass, with jobs all along."""
        end = self.town.clock.now() + timedelta(hours=hours)
        while self.town.clock.now() < end:
            await self._go_round()
            self.town.clock.move(timedelta(minutes=minutes))
        await self._go_round()

    def posts(self, channel: str) -> list[datetime]:
        """When digests came to a channel."""
        posted = (one for one in self.slack.posted if one.channel == channel)
        return [one.at for one in posted if one.parent is None]

    async def told(self, channel: str) -> list[str]:
        """What the digests that came to a channel say at the top, the first first."""
        latest = await self.town.store.deliveries(failed=False, limit=99)
        fronts = [
            parts[0].body
            for slot, parts in reversed(latest)
            if slot.key.channel == f"slack/{channel}" and slot.state is SlotState.POSTED
        ]
        return [
            to_markdown(parse_message(json.loads(body))).replace("\\", "")
            for body in fronts
        ]

    def add_topic(self, name: str) -> None:
        """Configure one more topic, of the same paper."""
        configuration = self.town.configuration
        topic = replace(configuration.topics[0], id=name, title=f"The {name}")
        topics = (*configuration.topics, topic)
        given = FixedConfiguration(replace(configuration, topics=topics))
        self.town.wanted.configured = given

    async def alert(self, *reports: Report) -> None:
        """Let the paper print reports, and the bot poll, read, evaluate and send."""
        (paper,) = self.town.web.papers
        now = self.town.clock.now()
        paper.publish(*(replace(report, day=now) for report in reports))
        self.town.clock.move(timedelta(minutes=30))
        self.town.wanted.refresh()
        jobs = self.jobs
        for step in (jobs.plan, jobs.poll, jobs.read, jobs.alert, jobs.send):
            await step()

    async def slots(self) -> dict[str, SlotState]:
        """What became of the last digest of each channel."""
        latest = await self.town.store.deliveries(failed=False, limit=99)
        return {slot.key.channel: slot.state for slot, _ in reversed(latest)}

    async def _go_round(self) -> None:
        await self.jobs.plan()
        await self.jobs.build()
        await self.jobs.send()


@asynccontextmanager
async def running(town: Town, slack: SlackModel | None = None) -> AsyncIterator[Bot]:
    """A bot that starts now."""
    services = JobDeps(
        *(town.clock, town.wanted, town.digest_service, town.delivery),
        *(town.event_log, town.alerts),
    )
    yield Bot(town, slack or SlackModel(), PeriodicJobs(services, town.clock.now()))


@asynccontextmanager
async def bot_on(
    database: str, clock: FakeClock, slack: SlackModel, *, topic: str = "coast"
) -> AsyncIterator[Bot]:
    """A bot with a database and a platform that others may have had before."""
    messenger = make_messenger("slack", MemoryWire(slack, clock), clock)
    paper = Paper(GAZETTE, [FERRY, BRIDGE])
    opening = open_town(
        paper,
        topic=Topic(topic, f"The {topic}", (paper.source(),)),
        database=database,
        clock=clock,
        messenger=messenger,
    )
    async with opening as town, running(town, slack) as bot:
        yield bot


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with bot_on("sqlite://", FakeClock(NIGHT), SlackModel()) as started:
        yield started


def utc(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    """A moment of the year."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def test_alerts_come_at_once_and_say_how_to_end_them(bot: Bot) -> None:
    await bot.town.store.subscribe(replace(ADA, at=None))
    await bot.alert()
    await bot.alert(SCHOOL)

    (told,) = await bot.told("@U1")
    assert "ALERT · The coast" in told
    assert SCHOOL.title in told
    assert "/brief unsubscribe coast now ends them." in told
    assert bot.posts("@U1") == [NIGHT + timedelta(hours=1)]


async def test_alerts_go_to_each_person_once_beside_the_digest(tmp_path: Path) -> None:
    database, clock = f"sqlite:///{tmp_path / 'sitrep.db'}", FakeClock(NIGHT)
    slack = SlackModel()
    async with bot_on(database, clock, slack) as bot:
        for wanted in (ADA, replace(ADA, at=None), replace(BEN, at=None)):
            await bot.town.store.subscribe(wanted)
        await bot.alert()
        await bot.alert(SCHOOL)
    async with bot_on(database, clock, slack) as bot:
        await bot.alert()

        assert len(bot.posts("@U1")) == len(bot.posts("@U2")) == 1


async def test_alerts_that_were_ended_do_not_come(bot: Bot) -> None:
    await bot.town.store.subscribe(replace(ADA, at=None))
    await bot.alert()
    await bot.town.store.unsubscribe("slack", "U1", "coast")

    await bot.alert(SCHOOL)

    assert bot.posts("@U1") == []


async def test_each_person_gets_it_once_a_day_at_their_time_in_their_zone(
    bot: Bot,
) -> None:
    await bot.town.store.subscribe(ADA)
    await bot.town.store.subscribe(BEN)

    await bot.run_for(hours=24)

    assert bot.posts("@U1") == [utc(2, 22, 30)]
    assert bot.posts("@U2") == [utc(3, 6, 30)]


async def test_it_is_called_as_its_topic_and_says_how_to_end_it(bot: Bot) -> None:
    await bot.town.store.subscribe(ADA)

    await bot.run_for(hours=6)

    (told,) = await bot.told("@U1")
    assert "The coast" in told
    assert FERRY.title in told
    assert "at 07:30 (Asia/Tokyo); /brief unsubscribe coast ends it." in told


@pytest.mark.parametrize(
    ("start", "comes"),
    [
        (utc(28, 20), [utc(29, 1, 30), utc(30, 0, 30)]),
        (utc(24, 20, month=10), [utc(25, 0, 30, month=10), utc(26, 1, 30, month=10)]),
    ],
    ids=["skipped", "twice"],
)
async def test_a_clock_change_neither_loses_nor_doubles_it(
    start: datetime, comes: list[datetime]
) -> None:
    async with bot_on("sqlite://", FakeClock(start), SlackModel()) as bot:
        await bot.town.store.subscribe(replace(BEN, at=time(2, 30)))
        await bot.run_for(hours=36)

    assert bot.posts("@U2") == comes


async def test_a_restart_neither_loses_nor_doubles_it(database: str) -> None:
    clock, slack = FakeClock(NIGHT), SlackModel()
    async with bot_on(database, clock, slack) as bot:
        await bot.town.store.subscribe(ADA)
        await bot.run_for(hours=2)
    for hours in (1, 20):
        async with bot_on(database, clock, slack) as bot:
            await bot.run_for(hours=hours)

    assert bot.posts("@U1") == [utc(2, 22, 30)]


async def test_a_time_that_is_moved_after_it_came_does_not_bring_it_again(
    bot: Bot,
) -> None:
    await bot.town.store.subscribe(ADA)
    await bot.run_for(hours=4)
    await bot.town.store.subscribe(replace(ADA, at=time(20)))

    await bot.run_for(hours=36)

    assert bot.posts("@U1") == [utc(2, 22, 30), utc(4, 11)]


async def test_what_was_ended_does_not_come(bot: Bot) -> None:
    await bot.town.store.subscribe(ADA)
    await bot.run_for(hours=1)
    await bot.town.store.unsubscribe("slack", "U1", None)

    await bot.run_for(hours=24)

    assert bot.posts("@U1") == []


async def test_what_waits_is_dropped_when_it_is_ended(bot: Bot) -> None:
    bot.slack.plan = scripted({0: Strike(Fault.RATE_LIMITED, 7_200)}, channel="@U1")
    await bot.town.store.subscribe(ADA)
    await bot.run_for(hours=3)
    await bot.town.store.unsubscribe("slack", "U1", None)

    await bot.run_for(hours=24)

    assert bot.posts("@U1") == []
    assert (await bot.slots())["slack/@U1"] is SlotState.DEAD


async def test_of_several_only_the_one_that_is_ended_is_dropped(bot: Bot) -> None:
    bot.slack.plan = scripted({0: Strike(Fault.RATE_LIMITED, 7_200)}, channel="@U1")
    bot.add_topic("valley")
    await bot.town.store.subscribe(ADA)
    await bot.town.store.subscribe(replace(ADA, topic="valley"))
    await bot.run_for(hours=3)
    await bot.town.store.unsubscribe("slack", "U1", "coast")

    await bot.run_for(hours=6)

    assert len(bot.posts("@U1")) == 1
    (told,) = await bot.told("@U1")
    assert "The valley" in told


async def test_who_takes_no_messages_stays_subscribed(bot: Bot) -> None:
    bot.slack.plan = scripted({0: Strike(Fault.FORBIDDEN)}, channel="@U1")
    await bot.town.store.subscribe(ADA)
    await bot.run_for(hours=6)
    first = (await bot.slots())["slack/@U1"]

    await bot.run_for(hours=24)

    assert first is SlotState.DEAD
    assert bot.posts("@U1") == [utc(3, 22, 30)]


async def test_a_topic_that_is_gone_brings_nothing_until_it_is_back(
    database: str,
) -> None:
    clock, slack = FakeClock(NIGHT), SlackModel()
    async with bot_on(database, clock, slack) as bot:
        await bot.town.store.subscribe(replace(ADA, topic="valley"))
        await bot.run_for(hours=6)
    async with bot_on(database, clock, slack, topic="valley") as bot:
        await bot.run_for(hours=24)

    assert bot.posts("@U1") == [utc(3, 22, 30)]


async def test_a_mute_hides_one_story_in_one_channel(bot: Bot) -> None:
    for wanted in (ADA, replace(BEN, timezone="Asia/Tokyo")):
        await bot.town.store.subscribe(wanted)
    await bot.town.store.mute(Mute("slack/@U1", "ferry", "U1", NIGHT))

    await bot.run_for(hours=6)

    (muted,) = await bot.told("@U1")
    (whole,) = await bot.told("@U2")
    assert FERRY.title not in muted
    assert BRIDGE.title in muted
    assert FERRY.title in whole
    assert BRIDGE.title in whole


async def test_what_is_unmuted_comes_with_the_next_digest(bot: Bot) -> None:
    await bot.town.store.subscribe(ADA)
    await bot.town.store.mute(Mute("slack/@U1", "ferry", "U1", NIGHT))
    await bot.run_for(hours=6)
    await bot.town.store.unmute("slack/@U1", "Ferry")

    await bot.run_for(hours=24)

    first, second = await bot.told("@U1")
    assert FERRY.title not in first
    assert FERRY.title in second
    assert BRIDGE.title not in second


async def stories(bot: Bot, channel: str) -> set[frozenset[str]]:
    """The addresses in each story of the last digest of a channel."""
    (edition,) = await bot.town.store.channel_editions(channel, 1)
    document = json.loads(edition.document)
    return {
        frozenset(each["url"] for each in one["articles"])
        for one in (*document["stories"], *document["more"])
    }


async def test_merged_stories_stay_merged_for_one_person_after_a_restart(
    tmp_path: Path,
) -> None:
    database, clock = f"sqlite:///{tmp_path / 'news.db'}", FakeClock(NIGHT)
    ferry, bridge = f"{GAZETTE}/ferry", f"{GAZETTE}/bridge"
    slack = SlackModel()
    async with bot_on(database, clock, slack) as bot:
        for wanted in (ADA, BEN):
            await bot.town.store.subscribe(wanted)
        await bot.run_for(hours=12)
        store, journal = bot.town.store, bot.town.event_log
        editing = StoryEditing(clock, store, RecentStories(store), journal)
        options = {"url": ferry, "other": bridge}
        await editing.merge(in_person(), options, bot.town.configuration)

    async with bot_on(database, clock, slack) as bot:
        await bot.run_for(hours=24)
        bot.town.web.papers[0].publish(FERRY_LATER)
        await bot.run_for(hours=24)
        later = f"{GAZETTE}/{FERRY_LATER.name}"

        assert await stories(bot, "slack/@U1") == {frozenset({ferry, bridge, later})}
        assert await stories(bot, "slack/@U2") == {frozenset({ferry, later})}
