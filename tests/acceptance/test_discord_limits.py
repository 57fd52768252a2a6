"""How the bot keeps to the rate limits that Discord tells it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.core.domain.errors import PostError, RateLimitedError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.messages.briefing_json import JsonObject
from bot.core.platforms.pacing import Pace
from bot.platforms.discord.channels import ChannelKind, DiscordChannels
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.messenger import DiscordMessenger
from tests.fakes.discord.connections import channel_id
from tests.fakes.discord.requests import refused
from tests.fakes.discord.town import FORUM, TOKEN, Town, open_town
from tests.fakes.platforms.wires import Answer
from tests.fakes.ports import FakeClock

PATH = "/channels/{channel_id}"
NEWS = Message((Section(None, (Row((Text("news"),)),)),))


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
    assert not opened.gaps


@pytest.fixture
async def api(town: Town) -> AsyncIterator[DiscordApi]:
    opened = DiscordApi(TOKEN, url=town.api)
    await opened.user()
    yield opened
    await opened.close()


def used_up(seconds: float) -> Answer:
    """An answer after which nothing of its kind may be asked for so long."""
    headers = {
        "X-RateLimit-Bucket": "channels",
        "X-RateLimit-Limit": "1",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": str(seconds),
    }
    return Answer(200, {"id": "1", "type": 0}, headers)


def too_early(seconds: float, *, everywhere: bool) -> Answer:
    body: JsonObject = {
        "message": "You are being rate limited.",
        "retry_after": seconds,
        "global": everywhere,
    }
    return Answer(429, body)


async def look(town: Town, api: DiscordApi, name: str = "desk") -> JsonObject:
    return await api.ask("GET", PATH, channel_id=channel_id(town, name))


async def test_an_answer_that_is_there_is_not_held_back(
    town: Town, api: DiscordApi
) -> None:
    town.script("GET", "channels/*", used_up(3600))

    async with asyncio.timeout(5):
        assert await look(town, api) == {"id": "1", "type": 0}


async def test_what_would_come_far_too_early_is_not_even_asked(
    town: Town, api: DiscordApi
) -> None:
    town.script("GET", "channels/*", used_up(3600))
    await look(town, api)

    with pytest.raises(RateLimitedError) as caught:
        await look(town, api)

    assert 3590 < caught.value.wait.total_seconds() <= 3600
    assert len(town.records.of("GET", channel_id(town, "desk"))) == 1


async def test_what_would_come_a_little_too_early_is_asked_a_little_later(
    town: Town, api: DiscordApi
) -> None:
    town.script("GET", "channels/*", used_up(0.02))
    await look(town, api)

    found = await look(town, api)

    assert found["name"] == "desk"


async def test_other_channels_have_limits_of_their_own(
    town: Town, api: DiscordApi
) -> None:
    town.script("GET", "channels/*", used_up(3600))
    await look(town, api)

    found = await look(town, api, "harbour")

    assert found["name"] == "harbour"


async def test_a_limit_for_all_holds_for_all(town: Town, api: DiscordApi) -> None:
    town.script("GET", "channels/*", too_early(30, everywhere=True))
    for name in ("desk", "harbour"):
        with pytest.raises(RateLimitedError):
            await look(town, api, name)

    assert len(town.records.of("GET", channel_id(town, "harbour"))) == 0


async def test_answers_to_people_are_outside_of_the_limit_for_all(
    town: Town, api: DiscordApi
) -> None:
    town.script("GET", "channels/*", too_early(30, everywhere=True))
    with pytest.raises(RateLimitedError):
        await look(town, api)

    with pytest.raises(PostError) as caught:
        await api.ask(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            {"type": 5},
            webhook_id="1",
            webhook_token=str(1),
        )

    assert not isinstance(caught.value, RateLimitedError)


async def test_an_interaction_that_is_too_old_says_nothing_of_the_bots_token(
    town: Town, api: DiscordApi
) -> None:
    town.script("GET", "channels/*", refused(401, 50027, "Invalid Webhook Token"))
    with pytest.raises(PostError):
        await look(town, api)

    found = await look(town, api)

    assert found["name"] == "desk"


async def test_a_messenger_knows_how_long_a_channel_is_used_up(
    town: Town, api: DiscordApi
) -> None:
    messenger, desk = DiscordMessenger(api, FakeClock()), channel_id(town, "desk")
    town.script("POST", "channels/*/messages", used_up(3600))
    assert messenger.pause(desk) == 0

    await messenger.post(desk, NEWS, idempotency_key="a")

    assert 3590 < messenger.pause(desk) <= 3600
    assert messenger.pause(channel_id(town, "harbour")) == 0
    assert messenger.pause(desk, "1") == 0


async def test_all_requests_of_the_bot_keep_to_its_limit(town: Town) -> None:
    api, loop = DiscordApi(TOKEN, url=town.api, pace=Pace(0.05)), time.monotonic
    await look(town, api)
    begun = loop()

    await asyncio.gather(*(look(town, api) for _ in range(10)))

    assert loop() - begun >= 9 * 0.05
    await api.close()


async def test_after_some_channels_of_a_server_all_are_looked_up_at_once(
    town: Town, api: DiscordApi
) -> None:
    channels = DiscordChannels(api)
    guild = town.guild
    known = [str(guild.create_text_channel(f"c{number}").id) for number in range(6)]
    for channel in known:
        assert (await channels.find(channel)).kind is ChannelKind.TEXT

    asked = [channel for channel in known if town.records.of("GET", channel)]
    assert len(asked) == 3


async def test_forums_are_looked_up_for_their_tags_and_no_others_with_them(
    town: Town, api: DiscordApi
) -> None:
    channels, forum = DiscordChannels(api), channel_id(town, FORUM)
    for _ in range(5):
        assert (await channels.find(forum)).kind is ChannelKind.FORUM

    assert not town.records.of("GET", f"/guilds/{town.guild.id}/channels")


async def test_what_is_known_of_limits_does_not_grow(api: DiscordApi) -> None:
    client = await api._connected()
    loop = asyncio.get_running_loop()
    for number in range(1_000):
        bucket = client.get_ratelimit(f"interaction {number}")
        bucket._last_request = loop.time() - 301

    assert len(client._buckets) < 2 * 256
