"""Documents as vectors: terms weighed by how rare they are, names above other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import TypeAlias

from summarizers.stories.documents import StoryDocument
from summarizers.stories.tokenize import DocumentTokenizer

Vector: TypeAlias = dict[int, float]
"""Weights by number of term or document, heaviest first."""

# Names tell two events of one kind apart. Measured: between 1.25 and 1.75 little changes.
_NAME_WEIGHT = 1.5
_SMOOTHING = 5
_MOST_TERMS = 100


def weigh(documents: Sequence[StoryDocument]) -> list[Vector]:
    """Each document's heaviest terms; the whole vector had the length one.

    The documents are of one language.
    """
    wording = DocumentTokenizer(documents)
    term_counts = [wording.terms(document) for document in documents]
    spread = Counter(term for terms in term_counts for term in terms)
    weights = {
        term: log(1 + len(documents) / (count + _SMOOTHING))
        * (_NAME_WEIGHT if wording.is_name(term) else 1)
        for term, count in spread.items()
    }
    numbers = {term: number for number, term in enumerate(spread)}
    return [_vector(terms, weights, numbers) for terms in term_counts]


def dot(left: Vector, right: Vector) -> float:
    """The scalar product."""
    return sum([left[key] * right[key] for key in left.keys() & right.keys()])


def add(total: Vector, other: Vector) -> None:
    """Add another vector to the first."""
    for key, weight in other.items():
        total[key] = total.get(key, 0.0) + weight


def _vector(
    terms: Mapping[str, int], weights: Mapping[str, float], numbers: Mapping[str, int]
) -> Vector:
    weighed = sorted(
        (-(1 + log(count)) * weights[term], term) for term, count in terms.items()
    )
    length = sqrt(sum(weight * weight for weight, _ in weighed))
    return {numbers[term]: -weight / length for weight, term in weighed[:_MOST_TERMS]}
