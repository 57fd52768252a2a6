"""Counts of the parts of digests in the channels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

Digests = Mapping[str, Sequence[Sequence[str]]]
"""By channel the digests that should be there, in order, each as its parts' names."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of digests; one may be both ``lost``, in a part, and ``doubled``.

    ``out_of_order`` are those that begin before the one before them has ended, or whose
    own parts are in another order.
    """

    digests: int = 0
    exactly_once: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0

    def __add__(self, other: Tally) -> Tally:
        mine, theirs = astuple(self), astuple(other)
        return Tally(*(a + b for a, b in zip(mine, theirs, strict=True)))


def tally(wanted: Digests, seen: Mapping[str, Sequence[str]]) -> Tally:
    """Compare what should be in channels with what is."""
    found = Tally()
    for channel, digests in wanted.items():
        found += _in_channel(digests, seen.get(channel, ()))
    return found


def _in_channel(digests: Sequence[Sequence[str]], seen: Sequence[str]) -> Tally:
    counts, found, end = Counter(seen), Tally(), -1
    for parts in digests:
        lost = not parts or any(not counts[part] for part in parts)
        doubled = any(counts[part] > 1 for part in parts)
        places = [seen.index(part) for part in parts if counts[part]]
        ordered = places == sorted(places) and min(places, default=end + 1) > end
        end = max(end, *places) if places else end
        found += Tally(1, not (lost or doubled), lost, doubled, not ordered)
    return found
