"""What the workspace answers Slack's own client, where Slack has rules of its own."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.messages.briefing_json import JsonObject
from tests.fakes.slack.apps import plain, web_client
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.values import inner, objects, text_in

pytestmark = pytest.mark.equipment


@pytest.fixture
def client(slack: SlackPeer) -> AsyncWebClient:
    """Slack's own client with the app's token."""
    return web_client(slack)


def metadata(key: str) -> JsonObject:
    return {"event_type": "sitrep_part", "event_payload": {"key": key}}


def section(text: str) -> JsonObject:
    return {"type": "section", "text": plain(text)}


def keys(found: AsyncSlackResponse) -> list[str]:
    """The keys of the messages that are told; "" for those without metadata."""
    body = found.data
    told = objects(body, "messages") if isinstance(body, dict) else []
    payloads = [inner(inner(one, "metadata"), "event_payload") for one in told]
    return [text_in(payload, "key") for payload in payloads]


async def post(
    client: AsyncWebClient, channel: str, key: str, parent: str | None = None
) -> str:
    posted = await client.chat_postMessage(
        channel=channel, text=key, metadata=metadata(key), thread_ts=parent
    )
    return str(posted["ts"])


async def error(
    client: AsyncWebClient, channel: str, blocks: list[JsonObject] | None = None
) -> str:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=channel, text="News", blocks=blocks)
    return str(caught.value.response["error"])


async def test_metadata_comes_back_with_the_history(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    desk = slack.desk.channel("desk")
    await post(client, desk, "a")

    found = await client.conversations_history(channel=desk, include_all_metadata=True)

    assert keys(found)[0] == "a"


@pytest.mark.parametrize(
    ("blocks", "named"),
    [
        ([section("")], "invalid_blocks"),
        ([section("a")] * 51, "invalid_blocks"),
        ([section("a" * 2_900)] * 5, "msg_blocks_too_long"),
    ],
)
async def test_blocks_that_slack_would_not_take_are_refused(
    slack: SlackPeer, client: AsyncWebClient, blocks: list[JsonObject], named: str
) -> None:
    assert await error(client, slack.desk.channel("desk"), blocks) == named
    assert slack.posted == []
