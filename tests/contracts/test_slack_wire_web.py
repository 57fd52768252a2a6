"""What the workspace answers Slack's own client, where Slack has rules of its own."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.messages.briefing_json import JsonObject
from tests.fakes.slack.apps import plain, web_client
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import SCOPES
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


async def test_a_history_tells_no_metadata_to_who_does_not_ask(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    desk = slack.desk.channel("desk")
    await post(client, desk, "a")

    found = await client.conversations_history(channel=desk)

    assert keys(found)[0] == ""


async def test_a_history_begins_after_the_oldest(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    desk = slack.desk.channel("desk")
    first, _ = await post(client, desk, "a"), await post(client, desk, "b")

    after = await client.conversations_history(
        channel=desk, oldest=first, include_all_metadata=True
    )
    since = await client.conversations_history(
        channel=desk, oldest=first, inclusive=True, include_all_metadata=True
    )

    assert (keys(after), keys(since)) == (["b"], ["b", "a"])


async def test_a_history_has_pages(slack: SlackPeer, client: AsyncWebClient) -> None:
    desk = slack.desk.channel("desk")
    for key in "abc":
        await post(client, desk, key)

    async def page(cursor: str | None) -> AsyncSlackResponse:
        return await client.conversations_history(
            channel=desk, limit=2, cursor=cursor, include_all_metadata=True
        )

    first = await page(None)
    second = await page(first["response_metadata"]["next_cursor"])

    assert keys(first) == ["c", "b"]
    assert keys(second)[0] == "a"


async def test_a_thread_has_its_replies(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    desk = slack.desk.channel("desk")
    front = await post(client, desk, "a")
    await post(client, desk, "b", front)

    found = await client.conversations_replies(
        channel=desk, ts=front, include_all_metadata=True
    )
    top = await client.conversations_history(channel=desk, include_all_metadata=True)

    assert keys(found) == ["a", "b"]
    assert "b" not in keys(top)


async def test_a_message_names_its_app(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    await post(client, slack.desk.channel("desk"), "a")

    (message, *_) = await slack.messages("desk")

    assert message["bot_id"] == (await client.auth_test())["bot_id"]


async def test_a_direct_message_is_opened_and_written_to(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    opened = await client.conversations_open(users=slack.desk.user("mei"))
    await post(client, opened["channel"]["id"], "a")

    found = await client.conversations_history(
        channel=opened["channel"]["id"], include_all_metadata=True
    )
    assert keys(found) == ["a"]


async def test_a_person_has_a_time_zone(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    found = await client.users_info(user=slack.desk.user("mei"))

    assert found["user"]["tz"] == "Asia/Singapore"


async def test_the_scopes_are_told(client: AsyncWebClient) -> None:
    found = await client.auth_test()

    assert found.headers["x-oauth-scopes"].split(",") == list(SCOPES)


async def test_what_needs_a_scope_that_was_not_granted_is_refused(
    client: AsyncWebClient,
) -> None:
    with pytest.raises(SlackApiError, match="channels:manage"):
        await client.conversations_create(name="new")


async def test_a_method_that_is_none_is_refused(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("chat.shout")


async def test_a_token_that_nobody_gave_is_refused(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    client.token = "somebody's"  # noqa: S105 - a wrong one

    assert await error(client, slack.desk.channel("desk")) == "invalid_auth"


async def test_a_revoked_token_is_refused(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    slack.revoke()

    assert await error(client, slack.desk.channel("desk")) == "token_revoked"


async def test_a_channel_without_the_app_is_refused(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    await slack.remove("desk")

    assert await error(client, slack.desk.channel("desk")) == "not_in_channel"
    assert await error(client, slack.desk.channel("elsewhere")) == "not_in_channel"


async def test_an_archived_channel_is_refused(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    await slack.archive("desk")

    assert await error(client, slack.desk.channel("desk")) == "is_archived"


async def test_a_deleted_channel_is_refused(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    slack.delete("desk")

    assert await error(client, slack.desk.channel("desk")) == "channel_not_found"


async def test_a_thread_below_no_message_is_refused(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await post(client, slack.desk.channel("desk"), "a", "1.1")


async def test_an_error_of_a_method_can_be_ordered(
    slack: SlackPeer, client: AsyncWebClient
) -> None:
    slack.gateway.refusals["chat.postMessage"] = "restricted_action"

    assert await error(client, slack.desk.channel("desk")) == "restricted_action"


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
