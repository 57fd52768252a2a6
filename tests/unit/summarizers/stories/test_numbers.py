"""The numbers of a text, what they count, and the words beside them."""

from __future__ import annotations

import pytest

from summarizers.languages.profile import listed_profile
from summarizers.model import Article
from summarizers.stories.facts import (
    name_keys,
    same_spelling,
    usual_names,
    words_of,
)
from summarizers.stories.numbers import (
    Quantity,
    casualty_counts,
    death_count,
    find_quantities,
)
from tests.fakes.readers import TABLES
from tests.tables import lines


def _found(text: str, lang: str) -> list[Quantity]:
    return [*find_quantities(text, 0, len(text), listed_profile(lang).numerals())]


def _told(one: Quantity, text: str) -> str:
    around = ""
    if not one.low == one.value == one.high:
        around = f" ({_plain(one.low)}..{_plain(one.high)})"
    loose = " loose" * one.loose
    written = text[one.start : one.end]
    return f"{one.currency}{_plain(one.value)}{around}{loose} [{written}]"


def _plain(value: float) -> str:
    return str(int(value) if value == int(value) else value)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_numbers_have_their_value_currency_and_range(
    subtests: pytest.Subtests, lang: str
) -> None:
    for line in lines(f"{TABLES[lang]}/quantities"):
        text, _, expected = line.partition(" | ")
        with subtests.test(text=text):
            told = [_told(one, text) for one in _found(text, lang)]

            assert ("; ".join(told) or "-") == expected


@pytest.mark.parametrize("text", ["9" * 50_000, "vingt-" * 9_000, "1 " * 10_000])
def test_endless_numbers_are_read_in_time(text: str) -> None:
    assert len(_found(text, "fr")) <= len(text)


def test_casualties_at_the_top_are_counted_with_their_place() -> None:
    text = "A fire killed 12 people. In all, 30 were injured. Later 14 people died."

    counts = casualty_counts(Article(text), "en")

    found = [(text[start:].split(maxsplit=1)[0], count.fate) for start, count in counts]
    assert found[:2] == [("12", "killed"), ("30", "injured")]
    assert death_count(Article(text), "en") == 14
    assert death_count(Article("A ferry sails on Friday."), "en") == 0


def test_words_lie_at_their_offsets() -> None:
    text = "Berg's crew – 1,200 people – left the U.N. base."

    found = [text[word.start : word.end] for word in words_of(text, "en")]

    assert " ".join(found) == "Berg crew 1,200 people left the U.N base"


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
    keys = [[word.key for word in words_of(text, "en")] for text in (left, right)]

    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twelve ships", ["12"]),
        ("twenty-one ships", ["21"]),
        ("twenty-one million", ["21000000"]),
        ("twenty of ten, and no one", ["20", "10"]),
        ("ten two-year terms", ["10", "2"]),
        ("1,200 of 1200", ["1200", "1200"]),
        ("three thousand", ["3000"]),
        ("no ship", []),
    ],
)
def test_numbers_in_words_equal_those_in_digits(text: str, values: list[str]) -> None:
    numbers = [word.key for word in words_of(text, "en") if word.is_number]

    assert numbers == values


def test_words_of_a_number_are_all_that_state_it() -> None:
    text = "Twenty-one of 21 crews and nine guards"

    stated = [text[w.start : w.end] for w in words_of(text, "en") if w.key == "21"]

    assert stated == ["Twenty-one", "21"]


def test_first_word_of_a_sentence_is_a_name_if_it_is_one_elsewhere() -> None:
    words = words_of("Solberg left. Ships sank, and Solberg came back on Monday.", "en")
    usual = usual_names(words)

    assert usual == {"solberg", "monday"}
    assert name_keys(words, usual, "en") == ["solberg", "solberg"]
    assert name_keys(words, (), "en") == ["solberg"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("harbour", "harbor", True),
        ("solbreg", "solberg", True),
        ("engine", "engines", True),
        ("berg", "bxrg", True),
        ("schmidt", "schmitt", True),
        ("berg", "borg", False),
        ("iran", "iraq", False),
        ("ferry", "bridge", False),
    ],
)
def test_spellings_and_forms_of_one_word_are_the_same(
    left: str, right: str, *, same: bool
) -> None:
    assert same_spelling(left, right, "en") is same
    assert same_spelling(right, left, "en") is same
