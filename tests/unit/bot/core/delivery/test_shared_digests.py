"""A digest for several channels is composed once, if it is the same for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from bot.core.delivery.digest_builder import SlotComposer
from bot.core.digests.selection import Selection
from bot.core.domain.configuration import Configuration, Destination, Topic
from bot.core.domain.records import Edition, Mute, StoredArticle
from bot.core.domain.slots import SlotKey, SlotState, StoredSlot
from summarizers.stories.clustering import NO_LINKS, StoryLinks
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock
from tests.fakes.reports import BRIDGE, FERRY
from tests.fakes.town import (
    GAZETTE,
    START,
    FakeWeb,
    Hands,
    Paper,
    Town,
    open_desks,
)

CHANNELS = ("desk", "night", "hall")


class Counted(Hands):
    """Counts the selections, and fails in those that are named."""

    def __init__(self, *failing: int) -> None:
        super().__init__()
        self.failing, self.selections = failing, 0

    @override
    async def select(
        self,
        topics: Sequence[Topic],
        articles: Sequence[StoredArticle],
        links: StoryLinks = NO_LINKS,
    ) -> Selection:
        self.selections += 1
        if self.selections in self.failing:
            raise ZeroDivisionError
        await asyncio.sleep(0)
        return await super().select(topics, articles, links)


@dataclass
class Office:
    """A town with several channels, and the one who composes their digests."""

    town: Town
    hands: Counted = field(default_factory=Counted)

    def __post_init__(self) -> None:
        composer = self.town.delivery.builder.composer
        assert isinstance(composer, SlotComposer)
        counted = replace(composer.composer, selector=self.hands)
        self.composer = replace(composer, composer=counted)

    async def edition(self, channel: str, *, attempts: int = 1) -> Edition:
        """Compose the digest of a channel."""
        now = self.town.clock.now()
        key = SlotKey(self.town.plan.id, f"fake/{channel}", now.date(), 0)
        slot = StoredSlot(key, now, SlotState.BUILDING, attempts=attempts)
        built = await self.composer.compose(slot)
        assert built is not None
        assert built.edition is not None
        return built.edition


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """An office with news that no channel was shown."""
    paper = Paper(GAZETTE, [FERRY, BRIDGE])
    topic = Topic("coast", "The coast", (paper.source(),))
    to = tuple(Destination("fake", channel) for channel in CHANNELS)
    plan = replace(make_plan(topic), to=to)
    configuration = Configuration(plan.topics, (plan,), engine="fast")
    clock = FakeClock(START)
    async with open_desks(configuration, FakeWeb(paper), clock=clock) as town:
        yield Office(town)


async def test_channels_in_the_same_state_share_a_digest(office: Office) -> None:
    editions = [await office.edition(channel) for channel in CHANNELS]

    assert office.hands.selections == 1
    assert [each.channel for each in editions] == [f"fake/{c}" for c in CHANNELS]
    assert len({each.articles for each in editions}) == 1
    assert len({each.id for each in editions}) == len(CHANNELS)
    assert len({each.slot for each in editions}) == len(CHANNELS)


async def test_a_channel_that_muted_something_has_its_own(office: Office) -> None:
    await office.town.store.mute(Mute("fake/night", "ferry", "ada", START))

    desk, night, hall = [await office.edition(channel) for channel in CHANNELS]

    assert office.hands.selections == 2
    assert desk.articles == hall.articles != night.articles


async def test_a_channel_that_was_shown_something_has_its_own(office: Office) -> None:
    shown = await office.edition("night")
    await office.town.store.freeze(shown)

    desk, night = [await office.edition(channel) for channel in ("desk", "night")]

    assert office.hands.selections == 2
    assert (desk.articles, night.articles) == (shown.articles, ())
