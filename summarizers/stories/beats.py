"""Weighs the terms of documents of a narrow beat, such as one election campaign.

The documents of a beat share the words of its subject, although they report different
events. The documents of one event share words, too, but they resemble each other much
more. So a term belongs to the subject if many documents have the term, and if these
documents hardly resemble each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from summarizers.stories.documents import StoryDocument
from summarizers.stories.vectors import (
    LEAST_DOCUMENTS,
    SMOOTHING,
    DocumentTokenizer,
    Vector,
    add,
    dot,
    weigh,
)

# Fewer documents are too few to separate a beat from an event. More than LEAST_DOCUMENTS
# are not searched: their own numbers already make the words of a subject light.
_FEWEST_DOCUMENTS = 8
# The least number and share of the documents that have a term of the subject, and the
# highest mean similarity of these documents. Measured on 24 channels with 11 to 14
# political articles of four days; single events have .18 or more.
_FEWEST_WITH_TERM = 4
_LEAST_SHARE = 0.2
_MOST_LIKENESS = 0.18
# The least share of the subject in the mean similarity of all documents. Beats have .49
# to .78, mixed news .06, an invented small town .35 or less.
_LEAST_PART = 0.42


@dataclass(frozen=True, slots=True)
class WeighedDocuments:
    """The vectors of documents; ``is_beat`` is true if all report on one beat."""

    vectors: Sequence[Vector]
    is_beat: bool


def weigh_by_event(
    documents: Sequence[StoryDocument], tokenizer: DocumentTokenizer | None = None
) -> WeighedDocuments:
    """Return the vectors of ``weigh``; on a beat, terms of its subject weigh little."""
    vectors = weigh(documents, tokenizer)
    if not _FEWEST_DOCUMENTS <= len(vectors) < LEAST_DOCUMENTS:
        return WeighedDocuments(vectors, is_beat=False)
    spread = Counter(term for vector in vectors for term in vector)
    subject = _subject(vectors, spread)
    if not subject:
        return WeighedDocuments(vectors, is_beat=False)
    factors = {term: _factor(spread[term], len(vectors)) for term in subject}
    lighter = [_reweighed(vector, factors) for vector in vectors]
    return WeighedDocuments(lighter, is_beat=True)


def _subject(vectors: Sequence[Vector], spread: Mapping[int, int]) -> Collection[int]:
    """Return the terms of the beat's subject; none if the documents have no subject."""
    least = max(_FEWEST_WITH_TERM, _LEAST_SHARE * len(vectors))
    holders = {
        term: [vector for vector in vectors if term in vector]
        for term, count in spread.items()
        if count >= least
    }
    parts = {term: _part(term, some) for term, some in holders.items()}
    needed = _LEAST_PART * _likeness(vectors)
    if sum(parts.values()) < needed:
        return ()
    subject = [
        term for term, some in holders.items() if _mean_likeness(some) < _MOST_LIKENESS
    ]
    return subject if sum(parts[term] for term in subject) >= needed else ()


def _part(term: int, holders: Sequence[Vector]) -> float:
    """Return the sum of what a term adds to the similarity of each pair of documents.

    Each pair counts twice, once in each order.
    """
    weights = [vector[term] for vector in holders]
    return sum(weights) ** 2 - sum(weight * weight for weight in weights)


def _mean_likeness(vectors: Sequence[Vector]) -> float:
    """Return the mean similarity of all pairs of documents."""
    return _likeness(vectors) / (len(vectors) * (len(vectors) - 1))


def _likeness(vectors: Sequence[Vector]) -> float:
    """Return the sum of the similarities of all pairs of documents.

    Each pair counts twice, once in each order.
    """
    total: Vector = {}
    for vector in vectors:
        add(total, vector)
    return dot(total, total) - sum(dot(vector, vector) for vector in vectors)


def _factor(count: int, number: int) -> float:
    """Return the factor, at most 1, for the weight of a term of the subject.

    ``count`` of the ``number`` documents have the term. ``weigh`` computes weights as
    if there were at least ``LEAST_DOCUMENTS`` documents, and so gives the term a high
    weight. The factor changes it to the weight of a term that the same share of
    ``LEAST_DOCUMENTS`` documents has.
    """
    share = count / number
    own = log(1 + LEAST_DOCUMENTS / (share * LEAST_DOCUMENTS + SMOOTHING))
    return own / log(1 + LEAST_DOCUMENTS / (count + SMOOTHING))


def _reweighed(vector: Vector, factors: Mapping[int, float]) -> Vector:
    """Return a vector of the same length, with the terms of ``factors`` lighter."""
    lighter = {term: weight * factors.get(term, 1.0) for term, weight in vector.items()}
    length = sqrt(dot(vector, vector) / dot(lighter, lighter)) if vector else 1.0
    heaviest = sorted(lighter, key=lambda term: -lighter[term])
    return {term: lighter[term] * length for term in heaviest}
