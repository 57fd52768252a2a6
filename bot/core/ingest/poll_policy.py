"""Decides when a source is polled next and what its state becomes. Pure functions.

Polls are spread over the interval: each URL has a fixed offset in it, so that thousands
of sources are not polled in the same second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.core.domain.configuration import Source
from bot.core.domain.errors import BusyError, GoneError
from bot.core.domain.records import SourceState
from bot.core.ports.services import Reply
from bot.core.text.backoff import backoff_delay

LONGEST_BACKOFF = timedelta(hours=6)
"""The maximum delay after failures; a failing source is polled at least this often."""

LONGEST_SERVER_DELAY = timedelta(days=1)
"""The maximum delay that Sitrep accepts if a server asks for one."""

REPORT_AFTER = timedelta(hours=24)
"""The time for which a source must fail before the failure is logged."""

LATE_AFTER = timedelta(minutes=5)
"""The time by which a source must be overdue to count as late.

Late sources show that polling is too slow.
"""


@dataclass(frozen=True, slots=True)
class Poll:
    """A source that is due, with its state."""

    source: Source
    state: SourceState


def due_polls(
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    now: datetime,
    *,
    max_age: timedelta | None = None,
) -> tuple[Poll, ...]:
    """Return the sources to poll now, the longest overdue first.

    ``max_age`` is given if a caller waits. Then every source that was not polled within
    this time is polled, except sources that are gone or whose server asked for a delay.
    """
    polls = (
        Poll(source, states.get(source.url) or new_state(source, now))
        for source in sources
    )
    due = (poll for poll in polls if _is_due(poll.state, now, max_age))
    return tuple(sorted(due, key=lambda poll: (poll.state.due, poll.source.url)))


def late_ratio(
    sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime
) -> float:
    """Return the share of sources overdue by at least ``LATE_AFTER``, from 0 to 1.

    Sources that are gone or were never polled are not counted.
    """
    polled = [states[source.url] for source in sources if source.url in states]
    live = [state for state in polled if not state.gone]
    late = [state for state in live if now - state.due > LATE_AFTER]
    return len(late) / len(live) if live else 0.0


def new_state(source: Source, now: datetime) -> SourceState:
    """Return the first state of a source that was never polled; it is due at once."""
    return SourceState(source.url, source.kind, due=now)


def after_success(
    state: SourceState, reply: Reply, *, now: datetime, interval: timedelta
) -> SourceState:
    """Return the state after a successful poll.

    Later polls go to the target of a permanent redirect.
    """
    return replace(
        state,
        due=max(_next(state.url, now, interval), now + _rest(reply.wait)),
        validators=reply.validators,
        tried=now,
        read=now,
        moved=reply.moved or state.moved,
        failures=0,
        failing=None,
        error=None,
        told=None,
        resting=reply.wait is not None,
    )


def after_failure(
    state: SourceState, error: Exception, *, now: datetime, interval: timedelta
) -> SourceState:
    """Return the state after a failure; the delay doubles, up to ``LONGEST_BACKOFF``.

    The target of a redirect is dropped, so that the configured URL is polled next.
    """
    wait = error.wait if isinstance(error, BusyError) else None
    longest = max(LONGEST_BACKOFF, interval)
    rest = backoff_delay(state.failures + 1, first=interval, longest=longest)
    return replace(
        state,
        due=max(now + rest, now + _rest(wait)),
        tried=now,
        moved=None,
        gone=isinstance(error, GoneError) and state.moved is None,
        failures=state.failures + 1,
        failing=state.failing or now,
        error=str(error),
        resting=wait is not None,
    )


def should_report(state: SourceState, now: datetime) -> bool:
    """Return whether to log the failure of a source now.

    A failure is logged once, when it has lasted for ``REPORT_AFTER``. A source that is
    gone is reported at once.
    """
    if state.told is not None or state.failing is None:
        return False
    return state.gone or now - state.failing >= REPORT_AFTER


def _is_due(state: SourceState, now: datetime, max_age: timedelta | None) -> bool:
    if state.gone:
        return False
    if state.resting or state.tried is None:
        return state.due <= now
    # The last poll is in the future if the clock was set back; poll again.
    if state.tried > now:
        return True
    return state.due <= now if max_age is None else now - state.tried >= max_age


def _rest(requested: timedelta | None) -> timedelta:
    return min(requested or timedelta(0), LONGEST_SERVER_DELAY)


def _next(url: str, now: datetime, interval: timedelta) -> datetime:
    """Return the next time at the URL's offset, at least half an interval from now."""
    seconds = interval.total_seconds()
    offset = int.from_bytes(blake2b(url.encode(), digest_size=8).digest()) / 2**64
    earliest = now.timestamp() + seconds / 2
    remaining = (offset * seconds - earliest) % seconds
    return now + timedelta(seconds=seconds / 2 + remaining)
