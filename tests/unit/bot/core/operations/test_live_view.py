"""The pictures of the live view."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.core.domain.records import ItemStatus, SourceState
from bot.core.domain.slots import MessageState, SlotState
from bot.core.domain.work import ProcessWork, WorkState
from bot.core.operations.live_view import LiveView, Progress, progress_of
from bot.core.operations.status import BotStatus

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
URLS = [f"https://example.org/{number}" for number in range(4)]
SOURCES = tuple(Source(SourceKind.FEED, url) for url in URLS)
LATER = NOW + timedelta(hours=1)
STATES = {url: SourceState(url, SourceKind.FEED, LATER) for url in URLS[:3]}
STATES[URLS[0]] = replace(STATES[URLS[0]], failing=NOW, error="no \x1b[31manswer")
WORK = WorkState(
    planned=NOW,
    processes=(ProcessWork("desk-7-ab", building=1, sending=2, alerts=True),),
    slots={SlotState.DUE: 1, SlotState.POSTED: 2, SlotState.DEAD: 1},
    messages={MessageState.PENDING: 6, MessageState.SENT: 3, MessageState.DEAD: 1},
    items={ItemStatus.PENDING: 5, ItemStatus.READ: 10, ItemStatus.UNREADABLE: 5},
)
DAY = "Wed\N{NO-BREAK SPACE}25\N{NO-BREAK SPACE}Nov"
STATUS = BotStatus(NOW, Configuration((Topic("a", "A", SOURCES),), ()), WORK, STATES)


def test_progress_is_that_of_the_four_steps() -> None:
    assert [*progress_of(STATUS)] == [
        Progress("polls", 3, 4, "sources are up to date", 1),
        Progress("reads", 15, 20, "articles are read", 5),
        Progress("builds", 2, 4, "digests are built", 1),
        Progress("sends", 3, 10, "messages are sent", 1),
    ]


def test_a_picture_has_the_time_bars_work_and_failures() -> None:
    assert LiveView().lines(STATUS, 100, keys="press q to quit") == [
        "sitrep top  06:00:00  the bot runs  press q to quit",
        "",
        "polls   ███████████████░░░░░ 3 of 4 sources are up to date, 1 failed",
        "reads   ███████████████░░░░░ 15 of 20 articles are read, 5 failed",
        "builds  ██████████░░░░░░░░░░ 2 of 4 digests are built, 1 failed",
        "sends   ██████░░░░░░░░░░░░░░ 3 of 10 messages are sent, 1 failed",
        "",
        "works   desk, process 7: builds 1, sends 2, checks alerts",
        f"fails   {URLS[0]}: failing since {DAY}, 06:00: no [31manswer",
    ]


def test_a_second_picture_tells_the_speed() -> None:
    view = LiveView()
    view.lines(STATUS, 100)
    messages = {**WORK.messages, MessageState.PENDING: 2, MessageState.SENT: 7}
    work = replace(WORK, messages=messages)

    lines = view.lines(replace(STATUS, now=NOW + timedelta(seconds=2), work=work), 100)

    assert lines[5].endswith("7 of 10 messages are sent, 1 failed, 2.0/s")
    assert "/s" not in lines[3]


def test_nothing_to_do_is_all_done() -> None:
    idle = BotStatus(NOW, Configuration((), ()), WorkState(), {})

    lines = LiveView().lines(idle, 80)

    assert lines[0] == "sitrep top  06:00:00  no bot runs"
    assert all("█" * 20 in line for line in lines[2:6])


@pytest.mark.parametrize("width", [1, 40, 60, 500])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = LiveView().lines(STATUS, width)

    assert max(map(len, lines)) <= max(40, min(width, 120))
