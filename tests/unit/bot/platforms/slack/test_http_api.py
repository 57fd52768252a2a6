"""What becomes of Slack's answers, and of those that never come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.core.domain.errors import (
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.domain.messages import Message
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from tests.fakes.slack.clerk import message
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import BOT_TOKEN
from tests.fakes.slack.server import listening

NEWS: Message = message("Ports may close.")
SINCE = datetime(2026, 3, 1, tzinfo=UTC)


@asynccontextmanager
async def answering(
    body: str | bytes,
    *,
    status: int = 200,
    kind: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> AsyncIterator[SlackApi]:
    """A Slack that always says the same."""

    async def answer(_: web.Request) -> web.Response:
        raw = body if isinstance(body, bytes) else body.encode()
        told = {"Content-Type": kind, **(headers or {})}
        return web.Response(body=raw, status=status, headers=told)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    async with (
        listening(application) as url,
        SlackApi("xoxb", f"{url}/api/", 2.0) as api,
    ):
        yield api


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ("<html>busy</html>", 502, "text/html"),
        ("{", 200, "application/json"),
        ("[]", 200, "application/json"),
        (b"\xff\xfe", 200, "application/json"),
        ('{"ok": true}', 200, "application/json"),
        ('{"ok": true, "ts": 3}', 200, "application/json"),
        ('{"ok": true, "ts": "1.1"}', 500, "application/json"),
        ('{"ok": false, "error": 7}', 200, "application/json"),
        ('{"ok": false, "error": "a_new_word"}', 200, "application/json"),
        ('{"ok": false, "error": "not_in_channel"}', 503, "application/json"),
        ("", 200, "application/json"),
    ],
)
async def test_of_an_answer_that_makes_no_sense_nothing_is_believed(
    body: str, status: int, kind: str
) -> None:
    async with answering(body, status=status, kind=kind) as api:
        with pytest.raises(PostError) as caught:
            await SlackMessenger(api).post("C1", NEWS, idempotency_key="a")

    assert type(caught.value) is PostError


OURS = '{"metadata": {"event_type": "sitrep_part", "event_payload": {"key": "a"}}}'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"ok": true}', '"messages" is not a list'),
        ('{"ok": true, "messages": {}}', '"messages" is not a list'),
        (
            '{"ok": true, "messages": [3]}',
            '"messages" contains an item that is not an object',
        ),
        (f'{{"ok": true, "messages": [{OURS}]}}', 'it has no "bot_id"'),
    ],
)
async def test_a_malformed_history_does_not_say_that_nothing_was_posted(
    body: str, reason: str
) -> None:
    async with answering(body) as api:
        with pytest.raises(PostError, match=reason):
            await SlackMessenger(api).find("C1", "a", since=SINCE)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [({"Retry-After": "7"}, 7), ({"retry-after": "0"}, 1), ({}, 30)]
    + [({"Retry-After": words}, 30) for words in ("soon", "nan", "")]
    + [({"Retry-After": "99999999999"}, 3600), ({"Retry-After": "-5"}, 1)],
)
async def test_a_busy_slack_says_how_long_to_wait(
    header: Mapping[str, str], seconds: float
) -> None:
    body = '{"ok": false, "error": "ratelimited"}'
    async with answering(body, status=429, headers=header) as api:
        with pytest.raises(RateLimitedError) as caught:
            await SlackMessenger(api).post("C1", NEWS, idempotency_key="a")

    assert caught.value.wait == timedelta(seconds=seconds)


async def test_a_token_that_was_refused_is_not_tried_again_at_once() -> None:
    heard: list[str | None] = []
    async with answering('{"ok": false, "error": "token_revoked"}') as api:
        api.token_checked = heard.append
        with pytest.raises(RejectedError):
            await api.write("chat.postMessage", text="Ports may close.")

        with pytest.raises(RateLimitedError) as caught:
            await api.write("chat.postMessage", text="Ports may close.")

    assert heard == ["token_revoked"]
    assert timedelta(seconds=50) < caught.value.wait <= timedelta(seconds=60)


async def test_an_error_tells_neither_token_nor_address() -> None:
    async with SlackApi("xoxb-secret", "http://127.0.0.1:9/api/", 2.0) as api:
        with pytest.raises(PostError) as caught:
            await SlackMessenger(api).post("C1", NEWS, idempotency_key="a")

    assert "127.0.0.1" not in str(caught.value)
    assert "secret" not in f"{caught.value}{api!r}"


@pytest.fixture
async def messenger(tidy_slack: SlackPeer) -> AsyncIterator[SlackMessenger]:
    """The bot's messenger in a workspace."""
    async with SlackApi(BOT_TOKEN, tidy_slack.api) as api:
        yield SlackMessenger(api)


async def test_a_mark_of_others_is_not_ours(
    messenger: SlackMessenger, tidy_slack: SlackPeer
) -> None:
    event: Json = {"event_type": "sitrep_part", "event_payload": {"key": "a"}}
    place: JsonObject = {"channel": tidy_slack.desk.channel("desk"), "text": "A copy"}
    await tidy_slack.upstream.ask(
        "chat.postMessage", place | {"metadata": event}, "mei"
    )

    assert await messenger.find("#desk", "a", since=SINCE) is None
