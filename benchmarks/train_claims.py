"""Fits the weights that order claims, from articles annotated with claims.

Run as ``python -m benchmarks.train_claims --data DIR``: DIR holds ``wikinews/train.jsonl``
and ``wikinews/dev.jsonl``, a line an article with ``title``, ``published``, ``text``,
``gold.claims`` and ``gold.actors``. Prints cross-validated figures; ``--write`` renews
the package data.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from benchmarks.annotated import Row, article_of, read_rows
from benchmarks.logistic import Example, fit, folds, probability, write
from summarizers.model import PRINTED_CLAIMS, Actor, Article, Claim
from summarizers.readers.english import actors
from summarizers.readers.english.claims import read_claims
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parser
from summarizers.text.splitting import split_text

PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl")
SCRIPT = "python -m benchmarks.train_claims --data DIR --write"
# Chosen by cross-validation among 2, 3, 5, 8.
PENALTY = 3.0
FOLDS = 6
# A claim that people marked, but not as one of the main ones.
MINOR = 0.3
# How much of the shorter span must lie inside the longer, and of both in common.
SAME = 0.6
COMMON = 0.3


@dataclass(frozen=True, slots=True)
class Gold:
    """A claim as people marked it; ``forms`` are the speaker's names, lower case."""

    start: int
    end: int
    forms: frozenset[str]
    key: bool


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
            write(f"claim_weights_{model}", fit(examples, PENALTY), SCRIPT)
    print(json.dumps(figures))


def _examples(row: Row, parser: Parser) -> list[Example]:
    article = article_of(row)
    gold = _gold(article, cast("dict[str, list[dict[str, object]]]", row["gold"]))
    parse = parser.parse(split_text(article))
    cast_ = actors.extract(parse, article)
    names = {actor.name: actor for actor in cast_.actors}
    return [
        Example(reading.features, _worth(reading.claim, gold, names))
        for reading in read_claims(parse, article, cast_)
    ]


def _gold(
    article: Article, marked: Mapping[str, list[dict[str, object]]]
) -> list[Gold]:
    forms = {
        cast("str", actor["name"]): frozenset(
            _norm(form)
            for form in (actor["name"], *cast("list[str]", actor["aliases"]))
        )
        for actor in marked["actors"]
    }
    found = []
    for claim in marked["claims"]:
        near = article.text.find(cast("str", claim["sentence"]))
        content = cast("str", claim["content"])
        start = article.text.find(content, max(0, near))
        speaker = cast("str", claim["speaker"])
        end = start + len(content)
        found.append(Gold(start, end, forms[speaker], bool(claim["key"])))
    return found


def _worth(claim: Claim, gold: Sequence[Gold], names: Mapping[str, Actor]) -> float:
    start = min(part.start for part in claim.content)
    end = max(part.end for part in claim.content)
    forms = _forms(claim, names)
    right = [g for g in gold if forms & g.forms and _is_same(start, end, g)]
    return max((1.0 if g.key else MINOR for g in right), default=0.0)


def _forms(claim: Claim, names: Mapping[str, Actor]) -> set[str]:
    actor = names.get(claim.speaker or "")
    forms = set() if actor is None else {_norm(actor.name), *map(_norm, actor.aliases)}
    return forms | ({_norm(claim.source.text)} if claim.source else set())


def _is_same(start: int, end: int, gold: Gold) -> bool:
    shared = min(end, gold.end) - max(start, gold.start)
    shorter = min(end - start, gold.end - gold.start)
    whole = max(end, gold.end) - min(start, gold.start)
    return shared >= SAME * shorter and shared >= COMMON * whole


def _norm(form: object) -> str:
    return re.sub(r"\W+", " ", str(form).lower()).strip().removeprefix("the ")


def _cross_validate(articles: Sequence[Sequence[Example]]) -> dict[str, float]:
    """Share of right ones, and of their worth, in the claims printed of new articles."""
    right = printed = worth = best = 0.0
    order = folds(len(articles), FOLDS)
    for fold in range(FOLDS):
        train = [a for a, at in zip(articles, order, strict=True) if at != fold]
        weights = fit([e for article in train for e in article], PENALTY)
        for article, at in zip(articles, order, strict=True):
            if at != fold:
                continue
            ranked = sorted(article, key=lambda e: -probability(e.features, weights))
            top = ranked[:PRINTED_CLAIMS]
            ideal = sorted((e.target for e in article), reverse=True)[:PRINTED_CLAIMS]
            printed += len(top)
            right += sum(e.target > 0 for e in top)
            worth += sum(e.target for e in top)
            best += sum(ideal)
    return {"precision": round(right / printed, 3), "worth": round(worth / best, 3)}


if __name__ == "__main__":
    main()
