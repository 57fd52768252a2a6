"""What Slack sends, read without trusting that anything is there."""

from __future__ import annotations

import pytest

from bot.core.messages.briefing_json import JsonObject
from bot.platforms.slack.events import (
    is_home,
    message_text,
    read_about,
    read_event,
    state_of,
    values_of,
)


def action(**told: object) -> JsonObject:
    return {"actions": [{"action_id": "sitrep:0", **told}]}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"user": 3, "team": [], "channel": None, "container": "x", "event": 1},
        {"actions": {"a": 1}, "view": [], "message": "text"},
        {"actions": [3, None, {"action_id": 5}], "view": {"state": {"values": 3}}},
        {"view": {"private_metadata": "[1]", "state": {"values": {"a": 1}}}},
        {"view": {"private_metadata": "{", "state": {"values": {"a": {"b": []}}}}},
    ],
)
def test_what_is_no_event_is_read_as_nothing(body: JsonObject) -> None:
    event = read_event(body)

    assert (event.user, event.channel) == ("", "")
    assert state_of(body) is None
    assert (message_text(body), dict(read_about(body))) == ("", {})
    assert not any(values_of(body).values())
    assert not is_home(body)


def test_all_addresses_of_a_message_are_read_once() -> None:
    link: JsonObject = {"type": "link", "url": "https://b.example/2?a=1&b=2"}
    body: JsonObject = {
        "message": {
            "text": "See <https://a.example/1|this> &amp; <https://a.example/1>",
            "blocks": [{"type": "rich_text", "elements": [{"elements": [link]}]}],
            "attachments": [{"from_url": "https://c.example/3", "ts": 5}],
        }
    }

    words = message_text(body).split()

    assert "&" in words
    assert "https://b.example/2?a=1&b=2" in words
    assert "https://c.example/3" in words


def test_a_message_that_is_nested_without_end_is_read() -> None:
    inside: JsonObject = {"url": "https://a.example/1"}
    for _ in range(500):
        inside = {"elements": [inside]}

    assert message_text({"message": inside}) == ""
