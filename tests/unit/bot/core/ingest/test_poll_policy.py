from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import BusyError, FetchTimeoutError, GoneError
from bot.core.domain.records import SourceState
from bot.core.ingest.poll_policy import (
    LONGEST_BACKOFF,
    LONGEST_SERVER_DELAY,
    after_failure,
    after_success,
    due_polls,
    new_state,
    should_report,
)
from bot.core.ports.services import Reply

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
SOURCE = Source(SourceKind.FEED, "https://lenna-gazette.example/feed")
STATE = new_state(SOURCE, NOW)
UNCHANGED = Reply(None)
SLOW = FetchTimeoutError("too slow")


def succeed(
    state: SourceState, reply: Reply = UNCHANGED, *, at: datetime = NOW
) -> SourceState:
    return after_success(state, reply, now=at, interval=QUARTER)


def fail(
    state: SourceState, error: Exception = SLOW, *, at: datetime = NOW
) -> SourceState:
    return after_failure(state, error, now=at, interval=QUARTER)


def due(state: SourceState, *, at: datetime = NOW, early: bool = False) -> bool:
    waited = timedelta(0) if early else None
    return bool(due_polls([SOURCE], {SOURCE.url: state}, at, max_age=waited))


def test_a_source_that_was_read_is_due_again_within_two_intervals() -> None:
    state = succeed(STATE)

    assert not due(state, at=NOW + QUARTER / 2)
    assert due(state, at=NOW + 2 * QUARTER)


def test_a_source_is_read_once_in_each_interval() -> None:
    state = succeed(STATE)
    times = []
    for _ in range(20):
        times.append(state.due)
        state = succeed(state, at=state.due)
    steps = {later - earlier for earlier, later in pairwise(times)}

    assert {step.total_seconds() for step in steps} == {QUARTER.total_seconds()}


def test_sources_that_start_together_are_spread_over_the_interval() -> None:
    sources = [Source(SourceKind.FEED, f"https://a.example/{n}") for n in range(300)]
    dues = [succeed(new_state(source, NOW)).due for source in sources]
    minutes = {(moment - NOW) // timedelta(minutes=1) for moment in dues}

    assert len(minutes) >= 14


def test_the_longest_due_comes_first() -> None:
    other = Source(SourceKind.FEED, "https://coast-courier.example/feed")
    states = {
        SOURCE.url: STATE,
        other.url: replace(new_state(other, NOW), due=NOW - QUARTER),
    }
    polls = due_polls([SOURCE, other], states, NOW)

    assert [poll.source for poll in polls] == [other, SOURCE]


@pytest.mark.parametrize(("seconds", "asked"), [(30, False), (60, True), (-9, True)])
def test_what_was_asked_just_now_is_not_asked_again(
    seconds: int,
    asked: bool,  # noqa: FBT001
) -> None:
    states = {SOURCE.url: succeed(STATE)}
    now = NOW + timedelta(seconds=seconds)

    polls = due_polls([SOURCE], states, now, max_age=timedelta(minutes=1))

    assert bool(polls) is asked


def test_a_server_that_wants_to_be_left_alone_is() -> None:
    wait = timedelta(hours=3)
    for state in (
        succeed(STATE, Reply(None, wait=wait)),
        fail(STATE, BusyError("busy", 429, wait)),
    ):
        assert not due(state, at=NOW + wait - QUARTER, early=True)
        assert due(state, at=NOW + wait)


def test_no_server_is_left_alone_for_ever() -> None:
    state = fail(STATE, BusyError("busy", 503, timedelta(days=400)))

    assert due(state, at=NOW + LONGEST_SERVER_DELAY)


def test_a_failing_source_is_left_alone_for_longer_each_time() -> None:
    state, pauses = STATE, []
    for _ in range(8):
        state = fail(state)
        pauses.append(state.due - NOW)

    assert pauses == sorted(pauses)
    assert pauses[0] == QUARTER
    assert pauses[-1] == LONGEST_BACKOFF


def test_a_source_that_works_again_forgets_its_failures() -> None:
    state = succeed(fail(fail(STATE)))

    assert (state.failures, state.failing, state.error) == (0, None, None)


def test_what_is_gone_for_good_is_not_read_again() -> None:
    state = fail(STATE, GoneError("gone", 410))

    assert state.gone
    assert not due(state, at=NOW + timedelta(days=99), early=True)


def test_a_new_address_that_fails_is_given_up_for_the_configured_one() -> None:
    moved = succeed(STATE, Reply(None, moved="https://new.example/feed"))
    state = fail(moved, GoneError("gone", 410))

    assert moved.moved == "https://new.example/feed"
    assert (state.moved, state.gone) == (None, False)


@pytest.mark.parametrize(("hours", "news"), [(1, False), (23, False), (24, True)])
def test_a_failure_is_news_after_a_day(hours: int, news: bool) -> None:  # noqa: FBT001
    state = fail(STATE)

    assert should_report(state, NOW + timedelta(hours=hours)) is news


def test_that_a_source_is_gone_is_news_at_once() -> None:
    assert should_report(fail(STATE, GoneError("gone", 410)), NOW)


@pytest.mark.parametrize("early", [False, True])
def test_what_was_read_in_the_future_is_due_now(early: bool) -> None:  # noqa: FBT001
    state = succeed(STATE, at=NOW + timedelta(days=200))

    assert due(state, early=early)
