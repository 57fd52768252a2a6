"""Fits the weights that order claims, from articles annotated with claims.

Run as ``python -m tools.train_claims --data DIR``: DIR holds ``wikinews/train.jsonl``
and ``wikinews/dev.jsonl``, a line an article with ``title``, ``published``, ``text``,
``gold.claims`` and ``gold.actors``. Prints cross-validated figures; ``--write`` renews
the package data.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import cast

from summarizers.model import PRINTED_CLAIMS, Actor, Article, Claim
from summarizers.readers.english import actors
from summarizers.readers.english.attribution.attributions import parse_article
from summarizers.readers.english.claims import read_claims
from summarizers.text.splitting import split_text
from tools.annotated import Row, article_of, read_rows
from tools.logistic import Example, fit, folds, probability, write

PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl")
SCRIPT = "python -m tools.train_claims --data DIR --write"
# Chosen by cross-validation among 2, 3, 5, 8.
PENALTY = 3.0
FOLDS = 6
# A claim that people marked, but not as one of the main ones. Chosen like the penalty
# among .1, .15, .2, .3, .5.
MINOR = 0.2
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
    """Fit, report and, when asked to, write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    rows = [row for part in PARTS for row in read_rows(given.data / part)]
    articles = [_examples(row) for row in rows]
    print(json.dumps(_cross_validate(articles)))
    if given.write:
        write("claim_weights", _fit(articles), SCRIPT)


def _fit(articles: Iterable[Sequence[Example]]) -> dict[str, float]:
    return fit(list(chain.from_iterable(articles)), PENALTY)


def _examples(row: Row) -> list[Example]:
    article = article_of(row)
    gold = _gold(article, cast("dict[str, list[dict[str, object]]]", row["gold"]))
    parse = parse_article(split_text(article))
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
    """Return the figures for articles that were never trained on."""
    order = folds(len(articles), FOLDS)
    tops: list[tuple[list[float], list[float]]] = []
    for fold in range(FOLDS):
        weights = _fit(a for a, at in zip(articles, order, strict=True) if at != fold)
        unseen = (a for a, at in zip(articles, order, strict=True) if at == fold)
        tops += [_printed_and_best(article, weights) for article in unseen]
    return _figures(tops)


def _printed_and_best(
    article: Sequence[Example], weights: Mapping[str, float]
) -> tuple[list[float], list[float]]:
    """Return the worth of the claims that the weights put first, and of the best."""
    ranked = sorted(article, key=lambda e: -probability(e.features, weights))
    best = sorted((e.target for e in article), reverse=True)
    return [e.target for e in ranked[:PRINTED_CLAIMS]], best[:PRINTED_CLAIMS]


def _figures(tops: Sequence[tuple[list[float], list[float]]]) -> dict[str, float]:
    """Share of right ones, and of their worth, in the claims printed of new articles."""
    printed = [worth for top, _ in tops for worth in top]
    best = [worth for _, ideal in tops for worth in ideal]
    return {
        "precision": round(sum(worth > 0 for worth in printed) / len(printed), 3),
        "worth": round(sum(printed) / sum(best), 3),
    }


if __name__ == "__main__":
    main()
