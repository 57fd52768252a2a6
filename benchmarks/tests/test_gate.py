from __future__ import annotations

import json

import pytest

from benchmarks.gate import (
    FLOORS,
    OURS,
    ROOT,
    Bound,
    GateError,
    bounds,
    figure,
    parsed,
    run_benchmark,
    unexplained,
)


def floors(**leaf: float | str) -> str:
    return json.dumps({"fast": {"claims": {"claim": {"f1": leaf}}}})


@pytest.mark.parametrize(("value", "holds"), [(0.49, False), (0.5, True), (0.9, True)])
def test_a_figure_must_reach_its_floor(value: float, *, holds: bool) -> None:
    bound = Bound(floor=0.5, ceiling=None)

    assert bound.holds(value) is holds


@pytest.mark.parametrize(("value", "holds"), [(3, False), (2, True), (0, True)])
def test_a_figure_must_not_pass_its_ceiling(value: float, *, holds: bool) -> None:
    bound = Bound(floor=None, ceiling=2)

    assert bound.holds(value) is holds


def test_a_figure_that_the_scorer_does_not_give_is_named() -> None:
    with pytest.raises(GateError, match="claims/claims/r"):
        figure({"claims": {}}, ("claims", "claims", "r"))


def test_a_number_without_floor_or_ceiling_is_refused() -> None:
    with pytest.raises(GateError, match="claims"):
        list(bounds({"claims": 0.5}))


def test_a_raised_floor_needs_no_reason() -> None:
    faults = list(unexplained([floors(floor=0.5), floors(floor=0.6)]))

    assert faults == []


def test_a_lowered_floor_without_a_reason_is_a_fault() -> None:
    faults = list(unexplained([floors(floor=0.6), floors(floor=0.5)]))

    assert faults == [
        "fast/claims/claim/f1 went from >= 0.6 to >= 0.5 without a reason"
    ]


def test_a_lowered_floor_with_a_reason_passes() -> None:
    later = floors(floor=0.5, reason="the annotation of claims was corrected")

    assert list(unexplained([floors(floor=0.6), later])) == []


def test_an_old_reason_does_not_explain_a_second_lowering() -> None:
    versions = [
        floors(floor=0.6),
        floors(floor=0.5, reason="corrected annotation"),
        floors(floor=0.4, reason="corrected annotation"),
    ]

    assert len(list(unexplained(versions))) == 1


def test_a_raised_ceiling_without_a_reason_is_a_fault() -> None:
    faults = list(unexplained([floors(ceiling=2), floors(ceiling=3)]))

    assert len(faults) == 1


def test_the_floors_file_holds_bounds_for_the_engine_and_for_ours() -> None:
    found = parsed((ROOT / FLOORS).read_text("utf8"))

    assert {key[0] for key in found} == {"fast", OURS}


@pytest.mark.process
def test_benchmark_that_fails_is_named() -> None:
    with pytest.raises(GateError, match="the benchmark storylines --set z failed"):
        run_benchmark("storylines --set z")
