from __future__ import annotations

import re

import pytest

from summarizers.text.terms import sentence_terms, stop_words, terms


def test_terms_are_lower_case_words_in_text_order() -> None:
    found = terms("The Dam broke; the DAM broke!")

    assert " ".join(found) == "the dam broke the dam broke"


def test_marks_and_blanks_are_no_terms() -> None:
    assert terms(" “—” … (!) \u00a0") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straße nach Köln", ["strasse", "nach", "köln"]),
        ("Совет закрыл рынок", ["совет", "закрыл", "рынок"]),
        ("أغلق المجلس", ["أغلق", "المجلس"]),
        ("В 2031 году", ["в", "2031", "году"]),
    ],
)
def test_words_of_spaced_scripts_are_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize("text", ["I_2 won’t, 'x_y' (B2B)", "3rd_-a.b", "no. 4's"])
def test_a_foreign_character_elsewhere_changes_no_term(text: str) -> None:
    assert terms(f"{text} ю") == [*terms(text), "ю"]


def test_terms_of_a_sentence_are_those_of_its_text() -> None:
    sentence = "The Dam’s wall broke."

    assert list(sentence_terms(sentence)) == terms(sentence)


@pytest.mark.parametrize("text", ["鱼市场", "さかな", "ปลา"])
def test_each_character_is_a_term_where_words_have_no_blanks(text: str) -> None:
    assert terms(text) == list(text)


def test_a_foreign_name_stays_whole_among_characters() -> None:
    assert terms("市场Rotter2关闭") == ["市", "场", "rotter2", "关", "闭"]


@pytest.mark.parametrize("word", ["the", "of", "said", "s", "t", "would"])
def test_function_words_are_stop_words(word: str) -> None:
    assert word in stop_words()


@pytest.mark.parametrize("word", ["minister", "dam", "killed", "million", "рынок"])
def test_words_with_a_topic_are_no_stop_words(word: str) -> None:
    assert word not in stop_words()


def test_stop_words_are_written_as_terms_are() -> None:
    assert [word for word in stop_words() if terms(word) != [word]] == []


def test_every_ascii_character_parts_words_or_belongs_to_one() -> None:
    text = "a".join(map(chr, range(128)))

    assert terms(text) == re.findall(r"\w+", text.casefold(), re.ASCII)


def test_typographic_marks_separate_words_as_plain_ones_do() -> None:
    assert terms("Lind’s “old dam” — 2\xa0km…") == [
        "lind",
        "s",
        "old",
        "dam",
        "2",
        "km",
    ]
