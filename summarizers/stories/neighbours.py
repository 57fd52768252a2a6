"""Finds the recent documents that may report the same event as a new one.

The index grows by one document at a time, so that new documents need not be compared
with all others. It proposes candidates only: clustering decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import islice
from math import log

from summarizers.stories.documents import LEAD
from summarizers.text.terms import terms

# Clustering looks documents up in the same way.
_RAREST = 30
_MOST_POSTINGS = 24
_LEAST_SHARED = 2
_MOST_CANDIDATES = 12


class NeighbourIndex:
    """An index of documents by the words of their titles and leads."""

    def __init__(self) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._places: dict[str, dict[str, None]] = {}
        # Each word is kept in memory once.
        self._shared: dict[str, str] = {}

    def __contains__(self, id_: str) -> bool:
        """Return whether the document with this id is in the index."""
        return id_ in self._words

    @property
    def ids(self) -> Collection[str]:
        """Return the ids of the documents, in the order in which they were added."""
        return self._words.keys()

    def add(self, id_: str, title: str, text: str) -> None:
        """Add a document; one that is in the index already stays as it is."""
        if id_ in self._words:
            return
        words = frozenset(
            self._shared.setdefault(word, word)
            for word in terms(f"{title} {text[:LEAD]}")
        )
        self._words[id_] = words
        for word in words:
            self._places.setdefault(word, {})[id_] = None

    def remove(self, ids: Iterable[str]) -> None:
        """Remove documents."""
        for id_ in ids:
            for word in self._words.pop(id_, ()):
                places = self._places[word]
                del places[id_]
                if not places:
                    del self._places[word], self._shared[word]

    def near(self, id_: str) -> list[str]:
        """Return the ids of the documents that share the rarest words, best first.

        A word of many documents leads to the latest of them only.
        """
        words = sorted(
            self._words.get(id_, ()), key=lambda word: (len(self._places[word]), word)
        )
        shared: Counter[str] = Counter()
        weights: dict[str, float] = {}
        total = len(self._words)
        for word in [word for word in words if len(self._places[word]) > 1][:_RAREST]:
            places = self._places[word]
            weight = log(1 + total / len(places))
            for other in islice(reversed(places), _MOST_POSTINGS):
                shared[other] += 1
                weights[other] = weights.get(other, 0.0) + weight
        weights.pop(id_, None)
        likely = sorted(weights, key=lambda other: (-weights[other], other))
        enough = (other for other in likely if shared[other] >= _LEAST_SHARED)
        return list(islice(enough, _MOST_CANDIDATES))
