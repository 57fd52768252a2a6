"""Our LexRank against sumy's: equal scores, at what cost.

``python -m benchmarks.lexrank`` ranks sentences of made-up words, spread as the words of
news are (few in many sentences, most in one), with both in one run. Costs are CPU time,
the least of some runs, and include splitting into words. The last line is one JSON
object.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from itertools import accumulate, product
from random import Random
from typing import ClassVar

from summarizers.model import Sentence
from summarizers.rankers import lexrank, sumy
from summarizers.rankers.ranker import Ranker

SIZES = (40, 500, 2_000)

_SOUNDS = ("ba", "del", "fi", "gon", "hur", "ka", "lem", "mi", "nor", "pu", "ros", "ta")
_VOCABULARY = 5_000
_LENGTHS = (5, 23)
_RUNS = 7
# sumy takes a second for 500 sentences and 17 for 2,000.
_PEER_RUNS = {40: 20, 500: 3, 2_000: 1}


class WholeSumyLexRank(sumy.SumyLexRank):
    """sumy's LexRank without the limits that keep it to a second."""

    most_sentences: ClassVar[int] = max(SIZES)
    most_words: ClassVar[int] = max(SIZES) * max(_LENGTHS)


def main() -> None:
    """Print a line for each size, then the figures."""
    figures = {"difference": 0.0}
    for size in SIZES:
        text = sentences(size)
        ours, cost = _timed(lexrank.LexRank(), text, _RUNS)
        theirs, peer_cost = _timed(WholeSumyLexRank(), text, _PEER_RUNS[size])
        apart = max(abs(a - b) for a, b in zip(ours, theirs, strict=True))
        figures["difference"] = max(figures["difference"], apart)
        figures[f"ratio_{size}"] = round(peer_cost / cost, 1)
        print(f"{size} sentences: {1e3 * cost:.2f} ms, sumy {1e3 * peer_cost:.2f} ms")
    print(json.dumps(figures))


def sentences(number: int) -> tuple[Sentence, ...]:
    """Sentences of made-up words, the same on every run."""
    draw = Random(number)  # noqa: S311 - repeatable, not secret
    words = ["".join(sounds) for sounds in product(_SOUNDS, repeat=4)][:_VOCABULARY]
    draw.shuffle(words)
    # Zipf's law; the commonest words are left out, as stop words are.
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    texts = (
        " ".join(draw.choices(words, cum_weights=weights, k=draw.randint(*_LENGTHS)))
        for _ in range(number)
    )
    return tuple(
        Sentence(i, 0, len(text), text, i // 3) for i, text in enumerate(texts)
    )


def _timed(
    ranker: Ranker, text: Sequence[Sentence], runs: int
) -> tuple[tuple[float, ...], float]:
    scores = ranker.rank(text[:2], None)
    costs = []
    for _ in range(runs):
        started = time.process_time()
        scores = ranker.rank(text, None)
        costs.append(time.process_time() - started)
    return scores, min(costs)


if __name__ == "__main__":
    main()
