from __future__ import annotations

from math import exp

import pytest

from summarizers.lexicons.weights import probability, shares


def test_no_feature_is_even_odds() -> None:
    assert probability({}, "claim_weights") == pytest.approx(0.5)


def test_unknown_feature_counts_nothing() -> None:
    assert probability({"no such": 9.0}, "claim_weights") == pytest.approx(0.5)


def test_short_content_lowers_the_probability() -> None:
    longer = probability({"bias": 1.0}, "claim_weights")

    assert probability({"bias": 1.0, "short": 1.0}, "claim_weights") < longer


def test_missing_list_is_told_by_its_name() -> None:
    with pytest.raises(FileNotFoundError, match="no_such_list"):
        probability({"bias": 1.0}, "no_such_list")


def test_shares_add_up_to_the_sum_behind_the_probability() -> None:
    features = {"bias": 1.0, "short": 1.0, "words": 0.5, "no such": 2.0}

    added = shares(features, "claim_weights")

    total = sum(added.values())
    assert probability(features, "claim_weights") == pytest.approx(
        1 / (1 + exp(-total))
    )
    assert added.keys() == {"bias", "short", "words"}
