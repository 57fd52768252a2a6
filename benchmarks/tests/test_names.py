"""The benchmark of names: its figures, and the annotated pairs."""

from __future__ import annotations

import pytest

from benchmarks.names import HALVES, Name, Pair, b_cubed, figures, read_pairs


def name(article: str, entity: int) -> Name:
    """A name at the start of an article."""
    return Name("news", article, 0, 5, entity)


FIRST, SECOND, OTHER = name("a", 1), name("b", 1), name("c", 2)
PAIRS = [
    Pair("held_out", "title", FIRST, SECOND),
    Pair("held_out", "surname", SECOND, OTHER),
]


def test_all_names_of_one_owner_joined_is_the_best() -> None:
    assert b_cubed({FIRST: 4, SECOND: 4, OTHER: 5}) == (1.0, 1.0)


def test_names_without_a_speaker_are_joined_to_none() -> None:
    precision, recall = b_cubed({FIRST: None, SECOND: None, OTHER: None})

    assert precision == 1.0
    assert recall == pytest.approx(2 / 3)


def test_a_wrong_merge_costs_precision_and_is_counted() -> None:
    measured = figures(PAIRS, {FIRST: 4, SECOND: 4, OTHER: 4})

    assert measured["wrong_merges"] == 1
    assert measured["b3_precision"] == pytest.approx(5 / 9, abs=0.001)
    assert measured["b3_recall"] == 1.0


def test_a_name_without_a_claim_is_left_out() -> None:
    measured = figures(PAIRS, {FIRST: 4, SECOND: 4})

    assert (measured["pairs"], measured["left_out"]) == (1, 1)


def test_annotated_pairs_are_of_two_articles_of_one_half() -> None:
    pairs = read_pairs()
    halves = {
        half: {n[:2] for p in pairs if p.half == half for n in (p.left, p.right)}
        for half in HALVES
    }

    assert len(pairs) >= 300
    assert halves["held_out"].isdisjoint(halves["development"])
    assert all(pair.left[:2] != pair.right[:2] for pair in pairs)
    assert sum(pair.is_same for pair in pairs) > 100
    assert sum(not pair.is_same for pair in pairs) > 100
