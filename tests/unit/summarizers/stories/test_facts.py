"""The words of a text, with their numbers and names, as corrections compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.stories.facts import (
    distance,
    name_keys,
    number_words_of,
    numbers_in,
    same_spelling,
    usual_names,
    words_of,
)


def keys(text: str) -> list[str]:
    """The keys of the words of a text."""
    return [word.key for word in words_of(text)]


def test_each_word_lies_at_its_offsets() -> None:
    text = "Berg's crew – 1,200 people – left the U.N. base."

    words = words_of(text)

    assert [text[word.start : word.end] for word in words] == [
        *("Berg", "crew", "1,200", "people", "left", "the", "U.N", "base")
    ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1,200 people", "1200 people"),
        ("1\u202f200 personnes", "1 200 personnes"),
        ("The café in MÁLAGA", "the cafe in Malaga"),
        ("the U.N.", "the UN"),
        ("“Stop,” he said", "Stop he said"),
    ],
)
def test_marks_case_and_accents_make_no_difference(left: str, right: str) -> None:
    assert keys(left) == keys(right)


def test_capital_at_the_beginning_of_a_sentence_is_marked() -> None:
    words = words_of("Storms hit. Then Berg left: “Nine” ships sank.")

    assert [(word.key, word.initial) for word in words if word.capital] == [
        *(("storms", True), ("then", True), ("berg", False), ("nine", True))
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twelve ships", {"12": 1}),
        ("twenty-one ships", {"21": 1}),
        ("twenty-one million", {"21000000": 1}),
        ("twenty of ten, and no one", {"20": 1, "10": 1}),
        ("ten two-year terms", {"10": 1, "2": 1}),
        ("1,200 of 1200", {"1200": 2}),
        ("three thousand", {"3000": 1}),
        ("no ship", {}),
    ],
)
def test_numbers_in_words_equal_those_in_digits(
    text: str, values: dict[str, int]
) -> None:
    assert numbers_in(words_of(text), "en") == values


def test_words_of_a_number_are_all_that_state_it() -> None:
    words = words_of("Twenty-one of 21 crews and nine guards")

    stated = number_words_of(words, "21", "en")

    assert sorted(word.start for word in stated) == [0, 7, 14]


def test_first_word_of_a_sentence_is_a_name_if_it_is_one_elsewhere() -> None:
    words = words_of("Solberg left. Ships sank, and Solberg came back on Monday.")
    usual = usual_names(words)

    assert usual == {"solberg", "monday"}
    assert name_keys(words, usual, "en") == ["solberg", "solberg"]
    assert name_keys(words, (), "en") == ["solberg"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("harbour", "harbor"),
        ("solbreg", "solberg"),
        ("engine", "engines"),
        ("berg", "bxrg"),
        ("schmidt", "schmitt"),
    ],
)
def test_spellings_and_forms_of_one_word_are_the_same(left: str, right: str) -> None:
    assert same_spelling(left, right, "en")
    assert same_spelling(right, left, "en")


@pytest.mark.parametrize(
    ("left", "right"), [("berg", "borg"), ("iran", "iraq"), ("ferry", "bridge")]
)
def test_other_words_are_not_the_same(left: str, right: str) -> None:
    assert not same_spelling(left, right, "en")
    assert not same_spelling(right, left, "en")


@given(st.text(alphabet="abc", max_size=8), st.text(alphabet="abc", max_size=8))
def test_distance_is_symmetric_limited_and_zero_for_equals(
    left: str, right: str
) -> None:
    letters = distance(left, right, 2)

    assert letters == 0 if left == right else letters > 0
    assert min(letters, 3) == min(distance(right, left, 2), 3)
