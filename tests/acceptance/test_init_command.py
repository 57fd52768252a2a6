"""``sitrep init``: from questions to a valid configuration, piped or on a terminal."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.fakes.command import Done, sitrep
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import BOT_TOKEN

ANSWERS = (
    "Ports and ships",
    *("https://example.org/rss", ""),
    *("harbour", ""),
    *("7:30", "mon-fri", "Europe/Berlin", "console", "desk@example.org"),
)
FILE = """\
# Written by `sitrep init`; docs/configuration.md explains every key.
timezone: Europe/Berlin
contact: "desk@example.org"
topics:
  ports-and-ships:
    title: "Ports and ships"
    sources:
      - feed: "https://example.org/rss"
    include: ["harbour"]
digests:
  daily:
    topics: ports-and-ships
    at: "07:30"
    days: mon-fri
    to: "console"
"""


def init(place: Path, *answers: str, environment: dict[str, str] | None = None) -> Done:
    """The command with these lines on standard input."""
    given = "".join(f"{answer}\n" for answer in answers).encode()
    return sitrep("init", place=place, given=given, environment=environment)


def test_answers_become_a_valid_file(tmp_path: Path) -> None:
    done = init(tmp_path, *ANSWERS)

    assert done.status == 0
    assert (
        done.output
        == "sitrep.yaml is written: edit it as you like, then run sitrep check\n"
    )
    assert (tmp_path / "sitrep.yaml").read_text() == FILE
    assert sitrep("check", place=tmp_path).status == 0


def test_defaults_stand_in_at_the_end_of_the_input(tmp_path: Path) -> None:
    done = init(tmp_path, "", "https://example.org/page")

    text = (tmp_path / "sitrep.yaml").read_text()
    assert done.status == 0
    assert '      - page: "https://example.org/page"\n' in text
    assert 'at: "07:30"\n    days: mon-sun\n    to: "console"\n' in text


def test_a_wrong_answer_is_asked_for_again(tmp_path: Path) -> None:
    wrong = (*ANSWERS[:1], "example.org", *ANSWERS[1:])

    done = init(tmp_path, *wrong)

    assert "write a whole address" in done.messages
    assert (tmp_path / "sitrep.yaml").read_text() == FILE


def test_without_a_source_nothing_is_written(tmp_path: Path) -> None:
    done = init(tmp_path, "Ports")

    assert (done.status, done.output) == (2, "")
    assert "the input ended before an answer to: Which feeds" in done.messages
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answer", ["n", "", "no", "perhaps"])
def test_a_file_is_not_replaced_without_a_yes(tmp_path: Path, answer: str) -> None:
    (tmp_path / "sitrep.yaml").write_text("mine")

    done = init(tmp_path, answer, *ANSWERS)

    assert done.status == 1
    assert "sitrep.yaml is unchanged" in done.messages
    assert (tmp_path / "sitrep.yaml").read_text() == "mine"


def test_a_file_is_not_replaced_at_the_end_of_the_input(tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text("mine")

    assert init(tmp_path).status == 1
    assert (tmp_path / "sitrep.yaml").read_text() == "mine"


def test_a_yes_replaces_the_file(tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text("mine")

    assert init(tmp_path, "y", *ANSWERS).status == 0
    assert (tmp_path / "sitrep.yaml").read_text() == FILE


def test_a_missing_token_is_named(tmp_path: Path) -> None:
    done = init(tmp_path, *(line.replace("console", "#desk") for line in ANSWERS))

    assert done.status == 0
    assert "slack: set SLACK_BOT_TOKEN (see docs/slack.md)" in done.messages


async def test_tokens_and_channels_are_tried(tmp_path: Path, slack: SlackPeer) -> None:
    environment = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.api}
    there = [line.replace("console", "#desk") for line in ANSWERS]

    done = await asyncio.to_thread(init, tmp_path, *there, environment=environment)

    assert "good    #desk: the bot can post there\n" in done.output
    assert "failed  commands: people cannot use commands" in done.output
    assert done.status == 1
