"""How sockets of Slack's own client live, end, and are taken up again."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.command import surroundings
from tests.fakes.slack.apps import RunningApp, socket_app, web_client
from tests.fakes.slack.deliveries import NotAcknowledgedError
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import APP_TOKEN

pytestmark = pytest.mark.equipment

PROGRAM = (sys.executable, "-m", "tests.fakes.slack.apps")


@pytest.fixture
async def app(slack: SlackPeer) -> AsyncIterator[RunningApp]:
    """The app on its socket."""
    async with socket_app(slack) as running:
        yield running


async def is_answered(slack: SlackPeer) -> bool:
    act = await slack.desk.slash("amara", "desk", "/brief topics")
    return bool(await act.seen("Briefing topics"))


async def open_socket(client: AsyncWebClient, token: str) -> str:
    found = await client.apps_connections_open(app_token=token)
    return str(found["url"])


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_a_socket_that_ends_is_replaced(slack: SlackPeer, reason: str) -> None:
    await slack.hub.disconnect(reason)

    await slack.hub.connected(opened=2)

    assert await is_answered(slack)


@pytest.mark.usefixtures("app")
async def test_a_warning_makes_the_client_come_anew(slack: SlackPeer) -> None:
    await slack.hub.warn()

    await slack.hub.connected(opened=2)

    assert await is_answered(slack)


@pytest.mark.slow
@pytest.mark.usefixtures("app")
async def test_a_socket_that_is_cut_is_replaced(slack: SlackPeer) -> None:
    slack.hub.cut()

    await slack.hub.connected(opened=2)

    assert await is_answered(slack)


@pytest.mark.slow
@pytest.mark.usefixtures("app")
async def test_a_silent_socket_is_replaced(slack: SlackPeer) -> None:
    slack.hub.silence()

    await slack.hub.connected(opened=2)

    assert await is_answered(slack)


@pytest.mark.usefixtures("app")
async def test_what_is_sent_to_a_silent_socket_is_not_acknowledged(
    slack: SlackPeer,
) -> None:
    slack.hub.silence()
    slack.desk.delivery.seconds = 0.1

    with pytest.raises(NotAcknowledgedError):
        await slack.desk.slash("amara", "desk", "/brief topics")


@pytest.mark.usefixtures("app")
async def test_an_app_may_have_several_sockets(slack: SlackPeer) -> None:
    async with socket_app(slack):
        await slack.hub.connected(2)

        answered = await is_answered(slack)

    assert answered
    assert len([one for one in slack.screen.sights if "topics" in one.text]) == 1


@pytest.mark.usefixtures("app")
async def test_an_event_may_come_twice(slack: SlackPeer) -> None:
    act = await slack.desk.home("mei")
    await act.seen(change="home")

    again = await slack.desk.again(act)

    await again.seen(change="home")
    assert again.parcel.payload["event_id"] == act.parcel.payload["event_id"]
    assert (again.parcel.id, again.parcel.retry) == (act.parcel.id, 1)


async def test_a_socket_needs_the_token_of_the_app(slack: SlackPeer) -> None:
    client = web_client(slack)

    with pytest.raises(SlackApiError, match="invalid_auth"):
        await open_socket(client, "xoxb-")
    assert (await open_socket(client, APP_TOKEN)).startswith("ws://127.0.0.1:")


async def test_an_app_may_be_given_no_socket(slack: SlackPeer) -> None:
    slack.hub.refusal = "internal_error"

    with pytest.raises(SlackApiError, match="internal_error"):
        await open_socket(web_client(slack), APP_TOKEN)
    assert slack.hub.asked == 1


async def test_a_socket_may_end_right_after_its_greeting(slack: SlackPeer) -> None:
    slack.hub.stormy = True

    async with socket_app(slack, wait=False):
        await slack.hub.connected(0, opened=3)

    assert slack.hub.asked >= 3


@pytest.mark.slow
async def test_an_app_in_another_process_may_be_killed(slack: SlackPeer) -> None:
    for life in (1, 2):
        process = await asyncio.create_subprocess_exec(
            *PROGRAM, slack.api, env=surroundings({})
        )
        await slack.hub.connected(opened=life)

        assert await is_answered(slack)

        process.kill()
        await process.wait()
        await slack.hub.left()
