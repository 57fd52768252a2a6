"""Where posts go on Discord, and what comes of those that it does not take."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.domain.errors import (
    AuthenticationError,
    NotSentError,
    PostError,
    RejectedError,
)
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.messenger import DiscordMessenger
from tests.fakes.discord.connections import channel_id
from tests.fakes.discord.records import NO_ANSWER
from tests.fakes.discord.requests import refused
from tests.fakes.discord.town import FORUM, Plot, Town, open_town
from tests.fakes.platforms.wires import Answer
from tests.fakes.ports import FakeClock

FRONT = Message(
    (
        Section(
            None,
            (Row((Text("ports", Style.TITLE), Text("2 Mar 2026, 07:30", Style.NOTE))),),
        ),
        Section("", (Row((Text("Ports may close."),)),)),
    )
)
STORY = Message((Section(None, (Row((Text("Crews fear it."),)),)),))
FIRST, SECOND = "a" * 24, "b" * 24


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(Plot(clock=FakeClock())) as opened:
        yield opened
    assert not opened.gaps


@pytest.fixture
async def messenger(town: Town) -> AsyncIterator[DiscordMessenger]:
    async for opened in messengers(town):
        yield opened


async def messengers(town: Town) -> AsyncIterator[DiscordMessenger]:
    """One that knows nothing yet."""
    api = DiscordApi(town.token, url=town.api)
    try:
        yield DiscordMessenger(api, town.world.backend.clock)
    finally:
        await api.close()


def texts(town: Town, channel: int) -> list[str]:
    """What stands in a channel, without what opened a thread."""
    found = town.messages(channel)
    return [one.text for one in found if one.text and one.payload["flags"]]


async def test_a_digest_opens_a_post_in_a_forum(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = channel_id(town, FORUM)

    front = await messenger.post(where, FRONT, idempotency_key=FIRST)
    await messenger.post(where, STORY, idempotency_key=SECOND, parent=front)

    (post,) = town.threads(FORUM).values()
    assert str(post) == front
    assert texts(town, post) == [
        "### ports\n-# 2 Mar 2026, 07:30\n- Ports may close.\n-# Sitrep · aaaaaaaaaaaa",
        "Crews fear it.\n-# Sitrep · bbbbbbbbbbbb",
    ]


async def test_a_post_in_a_forum_is_called_by_its_title_and_day(
    town: Town, messenger: DiscordMessenger
) -> None:
    await messenger.post(channel_id(town, FORUM), FRONT, idempotency_key=FIRST)

    assert list(town.threads(FORUM)) == ["ports · 2 Mar 2026, 07:30"]


async def test_a_post_in_a_forum_bears_the_tags_that_it_names(
    town: Town, messenger: DiscordMessenger
) -> None:
    await messenger.post(channel_id(town, FORUM), FRONT, idempotency_key=FIRST)

    (opened,) = town.records.of("POST", "/threads")
    assert isinstance(opened.body, dict)
    ports = town.channels[FORUM]._channel.available_tags[0]
    assert opened.body["applied_tags"] == [ports["id"]]


async def test_a_post_in_a_forum_is_opened_once(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = channel_id(town, FORUM)

    ids = {await messenger.post(where, FRONT, idempotency_key=FIRST) for _ in range(3)}

    assert len(ids) == len(town.threads(FORUM)) == 1


async def test_a_post_in_a_forum_is_found(
    town: Town, messenger: DiscordMessenger
) -> None:
    where, since = channel_id(town, FORUM), town.world.backend.clock.now()
    await messenger.post(where, STORY, idempotency_key=SECOND)
    front = await messenger.post(where, FRONT, idempotency_key=FIRST)

    found = await messenger.find(where, FIRST, since=since - timedelta(hours=1))

    assert found == front


async def test_a_post_in_a_forum_that_was_not_made_is_not_found(
    town: Town, messenger: DiscordMessenger
) -> None:
    where, since = channel_id(town, FORUM), town.world.backend.clock.now()
    await messenger.post(where, FRONT, idempotency_key=FIRST)

    assert await messenger.find(where, SECOND, since=since - timedelta(hours=1)) is None


async def test_a_thread_is_called_by_its_digest(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = channel_id(town, "desk")
    front = await messenger.post(where, FRONT, idempotency_key=FIRST)

    await messenger.post(where, STORY, idempotency_key=SECOND, parent=front)

    assert town.threads("desk") == {"ports · 2 Mar 2026, 07:30": int(front)}


async def test_a_thread_is_called_by_its_digest_after_a_restart(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = channel_id(town, "desk")
    front = await messenger.post(where, FRONT, idempotency_key=FIRST)
    story = replace(STORY, thread=FRONT.headline)

    async for restarted in messengers(town):
        await restarted.post(where, story, idempotency_key=SECOND, parent=front)

    assert town.threads("desk") == {"ports · 2 Mar 2026, 07:30": int(front)}


async def test_stories_go_into_the_thread_that_is_the_channel(
    town: Town, messenger: DiscordMessenger
) -> None:
    desk = channel_id(town, "desk")
    front = await messenger.post(desk, FRONT, idempotency_key=FIRST)
    await messenger.post(desk, STORY, idempotency_key=SECOND, parent=front)

    # The thread itself is the channel of another digest.
    other = await messenger.post(front, FRONT, idempotency_key="c" * 24)
    await messenger.post(front, STORY, idempotency_key="d" * 24, parent=other)

    assert len(town.threads("desk")) == 1
    assert len(texts(town, int(front))) == 3


async def test_a_personal_digest_is_a_direct_message(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = f"@{town.users['ben'].id}"

    front = await messenger.post(where, FRONT, idempotency_key=FIRST)
    await messenger.post(where, STORY, idempotency_key=SECOND, parent=front)

    assert len(town.direct("ben")) == 2
    assert len(town.records.of("POST", "/users/@me/channels")) == 1


async def test_a_personal_digest_is_found(
    town: Town, messenger: DiscordMessenger
) -> None:
    where, since = f"@{town.users['ben'].id}", town.world.backend.clock.now()
    await messenger.post(where, FRONT, idempotency_key=FIRST)
    posted = await messenger.post(where, STORY, idempotency_key=SECOND)

    assert await messenger.find(where, SECOND, since=since) == posted


async def test_who_takes_no_direct_messages_gets_none(
    town: Town, messenger: DiscordMessenger
) -> None:
    town.close_door("ben")

    with pytest.raises(RejectedError, match=r"Cannot send messages to this user"):
        await messenger.post(f"@{town.users['ben'].id}", FRONT, idempotency_key=FIRST)


@pytest.mark.parametrize(
    "accident",
    [
        lambda town: town.delete_channel("desk"),
        lambda town: town.forbid("desk", "send_messages"),
        lambda town: town.forbid("desk", "view_channel"),
        lambda town: town.remove_bot(),
    ],
    ids=["deleted", "forbidden", "hidden", "thrown out"],
)
async def test_where_the_bot_can_post_no_more_is_rejected(
    town: Town, messenger: DiscordMessenger, accident: Callable[[Town], None]
) -> None:
    where = channel_id(town, "desk")
    await messenger.post(where, FRONT, idempotency_key=FIRST)
    accident(town)

    with pytest.raises(RejectedError):
        await messenger.post(where, STORY, idempotency_key=SECOND)


async def test_a_revoked_token_is_not_used_again_at_once(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = channel_id(town, "desk")
    await messenger.post(where, FRONT, idempotency_key=FIRST)
    town.revoke()

    for idempotency_key in (SECOND, "c" * 24, "d" * 24):
        with pytest.raises(AuthenticationError):
            await messenger.post(where, STORY, idempotency_key=idempotency_key)

    assert [one.status for one in town.records.all].count(401) == 1


async def test_a_token_that_was_never_good_bars_the_bot(town: Town) -> None:
    api = DiscordApi("no-token", url=town.api)
    messenger = DiscordMessenger(api, FakeClock())

    with pytest.raises(AuthenticationError, match=r"does not accept the bot's token"):
        await messenger.post(channel_id(town, "desk"), FRONT, idempotency_key=FIRST)

    await api.close()


async def test_a_thread_that_cannot_be_opened_is_rejected(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = channel_id(town, "desk")
    front = await messenger.post(where, FRONT, idempotency_key=FIRST)
    town.forbid("desk", "create_public_threads")

    with pytest.raises(RejectedError):
        await messenger.post(where, STORY, idempotency_key=SECOND, parent=front)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "channels/*"), ("POST", "channels/*/messages/*/threads")],
    ids=["the channel", "its thread"],
)
async def test_what_fails_before_the_post_itself_posts_nothing_for_sure(
    town: Town, messenger: DiscordMessenger, method: str, path: str
) -> None:
    where = channel_id(town, "desk")
    front = await messenger.post(where, FRONT, idempotency_key=FIRST)
    town.script(method, path, refused(502, 0, "Bad Gateway"))

    async for other in messengers(town):
        with pytest.raises(NotSentError, match="Discord answered with HTTP status 502"):
            await other.post(where, STORY, idempotency_key=SECOND, parent=front)

    assert len(town.model.posted) == 1


async def test_a_thread_that_is_locked_is_rejected(
    town: Town, messenger: DiscordMessenger
) -> None:
    town.script(
        "POST", "channels/*/messages", refused(400, 50083, "Thread is archived")
    )

    with pytest.raises(RejectedError, match=r"Thread is archived \(50083\)"):
        await messenger.post(channel_id(town, "desk"), FRONT, idempotency_key=FIRST)


async def test_a_proxys_refusal_is_not_discords(
    town: Town, messenger: DiscordMessenger
) -> None:
    town.script("POST", "channels/*/messages", Answer(403, {}))

    with pytest.raises(PostError) as caught:
        await messenger.post(channel_id(town, "desk"), FRONT, idempotency_key=FIRST)

    assert type(caught.value) is PostError


async def test_nothing_is_asked_twice(town: Town, messenger: DiscordMessenger) -> None:
    where = channel_id(town, "desk")
    town.script("POST", "channels/*/messages", Answer(500, {}), times=9)

    with pytest.raises(PostError):
        await messenger.post(where, FRONT, idempotency_key=FIRST)

    assert len(town.records.of("POST", "/messages")) == 1


async def test_what_somebody_else_quotes_is_not_found(
    town: Town, messenger: DiscordMessenger
) -> None:
    where, since = channel_id(town, "desk"), town.world.backend.clock.now()
    town.say("ben", "desk", "-# Sitrep · aaaaaaaaaaaa")

    assert await messenger.find(where, FIRST, since=since) is None
    assert all(one.status != NO_ANSWER for one in town.records.all)
