"""How probable a risk is: a logistic model over named features.

The weights are package data with one line a feature; ``python -m
benchmarks.train_risks`` writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp

from summarizers.lexicons import table


def probability(features: Mapping[str, float], model: str) -> float:
    """The probability that a sentence with these features is a risk.

    ``model`` names the engine family that the weights were fitted for.
    """
    weights = _weights(model)
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + exp(-total))


@cache
def _weights(model: str) -> dict[str, float]:
    pairs = table(f"risk_weights_{model}").items()
    return {name: float(weight) for name, weight in pairs}
