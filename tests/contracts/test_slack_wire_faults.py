"""What goes wrong between the app and Slack, seen by Slack's own client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.platforms.faults import Call, Fault, Strike, always, scripted
from tests.fakes.platforms.pace import Pace
from tests.fakes.ports import FakeClock
from tests.fakes.slack.apps import web_client
from tests.fakes.slack.emulator import Emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.peer import SlackPeer

pytestmark = pytest.mark.equipment

LOST = (aiohttp.ClientError, asyncio.TimeoutError)


@pytest.fixture
def clock() -> FakeClock:
    """The peer's clock."""
    return FakeClock()


@pytest.fixture
async def peer(slack_emulator: Emulator, clock: FakeClock) -> AsyncIterator[SlackPeer]:
    """A workspace on that clock."""
    async with slack_peer(slack_emulator, clock) as opened:
        yield opened


@pytest.fixture
def client(peer: SlackPeer) -> AsyncWebClient:
    """Slack's own client, which waits a little."""
    found = web_client(peer)
    found.timeout = 0.5  # type: ignore[assignment] # aiohttp takes fractions
    return found


async def post(peer: SlackPeer, client: AsyncWebClient) -> None:
    metadata = {"event_type": "sitrep_part", "event_payload": {"key": "a"}}
    channel = peer.desk.channel("desk")
    await client.chat_postMessage(channel=channel, text="News", metadata=metadata)


async def refusal(peer: SlackPeer, client: AsyncWebClient) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await post(peer, client)
    return caught.value


async def test_who_asks_too_often_is_told_how_long_to_wait(
    peer: SlackPeer, client: AsyncWebClient
) -> None:
    peer.plan = scripted({0: Strike(Fault.RATE_LIMITED, 7)})

    error = await refusal(peer, client)

    answer = error.response
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert answer["error"] == "ratelimited"
    assert not peer.posted


async def test_a_pace_is_kept(peer: SlackPeer, client: AsyncWebClient) -> None:
    peer.gateway.limit(Pace(channel=1.0))
    await post(peer, client)

    error = await refusal(peer, client)

    assert error.response.status_code == 429


@pytest.mark.parametrize("fault", [Fault.CUT_AFTER, Fault.SILENT_AFTER])
async def test_a_message_may_stand_though_no_answer_came(
    peer: SlackPeer, client: AsyncWebClient, fault: Fault
) -> None:
    peer.plan = scripted({0: Strike(fault)})

    with pytest.raises(LOST):
        await post(peer, client)

    assert [one.key for one in peer.posted] == ["a"]
    assert (await peer.messages("desk"))[0]["text"] == "News"


@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.SILENT_BEFORE])
async def test_a_message_may_not_stand_if_no_answer_came(
    peer: SlackPeer, client: AsyncWebClient, fault: Fault
) -> None:
    peer.plan = scripted({0: Strike(fault)})

    with pytest.raises(LOST):
        await post(peer, client)

    assert peer.posted == []


async def test_a_broken_server_may_have_taken_a_message(
    peer: SlackPeer, client: AsyncWebClient
) -> None:
    peer.plan = always(Strike(Fault.ERROR_AFTER))

    errors = [await refusal(peer, client) for _ in range(2)]

    assert [error.response.status_code for error in errors] == [500, 200]
    assert {error.response["error"] for error in errors} == {"internal_error"}
    assert len(peer.posted) == 2


async def test_a_broken_server_may_not_have_taken_a_message(
    peer: SlackPeer, client: AsyncWebClient
) -> None:
    peer.plan = scripted({0: Strike(Fault.ERROR_BEFORE)})

    error = await refusal(peer, client)

    assert (error.response.status_code, peer.posted) == (503, [])


async def test_a_message_may_come_late(
    peer: SlackPeer, client: AsyncWebClient, clock: FakeClock
) -> None:
    peer.plan = scripted({0: Strike(Fault.LATE, 20)})
    with pytest.raises(LOST):
        await post(peer, client)
    await client.auth_test()
    before = len(peer.posted)

    clock.move(timedelta(seconds=20))
    await client.auth_test()

    assert (before, len(peer.posted)) == (0, 1)


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (Fault.UNAUTHORIZED, "invalid_auth"),
        (Fault.FORBIDDEN, "not_in_channel"),
        (Fault.UNKNOWN_CHANNEL, "channel_not_found"),
    ],
)
async def test_a_refusal_is_told_with_status_200(
    peer: SlackPeer, client: AsyncWebClient, fault: Fault, named: str
) -> None:
    peer.plan = always(Strike(fault), call=Call.POST)

    error = await refusal(peer, client)

    assert (error.response.status_code, error.response["error"]) == (200, named)
