"""Find the recent documents that may report the same event as a new document.

The index grows by one document at a time, so that a new document need not be compared
with all others. The index only proposes candidates; the clustering decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from heapq import nsmallest
from math import log

from summarizers.stories.documents import LEAD
from summarizers.text.language import terms

# Clustering looks documents up in the same way.
_RAREST = 30
_MOST_POSTINGS = 24
_LEAST_SHARED = 2
_MOST_CANDIDATES = 12


class NeighbourIndex:
    """An index of documents by the words of their titles and leads.

    For each word, the index keeps only the latest documents, so that it stays small.
    """

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._spread: Counter[str] = Counter()
        self._latest: dict[str, list[str]] = {}
        # Each word is in memory once.
        self._shared: dict[str, str] = {}

    def add(self, id_: str, title: str, text: str) -> None:
        """Add a document; a document whose id is in the index stays unchanged."""
        if id_ in self._words:
            return
        distinct = dict.fromkeys(terms(f"{title} {text[:LEAD]}"))
        shared = (self._shared.setdefault(word, word) for word in distinct)
        self._words[id_] = tuple(shared)
        self._spread.update(self._words[id_])
        for word in self._words[id_]:
            latest = self._latest.setdefault(word, [])
            latest.append(id_)
            del latest[:-_MOST_POSTINGS]

    def remove(self, ids: Iterable[str]) -> None:
        """Remove the documents with these ``ids``, and ignore ids not in the index."""
        for id_ in ids:
            for word in self._words.pop(id_, ()):
                self._spread[word] -= 1
                if not self._spread[word]:
                    del self._spread[word], self._latest[word], self._shared[word]

    def near(self, id_: str) -> list[str]:
        """Return the ids of documents that share rare words with ``id_``, best first.

        For a frequent word, only the latest documents are considered.
        """
        spread, total = self._spread, len(self._words)
        common = (word for word in self._words.get(id_, ()) if spread[word] > 1)
        rarest = nsmallest(_RAREST, common, key=lambda word: (spread[word], word))
        weights: dict[str, list[float]] = {}
        for word in rarest:
            for other in self._latest[word]:
                weight = log(1 + total / spread[word])
                weights.setdefault(other, []).append(weight)
        likely = (
            (-sum(shared), other)
            for other, shared in weights.items()
            if len(shared) >= _LEAST_SHARED and other != id_ and other in self._words
        )
        return [other for _, other in nsmallest(_MOST_CANDIDATES, likely)]
