from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterator

import pytest
from typing_extensions import override

from bot.bootstrap.redaction import redaction
from bot.core.ports.services import EventLog
from bot.logs import StructuredEventLog


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    @override
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _root_logger() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


def entry(stream: io.StringIO) -> dict[str, str]:
    """The only entry that was written."""
    (line,) = stream.getvalue().splitlines()
    entry: dict[str, str] = json.loads(line)
    return entry


@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_an_entry_is_one_line_of_json(level: str) -> None:
    stream = io.StringIO()
    event_log: EventLog = StructuredEventLog(stream, {}, redaction({}))

    getattr(event_log, level)(
        "article of a source not read because of an unexpected error; report this bug",
        url="https://example.org/\n",
    )

    found = entry(stream)
    assert (found["event"], found["level"]) == (
        "article of a source not read because of an unexpected error; report this bug",
        level,
    )
    assert found["url"] == "https://example.org/\n"
    assert found["timestamp"].endswith("Z")


def test_an_entry_on_a_terminal_is_a_line_for_people() -> None:
    stream = Terminal()

    StructuredEventLog(stream, {"NO_COLOR": "1"}, redaction({"NO_COLOR": "1"})).info(
        "article of a source not read because of an unexpected error; report this bug",
        url="https://example.org/",
    )

    assert (
        "article of a source not read because of an unexpected error; report this bug"
        in stream.getvalue()
    )
    assert "\x1b" not in stream.getvalue()


def event_log(stream: io.StringIO, **environment: str) -> StructuredEventLog:
    return StructuredEventLog(stream, environment, redaction(environment))


def test_words_of_a_library_stay_on_one_line_without_controls() -> None:
    stream = io.StringIO()
    event_log(stream, LOG_FORMAT="text")

    logging.getLogger("some.library").warning("got %s", "a\nforged line\x1b[2J")

    (line,) = stream.getvalue().splitlines()
    assert "got a forged line[2J" in line
    assert "\x1b" not in line


def test_the_value_of_a_secret_is_hidden_wherever_it_turns_up() -> None:
    stream = io.StringIO()
    event_log = StructuredEventLog(
        stream,
        {"SLACK_SIGNING_SECRET": "deadbeef00"},
        redaction({"SLACK_SIGNING_SECRET": "deadbeef00"}),
    )

    event_log.error("post failed", reason="bad signature deadbeef00 sent")

    assert entry(stream)["reason"] == "bad signature [hidden] sent"


@pytest.mark.parametrize(
    "secret",
    [
        "xox" + "b-1234567890-abcdefgh",
        "xap" + "p-1-A0123456-abcdef",
        f"{'M' * 24}.{'x' * 6}.{'y' * 27}",
    ],
)
def test_what_looks_like_a_token_is_hidden(secret: str) -> None:
    stream = io.StringIO()

    StructuredEventLog(stream, {}, redaction({})).info(f"answer to {secret}")

    assert entry(stream)["event"] == "answer to [hidden]"


def test_a_password_in_an_address_is_hidden() -> None:
    stream = io.StringIO()

    StructuredEventLog(stream, {}, redaction({})).info(
        "connecting", to="postgresql://me:hush@db/sitrep"
    )

    assert entry(stream)["to"] == "postgresql://[hidden]@db/sitrep"


def test_an_equal_warning_is_written_once_a_minute_with_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = io.StringIO()
    event_log = StructuredEventLog(stream, {}, redaction({}))

    for second in (0, 0.2, 30, 59, 61, 61.2, 122, 400):
        monkeypatch.setattr(time, "monotonic", lambda at=second: at)
        event_log.error("sending messages failed", reason="no database")

    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line.get("repeated") for line in lines] == [None, 3, 1, None]
