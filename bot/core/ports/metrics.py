"""The port of the figures by which an operator sees how the bot fares.

A figure never tells what was read or posted: its only labels are names of platforms and
kinds of results.
"""

from __future__ import annotations

from abc import abstractmethod
from enum import StrEnum
from typing import Protocol

from typing_extensions import override


class Count(StrEnum):
    """What only grows."""

    POSTS = "posts_total"
    DUPLICATES = "duplicates_prevented_total"
    DEAD = "dead_total"
    KILLED = "parse_killed_total"


class Timing(StrEnum):
    """What takes seconds, each time another number of them."""

    SLOT_LAG = "slot_lag_seconds"
    FETCH = "fetch_seconds"
    BRIEF = "brief_seconds"
    ACK = "ack_seconds"
    LOOP_LAG = "loop_lag_seconds"


class Level(StrEnum):
    """What rises and falls."""

    OUTBOX_DEPTH = "outbox_depth"
    OUTBOX_OLDEST = "outbox_oldest_seconds"
    FEEDS_LATE = "feeds_late_ratio"


class Result(StrEnum):
    """How an attempt to post a part ended.

    ``FOUND`` was posted by an earlier attempt whose answer was lost.
    """

    POSTED = "posted"
    FOUND = "found"
    LIMITED = "limited"
    FAILED = "failed"
    REJECTED = "rejected"


LABELS = {Count.POSTS: ("platform", "result")}
"""The labels of the counts that have some."""


class Meter(Protocol):
    """Where figures are noted."""

    @abstractmethod
    def count(self, name: Count, **labels: str) -> None:
        """Note that it happened once more; ``labels`` are those in ``LABELS``."""

    @abstractmethod
    def observe(self, name: Timing, seconds: float) -> None:
        """Note how long it took this time."""

    @abstractmethod
    def set(self, name: Level, value: float) -> None:
        """Note how high it is now."""


class NullMeter(Meter):
    """A meter that nobody reads."""

    @override
    def count(self, name: Count, **labels: str) -> None:
        """Note nothing."""

    @override
    def observe(self, name: Timing, seconds: float) -> None:
        """Note nothing."""

    @override
    def set(self, name: Level, value: float) -> None:
        """Note nothing."""


NO_METER = NullMeter()
