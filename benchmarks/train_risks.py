"""Fits the weights that order risks, from articles annotated with risks.

Run as ``python -m benchmarks.train_risks --data DIR``: DIR holds ``wikinews/train.jsonl``
and ``wikinews/dev.jsonl``, a line an article with ``title``, ``published``, ``text``,
``gold.risks`` and ``gold.traps`` (sentences that only look like risks). Prints
cross-validated figures; ``--write`` renews the package data.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from benchmarks.annotated import Row, article_of, read_rows
from benchmarks.logistic import Example, fit, folds, probability, write
from summarizers.model import PRINTED_RISKS
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.english.risks import LEAST, RiskCandidate, candidates
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parser
from summarizers.text.splitting import split_text

Gold = dict[str, list[dict[str, object]]]

PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl")
SCRIPT = "python -m benchmarks.train_risks --data DIR --write"
# Chosen by cross-validation among 1, 3, 5, 10, 20.
PENALTY = 10.0
FOLDS = 8
# How much of the shorter span must lie inside the other to be the same sentence.
SAME = 0.6
# What people called a key risk, or warned against, counts more than the rest.
EMPHASIS = 1.5


def main() -> None:
    """Fit, report and, when asked to, write the weights of both engine families."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    rows = [row for part in PARTS for row in read_rows(given.data / part)]
    figures = {}
    for model, parser in (("grammar", SpacyParser()), ("windows", FastParser())):
        articles = [_examples(row, parser) for row in rows]
        figures[model] = _cross_validate(articles)
        if given.write:
            examples = [example for article in articles for example in article]
            write(f"risk_weights_{model}", fit(examples, PENALTY), SCRIPT)
    sys.stdout.write(json.dumps(figures) + "\n")


def _examples(row: Row, parser: Parser) -> list[Example]:
    article = article_of(row)
    parse = parser.parse(split_text(article))
    gold = cast("Gold", row["gold"])
    found = candidates(parse, article)
    return [_example(candidate, article.text, gold) for candidate in found]


def _example(candidate: RiskCandidate, text: str, gold: Gold) -> Example:
    span = candidate.sentence.start, candidate.sentence.end
    risks = [r for r in gold["risks"] if _same(span, _locate(text, str(r["text"])))]
    trap = any(_same(span, _locate(text, str(t["text"]))) for t in gold["traps"])
    clear = any(risk["key"] for risk in risks) if risks else trap
    weight = EMPHASIS if clear else 1.0
    return Example(candidate.features.by_name(), float(bool(risks)), weight)


def _locate(text: str, part: str) -> tuple[int, int]:
    start = text.find(part)
    return start, start + len(part)


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= SAME * min(one[1] - one[0], other[1] - other[0])


def _cross_validate(articles: Sequence[Sequence[Example]]) -> dict[str, float]:
    """Precision and number of the risks printed of articles never trained on."""
    right = printed = 0.0
    order = folds(len(articles), FOLDS)
    for fold in range(FOLDS):
        train = [a for a, at in zip(articles, order, strict=True) if at != fold]
        weights = fit([example for article in train for example in article], PENALTY)
        for article, at in zip(articles, order, strict=True):
            if at == fold:
                top = _printed(article, weights)
                printed += len(top)
                right += sum(example.target for example in top)
    return {"precision": round(right / max(1, printed), 3), "printed": printed}


def _printed(article: Sequence[Example], weights: Mapping[str, float]) -> list[Example]:
    scored = [(probability(e.features, weights), e) for e in article]
    scored.sort(key=lambda pair: -pair[0])
    return [e for score, e in scored[:PRINTED_RISKS] if score >= LEAST]


if __name__ == "__main__":
    main()
