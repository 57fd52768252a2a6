from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from typing_extensions import override

from bot.core.digests.channel_names import (
    all_names,
    available_names,
    is_named,
    stored_names,
)
from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Configuration,
    Destination,
)
from bot.core.domain.errors import PostError
from bot.core.ports.services import ChannelNames
from tests.fakes.plans import make_plan, make_topic

BY_ID, BY_NAME = "slack/C1", "slack/#ports"


@dataclass(frozen=True, slots=True)
class Names(ChannelNames):
    """Knows one channel by its name and its id; fails while the platform is down."""

    is_down: bool = False

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        if self.is_down:
            raise PostError("Slack is down")
        return (BY_ID, BY_NAME) if channel == BY_NAME else ()


UP, DOWN = Names(), Names(is_down=True)


async def test_names_of_a_channel_are_listed_once_the_given_one_first() -> None:
    assert await all_names(BY_NAME, UP) == (BY_NAME, BY_ID)
    assert await all_names(BY_NAME, None) == (BY_NAME,)


async def test_platform_that_is_down_leaves_the_given_name_only_where_allowed() -> None:
    assert await available_names(BY_NAME, DOWN) == (BY_NAME,)
    with pytest.raises(PostError):
        await all_names(BY_NAME, DOWN)


async def test_channel_has_its_own_name_and_those_of_the_platform() -> None:
    assert await is_named(BY_NAME, BY_ID, UP)
    assert await is_named(BY_ID, BY_ID, DOWN)
    assert not await is_named(BY_NAME, BY_ID, DOWN)


async def test_digests_of_a_channel_are_stored_under_its_configured_names() -> None:
    destinations = (Destination("slack", "#ports"), Destination("discord", "C1"))
    plan = replace(make_plan(make_topic()), to=destinations)
    configuration = Configuration((), (plan,))

    assert await stored_names(BY_ID, configuration, UP) == (BY_ID, BY_NAME)
    assert await stored_names(BY_ID, configuration, DOWN) == (BY_ID,)


async def test_alerts_of_a_channel_are_stored_under_its_configured_names() -> None:
    condition = AlertCondition(papers=3)
    alert = AlertPlan("outages", (), condition, (Destination("slack", "#ports"),))
    configuration = Configuration((), (), alerts=(alert,))

    assert await stored_names(BY_ID, configuration, UP) == (BY_ID, BY_NAME)
