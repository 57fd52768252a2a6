"""Which platforms the bot is on, by the keys in the environment."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap.platforms import (
    disabled_platforms,
    enabled_platforms,
    require_platforms,
)
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
    Endpoint,
    Weekday,
)
from bot.core.domain.errors import ConfigError
from bot.core.domain.workspaces import Workspace
from bot.settings import webhook_endpoint

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


@pytest.mark.parametrize("environment", [{}, {"PORT": ""}])
def test_without_a_port_this_machine_alone_is_served(
    environment: dict[str, str],
) -> None:
    assert webhook_endpoint(environment) == Endpoint("127.0.0.1", 3000)


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
