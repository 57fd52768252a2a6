"""Fits the weights that order risks, from annotated articles and judged lines.

Run as ``python -m tools.train_risks --data DIR``: DIR holds ``wikinews/train.jsonl``
and ``wikinews/dev.jsonl``, a line an article with ``title``, ``published``, ``text``,
``gold.risks`` and ``gold.traps`` (sentences that only look like risks), and
``judged/candidates.jsonl``, a line a judgement. Readers who judge a line outweigh the
annotation: they call only six in ten of the annotated risks right. Prints
cross-validated figures; ``--write`` renews the package data.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from summarizers.model import PRINTED_RISKS
from summarizers.readers.english.attribution.attributions import parse_article
from summarizers.readers.english.risks import LEAST, RiskCandidate, candidates
from summarizers.text.splitting import split_text
from tools.annotated import Row, article_of, read_rows
from tools.logistic import Example, fit, folds, probability, write

Gold = dict[str, list[dict[str, object]]]
Verdicts = list[tuple[tuple[int, int], bool]]

PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl")
SCRIPT = "python -m tools.train_risks --data DIR --write"
# Chosen by cross-validation among 1, 3, 5, 10, 20.
PENALTY = 20.0
FOLDS = 8
# How much of the shorter span must lie inside the other to be the same sentence.
SAME = 0.6
# What people called a key risk, or warned against, counts more than the rest.
EMPHASIS = 1.5
# How right an annotated sentence is, and another one, if readers did not judge it.
ANNOTATED, OTHER = 0.75, 0.1
# Faults that have nothing to do with the sentence: its repetition, and the day.
PARDONED = frozenset(("repeated", "over-exact-date"))


def main() -> None:
    """Fit, report and, when asked to, write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    rows = [row for part in PARTS for row in read_rows(given.data / part)]
    judged = read_verdicts(given.data / "judged/candidates.jsonl")
    articles = [_examples(row, judged) for row in rows]
    sys.stdout.write(json.dumps(_cross_validate(articles)) + "\n")
    if given.write:
        examples = [example for article in articles for example in article]
        write("risk_weights", fit(examples, PENALTY), SCRIPT)


def read_verdicts(path: Path) -> dict[str, Verdicts]:
    """The judged risks of each article: their span, and whether readers accept it."""
    verdicts: dict[str, Verdicts] = {}
    for row in read_rows(path):
        if row.get("section") == "risk":
            span = cast("int", row["start"]), cast("int", row["end"])
            right = row["verdict"] == "right" or row["class"] in PARDONED
            verdicts.setdefault(str(row["id"]), []).append((span, right))
    return verdicts


def _examples(row: Row, judged: Mapping[str, Verdicts]) -> list[Example]:
    article = article_of(row)
    parse = parse_article(split_text(article))
    gold, verdicts = cast("Gold", row["gold"]), judged.get(str(row["id"]), [])
    return [
        _judged_example(candidate, verdicts) or _example(candidate, article.text, gold)
        for candidate in candidates(parse, article)
    ]


def _judged_example(candidate: RiskCandidate, verdicts: Verdicts) -> Example | None:
    """Return the example of a sentence that readers judged."""
    span = candidate.sentence.start, candidate.sentence.end
    for judged, right in verdicts:
        if _same(span, judged):
            return Example(candidate.features.by_name(), float(right))
    return None


def _example(candidate: RiskCandidate, text: str, gold: Gold) -> Example:
    span = candidate.sentence.start, candidate.sentence.end
    risks = [r for r in gold["risks"] if _same(span, _locate(text, str(r["text"])))]
    trap = any(_same(span, _locate(text, str(t["text"]))) for t in gold["traps"])
    clear = any(risk["key"] for risk in risks) if risks else trap
    weight = EMPHASIS if clear else 1.0
    target = ANNOTATED if risks else OTHER
    return Example(candidate.features.by_name(), target, weight)


def _locate(text: str, part: str) -> tuple[int, int]:
    start = text.find(part)
    return start, start + len(part)


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= SAME * min(one[1] - one[0], other[1] - other[0])


def _cross_validate(articles: Sequence[Sequence[Example]]) -> dict[str, float]:
    """Return how right the printed risks of articles are that were not trained on."""
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
