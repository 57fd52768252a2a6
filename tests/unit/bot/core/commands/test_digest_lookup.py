from __future__ import annotations

from dataclasses import replace

from bot.core.commands.fuzzy_lookup import find_target
from bot.core.commands.requests import Place
from bot.core.domain.configuration import Configuration, Destination, DigestPlan
from tests.fakes.plans import make_plan, make_topic

HERE = Place("slack", "C7", "T1")


def plan(id_: str, *channels: str) -> DigestPlan:
    """A digest that goes to these channels."""
    parts = (channel.partition("/") for channel in channels)
    to = tuple(Destination(platform, name) for platform, _, name in parts)
    return replace(make_plan(make_topic()), id=id_, to=to)


GIVEN = Configuration(
    (),
    (
        plan("far", "discord/1"),
        plan("near", "slack/C1", "slack/#ports"),
        plan("here", "discord/2", "slack/C7"),
    ),
)
ELSEWHERE = replace(GIVEN, digests=GIVEN.digests[:2])


async def found(
    configuration: Configuration = GIVEN, name: str = ""
) -> tuple[str, str]:
    """The digest's name, and the channel."""
    target, channel = await find_target(HERE, name, configuration, None)
    return target.id, channel


async def test_it_is_the_digest_of_this_channel() -> None:
    assert await found() == ("here", "slack/C7")


async def test_a_named_digest_is_that_of_its_nearest_channel() -> None:
    assert await found(name="far") == ("far", "discord/1")
    assert await found(name="near") == ("near", "slack/C1")
    assert await found(name="HERE") == ("here", "slack/C7")


async def test_without_one_here_it_is_the_platform_s_first() -> None:
    assert await found(ELSEWHERE) == ("near", "slack/C1")
