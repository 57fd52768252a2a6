"""Linear models as package data: each line of a list has a feature and its weight."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp, fsum
from typing import NamedTuple

from summarizers.lexicons import table


def probability(features: Mapping[str, float], model: str) -> float:
    """Return the logistic function of the weighted sum of ``features``, from 0 to 1.

    ``model`` is the name of a list of weights. Features without a weight are ignored.

    Raises:
        FileNotFoundError: no list has this name.
    """
    weights = weights_of(model)
    # Most amounts are 0. ``fsum`` is exact, so the order of the features does not
    # matter.
    worth = [weights.get(name, 0.0) * x for name, x in features.items() if x]
    return 1 / (1 + exp(-fsum(worth)))


class Features(NamedTuple):
    """The features of a claim or sentence.

    ``present`` holds features that are either there or not; ``amounts`` holds features
    that have a number.
    """

    present: set[str]
    amounts: dict[str, float]

    def by_name(self) -> dict[str, float]:
        """Return all features with their amounts, 1 for each of ``present``."""
        return dict.fromkeys(self.present, 1.0) | self.amounts


def likelihood(features: Features, model: str) -> float:
    """Return the same as ``probability``, for ``features`` of a claim or sentence.

    It is faster, because it does not merge both kinds of features in one mapping.

    Raises:
        FileNotFoundError: no list has this name.
    """
    weights = weights_of(model)
    present, amounts = features
    worth = [weights[name] for name in present if name in weights]
    worth += [weights.get(name, 0.0) * x for name, x in amounts.items() if x]
    return 1 / (1 + exp(-fsum(worth)))


@cache
def weights_of(model: str) -> dict[str, float]:
    """Return the weights of ``model`` by feature name, in the order of its list."""
    return {name: float(weight) for name, weight in table(model).items()}


def shares(features: Mapping[str, float], model: str) -> dict[str, float]:
    """Return the amount that each feature adds to the weighted sum, without zeros.

    Raises:
        FileNotFoundError: no list has this name.
    """
    weights = weights_of(model)
    added = (
        (name, weights.get(name, 0.0) * amount) for name, amount in features.items()
    )
    return {name: share for name, share in added if share}
