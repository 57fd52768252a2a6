"""Turn the features of the lines of one section into the probability that an editor prints them.

Each section has one table of features and one model of two steps. The first step is a
logistic regression over the features of a line. The second step corrects its result by
the other lines of the same article: a line is worth less if better ones exist, and more
if there are few. The weights are package data, written by ``tools.weights``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from math import exp, log, log1p
from operator import mul
from typing import Any, NamedTuple

from summarizers.lexicons import table
from summarizers.text.language import ENGLISH

STEPS = "sum of the features", "better lines", "gap to the best line", "all lines"
"""The names of the inputs of the second step, in the lists of weights."""
CONSTANTS = "constant", "constant of the second step"
_LIMIT = 9.0
_DIGITS = 4


class Feature(NamedTuple):
    """A feature of a line: its name, its value, and words for ``--explain``.

    ``value`` gets the view of a line that the table's section uses. True counts as 1.
    """

    name: str
    value: Callable[[Any], float]
    words: str


class Section(NamedTuple):
    """A section of the briefing with the table of the features of its lines.

    ``lang`` is the language whose weights are used.
    """

    name: str
    features: tuple[Feature, ...]
    lang: str = ENGLISH

    def in_language(self, lang: str) -> Section:
        """Return the section with the features that the weights of a language name."""
        weights = table(f"score_{self.name}", lang)
        features = tuple([f for f in self.features if f.name in weights])
        return Section(self.name, features, lang)

    def rows(self, views: Iterable[Any]) -> list[list[float]]:
        """Return one row for each line, with one value for each feature."""
        values = [feature.value for feature in self.features]
        return [[float(value(view)) for value in values] for view in views]

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Return the probability of each line of one article, in the order of ``rows``."""
        model = model_of(self)
        sums = [sum(map(mul, model.weights, row), model.constant) for row in rows]
        return [
            round(logistic(sum(map(mul, model.steps, step), model.last)), _DIGITS)
            for step in second_step(sums)
        ]

    def contributions(self, row: Sequence[float]) -> dict[str, float]:
        """Map the words of each feature of ``row`` to the amount that it adds."""
        model = model_of(self)
        pairs = zip(self.features, model.weights, row, strict=True)
        return {f.words: w * x * model.steps[0] for f, w, x in pairs if w * x}


def second_step(sums: Sequence[float]) -> list[tuple[float, float, float, float]]:
    """Return the inputs of the second step for each line of one article.

    They are the line's sum, the logarithm of 1 plus the number of better lines, the gap
    to the best sum, and the logarithm of 1 plus the number of lines.
    """
    limited = [min(_LIMIT, max(-_LIMIT, value)) for value in sums]
    order = sorted(range(len(limited)), key=lambda i: -limited[i])
    better = {i: log1p(place) for place, i in enumerate(order)}
    most, count = max(limited, default=0.0), log1p(len(limited))
    return [(x, better[i], most - x, count) for i, x in enumerate(limited)]


def logistic(total: float) -> float:
    """Return the probability whose log odds are ``total``."""
    return 1 / (1 + exp(-total))


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, limited to those of .98."""
    limited = min(0.98, max(0.02, probability))
    return log(limited / (1 - limited))


class _Model(NamedTuple):
    weights: tuple[float, ...]
    constant: float
    steps: tuple[float, ...]
    last: float


@cache
def model_of(section: Section) -> _Model:
    """Return the shipped model of a section."""
    listed = {
        k: float(v) for k, v in table(f"score_{section.name}", section.lang).items()
    }
    # A new feature has no weight until it is learned.
    return _Model(
        tuple([listed.get(feature.name, 0.0) for feature in section.features]),
        listed[CONSTANTS[0]],
        tuple([listed[name] for name in STEPS]),
        listed[CONSTANTS[1]],
    )
