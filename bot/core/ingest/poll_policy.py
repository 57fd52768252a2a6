"""When a source is read next, and what its state becomes: pure.

Polls are spread: each address has a fixed place in the interval, so that thousands of
sources are never read in the same second.
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
from bot.core.text.backoff import pause

LONGEST = timedelta(hours=6)
"""A failing source is tried at least this often."""

LONGEST_WAIT = timedelta(days=1)
"""A server that asks for a longer rest is asked again after this."""

TOLD_AFTER = timedelta(hours=24)
"""How long a source fails before the operator hears of it."""

LATE_AFTER = timedelta(minutes=5)
"""A source that is overdue for longer is late: the polling does not keep up."""


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
    early: timedelta | None = None,
) -> tuple[Poll, ...]:
    """The sources to read now, the one that is due longest first.

    ``early`` is for a person who waits: all that were not tried for so long, but those
    that are gone, or whose server wants to be left alone.
    """
    polls = (
        Poll(source, states.get(source.url) or new_state(source, now))
        for source in sources
    )
    due = (poll for poll in polls if _is_due(poll.state, now, early))
    return tuple(sorted(due, key=lambda poll: (poll.state.due, poll.source.url)))


def late_ratio(
    sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime
) -> float:
    """The share of sources that should have been read a while ago, from 0 to 1.

    Those that are gone are not counted; one that was never read is not late.
    """
    found = [states[source.url] for source in sources if source.url in states]
    live = [state for state in found if not state.gone]
    late = [state for state in live if now - state.due > LATE_AFTER]
    return len(late) / len(live) if live else 0.0


def new_state(source: Source, now: datetime) -> SourceState:
    """The state of a source that was never read: it is due at once."""
    return SourceState(source.url, source.kind, due=now)


def after_success(
    state: SourceState, reply: Reply, *, now: datetime, interval: timedelta
) -> SourceState:
    """The state after an answer; a permanent redirect is followed from now on."""
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
    """The state after a failure: each time the source is left alone for longer.

    An address that a redirect led to is given up: the configured one is tried next.
    """
    wait = error.wait if isinstance(error, BusyError) else None
    longest = max(LONGEST, interval)
    rest = pause(state.failures + 1, first=interval, longest=longest)
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


def is_news(state: SourceState, now: datetime) -> bool:
    """Whether the operator should hear now that the source fails; once for a row."""
    if state.told is not None or state.failing is None:
        return False
    return state.gone or now - state.failing >= TOLD_AFTER


def _is_due(state: SourceState, now: datetime, early: timedelta | None) -> bool:
    if state.gone:
        return False
    if state.resting or state.tried is None:
        return state.due <= now
    # What was tried in the future was so by another clock: it says nothing.
    if state.tried > now:
        return True
    return state.due <= now if early is None else now - state.tried >= early


def _rest(wait: timedelta | None) -> timedelta:
    return min(wait or timedelta(0), LONGEST_WAIT)


def _next(url: str, now: datetime, interval: timedelta) -> datetime:
    """The address's next place in time: more than half an interval from now."""
    seconds = interval.total_seconds()
    place = int.from_bytes(blake2b(url.encode(), digest_size=8).digest()) / 2**64
    earliest = now.timestamp() + seconds / 2
    left = (place * seconds - earliest) % seconds
    return now + timedelta(seconds=seconds / 2 + left)
