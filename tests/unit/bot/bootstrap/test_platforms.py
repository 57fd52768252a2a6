"""Which platforms the bot is on, by the keys in the environment."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap.platforms import (
    disabled_platforms,
    enabled_platforms,
    open_platforms,
    require_platforms,
)
from bot.bootstrap.workspaces import open_directory
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
    Endpoint,
    Weekday,
)
from bot.core.domain.errors import ConfigError
from bot.core.domain.workspaces import Workspace
from bot.core.operations.check_results import Finding
from bot.core.platforms.spec import PlatformContext
from bot.settings import webhook_endpoint
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeJournal

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
    "SMTP_URL": "smtps://mail.example.org",
    "EMAIL_FROM": "sitrep@example.org",
}


def names(environment: dict[str, str]) -> list[str]:
    """The names of the platforms that are on."""
    return [spec.name for spec in enabled_platforms(environment)]


def test_a_platform_is_on_if_its_required_variables_are_set() -> None:
    assert names(ALL) == ["console", "slack", "discord", "email"]


@pytest.mark.parametrize("key", ["abc", "g" * 64, "1" * 63, "1" * 65, f"{'1' * 64}\n"])
def test_a_public_key_that_is_none_is_told(key: str) -> None:
    with pytest.raises(ConfigError, match="DISCORD_PUBLIC_KEY is not a public key"):
        enabled_platforms({**ALL, "DISCORD_PUBLIC_KEY": key})


@pytest.mark.parametrize("environment", [{}, dict.fromkeys(ALL, "")])
def test_an_empty_variable_is_no_key(environment: dict[str, str]) -> None:
    assert names(environment) == ["console"]


def test_slack_is_not_posted_to_without_a_bot_token() -> None:
    environment = {"SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}

    assert names(environment) == ["console"]


async def test_overridden_addresses_are_told() -> None:
    environment = {
        **ALL,
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
        "DISCORD_API_URL": "http://127.0.0.1:2/api/v10/",
    }
    event_log = FakeJournal()
    context = PlatformContext(FakeClock(), event_log, io.StringIO())

    async with open_platforms(environment, None, context) as platforms:
        opened = [messenger.platform for messenger in platforms.messengers]

    assert opened == ["console", "slack", "discord", "email"]
    told = [facts["variable"] for _, event, facts in event_log.entries]
    assert told == ["SLACK_API_URL", "DISCORD_API_URL"]


def test_a_platform_without_a_key_is_told_with_what_is_lost() -> None:
    lost = "SLACK_BOT_TOKEN is not set, so Sitrep cannot post there: morning"

    assert list(disabled_platforms({}, CONFIGURATION)) == [
        Finding(good=False, about="slack", words=lost),
        Finding(good=True, about="discord", words="DISCORD_TOKEN is not set"),
        Finding(good=True, about="email", words="SMTP_URL and EMAIL_FROM are not set"),
    ]


def test_slack_without_a_way_to_give_commands_is_told() -> None:
    hearing = {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}
    keys = {name: value for name, value in ALL.items() if name not in hearing}

    (told,) = disabled_platforms(keys, replace(CONFIGURATION, digests=()))

    assert told.about == "slack"
    assert told.words.startswith("people cannot use commands: set SLACK_")


def test_with_all_keys_nothing_is_left_out() -> None:
    assert list(disabled_platforms(ALL, CONFIGURATION)) == []


def test_requests_are_taken_on_the_port_of_the_environment() -> None:
    assert webhook_endpoint({"PORT": "8080"}) == Endpoint("0.0.0.0", 8080)  # noqa: S104


@pytest.mark.parametrize("environment", [{}, {"PORT": ""}])
def test_without_a_port_this_machine_alone_is_served(
    environment: dict[str, str],
) -> None:
    assert webhook_endpoint(environment) == Endpoint("127.0.0.1", 3000)


@pytest.mark.parametrize("port", ["http", "-1", "70000", "８０"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    with pytest.raises(ConfigError, match=r"^PORT is .*: write a number from 1 to"):
        webhook_endpoint({"PORT": port})


def test_every_token_that_a_post_needs_is_told_before() -> None:
    to = (Destination("slack", "#desk"), Destination("discord", "1" * 18))
    everywhere = replace(CONFIGURATION, digests=(replace(PLAN, to=to),))

    with pytest.raises(ConfigError) as refusal:
        require_platforms({}, everywhere)

    lines = str(refusal.value).splitlines()
    assert [line.split(" is not set")[0] for line in lines] == [
        "slack: SLACK_BOT_TOKEN",
        "discord: DISCORD_TOKEN",
    ]


def test_no_token_is_needed_where_nothing_is_posted() -> None:
    require_platforms(ALL, CONFIGURATION)
    require_platforms({}, replace(CONFIGURATION, digests=()))


SHARED = replace(CONFIGURATION, workspaces=(Workspace("acme", {"slack": "T1"}),))


def test_with_workspaces_slack_needs_other_variables() -> None:
    (slack, *_) = disabled_platforms(ALL, SHARED)

    assert slack.words == (
        "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET and SITREP_ENCRYPTION_KEYS are not set, "
        "so Sitrep cannot post there: morning"
    )
    keys = dict.fromkeys(("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"), "abc")
    keys["SLACK_SIGNING_SECRET"] = "s"  # noqa: S105 - of the tests
    everything = {**keys, "SITREP_ENCRYPTION_KEYS": f"{'k' * 43}="}
    (slack, *_) = disabled_platforms(everything, SHARED)
    assert slack.about != "slack"
    assert names(everything) == ["console"]


async def test_without_a_key_nothing_starts_with_workspaces() -> None:
    with pytest.raises(ConfigError, match="SITREP_ENCRYPTION_KEYS is not set"):
        async with open_directory({}, FakeConfiguration(SHARED), "sqlite://"):
            pass


async def test_one_workspace_needs_no_directory() -> None:
    given = FakeConfiguration(CONFIGURATION)

    async with open_directory({}, given, "sqlite://") as directory:
        assert directory is None
