"""Which platforms the bot is on, by the keys in the environment."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap.platforms import Keys, left_out, read_keys, require
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
    Endpoint,
    Weekday,
)
from bot.core.domain.errors import ConfigError
from bot.core.operations.check_results import Finding
from bot.platforms.slack.service import SlackKeys
from bot.settings import door_endpoint

PLAN = DigestPlan(
    "morning",
    (),
    (time(7),),
    frozenset(Weekday),
    ZoneInfo("UTC"),
    (Destination("slack", "#desk"),),
)
CONFIGURATION = Configuration((), (PLAN,))
ALL = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_SIGNING_SECRET": "s",
    "DISCORD_TOKEN": "d",
}


def test_all_keys_are_read() -> None:
    keys = read_keys(ALL)

    assert keys == Keys(SlackKeys("xoxb-1", "xapp-1", "s"), "d")
    assert keys.platforms == ("slack", "discord")
    assert keys.elsewhere == ()


def test_requests_of_discord_are_checked_by_its_public_key() -> None:
    key = "0aF" + "1" * 61

    assert read_keys({**ALL, "DISCORD_PUBLIC_KEY": key}).discord_key == key
    assert read_keys({**ALL, "DISCORD_PUBLIC_KEY": ""}).discord_key is None


@pytest.mark.parametrize("key", ["abc", "g" * 64, "1" * 63, "1" * 65, f"{'1' * 64}\n"])
def test_a_public_key_that_is_none_is_told(key: str) -> None:
    with pytest.raises(ConfigError, match="DISCORD_PUBLIC_KEY is no such key"):
        read_keys({**ALL, "DISCORD_PUBLIC_KEY": key})


@pytest.mark.parametrize("environment", [{}, dict.fromkeys(ALL, "")])
def test_an_empty_variable_is_no_key(environment: dict[str, str]) -> None:
    keys = read_keys(environment)

    assert keys == Keys()
    assert keys.platforms == ()


def test_slack_is_not_posted_to_without_a_bot_token() -> None:
    keys = read_keys({"SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"})

    assert keys.platforms == ()


def test_platforms_may_be_looked_for_elsewhere() -> None:
    environment = {
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
        "DISCORD_API_URL": "http://127.0.0.1:2/api/v10/",
        "DISCORD_GATEWAY_URL": "ws://127.0.0.1:3",
    }

    keys = read_keys(environment)

    assert keys.slack_url == "http://127.0.0.1:1/api/"
    assert keys.discord_url == "http://127.0.0.1:2/api/v10"
    assert keys.gateway_url == "ws://127.0.0.1:3"
    assert keys.elsewhere == tuple(environment)


def test_no_key_stands_in_a_representation() -> None:
    told = repr(read_keys(ALL))

    assert not any(secret in told for secret in ("xoxb-1", "xapp-1", "'s'", "'d'"))


def test_a_platform_without_a_key_is_told_with_what_is_lost() -> None:
    lost = "SLACK_BOT_TOKEN is not set, so that morning cannot be posted there"

    assert list(left_out(Keys(), CONFIGURATION)) == [
        Finding(good=False, about="slack", words=lost),
        Finding(good=True, about="discord", words="DISCORD_TOKEN is not set"),
    ]


def test_slack_without_ears_is_told() -> None:
    keys = read_keys({"SLACK_BOT_TOKEN": "xoxb-1", "DISCORD_TOKEN": "d"})

    (told,) = left_out(keys, replace(CONFIGURATION, digests=()))

    assert told.about == "slack"
    assert told.words.startswith("people cannot ask anything, since neither")


def test_with_all_keys_nothing_is_left_out() -> None:
    assert list(left_out(read_keys(ALL), CONFIGURATION)) == []


def test_requests_are_taken_on_the_port_of_the_environment() -> None:
    assert door_endpoint({"PORT": "8080"}) == Endpoint("0.0.0.0", 8080)  # noqa: S104


@pytest.mark.parametrize("environment", [{}, {"PORT": ""}])
def test_without_a_port_this_machine_alone_is_served(
    environment: dict[str, str],
) -> None:
    assert door_endpoint(environment) == Endpoint("127.0.0.1", 3000)


@pytest.mark.parametrize("port", ["http", "-1", "70000", "８０"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    with pytest.raises(ConfigError, match=r"^PORT is .*: write a number from 1 to"):
        door_endpoint({"PORT": port})


def test_every_token_that_a_post_needs_is_told_before() -> None:
    to = (Destination("slack", "#desk"), Destination("discord", "1" * 18))
    everywhere = replace(CONFIGURATION, digests=(replace(PLAN, to=to),))

    with pytest.raises(ConfigError) as refusal:
        require(Keys(), everywhere)

    lines = str(refusal.value).splitlines()
    assert [line.split(" is not set")[0] for line in lines] == [
        "slack: SLACK_BOT_TOKEN",
        "discord: DISCORD_TOKEN",
    ]


def test_no_token_is_needed_where_nothing_is_posted() -> None:
    require(read_keys(ALL), CONFIGURATION)
    require(Keys(), replace(CONFIGURATION, digests=()))
