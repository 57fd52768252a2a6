"""What is sent to Slack, to be read in tests/data/slack."""

from __future__ import annotations

import json

import pytest

from bot.core.messages.briefing_json import JsonObject
from bot.platforms.slack.payloads import message_payload
from tests.fakes.slack.blocks import block_mistakes, view_mistakes
from tests.fakes.slack.clerk import message
from tests.fakes.slack.drawings import drawn, written
from tests.fakes.slack.gallery import (
    FOLDER,
    GALLERY,
    HOSTILE,
    MESSAGES,
    PAGE,
    VIEWS,
    hostile,
)
from tests.fakes.slack.manners import links, pings


def mistakes(payload: JsonObject) -> list[str]:
    blocks = payload["blocks"]
    assert isinstance(blocks, list)
    return block_mistakes(blocks)


@pytest.mark.parametrize("name", GALLERY)
def test_a_payload_looks_as_it_was_drawn(name: str) -> None:
    assert drawn(GALLERY[name]()) == (FOLDER / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", GALLERY)
def test_a_payload_is_sent_as_it_was_written(name: str) -> None:
    assert written(GALLERY[name]()) == (FOLDER / f"{name}.json").read_text("utf-8")


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_each_message(name: str) -> None:
    assert mistakes(MESSAGES[name]()) == []


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_each_view(name: str) -> None:
    assert view_mistakes(VIEWS[name]()) == []


def test_no_word_of_an_article_pings_or_links() -> None:
    payload = hostile()

    assert pings(payload) == []
    assert {address.partition("#")[0] for address in links(payload)} == {PAGE}


def test_no_word_of_an_article_is_read_as_markup() -> None:
    assert "mrkdwn" not in json.dumps(message_payload(HOSTILE)["blocks"])


def test_what_is_read_aloud_has_no_markup() -> None:
    text = str(hostile()["text"])

    assert "&lt;!channel&gt; *win* &lt;https://bad.example|here&gt;" in text
    assert "<" not in text


def test_a_long_text_is_read_aloud_by_whole_lines() -> None:
    long = message(*(f"Line {number} " + "x" * 500 for number in range(9)))

    lines = str(message_payload(long)["text"]).splitlines()

    assert lines[-1] == "…"
    assert {len(line) for line in lines[:-1]} == {len("Line 0 ") + 500}
