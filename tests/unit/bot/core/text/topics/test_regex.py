from __future__ import annotations

import pytest

from bot.core.text.topics.regex import RegexSet, regex_error


def test_capitals_are_ignored_unless_the_expression_says_so() -> None:
    found = RegexSet(["CRANE", "(?-i)CRANE"]).matching("a crane")

    assert found == (0,)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", "a{0,500}a{0,500}b", "(a?){30}a{30}b"]
)
def test_no_expression_makes_the_search_stall(pattern: str) -> None:
    found = RegexSet([pattern, "zzz"]).matching("a" * 50_000 + "!")

    assert found == ()


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
