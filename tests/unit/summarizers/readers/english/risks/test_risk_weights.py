from __future__ import annotations

import pytest

from summarizers.lexicons.weights import probability

MODELS = ("risk_weights_grammar", "risk_weights_windows")


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "name",
    ["forward", "op_will", "governs_step", "date_future", "ahead_in_main"],
)
def test_what_looks_ahead_speaks_for_a_risk(model: str, name: str) -> None:
    assert probability({name: 1.0}, model) > 0.5


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "name", ["main_done", "ahead_aside", "opens_reference", "timing_back"]
)
def test_what_looks_back_or_praises_speaks_against_a_risk(
    model: str, name: str
) -> None:
    assert probability({name: 1.0}, model) < 0.5


@pytest.mark.parametrize("model", MODELS)
def test_no_single_feature_decides(model: str) -> None:
    strongest = probability({"forward_any": 1.0, "bias": 1.0}, model)

    assert 0.05 < strongest < 0.95
