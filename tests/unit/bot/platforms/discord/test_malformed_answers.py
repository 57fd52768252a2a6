"""Discord answers with something else than the JSON it should."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.core.domain.errors import IF_MALFORMED, PostError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.messenger import DiscordMessenger
from tests.fakes.ports import FakeClock
from tests.fakes.slack.server import listening

NEWS = Message((Section(None, (Row((Text("Ports may close."),)),)),))
SINCE = datetime(2026, 3, 1, tzinfo=UTC)
ME = '{"id": "7", "username": "sitrep"}'
CHANNEL = '{"id": "11", "type": 0, "guild_id": "5"}'
SOUND = {"/users/@me": ME, "/channels/11": CHANNEL}
MESSAGES = "/channels/11/messages"
REPLY = "the reply to POST /channels/{channel_id}/messages"


@asynccontextmanager
async def answering(
    bodies: Mapping[str, str], kind: str = "application/json"
) -> AsyncIterator[DiscordMessenger]:
    """A Discord that answers each path with its text, sound where none is given."""

    async def answer(request: web.Request) -> web.Response:
        body = {**SOUND, **bodies}[request.path].encode()
        told = kind if request.path in bodies else "application/json"
        return web.Response(body=body, headers={"Content-Type": told})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    async with listening(application) as url:
        api = DiscordApi("token", url=url, patience=2.0)
        try:
            yield DiscordMessenger(api, FakeClock())
        finally:
            await api.close()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{", f"{REPLY} is not JSON"),
        ("[]", f"{REPLY} is not a JSON object"),
        ("null", f"{REPLY} is not a JSON object"),
        ('"posted"', f"{REPLY} is not a JSON object"),
        ("", f"{REPLY} is not JSON"),
        ("{}", '"id" of the message is not an id'),
        ('{"id": null}', '"id" of the message is not an id'),
        ('{"id": {"id": "3"}}', '"id" of the message is not an id'),
    ],
)
async def test_an_answer_to_a_post_that_is_malformed_leaves_open_whether_it_stands(
    body: str, reason: str
) -> None:
    async with answering({MESSAGES: body}) as messenger:
        with pytest.raises(PostError) as caught:
            await messenger.post("11", NEWS, idempotency_key="a")

    assert type(caught.value) is PostError
    assert str(caught.value) == (
        f"Discord's answer is malformed: {reason}; {IF_MALFORMED}"
    )


@pytest.mark.parametrize("body", ["{", "{}", '"text"', "[3]", "[[]]"])
async def test_a_malformed_history_does_not_say_that_nothing_was_posted(
    body: str,
) -> None:
    async with answering({MESSAGES: body}) as messenger:
        with pytest.raises(PostError, match="malformed"):
            await messenger.find("11", "a", since=SINCE)
