"""Fits the weights that order risks, from articles annotated with risks.

Run as ``python -m benchmarks.train_risks --data DIR``: DIR holds ``wikinews/train.jsonl``
and ``wikinews/dev.jsonl``, a line an article with ``title``, ``published``, ``text`` and
``gold.risks``. Prints cross-validated figures; ``--write`` renews the package data.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from summarizers import lexicons
from summarizers.extractors.risks import LEAST, Candidate, candidates
from summarizers.model import PRINTED_RISKS, Article
from summarizers.parsers.fast import FastParser
from summarizers.parsers.grammar import Parser
from summarizers.parsers.spacy import SpacyParser
from summarizers.text.splitting import split_text

Vector = NDArray[np.float64]
Gold = dict[str, list[dict[str, object]]]

PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl")
# Chosen by cross-validation among 1, 3, 5, 10, 20.
PENALTY = 10.0
# A feature that fewer sentences have is left out.
FEWEST = 8
FOLDS = 8
STEPS = 30
# How much of the shorter span must lie inside the other to be the same sentence.
SAME = 0.6
# What annotators called a key risk, or warned against, counts more than the rest.
EMPHASIS = 1.5


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence that the rules let pass: its features, and what people said of it."""

    features: Mapping[str, float]
    risk: bool
    weight: float


def main() -> None:
    """Fit, report and, when asked to, write the weights of both engine families."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    rows = [row for part in PARTS for row in _rows(given.data / part)]
    figures = {}
    for model, parser in (("grammar", SpacyParser()), ("windows", FastParser())):
        articles = [_examples(row, parser) for row in rows]
        figures[model] = _cross_validate(articles)
        if given.write:
            _write(model, fit([e for article in articles for e in article]))
    sys.stdout.write(json.dumps(figures) + "\n")


def _rows(path: Path) -> list[dict[str, object]]:
    lines = path.read_text("utf8").splitlines()
    return [cast("dict[str, object]", json.loads(line)) for line in lines]


def _examples(row: Mapping[str, object], parser: Parser) -> list[Example]:
    article = Article(
        text=cast("str", row["text"]),
        title=cast("str | None", row.get("title")),
        published=date.fromisoformat(cast("str", row["published"])[:10]),
    )
    parse = parser.parse(split_text(article))
    gold = cast("Gold", row["gold"])
    return [
        _example(candidate, article.text, gold)
        for candidate in candidates(parse, article)
    ]


def _example(candidate: Candidate, text: str, gold: Gold) -> Example:
    span = candidate.sentence.start, candidate.sentence.end
    risks = [r for r in gold["risks"] if _same(span, _locate(text, str(r["text"])))]
    trap = any(_same(span, _locate(text, str(t["text"]))) for t in gold["traps"])
    key = any(risk["key"] for risk in risks)
    emphasis = key if risks else trap
    return Example(candidate.features, bool(risks), EMPHASIS if emphasis else 1.0)


def _locate(text: str, part: str) -> tuple[int, int]:
    start = text.find(part)
    return start, start + len(part)


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= SAME * min(one[1] - one[0], other[1] - other[0])


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Logistic regression with a quadratic penalty, by Newton's method."""
    names = _frequent(examples)
    matrix = _matrix(examples, names)
    target = np.array([example.risk for example in examples], dtype=np.float64)
    counts = np.array([example.weight for example in examples])
    penalty = PENALTY * np.eye(len(names))
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (counts * (guess - target)) + penalty @ weights
        curve = (matrix.T * (counts * guess * (1 - guess))) @ matrix + penalty
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(names, map(float, weights), strict=True))


def _frequent(examples: Iterable[Example]) -> list[str]:
    counts = Counter(k for e in examples for k, v in e.features.items() if v)
    return sorted(name for name, count in counts.items() if count >= FEWEST)


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> Vector:
    rows = [[float(e.features.get(name, 0)) for name in names] for e in examples]
    return np.array(rows, dtype=np.float64)


def _cross_validate(articles: Sequence[Sequence[Example]]) -> dict[str, float]:
    """Precision and number of the first three risks of articles never trained on."""
    right = printed = 0
    order = np.random.default_rng(0).permutation(len(articles)) % FOLDS
    for fold in range(FOLDS):
        train = [a for a, at in zip(articles, order, strict=True) if at != fold]
        weights = fit([example for article in train for example in article])
        for article, at in zip(articles, order, strict=True):
            if at == fold:
                top = _printed(article, weights)
                printed += len(top)
                right += sum(example.risk for example in top)
    return {"precision": round(right / max(1, printed), 3), "printed": printed}


def _printed(article: Sequence[Example], weights: Mapping[str, float]) -> list[Example]:
    scored = [(_probability(e, weights), e) for e in article]
    scored.sort(key=lambda pair: -pair[0])
    return [e for score, e in scored[:PRINTED_RISKS] if score >= LEAST]


def _probability(example: Example, weights: Mapping[str, float]) -> float:
    total = sum(weights.get(k, 0.0) * v for k, v in example.features.items())
    return float(1 / (1 + np.exp(-total)))


def _write(model: str, weights: Mapping[str, float]) -> None:
    path = Path(lexicons.__file__).parent / "en" / f"risk_weights_{model}.txt"
    head = (
        "# Weights of the features that order risks (summarizers/extractors/risks).\n"
    )
    note = "# Written by `python -m benchmarks.train_risks --data DIR --write`.\n"
    lines = (f"{name}\t{value:.4f}\n" for name, value in sorted(weights.items()))
    path.write_text(head + note + "".join(lines), "utf8")


if __name__ == "__main__":
    main()
