"""Linear models as package data: one weight a line, by the feature's name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp, fsum

from summarizers.lexicons import table


def probability(features: Mapping[str, float], model: str) -> float:
    """The logistic function of the weighted sum of the features, 0 to 1.

    ``model`` is the name of a list of weights; a feature without a weight counts
    nothing.

    Raises:
        FileNotFoundError: there is no list of this name.
    """
    weights = _weights(model)
    # Exact, so that the order of the features changes nothing.
    total = fsum([weights.get(name, 0.0) * value for name, value in features.items()])
    return 1 / (1 + exp(-total))


@cache
def _weights(model: str) -> dict[str, float]:
    return {name: float(weight) for name, weight in table(model).items()}
