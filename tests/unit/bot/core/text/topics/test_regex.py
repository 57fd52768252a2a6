from __future__ import annotations

import pytest

from bot.core.domain.errors import BadInputError
from bot.core.text.topics.regex import RegexSet, regex_error


def test_every_expression_that_matches_is_told() -> None:
    found = RegexSet([r"cranes?", r"fog", r"port\b"]).matching("The crane of the port")

    assert found == (0, 2)


def test_capitals_are_ignored_unless_the_expression_says_so() -> None:
    found = RegexSet(["CRANE", "(?-i)CRANE"]).matching("a crane")

    assert found == (0,)


def test_letters_of_every_script_are_matched() -> None:
    assert RegexSet([r"ø\pL+d", "港."]).matching("ØSTFOLD 港口") == (0, 1)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", "a{0,500}a{0,500}b", "(a?){30}a{30}b"]
)
def test_no_expression_makes_the_search_stall(pattern: str) -> None:
    found = RegexSet([pattern, "zzz"]).matching("a" * 50_000 + "!")

    assert found == ()


def test_many_large_expressions_are_looked_for_one_by_one() -> None:
    large = [rf"(\pL{{1,9}} ){{1,2}}end{number}" for number in range(5)]

    assert RegexSet(large).matching("at last the end3") == (3,)


def test_half_a_character_in_a_text_does_no_harm() -> None:
    assert RegexSet(["a"]).matching("\ud800 a") == (0,)


@pytest.mark.parametrize(
    "pattern", ["", "a|b", r"\d{4}", "(?i)x", "(?P<n>x)", "[^a-z]"]
)
def test_a_right_expression_is_taken(pattern: str) -> None:
    assert regex_error(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("port(s", 'missing ) at character 1 of the expression: "port(s"'),
        ("a**", 'bad repetition operator at character 2 of the expression: "**"'),
        ("é[a", 'missing ] at character 2 of the expression: "[a"'),
        ("a\\", "trailing \\ at character 2 of the expression"),
        (
            "a(?!b)",
            (
                "lookahead and lookbehind are not supported (RE2) at character 2 of the "
                "expression"
            ),
        ),
        (
            r"(a)\1",
            ("backreferences are not supported (RE2) at character 4 of the expression"),
        ),
        (
            "\ud800",
            "the expression contains a lone surrogate, such as \\ud800: remove it",
        ),
        ("a" * 501, "the expression is longer than 500 characters: shorten it"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(pattern: str, told: str) -> None:
    assert regex_error(pattern) == told


def test_an_expression_that_needs_too_much_memory_is_refused() -> None:
    told = regex_error(r"(\pL{1,99} ){1,9}")

    assert told == "the expression is too large: use fewer or smaller repetitions"


def test_a_wrong_one_among_several_is_refused() -> None:
    with pytest.raises(BadInputError, match="missing"):
        RegexSet(["a", "(b"])
