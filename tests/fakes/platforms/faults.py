"""Faults of a platform, and plans of when they happen; a plan is deterministic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import blake2b


class Call(StrEnum):
    """The kind of a request: a post, a page of history, a new thread, a channel's type.

    No plan lets the request for a channel's type go wrong.
    """

    POST = "post"
    READ = "read"
    THREAD = "thread"
    CHANNEL = "channel"


class Fault(StrEnum):
    """What a platform does instead of serving; ``AFTER`` is after having served.

    ``CUT`` ends the connection without an answer, ``ERROR`` answers 5xx, ``SILENT``
    never answers. ``LATE`` never answers either, and serves what was asked ``seconds``
    after it came, even if who asked is dead by then. ``FORBIDDEN`` is 403 or
    not_in_channel; for a look at the history it is missing_scope.
    """

    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    SILENT_BEFORE = "silent_before"
    SILENT_AFTER = "silent_after"
    LATE = "late"
    RATE_LIMITED = "rate_limited"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    UNKNOWN_CHANNEL = "unknown_channel"


REFUSALS = frozenset({Fault.FORBIDDEN, Fault.UNKNOWN_CHANNEL})
"""What is said for good, and not to be tried again."""

SERVED = frozenset({Fault.CUT_AFTER, Fault.ERROR_AFTER, Fault.SILENT_AFTER})
"""Where what was asked is done, and only its answer is bad."""

LATEST = 25.0
"""The latest that a message appears after it was sent, in seconds."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One fault; ``seconds`` is how late it serves, or how long it wants to be left."""

    fault: Fault
    seconds: float = 0.0

    @property
    def delay(self) -> timedelta:
        """``seconds`` as a duration."""
        return timedelta(seconds=self.seconds)


Plan = Callable[[Call, str, int], Strike | None]
"""The fault of a call: its kind, the channel, and how many of its kind came before."""


def no_faults(call: Call, channel: str, number: int) -> Strike | None:  # noqa: ARG001
    """Nothing ever goes wrong."""
    return None


def scripted(
    strikes: Mapping[int, Strike], *, call: Call = Call.POST, channel: str | None = None
) -> Plan:
    """Faults by the number of the call, from 0; in one channel or in all."""

    def strike(asked: Call, where: str, number: int) -> Strike | None:
        meant = asked is call and channel in {None, where}
        return strikes.get(number) if meant else None

    return strike


def always(
    strike: Strike, *, call: Call | None = None, channel: str | None = None
) -> Plan:
    """The same fault at each call, of one kind or any, in one channel or in all."""

    def struck(asked: Call, where: str, number: int) -> Strike | None:  # noqa: ARG001
        meant = call in {None, asked} and channel in {None, where}
        return strike if meant else None

    return struck


def first(strikes: Mapping[str, Strike], *, call: Call = Call.POST) -> Plan:
    """A fault at the first call of a kind in each of these channels."""
    left = dict(strikes)

    def strike(asked: Call, where: str, number: int) -> Strike | None:  # noqa: ARG001
        return left.pop(where, None) if asked is call else None

    return strike


PASSING = (
    *(Strike(fault) for fault in Fault if fault not in {*REFUSALS, Fault.UNAUTHORIZED}),
    *(Strike(Fault.LATE, seconds) for seconds in (0.5, 4.0, 12.0, LATEST)),
    *(Strike(Fault.RATE_LIMITED, seconds) for seconds in (1.0, 7.0)),
)
"""Faults after which a message can still be posted, of those that soon pass."""


def seeded(
    seed: int, rate: float, strikes: tuple[Strike, ...] = PASSING, *, until: int = 1000
) -> Plan:
    """A share of the calls goes wrong, by dice that fall alike for the same seed.

    No call from number ``until`` on does: a part must come through in its tries.
    """
    fallen: dict[tuple[Call, int], Strike | None] = {}

    def strike(call: Call, channel: str, number: int) -> Strike | None:  # noqa: ARG001
        if number >= until:
            return None
        key = call, number
        if key not in fallen:
            fallen[key] = _dice(f"{seed}/{call}/{number}", rate, strikes)
        return fallen[key]

    return strike


def _dice(name: str, rate: float, strikes: tuple[Strike, ...]) -> Strike | None:
    digest = blake2b(name.encode(), digest_size=8).digest()
    share = int.from_bytes(digest[:4]) / 2**32
    return strikes[int.from_bytes(digest[4:]) % len(strikes)] if share < rate else None
