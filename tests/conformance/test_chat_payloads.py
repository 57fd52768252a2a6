"""The reading of payloads finds what would come alive: else it would prove nothing."""

from __future__ import annotations

import pytest

from bot.core.messages.briefing_json import Json, JsonObject
from tests.conformance.chat_payloads import read_discord, read_slack
from tests.fakes.discord.records import Recorded as DiscordRequest
from tests.fakes.slack.requests import Recorded as SlackRequest

pytestmark = pytest.mark.equipment

QUIET: JsonObject = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "parse": "none",
}


def to_slack(element: Json, **more: Json) -> SlackRequest:
    section: Json = {"type": "rich_text_section", "elements": [element]}
    blocks: list[Json] = [{"type": "rich_text", "elements": [section]}]
    payload: JsonObject = {"text": "Ports", "blocks": blocks, **QUIET, **more}
    return SlackRequest("chat.postMessage", payload)


def to_discord(content: str, **more: Json) -> DiscordRequest:
    body: JsonObject = {
        "flags": 1 << 15 | 1 << 2,
        "components": [{"type": 10, "content": content}],
        "allowed_mentions": {"parse": []},
        **more,
    }
    return DiscordRequest("POST", "/channels/1/messages", {}, body, {}, 200)


def test_what_is_as_it_should_be_has_no_faults() -> None:
    slack = read_slack([to_slack({"type": "text", "text": "<!here> @everyone"})])
    discord = read_discord([to_discord(r"### \@everyone \<\@1\> https\://a.example")])

    assert (slack.faults, slack.text) == ([], "<!here> @everyone")
    assert (discord.faults, discord.text) == ([], "@everyone <@1> https://a.example")


@pytest.mark.parametrize(
    "element",
    [
        {"type": "broadcast", "range": "here"},
        {"type": "user", "user_id": "U1"},
        {"type": "emoji", "name": "tada"},
        {"type": "date", "timestamp": 0},
        {"type": "mrkdwn", "text": "*Ports*"},
        {"type": "plain_text", "text": ":tada:", "emoji": True},
    ],
)
def test_what_slack_would_make_of_words_is_found(element: JsonObject) -> None:
    assert read_slack([to_slack(element)]).faults


@pytest.mark.parametrize(
    "more",
    [
        {"text": "<!channel>"},
        {"text": "A & B"},
        {"unfurl_links": True},
        {"unfurl_media": None},
        {"parse": "full"},
        {"link_names": True},
    ],
)
def test_what_slack_would_make_of_a_message_is_found(more: JsonObject) -> None:
    element: Json = {"type": "text", "text": "Ports"}

    assert read_slack([to_slack(element, **more)]).faults


@pytest.mark.parametrize(
    "content",
    [
        "@everyone",
        "Ports @here",
        "<@1>",
        "<@&1>",
        "<#1>",
        "</brief:1>",
        "<:x:1>",
        "<a:x:1>",
        "<id:customize>",
        "<t:0:R>",
        "https://discord.gg/abc",
        "a `b`",
        "~~a~~",
        "||a||",
        "> quoted",
        r"\\@everyone",
    ],
)
def test_what_discord_would_make_of_words_is_found(content: str) -> None:
    assert read_discord([to_discord(content)]).faults


@pytest.mark.parametrize(
    "more", [{"allowed_mentions": None}, {"allowed_mentions": {"parse": ["users"]}}]
)
def test_a_message_that_may_mention_is_found(more: JsonObject) -> None:
    assert read_discord([to_discord("Ports", **more)]).faults


def test_a_message_that_may_unfold_is_found() -> None:
    assert read_discord([to_discord("Ports", flags=1 << 15)]).faults


@pytest.mark.parametrize(
    ("label", "url"),
    [
        ("Ports", "https://evil.test/"),
        ("bank.test", "https://a.example/"),
        ("https://a.example", "https://a.example/"),
    ],
)
def test_a_link_that_misleads_is_found(label: str, url: str) -> None:
    link: Json = {"type": "link", "text": label, "url": url}
    escaped = label.replace(":", r"\:")

    slack = read_slack([to_slack(link)])
    discord = read_discord([to_discord(f"[{escaped}](<{url}>)")])

    for reading in (slack, discord):
        assert len(reading.links) == 1
        assert reading.misleading("a.example")


def test_a_link_home_does_not_mislead() -> None:
    reading = read_discord([to_discord(r"[a\.example ↗](<https://a.example/b>)")])

    assert reading.links == [("a.example ↗", "https://a.example/b")]
    assert reading.misleading("a.example") == []
