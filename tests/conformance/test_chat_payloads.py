"""The reading of payloads finds what would come alive: else it would prove nothing."""

from __future__ import annotations

import pytest

from bot.core.messages.briefing_json import Json, JsonObject
from tests.conformance.chat_payloads import read_discord, read_slack
from tests.fakes.discord.records import Recorded as DiscordRequest
from tests.fakes.slack.requests import Recorded as SlackRequest
from tests.tables import lines

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


def test_what_slack_would_bring_to_life_is_found() -> None:
    text: Json = {"type": "text", "text": "Ports"}

    assert read_slack([to_slack({"type": "broadcast", "range": "here"})]).faults
    assert read_slack([to_slack({"type": "mrkdwn", "text": "*Ports*"})]).faults
    assert read_slack([to_slack(text, text="<!channel>")]).faults
    assert read_slack([to_slack(text, unfurl_links=True)]).faults


def test_what_discord_would_bring_to_life_is_found() -> None:
    for content in lines("discord/alive"):
        assert read_discord([to_discord(content)]).faults, content
    assert read_discord([to_discord("Ports", allowed_mentions=None)]).faults
    assert read_discord([to_discord("Ports", flags=1 << 15)]).faults


def test_a_link_that_misleads_is_found() -> None:
    for label, url in (
        ("Ports", "https://evil.test/"),
        ("b.test", "https://a.example"),
    ):
        slack = read_slack([to_slack({"type": "link", "text": label, "url": url})])
        discord = read_discord([to_discord(f"[{label}](<{url}>)")])

        assert slack.misleading("a.example")
        assert discord.misleading("a.example")
