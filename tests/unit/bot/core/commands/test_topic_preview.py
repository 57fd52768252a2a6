from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
from typing_extensions import override

from bot.core.commands.topic_preview import TopicPreviewer
from bot.core.ports.services import Page
from tests.fakes.reception import LONG
from tests.fakes.town import GAZETTE, FakeWeb, Paper, Town, open_town

UTC = ZoneInfo("UTC")


class StuckWeb(FakeWeb):
    """Never answers."""

    @override
    async def crawl(self, url: str) -> Page:
        await asyncio.Event().wait()
        return await super().crawl(url)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """A town with one paper."""
    async with open_town(Paper(GAZETTE, [LONG])) as opened:
        yield opened


def editor(town: Town, seconds: float = 5) -> TopicPreviewer:
    """An editor who waits so long for sources."""
    return TopicPreviewer(town.clock, town.digest_service, town.store, seconds)


async def test_a_bulletin_of_stuck_sources_tells_what_is_there() -> None:
    paper = Paper(GAZETTE, [LONG])
    async with open_town(paper, web=StuckWeb(paper)) as town:
        (topic,), given = town.configuration.topics, town.configuration

        front, _ = await editor(town, 0).topic(topic, "slack/@U1", given, UTC)

        assert front.postable
        assert front.stories == ()
