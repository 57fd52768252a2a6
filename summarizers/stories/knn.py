"""Nearest neighbours: reports of one event have the same neighbours.

Two sub-events that share their words differ in this, and two reports that share few
words may be found through a third.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from summarizers.stories.vectors import Vector

# Measured on 35 stories of news and 66 of the ECB+ corpus, and on their halves, mixtures
# and samples of single articles. More neighbours than a story has articles blur it.
_MOST = 8
_LEAST_SHARE = 0.4
# A document is fully like itself. A smaller share finds a little more in dense stories,
# and joins single articles that are nothing but each other's nearest.
_SELF = 1.0


def neighbourhoods(
    number: int, similarities: Mapping[tuple[int, int], float]
) -> list[Vector]:
    """The nearest neighbours of each of ``number`` documents, as vectors of length one."""
    near: list[list[tuple[float, int]]] = [[] for _ in range(number)]
    for (left, right), likeness in similarities.items():
        near[left].append((-likeness, right))
        near[right].append((-likeness, left))
    return [_nearest(document, sorted(pairs)) for document, pairs in enumerate(near)]


def _nearest(document: int, pairs: list[tuple[float, int]]) -> Vector:
    kept = {
        other: -negative
        for negative, other in pairs[:_MOST]
        if negative <= _LEAST_SHARE * pairs[0][0]
    }
    kept[document] = _SELF
    length = sqrt(sum(weight * weight for weight in kept.values()))
    return {other: weight / length for other, weight in kept.items()}
