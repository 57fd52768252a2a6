"""What Slack sends, read without trusting that anything is there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.messages.briefing_json import JsonObject
from bot.platforms.slack.events import (
    SlackEvent,
    about_dialog,
    is_home,
    message_text,
    read_about,
    read_event,
    state_of,
    values_of,
)

COMMAND: JsonObject = {
    "command": "/brief",
    "user_id": "U1",
    "team_id": "T1",
    "channel_id": "C1",
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.example/1",
}


def action(**told: object) -> JsonObject:
    return {"actions": [{"action_id": "sitrep:0", **told}]}  # type: ignore[dict-item]


def test_a_command_is_read() -> None:
    event = SlackEvent(
        "1.2.3", "U1", "T1", "C1", None, None, "https://hooks.example/1", "1.2.3"
    )

    assert read_event(COMMAND) == event


def test_an_event_bears_its_own_id_and_time() -> None:
    body: JsonObject = {
        "event_id": "Ev1",
        "event_time": 1_772_000_000,
        "team_id": "T1",
        "event": {"type": "app_home_opened", "user": "U1", "tab": "home"},
    }

    event = read_event(body)

    at = datetime.fromtimestamp(1_772_000_000, UTC)
    assert (event.id, event.user, event.at, event.channel) == ("Ev1", "U1", at, "")


def test_an_action_in_a_thread_is_read() -> None:
    body: JsonObject = {
        "user": {"id": "U1", "team_id": "T2"},
        "container": {"channel_id": "C1", "thread_ts": "5.5"},
        "trigger_id": "t",
        **action(value="v:1", action_ts="1772000000.000100"),
    }

    event = read_event(body)

    assert (event.team, event.channel, event.thread) == ("T2", "C1", "5.5")
    assert event.at is not None


@pytest.mark.parametrize("words", ["1.1", "abc", "", "nan", "inf", "9" * 400, "-5"])
def test_a_time_that_is_none_is_left_out(words: str) -> None:
    assert read_event(action(action_ts=words)).at is None


def test_what_has_no_id_is_known_by_what_it_says() -> None:
    body: JsonObject = {"user_id": "U1", "text": "topics"}

    again, other = read_event(dict(body)), read_event(body | {"text": "help"})

    assert read_event(body).id == again.id != other.id


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


def test_the_state_of_a_button_or_a_choice_is_read() -> None:
    chosen = action(selected_option={"value": "v:2"})

    assert (state_of(action(value="v:1")), state_of(chosen)) == ("v:1", "v:2")


def test_a_button_of_others_has_no_state() -> None:
    assert state_of({"actions": [{"action_id": "other", "value": "v:1"}]}) is None


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


def test_what_a_dialog_is_about_fits_into_slacks_limit() -> None:
    body = COMMAND | {"channel_id": "9" * 5_000}

    assert about_dialog("paste", read_event(body)) == '{"dialog": "paste"}'


def test_metadata_that_are_nested_without_end_are_read_as_nothing() -> None:
    body: JsonObject = {"view": {"private_metadata": "[" * 100_000}}

    assert read_about(body) == {}


def test_what_a_dialog_is_about_comes_back() -> None:
    about = about_dialog("choose:7", read_event(COMMAND))

    told = read_about({"view": {"private_metadata": about}})

    assert dict(told) == {
        "dialog": "choose:7",
        "channel": "C1",
        "response_url": "https://hooks.example/1",
    }
