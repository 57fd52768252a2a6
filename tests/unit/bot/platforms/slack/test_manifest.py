"""The manifest of the app says what the bot answers to."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.core.commands.command_spec import DIALOG, SHORTCUT
from bot.core.domain.platforms import COMMAND
from bot.core.messages.briefing_json import JsonObject
from bot.platforms.slack.diagnostics import NEEDED
from bot.platforms.slack.service import EVENTS, GLOBAL_SHORTCUT, MESSAGE_SHORTCUT
from tests.fakes.slack.values import inner, objects

FILE = Path(__file__).parents[5] / "config" / "slack-manifest.yaml"


@pytest.fixture(scope="module")
def manifest() -> JsonObject:
    """The manifest."""
    read: JsonObject = YAML(typ="safe", pure=True).load(FILE.read_text("utf8"))
    return read


def test_it_has_our_command_and_shortcuts(manifest: JsonObject) -> None:
    features = inner(manifest, "features")

    (command,) = objects(features, "slash_commands")
    named = {one["callback_id"]: one for one in objects(features, "shortcuts")}

    assert command["command"] == f"/{COMMAND}"
    assert (named[MESSAGE_SHORTCUT]["name"], named[GLOBAL_SHORTCUT]["name"]) == (
        SHORTCUT,
        DIALOG,
    )
    assert (named[MESSAGE_SHORTCUT]["type"], named[GLOBAL_SHORTCUT]["type"]) == (
        "message",
        "global",
    )


def test_it_asks_for_the_scopes_that_are_checked(manifest: JsonObject) -> None:
    scopes = inner(inner(manifest, "oauth_config"), "scopes")["bot"]

    assert isinstance(scopes, list)
    assert sorted(map(str, scopes)) == sorted(NEEDED)


def test_it_asks_for_the_events_that_are_heard(manifest: JsonObject) -> None:
    settings = inner(manifest, "settings")

    assert inner(settings, "event_subscriptions")["bot_events"] == list(EVENTS)
