"""Average linkage: merge the two most similar groups until none are similar enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from summarizers.stories.similarity import Pair, mean_days_factor
from summarizers.stories.vectors import Vector, add, dot

# Measured on news and the ECB+ corpus together: between 0.22 and 0.28 little changes.
# Without neighbours no one threshold suits both (.919 and .882; with them .964, .929).
_NEIGHBOURS_SHARE = 0.5
_THRESHOLD = 0.24


@dataclass(slots=True)
class Group:
    """Documents that belong together; vectors are sums over the members."""

    members: list[int]
    terms: Vector
    near: Vector
    days: Counter[int | None]

    def take(self, other: Group) -> None:
        """Add another group's members."""
        self.members += other.members
        self.days += other.days
        add(self.terms, other.terms)
        add(self.near, other.near)


class AverageLinkage:
    """Groups by number; merged ones are gone."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._groups = dict(enumerate(groups))
        self._alike: dict[int, set[int]] = {number: set() for number in self._groups}
        self._queue: list[tuple[float, int, int]] = []

    def link(self, pairs: Iterable[Pair]) -> list[list[int]]:
        """Merge, starting from the pairs of groups that may be alike."""
        for left, right in pairs:
            self._compare(left, right)
        heapify(self._queue)
        while self._queue:
            _, left, right = heappop(self._queue)
            if left in self._groups and right in self._groups:
                self._merge(left, right)
        return [group.members for group in self._groups.values()]

    def _merge(self, left: int, right: int) -> None:
        """Merge two groups; their queued pairs become invalid."""
        large, small = self._groups.pop(left), self._groups.pop(right)
        if len(large.members) < len(small.members):
            large, small = small, large
        large.take(small)
        merged = len(self._alike)
        self._groups[merged] = large
        neighbours = self._alike[left] | self._alike[right]
        self._alike[merged] = set()
        for third in sorted(neighbours & self._groups.keys()):
            self._compare(third, merged)

    def _compare(self, left: int, right: int) -> None:
        likeness = _likeness(self._groups[left], self._groups[right])
        if likeness >= _THRESHOLD:
            self._alike[left].add(right)
            self._alike[right].add(left)
            heappush(self._queue, (-likeness, left, right))


def _likeness(left: Group, right: Group) -> float:
    """The mean over all pairs of members.

    Groups that are not alike never become so by growing, because the mean of a merged
    group lies between those of its parts.
    """
    pairs = len(left.members) * len(right.members)
    by_terms = dot(left.terms, right.terms) * mean_days_factor(left.days, right.days)
    by_near = dot(left.near, right.near)
    share = _NEIGHBOURS_SHARE
    return ((1 - share) * by_terms + share * by_near) / pairs
