"""Fits the weights of the default ranker, from articles with sentences picked by hand.

Run as ``python -m tools.train_summary --data DIR``: DIR holds
``wikinews/train.jsonl`` and ``wikinews/dev.jsonl``, a line an article with ``title``,
``text`` and ``gold.summary``. Prints how many of the picked sentences are among the
first three, cross-validated, beside the first three of the text; ``--write`` renews the
package data.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from summarizers.model import PRINTED_SENTENCES, Article, Sentence
from summarizers.rankers.lead_tfidf import SIGNS, LeadTfidf
from summarizers.text.splitting import split_text
from tools.logistic import Example, fit, folds, probability, write

PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl")
# Cross-validated, 0.03 to 3 are equal; above 0.1, centrality, which varies little, loses
# its weight, and the summaries of other news get worse.
PENALTY = 0.1
FOLDS = 5
# How much of the shorter must lie inside the longer to be the same sentence.
SAME = 0.6


def main() -> None:
    """Fit, report and, when asked to, write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    articles = [article for part in PARTS for article in read(given.data / part)]
    if given.write:
        weights = fit(list(chain.from_iterable(articles)), PENALTY)
        write("summary_weights", weights, "python -m tools.train_summary")
    print(json.dumps(cross_validate(articles)))


def read(path: Path) -> Iterable[list[Example]]:
    """For each article of a file of JSON lines, its sentences: 1 where one was picked."""
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        article = Article(text=row["text"], title=row["title"])
        yield _examples(article, row["gold"]["summary"])


def cross_validate(articles: Sequence[Sequence[Example]]) -> dict[str, float]:
    """The share of picked sentences that three of ours, and the first three, hold."""
    ours = first = 0.0
    parts = folds(len(articles), FOLDS)
    for fold in range(FOLDS):
        seen = [a for a, part in zip(articles, parts, strict=True) if part != fold]
        weights = fit(list(chain.from_iterable(seen)), PENALTY)
        for article, part in zip(articles, parts, strict=True):
            if part == fold:
                ours += _found(_best_first(article, weights))
                first += _found(article)
    whole = sum(example.target for example in chain.from_iterable(articles))
    return {"agree": round(ours / whole, 3), "agree_lead": round(first / whole, 3)}


def _examples(article: Article, chosen: Sequence[str]) -> list[Example]:
    sentences = [s for s in split_text(article).sentences if s.noise is None]
    spans = [(article.text.find(text), len(text)) for text in chosen]
    signs = LeadTfidf().signs(sentences, article.title)
    return [
        Example(
            dict(zip(SIGNS, row, strict=True)),
            float(any(_same(sentence, *span) for span in spans)),
        )
        for sentence, row in zip(sentences, signs, strict=True)
    ]


def _same(sentence: Sentence, start: int, length: int) -> bool:
    shared = min(sentence.end, start + length) - max(sentence.start, start)
    return shared >= SAME * min(length, sentence.end - sentence.start)


def _best_first(
    article: Sequence[Example], weights: Mapping[str, float]
) -> list[Example]:
    return sorted(article, key=lambda e: -probability(e.features, weights))


def _found(article: Sequence[Example]) -> float:
    return sum(example.target for example in article[:PRINTED_SENTENCES])


if __name__ == "__main__":
    main()
