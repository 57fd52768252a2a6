"""Seeded statements: which pairs the record shows as then and now."""

from __future__ import annotations

import pytest

from benchmarks.statements import pairs
from benchmarks.then_now import SEED, figures, is_shown


def test_the_same_seed_gives_the_same_pairs() -> None:
    assert list(pairs(3)) == list(pairs(3))
    assert list(pairs(3)) != list(pairs(4))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_language_has_a_hundred_pairs_of_each_sort(lang: str) -> None:
    own = [pair for pair in pairs(SEED) if pair.lang == lang]

    assert sum(pair.differs for pair in own) >= 100
    assert sum(not pair.differs for pair in own) >= 100


@pytest.mark.parametrize("seed", [SEED, 15])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nearly_all_pairs_that_are_shown_differ(lang: str, seed: int) -> None:
    measured = figures(pair for pair in pairs(seed) if pair.lang == lang)

    assert measured["precision"] >= 0.95
    assert measured["recall"] >= 0.8


def test_statements_about_another_thing_are_never_shown() -> None:
    others = [pair for pair in pairs(SEED) if pair.kind == "another thing"]

    assert others
    assert not any(map(is_shown, others))
