"""The manifest of the app says what the bot answers to."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.core.messages.briefing_json import JsonObject
from bot.platforms.slack.diagnostics import NEEDED
from bot.platforms.slack.service import EVENTS
from tests.fakes.slack.values import inner

FILE = Path(__file__).parents[5] / "config" / "slack-manifest.yaml"


@pytest.fixture(scope="module")
def manifest() -> JsonObject:
    """The manifest."""
    read: JsonObject = YAML(typ="safe", pure=True).load(FILE.read_text("utf8"))
    return read


def test_it_asks_for_the_scopes_that_are_checked(manifest: JsonObject) -> None:
    scopes = inner(inner(manifest, "oauth_config"), "scopes")["bot"]

    assert isinstance(scopes, list)
    assert sorted(map(str, scopes)) == sorted(NEEDED)


def test_it_asks_for_the_events_that_are_heard(manifest: JsonObject) -> None:
    settings = inner(manifest, "settings")

    assert inner(settings, "event_subscriptions")["bot_events"] == list(EVENTS)
