"""The ranker LexRank (Erkan and Radev, 2004); the only module that imports numpy.

The scores are those of sumy's ``LexRankSummarizer`` on the same words: the module
copies its tf-idf, threshold, power method and stopping rule. It multiplies matrices,
where sumy compares dictionaries for every pair of sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from summarizers.model import Sentence
from summarizers.rankers.ranker import Ranker
from summarizers.text.terms import stop_words, terms

# sumy's: sentences more alike than this are neighbours; the power method ends when a
# step changes less.
_THRESHOLD = 0.1
_EPSILON = 0.1
# A square matrix of 2,000 sentences takes 32 MB; the sentences after these score 0.
_MOST_SENTENCES = 2_000
# Words of up to this many sentences are multiplied pair by pair, the others as a dense
# matrix. Measured at 500 and 2,000 sentences: 16 to 64 cost the same, all dense 3 times.
_RARE = 32

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]


class LexRank(Ranker):
    """Ranks a sentence high if many high-ranked sentences are similar to it."""

    @override
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        ignored = stop_words(self.lang)
        bags = [
            Counter(word for word in terms(sentence.text) if word not in ignored)
            for sentence in sentences[:_MOST_SENTENCES]
        ]
        scores = _scores(bags) if any(bags) else [0.0] * len(bags)
        return (*scores, *(0.0 for _ in sentences[_MOST_SENTENCES:]))


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    """The tf-idf matrix without its zeros, ordered by word.

    Entry ``k`` says that ``words[k]`` weighs ``values[k]`` in ``sentences[k]``.
    ``spread`` is, for each word, the number of sentences that have it.
    """

    count: int
    sentences: Integers
    words: Integers
    values: Floats
    spread: Integers


def _scores(bags: Sequence[Counter[str]]) -> list[float]:
    weights = _weigh(bags)
    norms = np.sqrt(np.bincount(weights.sentences, weights.values**2, len(bags)))
    products = _rare_products(weights)
    products += _common_products(weights)
    ranks: list[float] = _power(_neighbours(products, norms)).tolist()
    return ranks


def _weigh(bags: Sequence[Counter[str]]) -> _Weights:
    numbers: dict[str, int] = {}
    words = [numbers.setdefault(word, len(numbers)) for bag in bags for word in bag]
    order = np.argsort(words, kind="stable")
    sorted_words = np.asarray(words, dtype=np.intp)[order]
    spread = np.bincount(sorted_words)
    tops = [max(bag.values()) for bag in bags if bag for _ in bag]
    counts = [count for bag in bags for count in bag.values()]
    frequency = (np.asarray(counts, dtype=np.float64) / tops)[order]
    return _Weights(
        count=len(bags),
        sentences=np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])[order],
        words=sorted_words,
        values=frequency * np.log(len(bags) / (1 + spread))[sorted_words],
        spread=spread,
    )


def _rare_products(weights: _Weights) -> Floats:
    """Return the part of each pair's scalar product that comes from rare words.

    A pair is two sentences. Rare words occur in 2 to ``_RARE`` sentences.
    """
    cells, values = [np.empty(0, np.intp)], [np.empty(0)]
    spread = weights.spread[weights.words]
    sizes: list[int] = np.unique(weights.spread).tolist()
    for size in sizes:
        if not 1 < size <= _RARE:
            continue
        chosen = spread == size
        rows = weights.sentences[chosen].reshape(-1, size)
        part = weights.values[chosen].reshape(-1, size)
        cells.append((rows[:, :, None] * weights.count + rows[:, None, :]).ravel())
        values.append((part[:, :, None] * part[:, None, :]).ravel())
    square = (weights.count, weights.count)
    flat: Floats = np.bincount(
        np.concatenate(cells), np.concatenate(values), weights.count**2
    ).astype(np.float64, copy=False)
    return flat.reshape(square)


def _common_products(weights: _Weights) -> Floats:
    """Return the part of each pair's scalar product that comes from common words.

    A pair is two sentences. Common words occur in more than ``_RARE`` sentences.
    """
    common = weights.spread > _RARE
    columns = np.cumsum(common) - 1
    chosen = common[weights.words]
    matrix = np.zeros((weights.count, int(common.sum())))
    matrix[weights.sentences[chosen], columns[weights.words[chosen]]] = weights.values[
        chosen
    ]
    product: Floats = matrix @ matrix.T
    return product


def _neighbours(products: Floats, norms: Floats) -> Floats:
    """Return a matrix with 1 where the cosine exceeds the threshold, else 0.

    ``products`` is changed. Words that only one sentence has were not multiplied, so
    the diagonal is set here: every sentence with a norm is its own neighbour.
    """
    lengths = np.where(norms > 0, norms, 1.0)
    products /= lengths[:, None]
    products /= lengths
    np.fill_diagonal(products, norms > 0)
    return (products > _THRESHOLD).astype(np.float64)


def _power(neighbours: Floats) -> Floats:
    """Return each sentence's LexRank score, computed by the power method.

    The score is the chance of being at the sentence on a long random walk between
    neighbours, scaled to unit length. All scores are 0 without neighbours.
    """
    degrees = np.maximum(neighbours.sum(axis=1), 1.0)
    ranks = np.full(len(degrees), 1.0 / len(degrees))
    change = 1.0
    while change > _EPSILON:
        step: Floats = neighbours.T @ (ranks / degrees)
        length = float(np.linalg.norm(step))
        if not length:
            return step
        step /= length
        change = float(np.linalg.norm(step - ranks))
        ranks = step
    return ranks
