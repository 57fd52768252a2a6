"""Requests of Slack to an app: signed, forged, replayed, and sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest

from tests.fakes.slack.apps import http_app
from tests.fakes.slack.deliveries import HttpDelivery
from tests.fakes.slack.payloads import Doer, slash
from tests.fakes.slack.peer import SlackPeer

pytestmark = pytest.mark.equipment

PAYLOAD = slash(
    Doer("U1", "amara", "C1", "desk"),
    "/brief topics",
    trigger="1.1",
    response_url="http://127.0.0.1:9/nobody",
)
BODY = urlencode(PAYLOAD)


@pytest.fixture
async def delivery(slack: SlackPeer) -> AsyncIterator[HttpDelivery]:
    """The way to an app that listens."""
    async with http_app(slack) as running:
        yield slack.over_http(running.url)


async def status(delivery: HttpDelivery, headers: dict[str, str]) -> int:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    found, _, _ = await delivery.post(BODY, kind | headers)
    return found


def now(delivery: HttpDelivery) -> str:
    return str(int(delivery.clock.now().timestamp()))


async def test_a_signed_request_is_let_in(delivery: HttpDelivery) -> None:
    assert await status(delivery, delivery.signed(BODY, now(delivery))) == 200


async def test_a_forged_signature_is_refused(delivery: HttpDelivery) -> None:
    forger = HttpDelivery(delivery.url, secret="guessed")  # noqa: S106 - a wrong one

    assert await status(delivery, forger.signed(BODY, now(delivery))) == 401
