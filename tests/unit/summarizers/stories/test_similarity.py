from __future__ import annotations

from collections import Counter

import pytest

from summarizers.stories.clustering import days_factor, mean_days_factor, similarities

VECTOR = {0: 0.6, 1: 0.6, 2: 0.52}


def test_near_days_count_for_and_far_days_against() -> None:
    same, near, month, year = (days_factor(0, days) for days in (0, 3, 33, 365))

    assert same == near > 1 > days_factor(0, 100) > year
    assert near > month > year


def test_a_day_that_is_not_known_changes_nothing() -> None:
    assert days_factor(None, 5) == days_factor(5, None) == days_factor(None, None) == 1


def test_days_of_groups_are_taken_in_pairs() -> None:
    some: Counter[int | None] = Counter([1, 1, None])
    others: Counter[int | None] = Counter([40])

    expected = (2 * days_factor(1, 40) + 1) / 3
    assert mean_days_factor(some, others) == pytest.approx(expected)


def test_documents_that_share_one_term_are_not_compared() -> None:
    other = {0: 0.9, 7: 0.3}

    assert list(similarities([VECTOR, other], [None, None])) == [{}, {}]


@pytest.mark.parametrize(("number", "alike"), [(3, False), (4, True)])
def test_a_weak_likeness_by_few_terms_is_chance(number: int, *, alike: bool) -> None:
    share = (0.3 / number) ** 0.5
    one = dict.fromkeys(range(number), share) | {8: 0.8}
    other = dict.fromkeys(range(number), share) | {9: 0.8}

    _, found = similarities([one, other], [None, None])

    assert bool(found) is alike


def test_likeness_grows_with_near_days() -> None:
    (_, undated), (_, dated) = (
        list(similarities([VECTOR, VECTOR], days)) for days in ([None, None], [3, 4])
    )

    assert undated[0, 1] == pytest.approx(0.99, abs=0.01)
    assert dated[0, 1] > undated[0, 1]
