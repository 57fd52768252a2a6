"""What ``sitrep status`` says, from values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.core.domain.messages import Message
from bot.core.domain.records import ItemStatus, SourceState
from bot.core.domain.slots import MessageState, SlotKey, SlotState, StoredSlot
from bot.core.domain.work import ProcessWork, WorkState
from bot.core.operations.status import BOT_AGE, BotStatus

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
GOOD, BAD, NEW, GONE = (f"https://example.org/{name}" for name in "abcd")
CONFIGURATION = Configuration(
    (
        Topic(
            "ports",
            "Ports",
            tuple(Source(SourceKind.FEED, url) for url in (GOOD, BAD, NEW, GONE)),
        ),
    ),
    (),
    timezone=ZoneInfo("Europe/Berlin"),
)
STATES = {
    GOOD: SourceState(GOOD, SourceKind.FEED, NOW + HOUR, tried=NOW),
    BAD: SourceState(
        BAD, SourceKind.FEED, NOW, failing=NOW - HOUR, error="no answer from token-1"
    ),
    GONE: SourceState(GONE, SourceKind.FEED, NOW - HOUR, gone=True, error="410"),
    "https://example.org/old": SourceState("x", SourceKind.FEED, NOW, failing=NOW),
}
WORK = WorkState(
    planned=NOW,
    processes=(ProcessWork("desk-7-ab", building=1, sending=2, alerts=True),),
    slots={SlotState.DUE: 1, SlotState.BUILDING: 1, SlotState.POSTED: 5},
    messages={MessageState.PENDING: 3, MessageState.SENDING: 2, MessageState.SENT: 9},
    items={ItemStatus.PENDING: 4, ItemStatus.READ: 90},
    oldest=NOW - HOUR,
)
SLOT = StoredSlot(
    SlotKey("morning", "slack/C1", date(2026, 11, 25), 0),
    NOW - HOUR,
    SlotState.DEAD,
    error="token-1 is not_in_channel",
)
STATUS = BotStatus(
    NOW, CONFIGURATION, WORK, STATES, (SLOT,), (), lambda text: text.replace("1", "*")
)


def lines(message: Message, heading: str) -> list[str]:
    """The rows of the section with this heading, as text."""
    (section,) = (one for one in message.sections if one.heading == heading)
    return [
        " ".join(part.text for part in row.parts)
        + "".join(f" | {r}" for r in row.remarks)
        for row in section.rows
    ]


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        (None, "no bot has run with this database: start one with sitrep run"),
        (
            NOW - BOT_AGE,
            "no bot has run since Wed 25 Nov, 06:59: start sitrep run",
        ),
    ],
)
def test_a_bot_that_did_not_plan_lately_does_not_run(
    planned: datetime | None, words: str
) -> None:
    status = replace(STATUS, work=WorkState(planned))

    assert not status.runs
    (line,) = lines(status.message(), "RUNNING")
    assert line.replace("\N{NO-BREAK SPACE}", " ") == words


def test_url_of_a_failing_source_is_shown_without_secrets() -> None:
    status = replace(STATUS, hide=lambda text: text.replace("example", "*"))

    bad, gone, _ = lines(status.message(), "FAILING")

    assert bad.startswith("https://*.org/b | ")
    assert gone.startswith("https://*.org/d | ")
    assert "example" not in str(status.document()["failing"])
