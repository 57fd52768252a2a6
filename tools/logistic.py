"""Logistic regression for the weights that ship, small enough to need numpy alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from summarizers import lexicons

Vector = NDArray[np.float64]

# A feature that fewer examples have is left out.
FEWEST = 4
STEPS = 30


@dataclass(frozen=True, slots=True)
class Example:
    """Named features, how right it is to print what has them, 0 to 1, and its weight."""

    features: Mapping[str, float]
    target: float
    weight: float = 1.0


def fit(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    """Weights by Newton's method, with a quadratic penalty on each of them."""
    names = _frequent(examples)
    matrix = np.array(
        [[float(e.features.get(name, 0)) for name in names] for e in examples],
        dtype=np.float64,
    )
    target = np.array([e.target for e in examples], dtype=np.float64)
    counts = np.array([e.weight for e in examples], dtype=np.float64)
    ridge = penalty * np.eye(len(names))
    weights: Vector = np.zeros(len(names))
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (counts * (guess - target)) + ridge @ weights
        curve = (matrix.T * (counts * guess * (1 - guess))) @ matrix + ridge
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(names, map(float, weights), strict=True))


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return what a fitted model says of one example."""
    total = sum(weights.get(k, 0.0) * v for k, v in features.items())
    return float(1 / (1 + np.exp(-total)))


def folds(count: int, parts: int) -> list[int]:
    """Return a part for each of ``count`` articles, shuffled the same way each time."""
    order = np.random.default_rng(0).permutation(count) % parts
    return [int(part) for part in order]


def write(name: str, weights: Mapping[str, float], script: str) -> None:
    """Renew a list of weights in the package data."""
    path = Path(lexicons.__file__).parent / "en" / f"{name}.txt"
    head = f"# Weights of a logistic model, one a feature.\n# Written by `{script}`.\n"
    lines = (f"{key}\t{value:.4f}\n" for key, value in sorted(weights.items()))
    path.write_text(head + "".join(lines), "utf8")


def _frequent(examples: Iterable[Example]) -> list[str]:
    counts = Counter(k for e in examples for k, v in e.features.items() if v)
    return sorted(name for name, count in counts.items() if count >= FEWEST)
