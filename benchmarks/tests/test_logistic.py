from __future__ import annotations

import pytest

from benchmarks.logistic import Example, fit, folds, probability


def _examples() -> list[Example]:
    good = [Example({"bias": 1.0, "good": 1.0}, 1.0) for _ in range(20)]
    bad = [Example({"bias": 1.0}, 0.0) for _ in range(20)]
    return [*good, *bad]


def test_weights_part_right_from_wrong() -> None:
    weights = fit(_examples(), penalty=0.1)

    assert probability({"bias": 1.0, "good": 1.0}, weights) > 0.9
    assert probability({"bias": 1.0}, weights) < 0.1


def test_penalty_draws_weights_to_zero() -> None:
    loose = fit(_examples(), penalty=0.1)

    strict = fit(_examples(), penalty=100.0)

    assert abs(strict["good"]) < abs(loose["good"])


def test_rare_feature_gets_no_weight() -> None:
    rare = Example({"bias": 1.0, "rare": 1.0}, 1.0)

    assert "rare" not in fit([*_examples(), rare], penalty=1.0)


def test_folds_are_the_same_each_time_and_even() -> None:
    parts = folds(12, 3)

    assert parts == folds(12, 3)
    assert [parts.count(part) for part in range(3)] == [4, 4, 4]


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_fit_of_one_kind_only_stays_finite(target: float) -> None:
    weights = fit([Example({"bias": 1.0}, target)] * 10, penalty=1.0)

    assert abs(weights["bias"]) < 100
