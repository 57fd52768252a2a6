"""Fits the weights of the default ranker, from articles with sentences picked by hand.

Run as ``python -m benchmarks.train_summary --data DIR``: DIR holds
``wikinews/train.jsonl`` and ``wikinews/dev.jsonl``, a line an article with ``title``,
``text`` and ``gold.summary``. Prints how many of the picked sentences are among the
first three, cross-validated, beside the first three of the text; ``--write`` renews the
package data.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from summarizers import lexicons
from summarizers.model import PRINTED_SENTENCES, Article, Sentence
from summarizers.rankers.lead_tfidf import SIGNS, LeadTfidf
from summarizers.text.splitting import split_text

Floats = NDArray[np.float64]

PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl")
# Chosen by cross-validation among 0.3, 1, 3, 10, 30; they differ by less than chance.
PENALTY = 3.0
FOLDS = 5
STEPS = 40
# How much of a picked sentence must lie inside ours to be the same.
SAME = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One article: a row of signs for each sentence, and 1 where it was picked."""

    signs: Floats
    picked: Floats


def main() -> None:
    """Fit, report and, when asked to, write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    examples = [example for part in PARTS for example in read(given.data / part)]
    if given.write:
        _write(fit(examples))
    print(json.dumps(_cross_validate(examples)))


def read(path: Path) -> Iterable[Example]:
    """The articles of one file of JSON lines."""
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        article = Article(text=row["text"], title=row["title"])
        yield _example(article, row["gold"]["summary"])


def fit(examples: Sequence[Example]) -> Floats:
    """Logistic regression with a quadratic penalty on all but the constant.

    The penalty is on standardised signs, so that none is favoured for its scale.
    """
    signs = np.concatenate([example.signs for example in examples])
    picked = np.concatenate([example.picked for example in examples])
    middle, spread = signs.mean(axis=0), signs.std(axis=0)
    middle[0], spread[spread == 0] = 0.0, 1.0
    weights: Floats = _newton((signs - middle) / spread, picked) / spread
    weights[0] -= middle @ weights
    return weights


def _newton(signs: Floats, picked: Floats) -> Floats:
    penalty = PENALTY * np.eye(signs.shape[1])
    penalty[0, 0] = 0.0
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (guess - picked) + penalty @ weights
        curve = (signs.T * (guess * (1 - guess))) @ signs + penalty
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def _example(article: Article, chosen: Sequence[str]) -> Example:
    sentences = [s for s in split_text(article).sentences if s.noise is None]
    starts = [(article.text.find(text), len(text)) for text in chosen]
    picked = [any(_same(s, *place) for place in starts) for s in sentences]
    signs = LeadTfidf().signs(sentences, article.title)
    return Example(np.array(signs), np.array(picked, dtype=np.float64))


def _same(sentence: Sentence, start: int, length: int) -> bool:
    shared = min(sentence.end, start + length) - max(sentence.start, start)
    return shared >= SAME * min(length, sentence.end - sentence.start)


def _cross_validate(examples: Sequence[Example]) -> dict[str, float]:
    """The share of picked sentences that three of ours, and the first three, hold."""
    ours = first = 0.0
    for fold in range(FOLDS):
        seen = [e for i, e in enumerate(examples) if i % FOLDS != fold]
        weights = fit(seen)
        for example in examples[fold::FOLDS]:
            best = np.argsort(-example.signs @ weights, kind="stable")
            ours += example.picked[best[:PRINTED_SENTENCES]].sum()
            first += example.picked[:PRINTED_SENTENCES].sum()
    whole = sum(float(example.picked.sum()) for example in examples)
    return {"agree": round(ours / whole, 3), "agree_lead": round(first / whole, 3)}


def _write(weights: Floats) -> None:
    path = Path(lexicons.__file__).parent / "en" / "summary_weights.txt"
    head = (
        "# Weights of the signs by which the default ranker judges a sentence, in any language.\n"
        "# Written by `python -m benchmarks.train_summary --data DIR --write`.\n"
    )
    pairs = zip(SIGNS, weights, strict=True)
    lines = (f"{sign}\t{weight:.2f}\n" for sign, weight in pairs)
    path.write_text(head + "".join(lines), "utf8")


if __name__ == "__main__":
    main()
