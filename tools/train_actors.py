"""Fits the weights that order actors, from articles with their key actors marked.

Run as ``python -m tools.train_actors --data DIR``: DIR holds
``wikinews/train.jsonl`` and ``wikinews/dev.jsonl``, a line an article with ``title``,
``text`` and ``gold.actors``. Prints how many key actors are among the first five,
cross-validated; ``--write`` renews the package data.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import cast

from summarizers.model import PRINTED_ACTORS, Actor, Article
from summarizers.readers.english.actors.entity_pipeline import candidates
from summarizers.readers.english.actors.salience import ABOUT, SUBJECTS, Signs
from summarizers.readers.english.attribution.attributions import parse_article
from summarizers.text.splitting import split_text
from tools.logistic import Example, fit, folds, write

PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl")
PENALTY = 3.0
# What all pairs of one article weigh against the penalty.
ARTICLE_WEIGHT = 5.0
FOLDS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """One actor: its signs, and which key actor of the annotation it is, if any."""

    signs: Signs
    key: str | None


def main() -> None:
    """Fit, report and, when asked to, write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    articles = [article for part in PARTS for article in read(given.data / part)]
    if given.write:
        script = "python -m tools.train_actors"
        write("actor_weights", fit_weights(articles), script)
    print(json.dumps(cross_validate(articles)))


def read(path: Path) -> Iterator[list[Candidate]]:
    """For each article of a file of JSON lines, its actors."""
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        article = Article(text=row["text"], title=row["title"])
        gold = cast("list[dict[str, object]]", row["gold"]["actors"])
        keys = [_forms(actor) for actor in gold if actor["key"]]
        found = candidates(parse_article(split_text(article)), article)
        yield [Candidate(signs, _key_of(actor, keys)) for actor, signs in found]


def fit_weights(articles: Sequence[Sequence[Candidate]]) -> dict[str, float]:
    """Weights that put key actors before the other actors of the same article."""
    weights = fit(list(chain.from_iterable(map(_pairs, articles))), PENALTY)
    return {**weights, "constant": _constant(articles, weights)}


def _constant(
    articles: Sequence[Sequence[Candidate]], weights: Mapping[str, float]
) -> float:
    """What makes the mean key actor one half; the order does not depend on it."""
    bare = {sign: value for sign, value in weights.items() if sign != "constant"}
    keys = [a for article in articles for a in article if a.key is not None]
    return -fmean(_weigh(actor, bare) for actor in keys)


def cross_validate(articles: Sequence[Sequence[Candidate]]) -> dict[str, float]:
    """The share of key actors among the first five of articles never trained on."""
    found = whole = 0
    parts = folds(len(articles), FOLDS)
    for fold in range(FOLDS):
        seen = [a for a, part in zip(articles, parts, strict=True) if part != fold]
        weights = fit_weights(seen)
        for article, part in zip(articles, parts, strict=True):
            if part == fold:
                keys = {actor.key for actor in article} - {None}
                found += len({a.key for a in _first(article, weights)} & keys)
                whole += min(len(keys), PRINTED_ACTORS)
    return {"key_recall": round(found / whole, 3), "articles": len(articles)}


def _pairs(article: Sequence[Candidate]) -> Iterable[Example]:
    """Yield how each key actor differs from each other one; articles weigh the same."""
    keys = [actor for actor in article if actor.key is not None]
    others = [actor for actor in article if actor.key is None]
    weight = ARTICLE_WEIGHT / max(1, len(keys) * len(others))
    for key in keys:
        for other in others:
            signs = key.signs.keys() | other.signs.keys()
            change = {s: key.signs.get(s, 0.0) - other.signs.get(s, 0.0) for s in signs}
            yield Example(change, 1.0, weight)


def _first(
    article: Sequence[Candidate], weights: Mapping[str, float]
) -> list[Candidate]:
    about = [actor for actor in article if not actor.signs["described"]]
    about.sort(key=lambda actor: -_weigh(actor, ABOUT))
    first = about[:SUBJECTS]
    rest = sorted(
        (actor for actor in article if actor not in first),
        key=lambda actor: -_weigh(actor, weights),
    )
    return [*first, *rest][:PRINTED_ACTORS]


def _weigh(actor: Candidate, weights: Mapping[str, float]) -> float:
    return sum(weights.get(sign, 0.0) * value for sign, value in actor.signs.items())


def _forms(actor: Mapping[str, object]) -> frozenset[str]:
    aliases = cast("list[str]", actor["aliases"])
    return frozenset(map(_plain, [cast("str", actor["name"]), *aliases]))


def _plain(name: str) -> str:
    return name.lower().removeprefix("the ")


def _key_of(actor: Actor, keys: Sequence[frozenset[str]]) -> str | None:
    names = {_plain(name) for name in (actor.name, *actor.aliases)}
    return next((min(forms) for forms in keys if forms & names), None)


if __name__ == "__main__":
    main()
