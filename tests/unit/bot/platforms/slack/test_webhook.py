"""What comes to the door over HTTP: only what Slack signed just now is let in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from urllib.parse import urlencode

import pytest

from bot.core.platforms.spec import MAX_BODY_BYTES, Webhook
from tests.fakes.slack.bots import RunningBot, running_bot
from tests.fakes.slack.deliveries import HttpDelivery
from tests.fakes.slack.peer import SlackPeer

FORM = "application/x-www-form-urlencoded"
COMMAND = urlencode(
    {
        "command": "/brief",
        "text": "topics",
        "user_id": "U1",
        "team_id": "T1",
        "channel_id": "C1",
        "trigger_id": "1.1",
    }
)


@pytest.fixture
async def bot(slack: SlackPeer) -> AsyncIterator[RunningBot]:
    """The bot behind its door."""
    async with running_bot(slack, "http") as running:
        yield running


@pytest.fixture
def door(bot: RunningBot) -> Webhook:
    """The door."""
    assert bot.door is not None
    return bot.door


def signed(body: str) -> dict[str, str]:
    """The headers that Slack sends with a body."""
    delivery = HttpDelivery("")
    now = int(delivery.clock.now().timestamp())
    return {"Content-Type": FORM, **delivery.signed(body, str(now))}


async def status(door: Webhook, headers: Mapping[str, str], body: str = COMMAND) -> int:
    answered, _, _ = await door("POST", headers, body.encode())
    return answered


@pytest.mark.parametrize(
    "change",
    [
        {"X-Slack-Signature": "v0=0000"},
        {"X-Slack-Signature": "v0=\N{LATIN SMALL LETTER E WITH ACUTE}"},
        {"X-Slack-Signature": "v0=\udce9"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "abc"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "1.5"},
        {"X-Slack-Request-Timestamp": "\N{SUPERSCRIPT TWO}"},
        {"X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Request-Timestamp": "-1"},
    ],
)
async def test_what_is_signed_wrongly_is_not_let_in(
    bot: RunningBot, door: Webhook, change: Mapping[str, str]
) -> None:
    assert await status(door, signed(COMMAND) | dict(change)) == 401
    assert bot.clerk.asked == []


@pytest.mark.parametrize(
    "body",
    ["{", "[1]", "payload=%7B", "payload=3", "[" * 100_000, "{}", "", "null", "a=b"],
)
async def test_a_signed_body_that_makes_no_sense_works_nothing(
    bot: RunningBot, door: Webhook, body: str
) -> None:
    headers = signed(body) | {"Content-Type": "application/json"}

    assert await status(door, headers, body) in {400, 404}
    assert bot.clerk.asked == []


async def test_a_body_that_is_too_long_is_not_read(door: Webhook) -> None:
    answered, _, _ = await door("POST", {}, b"x" * (MAX_BODY_BYTES + 1))

    assert answered == 413
