"""The result of a simulation, by the platform's own log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.fakes.platforms.platform import Posted


@dataclass(frozen=True, slots=True)
class Verdict:
    """Numbers of parts that were never posted, posted again, or overtaken."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0

    @property
    def good(self) -> bool:
        """Whether each part was posted once and in its turn."""
        return not (self.lost or self.doubled or self.out_of_order)

    def __add__(self, other: Verdict) -> Verdict:
        """Both together."""
        return Verdict(
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.out_of_order + other.out_of_order,
        )


def judged(expected: Sequence[str], posted: Sequence[str]) -> Verdict:
    """Compare what one channel was to get with what it got, each in order."""
    firsts = tuple(dict.fromkeys(posted))
    turns = [expected.index(name) for name in firsts]
    overtaken = sum(
        turn < max(turns[:place]) for place, turn in enumerate(turns) if place
    )
    return Verdict(len(expected) - len(firsts), len(posted) - len(firsts), overtaken)


def judged_reply(key: str, carrier: str | None, posted: Sequence[Posted]) -> Verdict:
    """Compare what a thread was to get with what it got.

    A reply outside the thread of its ``carrier`` is out of order; both are given by
    their keys. What has no carrier must be in no thread.
    """
    replies = [row for row in posted if row.key == key]
    above = (row.id for row in posted if row.key == carrier)
    threads: set[str | None] = {None} if carrier is None else {*above}
    astray = sum(row.parent not in threads for row in replies)
    return replace(judged((key,), [row.key for row in replies]), out_of_order=astray)


def total(verdicts: Iterable[Verdict]) -> Verdict:
    """All together."""
    return sum(verdicts, Verdict())
