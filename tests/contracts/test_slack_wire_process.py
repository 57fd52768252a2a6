"""The workspace in a process of its own, and what it needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.core.messages.briefing_json import JsonObject
from tests.conformance.slack_manifest import all_mistakes
from tests.fakes.slack.apps import make_client
from tests.fakes.slack.emulator import PeerMissingError, package
from tests.fakes.slack.process import SlackProcess, running_slack
from tests.fakes.slack.seeds import SCOPES

pytestmark = pytest.mark.equipment


@pytest.fixture(scope="module")
def process() -> Iterator[SlackProcess]:
    """A workspace with one channel."""
    with running_slack(("ports",)) as running:
        yield running


async def post(process: SlackProcess, key: str) -> None:
    channel = str(process.do("channel", name="ports")["value"])
    metadata = {"event_type": "sitrep_part", "event_payload": {"key": key}}
    await make_client(process.api).chat_postMessage(
        channel=channel, text="News", metadata=metadata
    )


async def test_it_tells_what_was_posted(process: SlackProcess) -> None:
    await post(process, "a")

    assert "a" in process.keys("#ports")
    assert process.seen("News")["change"] == "post"


async def test_it_tells_what_was_wrong(process: SlackProcess) -> None:
    await post(process, "b")

    assert "chat.postMessage: unfurl_links is not off" in process.mistakes()


async def test_it_is_told_what_goes_wrong(process: SlackProcess) -> None:
    process.set_plan({"always": ["cut_after"]})
    try:
        with pytest.raises(aiohttp.ClientError):
            await post(process, "c")
    finally:
        process.set_plan({})

    assert "c" in process.keys("#ports")


def test_it_says_what_cannot_be_done(process: SlackProcess) -> None:
    process.do("over_http", url="http://127.0.0.1:9/nobody")

    with pytest.raises(AssertionError, match="NotAcknowledgedError"):
        process.do("slash", user="mei", channel="ports", text="/brief topics")


def test_what_is_not_installed_is_said(tmp_path: Path) -> None:
    with pytest.raises(PeerMissingError, match="run make peers"):
        package(tmp_path)


SCHEMA: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"oauth_config": {}, "name": {"type": "string", "maxLength": 5}},
}
SCOPED = f"oauth_config: {{scopes: {{bot: {json.dumps(SCOPES)}}}}}\n"


def found(tmp_path: Path, manifest: str) -> list[str]:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "manifest.yaml").write_text(manifest)
    return all_mistakes(tmp_path / "schema.json", tmp_path / "manifest.yaml")


def test_a_manifest_that_slack_takes_has_no_mistake(tmp_path: Path) -> None:
    assert found(tmp_path, f"name: short\n{SCOPED}") == []


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (f"name: too long\n{SCOPED}", "name: "),
        (f"colour: red\n{SCOPED}", "'colour' was unexpected"),
        (SCOPED.replace('"commands", ', ""), "commands is granted in tests"),
        (SCOPED.replace('"commands"', '"commands", "admin"'), "admin is asked for"),
        ("name: [", "manifest.yaml"),
        ("- name", "no manifest"),
    ],
)
def test_a_manifest_that_slack_does_not_take_is_found(
    tmp_path: Path, manifest: str, said: str
) -> None:
    assert said in "\n".join(found(tmp_path, manifest))


def test_a_manifest_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    (line, *_) = all_mistakes(tmp_path / "schema.json", tmp_path / "manifest.yaml")

    assert line.startswith("there is no ")
